/**
 * Dijkstra's search as in the textbook, over the ways as they were drawn: no edges put together, no heap, no numbers
 * rounded. Slow, and simple enough to be believed.
 */
import type { WalkSettings } from "../src/index.ts";
import { metersBetween } from "./map.ts";
import type { PlaceOnWay, RandomMap } from "./random-map.ts";

/** Time on stairs and on gravel relative to level, firm ground; null where the walker cannot go. */
const STEPS = { adult: 1, elder: 1.6, child: 1.4, pram: null, wheelchair: null };
const GRAVEL = { adult: 1, elder: 1, child: 1, pram: 1.4, wheelchair: null };
const SIGNALS_SECONDS = 2;
/** In a lift, be it a node or a way, and on the ferry. */
const LIFT_SECONDS = 40;
const FERRY_SECONDS = 120;

interface Piece {
  from: number;
  to: number;
  seconds: number;
  private: boolean;
  way: number;
  piece: number;
}

/** Before the first public way, on public ways, in the destination's private ways. */
type Stage = 0 | 1 | 2;

/** Where a walker goes on from: at a node, having come in a stage. */
interface Label {
  node: number;
  stage: Stage;
  seconds: number;
  done: boolean;
}

/** Stage after a stretch that is private or not; null where it may not be walked. */
function stageAfter(stage: Stage, isPrivate: boolean): Stage | null {
  if (isPrivate) return stage === 0 ? 0 : 2;
  return stage === 2 ? null : 1;
}

export class Oracle {
  readonly #map: RandomMap;
  readonly #pieces: Piece[] = [];
  readonly #settings: WalkSettings;

