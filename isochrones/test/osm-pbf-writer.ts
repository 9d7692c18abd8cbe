import { deflateSync, zstdCompressSync } from "node:zlib";

/*
 * A small writer of OSM PBF for tests: sound files, and by its parts broken ones.
 */

export interface TestNode {
  type: "node";
  id: number;
  /** In units of 1e-7 degrees, as OSM keeps them. */
  lngUnits: number;
  latUnits: number;
  tags?: Record<string, string>;
}
export interface TestWay {
  type: "way";
  id: number;
  refs: number[];
  tags?: Record<string, string>;
}
export interface TestRelation {
  type: "relation";
  id: number;
  members: { type: "node" | "way" | "relation"; ref: number; role: string }[];
  tags?: Record<string, string>;
}
export type TestElement = TestNode | TestWay | TestRelation;

type Bytes = Uint8Array | string;

export function concat(...parts: Bytes[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
}

/** A varint; negative numbers in two's complement of 64 bits. */
export function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

export function zigzag(value: number | bigint): Buffer {
  const big = BigInt(value);
  return varint(big < 0n ? -big * 2n - 1n : big * 2n);
}

/** A field whose value is a varint already written. */
export const numberField = (field: number, value: Uint8Array): Buffer => concat(varint(field * 8), value);
export const bytesField = (field: number, ...parts: Bytes[]): Buffer => {
  const bytes = concat(...parts);
  return concat(varint(field * 8 + 2), varint(bytes.length), bytes);
};
export const packed = (field: number, values: Uint8Array[]): Buffer => bytesField(field, ...values);
export const deltas = (values: number[]): Buffer[] =>
  values.map((value, i) => zigzag(BigInt(value) - BigInt(i === 0 ? 0 : values[i - 1])));

export type Packing = "zlib" | "raw" | "zstd";

/** One blob with its header, around bytes already made. */
export function blob(type: string, content: Uint8Array, packing: Packing = "zlib"): Buffer {
  if (packing === "raw") return envelope(type, bytesField(1, content));
  const data = packing === "zlib" ? bytesField(3, deflateSync(content)) : bytesField(7, zstdCompressSync(content));
  return envelope(type, concat(numberField(2, varint(content.length)), data));
}

/** The frame of a blob around a body that need not be sound. */
export function envelope(type: string, body: Uint8Array, dataBytes: number = body.length): Buffer {
  const header = concat(bytesField(1, type), numberField(3, varint(dataBytes)));
  return concat(uint32(header.length), header, body);
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export interface HeaderOptions {
  features?: string[];
  /** left, right, top, bottom in nanodegrees */
  bbox?: [number, number, number, number];
  writingProgram?: string;
  replicationSeconds?: number;
}

export function headerContent(options: HeaderOptions = {}): Buffer {
  const { features = ["OsmSchema-V0.6", "DenseNodes"], bbox, writingProgram, replicationSeconds } = options;
  return concat(
    bbox ? bytesField(1, ...bbox.map((edge, i) => numberField(i + 1, zigzag(edge)))) : "",
    ...features.map((feature) => bytesField(4, feature)),
    writingProgram === undefined ? "" : bytesField(16, writingProgram),
    replicationSeconds === undefined ? "" : numberField(32, varint(replicationSeconds)),
  );
}

/** Collects the strings of a block. Number 0 is the empty one that stands for "end". */
class Strings {
  readonly all = [""];
  number(text: string): number {
    // Dense nodes cannot use number 0, so an empty string gets a number of its own.
    const found = this.all.indexOf(text, 1);
    return found > 0 ? found : this.all.push(text) - 1;
  }
  table(): Buffer {
    return bytesField(1, ...this.all.map((text) => bytesField(1, text)));
  }
}

export interface BlockOptions {
  dense?: boolean;
  /** Nanodegrees per unit; 100 makes units of 1e-7 degrees. */
  granularity?: number;
  latOffset?: number;
  lngOffset?: number;
  /** Writes places into the ways too, as LocationsOnWays does. */
  locationsOnWays?: boolean;
}

/** A PrimitiveBlock of these elements, one group for each type. */
export function blockContent(elements: TestElement[], options: BlockOptions = {}): Buffer {
  const { dense = true, granularity = 100, latOffset = 0, lngOffset = 0 } = options;
  const strings = new Strings();
  const units = (value: number, offset: number): number => (value * 100 - offset) / granularity;
  const keysAndValues = (tags: Record<string, string> = {}): Buffer =>
    Object.keys(tags).length === 0
      ? Buffer.alloc(0)
      : concat(
          packed(
            2,
            Object.keys(tags).map((key) => varint(strings.number(key))),
          ),
          packed(
            3,
            Object.values(tags).map((value) => varint(strings.number(value))),
          ),
        );
  const nodes = elements.filter((element) => element.type === "node");
  const ways = elements.filter((element) => element.type === "way");
  const relations = elements.filter((element) => element.type === "relation");
  const nodeGroup = dense
    ? bytesField(
        2,
        packed(1, deltas(nodes.map((node) => node.id))),
        packed(8, deltas(nodes.map((node) => units(node.latUnits, latOffset)))),
        packed(9, deltas(nodes.map((node) => units(node.lngUnits, lngOffset)))),
        nodes.some((node) => node.tags)
          ? packed(
              10,
              nodes.flatMap((node) => [
                ...Object.entries(node.tags ?? {}).flatMap(([key, value]) => [
                  varint(strings.number(key)),
                  varint(strings.number(value)),
                ]),
                varint(0),
              ]),
            )
          : "",
      )
    : concat(
        ...nodes.map((node) =>
          bytesField(
            1,
            numberField(1, zigzag(node.id)),
            keysAndValues(node.tags),
            numberField(8, zigzag(units(node.latUnits, latOffset))),
            numberField(9, zigzag(units(node.lngUnits, lngOffset))),
          ),
        ),
      );
  const wayGroup = concat(
    ...ways.map((way) =>
      bytesField(
        3,
        numberField(1, varint(way.id)),
        keysAndValues(way.tags),
        // Info, which a reader passes over.
        bytesField(4, numberField(1, varint(7)), numberField(2, varint(1600000000))),
        packed(8, deltas(way.refs)),
        options.locationsOnWays ? concat(packed(9, deltas(way.refs)), packed(10, deltas(way.refs))) : "",
      ),
    ),
  );
  const relationGroup = concat(
    ...relations.map(({ id, tags, members }) =>
      bytesField(
        4,
        numberField(1, varint(id)),
        keysAndValues(tags),
        packed(
          8,
          members.map((member) => varint(strings.number(member.role))),
        ),
        packed(9, deltas(members.map((member) => member.ref))),
        packed(
          10,
          members.map((member) => varint(["node", "way", "relation"].indexOf(member.type))),
        ),
      ),
    ),
  );
  return concat(
    strings.table(),
    nodes.length > 0 ? bytesField(2, nodeGroup) : "",
    ways.length > 0 ? bytesField(2, wayGroup) : "",
    relations.length > 0 ? bytesField(2, relationGroup) : "",
    numberField(17, varint(granularity)),
    numberField(19, varint(latOffset)),
    numberField(20, varint(lngOffset)),
  );
}

export interface PbfOptions extends HeaderOptions, BlockOptions {
  packing?: Packing;
  elementsPerBlock?: number;
}

export function pbf(elements: TestElement[], options: PbfOptions = {}): Buffer {
  const { packing = "zlib", elementsPerBlock = 8000 } = options;
  const blocks: Buffer[] = [];
  for (let i = 0; i < elements.length; i += elementsPerBlock)
    blocks.push(blob("OSMData", blockContent(elements.slice(i, i + elementsPerBlock), options), packing));
  return concat(blob("OSMHeader", headerContent(options), packing), ...blocks);
}

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#xA;",
  "\t": "&#9;",
};
const escape = (text: string): string => text.replace(/[&<>"\n\t]/g, (sign) => escapes[sign]);

/** The same elements as OSM XML. */
export function xml(elements: TestElement[], head = ""): string {
  const tags = (element: TestElement): string =>
    Object.entries(element.tags ?? {})
      .map(([key, value]) => `    <tag k="${escape(key)}" v="${escape(value)}"/>\n`)
      .join("");
  const body = elements.map((element) => {
    if (element.type === "node")
      return `  <node id="${element.id}" lat="${decimal(element.latUnits)}" lon="${decimal(element.lngUnits)}">\n${tags(element)}  </node>\n`;
    if (element.type === "way")
      return `  <way id="${element.id}">\n${element.refs.map((ref) => `    <nd ref="${ref}"/>\n`).join("")}${tags(element)}  </way>\n`;
    const members = element.members.map(
      ({ type, ref, role }) => `    <member type="${type}" ref="${ref}" role="${escape(role)}"/>\n`,
    );
    return `  <relation id="${element.id}">\n${members.join("")}${tags(element)}  </relation>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="test">\n${head}${body.join("")}</osm>\n`;
}

function decimal(units: number): string {
  const digits = Math.abs(units).toString().padStart(8, "0");
  return `${units < 0 ? "-" : ""}${digits.slice(0, -7)}.${digits.slice(-7)}`;
}
