/** The measured server and the load on it, as seen from the benchmark that starts both. */
import type { Position } from "@quarterhour/isochrones";
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { newestMegabytes, startForFreeing } from "../src/cli/freed-memory.ts";
import type { LoadReport, LoadTask } from "./load.ts";

/** An isochrone answer as it came, and where it was asked for. */
export interface Answered {
  origin: Position;
  answer: unknown;
}

export type Asked = { what: "begin" | "end" | "close" } | { what: "compare"; answers: Answered[] };

/** How the server fared between begin and end. */
export interface Fared {
  /** Milliseconds that the event loop came late. */
  delayP50: number;
  delayP99: number;
  delayMax: number;
  /** Of the time, 0 to 1. */
  busyShare: number;
  /** Of all its threads. */
  cpuSeconds: number;
  /** Of the thread with the event loop. */
  loopCpuSeconds: number;
  residentMegabytes: number;
}

interface Ready {
  what: "ready";
  city: string;
  port: number;
  doors: Position[];
}

export type Told = Ready | { what: "begun" } | ({ what: "ended" } & Fared) | { what: "compared"; different: number };

export class MeasuredServer {
  readonly #process: ChildProcess;
  readonly about: Ready;

  private constructor(child: ChildProcess, about: Ready) {
    this.#process = child;
    this.about = about;
  }

  /** Starts `script` with these words and the memory settings of `serve`, and waits until it is ready. */
  static async start(script: string, words: string[]): Promise<MeasuredServer> {
    const plain = { environment: process.env, flags: [] };
    const { environment: env, flags: execArgv } = startForFreeing(plain, newestMegabytes.serve) ?? plain;
    const child = fork(fileURLToPath(new URL(script, import.meta.url)), words, { env, execArgv });
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`the server ended with code ${code} before it was ready`);
    });
    const [about] = (await Promise.race([once(child, "message"), ended])) as [Ready];
    ended.catch(() => {});
    return new MeasuredServer(child, about);
  }

  get pid(): number {
    return this.#process.pid!;
  }

  async begin(): Promise<void> {
    await this.#ask({ what: "begin" });
  }

  async end(): Promise<Fared> {
    return (await this.#ask({ what: "end" })) as unknown as Fared;
  }

  /** How many of the answers differ from those worked out in the server's process. */
  async compare(answers: Answered[]): Promise<number> {
    const told = await this.#ask({ what: "compare", answers });
    return told.what === "compared" ? told.different : answers.length;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.send({ what: "close" });
    await ended;
  }

  async #ask(asked: Asked): Promise<Told> {
    const over = new AbortController();
    const { signal } = over;
    const ended = once(this.#process, "exit", { signal }).then(([code]) => {
      throw new Error(`the server ended with code ${code} while it was measured`);
    });
    ended.catch(() => {});
    const answer = once(this.#process, "message", { signal }) as Promise<[Told]>;
    this.#process.send(asked);
    try {
      return (await Promise.race([answer, ended]))[0];
    } finally {
      over.abort();
    }
  }
}

/** Runs the load in a process of its own. */
export async function underLoad(task: LoadTask): Promise<LoadReport> {
  const child = fork(fileURLToPath(new URL("load.ts", import.meta.url)), { execArgv: [] });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the load ended with code ${code}`);
  });
  child.send(task);
  const [report] = (await Promise.race([once(child, "message"), ended])) as [LoadReport];
  await ended.catch(() => {});
  return report;
}

/** The value below which a share of the numbers lies; null where there are none. */
export function quantile(numbers: readonly number[], share: number): number | null {
  const ascending = numbers.toSorted((a, b) => a - b);
  return ascending.length === 0
    ? null
    : ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))];
}

/** The same numbers for the same seed, 0 up to 1. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
