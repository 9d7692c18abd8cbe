import { Growing } from "../network/grow.ts";
import { VERTEX_EDGE_OF_DATA, type WalkNetwork } from "../network/network.ts";
import { Compounds } from "./bulk-compounds.ts";
import type { CoreArcs } from "./bulk-search.ts";
import { CLOSED, type WalkCosts } from "./costs.ts";

/** A compound with more entries, or more places inside where searches begin, is searched like the streets. */
const MOST_SOURCES = 8;

/** What the flags of `#anchored` say. */
const ON_PUBLIC = 1;
const ON_PRIVATE = 2;

/**
 * The network as a million walks need it: only the states at which a walk has a choice remain, and what lies between
 * them is one arc. A state is a vertex in a stage (search.ts): at home (0), in public (1), inside the destination's
 * compound (2). To be at a vertex at home is also to be there in public, so that arcs lead from stage to later stage.
 *
 * Remain: in public, junctions of three and more public ways; whatever the targets' edges end in; compounds with many
 * entries. Left out: bends, crossings, dead ends, gates, and the inside of ordinary compounds, whose homes are reached
 * straight from where the compound is entered (bulk-homes.ts). Any choice gives the same times, as long as the ends of the targets'
 * edges remain, and where targets lie inside a compound, its entries.
 */
export class Core {
  /** States that remain. Those of a vertex follow each other, and so do those of neighbours, as vertices do. */
  readonly count: number;
  /** Per vertex: its state in public, -1 where left out or where no public way is. */
  readonly inPublic: Int32Array;
  /** Per vertex: its state at home, -1 where no target begins there. */
  readonly atHome: Int32Array;
  /** Per vertex: its state inside the destination's compound, -1 where left out. */
  readonly inside: Int32Array;
  readonly graph: CoreArcs;
  readonly compounds: Compounds;
  /** Per compound: 1 where all its states remain. */
  readonly wholeCompound: Uint8Array;
  /** Vertices where the map's data ends. */
  readonly rim: number[] = [];
  /** Two per vertex that was left out between two states: from where and after how many milliseconds it is reached. */
  readonly #chainCore: Int32Array;
  readonly #chainMilliseconds: Int32Array;
  /** Milliseconds from the states at home in ordinary compounds, see `timesFrom`. */
  readonly #homeTimes = new Map<number, Int32Array>();
  readonly #homesOfCompound = new Map<number, number[]>();
  readonly #network: WalkNetwork;
  readonly #costs: WalkCosts;
  readonly #limit: number;
  /** Per edge class: 1 where it can be walked one way at least. */
  readonly #openClass: Uint8Array;
  /** Open public ways at each vertex, 3 for more. */
  readonly #publicWays: Uint8Array;

