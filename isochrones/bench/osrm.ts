/**
 * Rings of the OSRM engine, without an OSRM server: drawn from what a real one was measured to say at the centres of H3
 * cells, and from a stand-in that says at all cells what the embedded engine knows.
 */
import { latLngToCell } from "h3-js";
import { basename } from "node:path";
import { cellsAround } from "../src/engines/osrm/cells.ts";
import { drawRings } from "../src/engines/osrm/rings.ts";
import { stretchesOf, type SampledGrid } from "../src/engines/osrm/stretches.ts";
import { buildWalkNetwork, EmbeddedEngine, type Position, type Ring } from "../src/index.ts";
import { measureRings } from "./accuracy.ts";
import { quantile } from "./figures.ts";
import { readInputs, type Reference } from "./inputs.ts";

const MINUTES = [5, 10, 15];
const METERS_PER_SECOND = 5 / 3.6;
const MILLISECONDS_PER_METER = 1000 / METERS_PER_SECOND;
const SETTINGS = { privateWays: "exclude" as const, speedKmh: 5 };
/** Legs that differ by more belong to another way: where it runs was not measured. */
const SAME_LEG_METERS = 1;

type Origin = Reference["iso"][number];

/** What is said at the centres of cells: seconds to the foot without the origin's leg, and the leg. */
type Said = (centre: Position, index: number) => { seconds: number; legMeters: number; foot: Position } | null;

async function drawn(
  origin: Position,
  access: { accessMeters: number; location: Position },
  saidAbout: (centres: Position[]) => Said,
) {
  const { accessMeters, location } = access;
  const grids = (await cellsAround(origin, 15 * 60 * METERS_PER_SECOND))!;
  const sampled = grids.map((grid): SampledGrid => {
    const said = saidAbout(grid.centres);
    const all = grid.centres.map(said);
    return {
      ...grid,
      feet: all.map((each, i) => each?.foot ?? grid.centres[i]),
      legMeters: Float64Array.from(all, (each) => each?.legMeters ?? Infinity),
      milliseconds: Float64Array.from(all, (each) =>
        each ? (each.seconds + accessMeters / METERS_PER_SECOND) * 1000 : Infinity,
      ),
    };
  });
  const begin = performance.now();
  const start = { location, milliseconds: accessMeters * MILLISECONDS_PER_METER };
  const stretches = stretchesOf(sampled, origin, start, MILLISECONDS_PER_METER);
  const rings = drawRings(stretches, MINUTES, MILLISECONDS_PER_METER);
  return { rings, milliseconds: performance.now() - begin };
}

/**
 * The measured cells that can be used: where a cell's way lies was not measured, and is taken from the map where the leg
 * is as long there.
 */
function usable(engine: EmbeddedEngine, { cells, cellSnapDistance }: Origin): number[] {
  return cells.flatMap((cell, i) => {
    const attachment = engine.attach(cell, SETTINGS);
    return attachment && Math.abs(attachment.accessMeters - cellSnapDistance[i]) <= SAME_LEG_METERS ? [i] : [];
  });
}

function measured(engine: EmbeddedEngine, { cells, durations, cellSnapDistance }: Origin) {
  const key = ([lng, lat]: Position): string => latLngToCell(lat, lng, 11);
  const index = new Map(cells.map((cell, i) => [key(cell), i]));
  return (): Said => (centre) => {
    const i = index.get(key(centre));
    if (i === undefined) return null;
    const foot = engine.attach(cells[i], SETTINGS)!.location;
    return { seconds: durations[i] ?? Infinity, legMeters: cellSnapDistance[i], foot };
  };
}

const standIn =
  (engine: EmbeddedEngine, origin: Position) =>
  (centres: Position[]): Said => {
    const matrix = engine.matrixSync([origin], centres, SETTINGS);
    return (_centre, i) => {
      const { location, accessMeters } = matrix.to[i];
      if (!location || accessMeters === null) return null;
      // OSRM rounds to 0.1 s
      const seconds = Math.round((matrix.seconds[0][i] ?? Infinity) * 10) / 10;
      return { seconds, legMeters: accessMeters, foot: location };
    };
  };

/** Ground in both, in the first alone, in the second alone: on a lattice of 10 m, off the one that rings are drawn from. */
function compareGround(one: Ring[], other: Ring[], [lng, lat]: Position, [west, south, east, north]: Reference["box"]) {
  const step = 0.0001;
  return MINUTES.map((minutes, ring) => {
    const result = { both: 0, first: 0, second: 0 };
    const reach = minutes * 0.00085;
    for (let y = Math.max(south, lat - reach); y < Math.min(north, lat + reach); y += step) {
      for (let x = Math.max(west, lng - reach); x < Math.min(east, lng + reach); x += step) {
        const a = isInside(one[ring], x, y);
        const b = isInside(other[ring], x, y);
        if (a && b) result.both++;
        else if (a) result.first++;
        else if (b) result.second++;
      }
    }
    return result;
  });
}

