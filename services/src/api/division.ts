/** A city divided for figures: the whole, its administrative areas, circles, or H3 cells; and a part of it alone. */
import type { Position } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon } from "geojson";
import { cellToBoundary, latLngToCell } from "h3-js";
import { setImmediate } from "node:timers/promises";
import { boxAsPolygon } from "../box.ts";
import { membersOf } from "../assessment/coverage.ts";
import type { Members } from "../assessment/coverage.ts";
import type { Circle } from "../store/circle-types.ts";
import type { Residence } from "../store/records.ts";
import type { Store } from "../store/store.ts";
import { AreaIndex } from "../store/polygons.ts";
import { divide, levels } from "./area-levels.ts";
import type { CityContext } from "./city-context.ts";
import { Problem } from "./problem.ts";

export const coverageLevels = [...levels, "circle", "cell"] as const;
export type CoverageLevel = (typeof coverageLevels)[number];

export interface FiguredArea {
  id: string;
  name: string;
  nameEn: string | null;
  level: CoverageLevel;
}

export interface Division {
  areas: FiguredArea[];
  /** By index in `areas`; circles may overlap. */
  members: Members;
  /** Of the whole city it is the box of the map. */
  geometryOf: (area: FiguredArea) => Polygon | MultiPolygon;
}

/** Between so many residences others get a turn. */
const rowsPerTurn = 5000;
const cellsPerTurn = 100;
/** Of so many doors the street is looked up; a cell has few streets. */
const doorsPerCell = 20;

/**
 * `circles` are those of the city as they are now, only looked at for the level `circle`; `resolution` only for `cell`.
 */
export function divideInto(
  context: CityContext,
  level: CoverageLevel,
  { circles, resolution }: { circles: readonly Circle[]; resolution: number },
): Promise<Division> {
  const { now } = context;
  if (level === "circle") {
    // Circles come and go without a change to the city.
    const state = circles.map(({ id, boundaryVersion, name }) => `${id} ${boundaryVersion} ${name}`).join("\n");
    return now.latest("division circle", state, () => byCircle(now, circles));
  }
  if (level === "cell") return now.once(`division cell ${resolution}`, () => byCell(now, resolution));
  return now.once(`division ${level}`, async () => {
    const { areas, areaOf } = await divide(now, level);
    const { bbox } = now.city;
    const geometries = new Map((await now.areas()).map(({ id, geometry }) => [id, geometry]));
    return {
      areas,
      members: membersOf(areaOf, areas.length),
      geometryOf: ({ id }) => (level === "city" ? boxAsPolygon(bbox) : geometries.get(id)!),
    };
  });
}

/** The residences within an area or circle, as 1 for each row; a Problem naming what is wrong where there is none. */
export async function rowsWithin(
  context: CityContext,
  id: string,
  circles: readonly Circle[],
): Promise<{ area: FiguredArea; isWithin: Uint8Array }> {
  const residences = await context.residences();
  const isWithin = new Uint8Array(residences.length);
  const circle = circles.find((each) => each.id === id);
  if (circle !== undefined) {
    const index = circleIndex(circle);
    for (const [row, { location }] of residences.entries()) if (index.find(location) !== null) isWithin[row] = 1;
    return { area: { id, name: circle.name, nameEn: null, level: "circle" }, isWithin };
  }
  const area = (await context.areas()).find((each) => each.id === id);
  if (area === undefined) {
    throw new Problem(404, `There is no area and no circle ${id} in ${context.city.id}.`, [
      { field: "area", message: "should be the id of a district, street, community or circle" },
    ]);
  }
  const { name, nameEn, level } = area;
  for (const [row, { areas }] of residences.entries()) if (areas[level] === id) isWithin[row] = 1;
  return { area: { id, name, nameEn, level }, isWithin };
}

/** Only these residences, and only areas that have any of them. */
export function restrictDivision({ areas, members, ...rest }: Division, isWithin: Uint8Array): Division {
  const kept: FiguredArea[] = [];
  const start = [0];
  const rows: number[] = [];
  for (const [index, area] of areas.entries()) {
    const inside = members.rows
      .subarray(members.start[index], members.start[index + 1])
      .filter((row) => isWithin[row] === 1);
    if (inside.length === 0) continue;
    kept.push(area);
    for (const row of inside) rows.push(row);
    start.push(rows.length);
  }
  return { ...rest, areas: kept, members: { start: Uint32Array.from(start), rows: Uint32Array.from(rows) } };
}

export function circleIndex({ boundary }: Pick<Circle, "boundary">): AreaIndex<{ geometry: MultiPolygon }> {
  const coordinates = boundary.type === "Polygon" ? [boundary.coordinates] : boundary.coordinates;
  return new AreaIndex([{ geometry: { type: "MultiPolygon", coordinates } }]);
}

