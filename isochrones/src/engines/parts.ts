import { completeSettings } from "../foot/profiles.ts";
import { metersPerDegree } from "../geo.ts";
import { attach } from "../network/attach.ts";
import type { WalkNetwork } from "../network/network.ts";
import { planBulk, planParts, type BulkQuestion, type PlanParts } from "../search/bulk-plan.ts";
import { BulkSolver, emptyTally } from "../search/bulk-reach.ts";
import { CLOSED, closedClasses, WalkCosts } from "../search/costs.ts";
import { roomForPlaces, roomForReach, setPlace, turnedRound, type AttachedPlaces } from "../search/reach.ts";
import type { BoundingBox, GroupedTargets, GroupReach, Position, WalkSettings } from "../types.ts";
import { checkPosition, checkReachQuestion } from "./check.ts";
import { attachFlag } from "./embedded.ts";
import { flatGroups } from "./threads.ts";

/** What rounding of lengths and times may add up to on the longest walk. */
const SPARE_SHARE = 0.03;
const SPARE_METERS = 200;

const plain = (bytes: number): ArrayBuffer => new ArrayBuffer(bytes);

/**
 * The reach of one question in parts: what does not depend on the origins is made ready once, then some origins are
 * answered after others. Their rows are those of `reachInThreads` for all origins at once, to the bit. For origins that lie
 * together only targets and ways around them are looked at, so that small parts cost little more than the whole.
 */
export class ReachInParts {
  readonly #network: WalkNetwork;
  readonly #costs: WalkCosts;
  readonly #join: (positions: readonly Position[]) => AttachedPlaces;
  readonly #targetPositions: Position[];
  readonly #question: Omit<BulkQuestion, "origins">;
  readonly #parts: PlanParts;
  /** No walker goes further in a minute. */
  readonly #metersPerMinute: number;

  /** RangeError for impossible arguments. */
  constructor(
    network: WalkNetwork,
    targets: GroupedTargets,
    ringMinutes: number[],
    limitMinutes: number,
    given: Partial<WalkSettings> = {},
  ) {
    const rings = checkReachQuestion([], targets, ringMinutes, limitMinutes);
    const settings = completeSettings(given);
    const closed = closedClasses(network, settings);
    const flag = attachFlag(settings);
    this.#network = network;
    this.#join = (positions) => {
      const places = roomForPlaces(positions.length);
      positions.forEach((position, i) => setPlace(places, i, attach(network, position, flag, closed)));
      return places;
    };
    // the searches run from the targets back to the origins
    this.#costs = new WalkCosts(network, turnedRound(settings));
    this.#targetPositions = targets.positions;
    this.#question = {
      targets: this.#join(targets.positions),
      ...flatGroups(targets.groups),
      groupCount: targets.groupCount,
      ringMinutes: rings,
      limitMinutes,
    };
    this.#parts = planParts(network, this.#costs, this.#question, plain);
    const rates = [...this.#costs.classRate.filter((rate) => rate !== CLOSED), this.#costs.legRate];
    this.#metersPerMinute = 60_000 / Math.min(...rates);
  }

  /** The rows of these origins, in their order; `nearestTarget` counts all targets. RangeError for impossible places. */
  solve(origins: Position[]): GroupReach {
    origins.forEach(checkPosition);
    const { groupCount, ringMinutes, limitMinutes } = this.#question;
    const question = { ...this.#question, ...this.#groupsWithin(origins, limitMinutes), origins: this.#join(origins) };
    const plan = planBulk(this.#network, this.#costs, question, plain, this.#parts);
    const tally = emptyTally(plan, plain);
    const solver = new BulkSolver(plan, tally);
    for (let group = 0; group <= groupCount; group++) solver.nearest(group);
    const isCounted = this.#within(origins, ringMinutes[ringMinutes.length - 1]);
    const { target, inTask, count } = plan.targets;
    for (let place = 0; place < count; place++) {
      if (isCounted(this.#targetPositions[target[inTask[place]]])) solver.count(place, place + 1);
    }
    const reach = roomForReach(origins.length, groupCount, ringMinutes);
    reach.accessMeters = question.origins.accessMeters;
    solver.finish(0, origins.length, [tally], reach);
    return reach;
  }

  /** Targets too far away have no groups. */
  #groupsWithin(origins: readonly Position[], minutes: number): Pick<BulkQuestion, "groupStart" | "groupItems"> {
    const { groupStart: allStart, groupItems: allItems } = this.#question;
    const isWithin = this.#within(origins, minutes);
    const groupStart = new Int32Array(allStart.length);
    const groupItems = new Int32Array(allItems.length);
    let end = 0;
    this.#targetPositions.forEach((position, target) => {
      if (isWithin(position)) {
        const items = allItems.subarray(allStart[target], allStart[target + 1]);
        groupItems.set(items, end);
        end += items.length;
      }
      groupStart[target + 1] = end;
    });
    return { groupStart, groupItems: groupItems.subarray(0, end) };
  }

  /** Whether a place may be walked to in time from any of the origins: true too often, never too seldom. */
  #within(origins: readonly Position[], minutes: number): (position: Position) => boolean {
    const [west, south, east, north] = boxOf(origins);
    const meters = minutes * this.#metersPerMinute * (1 + SPARE_SHARE) + SPARE_METERS;
    const lat = meters / metersPerDegree(0).lat;
    const farthest = Math.max(Math.abs(south - lat), Math.abs(north + lat));
    // near the poles, where degrees of longitude are short, nothing is left out
    const lng = farthest < 85 ? meters / metersPerDegree(farthest).lng : Infinity;
    return ([x, y]) => x >= west - lng && x <= east + lng && y >= south - lat && y <= north + lat;
  }
}

function boxOf(positions: readonly Position[]): BoundingBox {
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng, lat] of positions) {
    box[0] = Math.min(box[0], lng);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lng);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}
