import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { run } from "./run.ts";

it.each([
  ["ftp://planner:secret@osrm", /OSRM_URL should be the http or https address of an OSRM server/],
  ["http://planner:secret@osrm:5000/?key=1", /OSRM_URL should be an address without \? and #/],
])("OSRM_URL=%s is refused at the start, and not repeated", async (url, message) => {
  const folder = mkdtempSync(join(tmpdir(), "quarterhour-osrm-"));
  const { code, stderr } = await run(["serve"], { OSRM_URL: url, QUARTERHOUR_DATA: folder, PORT: "0" });
  rmSync(folder, { recursive: true });
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/secret|\n {4}at /);
});
