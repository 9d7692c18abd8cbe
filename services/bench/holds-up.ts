/** What the service withstands, one line for each promise: the tests and benchmarks that show it, and their counts. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const usage = `npm run bench -- holds-up [--kills 200] [--requests 20000] [--fuzz 2000] [--only TEXT] [--json]

  --kills N      of a process that imports and edits, in each of the two stores
  --requests N   made up from the OpenAPI documents
  --fuzz N       broken OSM files and networks of each kind
  --only TEXT    lines whose name has this in it
  --json         one JSON value

Runs what is there already (services/test, isochrones/test, the hostile benchmark) and puts its counts into one table.
`;

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Line {
  promise: string;
  files: string[];
  /** Only tests whose name has this in it. */
  named?: string;
  env?: Record<string, string>;
}

interface Outcome {
  promise: string;
  passed: number;
  failed: number;
  seconds: number;
  /** Lines that the tests printed: how many of what. */
  counts: string[];
  /** Names of what failed. */
  failures: string[];
}

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    requests: { type: "string", default: "20000" },
    fuzz: { type: "string", default: "2000" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const lines: Line[] = [
  {
    promise: "killed at any moment while importing and editing",
    files: ["services/test/intake/killed-import.test.ts", "services/test/store/embedded.test.ts"],
    env: { KILLS: values.kills },
  },
  { promise: "workers killed while assessing", files: ["services/test/worker/workers.test.ts"] },
  {
    promise: "PostGIS gone: 503 with Retry-After, recovers by itself",
    files: ["services/test/store/postgres.test.ts", "services/test/api/database-gone.test.ts"],
    named: "goes away|gone|recovers",
  },
  {
    promise: "OSRM gone or slow: the embedded engine answers and says so",
    files: ["services/test/api/osrm.test.ts", "isochrones/test/osrm-fallback.test.ts"],
  },
  {
    promise: "broken files: a clear message, nothing half imported, memory bounded",
    files: [
      "services/test/intake/bad-files",
      "isochrones/test/osm-broken.test.ts",
      "isochrones/test/osm-broken-xml.test.ts",
      "isochrones/test/osm-fuzz.test.ts",
      "isochrones/test/network-file.test.ts",
    ],
    env: { FUZZ_INPUTS: values.fuzz },
  },
  {
    promise: "each role × each route, cell by cell",
    files: ["services/test/api/role-table.test.ts", "services/test/accounts/roles.test.ts"],
  },
  {
    promise: "no formulas in exports, no other hosts or paths, limits kept",
    files: [
      "services/test/assessment/result-files.test.ts",
      "services/test/exports",
      "services/test/api/hardening.test.ts",
      "services/test/api/imports.test.ts",
    ],
  },
];

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { message: string; name: string; assertionResults: { status: string; fullName: string }[] }[];
}

function runTests({ promise, files, named, env }: Line): Outcome {
  const folder = mkdtempSync(join(tmpdir(), "quarterhour-holds-up-"));
  const report = join(folder, "report.json");
  const began = performance.now();
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const words = ["run", ...files, "--reporter=json", "--reporter=verbose", `--outputFile.json=${report}`];
  const { stdout } = spawnSync(process.execPath, [vitest, ...words, ...(named ? ["-t", named] : [])], {
    cwd: root,
    env: { ...process.env, ...env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8")) as VitestReport;
    const failures = testResults.flatMap(({ message, name, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
      return failed.length === 0 && message ? [`${name}: ${message}`] : failed;
    });
    // What tests tell of how much they did: a line of JSON, or one that begins with a number.
    const counts = stdout.split("\n").filter((line) => /^(\{.*\}|\d[\d,]* \w.*)$/.test(line));
    const seconds = (performance.now() - began) / 1000;
    return {
      promise,
      passed: numPassedTests,
      failed: Math.max(numFailedTests, failures.length),
      seconds,
      counts,
      failures,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const HOSTILE = "requests of ill will: no 5xx, no stack trace";

interface HostileReport {
  requests: number;
  operations: number;
  statuses: Record<string, number>;
  findings: unknown[];
  peakMegabytes: number;
}

function runHostile(): Outcome {
  const began = performance.now();
  const { stdout, status } = spawnSync(
    process.execPath,
    ["--expose-gc", join(root, "services/bench/hostile.ts"), "--count", values.requests, "--json"],
    { cwd: root, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(`the hostile run ended with code ${status}`);
  const { requests, operations, statuses, findings, peakMegabytes } = JSON.parse(stdout) as HostileReport;
  const byStatus = Object.entries(statuses).map(([code, count]) => `${count} × ${code}`);
  return {
    promise: HOSTILE,
    passed: requests - findings.length,
    failed: findings.length,
    seconds: (performance.now() - began) / 1000,
    counts: [
      `${requests} requests to ${operations} operations: ${byStatus.join(", ")}`,
      `${Math.round(peakMegabytes)} MB resident at most`,
    ],
    failures: findings.map((finding) => JSON.stringify(finding)),
  };
}

function main(): number {
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  for (const name of ["kills", "requests", "fuzz"] as const) {
    if (Number.isInteger(Number(values[name])) && Number(values[name]) > 0) continue;
    throw new Error(`--${name}: should be a whole number above 0, and is "${values[name]}"`);
  }
  const outcomes: Outcome[] = [];
  const tell = (outcome: Outcome): void => {
    outcomes.push(outcome);
    if (values.json) return;
    const { promise, passed, failed, seconds, counts, failures } = outcome;
    const more = [...counts, ...failures.map((name) => `FAILED ${name}`)].map((line) => `    ${line}\n`).join("");
    process.stdout.write(`${promise}\n    ${passed} passed, ${failed} failed, ${seconds.toFixed(0)} s\n${more}`);
  };
  for (const line of lines) if (line.promise.includes(values.only)) tell(runTests(line));
  if (HOSTILE.includes(values.only)) tell(runHostile());
  if (values.json) process.stdout.write(`${JSON.stringify(outcomes)}\n`);
  return outcomes.length > 0 && outcomes.every(({ failed, passed }) => failed === 0 && passed > 0) ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
