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
    build: { outDir: dist },
  });
});
afterAll(() => rmSync(dist, { recursive: true, force: true }));

test("all JavaScript of a page, the map's worker included, stays below 450 kB gzipped", () => {
  const scripts = readdirSync(join(dist, "assets")).filter((name) => name.endsWith(".js"));
  expect(scripts.some((name) => name.startsWith("map-worker"))).toBe(true);
  const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, "assets", name))).length, 0);
  expect(bytes).toBeLessThan(450_000);
});

test("the page brings the map only when it is needed, and holds a strict policy", () => {
  const page = readFileSync(join(dist, "index.html"), "utf8");
  expect(page).not.toContain("map-view");
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(page).not.toMatch(/<style|\son\w+=|\sstyle=/);
  expect(page).not.toMatch(/(?:src|href)="https?:/);
});
