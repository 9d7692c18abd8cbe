/**
 * The nearest target of each group for every place where walks part: with it a search that stopped early tells the nearest
 * ones further away too, as if it had gone on, without looking at the ground between.
 */
import type { WalkNetwork } from "../network/network.ts";
import { NEVER } from "./bulk-compounds.ts";
import { Core } from "./bulk-core.ts";
import { planBulk, type BulkPlan } from "./bulk-plan.ts";
import { soonestOfGroup } from "./bulk-reach.ts";
import type { Soonest } from "./bulk-search.ts";
import type { WalkCosts } from "./costs.ts";
import type { AttachedPlaces, MakeBuffer } from "./reach.ts";
import type { Search } from "./search.ts";

/** Plain data, so that threads can share it. A row is a vertex at which a walker in public has a choice. */
export interface NearestRows {
  /** No target further than this is in it. */
  limitMilliseconds: number;
  groupCount: number;
  /** Per vertex; -1 where it has none. */
  rowOf: Int32Array;
  /** row * groupCount + group: milliseconds from there to the nearest target, its access leg included; `NEVER` where none. */
  milliseconds: Int32Array;
  /** Which target, in the same order; equally near: the lower one. */
  target: Int32Array;
}

/** Rows to be filled, and what that needs. Plain data. */
export interface NearestPlan {
  bulk: BulkPlan;
  /** Per row its state in the core. */
  states: Int32Array;
  rows: NearestRows;
}

export interface GroupedPlaces {
  places: AttachedPlaces;
  /** Groups of target t: groupItems[groupStart[t]] … groupItems[groupStart[t + 1] - 1], each once. */
  groupStart: Int32Array;
  groupItems: Int32Array;
  groupCount: number;
}

/** `costs` point from the targets to where walks to them begin. `buffer` may give shared memory. */
export function planRows(
  network: WalkNetwork,
  costs: WalkCosts,
  { places, groupStart, groupItems, groupCount }: GroupedPlaces,
  limitMinutes: number,
  buffer: MakeBuffer,
): NearestPlan {
  const limitMilliseconds = Math.round(limitMinutes * 60_000);
  const core = new Core(network, costs, places.edge, limitMilliseconds);
  const nobody = { edge: new Int32Array(0), offsetMeters: new Float64Array(0), accessMeters: new Float64Array(0) };
  const question = { origins: nobody, targets: places, groupStart, groupItems, groupCount };
  const bulk = planBulk(network, costs, { ...question, ringMinutes: [limitMinutes], limitMinutes }, buffer, {
    core,
    soonest: [],
    cutter: null,
  });
  const count = core.inPublic.reduce((sum, state) => (state < 0 ? sum : sum + 1), 0);
  const rowOf = new Int32Array(buffer(network.vertexCount * 4)).fill(-1);
  const states = new Int32Array(buffer(count * 4));
  let row = 0;
  core.inPublic.forEach((state, vertex) => {
    if (state < 0) return;
    states[row] = state;
    rowOf[vertex] = row++;
  });
  const cells = count * groupCount;
  const rows = {
    limitMilliseconds,
    groupCount,
    rowOf,
    milliseconds: new Int32Array(buffer(cells * 4)),
    target: new Int32Array(buffer(cells * 4)),
  };
  return { bulk, states, rows };
}

/** Fills in the groups `from` … `to - 1`; threads may each take some. */
export function fillRows({ bulk, states, rows }: NearestPlan, from: number, to: number): void {
  const count = bulk.core.start.length - 1;
  const soonest: Soonest = { milliseconds: new Int32Array(count), target: new Int32Array(count) };
  const { milliseconds, target, groupCount } = rows;
  for (let group = from; group < to; group++) {
    soonestOfGroup(bulk, group, soonest);
    for (let row = 0, cell = group; row < states.length; row++, cell += groupCount) {
      milliseconds[cell] = soonest.milliseconds[states[row]];
      target[cell] = soonest.target[states[row]];
    }
  }
}

/** Looks into rows from where searches ended; one for each thread and network. */
export class RowsAhead {
  /** Per row: the last look at it. */
  #seen = new Uint32Array(0);
  #look = 0;
  /** Rows where a walk that goes on was last, and when it leaves there. */
  #rows = new Int32Array(256);
  #leaving = new Int32Array(256);
  #count = 0;

  /**
   * Makes ready to look ahead of a search, whose costs are those of the rows the other way round. False where some walk
   * goes on from the search without having passed a row: then only searching on tells what lies there.
   */
  follow(search: Search, rows: NearestRows): boolean {
    if (this.#seen.length !== rows.rowOf.length) this.#seen = new Uint32Array(rows.rowOf.length);
    this.#look++;
    this.#count = 0;
    if (search.seedLeadsOn) return false;
    const vertexCount = search.network.vertexCount;
    for (const last of search.statesLeadingOn) {
      // a home's own compound that is so large has no rows inside
      if (last < vertexCount) return false;
      let state = last;
      let row = -1;
      // a walker inside the destination's compound came there through one of its entries
      while (state >= 0 && row < 0) {
        const stage = Math.floor(state / vertexCount);
        const vertex = state - stage * vertexCount;
        if (stage < 2) row = rows.rowOf[vertex];
        // where the own compound was left
        if (stage === 0) break;
        if (row < 0) state = search.previousOf(state);
      }
      if (row < 0) return false;
      this.#note(row, state, search);
    }
    return true;
  }

  #note(row: number, state: number, search: Search): void {
    if (this.#seen[row] === this.#look) return;
    this.#seen[row] = this.#look;
    if (this.#count === this.#rows.length) {
      this.#rows = doubled(this.#rows);
      this.#leaving = doubled(this.#leaving);
    }
    this.#rows[this.#count] = row;
    this.#leaving[this.#count++] = search.timeOf(state) + search.costs.vertexDelay[search.vertexOf(state)];
  }

  /**
   * The nearest target of each of some groups on the walks that go on, `NEVER` milliseconds where none is within the rows'
   * limit: all that the search has not come to itself. Written in the order of `groups`.
   */
  look(
    { limitMilliseconds, groupCount, milliseconds, target }: NearestRows,
    groups: readonly number[],
    into: Soonest,
  ): void {
    const { milliseconds: best, target: which } = into;
    best.fill(NEVER, 0, groups.length);
    which.fill(-1, 0, groups.length);
    for (let i = 0; i < this.#count; i++) {
      const first = this.#rows[i] * groupCount;
      const leaving = this.#leaving[i];
      for (let k = 0; k < groups.length; k++) {
        const at = leaving + milliseconds[first + groups[k]];
        if (at > best[k] || at > limitMilliseconds) continue;
        const there = target[first + groups[k]];
        if (at === best[k] && there >= which[k]) continue;
        best[k] = at;
        which[k] = there;
      }
    }
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}
