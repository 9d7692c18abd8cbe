/** Collects what goes into the OSM file: vertices shared by place, ways, relations; joins ways where they meet. */
import { bendWeight, distance, type LngLat, type Placement, type Point, toLngLat } from "./geometry.ts";

export type Tags = Record<string, string>;

export interface Vertex {
  id: number;
  x: number;
  y: number;
  level: number;
  lngLat: LngLat;
  tags: Tags | null;
}

export interface Way {
  id: number;
  vertices: Vertex[];
  tags: Tags;
  /** Joined with every other ground way that it meets. */
  ground: boolean;
}

export interface Relation {
  id: number;
  members: { type: "way" | "node"; ref: number; role: string }[];
  tags: Tags;
}

/** A corner on the sheet; the third number is its level, 0 for the ground. Equal corners are one OSM node. */
export type Corner = readonly [x: number, y: number, level?: number];

const cellMeters = 40;

export class CityMap {
  readonly ways: Way[] = [];
  readonly relations: Relation[] = [];
  readonly placement: Placement;
  readonly #vertices = new Map<string, Vertex>();
  #nextNode: number;
  #nextWay: number;
  #nextRelation: number;

  constructor(placement: Placement, firstIds = { node: 1, way: 1, relation: 1 }) {
    this.placement = placement;
    this.#nextNode = firstIds.node;
    this.#nextWay = firstIds.way;
    this.#nextRelation = firstIds.relation;
  }

