// Adds up one line for .ci/run: what passed and what failed.
//   node .ci/count.mjs <vitest's JSON report> <exit code of the checks> <exit code of the tests>
import { readFileSync } from "node:fs";

const [file, checkCode, testCode] = process.argv.slice(2);
// The checks count as one.
let passed = Number(checkCode) === 0 ? 1 : 0;
let failed = 1 - passed;
try {
  const report = JSON.parse(readFileSync(file, "utf8"));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A file that could not even be loaded, or whose preparation failed, has no failed test to its name.
  failed += report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  ).length;
} catch {
  console.log("The tests left no report: they did not start, or did not come to an end.");
  failed += 1;
}
// An error outside of any test fails the run, too.
if (Number(testCode) !== 0 && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && Number(testCode) === 0 ? 0 : 1;
