import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { environmentOf, nodeOf } from "./packages.mjs";
import { runQuietly, SetupError } from "./run.mjs";

/** What a build depends on: the pages' own sources, the facts they show, and the versions of what builds them. */
const sources = ["web", "data", "package-lock.json", "tsconfig.json"];
const notSources = new Set(["node_modules", "dist", "test", "sample", "README.md"]);
const stampName = ".built-from";

/** Whether web/dist was built from the very sources that are there now. */
export function isWebBuilt(root) {
  return stampOf(builtFolder(root)) === hashOfSources(root);
}

function builtFolder(root) {
  return join(root, "web", "dist");
}

/**
 * Builds the pages into web/dist.
 *
 * @param {string} root the project's folder
 * @throws {SetupError} when the build fails; what an earlier build left stays as it was
 */
export async function buildWeb(root) {
  const built = builtFolder(root);
  const stamp = hashOfSources(root);
  // Built beside and put in place at the end, so that a server that runs meanwhile never serves half a build.
  const next = `${built}.next`;
  const { code, output } = await runQuietly(
    "building the web pages",
    nodeOf(root),
    [join(root, "node_modules", "vite", "bin", "vite.js"), "build", "--outDir", next, "--emptyOutDir"],
    { cwd: join(root, "web"), env: environmentOf(root) },
  );
  if (code !== 0) throw new SetupError(`The web pages could not be built (exit code ${code}).\n${output.trimEnd()}`);
  writeFileSync(join(next, stampName), stamp);
  const previous = `${built}.previous`;
  rmSync(previous, { recursive: true, force: true });
  if (existsSync(built)) renameSync(built, previous);
  renameSync(next, built);
  rmSync(previous, { recursive: true, force: true });
}

function stampOf(folder) {
  try {
    return readFileSync(join(folder, stampName), "utf8");
  } catch {
    return null;
  }
}

function hashOfSources(root) {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of filesIn(join(root, source))) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

/** Every file in `path`, in an order that is the same everywhere; `path` itself when it is a file. */
function* filesIn(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOTDIR") yield path;
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (notSources.has(entry.name) || entry.name.startsWith("dist.")) continue;
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesIn(child);
    else yield child;
  }
}
