import { MAX_PARTS } from "./limits.ts";
import type { OsmElementType, OsmHeader, OsmMember, OsmTags, ReadRequest } from "./types.ts";

/** A fault in what the XML says; the place is known to the parser. */
export class DocumentError extends Error {}

type Attributes = Record<string, string>;

const MAX_DEPTH = 32;

const INTEGER = /^[+-]?\d{1,16}$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;

/** Takes the tags of an OSM XML document and hands its elements over. */
export class OsmDocument {
  readonly header: OsmHeader = { bbox: null, replicationTimestamp: null, writingProgram: null };
  /** Whether the text of the element now open matters. */
  wantsText = false;
  readonly #request: ReadRequest;
  #depth = 0;
  /** The element being read, null outside and in elements that are not wanted. */
  #type: OsmElementType | null = null;
  #id = 0;
  #lng = 0;
  #lat = 0;
  #refs: number[] = [];
  #members: OsmMember[] = [];
  #tags: OsmTags | null = null;
  #parts = 0;

  constructor(request: ReadRequest) {
    this.#request = request;
  }

  /** Throws DocumentError, and whatever the handler throws. */
  open(name: string, attributes: Attributes): void {
    this.#depth++;
    if (this.#depth === 1) this.#root(name, attributes);
    else if (this.#depth === 2) this.#element(name, attributes);
    else if (this.#depth === 3 && this.#type) this.#part(name, attributes);
    else if (this.#depth > MAX_DEPTH) throw new DocumentError(`elements are nested more than ${MAX_DEPTH} deep`);
  }

  close(): void {
    this.#depth--;
    this.wantsText = false;
    if (this.#depth !== 1 || !this.#type) return;
    const { handler } = this.#request;
    if (this.#type === "node") handler.node!(this.#id, this.#lng, this.#lat, this.#tags);
    else if (this.#type === "way") handler.way!(this.#id, this.#refs, this.#tags);
    else handler.relation!(this.#id, this.#members, this.#tags);
    this.#type = null;
  }

  text(content: string): void {
    // Overpass answers with what it has when its time or memory is used up, and says so here.
    if (/error/i.test(content))
      throw new DocumentError(`the data are incomplete, as the server says: ${content.trim().slice(0, 200)}`);
  }

  #root(name: string, attributes: Attributes): void {
    if (name === "osmChange")
      throw new DocumentError(
        "the file holds changes to a map (osmChange), not a map; osmium apply-changes applies them",
      );
    if (name !== "osm") throw new DocumentError(`the document is <${name.slice(0, 80)}>; OSM XML is <osm>`);
    const { version, generator } = attributes;
    if (version !== undefined && version !== "0.6")
      throw new DocumentError(`OSM XML of version ${JSON.stringify(version)}; version 0.6 can be read`);
    if (generator) this.header.writingProgram = generator;
    this.#timestamp(attributes.osmosis_replication_timestamp);
  }

  #element(name: string, attributes: Attributes): void {
    const { nodes, ways, relations } = this.#request;
    this.#type = null;
    switch (name) {
      case "node":
        if (!nodes || isDeleted(attributes)) return;
        this.#begin("node", attributes);
        this.#lat = degrees(attributes, "lat", 90, this.#id);
        this.#lng = degrees(attributes, "lon", 180, this.#id);
        break;
      case "way":
        if (!ways || isDeleted(attributes)) return;
        this.#begin("way", attributes);
        this.#refs.length = 0;
        break;
      case "relation":
        if (!relations || isDeleted(attributes)) return;
        this.#begin("relation", attributes);
        this.#members = [];
        break;
      case "bounds":
        this.header.bbox ??= [
          degrees(attributes, "minlon", 180, null),
          degrees(attributes, "minlat", 90, null),
          degrees(attributes, "maxlon", 180, null),
          degrees(attributes, "maxlat", 90, null),
        ];
        break;
      case "meta":
        this.#timestamp(attributes.osm_base);
        break;
      case "remark":
        this.wantsText = true;
        break;
    }
  }

  #begin(type: OsmElementType, attributes: Attributes): void {
    this.#id = integer(attributes, "id", `a <${type}>`);
    this.#type = type;
    this.#tags = null;
    this.#parts = 0;
  }

  #part(name: string, attributes: Attributes): void {
    const type = this.#type!;
    if (++this.#parts > MAX_PARTS) throw new DocumentError(`${type} ${this.#id} has more than ${MAX_PARTS} parts`);
    if (name === "tag") {
      const { k, v } = attributes;
      if (k === undefined || v === undefined)
        throw new DocumentError(`${type} ${this.#id} has a <tag> without ${k === undefined ? "k" : "v"}`);
      this.#tags ??= Object.create(null) as OsmTags;
      this.#tags[k] = v;
    } else if (name === "nd" && type === "way") {
      this.#refs.push(integer(attributes, "ref", `an <nd> of way ${this.#id}`));
    } else if (name === "member" && type === "relation") {
      const ref = integer(attributes, "ref", `a <member> of relation ${this.#id}`);
      const member = attributes.type;
      if (member !== "node" && member !== "way" && member !== "relation")
        throw new DocumentError(
          `relation ${this.#id} has a member of type ${JSON.stringify(member ?? null)}; node, way or relation is right`,
        );
      this.#members.push({ type: member, ref, role: attributes.role ?? "" });
    }
  }

  #timestamp(value: string | undefined): void {
    if (value && !Number.isNaN(Date.parse(value))) this.header.replicationTimestamp = value;
  }
}

/** Editors and histories keep what is deleted and mark it. */
function isDeleted(attributes: Attributes): boolean {
  return attributes.visible === "false" || attributes.action === "delete";
}

function integer(attributes: Attributes, name: string, where: string): number {
  const text = attributes[name];
  if (text === undefined) throw new DocumentError(`${where} lacks its ${name}`);
  const value = INTEGER.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value))
    throw new DocumentError(
      `${where} has ${name}=${JSON.stringify(text.slice(0, 80))}; a whole number within ±2^53 is right`,
    );
  return value;
}

function degrees(attributes: Attributes, name: string, limit: number, node: number | null): number {
  const text = attributes[name];
  const where = node === null ? "<bounds>" : `node ${node}`;
  if (text === undefined) throw new DocumentError(`${where} lacks its ${name}`);
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (!(Math.abs(value) <= limit))
    throw new DocumentError(
      `${where} has ${name}=${JSON.stringify(text.slice(0, 80))}; a number between -${limit} and ${limit} is right`,
    );
  return value;
}