  get vertices(): Vertex[] {
    return [...this.#vertices.values()];
  }

  vertex([x, y, level = 0]: Corner): Vertex {
    const key = `${Math.round(x * 100)},${Math.round(y * 100)},${level}`;
    let vertex = this.#vertices.get(key);
    if (!vertex) {
      vertex = { id: this.#nextNode++, x, y, level, lngLat: toLngLat([x, y], this.placement), tags: null };
      this.#vertices.set(key, vertex);
    }
    return vertex;
  }

  /** Puts a node at a place under an id that others know it by; what is there already stays. */
  fix([x, y, level = 0]: Corner, id: number): void {
    const key = `${Math.round(x * 100)},${Math.round(y * 100)},${level}`;
    if (this.#vertices.has(key)) return;
    this.#vertices.set(key, { id, x, y, level, lngLat: toLngLat([x, y], this.placement), tags: null });
  }

  /** Puts tags on the vertex at a place, making it where there is none. */
  node(corner: Corner, tags: Tags): Vertex {
    const vertex = this.vertex(corner);
    vertex.tags = { ...vertex.tags, ...tags };
    return vertex;
  }

  /** A way that can be walked or driven at ground level. */
  street(corners: readonly Corner[], tags: Tags): Way {
    return this.#add(corners, tags, true);
  }

  /** Everything else: walls, bridges, tunnels, rails, buildings, areas. Shares a node only where corners are equal. */
  line(corners: readonly Corner[], tags: Tags): Way {
    return this.#add(corners, tags, false);
  }

  /** A closed way through places given in degrees; `near` are about the same places on the sheet. */
  ringAt(places: LngLat[], near: readonly Point[]): Way {
    const vertices = places.map((lngLat, i): Vertex => {
      const vertex = { id: this.#nextNode++, x: near[i][0], y: near[i][1], level: 0, lngLat, tags: null };
      this.#vertices.set(`place ${lngLat.join()}`, vertex);
      return vertex;
    });
    const way = { id: this.#nextWay++, vertices: [...vertices, vertices[0]], tags: {}, ground: false };
    this.ways.push(way);
    return way;
  }

  relation(members: Relation["members"], tags: Tags): void {
    this.relations.push({ id: this.#nextRelation++, members, tags });
  }

  #add(corners: readonly Corner[], tags: Tags, ground: boolean): Way {
    const vertices: Vertex[] = [];
    const dense = !("building" in tags);
    corners.forEach((corner, i) => {
      const before = corners[i - 1];
      // Where the sheet is bent, long sides get corners of their own, so that everything bends alike.
      if (before && dense && this.placement.bent) {
        const length = Math.hypot(corner[0] - before[0], corner[1] - before[1]);
        const pieces = Math.ceil(length / 45);
        for (let k = 1; k < pieces; k++) {
          const p: Point = [
            before[0] + ((corner[0] - before[0]) * k) / pieces,
            before[1] + ((corner[1] - before[1]) * k) / pieces,
          ];
          if (bendWeight(p) > 0) vertices.push(this.vertex([p[0], p[1], before[2] ?? 0]));
        }
      }
      const vertex = this.vertex(corner);
      if (vertices.at(-1) !== vertex) vertices.push(vertex);
    });
    const way = { id: this.#nextWay++, vertices, tags, ground };
    this.ways.push(way);
    return way;
  }

  /**
   * Gives ways a shared node wherever two ground ways cross, or a ground-level corner of any walkable way lies on one.
   * Call once, after all ways are drawn.
   */
  join(): void {
    const ground = this.ways.filter((way) => way.ground);
    interface Segment {
      way: Way;
      a: Vertex;
      b: Vertex;
      cuts: Map<Vertex, number>;
    }
    const segments: Segment[] = [];
    const cells = new Map<string, Segment[]>();
    const cellsOf = (ax: number, ay: number, bx: number, by: number) => {
      const keys: string[] = [];
      for (let i = Math.floor(Math.min(ax, bx) / cellMeters); i <= Math.floor(Math.max(ax, bx) / cellMeters); i++)
        for (let j = Math.floor(Math.min(ay, by) / cellMeters); j <= Math.floor(Math.max(ay, by) / cellMeters); j++)
          keys.push(`${i},${j}`);
      return keys;
    };
    for (const way of ground) {
      for (let i = 1; i < way.vertices.length; i++) {
        const a = way.vertices[i - 1];
        const b = way.vertices[i];
        const segment = { way, a, b, cuts: new Map<Vertex, number>() };
        segments.push(segment);
        for (const key of cellsOf(a.x - 0.1, a.y - 0.1, b.x + 0.1, b.y + 0.1)) {
          const list = cells.get(key);
          if (list) list.push(segment);
          else cells.set(key, [segment]);
        }
      }
    }
    const position = (s: Segment, v: Vertex) =>
      ((v.x - s.a.x) * (s.b.x - s.a.x) + (v.y - s.a.y) * (s.b.y - s.a.y)) /
      ((s.b.x - s.a.x) ** 2 + (s.b.y - s.a.y) ** 2);
    const touch = (s: Segment, v: Vertex) => {
      if (v === s.a || v === s.b || v.level !== 0) return;
      const t = position(s, v);
      if (t <= 0 || t >= 1) return;
      const foot: Point = [s.a.x + t * (s.b.x - s.a.x), s.a.y + t * (s.b.y - s.a.y)];
      if (distance(foot, [v.x, v.y]) < 0.02) s.cuts.set(v, t);
    };
    // Corners first, so that a crossing close to a corner uses the corner.
    const corners = new Set<Vertex>();
    for (const way of this.ways) if (way.ground || "highway" in way.tags) for (const v of way.vertices) corners.add(v);
    for (const v of corners) for (const s of cells.get(cellsOf(v.x, v.y, v.x, v.y)[0]) ?? []) touch(s, v);
    for (const list of cells.values()) {
      for (let i = 0; i < list.length; i++) {
        for (let j = i + 1; j < list.length; j++) {
          const s = list[i];
          const r = list[j];
          if (s.a === r.a || s.a === r.b || s.b === r.a || s.b === r.b) continue;
          const dx = s.b.x - s.a.x;
          const dy = s.b.y - s.a.y;
          const ex = r.b.x - r.a.x;
          const ey = r.b.y - r.a.y;
          const det = dx * ey - dy * ex;
          if (Math.abs(det) < 1e-9) continue;
          const t = ((r.a.x - s.a.x) * ey - (r.a.y - s.a.y) * ex) / det;
          const u = ((r.a.x - s.a.x) * dy - (r.a.y - s.a.y) * dx) / det;
          if (t <= 0 || t >= 1 || u <= 0 || u >= 1) continue;
          const x = Math.round((s.a.x + t * dx) * 100) / 100;
          const y = Math.round((s.a.y + t * dy) * 100) / 100;
          const near = [s.a, s.b, r.a, r.b, ...s.cuts.keys(), ...r.cuts.keys()].find(
            (v) => Math.hypot(v.x - x, v.y - y) < 0.05,
          );
          const v = near ?? this.vertex([x, y]);
          if (v !== s.a && v !== s.b) s.cuts.set(v, t);
          if (v !== r.a && v !== r.b) r.cuts.set(v, u);
        }
      }
    }
    for (const way of ground) way.vertices.length = 1;
    for (const s of segments) {
      const ordered = [...s.cuts].sort((p, q) => p[1] - q[1]).map(([v]) => v);
      s.way.vertices.push(...ordered, s.b);
    }
  }
}
