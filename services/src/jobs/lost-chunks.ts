/**
 * Chunks whose worker has gone. pg-boss misses a worker's signs of life after 10 seconds at the least; that a killed one
 * has the database open no more is seen at once.
 */
import type { Store } from "../store/index.ts";
import { artifactKind, takerVersion } from "./chunk-queue.ts";

/** A connection that broke off is there again with the worker's next sign of life, within 2 s. */
const GONE_MILLISECONDS = 3_000;

export interface BegunChunk {
  /** Of the job. */
  id: string;
  chunk: number;
  /** How often it was begun before. */
  retryCount: number;
}

export class LostChunks {
  readonly #store: Store;
  readonly #key: { city: string; kind: string };
  /** Who has begun what, by job and count. */
  readonly #takers = new Map<string, string>();
  /** Since when a worker has been away. */
  readonly #away = new Map<string, number>();

  constructor(store: Store, city: string, run: string) {
    this.#store = store;
    this.#key = { city, kind: artifactKind(run) };
  }

  /** Those of the begun chunks that nobody works on any more, where `connected` are the programs that are there now. */
  async among(begun: readonly BegunChunk[], connected: readonly string[]): Promise<BegunChunk[]> {
    const now = performance.now();
    const lost: BegunChunk[] = [];
    for (const job of begun) {
      const worker = await this.#takerOf(job);
      // not said yet: its signs of life will tell
      if (worker === null) continue;
      if (connected.includes(worker)) {
        this.#away.delete(worker);
        continue;
      }
      const since = this.#away.get(worker) ?? now;
      this.#away.set(worker, since);
      if (now - since >= GONE_MILLISECONDS) lost.push(job);
    }
    return lost;
  }

  async #takerOf({ id, chunk, retryCount }: BegunChunk): Promise<string | null> {
    const turn = `${id} ${retryCount}`;
    const known = this.#takers.get(turn);
    if (known !== undefined) return known;
    const bytes = await this.#store.getArtifact({ ...this.#key, version: takerVersion(chunk, retryCount) });
    if (bytes === null) return null;
    const worker = new TextDecoder().decode(bytes);
    this.#takers.set(turn, worker);
    return worker;
  }
}
