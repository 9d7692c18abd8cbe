import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { folderWith } from "./tree.ts";

const script = join(import.meta.dirname, "..", ".ci", "count.mjs");

/** The script's last line, and its exit code. */
async function count(report: unknown, checkCode: number, testCode: number): Promise<[string | undefined, number]> {
  const file = join(folderWith({ "report.json": report }), "report.json");
  const args = [script, file, String(checkCode), String(testCode)];
  const { stdout, code } = await promisify(execFile)(process.execPath, args).then(
    (ended) => ({ ...ended, code: 0 }),
    (failure: { stdout: string; code: number }) => failure,
  );
  return [stdout.trimEnd().split("\n").at(-1), code];
}

const passed = { status: "passed", assertionResults: [{ status: "passed" }] };
const failed = { status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] };
const unloaded = { status: "failed", assertionResults: [] };
const report = (numPassedTests: number, numFailedTests: number, ...testResults: unknown[]): unknown => ({
  numPassedTests,
  numFailedTests,
  testResults,
});

test.each([
  ["all is well", report(1, 0, passed), 0, 0, "2 passed, 0 failed", 0],
  ["the checks fail", report(1, 0, passed), 1, 0, "1 passed, 1 failed", 1],
  ["a test fails", report(1, 1, failed), 0, 1, "2 passed, 1 failed", 1],
  ["a file cannot be loaded", report(1, 0, passed, unloaded), 0, 1, "2 passed, 1 failed", 1],
  ["an error outside of any test", report(1, 0, passed), 0, 1, "2 passed, 1 failed", 1],
  ["no report", "", 0, 1, "1 passed, 1 failed", 1],
])("%s", async (_, results, checkCode, testCode, line, code) => {
  expect(await count(results, checkCode, testCode)).toEqual([line, code]);
});
