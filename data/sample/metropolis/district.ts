/** One district of the metropolis: drawn on a map of its own, with its homes and the places for shops. */
import { bendSheet, bandOf, cellsPerSide, latticePoint } from "./lattice.ts";
import type { Layout } from "./layout.ts";
import { CityMap } from "../map.ts";
import type { Placement } from "../geometry.ts";
import { drawArterials, drawBand } from "./arterials.ts";
import { drawCell } from "./cell.ts";
import type { Drawing, Home, Spot } from "./face.ts";
import { districtWord } from "./names.ts";

export interface District {
  index: number;
  map: CityMap;
  homes: (Home & { cell: [i: number, j: number] })[];
  spots: (Spot & { cell: [i: number, j: number] })[];
}

export function placementOf(layout: Layout): Placement {
  const [width, height] = layout.meters;
  return { turnDegrees: 0, bent: false, eastMeters: -width / 2, northMeters: -height / 2, bend: bendSheet };
}

export function drawDistrict(layout: Layout, index: number): District {
  const map = new CityMap(placementOf(layout), layout.firstIds(index));
  layout.fixShared(map, index);
  drawArterials(map, layout, index);
  const homes: District["homes"] = [];
  const spots: District["spots"] = [];
  const [i0, j0] = layout.origin(index);
  for (let i = i0; i < i0 + cellsPerSide; i++)
    for (let j = j0; j < j0 + cellsPerSide; j++) {
      if (bandOf("v", i) || bandOf("h", j)) {
        drawBand(map, i, j);
        continue;
      }
      const drawing: Drawing = { map, homes: [], spots: [] };
      drawCell(drawing, i, j);
      homes.push(...drawing.homes.map((home) => ({ ...home, cell: [i, j] as [number, number] })));
      spots.push(...drawing.spots.map((spot) => ({ ...spot, cell: [i, j] as [number, number] })));
    }
  const [a, b] = [latticePoint(i0, j0), latticePoint(i0 + cellsPerSide, j0 + cellsPerSide)];
  map.node([(a[0] + b[0]) / 2 + 1.5, (a[1] + b[1]) / 2 + 2.5], { place: "suburb", name: `${districtWord(index)}区` });
  map.join();
  return { index, map, homes, spots };
}
