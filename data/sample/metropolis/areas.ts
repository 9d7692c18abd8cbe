/** Districts, streets (街道) and communities (社区) of the metropolis, along the middle of its streets. */
import { type Placement, type Point, toLngLat } from "../geometry.ts";
import { shaped } from "./arterials.ts";
import { cellsPerSide, latticePoint } from "./lattice.ts";
import type { Layout } from "./layout.ts";
import { communityName, districtWord } from "./names.ts";

/** A community is so many cells wide and high. */
const communityCells = 2;
const perSide = cellsPerSide / communityCells;

const localCell = (cell: number): number => Math.floor((cell % cellsPerSide) / communityCells);

/** The community that a cell of a district lies in. */
export const communityAt = (district: number, i: number, j: number): string =>
  communityName(district, localCell(j) * perSide + localCell(i));

/** Ring around cells, counter-clockwise; neighbours share every corner. */
function ring(i0: number, j0: number, i1: number, j1: number, placement: Placement): [number, number][] {
  const nodes: Point[] = [];
  for (let i = i0; i < i1; i++) nodes.push(latticePoint(i, j0));
  for (let j = j0; j < j1; j++) nodes.push(latticePoint(i1, j));
  for (let i = i1; i > i0; i--) nodes.push(latticePoint(i, j1));
  for (let j = j1; j >= j0; j--) nodes.push(latticePoint(i0, j));
  return shaped(nodes).map((point) => toLngLat(point, placement));
}

/** Features of one district as lines of JSON. */
export function areaFeatures(layout: Layout, district: number, placement: Placement): string[] {
  const [i0, j0] = layout.origin(district);
  const name = `${districtWord(district)}区`;
  const code = `98${String(district).padStart(5, "0")}`;
  const feature = (properties: Record<string, string>, cells: [number, number, number, number]) =>
    JSON.stringify({
      type: "Feature",
      properties,
      geometry: { type: "Polygon", coordinates: [ring(...cells, placement)] },
    });
  const features = [feature({ code, level: "district", name }, [i0, j0, i0 + cellsPerSide, j0 + cellsPerSide])];
  for (let row = 0; row < perSide; row++) {
    const j = j0 + row * communityCells;
    const street = `${districtWord(district)}${["南", "中", "北"][row]}街道`;
    features.push(
      feature({ code: `${code}${row + 1}`, level: "street", name: street, parent: name }, [
        i0,
        j,
        i0 + cellsPerSide,
        j + communityCells,
      ]),
    );
    for (let column = 0; column < perSide; column++) {
      const i = i0 + column * communityCells;
      const index = row * perSide + column;
      features.push(
        feature(
          {
            code: `${code}${row + 1}${column + 1}`,
            level: "community",
            name: communityName(district, index),
            parent: street,
          },
          [i, j, i + communityCells, j + communityCells],
        ),
      );
    }
  }
  return features;
}
