/** Files that people send: streamed into a folder of their own, with a name that is safe and still theirs. */
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const LONGEST_NAME = 120;
const A_DAY_MILLISECONDS = 86_400_000;

/** The last part of a path, without what file systems and terminals take for something else. */
export function safeFileName(name: string): string {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1)!;
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>:"|?*]/gu, "_")
    .trim()
    .replace(/^\.+/, "");
  if (clean === "") return "upload";
  if (clean.length <= LONGEST_NAME) return clean;
  const ending = /\.[\w.]{1,12}$/.exec(clean)?.[0] ?? "";
  return clean.slice(0, LONGEST_NAME - ending.length).toWellFormed() + ending;
}

/** Writes a stream to a file of this name in a new folder; gives its path. */
export async function keepUpload(folder: string, name: string, content: Readable): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(await mkdtemp(join(folder, "upload-")), safeFileName(name));
  try {
    await pipeline(content, createWriteStream(file, { flags: "wx", mode: 0o600 }));
  } catch (error) {
    await dropUpload(file);
    throw error;
  }
  return file;
}

export async function dropUpload(file: string): Promise<void> {
  await rm(dirname(file), { recursive: true, force: true });
}

/** Removes what a process that was killed left; with `all` false, only what is older than a day. */
export async function tidyUploads(folder: string, all: boolean): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith("upload-"))) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && (all || Date.now() - found.mtimeMs > A_DAY_MILLISECONDS))
      await rm(path, { recursive: true, force: true });
  }
}