  constructor(map: RandomMap, settings: WalkSettings) {
    this.#map = map;
    this.#settings = settings;
    map.ways.forEach((way, index) => {
      const isPrivate = way.tags.includes("private");
      if (isPrivate && settings.privateWays === "exclude") return;
      if (way.tags.includes("opening_hours") && !this.#isDay()) return;
      const secondsPerMeter = this.#secondsPerMeter(way);
      if (secondsPerMeter === null) return;
      const add = (from: number, to: number, piece: number, forward: boolean, backward: boolean): void => {
        const row = { seconds: this.#meters(from, to) * secondsPerMeter, private: isPrivate, way: index, piece };
        if (forward) this.#pieces.push({ ...row, from, to });
        if (backward) this.#pieces.push({ ...row, from: to, to: from });
      };
      const { refs, tags } = way;
      const onward = !tags.includes("oneway:foot=-1");
      const back = !tags.includes("oneway:foot=yes") && !tags.includes("conveying");
      for (let piece = 0; piece + 1 < refs.length; piece++) add(refs[piece], refs[piece + 1], piece, onward, back);
      if (!tags.includes("area=yes")) return;
      // a square is crossed straight from where one comes on to it to where one leaves it; these are all convex
      const entries = (i: number): boolean => this.#isOnOtherWay(refs[i], index);
      for (const [a, b] of [
        [0, 2],
        [1, 3],
      ]) {
        if (entries(a) && entries(b)) add(refs[a], refs[b], -1, true, true);
      }
    });
  }

  /** Null where this walker cannot go. */
  #secondsPerMeter({ refs, tags }: RandomMap["ways"][number]): number | null {
    const { profile, speedKmh } = this.#settings;
    const length = refs.slice(1).reduce((sum, ref, i) => sum + this.#meters(refs[i], ref), 0);
    if (tags.includes("highway=elevator")) return LIFT_SECONDS / length;
    if (tags.includes("ferry")) return FERRY_SECONDS / length;
    const steps = tags.includes("steps") ? STEPS[profile] : 1;
    const gravel = tags.includes("gravel") ? GRAVEL[profile] : 1;
    if (steps === null || gravel === null) return null;
    return ((3.6 / speedKmh) * steps * gravel) / (tags.includes("gravel") ? 0.75 : 1);
  }

  #meters(from: number, to: number): number {
    return metersBetween(this.#map.nodes[from - 1].position, this.#map.nodes[to - 1].position);
  }

  #isOnOtherWay(node: number, square: number): boolean {
    if (this.#map.nodes[node - 1].tags.match(/gate|highway=elevator/)) return true;
    return this.#map.ways.some(({ refs }, way) => way !== square && refs.includes(node));
  }

  #isDay(): boolean {
    const hour = Number((this.#settings.at ?? "T12").split("T")[1].slice(0, 2));
    return hour >= 8 && hour < 18;
  }

  /** Seconds between two places on ways; Infinity where there is no way. */
  seconds(start: PlaceOnWay, end: PlaceOnWay): number {
    if (this.#settings.direction === "inbound") [start, end] = [end, start];
    const labels = this.#labelsFrom(start);
    let best = Infinity;
    for (const piece of this.#piecesOf(end)) {
      const forward = this.#isForward(piece);
      const share = forward ? end.share : 1 - end.share;
      for (const label of labels) {
        if (label.node !== piece.from) continue;
        const left = this.#leave(label);
        if (left && stageAfter(left.stage, piece.private) !== null)
          best = Math.min(best, left.seconds + share * piece.seconds);
      }
      // both on the same piece of way
      const ahead = forward ? end.share - start.share : start.share - end.share;
      if (start.way === end.way && start.piece === end.piece && ahead >= 0)
        best = Math.min(best, ahead * piece.seconds);
    }
    return best;
  }

  /** Seconds from a place to a node, whichever way it is come by. */
  secondsToNode(start: PlaceOnWay, node: number): number {
    return Math.min(
      Infinity,
      ...this.#labelsFrom(start)
        .filter((label) => label.node === node)
        .map(({ seconds }) => seconds),
    );
  }

  #labelsFrom(start: PlaceOnWay): Label[] {
    const labels: Label[] = [];
    const offer = (node: number, stage: Stage, seconds: number): void => {
      const known = labels.find((label) => label.node === node && label.stage === stage);
      if (!known) labels.push({ node, stage, seconds, done: false });
      else if (seconds < known.seconds) Object.assign(known, { seconds, done: false });
    };
    for (const piece of this.#piecesOf(start)) {
      const rest = this.#isForward(piece) ? 1 - start.share : start.share;
      offer(piece.to, piece.private ? 0 : 1, rest * piece.seconds);
    }
    for (;;) {
      const open = labels.filter((label) => !label.done);
      if (open.length === 0) return labels;
      const label = open.reduce((one, other) => (other.seconds < one.seconds ? other : one));
      label.done = true;
      const left = this.#leave(label);
      if (!left) continue;
      for (const piece of this.#pieces) {
        const stage = piece.from === label.node ? stageAfter(left.stage, piece.private) : null;
        if (stage !== null) offer(piece.to, stage, left.seconds + piece.seconds);
      }
    }
  }

  /** What walking on through a node costs: a wait at lights, a gate only the own or the last compound's people pass. */
  #leave({ node, stage, seconds }: Label): { stage: Stage; seconds: number } | null {
    const { tags } = this.#map.nodes[node - 1];
    if (tags.includes("signals")) return { stage, seconds: seconds + SIGNALS_SECONDS };
    if (tags.includes("highway=elevator")) return { stage, seconds: seconds + LIFT_SECONDS };
    if (tags.includes("kerb=raised") && this.#settings.profile === "wheelchair") return null;
    if (tags.includes("access=no") || (tags.includes("opening_hours") && !this.#isDay())) return null;
    if (!tags.includes("access=private")) return { stage, seconds };
    if (this.#settings.privateWays === "exclude") return null;
    return { stage: stageAfter(stage, true)!, seconds };
  }

  #piecesOf({ way, piece }: PlaceOnWay): Piece[] {
    return this.#pieces.filter((row) => row.way === way && row.piece === piece);
  }

  #isForward({ way, piece, from }: Piece): boolean {
    return this.#map.ways[way].refs[piece] === from;
  }
}
