import { isOpenGround, standsInTheWay } from "../foot/areas.ts";
import { classifyWay, legBarrierOf, type WayClass } from "../foot/ways.ts";
import { unitsToMeters } from "../geo.ts";
import { OsmFile, type NodeRun, type OsmMember, type OsmTags, type WayView } from "../osm/index.ts";
import type { BoundingBox } from "../types.ts";
import { closeRings } from "./close-rings.ts";
import { makeColumn, discard, growing } from "./column.ts";
import type { FootMap, OpenGround } from "./foot-map.ts";
import { NodeMeanings, timedFerryTags, WayMeanings } from "./meanings.ts";
import { Marks, MISSING, NodeStore } from "./node-store.ts";
import { cellKey, cellsAround, type Box } from "./obstacles.ts";
import { SpecialNodes } from "./special-nodes.ts";

/** A multipolygon of open ground, until its member ways are read. */
interface GroundRelation {
  id: number;
  tags: Record<string, string>;
  members: { way: number; hole: boolean }[];
}

/** More are not listed: whoever sees so many will not read on. */
const MAX_UNREAD_TIMES = 1000;

export type Progress = (done: number, total: number, what: string) => void;

/**
 * Reads an OSM file for walking in two passes: nodes and relations first, then the ways, each of which so finds its nodes
 * and what it is part of. No object is made for a node or a way, and tags are judged once for all that agree in them.
 */
export async function collectFootMap(file: string, onProgress?: Progress, signal?: AbortSignal): Promise<FootMap> {
  const osm = await OsmFile.open(file);
  try {
    const pass = (index: number, what: string) => ({
      onProgress: (read: number, total: number) => onProgress?.(index * total + read, 2 * total, what),
      signal,
    });
    const collector = new Collector();
    const header = await osm.read(
      {
        nodes: (run) => collector.nodes(run),
        relation: (id, members, tags) => collector.relation(id, members, tags),
      },
      pass(0, "nodes"),
    );
    collector.sortNodes();
    await osm.read({ way: (way) => collector.way(way) }, pass(1, "ways"));
    return collector.finish(header.bbox, header.replicationTimestamp);
  } finally {
    await osm.close();
  }
}

class Collector {
  readonly #store = new NodeStore();
  readonly #nodeMeanings = new NodeMeanings();
  /** Nodes with tags that mean something: their rows in the store and the meanings. */
  readonly #taggedRows = growing(Uint32Array);
  readonly #taggedMeanings = growing(Uint32Array);
  #newRows: Uint32Array | null = null;

  /** Water drawn as a multipolygon: its member ways carry no tags of their own. */
  readonly #barrierMembers = new Map<number, number>();
  readonly #groundRelations: GroundRelation[] = [];
  readonly #groundMembers = new Map<number, { relation: GroundRelation; row: number; refs: number[] }>();

  /** Outlines of buildings drawn as multipolygons: ways to the lines of their building that do not close by themselves. */
  readonly #buildingMembers = new Map<number, number[][]>();

  /** 1 where a way whose id ends so may be a member of a relation: hardly any is, and this is asked more quickly. */
  #maybeMember = new Uint8Array(1);

  readonly #wayMeanings = new WayMeanings();
  readonly #classes: WayClass[] = [];
  readonly #classRow = new Map<string, number>();
  readonly #names: string[] = [""];
  readonly #nameRow = new Map<string, number>([["", 0]]);
  readonly #wayStart = growing(Uint32Array);
  readonly #wayRefs = growing(Uint32Array);
  readonly #wayClass = growing(Uint16Array);
  readonly #wayName = growing(Uint32Array);
  readonly #wayId = growing(Float64Array);
  readonly #barrierStart = growing(Uint32Array);
  readonly #barrierRefs = growing(Uint32Array);
  readonly #barrierKind = growing(Uint8Array);
  readonly #buildingStart = growing(Uint32Array);
  readonly #buildingRefs = growing(Uint32Array);
  readonly #timedWays: { tags: OsmTags; way: number }[] = [];
  readonly #areas: OpenGround[] = [];
  readonly #unreadTimes = new Set<string>();
  /** The nodes of the way being read, as rows of the store. */
  #rows = new Uint32Array(2048);

