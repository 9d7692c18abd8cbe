import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";

import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

const webFolder = join(import.meta.dirname, "..");
let dist: string;

beforeAll(async () => {
  dist = mkdtempSync(join(tmpdir(), "quarterhour-dist-"));
  await build({
    root: webFolder,
    configFile: join(webFolder, "vite.config.ts"),
    logLevel: "warn",
    build: { outDir: dist, manifest: true },
  });
});
afterAll(() => rmSync(dist, { recursive: true, force: true }));

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

/** Files of what a page brings, now or later, without what only the desk pages bring. */
function filesOfResidents(): Set<string> {
  const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
  const files = new Set<string>();
  const take = (name: string) => {
    const chunk = manifest[name];
    if (!chunk || files.has(chunk.file) || /^src\/(planning|coverage|stewardship|survey|embed)\//.test(name)) return;
    files.add(chunk.file);
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) take(next);
  };
  take("index.html");
  return files;
}

test("all JavaScript of a resident's page, the map's worker included, stays below 450 kB gzipped", () => {
  const scripts = [...filesOfResidents()].filter((name) => name.endsWith(".js"));
  const worker = readdirSync(join(dist, "assets")).find((name) => name.startsWith("map-worker"));
  expect(worker).toBeDefined();
  expect(scripts.some((name) => name.includes("map-view"))).toBe(true);
  const bytes = [...new Set([...scripts, `assets/${worker}`])].reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(dist, name))).length,
    0,
  );
  expect(bytes).toBeLessThan(450_000);
});

test("the page brings the map only when it is needed, and holds a strict policy", () => {
  const page = readFileSync(join(dist, "index.html"), "utf8");
  expect(page).not.toContain("map-view");
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(page).not.toMatch(/<style|\son\w+=|\sstyle=/);
  expect(page).not.toMatch(/(?:src|href)="https?:/);
});

test("the service worker keeps all files of a resident's page, and none of the desks'", () => {
  const worker = readFileSync(join(dist, "sw.js"), "utf8");
  expect(worker).not.toMatch(/SHELL_(?:FILES|VERSION)|\bimport\b/);
  const kept = new Set([...worker.matchAll(/"\/(assets\/[^"]+)"/g)].map(([, file]) => file));
  const scripts = [...filesOfResidents()].filter((name) => name.endsWith(".js") && name !== "sw.js");
  expect(scripts.filter((name) => !kept.has(name))).toEqual([]);
  expect([...kept].some((name) => name.includes("boundary-editor"))).toBe(false);
});
