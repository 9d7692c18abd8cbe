import { WireError } from "./errors.ts";
import { StringTable } from "./pbf-strings.ts";
import { Cursor, bytesField, varintField } from "./pbf-wire.ts";
import type { OsmElementType, OsmMember, OsmTags, ReadRequest } from "./types.ts";

const NANO = 1e9;
/** More nodes, members or tags no element has; a block of nothing else would only fill memory. */
const MAX_PARTS = 1_000_000;
const MEMBER_TYPES: OsmElementType[] = ["node", "way", "relation"];

/** Decodes the PrimitiveBlocks of one file and hands their elements over. Its buffers serve block after block. */
export class BlockDecoder {
  readonly #request: ReadRequest;
  readonly #refs = new RefsBuffer();
  #strings: StringTable;
  /** Nanodegrees per unit of a coordinate, and of the zero point. */
  #granularity = 100;
  #latOffset = 0;
  #lngOffset = 0;

  constructor(request: ReadRequest) {
    this.#request = request;
    this.#strings = new StringTable(new Uint8Array(0), null);
  }

  /** Throws WireError, and whatever the handler throws. */
  decode(bytes: Uint8Array): void {
    const block = new Cursor(bytes);
    let table: Cursor | null = null;
    this.#granularity = 100;
    this.#latOffset = 0;
    this.#lngOffset = 0;
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
          this.#granularity = block.signed();
          if (this.#granularity < 1 || this.#granularity > 0x7fffffff)
            throw new WireError(
              pos,
              `a granularity of ${this.#granularity} nanodegrees; 1 or more is right, 100 is usual`,
            );
          break;
        }
        case varintField(19):
          this.#latOffset = block.signed();
          break;
        case varintField(20):
          this.#lngOffset = block.signed();
          break;
        default:
          block.skip(key, (1 << 1) | (1 << 2) | (1 << 17) | (1 << 19) | (1 << 20));
      }
    }
    this.#strings = new StringTable(bytes, table);
    block.pos = 0;
    while (block.pos < block.end) {
      const key = block.key();
      if (key === bytesField(2)) this.#group(block.part());
      else block.skip(key, 0);
    }
  }

  #group(group: Cursor): void {
    const { nodes, ways, relations } = this.#request;
    while (group.pos < group.end) {
      const key = group.key();
      if (key === bytesField(3) && ways) this.#way(group.part());
      else if (key === bytesField(2) && nodes) this.#dense(group.part());
      else if (key === bytesField(1) && nodes) this.#node(group.part());
      else if (key === bytesField(4) && relations) this.#relation(group.part());
      else if ((key & 7) === 2) group.pass();
      else group.skip(key, 0b111110);
    }
  }

  #dense(dense: Cursor): void {
    let ids: Cursor | null = null;
    let lats: Cursor | null = null;
    let lngs: Cursor | null = null;
    let keyVals: Cursor | null = null;
    while (dense.pos < dense.end) {
      const key = dense.key();
      switch (key) {
        case bytesField(1):
          ids = once(ids, dense);
          break;
        case bytesField(8):
          lats = once(lats, dense);
          break;
        case bytesField(9):
          lngs = once(lngs, dense);
          break;
        case bytesField(10):
          keyVals = once(keyVals, dense);
          break;
        default:
          dense.skip(key, (1 << 1) | (1 << 8) | (1 << 9) | (1 << 10));
      }
    }
    if (!ids) return;
    if (!lats || !lngs) throw new WireError(ids.pos, "dense nodes without coordinates");
    // No entry at all stands for "none of these nodes has tags".
    if (keyVals && keyVals.pos === keyVals.end) keyVals = null;
    const handler = this.#request.handler;
    const granularity = this.#granularity;
    const latOffset = this.#latOffset;
    const lngOffset = this.#lngOffset;
    const idsEnd = ids.end;
    let id = 0;
    let latUnits = 0;
    let lngUnits = 0;
    while (ids.pos < idsEnd) {
      id += ids.zigzag();
      if (lats.pos >= lats.end || lngs.pos >= lngs.end)
        throw new WireError(ids.pos, `dense nodes: fewer coordinates than ids`);
      latUnits += lats.zigzag();
      lngUnits += lngs.zigzag();
      const lat = (latOffset + granularity * latUnits) / NANO;
      const lng = (lngOffset + granularity * lngUnits) / NANO;
      if (!(lat >= -90 && lat <= 90 && lng >= -180 && lng <= 180)) throw outOfRange(lats.pos, id, lng, lat);
      if (!(id <= Number.MAX_SAFE_INTEGER && id >= -Number.MAX_SAFE_INTEGER)) throw idOutOfRange(ids.pos);
      let tags: OsmTags | null = null;
      if (keyVals) {
        if (keyVals.pos >= keyVals.end) throw new WireError(keyVals.pos, "dense nodes: the tags end before the ids");
        let at = keyVals.pos;
        let keyIndex = keyVals.unsigned();
        while (keyIndex !== 0) {
          const name = this.#strings.get(keyIndex, at);
          if (keyVals.pos >= keyVals.end) throw new WireError(at, "dense nodes: a tag's key without a value");
          at = keyVals.pos;
          tags ??= Object.create(null) as OsmTags;
          tags[name] = this.#strings.get(keyVals.unsigned(), at);
          if (keyVals.pos >= keyVals.end) throw new WireError(at, "dense nodes: tags without the 0 that ends them");
          at = keyVals.pos;
          keyIndex = keyVals.unsigned();
        }
      }
      handler.node!(id, lng, lat, tags);
    }
    if (lats.pos < lats.end || lngs.pos < lngs.end)
      throw new WireError(lats.pos, "dense nodes: more coordinates than ids");
    if (keyVals && keyVals.pos < keyVals.end) throw new WireError(keyVals.pos, "dense nodes: more tags than ids");
  }

  #node(node: Cursor): void {
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
    const lat = (this.#latOffset + this.#granularity * latUnits) / NANO;
    const lng = (this.#lngOffset + this.#granularity * lngUnits) / NANO;
    if (!(lat >= -90 && lat <= 90 && lng >= -180 && lng <= 180)) throw outOfRange(start, id, lng, lat);
    this.#request.handler.node!(id, lng, lat, this.#tags(keys, vals, start));
  }

  #way(way: Cursor): void {
    const start = way.pos;
    let id: number | undefined;
    let keys: Cursor | null = null;
    let vals: Cursor | null = null;
    let refs: Cursor | null = null;
    while (way.pos < way.end) {
      const key = way.key();
      switch (key) {
        case varintField(1):
          id = way.signed();
          break;
        case bytesField(2):
          keys = once(keys, way);
          break;
        case bytesField(3):
          vals = once(vals, way);
          break;
        case bytesField(8):
          refs = once(refs, way);
          break;
        default:
          // Fields 9 and 10 are the nodes' places on the way (LocationsOnWays): the nodes themselves say the same.
          way.skip(key, (1 << 1) | (1 << 2) | (1 << 3) | (1 << 8));
      }
    }
    if (id === undefined) throw new WireError(start, "a way without id");
    this.#request.handler.way!(id, this.#refs.read(refs), this.#tags(keys, vals, start));
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
    this.#request.handler.relation!(id, members, this.#tags(keys, vals, start));
  }

  #tags(keys: Cursor | null, vals: Cursor | null, start: number): OsmTags | null {
    if (!keys && !vals) return null;
    if (!keys || !vals) throw new WireError(start, "an element with keys but no values, or values but no keys");
    if (keys.end - keys.pos > MAX_PARTS)
      throw new WireError(start, `an element with ${keys.end - keys.pos} bytes of keys`);
    let tags: OsmTags | null = null;
    while (keys.pos < keys.end) {
      if (vals.pos >= vals.end) throw new WireError(keys.pos, "an element with more keys than values");
      const keyAt = keys.pos;
      const valueAt = vals.pos;
      tags ??= Object.create(null) as OsmTags;
      tags[this.#strings.get(keys.unsigned(), keyAt)] = this.#strings.get(vals.unsigned(), valueAt);
    }
    if (vals.pos < vals.end) throw new WireError(vals.pos, "an element with more values than keys");
    return tags;
  }
}