async function byCircle(context: CityContext, circles: readonly Circle[]): Promise<Division> {
  const residences = await context.residences();
  const start = new Uint32Array(circles.length + 1);
  const rows: number[] = [];
  for (const [i, circle] of circles.entries()) {
    const index = circleIndex(circle);
    for (const [row, { location }] of residences.entries()) if (index.find(location) !== null) rows.push(row);
    start[i + 1] = rows.length;
    await setImmediate();
  }
  const boundaries = new Map(circles.map(({ id, boundary }) => [id, boundary]));
  return {
    areas: circles.map(({ id, name }) => ({ id, name, nameEn: null, level: "circle" })),
    members: { start, rows: Uint32Array.from(rows) },
    geometryOf: ({ id }) => boundaries.get(id)!,
  };
}

async function byCell(context: CityContext, resolution: number): Promise<Division> {
  const residences = await context.residences();
  const indexOf = new Map<string, number>();
  const areaOf = new Int32Array(residences.length);
  for (const [row, { location }] of residences.entries()) {
    if (row % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
    const cell = latLngToCell(location[1], location[0], resolution);
    let index = indexOf.get(cell);
    if (index === undefined) indexOf.set(cell, (index = indexOf.size));
    areaOf[row] = index;
  }
  const members = membersOf(areaOf, indexOf.size);
  const names = await cellNames(context, residences, members);
  return {
    areas: [...indexOf.keys()].map((id, i) => ({ id, name: names[i] ?? id, nameEn: null, level: "cell" })),
    members,
    geometryOf: ({ id }) => cellPolygon(id),
  };
}

/**
 * What people would call each cell: the compound most of its households live in, else the street at their doors, else
 * the community; a second cell of the same name is told apart by a number. Null where nothing there has a name.
 */
async function cellNames(
  context: CityContext,
  residences: readonly Residence[],
  { start, rows }: Members,
): Promise<(string | null)[]> {
  const engine = await context.engine();
  const attach = engine.attachEach({});
  const streetAt = (location: Position) => {
    const attachment = attach(location);
    return attachment === null ? "" : engine.network.edgeNameOf(attachment.edge);
  };
  const communities = new Map((await context.areas()).map(({ id, name }) => [id, name]));
  const timesUsed = new Map<string, number>();
  const names: (string | null)[] = [];
  for (let cell = 0; cell + 1 < start.length; cell++) {
    if (cell % cellsPerTurn === cellsPerTurn - 1) await setImmediate();
    const within = Array.from(rows.subarray(start[cell], start[cell + 1]), (row) => residences[row]);
    const name =
      mostHouseholds(within, ({ compound }) => compound ?? "") ??
      mostHouseholds(within.slice(0, doorsPerCell), ({ location }) => streetAt(location)) ??
      mostHouseholds(within, ({ areas }) => communities.get(areas.community ?? "") ?? "");
    if (name === null) {
      names.push(null);
      continue;
    }
    const times = (timesUsed.get(name) ?? 0) + 1;
    timesUsed.set(name, times);
    names.push(times === 1 ? name : `${name} ${times}`);
  }
  return names;
}

/** The name under which most households are; null where none has a name. */
function mostHouseholds(residences: readonly Residence[], nameOf: (residence: Residence) => string): string | null {
  const households = new Map<string, number>();
  for (const residence of residences) {
    const name = nameOf(residence);
    if (name !== "") households.set(name, (households.get(name) ?? 0) + residence.households);
  }
  let best: string | null = null;
  for (const [name, count] of households) if (best === null || count > households.get(best)!) best = name;
  return best;
}

export function cellPolygon(cell: string): Polygon & { coordinates: Position[][] } {
  return { type: "Polygon", coordinates: [cellToBoundary(cell, true) as Position[]] };
}

/** The residences of an area, by row; of the whole city where none is named. */
export async function areaRows(
  store: Pick<Store, "listCircles">,
  context: CityContext,
  id: string | undefined,
): Promise<{ area: FiguredArea; rows: Uint32Array }> {
  if (id === undefined) {
    const { city } = context;
    const rows = Uint32Array.from(await context.residences(), (_residence, row) => row);
    return { area: { id: city.id, name: city.nameZh, nameEn: city.nameEn, level: "city" }, rows };
  }
  const { area, isWithin } = await rowsWithin(context, id, await store.listCircles(context.city.id));
  return { area, rows: Uint32Array.from(isWithin.keys()).filter((row) => isWithin[row] === 1) };
}
