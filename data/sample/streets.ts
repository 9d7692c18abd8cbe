/** Streets, bridges, walks along the river, the railway in its cut, the elevated road, the metro. */
import { bounds, fromLngLat, type Point, toLngLat } from "./geometry.ts";
import type { CityMap, Corner, Tags } from "./map.ts";
import { blocks, coast, minorRoadNames, type Named, railwayFenceX, railwayX, river, streetNames, streetX, streetY } from "./plan.ts";

/** How far the walkable line, the shop fronts and the walls keep from a street's centre line, metres. */
export const setbacks = {
  linhai: { pavement: 14, front: 20, wall: 34 },
  cangxi: { pavement: 11, front: 16, wall: 29 },
  arterial: { pavement: null, front: 13, wall: 26 },
  minor: { pavement: null, front: 9, wall: 20 },
};
export type StreetClass = keyof typeof setbacks;
export const classOf = (street: string): StreetClass =>
  street === "linhai" || street === "cangxi" ? street : street in streetNames ? "arterial" : "minor";

/** Footbridges over Linhai Street; the third has a lift. */
export const footbridges = [
  { x: -1220, name: { zh: "临海道西天桥", en: "Linhai West Footbridge" }, lift: false },
  { x: -800, name: { zh: "联盟里天桥", en: "Lianmeng Li Footbridge" }, lift: false },
  { x: -230, name: { zh: "和睦里天桥", en: "Hemu Li Footbridge" }, lift: true },
  { x: 830, name: { zh: "铁东公园天桥", en: "Tiedong Park Footbridge" }, lift: false },
];

const named = (name: Named): Tags => ({ name: name.zh, "name:en": name.en });

/** The sheet's x at which a line of constant y leaves the map's bounds. */
function leavesBoundsAt(y: number, map: CityMap, edge: "west" | "east"): number {
  let inside = 0;
  let outside = edge === "west" ? -1900 : 1900;
  for (let i = 0; i < 60; i++) {
    const middle = (inside + outside) / 2;
    const [lng] = toLngLat([middle, y], map.placement);
    if (edge === "west" ? lng >= bounds.west : lng <= bounds.east) inside = middle;
    else outside = middle;
  }
  return Math.floor(Math.abs(inside) * 100) / 100 * Math.sign(inside);
}

export interface MinorStreet {
  name: Named;
  axis: "x" | "y";
  at: number;
  from: number;
  to: number;
  block: string;
}

/** The streets that divide the blocks, with names given in order. */
export function minorStreets(): MinorStreet[] {
  const list: MinorStreet[] = [];
  let index = 0;
  for (const block of blocks) {
    const [west, east, south, north] = block.bounds;
    const x0 = streetX[west];
    const x1 = streetX[east];
    const y0 = streetY[south];
    const y1 = streetY[north];
    for (const [axis, fractions] of [["x", block.splitX], ["y", block.splitY]] as const) {
      for (const fraction of fractions) {
        const word = minorRoadNames[index % minorRoadNames.length];
        // North–south streets are 路, east–west streets 道, as in Tianjin; the second round of names is "支路".
        const round = Math.floor(index / minorRoadNames.length);
        const suffix = axis === "x" ? ["路", "Road"] : ["道", "Street"];
        const name = {
          zh: word.zh + (round ? (axis === "x" ? "支路" : "支道") : suffix[0]),
          en: `${word.en} ${round ? "Side " : ""}${suffix[1]}`,
        };
        list.push(
          axis === "x"
            ? { name, axis, at: Math.round(x0 + fraction * (x1 - x0)), from: y0, to: y1, block: block.id }
            : { name, axis, at: Math.round(y0 + fraction * (y1 - y0)), from: x0, to: x1, block: block.id },
        );
        index++;
      }
    }
  }
  return list;
}

