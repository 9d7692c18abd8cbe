/**
 * The parts of an OSM file that intake turns into outlets, residences, areas and the basemap, held compactly:
 * tagged nodes, all ways and relations with their tags, and the coordinates of every node that a way uses.
 * The file is read twice, since ways come after the nodes that they need.
 */
import { readOsm } from "@quarterhour/isochrones";
import type { BoundingBox, OsmMember, OsmTags, Position } from "@quarterhour/isochrones";
import { assembleRings, nestRings } from "../geometry/assemble.ts";
import { boxOf, windAsGeoJson } from "../geometry/polygon.ts";
import { metersBetween } from "../geometry/sphere.ts";
import { NodeTable, RefStore } from "./nodes.ts";

export interface MapNode {
  id: number;
  location: Position;
  tags: OsmTags;
}

export interface MapWay {
  id: number;
  tags: OsmTags;
  closed: boolean;
  /** Position among the ways of the file, to look its nodes up. */
  index: number;
}

interface MapRelation {
  id: number;
  tags: OsmTags;
  members: OsmMember[];
}

/** A closed way or a multipolygon, with its tags. */
export interface MapArea {
  /** `way/12` or `relation/12`. */
  ref: string;
  tags: OsmTags;
  /** Polygons of outline and holes. */
  polygons: Position[][][];
  /** Ids of the nodes on its rings. */
  nodeIds: number[];
}

/** Node keys that only say where the data came from; a node with nothing else is taken for untagged. */
const KEYS_WITHOUT_MEANING = new Set(["source", "created_by", "note", "fixme", "attribution", "layer"]);

/** An area relation is one whose type is one of these; others (routes, restrictions) describe no ground. */
const AREA_RELATION_TYPES = new Set(["multipolygon", "boundary"]);

/** A building larger than this across may reach far over the edge of an extract, so it does not widen the box. */
const LARGEST_BUILDING_METERS = 500;

export class OsmMap {
  readonly bbox: BoundingBox;
  /** ISO 8601 date of the data, where the file says. */
  readonly dataDate: string | null;
  readonly nodes: MapNode[];
  readonly ways: MapWay[];
  readonly #relations: MapRelation[];
  readonly #refs: RefStore;
  readonly #table: NodeTable;
  readonly #wayById: Map<number, MapWay>;
  /** Ways that are the outline of a relation with tags of its own, with these tags. */
  readonly #outlineOf = new Map<number, OsmTags>();

  constructor(parts: {
    /** As the file's header says; found out from the data when null. */
    headerBox: BoundingBox | null;
    /** Box of all nodes that ways use or that have tags. */
    dataBox: BoundingBox;
    dataDate: string | null;
    nodes: MapNode[];
    ways: MapWay[];
    relations: MapRelation[];
    refs: RefStore;
    table: NodeTable;
  }) {
    this.dataDate = parts.dataDate;
    this.nodes = parts.nodes;
    this.ways = parts.ways;
    this.#relations = parts.relations;
    this.#refs = parts.refs;
    this.#table = parts.table;
    this.#wayById = new Map(parts.ways.map((way) => [way.id, way]));
    for (const relation of parts.relations) {
      for (const member of relation.members) {
        if (member.type === "way" && member.role !== "inner") this.#outlineOf.set(member.ref, relation.tags);
      }
    }
    this.bbox = parts.headerBox ?? this.#boxOfSmallThings() ?? parts.dataBox;
  }

  /** The way's nodes, without those that the file lacks; null when fewer than two are left. */
  line(way: MapWay): Position[] | null {
    const positions = this.#positions(this.#refs.of(way.index)).filter((position) => position !== null);
    return positions.length >= 2 ? positions : null;
  }

