/** Gates of compounds whose table names none: those that the map has in the wall, else where ways lead through it. */
import { setImmediate } from "node:timers/promises";
import { openWalkNetwork, straightPieces } from "@quarterhour/isochrones";
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { CompoundDraft, CompoundGate, Store } from "../../store/index.ts";
import { BoxIndex } from "../geometry/boxes.ts";
import { boxOfPolygons, polygonsContain, polygonsOf } from "../geometry/polygon.ts";
import { degreesFor, metersBetween, metersToRing } from "../geometry/sphere.ts";
import { IN_THE_WALL_METERS } from "../osm/compounds.ts";
import { OSM_SOURCE } from "../source.ts";

/** Pieces of ways between two turns of the event loop. */
const PIECES_AT_ONCE = 50_000;

/** Gives the same drafts, with gates where they had none and the city's map tells of any. */
export async function withGates(
  store: Store,
  city: string,
  drafts: CompoundDraft[],
  signal?: AbortSignal,
): Promise<CompoundDraft[]> {
  if (drafts.every(({ gates }) => gates.length > 0)) return drafts;
  const ofMap = (await store.listCompounds(city)).filter(({ source }) => source === OSM_SOURCE);
  const found = drafts.map((draft) => ({ ...draft }));
  const index = new WallIndex(found.filter(({ gates }) => gates.length === 0));
  const known = new Map(ofMap.flatMap(({ gates }) => gates.map((gate) => [gate.ref ?? String(gate.location), gate])));
  for (const gate of known.values()) {
    for (const compound of index.near(gate.location)) compound.gates = [...compound.gates, gate];
  }
  const without = found.filter(({ gates }) => gates.length === 0);
  if (without.length > 0) await addOpenings(store, city, without, signal);
  return found;
}

/** The nearest of the compounds in whose wall a place lies; null where it lies in none. */
export function inWallOf<T extends CompoundDraft>(index: WallIndex<T>, location: Position): T | null {
  return index.near(location)[0] ?? null;
}

/** Compounds, to be asked in whose wall a place lies. */
export class WallIndex<T extends CompoundDraft> {
  readonly #boxes = new BoxIndex<{ compound: T; rings: Position[][] }>();

  constructor(compounds: T[]) {
    for (const compound of compounds) {
      const polygons = polygonsOf(compound.boundary);
      this.#boxes.add(grown(boxOfPolygons(polygons)), { compound, rings: polygons.flat() });
    }
  }

  /** The nearest first. */
  near(location: Position): T[] {
    return this.#boxes
      .at(location)
      .map(({ compound, rings }) => ({
        compound,
        meters: Math.min(...rings.map((ring) => metersToRing(location, ring))),
      }))
      .filter(({ meters }) => meters <= IN_THE_WALL_METERS)
      .sort((a, b) => a.meters - b.meters)
      .map(({ compound }) => compound);
  }
}

function grown([west, south, east, north]: BoundingBox): BoundingBox {
  const reach = degreesFor(IN_THE_WALL_METERS, (south + north) / 2);
  return [west - reach.lng, south - reach.lat, east + reach.lng, north + reach.lat];
}

/** Where a way leads from inside to outside, people come and go; nothing more is known of such a gate. */
async function addOpenings(
  store: Store,
  city: string,
  compounds: CompoundDraft[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const version = (await store.getCity(city))?.networkVersion ?? null;
  const bytes = version === null ? null : await store.getArtifact({ city, kind: "network", version });
  if (bytes === null) return;
  const index = new BoxIndex<{ compound: CompoundDraft; polygons: Position[][][] }>();
  for (const compound of compounds) {
    const polygons = polygonsOf(compound.boundary);
    index.add(boxOfPolygons(polygons), { compound, polygons });
  }
  let pieces = 0;
  for (const [from, to] of straightPieces(openWalkNetwork(bytes))) {
    if (++pieces % PIECES_AT_ONCE === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    for (const entry of new Set([...index.at(from), ...index.at(to)])) {
      const { compound, polygons } = entry;
      if (polygonsContain(polygons, from) === polygonsContain(polygons, to)) continue;
      const location = crossing(polygons, from, to);
      if (location === null) continue;
      const isKnown = compound.gates.some((gate) => metersBetween(gate.location, location) <= IN_THE_WALL_METERS);
      if (!isKnown) compound.gates = [...compound.gates, opening(location)];
    }
  }
}

const opening = (location: Position): CompoundGate => ({
  location,
  name: null,
  kind: null,
  openingHours: null,
  access: null,
  locked: null,
  ref: null,
});

/** The first place on the way from one position to the other where it crosses a ring; null where it only touches. */
function crossing(polygons: Position[][][], [x1, y1]: Position, [x2, y2]: Position): Position | null {
  let first: number | null = null;
  for (const ring of polygons.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1];
      const [bx, by] = ring[i];
      const turn = (x2 - x1) * (by - ay) - (y2 - y1) * (bx - ax);
      if (turn === 0) continue;
      const along = ((ax - x1) * (by - ay) - (ay - y1) * (bx - ax)) / turn;
      const across = ((ax - x1) * (y2 - y1) - (ay - y1) * (x2 - x1)) / turn;
      if (along < 0 || along > 1 || across < 0 || across > 1) continue;
      if (first === null || along < first) first = along;
    }
  }
  const rounded = (value: number) => Number(value.toFixed(7));
  return first === null ? null : [rounded(x1 + (x2 - x1) * first), rounded(y1 + (y2 - y1) * first)];
}