export function drawStreets(map: CityMap): void {
  const { xidi, cangxi, tiexi, tiedong, dongdi } = streetX;
  const { beidi, linhai, northBank, southBank, nandi } = streetY;
  const roadClass: Record<string, string> = {
    xidi: "tertiary", wangchao: "secondary", tinglan: "secondary", cangxi: "primary", tiexi: "tertiary", tiedong: "tertiary",
    donghai: "secondary", dongdi: "tertiary", beidi: "secondary", linhai: "primary", hele: "secondary", northBank: "tertiary",
    southBank: "tertiary", anlan: "secondary", nandi: "tertiary",
  };
  const tags = (street: string, more: Tags = {}): Tags => ({
    highway: roadClass[street],
    ...named(streetNames[street]),
    // As in life, not every road says whether it has a pavement.
    ...(["xidi", "tiexi", "nandi"].includes(street) ? {} : { sidewalk: street === "cangxi" ? "separate" : "both" }),
    ...more,
  });

  // East–west. Only Hele Street passes under the railway and only Anlan Street over it.
  for (const street of ["beidi", "northBank", "southBank", "nandi"] as const) {
    map.street([[xidi, streetY[street]], [tiexi, streetY[street]]], tags(street));
    map.street([[tiedong, streetY[street]], [dongdi, streetY[street]]], tags(street));
  }
  for (const [street, pass] of [
    ["hele", { tunnel: "yes", layer: "-1" }],
    ["anlan", { bridge: "yes", layer: "1" }],
  ] as const) {
    const y = streetY[street];
    map.street([[xidi, y], [railwayX - 30, y]], tags(street));
    map.line([[railwayX - 30, y], [railwayX + 30, y]], tags(street, pass));
    map.street([[railwayX + 30, y], [dongdi, y]], tags(street));
  }
  // North–south; three of them cross the river.
  for (const street of ["xidi", "tinglan", "tiexi", "tiedong", "dongdi"] as const) {
    map.street([[streetX[street], nandi], [streetX[street], southBank]], tags(street));
    map.street([[streetX[street], northBank], [streetX[street], beidi]], tags(street));
  }
  const bridgeNames: Record<string, Named> = {
    wangchao: { zh: "望潮桥", en: "Wangchao Bridge" },
    cangxi: { zh: "沧汐桥", en: "Cangxi Bridge" },
    donghai: { zh: "东海桥", en: "Donghai Bridge" },
  };
  for (const street of ["wangchao", "cangxi", "donghai"] as const) {
    const x = streetX[street];
    const near = street === "cangxi" ? { sidewalk: "both" } : {};
    map.street([[x, nandi], [x, southBank]], tags(street));
    map.street([[x, southBank], [x, -214]], tags(street, near));
    map.line([[x, -214], [x, -86]], tags(street, { bridge: "yes", layer: "1", sidewalk: "both", "bridge:name": bridgeNames[street].zh }));
    map.street([[x, -86], [x, northBank]], tags(street, near));
    map.street([[x, northBank], [x, beidi]], tags(street));
  }

  drawLinhai(map, tags);
  // Cangxi Avenue has pavements mapped on their own.
  for (const side of [-1, 1]) {
    const x = cangxi + side * setbacks.cangxi.pavement;
    for (const [from, to] of [[nandi, southBank], [northBank, linhai - 14], [linhai + 14, beidi]])
      map.street([[x, from], [x, to]], { highway: "footway", footway: "sidewalk", surface: "paving_stones" });
  }
  // The pavements reach across Linhai Street at the lights.
  for (const side of [-1, 1])
    map.street([[cangxi + side * 11, linhai - 14], [cangxi + side * 11, linhai + 14]], { highway: "footway", footway: "crossing", crossing: "traffic_signals" });

  for (const street of minorStreets()) {
    const tags = { highway: street.axis === "x" ? "residential" : "tertiary", ...named(street.name) };
    const corner = (along: number): Corner => (street.axis === "x" ? [street.at, along] : [along, street.at]);
    // Linhai Street is fenced in the middle: cars turn right out of a side street, walkers reach only the pavement.
    const [from, to] = [street.from, street.to].map((along) => (street.axis === "x" && along === linhai ? along - Math.sign(along - (street.from + street.to) / 2) * 14 : along));
    map.street([corner(from), corner(to)], tags);
    if (from !== street.from) map.line([corner(street.from), corner(from)], { ...tags, foot: "no" });
    if (to !== street.to) map.line([corner(to), corner(street.to)], { ...tags, foot: "no" });
  }

  drawRiver(map);
  drawRailway(map);
  drawMetro(map);
  drawSea(map);
}

