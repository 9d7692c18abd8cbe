/** What siting is asked, and what it asks of whoever can search walks. */
import type { Homes, Need, States } from "./demand.ts";
import type { PlacedCover } from "./placed-cover.ts";
import type { Solution } from "./solve.ts";

/** Homes within reach of places: of place i they are start[i] … start[i + 1] - 1. */
export interface HomesAround {
  start: Uint32Array;
  home: Uint32Array;
  /** Walking seconds from the door to the place, both access legs included. */
  seconds: Float64Array;
}

/** Finds the homes from which these candidates are walked to within so many minutes; `among`: only these homes. */
export type Around = (candidates: Uint32Array, minutes: number, among: Uint8Array | null) => Promise<HomesAround>;

/** What homes weigh for several questions: home h weighs weight[i] in question what[i], start[h] ≤ i < start[h + 1]. */
export interface HomeWeights {
  /** Per question, how far to look in milliseconds. */
  limits: number[];
  start: Uint32Array;
  what: Uint8Array;
  weight: Float64Array;
}

/** Candidates made ready to be weighed; to be released. */
export interface Weighing {
  /**
   * Per candidate the leader of its group, and so many milliseconds that whoever walks to it in time walks to the leader in
   * that much more. null where not asked for.
   */
  groups: { leader: Int32Array; extra: Int32Array } | null;
  /** What the homes around candidates weigh: sums[candidate * limits.length + what]; `extra` is added to their limits. */
  weigh(
    candidates: Uint32Array,
    extra: Int32Array | null,
    onProgress?: (fraction: number) => void,
  ): Promise<Float64Array>;
  release(): void;
}

/** `among`: only these homes weigh anything; `grouped`: groups are asked for. */
export type Weigh = (weights: HomeWeights, among: Uint8Array | null, grouped: boolean) => Promise<Weighing>;

export interface Candidates {
  count: number;
  /** Longitude and latitude of each in turn. */
  lngLat: Float64Array;
  /** May this candidate offer that need? null: all may. */
  allows: ((candidate: number, need: number) => boolean) | null;
  /** 1 where a candidate takes in one service only, as an empty shop does. null: none. */
  takesOne: Uint8Array | null;
}

export interface SitingQuestion {
  homes: Homes;
  needs: Need[];
  /** Per need. */
  states: States[];
  candidates: Candidates;
  /** Sites altogether, the fixed ones among them. */
  count: number;
  fixed: { candidate: number; need: number }[];
  /** Between new sites of one need. */
  minimumDistanceMeters: number;
  /** Within the ring, whatever they have already. */
  minimumHouseholds: number;
  around: Around;
  /** Weighs all candidates at once; null where each is to be searched for itself. */
  weigh: Weigh | null;
  /** Solves in a thread; here when left out. */
  solve?: (cover: PlacedCover, fixed: number[]) => Solution | Promise<Solution>;
  signal?: AbortSignal;
  progress?: (step: string, fraction: number | null) => void;
}
