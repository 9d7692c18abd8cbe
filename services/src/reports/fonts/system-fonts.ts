/** Where fonts with many Chinese characters lie on the usual systems, those that cover most first. */
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const folders = [
  "/usr/share/fonts",
  "/usr/local/share/fonts",
  join(homedir(), ".local/share/fonts"),
  join(homedir(), ".fonts"),
  "/System/Library/Fonts",
  "/Library/Fonts",
  "C:\\Windows\\Fonts",
];

/** Beginnings of file names; earlier ones are asked first. */
const wanted = [
  "NotoSansCJK-Regular",
  "NotoSansCJKsc-Regular",
  "SourceHanSansSC-Regular",
  "SourceHanSans-Regular",
  "HanaMinA",
  "HanaMinB",
  "wqy-zenhei",
  "wqy-microhei",
  "DroidSansFallback",
  "PingFang",
  "Hiragino Sans GB",
  "Songti",
  "msyh",
  "simsun",
  "simsunb",
  "SimsunExtG",
];

/** Font files of the system that may have what Noto Sans SC lacks. */
export function systemFontFiles(): string[] {
  const found = new Map<string, string>();
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && /\.(ttf|otf|ttc|otc)$/i.test(entry.name)) {
        found.set(entry.name.toLowerCase(), join(entry.parentPath, entry.name));
      }
    }
  }
  return wanted.flatMap((beginning) =>
    [...found].filter(([name]) => name.startsWith(beginning.toLowerCase())).map(([, file]) => file),
  );
}