/** One buffer for the refs of every way, with one view per length, so that reading ways allocates nothing. */
class RefsBuffer {
  #all = new Float64Array(2048);
  #views: (Float64Array | undefined)[] = [];

  read(cursor: Cursor | null): Float64Array {
    let count = 0;
    let ref = 0;
    if (cursor) {
      while (cursor.pos < cursor.end) {
        ref += cursor.zigzag();
        if (!(ref <= Number.MAX_SAFE_INTEGER && ref >= -Number.MAX_SAFE_INTEGER)) throw idOutOfRange(cursor.pos);
        if (count === this.#all.length) this.#grow(cursor.pos);
        this.#all[count++] = ref;
      }
    }
    // Longer ways than the API allows (2,000 nodes) are rare: no view is kept for them.
    if (count > 2048) return this.#all.subarray(0, count);
    return (this.#views[count] ??= this.#all.subarray(0, count));
  }

  #grow(pos: number): void {
    if (this.#all.length >= MAX_PARTS) throw new WireError(pos, `a way of more than ${this.#all.length} nodes`);
    const larger = new Float64Array(this.#all.length * 2);
    larger.set(this.#all);
    this.#all = larger;
    this.#views = [];
  }
}

/** The packed list that begins here. A second one for the same field would have to be joined; no writer makes that. */
function once(earlier: Cursor | null, cursor: Cursor): Cursor {
  if (earlier) throw new WireError(cursor.pos, "a list is written in two parts");
  return cursor.part();
}

function outOfRange(pos: number, id: number, lng: number, lat: number): WireError {
  return new WireError(pos, `node ${id} lies at ${lng},${lat}; longitude goes to ±180 and latitude to ±90`);
}

function idOutOfRange(pos: number): WireError {
  return new WireError(pos, "an id beyond ±2^53");
}
