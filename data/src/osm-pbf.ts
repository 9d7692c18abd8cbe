/**
 * Writes OSM PBF (https://wiki.openstreetmap.org/wiki/PBF_Format): dense nodes, blobs packed with zlib, units of 1e-7
 * degree. A file is the header, then the blobs of all nodes, of all ways, of all relations; each blob stands alone, so
 * they can be made in any order and by several threads.
 */
import { deflateSync } from "node:zlib";

type Tags = Record<string, string>;

/** Degrees, WGS-84; kept to 1e-7. */
export interface PbfNode {
  id: number;
  lngLat: readonly [lng: number, lat: number];
  tags: Tags | null;
}

export interface PbfWay {
  id: number;
  /** Ids of its nodes. */
  refs: readonly number[];
  tags: Tags;
}

export interface PbfRelation {
  id: number;
  members: readonly { type: "node" | "way" | "relation"; ref: number; role: string }[];
  tags: Tags;
}

/** Degrees, WGS-84. */
export interface PbfBox {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** As other writers do; readers refuse blocks of more than 32 MiB. */
const elementsPerBlob = 8000;
const unitsPerDegree = 1e7;
const memberTypes = ["node", "way", "relation"] as const;

/** Bytes that grow, with the number forms of protocol buffers. */
class Bytes {
  #bytes = Buffer.allocUnsafe(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A view: good until the next write. */
  get view(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + count));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  /** A whole number from 0 to 2^53. */
  varint(value: number): this {
    this.#room(8);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
    return this;
  }

  zigzag(value: number): this {
    return this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  put(bytes: Uint8Array): this {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** A field that holds bytes. */
  field(number: number, content: Uint8Array | string | Bytes): this {
    const bytes =
      content instanceof Bytes ? content.view : typeof content === "string" ? Buffer.from(content, "utf8") : content;
    return this.varint(number * 8 + 2)
      .varint(bytes.length)
      .put(bytes);
  }

  /** A field that holds a number. */
  number(number: number, value: number): this {
    return this.varint(number * 8).varint(value);
  }
}

/** Number 0 is the empty string: in dense nodes it ends the tags of a node. */
class Strings {
  readonly #numbers = new Map<string, number>();
  readonly #table = new Bytes().field(1, "");

  number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size + 1;
      this.#numbers.set(text, number);
      this.#table.field(1, text);
    }
    return number;
  }

  get table(): Bytes {
    return this.#table;
  }
}

function blob(type: "OSMHeader" | "OSMData", content: Buffer): Buffer {
  const body = new Bytes().number(2, content.length).field(3, deflateSync(content, { level: 6 })).view;
  const head = new Bytes().field(1, type).number(3, body.length).view;
  const size = Buffer.alloc(4);
  size.writeUInt32BE(head.length);
  return Buffer.concat([size, head, body]);
}

/** The blob a file begins with; `timestamp` is the seconds since 1970 of the map's state. */
export function pbfHeader(box: PbfBox, program: string, timestamp?: number): Buffer {
  const edges = new Bytes();
  [box.west, box.east, box.north, box.south].forEach((edge, i) =>
    edges.varint((i + 1) * 8).zigzag(Math.round(edge * unitsPerDegree) * 100),
  );
  const content = new Bytes()
    .field(1, edges)
    .field(4, "OsmSchema-V0.6")
    .field(4, "DenseNodes")
    .field(5, "Sort.Type_then_ID")
    .field(16, program);
  if (timestamp !== undefined) content.number(32, timestamp);
  return blob("OSMHeader", content.view);
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += elementsPerBlob) yield all.slice(i, i + elementsPerBlob);
}

const block = (strings: Strings, group: Bytes): Buffer =>
  blob("OSMData", new Bytes().field(1, strings.table).field(2, group).view);

/** Blobs of nodes that stand in ascending order of ids. */
export function pbfNodes(nodes: readonly PbfNode[]): Buffer[] {
  return Array.from(chunks(nodes), (some) => {
    const strings = new Strings();
    const ids = new Bytes();
    const lats = new Bytes();
    const lngs = new Bytes();
    const tags = new Bytes();
    let last = { id: 0, lat: 0, lng: 0 };
    for (const node of some) {
      const lng = Math.round(node.lngLat[0] * unitsPerDegree);
      const lat = Math.round(node.lngLat[1] * unitsPerDegree);
      ids.zigzag(node.id - last.id);
      lats.zigzag(lat - last.lat);
      lngs.zigzag(lng - last.lng);
      for (const [key, value] of Object.entries(node.tags ?? {}))
        tags.varint(strings.number(key)).varint(strings.number(value));
      tags.varint(0);
      last = { id: node.id, lat, lng };
    }
    const dense = new Bytes().field(1, ids).field(8, lats).field(9, lngs).field(10, tags);
    return block(strings, new Bytes().field(2, dense));
  });
}

function keysAndValues(into: Bytes, tags: Tags, strings: Strings): Bytes {
  const entries = Object.entries(tags);
  if (entries.length === 0) return into;
  const keys = new Bytes();
  const values = new Bytes();
  for (const [key, value] of entries) {
    keys.varint(strings.number(key));
    values.varint(strings.number(value));
  }
  return into.field(2, keys).field(3, values);
}

function differences(values: readonly number[]): Bytes {
  const bytes = new Bytes();
  values.forEach((value, i) => bytes.zigzag(value - (values[i - 1] ?? 0)));
  return bytes;
}

/** Blobs of ways in ascending order of ids. */
export function pbfWays(ways: readonly PbfWay[]): Buffer[] {
  return Array.from(chunks(ways), (some) => {
    const strings = new Strings();
    const group = new Bytes();
    for (const way of some)
      group.field(3, keysAndValues(new Bytes().number(1, way.id), way.tags, strings).field(8, differences(way.refs)));
    return block(strings, group);
  });
}

/** Blobs of relations in ascending order of ids. */
export function pbfRelations(relations: readonly PbfRelation[]): Buffer[] {
  return Array.from(chunks(relations), (some) => {
    const strings = new Strings();
    const group = new Bytes();
    for (const { id, members, tags } of some) {
      const roles = new Bytes();
      const types = new Bytes();
      for (const member of members) {
        roles.varint(strings.number(member.role));
        types.varint(memberTypes.indexOf(member.type));
      }
      const refs = differences(members.map((member) => member.ref));
      group.field(
        4,
        keysAndValues(new Bytes().number(1, id), tags, strings).field(8, roles).field(9, refs).field(10, types),
      );
    }
    return block(strings, group);
  });
}
