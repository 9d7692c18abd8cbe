import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const webFolder = join(import.meta.dirname, "../../..");

function newestChange(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

/** Builds web/dist where the sources are newer. */
export async function builtPages(): Promise<string> {
  const dist = join(webFolder, "dist");
  const sources = ["src", "public", "index.html", "vite.config.ts", "package.json"].map((name) =>
    join(webFolder, name),
  );
  const built = statSync(join(dist, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Math.max(...sources.map(newestChange)) > built) {
    await build({ root: webFolder, configFile: join(webFolder, "vite.config.ts"), logLevel: "warn" });
  }
  return dist;
}

/** Called by vitest before the first test. */
export default async function setup(): Promise<void> {
  await builtPages();
}
