/**
 * Dijkstra's search as in the textbook, over the ways as they were drawn: no edges put together, no heap, no numbers
 * rounded. Slow, and simple enough to be believed.
 */
import type { WalkSettings } from "../src/index.ts";
import { metersBetween } from "./map.ts";
import type { PlaceOnWay, RandomMap } from "./random-map.ts";

/** Time on stairs relative to level ground; null where the walker cannot go, on gravel either. */
const STEPS = { adult: 1, elder: 1.6, child: 1.4, wheelchair: null };
const SIGNALS_SECONDS = 2;

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
    const onSteps = STEPS[settings.profile as keyof typeof STEPS];
    map.ways.forEach(({ refs, tags }, way) => {
      const isPrivate = tags.includes("private");
      if (isPrivate && settings.privateWays === "exclude") return;
      if (onSteps === null && /gravel|steps/.test(tags)) return;
      let secondsPerMeter = 3.6 / settings.speedKmh;
      if (tags.includes("gravel")) secondsPerMeter /= 0.75;
      if (tags.includes("steps")) secondsPerMeter *= onSteps!;
      for (let piece = 0; piece + 1 < refs.length; piece++) {
        const [from, to] = [refs[piece], refs[piece + 1]];
        const meters = metersBetween(map.nodes[from - 1].position, map.nodes[to - 1].position);
        const row = { seconds: meters * secondsPerMeter, private: isPrivate, way, piece };
        if (!tags.includes("oneway:foot=-1")) this.#pieces.push({ ...row, from, to });
        if (!tags.includes("oneway:foot=yes")) this.#pieces.push({ ...row, from: to, to: from });
      }
    });
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
    if (tags.includes("access=no")) return null;
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