  /** Ids of the way's nodes. */
  nodeIds(way: MapWay): number[] {
    return Array.from(this.#refs.of(way.index), (index) => this.#table.idAt(index));
  }

  /** Where a node lies that some way uses; null where the file lacks it. */
  positionOfNode(id: number): Position | null {
    return this.#table.position(this.#table.indexOf(id));
  }

  /**
   * Closed ways and multipolygons that `wanted` accepts by their tags. A way that is the outline of a relation with the
   * same building, landuse … is left to the relation. Areas of which the file holds only a part go to `onIncomplete`.
   */
  *areas(wanted: (tags: OsmTags) => boolean, onIncomplete?: (tags: OsmTags) => void): Generator<MapArea> {
    for (const way of this.ways) {
      if (!way.closed || !wanted(way.tags) || this.#drawnByRelation(way)) continue;
      const nodes = this.#refs.of(way.index);
      const ring = this.#positions(nodes);
      if (ring.includes(null)) {
        onIncomplete?.(way.tags);
        continue;
      }
      yield {
        ref: `way/${way.id}`,
        tags: way.tags,
        polygons: [windAsGeoJson([ring as Position[]])],
        nodeIds: this.nodeIds(way),
      };
    }
    for (const relation of this.#relations) {
      if (!wanted(relation.tags)) continue;
      const area = this.#areaOfRelation(relation);
      if (area === null) onIncomplete?.(relation.tags);
      else yield area;
    }
  }

  /** Tags of the area relations, closed or not: their names tell what a cut extract belongs to. */
  relationTags(): OsmTags[] {
    return this.#relations.map((relation) => relation.tags);
  }

  #areaOfRelation(relation: MapRelation): MapArea | null {
    const lines: ArrayLike<number>[] = [];
    for (const member of relation.members) {
      // Other members of a boundary are its label, its capital and its sub-areas.
      if (member.type !== "way") continue;
      const way = this.#wayById.get(member.ref);
      if (way === undefined) return null;
      lines.push(this.#refs.of(way.index));
    }
    const { rings, looseWays } = assembleRings(lines);
    if (looseWays > 0 || rings.length === 0) return null;
    const closed: Position[][] = [];
    for (const ring of rings) {
      const positions = this.#positions(ring);
      if (positions.includes(null)) return null;
      closed.push(positions as Position[]);
    }
    const polygons = nestRings(closed);
    if (polygons.length === 0) return null;
    const nodeIds = rings.flat().map((index) => this.#table.idAt(index));
    return { ref: `relation/${relation.id}`, tags: relation.tags, polygons, nodeIds };
  }

  #drawnByRelation(way: MapWay): boolean {
    const relationTags = this.#outlineOf.get(way.id);
    if (relationTags === undefined) return false;
    return Object.keys(way.tags).some(
      (key) => key !== "name" && key !== "source" && relationTags[key] === way.tags[key],
    );
  }

  #positions(nodes: ArrayLike<number>): (Position | null)[] {
    return Array.from(nodes, (index) => this.#table.position(index));
  }

  /**
   * The box of what certainly lies in the extract: tagged nodes on no way, and buildings. Roads, lakes and boundaries
   * are kept whole by extracts and run far past the edge.
   */
  #boxOfSmallThings(): BoundingBox | null {
    const points: Position[] = [];
    for (const node of this.nodes) {
      if (this.#table.indexOf(node.id) < 0) points.push(node.location);
    }
    for (const way of this.ways) {
      if (!way.closed || way.tags.building === undefined) continue;
      const box = boxOf(this.#positions(this.#refs.of(way.index)).filter((position) => position !== null));
      if (box === null || metersBetween([box[0], box[1]], [box[2], box[3]]) > LARGEST_BUILDING_METERS) continue;
      points.push([box[0], box[1]], [box[2], box[3]]);
    }
    return boxOf(points);
  }
}

/**
 * Reads the file into memory; null when it holds nothing that has a place. `onFraction` gets 0 to 1. Rejects with
 * OsmFormatError for a damaged file.
 */
export async function readMap(file: string, onFraction?: (fraction: number) => void): Promise<OsmMap | null> {
  const ways: MapWay[] = [];
  const relations: MapRelation[] = [];
  const refs = new RefStore();
  const tagSets = new TagSets();

  await readOsm(
    file,
    {
      way(id, nodeRefs, tags) {
        const count = nodeRefs.length;
        ways.push({
          id,
          tags: tagSets.shared(tags),
          closed: count >= 4 && nodeRefs[0] === nodeRefs[count - 1],
          index: refs.add(nodeRefs),
        });
      },
      relation(id, members, tags) {
        if (tags !== null && AREA_RELATION_TYPES.has(tags.type)) {
          relations.push({ id, tags, members: members.map((member) => ({ ...member })) });
        }
      },
    },
    { only: ["way", "relation"], onProgress: (read, total) => onFraction?.((read / total) * 0.5) },
  );

  const table = new NodeTable(refs);
  const nodes: MapNode[] = [];
  const header = await readOsm(
    file,
    {
      node(id, lng, lat, tags) {
        table.place(id, lng, lat);
        if (tags !== null && Object.keys(tags).some((key) => !KEYS_WITHOUT_MEANING.has(key))) {
          nodes.push({ id, location: [lng, lat], tags: tagSets.shared(tags) });
        }
      },
    },
    { only: ["node"], onProgress: (read, total) => onFraction?.(0.5 + (read / total) * 0.5) },
  );
  const corners = table.box();
  const dataBox = boxOf([
    ...(corners === null ? [] : [[corners[0], corners[1]] as Position, [corners[2], corners[3]] as Position]),
    ...nodes.map(({ location }) => location),
  ]);
  if (dataBox === null) return null;
  const dataDate = header.replicationTimestamp?.slice(0, 10) ?? null;
  return new OsmMap({ headerBox: header.bbox, dataBox, dataDate, nodes, ways, relations, refs, table });
}

/** Most buildings of a city are `building=yes` and nothing else: equal small sets of tags are kept once. */
class TagSets {
  readonly #known = new Map<string, OsmTags>();
  static readonly #none: OsmTags = Object.freeze(Object.create(null)) as OsmTags;

  shared(tags: OsmTags | null): OsmTags {
    if (tags === null) return TagSets.#none;
    const entries = Object.entries(tags);
    if (entries.length > 3) return tags;
    const key = JSON.stringify(entries);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, tags);
    return tags;
  }
}