  nodes(run: NodeRun): void {
    const first = this.#store.count;
    this.#store.add(run);
    const { memo } = this.#nodeMeanings;
    for (let row = 0; row < run.count; row++) {
      const meaning = run.meaning(row, memo);
      if (meaning === 0) continue;
      this.#taggedRows.push(first + row);
      this.#taggedMeanings.push(meaning);
    }
  }

  /** To be called before the ways. */
  sortNodes(): void {
    this.#newRows = this.#store.sort();
    const lists = [this.#barrierMembers, this.#groundMembers, this.#buildingMembers];
    const count = lists.reduce((sum, members) => sum + members.size, 0);
    this.#maybeMember = new Uint8Array(2 ** Math.min(24, Math.ceil(Math.log2(16 * count + 1))));
    const lastBits = this.#maybeMember.length - 1;
    for (const members of lists) for (const way of members.keys()) this.#maybeMember[way & lastBits] = 1;
  }

  relation(id: number, members: OsmMember[], tags: OsmTags | null): void {
    if (!tags || tags.type !== "multipolygon") return;
    if (isOpenGround(tags, true)) {
      const rim = members.filter((member) => member.type === "way");
      const relation: GroundRelation = {
        id,
        tags,
        members: rim.map((member) => ({ way: member.ref, hole: member.role === "inner" })),
      };
      this.#groundRelations.push(relation);
      for (const member of rim) this.#groundMembers.set(member.ref, { relation, row: -1, refs: [] });
    }
    if (standsInTheWay(tags)) {
      const lines: number[][] = [];
      for (const { type, ref, role } of members) {
        if (type === "way" && role !== "inner") this.#buildingMembers.set(ref, lines);
      }
    }
    const barrier = legBarrierOf(tags);
    if (barrier < 0) return;
    for (const member of members) if (member.type === "way") this.#barrierMembers.set(member.ref, barrier);
  }

  way(way: WayView): void {
    const row = way.meaning(this.#wayMeanings.memo);
    const isMember = this.#maybeMember[way.id & (this.#maybeMember.length - 1)] === 1;
    const member = isMember ? this.#barrierMembers.get(way.id) : undefined;
    const rim = isMember ? this.#groundMembers.get(way.id) : undefined;
    const outline = isMember ? this.#buildingMembers.get(way.id) : undefined;
    if (row === 0 && member === undefined && !rim && !outline) return;
    const meaning = this.#wayMeanings.at(row);
    const refs = way.refs();
    const count = refs.length;
    const rows = this.#find(refs);
    const barrier = meaning.barrier >= 0 ? meaning.barrier : (member ?? -1);
    if (barrier >= 0) {
      this.#barrierStart.push(this.#barrierRefs.length);
      this.#barrierKind.push(barrier);
      this.#barrierRefs.pushFirst(count, rows);
    }
    if ((meaning.building && count >= 4) || (outline && count >= 4 && refs[0] === refs[count - 1])) {
      this.#buildingStart.push(this.#buildingRefs.length);
      this.#buildingRefs.pushFirst(count, rows);
    } else outline?.push(Array.from(refs));
    if (count < 2) return;
    if (rim) rim.refs = Array.from(refs);
    for (const value of meaning.unread) this.#addUnread(value);
    let { foot, classRow } = meaning;
    if (foot && classRow < 0) meaning.classRow = classRow = this.#rowOfClass(foot);
    if (!foot && rim) {
      // the rim of a square drawn as a relation is walked like the rim of one drawn as a way
      foot = classifyWay(rim.relation.tags, () => Number.NaN);
      if (foot) classRow = this.#rowOfClass(foot);
    }
    if (!foot) return;
    const wayRow = this.#wayClass.length;
    const relationTags = meaning.foot ? null : (rim?.relation.tags ?? null);
    const timed = relationTags ? timedFerryTags(foot, relationTags) : meaning.timedFerry;
    if (timed) this.#timedWays.push({ tags: timed, way: wayRow });
    this.#wayStart.push(this.#wayRefs.length);
    this.#wayRefs.pushFirst(count, rows);
    this.#wayClass.push(classRow);
    const name = relationTags ? nameOf(relationTags) : (way.tag("name:zh") ?? way.tag("name") ?? "");
    this.#wayName.push(this.#rowOfName(name));
    this.#wayId.push(way.id);
    if (rim) rim.row = wayRow;
    else if (meaning.openGround && count > 3 && refs[0] === refs[count - 1]) {
      this.#areas.push({
        rings: [{ refs: Array.from(rows.subarray(0, count)), hole: false }],
        ways: [wayRow],
        classIndex: classRow,
        name: this.#rowOfName(name),
        osmId: way.id,
      });
    }
  }

