/** `quarterhour worker` as a process of its own. */
import { spawn } from "node:child_process";
import { join } from "node:path";

const script = join(import.meta.dirname, "../../src/cli/main.ts");

export interface WorkerProcess {
  /** All that it has said so far. */
  said(): string;
  until(pattern: RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, null where a signal ended it. */
  ended: Promise<number | null>;
}

export function startWorker(databaseUrl: string, dataFolder: string, ...args: string[]): WorkerProcess {
  const child = spawn(process.execPath, [script, "worker", ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: databaseUrl, QUARTERHOUR_DATA: dataFolder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code));
  });
  return {
    ended,
    said: () => said,
    kill: (signal) => void child.kill(signal),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(said)) resolve();
        };
        child.stderr.on("data", look);
        look();
        void ended.then((code) => reject(new Error(`ended with ${code} before ${String(pattern)}: ${said}`)));
      }),
  };
}
