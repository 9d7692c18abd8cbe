import { crc32 } from "node:zlib";
import type { WayClass } from "../foot/ways.ts";
import { UNITS_PER_DEGREE } from "../geo.ts";
import type { BoundingBox, Position } from "../types.ts";
import { findFault } from "./check.ts";
import { layArcs, type Arcs } from "./layout.ts";

/**
 * The file of a walking network: 32 bytes of header, a JSON description, then typed arrays, each starting at a
 * multiple of 8 bytes. Nothing is parsed but the description, so opening costs little more than reading.
 *
 * header: magic "QHWALK\r\n", format version u32, CRC-32 of all behind the header u32, byte length f64,
 * length of the description u32, reserved u32; little-endian throughout.
 */
const MAGIC = "QHWALK\r\n";
const FORMAT_VERSION = 3;
const HEADER_BYTES = 32;

export const VERTEX_SIGNALS = 1;
export const VERTEX_CROSSING = 2;
export const VERTEX_GATE = 4;
export const VERTEX_ELEVATOR = 8;
/** The map's data ends here: ways may go on, nobody knows. */
export const VERTEX_EDGE_OF_DATA = 16;

/** A door or the ground may join here when private ways are used / are left out. */
export const EDGE_ATTACHABLE_WITH_PRIVATE = 1;
export const EDGE_ATTACHABLE_PUBLIC = 2;

const arrayTypes = { Int32Array, Uint32Array, Uint16Array, Uint8Array, Float64Array };
type ArrayType = keyof typeof arrayTypes;

/** The arrays of a network, in file order. `V` vertices, `E` edges, `P` shape points, `B` barrier segments. */
const sections = {
  /** V · 1e-7 degree */
  vertexLng: "Int32Array",
  vertexLat: "Int32Array",
  vertexFlags: "Uint8Array",
  /** V+1 · arcs of vertex v are arcStart[v] … arcStart[v+1]-1 */
  arcStart: "Uint32Array",
  /** 2E · edge * 2, plus 1 where the arc runs from the edge's second vertex to its first */
  arcEdge: "Uint32Array",
  arcHead: "Uint32Array",
  edgeFrom: "Uint32Array",
  edgeTo: "Uint32Array",
  /** E · whole millimetres */
  edgeMillimeters: "Uint32Array",
  /** E · row of `classes` */
  edgeClass: "Uint16Array",
  edgeFlags: "Uint8Array",
  /** E · row of the names */
  edgeName: "Uint32Array",
  /** E · id of the OSM way (of the node, for gates) */
  edgeOsmId: "Float64Array",
  /** E+1 · shape points between the two vertices */
  shapeStart: "Uint32Array",
  shapeLng: "Int32Array",
  shapeLat: "Int32Array",
  /** 4 per segment: lng, lat, lng, lat in 1e-7 degree; what access legs do not cross */
  barrierSegments: "Int32Array",
  /** B · what it is: its place in `barrierKinds` of foot/rules.ts */
  barrierKind: "Uint8Array",
  /** Cells of the edge grid and the edges in them; the same for barriers */
  edgeCellStart: "Uint32Array",
  edgeCellItems: "Uint32Array",
  barrierCellStart: "Uint32Array",
  barrierCellItems: "Uint32Array",
  /** Names as UTF-8, and where each starts */
  nameBytes: "Uint8Array",
  nameStart: "Uint32Array",
} as const satisfies Record<string, ArrayType>;

interface ArrayOf {
  Int32Array: Int32Array;
  Uint32Array: Uint32Array;
  Uint16Array: Uint16Array;
  Uint8Array: Uint8Array;
  Float64Array: Float64Array;
}

export type NetworkArrays = { [K in keyof typeof sections]: ArrayOf[(typeof sections)[K]] };

/** A regular grid over the network's box: `columns × rows` cells of `cellUnits` (1e-7 degree). */
export interface Grid {
  west: number;
  south: number;
  cellLng: number;
  cellLat: number;
  columns: number;
  rows: number;
}

export interface Description {
  version: string;
  bbox: BoundingBox;
  osmDate: string | null;
  unreadTimes: string[];
  thinnedAreas: number;
  grid: Grid;
  classes: WayClass[];
  arrays: { name: string; type: ArrayType; offset: number; length: number }[];
}

/** A network file that cannot be used; the message says why and what to do. */
export class NetworkFileError extends Error {
  override name = "NetworkFileError";
}

