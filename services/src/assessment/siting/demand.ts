/** What is asked of siting, and who lacks it: the homes that a new outlet would help. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { setImmediate } from "node:timers/promises";
import type { ReachState } from "../gaps.ts";

/** Something that homes should have within so many minutes. */
export interface Need {
  category: CategoryId;
  /** Of small repairs: which. */
  kind: RepairKindId | null;
  ringMinutes: number;
}

/** Homes in the order of the reach table. */
export interface Homes {
  count: number;
  /** Longitude and latitude of each in turn. */
  lngLat: Float64Array;
  households: Float64Array;
  /** NaN where nobody counted. */
  people: Float64Array;
  /** Per need, what each home counts when sites are weighed: households, people, old people, or need; not below 0. */
  weights: Float64Array[];
  /** 1 where a home counts; the others are only told as customers. null: all count. */
  isCounted: Uint8Array | null;
}

export const stateCodes = { reached: 0, gap: 1, unknown: 2 } as const satisfies Record<ReachState, number>;

/** Per home one of `stateCodes`. */
export type States = Uint8Array;

/**
 * Pairs of a home and a need, numbered: those in which the home lacks it. A home that is unknown is none of them: nobody
 * can say that it would gain anything.
 */
export class Demand {
  /** Per element its home, its need, what it counts. */
  readonly homes: Int32Array;
  readonly weights: Float64Array;
  /** Elements of need n are start[n] … start[n + 1] - 1, by home. */
  readonly start: Uint32Array;
  /** 1 for each home that lacks anything asked for; in memory that threads can share. */
  readonly isWanting: Uint8Array;
  /** Per home its place among those, -1. */
  readonly #row: Int32Array;
  /** Per need and such place, the element, -1. */
  readonly #elementOf: Int32Array[] = [];

  private constructor(homes: Homes, states: readonly States[]) {
    this.isWanting = new Uint8Array(new SharedArrayBuffer(homes.count));
    this.start = new Uint32Array(states.length + 1);
    this.#row = new Int32Array(homes.count).fill(-1);
    for (const [need, ofNeed] of states.entries()) {
      let count = 0;
      for (let home = 0; home < homes.count; home++) {
        if (ofNeed[home] !== stateCodes.gap || homes.isCounted?.[home] === 0) continue;
        this.isWanting[home] = 1;
        count++;
      }
      this.start[need + 1] = this.start[need] + count;
    }
    this.homes = new Int32Array(this.start[states.length]);
    this.weights = new Float64Array(this.start[states.length]);
  }

  /** One need after another, with others' turns between. */
  static async of(homes: Homes, states: readonly States[]): Promise<Demand> {
    const demand = new Demand(homes, states);
    let rows = 0;
    for (let home = 0; home < homes.count; home++) if (demand.isWanting[home] === 1) demand.#row[home] = rows++;
    for (let need = 0; need < states.length; need++) {
      await setImmediate();
      demand.#fill(need, rows, homes, states[need]);
    }
    return demand;
  }

  #fill(need: number, rows: number, homes: Homes, states: States): void {
    const elementOf = new Int32Array(rows).fill(-1);
    let element = this.start[need];
    for (let home = 0; home < homes.count; home++) {
      if (this.#row[home] < 0 || states[home] !== stateCodes.gap) continue;
      this.homes[element] = home;
      this.weights[element] = homes.weights[need][home];
      elementOf[this.#row[home]] = element++;
    }
    this.#elementOf.push(elementOf);
  }

  /** -1 where the home does not lack it. */
  elementOf(home: number, need: number): number {
    const row = this.#row[home];
    return row < 0 ? -1 : this.#elementOf[need][row];
  }
}
