/** Cuts a city out of a larger extract, by a box or by a boundary that the extract itself has. */
import { open } from "node:fs/promises";
import { pbfHeader, pbfNodes, pbfRelations, pbfWays } from "@quarterhour/data/osm-pbf";
import type { PbfNode, PbfRelation, PbfWay } from "@quarterhour/data/osm-pbf";
import { readOsm } from "@quarterhour/isochrones";
import type { BoundingBox, OsmHandler, OsmMember, OsmTags, Position } from "@quarterhour/isochrones";
import type { OnProgress } from "../errors.ts";
import { IntakeError } from "../errors.ts";
import { assembleRings, nestRings } from "../geometry/assemble.ts";
import { boxOfPolygons, polygonsContain } from "../geometry/polygon.ts";
import { IdSet } from "./id-set.ts";
import { say } from "../../words/index.ts";

export interface Clip {
  /** As a person would say it. */
  name: string;
  box: BoundingBox;
  /** Polygons of outline and holes; null for the box itself. */
  polygons: Position[][][] | null;
}

type OsmElementType = OsmMember["type"];
const PASSES = 7;
/** So many elements are put into the file at a time. */
const BATCH = 64_000;
const NAMED_IN_ERROR = 12;

/** `west,south,east,north` in degrees, or null where the text is no box. Throws IntakeError for one that is none. */
export function boxFromText(text: string): Clip | null {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length !== 4 || parts.some((part) => part === "" || Number.isNaN(Number(part)))) return null;
  const [west, south, east, north] = parts.map(Number);
  if (!(west >= -180 && east <= 180 && south >= -90 && north <= 90 && west < east && south < north)) {
    throw new IntakeError(say("map.box", { text }));
  }
  return { name: text, box: [west, south, east, north], polygons: null };
}

interface Boundary {
  id: number;
  name: string;
  level: number;
  outlines: number[];
}

/**
 * The administrative boundary of this name in the file. Of several, the one of the highest rank (a city before a
 * village). Rejects with IntakeError where there is none, or the file holds only a part of it.
 */
export async function findBoundary(file: string, name: string, onProgress: OnProgress = () => {}): Promise<Clip> {
  const step = `looking for the boundary of ${name}`;
  const tell = (from: number) => (done: number, total: number) =>
    onProgress({ step, fraction: from + done / total / 3 });
  const boundaries: Boundary[] = [];
  const near = new Set<string>();
  const wanted = bare(name);
  await readOsm(
    file,
    {
      relation(id, members, tags) {
        if (!tags || tags.type !== "boundary" || tags.boundary !== "administrative") return;
        for (const one of namesOf(tags)) {
          if (bare(one) !== wanted) {
            if (one.includes(wanted) || wanted.includes(one)) near.add(one);
            continue;
          }
          boundaries.push({ id, name: one, level: Number(tags.admin_level) || 99, outlines: waysOf(members) });
          return;
        }
      },
    },
    { only: ["relation"], onProgress: tell(0) },
  );
  if (boundaries.length === 0) {
    const others = [...near].slice(0, NAMED_IN_ERROR);
    throw new IntakeError(
      others.length > 0 ? say("map.other-boundaries", { name, others }) : say("map.no-boundary", { name }),
    );
  }
  boundaries.sort((a, b) => a.level - b.level || a.id - b.id);
  const [boundary] = boundaries;
  const refsOfWay = new Map<number, number[] | null>(boundary.outlines.map((way) => [way, null]));
  await readOsm(
    file,
    { way: (id, refs) => void (refsOfWay.has(id) && refsOfWay.set(id, Array.from(refs))) },
    { only: ["way"], onProgress: tell(1 / 3) },
  );
  const positions = new Map<number, Position | null>();
  for (const refs of refsOfWay.values()) for (const ref of refs ?? []) positions.set(ref, null);
  await readOsm(
    file,
    { node: (id, lng, lat) => void (positions.has(id) && positions.set(id, [lng, lat])) },
    { only: ["node"], onProgress: tell(2 / 3) },
  );
  const lines = [...refsOfWay.values()];
  const { rings, looseWays } = assembleRings(lines.filter((line) => line !== null));
  const closed = rings.map((ring) => ring.map((id) => positions.get(id) ?? null));
  const isWhole = looseWays === 0 && rings.length > 0 && !lines.includes(null) && !closed.flat().includes(null);
  if (!isWhole) {
    throw new IntakeError(say("map.boundary-cut", { name: boundary.name }));
  }
  const polygons = nestRings(closed as Position[][]);
  return { name: boundary.name, box: boxOfPolygons(polygons), polygons };
}

const waysOf = (members: OsmMember[]): number[] =>
  members.flatMap(({ type, ref, role }) =>
    type === "way" && (role === "outer" || role === "inner" || role === "") ? ref : [],
  );

