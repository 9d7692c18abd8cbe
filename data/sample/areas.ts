/** District, streets and communities as polygons, and the three drawn circles. */
import { categories, servicesOfTags } from "../src/index.ts";
import { coast, communities, districtName, subdistricts } from "./communities.ts";
import { railwayX } from "./plan.ts";
import { type Placement, type Point, toLngLat } from "./geometry.ts";
import type { Outlet } from "./outlets.ts";
import type { MapOnly } from "./tables.ts";

type Rectangle = [west: number, south: number, east: number, north: number];

/** Every border has a corner at each of these, so that neighbours share their borders where the sheet is bent. */
const breaksX = breaks(communities.flatMap(({ area }) => [area[0], area[2]]));
const breaksY = breaks(communities.flatMap(({ area }) => [area[1], area[3]]));

function breaks(corners: number[]): number[] {
  const all = new Set(corners);
  for (let v = -1480; v <= 1480; v += 40) all.add(v);
  return [...all].toSorted((a, b) => a - b);
}

/** Counter-clockwise ring in degrees. */
function ring([west, south, east, north]: Rectangle, placement: Placement): [number, number][] {
  const xs = [west, ...breaksX.filter((x) => x > west && x < east), east];
  const ys = [south, ...breaksY.filter((y) => y > south && y < north), north];
  const points: Point[] = [
    ...xs.map((x): Point => [x, south]),
    ...ys.slice(1).map((y): Point => [east, y]),
    ...xs
      .toReversed()
      .slice(1)
      .map((x): Point => [x, north]),
    ...ys
      .toReversed()
      .slice(1)
      .map((y): Point => [west, y]),
  ];
  return points.map((point) => toLngLat(point, placement));
}

const feature = (properties: Record<string, unknown>, rectangle: Rectangle, placement: Placement) => ({
  type: "Feature",
  properties,
  geometry: { type: "Polygon", coordinates: [ring(rectangle, placement)] },
});

const collection = (features: unknown[], more: Record<string, unknown> = {}) =>
  `{"type":"FeatureCollection","note":"示例数据，纯属虚构",${Object.entries(more)
    .map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)},`)
    .join("")}"features":[\n${features.map((f) => JSON.stringify(f)).join(",\n")}\n]}\n`;

const streetAreas: Rectangle[] = [
  [coast.west, 300, railwayX, coast.north],
  [coast.west, coast.south, railwayX, 300],
  [railwayX, coast.south, coast.east, coast.north],
];

export function boundariesGeojson(placement: Placement): string {
  return collection([
    feature(
      { code: "990100", level: "district", name: districtName.zh, nameEn: districtName.en },
      [coast.west, coast.south, coast.east, coast.north],
      placement,
    ),
    ...subdistricts.map((street, i) =>
      feature(
        { code: `99010000${i + 1}`, level: "street", name: street.zh, nameEn: street.en, parent: districtName.zh },
        streetAreas[i],
        placement,
      ),
    ),
    ...communities.map((community, i) =>
      feature(
        {
          code: `9901000${String(i + 1).padStart(2, "0")}001`,
          level: "community",
          name: community.name.zh,
          nameEn: community.name.en,
          parent: community.street,
        },
        community.area,
        placement,
      ),
    ),
  ]);
}

export interface Circle {
  id: string;
  name: string;
  nameEn: string;
  area: Rectangle;
  answers: number;
  satisfied: number;
}

export const circles: Circle[] = [
  {
    id: "shiqiao",
    name: "石桥—潮声生活圈",
    nameEn: "Shiqiao and Chaosheng circle",
    area: [-1000, -50, 500, 730],
    answers: 160,
    satisfied: 0.94,
  },
  {
    id: "tiedong",
    name: "铁东生活圈",
    nameEn: "Tiedong circle",
    area: [270, 515, 1440, 1110],
    answers: 120,
    satisfied: 0.84,
  },
  {
    id: "chuanwu",
    name: "船坞生活圈",
    nameEn: "Dockyard circle",
    area: [620, -1110, 1440, -680],
    answers: 60,
    satisfied: 0.6,
  },
];

export const inRectangle = ([x, y]: Point, [west, south, east, north]: Rectangle) =>
  x >= west && x <= east && y >= south && y <= north;

/**
 * Which of the fifty have an open outlet inside a circle's line: what a shop mainly is and what it does besides
 * (一店多能), and the few shops that stand on the map only.
 */
export const categoriesPresent = (circle: Circle, outlets: readonly Outlet[], mapOnly: readonly MapOnly[]) =>
  new Set([
    ...outlets.flatMap((outlet) =>
      outlet.status === "营业" && inRectangle(outlet.at, circle.area)
        ? [
            outlet.category,
            ...outlet.services.flatMap((service) => categories.find(({ nameZh }) => nameZh === service)?.id ?? []),
          ]
        : [],
    ),
    ...mapOnly.flatMap(({ at, tags }) =>
      inRectangle(at, circle.area) ? servicesOfTags(tags).map(({ category }) => category) : [],
    ),
  ]);

export function circlesGeojson(placement: Placement): string {
  return collection(
    circles.map((circle) =>
      feature({ id: circle.id, name: circle.name, nameEn: circle.nameEn }, circle.area, placement),
    ),
  );
}
