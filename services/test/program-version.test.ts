import { execFile } from "node:child_process";
import { appendFile, cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { programVersion } from "../src/program-version.ts";

const root = join(import.meta.dirname, "../..");
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "quarterhour-version-"));
  for (const folder of ["services/src", "isochrones/src", "isochrones/package.json", "data"]) {
    const isNeeded = (source: string): boolean => !/node_modules|data\/(sample|test)/.test(source.slice(root.length));
    await cp(join(root, folder), join(copy, folder), { recursive: true, filter: isNeeded });
  }
  await mkdir(join(copy, "node_modules/@quarterhour"), { recursive: true });
  for (const name of ["data", "isochrones"]) {
    await symlink(join(copy, name), join(copy, "node_modules/@quarterhour", name));
  }
});

afterAll(() => rm(copy, { recursive: true, force: true }));

/** As the copy of the program says. */
async function versionOfCopy(): Promise<string> {
  const script = `import("${join(copy, "services/src/program-version.ts")}").then((m) => console.log(m.programVersion()))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script]);
  return stdout.trim();
}

describe("the version of the program", () => {
  it("is the same for the same files, wherever they lie", async () => {
    expect(programVersion()).toMatch(/^[0-9a-f]{10}$/);
    expect(await versionOfCopy()).toBe(programVersion());
  });

  it.each([
    ["the walking engine", "isochrones/src/search/search.ts"],
    ["the service", "services/src/jobs/reach-chunks.ts"],
    ["the tags of the map", "data/osm-tags.json"],
    ["the scoring tables", "data/scoring/quality.json"],
  ])("is another when %s changes", async (_, file) => {
    const before = await versionOfCopy();
    await appendFile(join(copy, file), "\n");
    expect(await versionOfCopy()).not.toBe(before);
  });
});
