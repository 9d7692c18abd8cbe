import type { EmbeddedEngine, MultiPolygon, Position } from "../src/index.ts";
import type { Reference } from "./inputs.ts";
import { engineWithout, rules } from "./variants.ts";

/** A time that differs by more than this is an outlier; the bar for the 95th percentile. */
const OUTLIER = 0.02;

/** How many outliers go away when one rule is made not to matter, and where. */
export interface OutlierClass {
  rule: string;
  about: string;
  pairs: number;
  /** Of all outlying pairs, those without a way here included. */
  share: number;
  /** The pair of this class that differs most; seconds are null where there is no way. */
  worst: { from: Position; to: Position; here: number | null; there: number } | null;
  /** Places whose access leg is as in the reference once the rule is left out: index among the reference's points. */
  places: Position[];
  /** Cells that the rings of 5, 10 and 15 minutes hold otherwise than the reference, and no longer do. */
  cells: number;
}

export interface Outliers {
  /** Of all pairs, those that differ by more than 2 % or have no way here. */
  pairs: number;
  share: number;
  cells: number;
  classes: OutlierClass[];
}

type Seconds = (number | null)[][];

/** Is a cell otherwise than in the reference? By origin, ring and cell. */
export type CellFaults = (engine: EmbeddedEngine) => { key: string; position: Position; metersToBorder: number }[];

const SEVERAL = { id: "several", about: "more than one of these rules together" };
const BORDER = { id: "border", about: "the cell's centre lies within 15 m of the ring's border" };
const NONE = { id: "none", about: "not explained by any of these rules" };
const BORDER_METERS = 15;

/**
 * Puts every outlier down to the rule that makes it: the map is written anew without what the rule is about, and the
 * outlier is gone. Single rules first, in their order, then all of them together.
 */
export async function classifyOutliers(
  file: string,
  engine: EmbeddedEngine,
  { od }: Reference,
  settings: { privateWays: "exclude"; speedKmh: number },
  cellFaults: CellFaults,
): Promise<Outliers> {
  const matrixOf = (each: EmbeddedEngine) => each.matrixSync(od.points, od.points, settings);
  const isFar = (here: number | null, there: number | null): boolean => {
    if (there === null || there < 1) return false;
    return here === null || Math.abs(here - there) / there > OUTLIER;
  };
  const here = matrixOf(engine);
  const outlying: [number, number][] = [];
  let all = 0;
  od.durations.forEach((row, i) =>
    row.forEach((there, j) => {
      if (i === j || there === null || there < 1) return;
      all++;
      if (isFar(here.seconds[i][j], there)) outlying.push([i, j]);
    }),
  );
  const elsewhere = od.points.flatMap((_, index) => (legDiffers(here, od, index) ? [index] : []));
  const faults = cellFaults(engine);

  const rows: OutlierClass[] = [];
  let pairsLeft = outlying;
  let placesLeft = elsewhere;
  let cellsLeft = faults;
  const row = ({ id, about }: { id: string; about: string }): OutlierClass => {
    const made = { rule: id, about, pairs: 0, share: 0, worst: null, places: [], cells: 0 };
    rows.push(made);
    return made;
  };
  for (const leftOut of [...rules.map((rule) => [rule]), rules]) {
    const made = row(leftOut.length === 1 ? leftOut[0] : SEVERAL);
    const other = await engineWithout(file, leftOut);
    const matrix = matrixOf(other);
    const [gone, stay] = split(pairsLeft, ([i, j]) => !isFar(matrix.seconds[i][j], od.durations[i][j]));
    take(made, gone, outlying.length, here.seconds, od);
    pairsLeft = stay;
    const [right, wrong] = split(placesLeft, (index) => !legDiffers(matrix, od, index));
    made.places = right.map((index) => od.points[index]);
    placesLeft = wrong;
    const still = new Set(cellFaults(other).map(({ key }) => key));
    const [settled, open] = split(cellsLeft, ({ key }) => !still.has(key));
    made.cells = settled.length;
    cellsLeft = open;
  }
  const [border, unexplained] = split(cellsLeft, (cell) => cell.metersToBorder <= BORDER_METERS);
  row(BORDER).cells = border.length;
  const none = row(NONE);
  take(none, pairsLeft, outlying.length, here.seconds, od);
  none.places = placesLeft.map((index) => od.points[index]);
  none.cells = unexplained.length;
  return { pairs: outlying.length, share: outlying.length / all, cells: faults.length, classes: rows };
}

function take(
  made: OutlierClass,
  pairs: [number, number][],
  all: number,
  seconds: Seconds,
  { points, durations }: Reference["od"],
): void {
  made.pairs = pairs.length;
  made.share = all === 0 ? 0 : pairs.length / all;
  const factor = ([i, j]: [number, number]): number => {
    const there = durations[i][j] as number;
    const found = seconds[i][j];
    return found === null ? Infinity : Math.abs(found - there) / there;
  };
  const [first, ...others] = pairs;
  if (!first) return;
  const [i, j] = others.reduce((worst, pair) => (factor(pair) > factor(worst) ? pair : worst), first);
  made.worst = { from: points[i], to: points[j], here: seconds[i][j], there: durations[i][j] as number };
}

const legDiffers = (
  { from }: ReturnType<EmbeddedEngine["matrixSync"]>,
  { snapDistance }: Reference["od"],
  index: number,
): boolean => {
  const meters = from[index].accessMeters;
  return meters === null || Math.abs(meters - snapDistance[index]) > 1;
};

function split<T>(items: T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** Metres from a place to the nearest border of a polygon; Infinity where it has none. */
export function metersToBorder({ coordinates }: MultiPolygon, [lng, lat]: Position): number {
  const metersPerLat = 111_200;
  const metersPerLng = metersPerLat * Math.cos((lat * Math.PI) / 180);
  let best = Infinity;
  for (const ring of coordinates.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const x = (ring[i - 1][0] - lng) * metersPerLng;
      const y = (ring[i - 1][1] - lat) * metersPerLat;
      const dx = (ring[i][0] - lng) * metersPerLng - x;
      const dy = (ring[i][1] - lat) * metersPerLat - y;
      const length2 = dx * dx + dy * dy;
      const t = length2 > 0 ? Math.min(1, Math.max(0, -(x * dx + y * dy) / length2)) : 0;
      best = Math.min(best, Math.hypot(x + t * dx, y + t * dy));
    }
  }
  return best;
}
