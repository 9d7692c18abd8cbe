import type { WalkNetwork } from "../network/network.ts";
import { planBulk, type BulkPlan } from "../search/bulk-plan.ts";
import { BulkSolver, emptyTally, type HomeWeights } from "../search/bulk-reach.ts";
import { WalkCosts } from "../search/costs.ts";
import { turnedRound, type AttachedPlaces } from "../search/reach.ts";
import type { WalkSettings } from "../types.ts";
import { shared } from "./shared.ts";

/** Made ready for weighing, in memory that threads share. */
export type WeighPlan = BulkPlan;

/**
 * What walks from very many homes to very many places within so many minutes need: made once, by one thread, for all that
 * weigh. Places and homes whose edge is -1 are left out.
 */
export function planWeighing(
  network: WalkNetwork,
  settings: WalkSettings,
  homes: AttachedPlaces,
  places: AttachedPlaces,
  limitMinutes: number,
): WeighPlan {
  const count = places.edge.length;
  const question = {
    origins: homes,
    targets: places,
    groupStart: Int32Array.from({ length: count + 1 }, (_, place) => place),
    groupItems: new Int32Array(count),
    groupCount: 1,
    ringMinutes: [limitMinutes],
    limitMinutes,
  };
  return planBulk(network, new WalkCosts(network, turnedRound(settings)), question, shared);
}

/**
 * What the homes weigh that walk to each place in time, the walks those of `reachByGroup` to the millisecond. A place has
 * its own sums; homes are added in an order of their own, so that fractions may differ in the last digits from other sums.
 */
export class Weigher {
  readonly #solver: BulkSolver;
  /** Where the plan has a place, -1 where it is left out. */
  readonly #rowOf: Int32Array;

  constructor(plan: WeighPlan) {
    this.#solver = new BulkSolver(
      plan,
      emptyTally(plan, (bytes) => new ArrayBuffer(bytes)),
    );
    this.#rowOf = new Int32Array(plan.groupItems.length).fill(-1);
    for (let row = 0; row < plan.targets.count; row++) this.#rowOf[plan.targets.target[row]] = row;
  }

  /**
   * Writes sums[place * weights.limits.length + what] for some places; 0 for those left out. `extra`: by place,
   * milliseconds added to its limits, all within the plan's.
   */
  weigh(places: Uint32Array, weights: HomeWeights, extra: Int32Array | null, sums: Float64Array): void {
    const width = weights.limits.length;
    for (const place of places) sums.fill(0, place * width, (place + 1) * width);
    const rows = Int32Array.from(places, (place) => this.#rowOf[place]).filter((row) => row >= 0);
    this.#solver.weigh(rows, weights, extra, sums);
  }
}
