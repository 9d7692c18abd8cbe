/** Edits of the metropolis by dice, and what the benchmarks of edits have in common. */
import type { NetworkEdits, Position } from "@quarterhour/isochrones";
import type { BenchCity } from "./edit-city.ts";
import { quantile, repeatable } from "./figures.ts";

export const FULL_METROPOLIS = 656;
/** Of an edit of one outlet. */
export const BAR_MILLISECONDS = 50;

/** Of the command line. */
export const sizeOptions = {
  districts: { type: "string", default: String(FULL_METROPOLIS) },
  edits: { type: "string", default: "100" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** Throws RangeError. */
export function readSizes(options: { districts: string; edits: string }): { districts: number; edits: number } {
  const districts = Number(options.districts);
  const edits = Number(options.edits);
  if (!(Number.isInteger(districts) && districts > 0 && Number.isInteger(edits) && edits > 0)) {
    throw new RangeError("--districts and --edits: give whole numbers from 1");
  }
  return { districts, edits };
}

/** The same throws each time. */
export function diceOver({ network, targets }: Pick<BenchCity, "network" | "targets">) {
  const random = repeatable(7);
  const below = (bound: number): number => Math.floor(random() * bound);
  return {
    below,
    anyTarget: (): number => below(targets.positions.length),
    /** Up to so many metres away to the north or south, and to the east or west. */
    shifted: ([lng, lat]: Position, meters: number): Position => [
      lng + ((random() - 0.5) * 2 * meters) / 87_000,
      lat + ((random() - 0.5) * 2 * meters) / 111_000,
    ],
    /** A footbridge of some 100 m; it may join nothing. */
    bridge(): NetworkEdits {
      const from = network.vertexPosition(below(network.vertexCount));
      return { addLinks: [{ kind: "footbridge", geometry: [from, [from[0] + 0.001, from[1] + 0.0004]] }] };
    },
  };
}

export interface Spread {
  p50: number;
  p99: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { p50: quantile(values, 0.5), p99: quantile(values, 0.99) };
}

export function shown({ p50, p99 }: Spread): string {
  return `p50 ${p50.toFixed(1).padStart(7)}  p99 ${p99.toFixed(1).padStart(7)}`;
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
