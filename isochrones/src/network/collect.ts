import { isOpenGround } from "../foot/areas.ts";
import { classifyNode, type NodeClass } from "../foot/nodes.ts";
import { classifyWay, legBarrierOf, type WayClass } from "../foot/ways.ts";
import { UNITS_PER_DEGREE, unitsToMeters } from "../geo.ts";
import { readOsm } from "../osm/index.ts";
import type { BoundingBox } from "../types.ts";
import { Growing } from "./grow.ts";

/** What the file says that matters to walking: ways as rows of node ids, and the nodes they need. */
export interface FootMap {
  bbox: BoundingBox | null;
  osmDate: string | null;
  classes: WayClass[];
  names: string[];
  /** Walkable ways, in file order: refs[start[w]] … refs[start[w+1]-1]. */
  ways: { start: Float64Array; refs: Float64Array; classIndex: Uint16Array; name: Uint32Array; osmId: Float64Array };
  /** Lines that access legs do not cross; `kind` is a place in `barrierKinds`. */
  barriers: { start: Float64Array; refs: Float64Array; kind: Uint8Array };
  nodes: NodeTable;
  areas: OpenGround[];
  /** Opening hours and conditions that were not understood, each once. */
  unreadTimes: string[];
}

/** Ground that is crossed in any direction: its rings as ids of nodes, and the rows of the ways that are its rim. */
export interface OpenGround {
  rings: { refs: number[]; hole: boolean }[];
  ways: number[];
  classIndex: number;
  name: number;
  osmId: number;
}

/** A multipolygon of open ground, until its member ways are read. */
interface GroundRelation {
  id: number;
  tags: Record<string, string>;
  members: { way: number; hole: boolean }[];
}

/** Nodes sorted by id; `known` is 0 where a way names a node that the file does not hold. */
export interface NodeTable {
  ids: Float64Array;
  lng: Int32Array;
  lat: Int32Array;
  known: Uint8Array;
  special: Map<number, NodeClass>;
}

/** Position of an id in ascending ids, -1 where it is missing. */
export function indexOfId(ids: Float64Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (ids[middle] < id) low = middle + 1;
    else if (ids[middle] > id) high = middle - 1;
    else return middle;
  }
  return -1;
}

/** More are not listed: whoever sees so many will not read on. */
const MAX_UNREAD_TIMES = 1000;

export type Progress = (done: number, total: number, what: string) => void;