/** Linhai Street: the viaduct above, the road below closed to walkers, pavements on both sides, four footbridges, a causeway. */
function drawLinhai(map: CityMap, tags: (street: string, more?: Tags) => Tags): void {
  const y = streetY.linhai;
  const west = leavesBoundsAt(y, map, "west");
  const viaduct = { zh: "临海高架路", en: "Linhai Elevated Road" };
  for (const lane of [-5, 5])
    map.line(
      lane > 0 ? [[leavesBoundsAt(y + lane, map, "east"), y + lane, 2], [leavesBoundsAt(y + lane, map, "west"), y + lane, 2]]
        : [[leavesBoundsAt(y + lane, map, "west"), y + lane, 2], [leavesBoundsAt(y + lane, map, "east"), y + lane, 2]],
      { highway: "trunk", ...named(viaduct), bridge: "viaduct", layer: "2", oneway: "yes", foot: "no", lanes: "3", maxspeed: "80" },
    );
  map.street([[streetX.xidi, y], [streetX.tiexi, y]], tags("linhai", { foot: "no", sidewalk: "separate", lanes: "6" }));
  map.street([[streetX.tiedong, y], [streetX.dongdi, y]], tags("linhai", { foot: "no", sidewalk: "separate", lanes: "6" }));
  // To the mainland; here the map ends, not the road.
  map.line([[west, y], [streetX.xidi, y]], {
    highway: "secondary", name: "跨海大道", "name:en": "Causeway", sidewalk: "both", embankment: "yes",
  });
  for (const side of [-1, 1]) {
    const line = y + side * setbacks.linhai.pavement;
    for (const [from, to] of [[streetX.xidi, streetX.tiexi], [streetX.tiedong, streetX.dongdi]])
      map.street([[from, line], [to, line]], { highway: "footway", footway: "sidewalk", surface: "paving_stones" });
  }
  for (const { x, name, lift } of footbridges) {
    for (const side of [-1, 1])
      map.line([[x - 18, y + side * 14], [x, y + side * 16, 1]], {
        highway: "steps", step_count: "32", incline: "up", handrail: "yes", "step:condition": "even",
      });
    map.line([[x, y + 16, 1], [x, y - 16, 1]], { highway: "footway", bridge: "yes", layer: "1", ...named(name) });
    if (lift)
      for (const side of [-1, 1]) {
        map.node([x + 5, y + side * 15, 0.5], { highway: "elevator", wheelchair: "yes" });
        map.line([[x + 5, y + side * 14], [x + 5, y + side * 15, 0.5]], { highway: "footway" });
        map.line([[x + 5, y + side * 15, 0.5], [x, y + side * 16, 1]], { highway: "footway", bridge: "yes", layer: "1" });
      }
  }
}

const northShore = (x: number) => river.north + 5 * Math.sin(x / 85);
const southShore = (x: number) => river.south + 6 * Math.sin(x / 110 + 1);

