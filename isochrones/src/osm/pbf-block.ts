import { WireError } from "./errors.ts";
import { MAX_PARTS } from "./limits.ts";
import { DenseNodes, idOutOfRange, once, outOfRange, type Scale } from "./pbf-dense.ts";
import { StringTable } from "./pbf-strings.ts";
import { TagLists, WayReader } from "./pbf-way.ts";
import { Cursor, bytesField, varintField } from "./pbf-wire.ts";
import { OneNode } from "./objects.ts";
import type { OsmSink } from "./sink.ts";
import type { OsmElementType, OsmMember } from "./types.ts";

const NANO = 1e9;
const MEMBER_TYPES: OsmElementType[] = ["node", "way", "relation"];

/** Kinds of element that a block may hold, as bits. */
export const HOLDS_NODES = 1;
export const HOLDS_WAYS = 2;
export const HOLDS_RELATIONS = 4;

/** Decodes the PrimitiveBlocks of one file and hands their elements over. Its buffers serve block after block. */
export class BlockDecoder {
  readonly #sink: OsmSink;
  readonly #strings = new StringTable();
  readonly #dense = new DenseNodes(this.#strings);
  readonly #way = new WayReader(this.#strings);
  readonly #tags = new TagLists(this.#strings);
  readonly #node = new OneNode();
  readonly #scale: Scale = { granularity: 100, latOffset: 0, lngOffset: 0 };

  constructor(sink: OsmSink) {
    this.#sink = sink;
  }

  /** Tells what kinds of element there are in the block. Throws WireError, and whatever the sink throws. */
  decode(bytes: Uint8Array): number {
    const block = new Cursor(bytes);
    const scale = this.#scale;
    let table: Cursor | null = null;
    scale.granularity = 100;
    scale.latOffset = 0;
    scale.lngOffset = 0;
    while (block.pos < block.end) {
      const key = block.key();
      switch (key) {
        case bytesField(1):
          table = block.part();
          break;
        case bytesField(2):
          // The groups come below: what they need may stand behind them.
          block.pass();
          break;
        case varintField(17): {
          const pos = block.pos;
          scale.granularity = block.signed();
          if (scale.granularity < 1 || scale.granularity > 0x7fffffff)
            throw new WireError(
              pos,
              `a granularity of ${scale.granularity} nanodegrees; 1 or more is right, 100 is usual`,
            );
          break;
        }
        case varintField(19):
          scale.latOffset = block.signed();
          break;
        case varintField(20):
          scale.lngOffset = block.signed();
          break;
        default:
          block.skip(key, (1 << 1) | (1 << 2) | (1 << 17) | (1 << 19) | (1 << 20));
      }
    }
    this.#strings.open(bytes, table);
    let holds = 0;
    block.pos = 0;
    while (block.pos < block.end) {
      const key = block.key();
      if (key === bytesField(2)) holds |= this.#group(block.part());
      else block.skip(key, 0);
    }
    this.#strings.close();
    return holds;
  }

  #group(group: Cursor): number {
    const { nodes, way, relation } = this.#sink;
    let holds = 0;
    while (group.pos < group.end) {
      const key = group.key();
      switch (key) {
        case bytesField(3):
          holds |= HOLDS_WAYS;
          if (way) {
            this.#way.open(group);
            this.#sink.way!(this.#way);
          } else group.pass();
          break;
        case bytesField(2):
          holds |= HOLDS_NODES;
          if (nodes) this.#dense.decode(group.part(), this.#scale, (run) => this.#sink.nodes!(run));
          else group.pass();
          break;
        case bytesField(1):
          holds |= HOLDS_NODES;
          if (nodes) this.#plainNode(group.part());
          else group.pass();
          break;
        case bytesField(4):
          holds |= HOLDS_RELATIONS;
          if (relation) this.#relation(group.part());
          else group.pass();
          break;
        default:
          if ((key & 7) === 2) group.pass();
          else group.skip(key, 0b111110);
      }
    }
    return holds;
  }

  #plainNode(node: Cursor): void {
    const start = node.pos;
    let id: number | undefined;
    let latUnits: number | undefined;
    let lngUnits: number | undefined;
    let keys: Cursor | null = null;
    let vals: Cursor | null = null;
    while (node.pos < node.end) {
      const key = node.key();
      switch (key) {
        case varintField(1):
          id = node.zigzag();
          break;
        case bytesField(2):
          keys = once(keys, node);
          break;
        case bytesField(3):
          vals = once(vals, node);
          break;
        case varintField(8):
          latUnits = node.zigzag();
          break;
        case varintField(9):
          lngUnits = node.zigzag();
          break;
        default:
          node.skip(key, (1 << 1) | (1 << 2) | (1 << 3) | (1 << 8) | (1 << 9));
      }
    }
    if (id === undefined) throw new WireError(start, "a node without id");
    if (latUnits === undefined || lngUnits === undefined) throw new WireError(start, `node ${id} lacks a coordinate`);
    const { granularity, latOffset, lngOffset } = this.#scale;
    const lat = (latOffset + granularity * latUnits) / NANO;
    const lng = (lngOffset + granularity * lngUnits) / NANO;
    if (!(lat >= -90 && lat <= 90 && lng >= -180 && lng <= 180)) throw outOfRange(start, id, lng, lat);
    this.#tags.openBoth(keys, vals, start);
    this.#node.set(id, lng, lat, this.#tags.object());
    this.#sink.nodes!(this.#node);
  }

  #relation(relation: Cursor): void {
    const start = relation.pos;
    let id: number | undefined;
    let keys: Cursor | null = null;
    let vals: Cursor | null = null;
    let roles: Cursor | null = null;
    let refs: Cursor | null = null;
    let types: Cursor | null = null;
    while (relation.pos < relation.end) {
      const key = relation.key();
      switch (key) {
        case varintField(1):
          id = relation.signed();
          break;
        case bytesField(2):
          keys = once(keys, relation);
          break;
        case bytesField(3):
          vals = once(vals, relation);
          break;
        case bytesField(8):
          roles = once(roles, relation);
          break;
        case bytesField(9):
          refs = once(refs, relation);
          break;
        case bytesField(10):
          types = once(types, relation);
          break;
        default:
          relation.skip(key, (1 << 1) | (1 << 2) | (1 << 3) | (1 << 8) | (1 << 9) | (1 << 10));
      }
    }
    if (id === undefined) throw new WireError(start, "a relation without id");
    const members: OsmMember[] = [];
    let ref = 0;
    while (refs && refs.pos < refs.end) {
      ref += refs.zigzag();
      if (!(ref <= Number.MAX_SAFE_INTEGER && ref >= -Number.MAX_SAFE_INTEGER)) throw idOutOfRange(refs.pos);
      if (!roles || roles.pos >= roles.end || !types || types.pos >= types.end)
        throw new WireError(start, `relation ${id} has members without a role or type`);
      const roleAt = roles.pos;
      const role = this.#strings.get(roles.unsigned(), roleAt);
      const typeAt = types.pos;
      const type = MEMBER_TYPES[types.unsigned()];
      if (type === undefined)
        throw new WireError(typeAt, `relation ${id} has a member that is no node, way or relation`);
      if (members.length === MAX_PARTS) throw new WireError(start, `relation ${id} has more than ${MAX_PARTS} members`);
      members.push({ type, ref, role });
    }
    if ((roles && roles.pos < roles.end) || (types && types.pos < types.end))
      throw new WireError(start, `relation ${id} has roles or types without a member`);
    this.#tags.openBoth(keys, vals, start);
    this.#sink.relation!(id, members, this.#tags.object());
  }
}
