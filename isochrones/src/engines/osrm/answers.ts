/** OSRM's answers, looked at field by field: whatever is not as its documentation says is an OsrmError. */
import type { Position } from "../../types.ts";
import { OsrmError } from "./errors.ts";

/** A place that was asked for and where OSRM's map has its nearest way. */
export interface Waypoint {
  location: Position;
  /** Straight metres from the place asked for. */
  legMeters: number;
}

export interface Table {
  sources: Waypoint[];
  destinations: Waypoint[];
  /** Seconds at OSRM's own speed; null where there is no way. Rows are sources. */
  seconds: (number | null)[][];
  /** Only where it was asked for. */
  meters: (number | null)[][] | null;
  dataVersion: string | null;
}

export interface RouteStep {
  name: string;
  meters: number;
  mode: string;
  location: Position;
}

export interface Route {
  from: Waypoint;
  to: Waypoint;
  seconds: number;
  meters: number;
  line: Position[];
  steps: RouteStep[];
  dataVersion: string | null;
}

type Body = Record<string, unknown>;

const wrong = (field: string): OsrmError =>
  new OsrmError("garbled", `OSRM's answer is not as it should be: "${field}" is missing or of another kind`);

export function readNearest(body: Body): Waypoint {
  return readWaypoints(body.waypoints, "waypoints")[0] ?? fail("waypoints");
}

/** The table of so many sources and destinations. */
export function readTable(body: Body, sources: number, destinations: number, withMeters: boolean): Table {
  return {
    sources: readWaypoints(body.sources, "sources", sources),
    destinations: readWaypoints(body.destinations, "destinations", destinations),
    seconds: readCells(body.durations, "durations", sources, destinations),
    meters: withMeters ? readCells(body.distances, "distances", sources, destinations) : null,
    dataVersion: readDataVersion(body),
  };
}

export function readRoute(body: Body): Route {
  const [from, to] = readWaypoints(body.waypoints, "waypoints", 2);
  const route = readObject(readList(body.routes, "routes")[0], "routes");
  const geometry = readObject(route.geometry, "geometry");
  const steps = readList(route.legs, "legs").flatMap((leg) => readList(readObject(leg, "legs").steps, "steps"));
  return {
    from,
    to,
    seconds: readAmount(route.duration, "duration"),
    meters: readAmount(route.distance, "distance"),
    line: readList(geometry.coordinates, "geometry").map((position) => readPosition(position, "geometry")),
    steps: steps.map((each) => {
      const step = readObject(each, "steps");
      const maneuver = readObject(step.maneuver, "maneuver");
      return {
        name: typeof step.name === "string" ? step.name : "",
        meters: readAmount(step.distance, "steps.distance"),
        mode: typeof step.mode === "string" ? step.mode : "",
        location: readPosition(maneuver.location, "maneuver.location"),
      };
    }),
    dataVersion: readDataVersion(body),
  };
}

const readDataVersion = ({ data_version: version }: Body): string | null =>
  typeof version === "string" && version !== "" ? version.slice(0, 100) : null;

function readWaypoints(value: unknown, field: string, count?: number): Waypoint[] {
  const list = readList(value, field);
  if (count !== undefined && list.length !== count) throw wrong(field);
  return list.map((each) => {
    const waypoint = readObject(each, field);
    return { location: readPosition(waypoint.location, field), legMeters: readAmount(waypoint.distance, field) };
  });
}

function readCells(value: unknown, field: string, rows: number, columns: number): (number | null)[][] {
  const list = readList(value, field);
  if (list.length !== rows) throw wrong(field);
  for (const row of list) {
    if (readList(row, field).length !== columns) throw wrong(field);
    for (const cell of row as unknown[]) if (cell !== null) readAmount(cell, field);
  }
  return list as (number | null)[][];
}

function readAmount(value: unknown, field: string): number {
  return typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : fail(field);
}

function readPosition(value: unknown, field: string): Position {
  const [lng, lat] = readList(value, field);
  if (typeof lng !== "number" || typeof lat !== "number" || Math.abs(lng) > 180 || Math.abs(lat) > 90) fail(field);
  return [lng as number, lat as number];
}

function readList(value: unknown, field: string): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : fail(field);
}

function readObject(value: unknown, field: string): Body {
  return typeof value === "object" && value !== null ? (value as Body) : fail(field);
}

function fail(field: string): never {
  throw wrong(field);
}