function drawRiver(map: CityMap): void {
  const name = { zh: "清漪河", en: "Qingyi River" };
  const from = coast.west - 20;
  const to = coast.east + 20;
  const steps = 60;
  const xs = Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  const ring: Corner[] = [...xs.map((x): Corner => [x, northShore(x)]), ...xs.toReversed().map((x): Corner => [x, southShore(x)])];
  map.line([...ring, ring[0]], { natural: "water", water: "river", ...named(name) });
  map.line(xs.map((x): Corner => [x, (northShore(x) + southShore(x)) / 2, -1]), { waterway: "river", ...named(name) });

  const walks = [
    { road: streetY.northBank, at: (x: number) => northShore(x) + 19, name: { zh: "清漪北岸步道", en: "Qingyi North Walk" } },
    { road: streetY.southBank, at: (x: number) => southShore(x) - 19, name: { zh: "清漪南岸步道", en: "Qingyi South Walk" } },
  ];
  for (const walk of walks) {
    for (const [start, end] of [[streetX.xidi, streetX.tiexi], [streetX.tiedong, streetX.dongdi]]) {
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
        map.street([[x, walk.road], [x, walk.at(x)]], { highway: "footway" });
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

function drawRailway(map: CityMap): void {
  const name = { zh: "津汐铁路", en: "Jinxi Railway" };
  for (const track of [-2.5, 2.5]) {
    const x = railwayX + track;
    const tags = { railway: "rail", ...named(name), electrified: "contact_line", gauge: "1435" };
    map.line([[x, 1200], [x, 1146]], { ...tags, bridge: "yes", layer: "1" });
    map.line([[x, 1146], [x, -60]], { ...tags, cutting: "yes" });
    map.line([[x, -60], [x, -240]], { ...tags, bridge: "yes", layer: "1" });
    map.line([[x, -240], [x, -1146]], { ...tags, cutting: "yes" });
    map.line([[x, -1146], [x, -1230]], { ...tags, bridge: "yes", layer: "1" });
  }
  for (const x of railwayFenceX) {
    map.line([[x, 1130], [x, -62]], { barrier: "fence", fence_type: "metal" });
    map.line([[x, -238], [x, -1130]], { barrier: "fence", fence_type: "metal" });
  }
  map.line(rect(railwayFenceX[0], -62, railwayFenceX[1], 1130), { landuse: "railway" });
  map.line(rect(railwayFenceX[0], -1130, railwayFenceX[1], -238), { landuse: "railway" });
}

const rect = (x0: number, y0: number, x1: number, y1: number): Corner[] => [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]];

/** Chaosheng Square station under the crossing of Cangxi Avenue and Hele Street: four exits, joined below the ground. */
function drawMetro(map: CityMap): void {
  const x = streetX.cangxi;
  const y = streetY.hele;
  map.line([[x, leaves(map, 1), -2], [x, y + 2, -2], [x, leaves(map, -1), -2]], {
    railway: "subway", name: "沧汐地铁1号线", "name:en": "Cangxi Metro Line 1", tunnel: "yes", layer: "-2",
  });
  map.node([x, y + 2, -2], { railway: "station", station: "subway", public_transport: "station", name: "潮声广场", "name:en": "Chaosheng Square" });
  const exits: [string, number, number][] = [["A", -1, 1], ["B", 1, 1], ["C", 1, -1], ["D", -1, -1]];
  for (const [ref, dx, dy] of exits) {
    const exit: Corner = [x + dx * 11, y + dy * 34];
    const foot: Corner = [x + dx * 8, y + dy * 18, -1];
    map.node(exit, { railway: "subway_entrance", ref, name: `${ref}口`, "name:en": `Exit ${ref}`, wheelchair: ref === "B" ? "yes" : "no" });
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

/** The sea around: everything in the bounds but the island. */
function drawSea(map: CityMap): void {
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
  const island = map.line(ring, { place: "island", name: "沧汐岛", "name:en": "Cangxi Island", note: "示例数据，纯属虚构 Sample data, entirely fictional" });
  const frame: Point[] = (
    [
      [bounds.west, bounds.south],
      [bounds.east, bounds.south],
      [bounds.east, bounds.north],
      [bounds.west, bounds.north],
    ] as const
  ).map(([lng, lat]) => fromLngLat([lng, lat], map.placement));
  const sea = map.ringAt([
    [bounds.west, bounds.south],
    [bounds.east, bounds.south],
    [bounds.east, bounds.north],
    [bounds.west, bounds.north],
  ], frame);
  map.relation(
    [
      { type: "way", ref: sea.id, role: "outer" },
      { type: "way", ref: island.id, role: "inner" },
    ],
    { type: "multipolygon", natural: "water", water: "sea", name: "沧汐湾", "name:en": "Cangxi Bay" },
  );
}

/** After joining: lights where large streets cross, zebra crossings where pavements and walks meet a road. */
export function markCrossings(map: CityMap): void {
  const large = new Set(["primary", "secondary"]);
  const at = new Map<number, { roads: Set<string>; pavements: number; small: number }>();
  for (const way of map.ways) {
    const kind = way.tags.highway;
    if (!kind || !way.ground) continue;
    for (const vertex of way.vertices) {
      const entry = at.get(vertex.id) ?? { roads: new Set<string>(), pavements: 0, small: 0 };
      if (large.has(kind)) entry.roads.add(way.tags.name);
      else if (kind === "tertiary" || kind === "residential") entry.small++;
      if (kind === "footway" && !way.tags.access) entry.pavements++;
      at.set(vertex.id, entry);
    }
  }
  for (const vertex of map.vertices) {
    const entry = at.get(vertex.id);
    if (!entry || vertex.tags) continue;
    if (entry.roads.size >= 2) vertex.tags = { highway: "traffic_signals" };
    else if (entry.pavements > 0 && entry.roads.size + entry.small > 0 && vertex.id % 5 !== 0)
      vertex.tags = { highway: "crossing", crossing: entry.roads.size ? "marked" : "zebra" };
  }
}