/** The walkable graph of a city: immutable, in one buffer that threads can share. */
export class WalkNetwork {
  /** The whole file. */
  readonly bytes: Uint8Array;
  /** Changes with every change of content. */
  readonly version: string;
  readonly bbox: BoundingBox;
  readonly osmDate: string | null;
  /** Opening hours and conditions of ways and gates that were not understood, each once; those stay open at all times. */
  readonly unreadTimes: readonly string[];
  /** Squares with so many entries that only near ones are tied straight to each other. */
  readonly thinnedAreas: number;
  readonly grid: Grid;
  readonly classes: readonly WayClass[];
  readonly arrays: NetworkArrays;
  readonly vertexCount: number;
  readonly edgeCount: number;

  constructor(bytes: Uint8Array, description: Description, arrays: NetworkArrays) {
    this.bytes = bytes;
    this.version = description.version;
    this.bbox = description.bbox;
    this.osmDate = description.osmDate;
    this.unreadTimes = description.unreadTimes;
    this.thinnedAreas = description.thinnedAreas;
    this.grid = description.grid;
    this.classes = description.classes;
    this.arrays = arrays;
    this.vertexCount = arrays.vertexLng.length;
    this.edgeCount = arrays.edgeFrom.length;
  }

  vertexPosition(vertex: number): Position {
    return [this.arrays.vertexLng[vertex] / UNITS_PER_DEGREE, this.arrays.vertexLat[vertex] / UNITS_PER_DEGREE];
  }

  edgeClassOf(edge: number): WayClass {
    return this.classes[this.arrays.edgeClass[edge]];
  }

  /** Name of the way an edge belongs to; "" where the map gives none. */
  edgeNameOf(edge: number): string {
    const { nameStart, nameBytes, edgeName } = this.arrays;
    const row = edgeName[edge];
    return utf8.decode(nameBytes.slice(nameStart[row], nameStart[row + 1]));
  }
}

const utf8 = new TextDecoder();
const align = (offset: number): number => Math.ceil(offset / 8) * 8;

/** All but the arcs, which follow from the ends of the edges. */
export type NetworkParts = Omit<NetworkArrays, keyof Arcs>;

const isArc = (name: keyof NetworkArrays): name is keyof Arcs =>
  name === "arcStart" || name === "arcEdge" || name === "arcHead";

/** A version is so long; that of the description while the real one is not known. */
const NO_VERSION = "0".repeat(16);

/**
 * Lays the arrays out in one file, and the arcs of the vertices beside them. The version is a hash of the content, so equal
 * input gives equal bytes. Each array is handed to `done` when it has been copied, so that it need not be held twice.
 */
export function packNetwork(
  parts: NetworkParts,
  about: Omit<Description, "arrays" | "version">,
  hash: (parts: Uint8Array[]) => string,
  done: (array: NetworkParts[keyof NetworkParts]) => void = () => {},
): WalkNetwork {
  const vertexCount = parts.vertexLng.length;
  const edgeCount = parts.edgeFrom.length;
  const arcLengths = { arcStart: vertexCount + 1, arcEdge: edgeCount * 2, arcHead: edgeCount * 2 };
  const names = Object.keys(sections) as (keyof typeof sections)[];
  const describe = (version: string, start: number): { description: Description; end: number } => {
    let offset = start;
    const rows = names.map((name) => {
      const length = isArc(name) ? arcLengths[name] : parts[name].length;
      const row = { name, type: sections[name], offset, length };
      offset = align(offset + length * arrayTypes[row.type].BYTES_PER_ELEMENT);
      return row;
    });
    return { description: { version, ...about, arrays: rows }, end: offset };
  };
  const utf8Of = (description: Description): Uint8Array => new TextEncoder().encode(JSON.stringify(description));
  // offsets are written in the description, whose length moves the offsets: there is room for the longest
  const start = align(HEADER_BYTES + utf8Of(describe(NO_VERSION, Number.MAX_SAFE_INTEGER / 2).description).length);
  const { description, end } = describe(NO_VERSION, start);
  const bytes = new Uint8Array(new SharedArrayBuffer(end));
  const rowOf = (name: string): Description["arrays"][number] => description.arrays.find((row) => row.name === name)!;
  for (const name of names) {
    if (isArc(name)) continue;
    const part = parts[name];
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), rowOf(name).offset);
    done(part);
  }
  const laid = (name: keyof Arcs | "edgeFrom" | "edgeTo"): Uint32Array =>
    new Uint32Array(bytes.buffer, rowOf(name).offset, rowOf(name).length);
  layArcs(laid("edgeFrom"), laid("edgeTo"), {
    arcStart: laid("arcStart"),
    arcEdge: laid("arcEdge"),
    arcHead: laid("arcHead"),
  });
  description.version = hash([
    new TextEncoder().encode(JSON.stringify(about)),
    ...description.arrays.map(
      ({ type, offset, length }) => new Uint8Array(bytes.buffer, offset, length * arrayTypes[type].BYTES_PER_ELEMENT),
    ),
  ]);
  bytes.fill(0x20, HEADER_BYTES, start);
  bytes.set(utf8Of(description), HEADER_BYTES);
  bytes.set(new TextEncoder().encode(MAGIC), 0);
  const header = new DataView(bytes.buffer);
  header.setUint32(8, FORMAT_VERSION, true);
  header.setUint32(12, crc32(bytes.subarray(HEADER_BYTES)), true);
  header.setFloat64(16, end, true);
  header.setUint32(24, start - HEADER_BYTES, true);
  return mapNetwork(bytes);
}

