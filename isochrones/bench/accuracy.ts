import type { EmbeddedEngine, MultiPolygon, Position } from "../src/index.ts";
import { ascending, quantile } from "./figures.ts";
import type { Reference } from "./inputs.ts";
import { classifyOutliers, metersToBorder, type CellFaults, type Outliers } from "./outliers.ts";

export interface Accuracy {
  pairs: number;
  /** Pairs with a way in the reference and none here, and the other way round. */
  missingHere: number;
  missingThere: number;
  /** Relative difference of seconds, 0.01 = 1 %. */
  seconds: { median: number; p95: number; p99: number };
  meters: { median: number; p95: number };
  /** Places whose access leg differs by more than a metre. */
  snappedElsewhere: { index: number; point: Position; here: number | null; there: number }[];
  rings: { minutes: number; iou: number; cells: number; onlyHere: number; onlyThere: number }[];
  /** What the outliers come from. */
  outliers: Outliers;
}

const MINUTES = [5, 10, 15];
/** Cells further from any way than this are left out: they belong to no walk in the reference. */
const MAX_CELL_SNAP_METERS = 25;

/** Holds the engine against measurements: private ways left out, stock 5 km/h, judged inside the reference's box. */
export async function measureAccuracy(file: string, engine: EmbeddedEngine, reference: Reference): Promise<Accuracy> {
  const settings = { privateWays: "exclude" as const, speedKmh: 5 };
  const { od } = reference;
  const matrix = engine.matrixSync(od.points, od.points, settings);
  const seconds: number[] = [];
  const meters: number[] = [];
  let missingHere = 0;
  let missingThere = 0;
  for (let i = 0; i < od.points.length; i++) {
    for (let j = 0; j < od.points.length; j++) {
      const there = od.durations[i][j];
      const here = matrix.seconds[i][j];
      if (i === j) continue;
      if (here === null && there !== null) missingHere++;
      if (there === null && here !== null) missingThere++;
      // under a second the reference's own rounding is all there is to see
      if (here === null || there === null || there < 1) continue;
      seconds.push(Math.abs(here - there) / there);
      const distance = od.distances[i][j];
      if (distance !== null && distance >= 1) meters.push(Math.abs((matrix.meters[i][j] ?? 0) - distance) / distance);
    }
  }
  const snappedElsewhere = od.points
    .map((point, index) => ({ index, point, here: matrix.from[index].accessMeters, there: od.snapDistance[index] }))
    .filter((row) => row.here === null || Math.abs(row.here - row.there) > 1);
  const sortedSeconds = ascending(seconds);
  const sortedMeters = ascending(meters);
  return {
    pairs: seconds.length,
    missingHere,
    missingThere,
    seconds: {
      median: quantile(sortedSeconds, 0.5),
      p95: quantile(sortedSeconds, 0.95),
      p99: quantile(sortedSeconds, 0.99),
    },
    meters: { median: quantile(sortedMeters, 0.5), p95: quantile(sortedMeters, 0.95) },
    snappedElsewhere,
    rings: measureRings(reference, (origin) => engine.isochronesSync(origin, MINUTES, settings).rings),
    outliers: await classifyOutliers(file, engine, reference, settings, faultyCells(reference, settings)),
  };
}

type RingsAt = (origin: Position) => { minutes: number; geometry: MultiPolygon }[];

/** Intersection over union of cell centres: inside the polygons, against inside by the reference's own times. */
export function measureRings(reference: Reference, ringsAt: RingsAt): Accuracy["rings"] {
  const rows = MINUTES.map((minutes) => ({ minutes, both: 0, onlyHere: 0, onlyThere: 0 }));
  judgeCells(reference, ringsAt, ({ ring, here, there }) => {
    const row = rows[ring];
    if (here && there) row.both++;
    else if (here) row.onlyHere++;
    else if (there) row.onlyThere++;
  });
  return rows.map(({ minutes, both, onlyHere, onlyThere }) => {
    const cells = both + onlyHere + onlyThere;
    return { minutes, iou: both / cells, cells, onlyHere, onlyThere };
  });
}

interface JudgedCell {
  key: string;
  position: Position;
  /** Index of its minutes. */
  ring: number;
  here: boolean;
  there: boolean;
  geometry: MultiPolygon;
}

/** Visits every cell of the reference that counts, once for each ring. */
function judgeCells(reference: Reference, ringsAt: RingsAt, visit: (cell: JudgedCell) => void): void {
  const [west, south, east, north] = reference.box;
  const metersPerSecond = 5 / 3.6;
  reference.iso.forEach(({ origin, snapDistance, cells, durations, cellSnapDistance }, from) => {
    const rings = ringsAt(origin);
    cells.forEach((position, cell) => {
      const [lng, lat] = position;
      if (lng < west || lng > east || lat < south || lat > north) return;
      if (cellSnapDistance[cell] > MAX_CELL_SNAP_METERS) return;
      const walked = durations[cell];
      const seconds = walked === null ? Infinity : walked + (snapDistance + cellSnapDistance[cell]) / metersPerSecond;
      MINUTES.forEach((minutes, ring) => {
        const geometry = rings.find((each) => each.minutes === minutes)?.geometry ?? NOTHING;
        const here = isInside(geometry, lng, lat);
        visit({ key: `${from}/${minutes}/${cell}`, position, ring, here, there: seconds <= minutes * 60, geometry });
      });
    });
  });
}

const NOTHING: MultiPolygon = { type: "MultiPolygon", coordinates: [] };

const faultyCells =
  (reference: Reference, settings: Parameters<EmbeddedEngine["isochronesSync"]>[2]): CellFaults =>
  (engine) => {
    const faults: ReturnType<CellFaults> = [];
    judgeCells(
      reference,
      (origin) => engine.isochronesSync(origin, MINUTES, settings).rings,
      ({ key, position, here, there, geometry }) => {
        if (here !== there) faults.push({ key, position, metersToBorder: metersToBorder(geometry, position) });
      },
    );
    return faults;
  };

function isInside({ coordinates }: MultiPolygon, lng: number, lat: number): boolean {
  return coordinates.some((rings) => {
    let inside = false;
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [x1, y1] = ring[i];
        const [x2, y2] = ring[j];
        if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
      }
    }
    return inside;
  });
}
