import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface Message {
  found?: Record<string, string>;
  whole?: string;
  writing?: string;
  saved?: string;
}

/**
 * Starts a writer and kills it with SIGKILL; `when` says for each message in how many milliseconds to do so, or null
 * for not yet. Returns what it said until then.
 */
export async function runAndKill(folder: string, when: (message: Message) => number | null): Promise<Message[]> {
  const script = new URL("./killed-writer.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = once(child, "exit");
  const said: Message[] = [];
  let due = false;
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line) as Message;
    said.push(message);
    const delayMilliseconds = due ? null : when(message);
    if (delayMilliseconds === null) continue;
    due = true;
    setTimeout(() => child.kill("SIGKILL"), delayMilliseconds);
  }
  const [, signal] = (await ended) as [number | null, string | null];
  if (signal !== "SIGKILL") throw new Error(`The writer ended by itself: ${complaints}`);
  return said;
}

/** Kills in the second batch, when `share` of the time that the first one took is over. */
export function inSecondBatch(share: number): (message: Message) => number | null {
  const begun: number[] = [];
  return (message) => {
    if (!message.writing) return null;
    begun.push(performance.now());
    return begun.length < 2 ? null : share * (begun[1] - begun[0]);
  };
}