/**
 * Opens a network file held in memory. The bytes are used in place where they are aligned to 8, copied otherwise.
 * Throws NetworkFileError where they are not a whole, unchanged network of this version.
 */
export function openWalkNetwork(input: Uint8Array): WalkNetwork {
  if (input.byteLength < HEADER_BYTES || new TextDecoder("latin1").decode(input.slice(0, 8)) !== MAGIC) {
    throw new NetworkFileError(
      "Not a walking network: the file does not begin with its mark. Build it anew from the OSM file.",
    );
  }
  const bytes = input.byteOffset % 8 === 0 ? input : new Uint8Array(input);
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = header.getUint32(8, true);
  if (format !== FORMAT_VERSION) {
    throw new NetworkFileError(
      `Walking network of format ${format}; this program reads format ${FORMAT_VERSION}. Build it anew from the OSM file.`,
    );
  }
  const length = header.getFloat64(16, true);
  if (length !== bytes.byteLength) {
    throw new NetworkFileError(
      `Walking network of ${bytes.byteLength} bytes where ${length} are announced: the file is cut or has grown. Build it anew from the OSM file.`,
    );
  }
  const found = crc32(bytes.subarray(HEADER_BYTES));
  if (found !== header.getUint32(12, true)) {
    throw new NetworkFileError(
      "Walking network with a wrong checksum: the file was changed or damaged. Build it anew from the OSM file.",
    );
  }
  return mapNetwork(bytes);
}

/** Opens bytes whose frame is sound: header, length and checksum. */
function mapNetwork(bytes: Uint8Array): WalkNetwork {
  const damaged = (why: string): NetworkFileError =>
    new NetworkFileError(`Walking network that cannot be right: ${why}. Build it anew from the OSM file.`);
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const jsonEnd = HEADER_BYTES + header.getUint32(24, true);
  let description: Description;
  try {
    description = JSON.parse(utf8.decode(bytes.slice(HEADER_BYTES, jsonEnd))) as Description;
  } catch (error) {
    throw damaged(`its description is not readable (${(error as Error).message})`);
  }
  if (description === null || !Array.isArray(description.arrays)) throw damaged("it lists no parts");
  // blanks fill the description up to the first part, so a wrong length of it need not make it unreadable
  if (description.arrays[0]?.offset !== jsonEnd) throw damaged("its description does not end where its parts begin");
  const arrays: Partial<Record<string, InstanceType<(typeof arrayTypes)[ArrayType]>>> = {};
  for (const [name, type] of Object.entries(sections)) {
    const row = description.arrays.find((part) => part?.name === name);
    if (!row) throw damaged(`it has no part "${name}"`);
    const { offset, length: items } = row;
    const fits =
      row.type === type &&
      Number.isSafeInteger(offset) &&
      Number.isSafeInteger(items) &&
      offset % 8 === 0 &&
      offset >= jsonEnd &&
      items >= 0 &&
      offset + items * arrayTypes[type].BYTES_PER_ELEMENT <= bytes.byteLength;
    if (!fits) throw damaged(`its part "${name}" does not lie within the file as ${type}`);
    arrays[name] = new arrayTypes[type](bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, items);
  }
  const fault = findFault(description, arrays as NetworkArrays);
  if (fault !== null) throw damaged(fault);
  return new WalkNetwork(bytes, description, arrays as NetworkArrays);
}
