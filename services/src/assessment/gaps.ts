/** What a residence reaches, lacks, or what nobody can say. */
import type { CategoryId } from "@quarterhour/data";
import type { Claimed } from "./claims.ts";

export type ReachState = "reached" | "gap" | "unknown";

/** What decides the state of one residence and category. */
export interface ReachEvidence {
  /** Walking seconds to the nearest open outlet; Infinity where none was found. */
  nearestSeconds: number;
  /** Walking seconds until the map's data ends; Infinity where it does not end near. */
  edgeOfDataSeconds: number;
  /** Metres from the door to the network; NaN where no walkable way is near. */
  accessMeters: number;
  /** Somebody vouches that all outlets of the category are in the data, where the residence stands. */
  claimed: boolean;
  /** At a time of day: walking seconds to the nearest outlet of which nobody knows whether it is open then. */
  uncertainSeconds?: number;
}

/** What states are read from: a reach table, or the part of one that other settings or times of day need. */
export interface ReachSeconds {
  /** Columns, in this order: cell = residence * categories.length + column. */
  categories: readonly CategoryId[];
  nearestSeconds: Float32Array;
  accessMeters: Float32Array;
  edgeOfDataSeconds: Float32Array;
  /** As `nearestSeconds`, of outlets of which nobody knows whether they are open; absent where no time is asked for. */
  uncertainSeconds?: Float32Array;
}

/**
 * An outlet within the ring settles it. Without one it is a gap only where the data can tell: somebody vouches for the
 * category, the map goes on for the whole ring, the door is joined to the network at all, and at a time of day no outlet
 * within the ring might be open.
 */
export function reachState(evidence: ReachEvidence, ringSeconds: number): ReachState {
  if (evidence.nearestSeconds <= ringSeconds) return "reached";
  if (evidence.uncertainSeconds !== undefined && evidence.uncertainSeconds <= ringSeconds) return "unknown";
  if (!evidence.claimed || evidence.edgeOfDataSeconds < ringSeconds || Number.isNaN(evidence.accessMeters)) {
    return "unknown";
  }
  return "gap";
}

/** The state of a residence (row of the table) and category (column) within so many minutes. */
export function stateInTable(
  table: ReachSeconds,
  residence: number,
  column: number,
  minutes: number,
  claimed: Claimed,
): ReachState {
  const cell = residence * table.categories.length + column;
  return reachState(
    {
      nearestSeconds: table.nearestSeconds[cell],
      uncertainSeconds: table.uncertainSeconds?.[cell],
      edgeOfDataSeconds: table.edgeOfDataSeconds[residence],
      accessMeters: table.accessMeters[residence],
      claimed: claimed.has(table.categories[column], residence),
    },
    minutes * 60,
  );
}

/**
 * Seconds for people and files: rounded up to a tenth, so that 600 is within ten minutes and 600.1 is not. null where
 * there is no time.
 */
export function shownSeconds(seconds: number): number | null {
  // Single floats of a tenth carry a tail (600.1 is 600.09998 or 600.10004): cut it before rounding up.
  return Number.isFinite(seconds) ? Math.ceil(Math.round(seconds * 1000) / 100) / 10 : null;
}

/** A share, 0 to 1, for files: to a hundredth of a percent. null where it is not known. */
export function shownShare(share: number | null): number | null {
  return share === null ? null : Math.round(share * 10_000) / 10_000;
}
