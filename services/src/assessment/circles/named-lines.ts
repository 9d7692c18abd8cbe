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

/** Carriageways beside a main road carry its name with this behind; people name the road. */
const besideMain = /(辅路|辅道)$/;

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
    const called = name.replace(besideMain, "") || name;
    const key = `${kind} ${called}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      this.#numbers.set(key, (number = this.names.length));
      this.names.push({ name: called, kind });
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

/** Some 110 m; more where a city is so large that there would be too many cells. */
const leastCellDegrees = 0.001;
const mostCells = 4_000_000;

/** Pieces by the cells that they pass through. */
export class LineGrid {
  readonly lines: NamedLines;
  readonly #west: number = Infinity;
  readonly #south: number = Infinity;
  readonly #cellDegrees: number;
  readonly #columns: number;
  readonly #rows: number;
  /** Pieces of cell c: pieces[start[c]] … pieces[start[c + 1] - 1]. */
  readonly #start: Uint32Array;
  readonly #pieces: Uint32Array;

  constructor(lines: NamedLines) {
    this.lines = lines;
    const { ends } = lines;
    let [east, north] = [-Infinity, -Infinity];
    for (let i = 0; i < ends.length; i += 2) {
      if (ends[i] < this.#west) this.#west = ends[i];
      if (ends[i] > east) east = ends[i];
      if (ends[i + 1] < this.#south) this.#south = ends[i + 1];
      if (ends[i + 1] > north) north = ends[i + 1];
    }
    const [width, height] = ends.length === 0 ? [0, 0] : [east - this.#west, north - this.#south];
    this.#cellDegrees = Math.max(leastCellDegrees, Math.sqrt((width * height) / mostCells));
    this.#columns = Math.floor(width / this.#cellDegrees) + 1;
    this.#rows = Math.floor(height / this.#cellDegrees) + 1;
    this.#start = new Uint32Array(this.#columns * this.#rows + 1);
    this.#forEachCell((cell) => this.#start[cell + 1]++);
    for (let cell = 1; cell < this.#start.length; cell++) this.#start[cell] += this.#start[cell - 1];
    this.#pieces = new Uint32Array(this.#start[this.#start.length - 1]);
    const next = this.#start.slice();
    this.#forEachCell((cell, piece) => (this.#pieces[next[cell]++] = piece));
  }

  #column(lng: number): number {
    return Math.floor((lng - this.#west) / this.#cellDegrees);
  }

  #row(lat: number): number {
    return Math.floor((lat - this.#south) / this.#cellDegrees);
  }

  #forEachCell(visit: (cell: number, piece: number) => void): void {
    const { ends, nameOf } = this.lines;
    for (let piece = 0; piece < nameOf.length; piece++) {
      const [ax, ay, bx, by] = [ends[4 * piece], ends[4 * piece + 1], ends[4 * piece + 2], ends[4 * piece + 3]];
      const [west, east] = [this.#column(Math.min(ax, bx)), this.#column(Math.max(ax, bx))];
      const [south, north] = [this.#row(Math.min(ay, by)), this.#row(Math.max(ay, by))];
      for (let row = south; row <= north; row++) {
        for (let column = west; column <= east; column++) {
          // of a long piece only the cells that it comes near, not its whole box
          const isAskew = west !== east && south !== north;
          if (isAskew && !this.#passes(ax, ay, bx, by, column, row)) continue;
          visit(row * this.#columns + column, piece);
        }
      }
    }
  }

  /** Whether a piece comes within a cell's own size of the cell's middle. */
  #passes(ax: number, ay: number, bx: number, by: number, column: number, row: number): boolean {
    const x = this.#west + (column + 0.5) * this.#cellDegrees;
    const y = this.#south + (row + 0.5) * this.#cellDegrees;
    const [dx, dy] = [bx - ax, by - ay];
    const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(ax + t * dx - x, ay + t * dy - y) <= this.#cellDegrees;
  }

  /** Calls `visit` with each piece whose cells lie within so many degrees of a place; with some more than once. */
  near(lng: number, lat: number, lngDegrees: number, latDegrees: number, visit: (piece: number) => void): void {
    const west = Math.max(0, this.#column(lng - lngDegrees));
    const east = Math.min(this.#columns - 1, this.#column(lng + lngDegrees));
    const north = Math.min(this.#rows - 1, this.#row(lat + latDegrees));
    for (let row = Math.max(0, this.#row(lat - latDegrees)); row <= north; row++) {
      if (west > east) return;
      const from = this.#start[row * this.#columns + west];
      const to = this.#start[row * this.#columns + east + 1];
      for (let i = from; i < to; i++) visit(this.#pieces[i]);
    }
  }
}
