/** Runs the command-line tool as a person does: in a process of its own. */
import { spawn } from "node:child_process";
import { join } from "node:path";

const script = join(import.meta.dirname, "../../src/cli/main.ts");
/** Compiling the tool's code anew for each of a hundred commands took a third of their seconds of a processor. */
const compiled = join(import.meta.dirname, "../../../node_modules/.cache/test-commands");
/** Files of the fictional sample city. */
export const sampleFolder = join(import.meta.dirname, "../../../data/sample");

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  pid: number;
  /** Resolves once stdout holds a match. Rejects when the process ends before. */
  until(pattern: RegExp): Promise<RegExpMatchArray>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

export function start(args: string[], environment: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_COMPILE_CACHE: compiled, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return {
    pid: child.pid!,
    ended,
    kill: (signal) => void child.kill(signal),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout);
          if (match !== null) resolve(match);
        };
        child.stdout.on("data", look);
        look();
        void ended.then(({ code }) => reject(new Error(`ended with ${code} before ${String(pattern)}: ${stderr}`)));
      }),
  };
}

export function run(args: string[], environment?: Record<string, string>): Promise<Ended> {
  return start(args, environment).ended;
}