const NAME_KEYS = ["name", "name:zh", "name:zh-Hans", "name:en", "official_name", "short_name", "alt_name"];

const namesOf = (tags: OsmTags): string[] => NAME_KEYS.flatMap((key) => tags[key]?.trim() || []);

/** 南京 and 南京市 are one name. */
const bare = (name: string): string => name.trim().replace(/(?<=.)(市|区|县|省)$/, "");

export interface Clipped {
  nodes: number;
  ways: number;
  relations: number;
}

/**
 * Writes what lies in the clip to `target` (.osm.pbf): the nodes inside, every way that touches them with all its nodes,
 * the areas that such ways outline with all their ways, and the other relations about them. Rejects with IntakeError
 * where nothing lies inside, OsmFormatError for a damaged file.
 */
export async function clipOsm(
  file: string,
  clip: Clip,
  target: string,
  onProgress: OnProgress = () => {},
): Promise<Clipped> {
  const step = `cutting out ${clip.name}`;
  let pass = 0;
  const read = (handler: OsmHandler, only: OsmElementType) => {
    const from = pass++ / PASSES;
    return readOsm(file, handler, {
      only: [only],
      onProgress: (done, total) => onProgress({ step, fraction: from + done / total / PASSES }),
    });
  };
  const [west, south, east, north] = clip.box;
  const inside = new IdSet();
  const { replicationTimestamp } = await read(
    {
      node(id, lng, lat) {
        if (lng < west || lng > east || lat < south || lat > north) return;
        if (clip.polygons === null || polygonsContain(clip.polygons, [lng, lat])) inside.add(id);
      },
    },
    "node",
  );
  if (inside.size === 0) throw new IntakeError(say("map.nothing-within", { name: clip.name }));
  const ways = new IdSet();
  await read({ way: (id, refs) => void (refs.some((ref: number) => inside.has(ref)) && ways.add(id)) }, "way");
  // relations about what is inside; areas bring their other ways along, so that they can be closed
  const relations = new IdSet();
  const moreWays = new IdSet();
  await read(
    {
      relation(id, members, tags) {
        const touches = members.some(({ type, ref }) =>
          type === "way" ? ways.has(ref) : type === "node" && inside.has(ref),
        );
        if (!touches) return;
        relations.add(id);
        if (isArea(tags, clip)) for (const { type, ref } of members) if (type === "way") moreWays.add(ref);
      },
    },
    "relation",
  );
  const nodes = new IdSet();
  await read(
    {
      way(id, refs) {
        if (!ways.has(id) && !moreWays.has(id)) return;
        ways.add(id);
        for (const ref of refs) nodes.add(ref);
      },
    },
    "way",
  );
  const written: Clipped = { nodes: 0, ways: 0, relations: 0 };
  const out = await open(target, "w");
  try {
    const batch = <T>(kind: keyof Clipped, blobs: (some: readonly T[]) => Buffer[]) => {
      const waiting: T[] = [];
      const ready: Buffer[] = [];
      const flush = () => {
        written[kind] += waiting.length;
        ready.push(...blobs(waiting.splice(0)));
      };
      return {
        add(element: T) {
          if (waiting.push(element) >= BATCH) flush();
        },
        async end() {
          flush();
          for (const blob of ready.splice(0)) await out.writeFile(blob);
        },
      };
    };
    const seconds = replicationTimestamp === null ? undefined : Math.round(Date.parse(replicationTimestamp) / 1000);
    await out.writeFile(pbfHeader({ west, south, east, north }, "quarterhour", seconds));
    const nodeBatch = batch<PbfNode>("nodes", pbfNodes);
    await read(
      {
        node(id, lng, lat, tags) {
          if (inside.has(id) || nodes.has(id)) nodeBatch.add({ id, lngLat: [lng, lat], tags });
        },
      },
      "node",
    );
    await nodeBatch.end();
    const wayBatch = batch<PbfWay>("ways", pbfWays);
    await read(
      {
        way: (id, refs, tags) => void (ways.has(id) && wayBatch.add({ id, refs: Array.from(refs), tags: tags ?? {} })),
      },
      "way",
    );
    await wayBatch.end();
    const relationBatch = batch<PbfRelation>("relations", pbfRelations);
    await read(
      {
        relation(id, members, tags) {
          if (relations.has(id))
            relationBatch.add({ id, members: members.map((member) => ({ ...member })), tags: tags ?? {} });
        },
      },
      "relation",
    );
    await relationBatch.end();
  } finally {
    await out.close();
  }
  return written;
}

/** Lakes, parks and districts; the boundary of a province would bring half of it along. */
function isArea(tags: OsmTags | null, clip: Clip): boolean {
  if (tags?.type === "multipolygon") return true;
  if (tags?.type !== "boundary") return false;
  const level = Number(tags.admin_level);
  return level >= 6 || namesOf(tags).some((name) => bare(name) === bare(clip.name));
}
