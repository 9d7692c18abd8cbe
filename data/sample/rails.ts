/** The railway in its cut and the metro with four exits. */
import { bounds, toLngLat } from "./geometry.ts";
import type { CityMap, Corner } from "./map.ts";
import { railwayFenceX, railwayX, streetX, streetY } from "./plan.ts";
import { named } from "./streets.ts";

export function drawRailway(map: CityMap): void {
  const name = { zh: "津汐铁路", en: "Jinxi Railway" };
  for (const track of [-2.5, 2.5]) {
    const x = railwayX + track;
    const tags = { railway: "rail", ...named(name), electrified: "contact_line", gauge: "1435" };
    map.line(
      [
        [x, 1200],
        [x, 1146],
      ],
      { ...tags, bridge: "yes", layer: "1" },
    );
    map.line(
      [
        [x, 1146],
        [x, -60],
      ],
      { ...tags, cutting: "yes" },
    );
    map.line(
      [
        [x, -60],
        [x, -240],
      ],
      { ...tags, bridge: "yes", layer: "1" },
    );
    map.line(
      [
        [x, -240],
        [x, -1146],
      ],
      { ...tags, cutting: "yes" },
    );
    map.line(
      [
        [x, -1146],
        [x, -1230],
      ],
      { ...tags, bridge: "yes", layer: "1" },
    );
  }
  for (const x of railwayFenceX) {
    map.line(
      [
        [x, 1130],
        [x, -62],
      ],
      { barrier: "fence", fence_type: "metal" },
    );
    map.line(
      [
        [x, -238],
        [x, -1130],
      ],
      { barrier: "fence", fence_type: "metal" },
    );
  }
  map.line(rect(railwayFenceX[0], -62, railwayFenceX[1], 1130), { landuse: "railway" });
  map.line(rect(railwayFenceX[0], -1130, railwayFenceX[1], -238), { landuse: "railway" });
}

const rect = (x0: number, y0: number, x1: number, y1: number): Corner[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
  [x0, y0],
];

/** Chaosheng Square station under the crossing of Cangxi Avenue and Hele Street: four exits, joined below the ground. */
export function drawMetro(map: CityMap): void {
  const x = streetX.cangxi;
  const y = streetY.hele;
  map.line(
    [
      [x, leaves(map, 1), -2],
      [x, y + 2, -2],
      [x, leaves(map, -1), -2],
    ],
    {
      railway: "subway",
      name: "沧汐地铁1号线",
      "name:en": "Cangxi Metro Line 1",
      tunnel: "yes",
      layer: "-2",
    },
  );
  map.node([x, y + 2, -2], {
    railway: "station",
    station: "subway",
    public_transport: "station",
    name: "潮声广场",
    "name:en": "Chaosheng Square",
  });
  const exits: [string, number, number][] = [
    ["A", -1, 1],
    ["B", 1, 1],
    ["C", 1, -1],
    ["D", -1, -1],
  ];
  for (const [ref, dx, dy] of exits) {
    const exit: Corner = [x + dx * 11, y + dy * 34];
    const foot: Corner = [x + dx * 8, y + dy * 18, -1];
    map.node(exit, {
      railway: "subway_entrance",
      ref,
      name: `${ref}口`,
      "name:en": `Exit ${ref}`,
      wheelchair: ref === "B" ? "yes" : "no",
    });
    map.line([exit, foot], { highway: "steps", tunnel: "yes", layer: "-1", step_count: "44", incline: "down" });
    map.line([foot, [x, y, -1]], { highway: "footway", tunnel: "yes", layer: "-1", indoor: "yes" });
  }
}

/** The sheet's y at which the metro's line leaves the bounds; it only needs to be near. */
const leaves = (map: CityMap, direction: number) => {
  let y = 0;
  while (Math.abs(y) < 1600) {
    const [lng, lat] = toLngLat([streetX.cangxi, y + direction * 5], map.placement);
    if (lat > bounds.north || lat < bounds.south || lng < bounds.west || lng > bounds.east) break;
    y += direction * 5;
  }
  return y;
};