  /** Rows of nodes in the store; valid until the next call. */
  #find(refs: ArrayLike<number>): Uint32Array {
    if (this.#rows.length < refs.length) this.#rows = new Uint32Array(refs.length * 2);
    this.#store.rowsOf(refs, this.#rows);
    return this.#rows;
  }

  #rowOfClass(foot: WayClass): number {
    const key = JSON.stringify(foot);
    let row = this.#classRow.get(key);
    if (row === undefined) {
      row = this.#classes.push(foot) - 1;
      this.#classRow.set(key, row);
    }
    return row;
  }

  #rowOfName(name: string): number {
    let row = this.#nameRow.get(name);
    if (row === undefined) {
      row = this.#names.push(name) - 1;
      this.#nameRow.set(name, row);
    }
    return row;
  }

  #addUnread(value: string): void {
    if (this.#unreadTimes.size < MAX_UNREAD_TIMES) this.#unreadTimes.add(value);
  }

  finish(bbox: BoundingBox | null, osmDate: string | null): FootMap {
    this.#addGroundOfRelations();
    for (const lines of new Set(this.#buildingMembers.values())) {
      for (const ring of closeRings(lines)) {
        this.#buildingStart.push(this.#buildingRefs.length);
        for (const node of ring) this.#buildingRefs.push(this.#store.rowOf(node));
      }
    }
    this.#wayStart.push(this.#wayRefs.length);
    this.#barrierStart.push(this.#barrierRefs.length);
    this.#buildingStart.push(this.#buildingRefs.length);
    this.#nameRow.clear();
    const ways = {
      start: this.#wayStart.take(),
      refs: this.#wayRefs.take(),
      classIndex: this.#wayClass.take(),
      name: this.#wayName.take(),
      osmId: this.#wayId.take(),
    };
    const barriers = {
      start: this.#barrierStart.take(),
      refs: this.#barrierRefs.take(),
      kind: this.#barrierKind.take(),
    };
    const store = this.#store;
    const walked = new Marks(store.count);
    for (const refs of [ways.refs, barriers.refs]) markAll(walked, refs);
    for (const { rings } of this.#areas) {
      for (const { refs } of rings) {
        refs.forEach((row, i) => {
          if (row !== MISSING && !walked.has(row)) refs[i] = MISSING;
        });
      }
    }
    const buildings = this.#buildingsNearGround();
    const used = new Marks(store.count);
    for (const refs of [ways.refs, barriers.refs, buildings.refs]) markAll(used, refs);
    used.count();
    const special = this.#special(walked, used);
    const newRow = (row: number): number => (row === MISSING ? used.total : used.rank(row));
    for (const refs of [ways.refs, barriers.refs, buildings.refs]) {
      for (let i = 0; i < refs.length; i++) refs[i] = newRow(refs[i]);
    }
    for (const { rings } of this.#areas) for (const ring of rings) ring.refs = ring.refs.map(newRow);
    const { lng, lat } = store.takePlaces(used, 1);
    const known = makeColumn(Uint8Array, used.total + 1).fill(1);
    known[used.total] = 0;
    const map: FootMap = {
      bbox,
      osmDate,
      classes: this.#classes,
      names: this.#names,
      ways,
      barriers,
      buildings,
      nodes: { lng, lat, known, special },
      areas: this.#areas,
      unreadTimes: [...this.#unreadTimes].sort(),
    };
    const timedRows = new Map<string, number>();
    for (const { way, tags } of this.#timedWays) timeWay(map, way, tags, timedRows);
    return map;
  }

  #addGroundOfRelations(): void {
    for (const { id, tags, members } of this.#groundRelations) {
      const foot = classifyWay(tags, () => Number.NaN);
      const parts = members.map((member) => ({ ...member, ...this.#groundMembers.get(member.way) }));
      const rings = [false, true].flatMap((hole) =>
        closeRings(parts.filter((part) => part.hole === hole).map((part) => part.refs ?? [])).map((ids) => ({
          refs: ids.map((node) => this.#store.rowOf(node)),
          hole,
        })),
      );
      if (!foot || parts.some((part) => !part.refs || part.refs.length === 0)) continue;
      this.#areas.push({
        rings,
        ways: parts.map((part) => part.row ?? -1).filter((row) => row >= 0),
        classIndex: this.#rowOfClass(foot),
        name: this.#rowOfName(nameOf(tags)),
        osmId: id,
      });
    }
  }

  /** The buildings that may stand on open ground: most of a city's do not, and their nodes are let go. */
  #buildingsNearGround(): FootMap["buildings"] {
    const start = this.#buildingStart.take();
    const refs = this.#buildingRefs.take();
    const nearStart = growing(Uint32Array);
    const nearRefs = growing(Uint32Array);
    const boxes = this.#areas.map(({ rings }) => this.#boxOf(rings)).filter((box) => box !== null);
    const cells = new Set(boxes.flatMap(cellsAround));
    for (let building = 0; cells.size > 0 && building + 1 < start.length; building++) {
      const end = start[building + 1];
      let i = start[building];
      while (i < end && refs[i] !== MISSING && cells.has(cellKey(this.#store.lng(refs[i]), this.#store.lat(refs[i]))))
        i++;
      if (i < end) continue;
      nearStart.push(nearRefs.length);
      for (i = start[building]; i < end; i++) nearRefs.push(refs[i]);
    }
    nearStart.push(nearRefs.length);
    discard(start, refs);
    return { start: nearStart.take(), refs: nearRefs.take() };
  }

  /** Null where the extract does not hold the whole rim. */
  #boxOf(rings: { refs: number[] }[]): Box | null {
    const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
    for (const { refs } of rings) {
      for (const row of refs) {
        if (row === MISSING) return null;
        const lng = this.#store.lng(row);
        const lat = this.#store.lat(row);
        box.west = Math.min(box.west, lng);
        box.east = Math.max(box.east, lng);
        box.south = Math.min(box.south, lat);
        box.north = Math.max(box.north, lat);
      }
    }
    return box.west <= box.east ? box : null;
  }

  #special(walked: Marks, used: Marks): SpecialNodes {
    const rows = this.#taggedRows.take();
    const meanings = this.#taggedMeanings.take();
    const special = new SpecialNodes();
    const newRows = this.#newRows;
    const order = newRows && Uint32Array.from(rows.keys()).sort((a, b) => newRows[rows[a]] - newRows[rows[b]] || a - b);
    for (let next = 0; next < rows.length; next++) {
      const i = order ? order[next] : next;
      const row = newRows ? newRows[rows[i]] : rows[i];
      if (!walked.has(row)) continue;
      const { foot, unread } = this.#nodeMeanings.at(meanings[i]);
      for (const value of unread) this.#addUnread(value);
      if (!foot) continue;
      special.add(used.rank(row), this.#store.id(row), foot);
    }
    discard(rows, meanings);
    return special;
  }
}

function markAll(marks: Marks, rows: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) if (rows[i] !== MISSING) marks.add(rows[i]);
}

const nameOf = (tags: OsmTags): string => tags["name:zh"] ?? tags.name ?? "";

/** The speed of a ferry or a lift is its own length over its own time, known only once its nodes are. */
function timeWay(map: FootMap, way: number, tags: Record<string, string>, rows: Map<string, number>): void {
  const foot = classifyWay(tags, () => wayMeters(map, way));
  if (!foot) return;
  const key = JSON.stringify(foot);
  let row = rows.get(key);
  if (row === undefined) rows.set(key, (row = map.classes.push(foot) - 1));
  map.ways.classIndex[way] = row;
}

function wayMeters({ ways, nodes }: FootMap, way: number): number {
  let meters = 0;
  let previous = -1;
  for (let i = ways.start[way]; i < ways.start[way + 1]; i++) {
    const node = ways.refs[i];
    if (!nodes.known[node]) continue;
    if (previous >= 0)
      meters += unitsToMeters(nodes.lng[previous], nodes.lat[previous], nodes.lng[node], nodes.lat[node]);
    previous = node;
  }
  return meters;
}
