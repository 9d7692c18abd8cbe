/** Which coordinate system a table's numbers may be in: told where that is safe, asked where it is not. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import { metersBetween } from "../geometry/sphere.ts";
import type { Columns } from "../tables/columns.ts";
import { pairOf, toWgs84 } from "../tables/coordinates.ts";
import type { Crs } from "../tables/coordinates.ts";
import { crsOfEpsg, crsTitle } from "../tables/crs-names.ts";
import type { TableRow } from "../tables/table.ts";
import { numberOf, ValueFault } from "../tables/values.ts";
import type { Choice, Question } from "./staging.ts";

/** The systems of one country that are told apart by nothing but knowing where the place is. */
const IN_DEGREES: Crs[] = ["wgs84", "gcj02", "bd09"];
const GAUSS_KRUEGER = { first: 4491, last: 4554 };

/** Rows that must lie in the city for a system to be taken without asking, and for one to be in question at all. */
const SAFE_SHARE = 0.9;
const POSSIBLE_SHARE = 0.2;

export interface Numbers {
  x: number;
  y: number;
}

/** The coordinates of these rows as numbers; rows without are left out. */
export function numbersOf(rows: TableRow[], { indexOf }: Columns): Numbers[] {
  const number = (text: string): number => {
    try {
      return numberOf(text, ["°e", "°n", "°", "e", "n"]);
    } catch (error) {
      if (error instanceof ValueFault) return Number.NaN;
      throw error;
    }
  };
  const cell = (row: TableRow, field: string) => row.cells[indexOf.get(field) ?? -1] ?? "";
  return rows.flatMap((row) => {
    const pair =
      indexOf.has("x") && indexOf.has("y") ? [cell(row, "x"), cell(row, "y")] : pairOf(cell(row, "location"));
    if (pair === null) return [];
    const [x, y] = pair.map((text) => (text.trim() === "" ? Number.NaN : number(text)));
    return Number.isFinite(x) && Number.isFinite(y) ? [{ x, y }] : [];
  });
}

interface Candidate {
  crs: Crs;
  inCity: number;
  swapped: number;
}

function candidatesFor(numbers: Numbers[], box: BoundingBox): Candidate[] {
  const inDegrees = numbers.filter(({ x, y }) => Math.abs(x) <= 180 && Math.abs(y) <= 180).length > numbers.length / 2;
  const systems = inDegrees ? IN_DEGREES : metric();
  return systems.map((crs) => ({
    crs,
    inCity: numbers.filter(({ x, y }) => isIn(toWgs84(x, y, crs), box)).length,
    swapped: numbers.filter(({ x, y }) => isIn(toWgs84(y, x, crs), box)).length,
  }));
}

function metric(): Crs[] {
  const zones = Array.from({ length: GAUSS_KRUEGER.last - GAUSS_KRUEGER.first + 1 }, (_, i) =>
    crsOfEpsg(GAUSS_KRUEGER.first + i),
  );
  return ["EPSG:3857", ...zones.filter((crs) => crs !== null)];
}

function isIn(position: Position | null, [west, south, east, north]: BoundingBox): boolean {
  if (position === null) return false;
  const [lng, lat] = position;
  // what lies just outside the map is judged row by row; here it tells the system as well
  const margin = 0.05;
  return lng >= west - margin && lng <= east + margin && lat >= south - margin && lat <= north + margin;
}

/** The system that the numbers can only be in, or the question which it is; both null where there are no numbers. */
export function systemOf(numbers: Numbers[], box: BoundingBox): { crs: Crs | null; question: Question | null } {
  if (numbers.length === 0) return { crs: null, question: null };
  const candidates = candidatesFor(numbers, box);
  const fits = ({ inCity, swapped }: Candidate) => Math.max(inCity, swapped) / numbers.length;
  const possible = candidates.filter((candidate) => fits(candidate) >= POSSIBLE_SHARE);
  const best = possible.toSorted((a, b) => fits(b) - fits(a)).at(0);
  const isMetric = !IN_DEGREES.includes(candidates[0].crs);
  if (isMetric && best !== undefined && fits(best) >= SAFE_SHARE) {
    const there = placesOf(numbers, best);
    const others = possible.filter((candidate) => metersApart(placesOf(numbers, candidate), there) > 1);
    if (others.length === 0) return { crs: best.crs, question: null };
  }
  const choices = choicesOf(possible.length > 0 ? possible : candidates.slice(0, 3), numbers);
  const message = isMetric
    ? "The coordinates are in metres, and which system they are in is not said. Ask whoever sent the table."
    : "Which coordinate system the table is in is not said: from 高德 or 腾讯 it is GCJ-02, from 百度 BD-09, from GPS or 天地图 WGS-84. Taken wrongly, places lie up to a kilometre off.";
  return { crs: null, question: { field: "crs", message, choices } };
}

function choicesOf(candidates: Candidate[], numbers: Numbers[]): Choice[] {
  return candidates.map(({ crs, inCity, swapped }) => ({
    value: crs,
    label: crsTitle(crs),
    rowsInCity: Math.max(inCity, swapped),
    rowsLookedAt: numbers.length,
  }));
}

const placesOf = (numbers: Numbers[], { crs, inCity, swapped }: Candidate): (Position | null)[] =>
  numbers.slice(0, 10).map(({ x, y }) => (inCity >= swapped ? toWgs84(x, y, crs) : toWgs84(y, x, crs)));

function metersApart(a: (Position | null)[], b: (Position | null)[]): number {
  return Math.max(
    ...a.map((place, i) => {
      const other = b[i];
      if (place === null || other === null) return place === other ? 0 : Number.POSITIVE_INFINITY;
      return metersBetween(place, other);
    }),
  );
}

/** Asks whether longitude and latitude should change places, or whether it is the wrong system or city; null where all is well. */
export function placeQuestion(
  numbers: Numbers[],
  box: BoundingBox,
  crs: Crs,
  { names, indexOf }: Columns,
): Question | null {
  if (numbers.length === 0) return null;
  const inCity = numbers.filter(({ x, y }) => isIn(toWgs84(x, y, crs), box)).length;
  const swapped = numbers.filter(({ x, y }) => isIn(toWgs84(y, x, crs), box)).length;
  // surveyors' metres are read either way round
  if (inCity > 0 || crs.startsWith("EPSG:4")) return null;
  if (swapped > numbers.length / 2 && indexOf.has("x") && indexOf.has("y")) {
    const x = names[indexOf.get("x")!];
    const y = names[indexOf.get("y")!];
    return {
      field: "columns",
      message: `Longitude and latitude are swapped: “${x}” holds latitudes and “${y}” longitudes in ${swapped} of ${numbers.length} rows looked at.`,
      choices: [
        {
          value: { [x]: "y", [y]: "x" },
          label: `“${y}” is the longitude, “${x}” the latitude`,
          rowsInCity: swapped,
          rowsLookedAt: numbers.length,
        },
      ],
    };
  }
  const others = candidatesFor(numbers, box).filter((candidate) => candidate.crs !== crs && candidate.inCity > 0);
  return {
    field: "crs",
    message: `No row looked at lies in the city when its coordinates are taken as ${crsTitle(crs)}. Check the coordinate system, and that the table is one of this city.`,
    choices: choicesOf(others, numbers),
  };
}
