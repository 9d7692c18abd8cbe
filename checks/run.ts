// `npm run check`: all that can be said about the code without running it. Every check runs, whatever the others say.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { auditArguments, auditProblems } from "./audit.ts";
import { importProblems } from "./imports.ts";
import { lockfileProblems } from "./lockfile.ts";
import { workspaceProblems } from "./workspaces.ts";

const root = join(import.meta.dirname, "..");

interface Result {
  isClean: boolean;
  output: string;
}

interface Check {
  name: string;
  run: () => Promise<Result> | Result;
}

/** A program that npm installed, judged by its exit code. */
function program(name: string, command: string, ...args: string[]): Check {
  const run = (): Promise<Result> =>
    new Promise((resolve) => {
      let output = "";
      const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => (output += text));
      }
      child.on("error", (error) => resolve({ isClean: false, output: error.message }));
      child.on("close", (code) => resolve({ isClean: code === 0, output }));
    });
  return { name, run };
}

/** Known faults of what is installed to run; where the registry does not answer, that is said and nothing is found. */
const audit: Check = {
  name: "known faults of dependencies",
  run: async () => {
    const { output } = await program("audit", "npm", ...auditArguments).run();
    const read = auditProblems(output);
    if (read !== null) return { isClean: read.length === 0, output: read.join("\n") };
    console.log("– known faults of dependencies: not looked at, the registry does not answer npm audit");
    return { isClean: true, output: "" };
  },
};

/** One of our own checks, judged by its list of problems. */
function own(name: string, problems: () => string[]): Check {
  return {
    name,
    run: () => {
      const found = problems();
      return { isClean: found.length === 0, output: found.join("\n") };
    },
  };
}

function problemsOfLockfile(file: string): string[] {
  return lockfileProblems(readFileSync(join(root, file), "utf8")).map((problem) => `${file}: ${problem}`);
}

const checks: Check[] = [
  program("types", "tsc", "--noEmit", "--project", "tsconfig.json"),
  program("types of bin", "tsc", "--noEmit", "--project", "bin/tsconfig.json"),
  program("lint", "oxlint", "--deny-warnings"),
  program("format", "oxfmt", "--check"),
  program("unused code and dependencies", "knip", "--no-progress"),
  audit,
  own("import directions", () => importProblems(root)),
  own("lock files", () => ["package-lock.json", "isochrones/bench/package-lock.json"].flatMap(problemsOfLockfile)),
  own("packages", () => workspaceProblems(root)),
];

const results = await Promise.all(
  checks.map(async ({ name, run }) => {
    const started = performance.now();
    const result = await run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${result.isClean ? "✓" : "✗"} ${name} (${seconds} s)`);
    return { name, ...result };
  }),
);
const failed = results.filter(({ isClean }) => !isClean);
for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output.trim()}`);
console.log(failed.length === 0 ? "\nAll clean." : `\nNot clean: ${failed.map(({ name }) => name).join(", ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
