/** Which districts there are, which of them draws what lies on a border, and the numbers of its nodes. */
import {
  type Axis,
  carriageway,
  cellsPerSide,
  crossingPoint,
  districtMeters,
  junctionsOf,
  lerp,
  maxJunctions,
} from "./lattice.ts";
import type { Point } from "../geometry.ts";
import type { CityMap } from "../map.ts";

/** Ids that a district may use; the first nodes are those that neighbours know of. */
const idsPerDistrict = { node: 65536, way: 16384, relation: 64 };
const nodeSlots = 4;
const edgeSlots = 2 * maxJunctions;
const side = cellsPerSide + 1;
const sharedNodes = side * side * (nodeSlots + 2 * edgeSlots);

export class Layout {
  readonly districts: number;
  readonly columns: number;
  readonly rows: number;

  constructor(districts: number) {
    this.districts = districts;
    this.columns = Math.ceil(Math.sqrt(districts));
    this.rows = Math.ceil(districts / this.columns);
  }

  get meters(): Point {
    return [this.columns * districtMeters, this.rows * districtMeters];
  }

  /** First lattice lines of a district. */
  origin(district: number): [i: number, j: number] {
    return [(district % this.columns) * cellsPerSide, Math.floor(district / this.columns) * cellsPerSide];
  }

  /** The district of a cell, -1 outside the city. */
  districtOfCell(i: number, j: number): number {
    const column = Math.floor(i / cellsPerSide);
    const row = Math.floor(j / cellsPerSide);
    if (column < 0 || column >= this.columns || row < 0) return -1;
    const district = row * this.columns + column;
    return district < this.districts ? district : -1;
  }

  /** What lies on a border belongs to the district in the north-east, else to the next one that there is. */
  #owner(cells: [number, number][]): number {
    for (const [i, j] of cells) {
      const district = this.districtOfCell(i, j);
      if (district >= 0) return district;
    }
    return -1;
  }

  ownerOfNode(i: number, j: number): number {
    return this.#owner([
      [i, j],
      [i - 1, j],
      [i, j - 1],
      [i - 1, j - 1],
    ]);
  }

  ownerOfEdge(axis: Axis, i: number, j: number): number {
    return this.#owner([[i, j], axis === "v" ? [i - 1, j] : [i, j - 1]]);
  }

  /** First ids of what only the district itself knows of. */
  firstIds(district: number): { node: number; way: number; relation: number } {
    return {
      node: 1 + district * idsPerDistrict.node + sharedNodes,
      way: 1 + district * idsPerDistrict.way,
      relation: 1 + district * idsPerDistrict.relation,
    };
  }

  isOwn(district: number, node: number): boolean {
    return Math.floor((node - 1) / idsPerDistrict.node) === district;
  }

  #slot(owner: number, i: number, j: number): number {
    const [i0, j0] = this.origin(owner);
    return 1 + owner * idsPerDistrict.node + ((j - j0) * side + (i - i0)) * (nodeSlots + 2 * edgeSlots);
  }

  /** Puts the nodes of the lattice around and in a district on its map, each under the id that all districts give it. */
  fixShared(map: CityMap, district: number): void {
    const [i0, j0] = this.origin(district);
    for (let i = i0; i <= i0 + cellsPerSide; i++)
      for (let j = j0; j <= j0 + cellsPerSide; j++) {
        const owner = this.ownerOfNode(i, j);
        const first = this.#slot(owner, i, j);
        [-1, 1].forEach((sideX, a) =>
          [-1, 1].forEach((sideY, b) => map.fix(crossingPoint(i, j, sideX, sideY), first + 2 * a + b)),
        );
        for (const axis of ["v", "h"] as const) {
          if ((axis === "v" ? j : i) === (axis === "v" ? j0 : i0) + cellsPerSide) continue;
          const firstOfEdge =
            this.#slot(this.ownerOfEdge(axis, i, j), i, j) + nodeSlots + (axis === "v" ? 0 : edgeSlots);
          const ends = [carriageway(axis, i, j, -1), carriageway(axis, i, j, 1)];
          junctionsOf(axis, i, j).forEach(({ t }, k) =>
            ends.forEach(([a, b], which) => map.fix(lerp(a, b, t), firstOfEdge + 2 * k + which)),
          );
        }
      }
  }
}
