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
  /** How many places there are to be weighed, in the order in which `weigh` takes them. */
  readonly count: number;

  constructor(plan: WeighPlan) {
    this.count = plan.targets.count;
    this.#solver = new BulkSolver(
      plan,
      emptyTally(plan, (bytes) => new ArrayBuffer(bytes)),
    );
  }

  /** Writes sums[place * weights.limits.length + what] for a part of the places. */
  weigh(from: number, to: number, weights: HomeWeights, sums: Float64Array): void {
    this.#solver.weigh(from, Math.min(to, this.count), weights, sums);
  }
}
