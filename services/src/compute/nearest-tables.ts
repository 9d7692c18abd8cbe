/**
 * Tables that tell threads the nearest open outlet of each category beyond the rings, so that they need not search for it.
 * One costs as much as thousands of such searches and takes memory for as long as the city stays as it is, so it is made
 * only for walkers who are asked about that often.
 */
import { categories } from "@quarterhour/data";
import type { WalkSettings } from "@quarterhour/isochrones";
import { limitMinutes } from "../assessment/reach-table.ts";
import type { ComputePool } from "./pool.ts";
import type { Shared, SharedOf, WalkGround } from "./tasks.ts";

/**
 * Measured in a city of 1,002,794 vertices, 100,000 outlets: a table takes one thread 4.4 s, a search past the rings
 * 0.41 ms. After so many questions for each vertex of the network they have cost the same.
 */
const QUESTIONS_PER_VERTEX = 0.01;
/** 220 MB each in that city. */
const MOST_TABLES = 2;
/** Walkers of whom questions are counted, the least recently asked about forgotten. */
const MOST_COUNTED = 50;

interface Walkers {
  questions: number;
  table: SharedOf<"nearest"> | null;
}

/** Of one state of a city. */
export class NearestTables {
  readonly #pool: ComputePool;
  readonly #id: string;
  /** By settings, the least recently asked about first. */
  readonly #walkers = new Map<string, Walkers>();
  #isMaking = false;
  #isReleased = false;

  /** `id` is that of the city's state. */
  constructor(pool: ComputePool, id: string) {
    this.#pool = pool;
    this.#id = id;
  }

  /** Notes a question about such walkers; gives their table, null where there is none yet. */
  ask(settings: WalkSettings, ground: WalkGround, needs: Shared[], vertexCount: number): SharedOf<"nearest"> | null {
    const name = JSON.stringify(settings);
    const walkers = this.#walkers.get(name) ?? { questions: 0, table: null };
    this.#walkers.delete(name);
    this.#walkers.set(name, walkers);
    if (this.#walkers.size > MOST_COUNTED) this.#forget(this.#walkers.keys().next().value!);
    walkers.questions++;
    const isWorthIt = walkers.questions >= vertexCount * QUESTIONS_PER_VERTEX;
    if (walkers.table === null && isWorthIt && !this.#isMaking && !this.#isReleased) {
      void this.#make(name, walkers, settings, ground, needs);
    }
    return walkers.table;
  }

  async #make(
    name: string,
    walkers: Walkers,
    settings: WalkSettings,
    ground: WalkGround,
    needs: Shared[],
  ): Promise<void> {
    this.#isMaking = true;
    try {
      const plan = await this.#pool.run("planNearest", { ...ground, settings, limitMinutes }, { needs });
      // one after another, in turn with those who wait for an answer
      for (let column = 0; column < categories.length && !this.#isReleased; column++) {
        await this.#pool.run("fillNearest", { plan, from: column, to: column + 1 });
      }
      if (this.#isReleased || this.#walkers.get(name) !== walkers) return;
      walkers.table = { kind: "nearest", id: `nearest ${this.#id} ${name}`, value: plan.rows };
      const tables = [...this.#walkers].filter(([, { table }]) => table !== null);
      for (const [oldest] of tables.slice(0, -MOST_TABLES)) this.#forget(oldest);
    } catch (error) {
      // begun anew after as many questions
      walkers.questions = 0;
      this.#pool.tellUnawaited(error as Error);
    } finally {
      this.#isMaking = false;
    }
  }

  #forget(name: string): void {
    const table = this.#walkers.get(name)?.table;
    this.#walkers.delete(name);
    if (table) this.#pool.release(table.id);
  }

  release(): void {
    this.#isReleased = true;
    for (const name of this.#walkers.keys()) this.#forget(name);
  }
}