/** Reads an OSM file for walking, in three passes (relations, ways, nodes), each decoding only what it needs. */
export async function collectFootMap(file: string, onProgress?: Progress, signal?: AbortSignal): Promise<FootMap> {
  const pass = (index: number, what: string) => (read: number, total: number) =>
    onProgress?.(index * total + read, 3 * total, what);

  // water drawn as a multipolygon: its member ways carry no tags of their own
  const barrierMembers = new Map<number, number>();
  const groundRelations: GroundRelation[] = [];
  const groundMembers = new Map<number, { relation: GroundRelation; row: number; refs: number[] }>();
  await readOsm(
    file,
    {
      relation(id, members, tags) {
        if (!tags || tags.type !== "multipolygon") return;
        if (isOpenGround(tags, true)) {
          const rim = members.filter((member) => member.type === "way");
          const relation: GroundRelation = {
            id,
            tags,
            members: rim.map((member) => ({ way: member.ref, hole: member.role === "inner" })),
          };
          groundRelations.push(relation);
          for (const member of rim) groundMembers.set(member.ref, { relation, row: -1, refs: [] });
        }
        const barrier = legBarrierOf(tags);
        if (barrier < 0) return;
        for (const member of members) if (member.type === "way") barrierMembers.set(member.ref, barrier);
      },
    },
    { only: ["relation"], onProgress: pass(0, "relations"), signal },
  );

  const classes: WayClass[] = [];
  const classRow = new Map<string, number>();
  const names: string[] = [""];
  const nameRow = new Map<string, number>([["", 0]]);
  const wayStart = new Growing(Float64Array);
  const wayRefs = new Growing(Float64Array, 65536);
  const wayClass = new Growing(Uint16Array);
  const wayName = new Growing(Uint32Array);
  const wayId = new Growing(Float64Array);
  const barrierStart = new Growing(Float64Array);
  const barrierRefs = new Growing(Float64Array, 65536);
  const barrierKind = new Growing(Uint8Array);
  const timedFerries: { tags: Record<string, string>; way: number }[] = [];

  const areas: OpenGround[] = [];
  const unreadTimes = new Set<string>();
  const unread = (value: string): unknown => unreadTimes.size < MAX_UNREAD_TIMES && unreadTimes.add(value);
  const rowOfClass = (foot: WayClass): number => {
    const key = JSON.stringify(foot);
    let row = classRow.get(key);
    if (row === undefined) {
      row = classes.push(foot) - 1;
      classRow.set(key, row);
    }
    return row;
  };
  const rowOfName = (tags: Record<string, string>): number => {
    const name = tags["name:zh"] ?? tags.name ?? "";
    let row = nameRow.get(name);
    if (row === undefined) {
      row = names.push(name) - 1;
      nameRow.set(name, row);
    }
    return row;
  };

  await readOsm(
    file,
    {
      way(id, refs, tags) {
        const member = barrierMembers.size > 0 ? barrierMembers.get(id) : undefined;
        const rim = groundMembers.size > 0 ? groundMembers.get(id) : undefined;
        if (!tags && member === undefined && !rim) return;
        const own = tags ? legBarrierOf(tags) : -1;
        const barrier = own >= 0 ? own : (member ?? -1);
        if (barrier >= 0) {
          barrierStart.push(barrierRefs.length);
          barrierKind.push(barrier);
          for (let i = 0; i < refs.length; i++) barrierRefs.push(refs[i]);
        }
        if (refs.length < 2) return;
        if (rim) rim.refs = Array.from(refs);
        let meaning = tags;
        let foot = tags && classifyWay(tags, () => Number.NaN, unread);
        if (!foot && rim) {
          // the rim of a square drawn as a relation is walked like the rim of one drawn as a way
          meaning = rim.relation.tags;
          foot = classifyWay(meaning, () => Number.NaN);
        }
        if (!foot || !meaning) return;
        const row = wayClass.length;
        if (foot.kind === "ferry" && meaning.duration !== undefined) timedFerries.push({ tags: meaning, way: row });
        wayStart.push(wayRefs.length);
        for (let i = 0; i < refs.length; i++) wayRefs.push(refs[i]);
        wayClass.push(rowOfClass(foot));
        wayName.push(rowOfName(meaning));
        wayId.push(id);
        if (rim) rim.row = row;
        else if (refs.length > 3 && refs[0] === refs[refs.length - 1] && isOpenGround(meaning, false)) {
          areas.push({
            rings: [{ refs: Array.from(refs), hole: false }],
            ways: [row],
            classIndex: wayClass.at(row),
            name: wayName.at(row),
            osmId: id,
          });
        }
      },
    },
    { only: ["way"], onProgress: pass(1, "ways"), signal },
  );
  for (const { id, tags, members } of groundRelations) {
    const foot = classifyWay(tags, () => Number.NaN);
    const parts = members.map((member) => ({ ...member, ...groundMembers.get(member.way) }));
    const rings = [false, true].flatMap((hole) =>
      closeRings(parts.filter((part) => part.hole === hole).map((part) => part.refs ?? [])).map((refs) => ({
        refs,
        hole,
      })),
    );
    if (!foot || parts.some((part) => !part.refs || part.refs.length === 0)) continue;
    areas.push({
      rings,
      ways: parts.map((part) => part.row ?? -1).filter((row) => row >= 0),
      classIndex: rowOfClass(foot),
      name: rowOfName(tags),
      osmId: id,
    });
  }
  wayStart.push(wayRefs.length);
  barrierStart.push(barrierRefs.length);

  const all = new Float64Array(wayRefs.length + barrierRefs.length);
  all.set(wayRefs.view());
  all.set(barrierRefs.view(), wayRefs.length);
  all.sort();
  let count = 0;
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[count++] = all[i];
  const ids = all.slice(0, count);
  const nodes: NodeTable = {
    ids,
    lng: new Int32Array(count),
    lat: new Int32Array(count),
    known: new Uint8Array(count),
    special: new Map(),
  };

  let expected = 0;
  const header = await readOsm(
    file,
    {
      node(id, lng, lat, tags) {
        // files are nearly always sorted by id, so the next wanted node is usually the next one met
        while (expected < count && ids[expected] < id) expected++;
        let index = expected < count && ids[expected] === id ? expected : -1;
        if (index < 0) index = indexOfId(ids, id);
        if (index < 0) return;
        nodes.lng[index] = Math.round(lng * UNITS_PER_DEGREE);
        nodes.lat[index] = Math.round(lat * UNITS_PER_DEGREE);
        nodes.known[index] = 1;
        if (tags) {
          const foot = classifyNode(tags, unread);
          if (foot) nodes.special.set(index, foot);
        }
      },
    },
    { only: ["node"], onProgress: pass(2, "nodes"), signal },
  );

  const map: FootMap = {
    bbox: header.bbox,
    osmDate: header.replicationTimestamp,
    classes,
    names,
    ways: {
      start: wayStart.trimmed(),
      refs: wayRefs.trimmed(),
      classIndex: wayClass.trimmed(),
      name: wayName.trimmed(),
      osmId: wayId.trimmed(),
    },
    barriers: { start: barrierStart.trimmed(), refs: barrierRefs.trimmed(), kind: barrierKind.trimmed() },
    nodes,
    areas,
    unreadTimes: [...unreadTimes].sort(),
  };
  for (const ferry of timedFerries) timeFerry(map, ferry.way, ferry.tags);
  return map;
}

/** Joins lines end to end into rings; what does not close is left out. */
function closeRings(lines: number[][]): number[][] {
  const rings: number[][] = [];
  const open = lines.filter((line) => line.length > 1);
  while (open.length > 0) {
    const ring = open.shift()!.slice();
    while (ring[0] !== ring[ring.length - 1]) {
      const end = ring[ring.length - 1];
      const next = open.findIndex((line) => line[0] === end || line[line.length - 1] === end);
      if (next < 0) break;
      const [line] = open.splice(next, 1);
      ring.push(...(line[0] === end ? line : line.toReversed()).slice(1));
    }
    if (ring.length > 3 && ring[0] === ring[ring.length - 1]) rings.push(ring);
  }
  return rings;
}

/** A ferry's speed is its own length over its own timetable, known only once its nodes are. */
function timeFerry(map: FootMap, way: number, tags: Record<string, string>): void {
  const foot = classifyWay(tags, () => wayMeters(map, way));
  if (foot) map.ways.classIndex[way] = map.classes.push(foot) - 1;
}

function wayMeters(map: FootMap, way: number): number {
  let meters = 0;
  let previous = -1;
  for (let i = map.ways.start[way]; i < map.ways.start[way + 1]; i++) {
    const node = indexOfId(map.nodes.ids, map.ways.refs[i]);
    if (!map.nodes.known[node]) continue;
    if (previous >= 0)
      meters += unitsToMeters(
        map.nodes.lng[previous],
        map.nodes.lat[previous],
        map.nodes.lng[node],
        map.nodes.lat[node],
      );
    previous = node;
  }
  return meters;
}
