/**
 * What the values of coordinates say about their system. Metres give it away by their size. Degrees do not: WGS-84,
 * GCJ-02 and BD-09 lie half a kilometre apart, everywhere in the city, so which it is has to be asked.
 */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import { countInBox, plausibleBox, ROW_MARGIN_METERS, TABLE_MARGIN_METERS } from "./city-box.ts";
import type { Crs } from "./coordinates.ts";
import type { Columns } from "./columns.ts";
import { pairOf } from "./coordinates.ts";
import { crsTitle } from "./crs-names.ts";
import { findZone } from "./gauss-kruger.ts";
import type { TableRow } from "./table.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

export interface CrsGuess {
  /** The only system that fits; null where several do, or none. */
  sure: Crs | null;
  /** All that fit, to choose from. */
  candidates: Crs[];
  /** Fits only with x and y exchanged. */
  swapped: boolean;
  /** Why, in a sentence. */
  explanation: Said;
}

const DEGREES: Crs[] = ["wgs84", "gcj02", "bd09", "EPSG:4490"];

/** Rows that may lie elsewhere, being wrong themselves. */
const SHARE_THAT_FITS = 0.8;

export type Point = [x: number, y: number];

/** x and y exchanged. */
export const turn = ([x, y]: Point): Point => [y, x];

/** Of a sample, how many points lie in the city itself when they are taken in a system; so its rows will be judged. */
export const countInCity = (points: Point[], crs: Crs, city: BoundingBox): number =>
  countInBox(points, crs, plausibleBox(city, ROW_MARGIN_METERS));

/** Judges a sample of coordinates, as [x, y], against the city's box; without one, against China's. */
export function guessCrs(points: Point[], city: BoundingBox | null): CrsGuess {
  const where = plausibleBox(city, TABLE_MARGIN_METERS);
  const fits = (turned: Point[], crs: Crs) =>
    turned.length > 0 && countInBox(turned, crs, where) >= turned.length * SHARE_THAT_FITS;
  for (const swapped of [false, true]) {
    const turned = swapped ? points.map(turn) : points;
    const candidates = candidatesFor(turned).filter((crs) => fits(turned, crs));
    if (candidates.length > 0) return described(candidates, swapped, city !== null);
  }
  return {
    sure: null,
    candidates: [],
    swapped: false,
    explanation: say("crs.fits-none"),
  };
}

/** The coordinates of those rows behind the header that have some. */
export function coordinatesIn(rows: TableRow[], { headerRow, indexOf }: Columns): [x: number, y: number][] {
  const [x, y, location] = ["x", "y", "location"].map((field) => indexOf.get(field));
  const points: [number, number][] = [];
  for (const { row, cells } of rows) {
    if (row <= headerRow) continue;
    const pair =
      x !== undefined && y !== undefined
        ? [cells[x], cells[y]]
        : location === undefined
          ? null
          : pairOf(cells[location] ?? "");
    if (pair === null || pair.some((text) => (text ?? "").trim() === "")) continue;
    const [lng, lat] = pair.map(Number);
    if (Number.isFinite(lng) && Number.isFinite(lat)) points.push([lng, lat]);
  }
  return points;
}

function described(candidates: Crs[], swapped: boolean, hasCity: boolean): CrsGuess {
  const titles = candidates.map(crsTitle);
  const sure = candidates.length === 1 ? candidates[0] : null;
  if (sure === null) {
    const key = swapped ? "crs.fits-several-swapped" : "crs.fits-several";
    return { sure, candidates, swapped, explanation: say(key, { titles }) };
  }
  const key = `crs.fits-${hasCity ? "city" : "one"}${swapped ? "-swapped" : ""}` as const;
  const explanation = say(key, { title: titles[0] });
  return { sure, candidates, swapped, explanation };
}

/** Systems whose values are of this size. */
function candidatesFor(points: [number, number][]): Crs[] {
  const [x] = medianOf(points);
  if (Math.abs(x) <= 180) return DEGREES;
  const candidates: Crs[] = [];
  const prefix = Math.floor(x / 1e6);
  const prefixed = findZone({ number: prefix, prefixed: true, utm: false });
  if (prefixed !== null) candidates.push(`EPSG:${prefixed.epsg}`);
  if (prefix === 0) {
    // Every 6° meridian is one of the 3° ones too, and the projection is the same.
    for (let number = 25; number <= 45; number++) {
      const zone = findZone({ centralMeridianDegrees: number * 3, width: 3, prefixed: false, utm: false });
      if (zone !== null) candidates.push(`EPSG:${zone.epsg}`);
    }
  }
  candidates.push("EPSG:3857");
  return candidates;
}

function medianOf(points: [number, number][]): Position {
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return [middle(points.map(([x]) => x)), middle(points.map(([, y]) => y))];
}