function isInside({ geometry }: Ring, lng: number, lat: number): boolean {
  let inside = false;
  for (const ring of geometry.coordinates.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1];
      const [x2, y2] = ring[i];
      if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

/** Where nothing was measured: places all over the map, for the stand-in alone. */
function unmeasured({ network }: EmbeddedEngine): Reference {
  const count = 12;
  const places = Array.from({ length: count }, (_, i) =>
    network.vertexPosition(Math.floor(((i + 0.5) / count) * network.vertexCount)),
  );
  return {
    engine: "none",
    box: network.bbox,
    od: { points: [], snapped: [], snapDistance: [], durations: [], distances: [] },
    iso: places.map((origin) => ({ origin, snapDistance: Infinity, cells: [], durations: [], cellSnapDistance: [] })),
  };
}

async function measure(engine: EmbeddedEngine, reference: Reference) {
  const ground = MINUTES.map((minutes) => ({ minutes, both: 0, onlyOsrm: 0, onlyEmbedded: 0 }));
  const times: number[] = [];
  const recorded = new Map<Position, Ring[]>();
  const kept: Reference = { ...reference, iso: [] };
  for (const each of reference.iso) {
    const access = engine.attach(each.origin, SETTINGS);
    if (!access) continue;
    if (Math.abs(access.accessMeters - each.snapDistance) <= SAME_LEG_METERS) {
      const use = usable(engine, each);
      const known: Origin = {
        ...each,
        cells: use.map((i) => each.cells[i]),
        durations: use.map((i) => each.durations[i]),
        cellSnapDistance: use.map((i) => each.cellSnapDistance[i]),
      };
      kept.iso.push(known);
      recorded.set(each.origin, (await drawn(each.origin, access, measured(engine, known))).rings);
    }
    const { rings, milliseconds } = await drawn(each.origin, access, standIn(engine, each.origin));
    times.push(milliseconds);
    const own = engine.isochronesSync(each.origin, MINUTES, SETTINGS).rings;
    compareGround(rings, own, each.origin, reference.box).forEach((cells, ring) => {
      ground[ring].both += cells.both;
      ground[ring].onlyOsrm += cells.first;
      ground[ring].onlyEmbedded += cells.second;
    });
  }
  const cellsOf = ({ iso }: Reference): number => iso.reduce((sum, { cells }) => sum + cells.length, 0);
  return {
    origins: times.length,
    originsRecorded: kept.iso.length,
    cellsLeftOut: 1 - cellsOf(kept) / Math.max(1, cellsOf(reference)),
    recorded: measureRings(kept, (origin) => recorded.get(origin) ?? []),
    standIn: ground.map(({ minutes, both, onlyOsrm, onlyEmbedded }) => ({
      minutes,
      iou: both / (both + onlyOsrm + onlyEmbedded),
      onlyOsrm: onlyOsrm / (both + onlyOsrm),
      onlyEmbedded: onlyEmbedded / (both + onlyEmbedded),
    })),
    drawMilliseconds: quantile(
      times.toSorted((a, b) => a - b),
      0.5,
    ),
  };
}

try {
  const { maps, json } = readInputs(process.argv.slice(2));
  const results = [];
  for (const { osm, reference } of maps) {
    const engine = new EmbeddedEngine(await buildWalkNetwork(osm));
    const { recorded, ...result } = await measure(engine, reference ?? unmeasured(engine));
    results.push({ map: basename(osm), ...result, recorded: reference && recorded });
    if (json) continue;
    const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
    console.log(`${basename(osm)}: ${result.origins} origins, drawn in ${result.drawMilliseconds.toFixed(0)} ms (p50)`);
    if (reference) {
      console.log(
        `  from a real OSRM's times at cell centres, ${result.originsRecorded} origins; ${percent(result.cellsLeftOut)} of the centres left out, whose way was not measured`,
      );
      for (const { minutes, iou, cells } of recorded) {
        console.log(`    ${String(minutes).padStart(2)} minutes: IoU ${iou.toFixed(3)} of ${cells} centres   bar 0.95`);
      }
    } else console.log("  no --reference given for this map: a real OSRM's times are not known");
    console.log("  from a stand-in, the ground beside the embedded engine's");
    for (const { minutes, iou, onlyOsrm, onlyEmbedded } of result.standIn) {
      console.log(
        `    ${String(minutes).padStart(2)} minutes: IoU ${iou.toFixed(3)}, too much ${percent(onlyOsrm)}, missing ${percent(onlyEmbedded)}`,
      );
    }
  }
  if (json) console.log(JSON.stringify(results, null, 2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
