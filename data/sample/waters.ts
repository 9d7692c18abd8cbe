/** River with a walk on each bank, and the sea around the island. */
import { bounds, fromLngLat, type Point } from "./geometry.ts";
import type { CityMap, Corner } from "./map.ts";
import { coast } from "./communities.ts";
import { type Named, river, streetX, streetY } from "./plan.ts";
import { named } from "./streets.ts";

const northShore = (x: number) => river.north + 5 * Math.sin(x / 85);
const southShore = (x: number) => river.south + 6 * Math.sin(x / 110 + 1);

export function drawRiver(map: CityMap): void {
  const name = { zh: "清漪河", en: "Qingyi River" };
  const from = coast.west - 20;
  const to = coast.east + 20;
  const steps = 60;
  const xs = Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  const ring: Corner[] = [
    ...xs.map((x): Corner => [x, northShore(x)]),
    ...xs.toReversed().map((x): Corner => [x, southShore(x)]),
  ];
  map.line([...ring, ring[0]], { natural: "water", water: "river", ...named(name) });
  map.line(
    xs.map((x): Corner => [x, (northShore(x) + southShore(x)) / 2, -1]),
    { waterway: "river", ...named(name) },
  );

  // The northern walk follows the shore; the southern one is a straight embankment, so that it is no short cut beside the road.
  const walks: { road: number; at: (x: number) => number; name: Named }[] = [
    {
      road: streetY.northBank,
      at: (x: number) => northShore(x) + 19,
      name: { zh: "清漪北岸步道", en: "Qingyi North Walk" },
    },
    {
      road: streetY.southBank,
      at: () => -225,
      name: { zh: "清漪南岸步道", en: "Qingyi South Walk" },
    },
  ];
  for (const walk of walks) {
    for (const [start, end] of [
      [streetX.xidi, streetX.tiexi],
      [streetX.tiedong, streetX.dongdi],
    ]) {
      const count = Math.round((end - start) / 40);
      const line: Corner[] = [[start, walk.road]];
      for (let i = 0; i <= count; i++) {
        const x = start + 8 + ((end - start - 16) * i) / count;
        line.push([x, walk.at(x)]);
      }
      line.push([end, walk.road]);
      map.street(line, { highway: "footway", ...named(walk.name), surface: "asphalt", lit: "yes" });
      for (let i = 3; i < count - 2; i += 4) {
        const x = start + 8 + ((end - start - 16) * i) / count;
        map.street(
          [
            [x, walk.road],
            [x, walk.at(x)],
          ],
          { highway: "footway" },
        );
      }
      // Grass between road and walk.
      const inner = (y: number) => y + Math.sign(walk.road - y) * 6;
      const strip: Corner[] = Array.from({ length: count + 1 }, (_, i): Corner => {
        const x = start + 8 + ((end - start - 16) * i) / count;
        return [x, inner(walk.at(x))];
      });
      const edge = walk.road - Math.sign(walk.road - walk.at(start)) * 6;
      map.line([...strip, [end - 8, edge], [start + 8, edge], strip[0]], { landuse: "grass" });
    }
  }
}

/** The sea around: everything in the bounds but the island. */
export function drawSea(map: CityMap): void {
  const ring: Corner[] = [];
  const corner = 70;
  const add = (x: number, y: number, i: number) => ring.push([x + 6 * Math.sin(i * 1.7), y + 6 * Math.cos(i * 2.3)]);
  let i = 0;
  const { west, east, south, north } = coast;
  for (let x = west + corner; x <= east - corner; x += 70) add(x, south, i++);
  for (let y = south + corner; y <= north - corner; y += 70) add(east, y, i++);
  for (let x = east - corner; x >= west + corner; x -= 70) add(x, north, i++);
  for (let y = north - corner; y >= south + corner; y -= 70) add(west, y, i++);
  ring.push(ring[0]);
  const island = map.line(ring, {
    place: "island",
    name: "沧汐岛",
    "name:en": "Cangxi Island",
    note: "示例数据，纯属虚构 Sample data, entirely fictional",
  });
  const frame: Point[] = (
    [
      [bounds.west, bounds.south],
      [bounds.east, bounds.south],
      [bounds.east, bounds.north],
      [bounds.west, bounds.north],
    ] as const
  ).map(([lng, lat]) => fromLngLat([lng, lat], map.placement));
  const sea = map.ringAt(
    [
      [bounds.west, bounds.south],
      [bounds.east, bounds.south],
      [bounds.east, bounds.north],
      [bounds.west, bounds.north],
    ],
    frame,
  );
  map.relation(
    [
      { type: "way", ref: sea.id, role: "outer" },
      { type: "way", ref: island.id, role: "inner" },
    ],
    { type: "multipolygon", natural: "water", water: "sea", name: "沧汐湾", "name:en": "Cangxi Bay" },
  );
}
