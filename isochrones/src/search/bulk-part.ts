import type { Core } from "./bulk-core.ts";
import type { Arrivals } from "./bulk-homes.ts";
import { CoreSearch, type CoreArcs } from "./bulk-search.ts";

/** The states of a core from which some homes are reached in time, numbered anew in their order. */
export interface CorePart {
  count: number;
  /** Number of each of the core's states here, -1 where left out. Good until the next part is cut. */
  numberOf: Int32Array;
  /** Arcs between them. */
  graph: CoreArcs;
  /** By number: milliseconds from the state to the nearest of the homes. */
  ahead: Int32Array;
}

/** Cuts out of a core what walks to some homes pass, so that searches for few homes cost little. */
export class CoreCutter {
  readonly #graph: CoreArcs;
  readonly #numberOf: Int32Array;
  /** Backwards from the homes. */
  readonly #search: CoreSearch;
  readonly #limit: number;
  #states = new Int32Array(0);

  /** No part is cut for walks longer than the limit. */
  constructor({ graph, count }: Core, limitMilliseconds: number) {
    this.#graph = graph;
    this.#limit = limitMilliseconds;
    this.#numberOf = new Int32Array(count).fill(-1);
    this.#search = new CoreSearch(turned(graph), limitMilliseconds);
  }

  cut({ accessCore, accessMilliseconds }: Arrivals): CorePart {
    const { start, arcs } = this.#graph;
    const numberOf = this.#numberOf;
    const search = this.#search;
    for (const state of this.#states) numberOf[state] = -1;
    for (let i = 0; i < accessCore.length; i++) {
      if (accessMilliseconds[i] > this.#limit) throw new RangeError(`a home is ${accessMilliseconds[i]} ms away`);
      search.begin(accessCore[i], accessMilliseconds[i]);
    }
    search.run();
    const states = search.reached.slice(0, search.reachedCount).sort();
    const ahead = states.map((state) => search.time[state]);
    search.clear();
    this.#states = states;
    let arcCount = 0;
    states.forEach((state, number) => {
      numberOf[state] = number;
      arcCount += start[state + 1] - start[state];
    });
    const graph = { start: new Int32Array(states.length + 1), arcs: new Int32Array(arcCount * 2) };
    let end = 0;
    for (let number = 0; number < states.length; number++) {
      for (let arc = start[states[number]] * 2; arc < start[states[number] + 1] * 2; arc += 2) {
        const head = numberOf[arcs[arc]];
        if (head < 0) continue;
        graph.arcs[end++] = head;
        graph.arcs[end++] = arcs[arc + 1];
      }
      graph.start[number + 1] = end / 2;
    }
    return { count: states.length, numberOf, graph, ahead };
  }
}

/** The same arcs, each from where it led to. */
function turned({ start, arcs }: CoreArcs): CoreArcs {
  const states = start.length - 1;
  const back = { start: new Int32Array(states + 1), arcs: new Int32Array(arcs.length) };
  for (let arc = 0; arc < arcs.length; arc += 2) back.start[arcs[arc] + 1]++;
  for (let state = 0; state < states; state++) back.start[state + 1] += back.start[state];
  const next = back.start.slice(0, states);
  for (let state = 0; state < states; state++) {
    for (let arc = start[state] * 2; arc < start[state + 1] * 2; arc += 2) {
      const at = next[arcs[arc]]++ * 2;
      back.arcs[at] = state;
      back.arcs[at + 1] = arcs[arc + 1];
    }
  }
  return back;
}
