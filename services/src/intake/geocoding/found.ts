/** One place that an address may mean, with how it was found. */
import type { Point } from "./frame.ts";
import type { Place } from "./known.ts";
import type { MatchLevel } from "./geocoder.ts";

/** Which words of the address a candidate rests on: those of one clue rule one another out, those of two agree or not. */
export type Clue = "number" | "place" | "crossing" | "area" | "name";

export interface Found {
  clue: Clue;
  at: Point;
  level: MatchLevel;
  errorMeters: number;
  /** 0 to 1: how surely the words mean this thing. */
  sureness: number;
  radiusMeters: number;
  matched: string;
  how: string;
  /** Where it is a compound, building or landmark as a whole. */
  place?: Place;
}
