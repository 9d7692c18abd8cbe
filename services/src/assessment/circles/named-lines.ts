/** Named roads, rivers and railways of a map, ready to be asked what runs near a place. */
import type { FeatureCollection, Position as GeoJsonPosition } from "geojson";

export type LineKind = "road" | "river" | "railway" | "community";

/** Roads that people name a place by; paths and lifts are none. */
const roadKinds = new Set([
  "motorway",
  "trunk",
  "primary",
  "secondary",
  "tertiary",
  "minor",
  "service",
  "pedestrian",
  "footway",
  "cycleway",
  "track",
]);

/** What a railway without a name is called. */
const railwayName = "铁路";

/** Straight pieces of lines: of name nameOf[i], from ends[4 i], ends[4 i + 1] to ends[4 i + 2], ends[4 i + 3]. */
export interface NamedLines {
  names: { name: string; kind: LineKind }[];
  nameOf: Uint32Array;
  ends: Float64Array;
}

class Builder {
  readonly names: NamedLines["names"] = [];
  readonly #numbers = new Map<string, number>();
  readonly #nameOf: number[] = [];
  readonly #ends: number[] = [];

  add(name: string, kind: LineKind, line: readonly GeoJsonPosition[]): void {
    const key = `${kind} ${name}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      this.#numbers.set(key, (number = this.names.length));
      this.names.push({ name, kind });
    }
    for (let i = 1; i < line.length; i++) {
      this.#nameOf.push(number);
      this.#ends.push(line[i - 1][0], line[i - 1][1], line[i][0], line[i][1]);
    }
  }

  done(): NamedLines {
    return { names: this.names, nameOf: Uint32Array.from(this.#nameOf), ends: Float64Array.from(this.#ends) };
  }
}

/** Of the layers `way`, `water` and `rail` of a basemap. Tunnels of railways bound nothing. */
export function namedLinesOf(layers: Record<string, FeatureCollection | undefined>): NamedLines {
  const lines = new Builder();
  for (const { geometry, properties } of layers.way?.features ?? []) {
    const name: unknown = properties?.name;
    if (typeof name !== "string" || !roadKinds.has(String(properties?.kind))) continue;
    if (geometry.type === "LineString") lines.add(name, "road", geometry.coordinates);
  }
  for (const { geometry, properties } of layers.water?.features ?? []) {
    const name: unknown = properties?.name;
    if (typeof name !== "string") continue;
    if (geometry.type === "LineString") lines.add(name, "river", geometry.coordinates);
    if (geometry.type === "Polygon") for (const ring of geometry.coordinates) lines.add(name, "river", ring);
    if (geometry.type === "MultiPolygon") {
      for (const ring of geometry.coordinates.flat()) lines.add(name, "river", ring);
    }
  }
  for (const { geometry, properties } of layers.rail?.features ?? []) {
    if (properties?.tunnel === true || properties?.kind === "tram" || geometry.type !== "LineString") continue;
    const name: unknown = properties?.name;
    lines.add(typeof name === "string" ? name : railwayName, "railway", geometry.coordinates);
  }
  return lines.done();
}

/** Some 110 m. */
const cellDegrees = 0.001;

/** Pieces by the cells that they pass through. */
export class LineGrid {
  readonly lines: NamedLines;
  readonly #cells = new Map<number, number[]>();

  constructor(lines: NamedLines) {
    this.lines = lines;
    for (let i = 0; i < lines.nameOf.length; i++) {
      const [ax, ay, bx, by] = lines.ends.subarray(4 * i, 4 * i + 4);
      const [west, east] = [cell(Math.min(ax, bx)), cell(Math.max(ax, bx))];
      const [south, north] = [cell(Math.min(ay, by)), cell(Math.max(ay, by))];
      for (let row = south; row <= north; row++) {
        for (let column = west; column <= east; column++) {
          // of a long piece only the cells that it comes near, not its whole box
          if (west !== east && south !== north && !passes(ax, ay, bx, by, column, row)) continue;
          const key = keyOf(column, row);
          const known = this.#cells.get(key);
          if (known === undefined) this.#cells.set(key, [i]);
          else known.push(i);
        }
      }
    }
  }

  /** Calls `visit` with each piece whose cells lie within so many degrees of a place; with some more than once. */
  near(lng: number, lat: number, lngDegrees: number, latDegrees: number, visit: (piece: number) => void): void {
    const [west, east] = [cell(lng - lngDegrees), cell(lng + lngDegrees)];
    const north = cell(lat + latDegrees);
    for (let row = cell(lat - latDegrees); row <= north; row++) {
      for (let column = west; column <= east; column++) {
        for (const piece of this.#cells.get(keyOf(column, row)) ?? []) visit(piece);
      }
    }
  }
}

function cell(degrees: number): number {
  return Math.floor(degrees / cellDegrees);
}

function keyOf(column: number, row: number): number {
  return row * 1_000_000 + column;
}

/** Whether a piece comes within a cell's own size of the cell's middle. */
function passes(ax: number, ay: number, bx: number, by: number, column: number, row: number): boolean {
  const [x, y] = [(column + 0.5) * cellDegrees, (row + 0.5) * cellDegrees];
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y) <= cellDegrees;
}