  /** `costs` point from the targets to the origins; `targetEdges` are those that hold a target, -1 for none. */
  constructor(network: WalkNetwork, costs: WalkCosts, targetEdges: Int32Array, limitMilliseconds: number) {
    this.#network = network;
    this.#costs = costs;
    this.#limit = limitMilliseconds;
    const { vertexCount } = network;
    this.#openClass = openClasses(costs);
    this.#publicWays = this.#countPublicWays();
    this.compounds = new Compounds(network, costs, this.#openClass, limitMilliseconds);
    const anchored = this.#anchors(targetEdges);
    const { whole, withTargets } = this.#judgeCompounds(anchored);
    this.wholeCompound = whole;

    this.inPublic = new Int32Array(vertexCount).fill(-1);
    this.atHome = new Int32Array(vertexCount).fill(-1);
    this.inside = new Int32Array(vertexCount).fill(-1);
    let count = 0;
    for (let vertex = 0; vertex < vertexCount; vertex++) {
      const ways = this.#publicWays[vertex];
      const compound = this.compounds.compoundOf[vertex];
      const kept = compound >= 0 && (whole[compound] === 1 || withTargets[compound] === 1);
      if (ways >= 3 || (ways > 0 && (kept || (anchored[vertex] & ON_PUBLIC) !== 0))) this.inPublic[vertex] = count++;
      if (compound < 0) continue;
      if (whole[compound] === 1) this.inside[vertex] = count++;
      if (whole[compound] === 1 ? withTargets[compound] === 1 : (anchored[vertex] & ON_PRIVATE) !== 0) {
        this.atHome[vertex] = count++;
      }
    }
    this.count = count;
    this.#chainCore = new Int32Array(vertexCount * 2).fill(-1);
    this.#chainMilliseconds = new Int32Array(vertexCount * 2);
    this.graph = this.#tieStates();
  }

  #countPublicWays(): Uint8Array {
    const { arcStart, arcEdge, edgeClass } = this.#network.arrays;
    const { classPrivate } = this.#costs;
    const counts = new Uint8Array(this.#network.vertexCount);
    for (let vertex = 0; vertex < counts.length; vertex++) {
      let ways = 0;
      for (let arc = arcStart[vertex]; arc < arcStart[vertex + 1] && ways < 3; arc++) {
        const row = edgeClass[arcEdge[arc] >>> 1];
        if (this.#openClass[row] === 1 && classPrivate[row] === 0) ways++;
      }
      counts[vertex] = ways;
    }
    return counts;
  }

  /** Where searches begin: at the ends of the targets' edges, and where the data ends. */
  #anchors(targetEdges: Int32Array): Uint8Array {
    const { edgeFrom, edgeTo, edgeClass, vertexFlags } = this.#network.arrays;
    const anchored = new Uint8Array(this.#network.vertexCount);
    for (const edge of targetEdges) {
      if (edge < 0 || this.#openClass[edgeClass[edge]] === 0) continue;
      const flag = this.#costs.classPrivate[edgeClass[edge]] === 1 ? ON_PRIVATE : ON_PUBLIC;
      anchored[edgeFrom[edge]] |= flag;
      anchored[edgeTo[edge]] |= flag;
    }
    for (let vertex = 0; vertex < vertexFlags.length; vertex++) {
      if ((vertexFlags[vertex] & VERTEX_EDGE_OF_DATA) === 0) continue;
      this.rim.push(vertex);
      anchored[vertex] |= this.compounds.compoundOf[vertex] >= 0 ? ON_PRIVATE : ON_PUBLIC;
    }
    return anchored;
  }

  #judgeCompounds(anchored: Uint8Array): { whole: Uint8Array; withTargets: Uint8Array } {
    const { compounds } = this;
    const whole = new Uint8Array(compounds.count);
    const withTargets = new Uint8Array(compounds.count);
    for (let compound = 0; compound < compounds.count; compound++) {
      let entries = 0;
      let anchors = 0;
      for (let i = compounds.start[compound]; i < compounds.start[compound + 1]; i++) {
        const vertex = compounds.vertices[i];
        if (this.#publicWays[vertex] > 0) entries++;
        if ((anchored[vertex] & ON_PRIVATE) !== 0) anchors++;
      }
      whole[compound] = entries > MOST_SOURCES || anchors > MOST_SOURCES ? 1 : 0;
      withTargets[compound] = anchors > 0 ? 1 : 0;
    }
    return { whole, withTargets };
  }

  #tieStates(): CoreArcs {
    const { arcStart, arcHead } = this.#network.arrays;
    const { arcMilliseconds, arcPrivate, vertexDelay } = this.#costs;
    const start = new Int32Array(this.count + 1);
    const arcs = new Growing(Int32Array, this.count * 6 + 1);
    let state = 0;
    const add = (head: number, milliseconds: number): void => {
      if (head < 0 || milliseconds > this.#limit) return;
      arcs.push(head);
      arcs.push(milliseconds);
    };
    const addPrivate = (vertex: number, stateOf: Int32Array): void => {
      for (let arc = arcStart[vertex]; arc < arcStart[vertex + 1]; arc++) {
        if (arcPrivate[arc] === 0 || arcMilliseconds[arc] === CLOSED) continue;
        add(stateOf[arcHead[arc]], vertexDelay[vertex] + arcMilliseconds[arc]);
      }
    };
    const close = (): void => {
      start[++state] = arcs.length / 2;
    };
    for (let vertex = 0; vertex < this.inPublic.length; vertex++) {
      const compound = this.compounds.compoundOf[vertex];
      const whole = compound >= 0 && this.wholeCompound[compound] === 1;
      if (this.inPublic[vertex] >= 0) {
        for (let arc = arcStart[vertex]; arc < arcStart[vertex + 1]; arc++) {
          if (arcPrivate[arc] === 1 || arcMilliseconds[arc] === CLOSED) continue;
          const { head, milliseconds } = this.#follow(vertex, arc);
          if (head !== this.inPublic[vertex]) add(head, milliseconds);
        }
        if (whole) addPrivate(vertex, this.inside);
        close();
      }
      if (this.inside[vertex] >= 0) {
        addPrivate(vertex, this.inside);
        close();
      }
      if (this.atHome[vertex] >= 0) {
        if (whole) {
          addPrivate(vertex, this.atHome);
          add(this.inPublic[vertex], 0);
        } else this.#leaveHome(vertex, compound, add);
        close();
      }
    }
    return { start, arcs: arcs.trimmed() };
  }

  /** Out of an ordinary compound: straight to each of its entries. */
  #leaveHome(vertex: number, compound: number, add: (head: number, milliseconds: number) => void): void {
    const { compounds } = this;
    const times = new Int32Array(compounds.size(compound));
    compounds.spread(vertex, times, 0);
    this.#homeTimes.set(vertex, times);
    const homes = this.#homesOfCompound.get(compound);
    if (homes) homes.push(vertex);
    else this.#homesOfCompound.set(compound, [vertex]);
    times.forEach((time, place) => add(this.inPublic[compounds.vertices[compounds.start[compound] + place]], time));
  }

  readonly #end = { head: -1, milliseconds: 0 };

  /** Along a public arc and on through what was left out, to the next state; head -1 at a dead end. */
  #follow(from: number, arc: number): { head: number; milliseconds: number } {
    const { arcStart, arcEdge, arcHead, edgeClass } = this.#network.arrays;
    const { arcMilliseconds, classPrivate, vertexDelay } = this.#costs;
    const end = this.#end;
    end.milliseconds = vertexDelay[from] + arcMilliseconds[arc];
    let edge = arcEdge[arc] >>> 1;
    let vertex = arcHead[arc];
    while (this.inPublic[vertex] < 0) {
      end.head = -1;
      if (end.milliseconds > this.#limit) return end;
      const slot = this.#chainCore[vertex * 2] < 0 ? vertex * 2 : vertex * 2 + 1;
      this.#chainCore[slot] = this.inPublic[from];
      this.#chainMilliseconds[slot] = end.milliseconds;
      // it has two public ways at most: on along the other one
      let onward = -1;
      for (let other = arcStart[vertex]; other < arcStart[vertex + 1]; other++) {
        const row = edgeClass[arcEdge[other] >>> 1];
        if (arcEdge[other] >>> 1 === edge || classPrivate[row] === 1 || this.#openClass[row] === 0) continue;
        onward = other;
      }
      if (onward < 0 || arcMilliseconds[onward] === CLOSED) return end;
      end.milliseconds += vertexDelay[vertex] + arcMilliseconds[onward];
      edge = arcEdge[onward] >>> 1;
      vertex = arcHead[onward];
    }
    end.head = this.inPublic[vertex];
    return end;
  }

  /** Calls `visit` with the states from which a vertex is reached in public without passing another, and how soon. */
  whence(vertex: number, visit: (state: number, milliseconds: number) => void): void {
    if (this.inPublic[vertex] >= 0) {
      visit(this.inPublic[vertex], 0);
      return;
    }
    for (let slot = vertex * 2; slot < vertex * 2 + 2; slot++) {
      if (this.#chainCore[slot] >= 0) visit(this.#chainCore[slot], this.#chainMilliseconds[slot]);
    }
  }

  isOpen(edge: number): boolean {
    return this.#openClass[this.#network.arrays.edgeClass[edge]] === 1;
  }

  isEntry(vertex: number): boolean {
    return this.#publicWays[vertex] > 0;
  }

  /** The vertices of an ordinary compound that have a state at home. */
  homesOf(compound: number): readonly number[] {
    return this.#homesOfCompound.get(compound) ?? [];
  }

  /** Milliseconds from such a vertex to each of its compound's, by `Compounds.placeWithin`. */
  timesFrom(home: number): Int32Array {
    return this.#homeTimes.get(home) as Int32Array;
  }
}

function openClasses({ classRate, classForward, classBackward }: WalkCosts): Uint8Array {
  return Uint8Array.from(classRate, (rate, row) =>
    rate !== CLOSED && (classForward[row] === 1 || classBackward[row] === 1) ? 1 : 0,
  );
}
