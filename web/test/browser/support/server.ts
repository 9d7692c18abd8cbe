import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { putStore } from "@quarterhour/services/prepared-stores";

const root = join(import.meta.dirname, "../../../..");

export interface RunningServer {
  /** `http://127.0.0.1:…` without a slash at the end. */
  address: string;
  /** Of the administrator `admin`, as the first start told it. */
  password: string;
  stop(): Promise<void>;
}

interface StartOptions {
  /** Done with an empty store before the server starts, in place of adding the sample city. */
  prepare?(environment: NodeJS.ProcessEnv): void;
  /** Settings beside those that every test has. */
  environment?: Record<string, string>;
}

/** Starts the real server on a store of its own and a free port, with the sample city unless something else is prepared. */
export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), "quarterhour-web-test-"));
  const { DATABASE_URL: _database, ...outer } = process.env;
  const environment = { ...outer, PORT: "0", HOST: "127.0.0.1", QUARTERHOUR_DATA: dataFolder, ...options.environment };
  await putStore(dataFolder, options.prepare ? "empty" : "sample");
  options.prepare?.(environment);
  const child = spawn(process.execPath, [join(root, "services/src/cli/main.ts"), "serve"], {
    cwd: root,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let isStopping = false;
  child.once("exit", (code, signal) => {
    if (!isStopping) console.error(`The server ended by itself (${code ?? signal}):\n${said}`);
  });
  const stop = async () => {
    isStopping = true;
    child.kill("SIGTERM");
    await ended;
    rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    const address = await new Promise<string>((resolve, reject) => {
      child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const ready = /http:\/\/\S+:\d+/.exec(said);
        if (ready) resolve(ready[0]);
      });
      child.once("exit", (code) => reject(new Error(`The server ended with ${code} before it was ready:\n${said}`)));
    });
    const password = /password (\S+)/.exec(said)?.[1];
    if (!password) throw new Error(`The first start told no password:\n${said}`);
    return { address, password, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
