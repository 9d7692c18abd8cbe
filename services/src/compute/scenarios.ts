/**
 * Scenarios by one thread of their own: it keeps each city's table, which every question edits and takes back, so that
 * questions of different people never meet. A question that edits the network holds up those behind it for a second.
 */
import { ComputeFailed, ComputePool } from "./pool.ts";
import type { ComputePoolOptions } from "./pool.ts";
import type { ScenarioAnswer, ScenarioData } from "./scenario-data.ts";
import type { SharedOf } from "./tasks.ts";
import type { ScenarioStep } from "../assessment/scenarios/live-scenario.ts";

/** A state of a city and who walks there, and how its table is made when first needed. */
export interface ScenarioSource {
  city: string;
  /** Different for every state of the city. */
  state: string;
  /** Different for other walkers and hours. */
  walkers: string;
  make(): Promise<ScenarioData>;
}

interface Base {
  id: string;
  city: string;
  state: string;
  cells: number;
  shared: Promise<SharedOf<"scenario">>;
}

const mostKept = 4;
/** Of twelve bytes, some 1.5 GB: two tables of a metropolis, or one for a time of day. */
const mostCells = 120e6;
const mostWaiting = 100;

export class ScenarioCompute {
  readonly #pool: ComputePool;
  /** Least recently used first. */
  readonly #bases = new Map<string, Base>();
  #made = 0;

  constructor(options: ComputePoolOptions = {}) {
    this.#pool = new ComputePool({ ...options, threads: 1, mostWaiting });
  }

  /** Rejects as ComputePool, and with what `make` throws. A question that nobody waits for any more is not begun. */
  async run(source: ScenarioSource, steps: ScenarioStep[], signal?: AbortSignal): Promise<ScenarioAnswer> {
    const shared = await this.#base(source);
    try {
      return await this.#ask(shared, steps, signal);
    } catch (error) {
      if (signal?.aborted === true || !isOfThread(error)) throw error;
      // What a thread left half done is no table to go on with, nor for those who waited behind it.
      this.#drop(keyOf(source), shared);
      if (error instanceof ComputeFailed) throw error;
      return this.#ask(await this.#base(source), steps, signal);
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #ask(
    shared: SharedOf<"scenario">,
    steps: ScenarioStep[],
    signal: AbortSignal | undefined,
  ): Promise<ScenarioAnswer> {
    signal?.throwIfAborted();
    return this.#pool.run("scenario", { scenario: shared.id, steps }, { needs: [shared], signal });
  }

  #base(source: ScenarioSource): Promise<SharedOf<"scenario">> {
    const key = keyOf(source);
    const known = this.#bases.get(key);
    if (known !== undefined) {
      this.#bases.delete(key);
      this.#bases.set(key, known);
      return known.shared;
    }
    // nobody asks for what the city was
    for (const [other, { city, state }] of this.#bases) {
      if (city === source.city && state !== source.state) this.#drop(other);
    }
    const id = `scenario ${++this.#made}`;
    const shared = source.make().then((value) => ({ kind: "scenario" as const, id, value }));
    const base: Base = { id, city: source.city, state: source.state, cells: 0, shared };
    this.#bases.set(key, base);
    void this.#note(key, base);
    return shared;
  }

  async #note(key: string, base: Base): Promise<void> {
    try {
      base.cells = (await base.shared).value.reach.nearestSeconds.length;
      this.#makeRoom(key);
    } catch {
      // those who wait for it are told
      if (this.#bases.get(key) === base) this.#bases.delete(key);
    }
  }

  #makeRoom(newest: string): void {
    let cells = [...this.#bases.values()].reduce((sum, base) => sum + base.cells, 0);
    for (const [key, base] of this.#bases) {
      if (this.#bases.size <= mostKept && cells <= mostCells) return;
      if (key === newest || base.cells === 0) continue;
      cells -= base.cells;
      this.#drop(key);
    }
  }

  /** Only if it is still this one, where one is named. */
  #drop(key: string, made?: SharedOf<"scenario">): void {
    const base = this.#bases.get(key);
    if (made !== undefined && base?.id !== made.id) return;
    this.#bases.delete(key);
    void base?.shared.then(({ id }) => this.#pool.release(id)).catch(() => {});
  }
}

const keyOf = ({ city, state, walkers }: ScenarioSource): string => JSON.stringify([city, state, walkers]);

/** Anything but what the pool says of itself: the task threw, or its thread ended. */
const isOfThread = (error: unknown): boolean =>
  error instanceof ComputeFailed || !(error instanceof Error && /^Compute(Busy|Closed)$/.test(error.name));
