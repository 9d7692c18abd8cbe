/** Everything that is neither street nor compound: old quarter, parks, square, schools, hospital, malls, works. */
import { type Point, rectangle } from "./geometry.ts";
import type { CityMap, Corner, Tags } from "./map.ts";
import type { Residence } from "./compounds.ts";
import type { Parcel } from "./parcels.ts";
import type { Named, Side } from "./plan.ts";
import { laneNames } from "./street-names.ts";
import { Random } from "./random.ts";

/** A place on a street where a shop may be. */
export interface Spot {
  at: Point;
  street: Named;
  number: number;
  /** 1 for an ordinary minor street; higher where more people pass. */
  weight: number;
  mall: boolean;
}

const named = (name: Named): Tags => ({ name: name.zh, "name:en": name.en });
const grow = ([w, s, e, n]: Parcel["wall"], by: number): Parcel["wall"] => [w - by, s - by, e + by, n + by];
const middleOf = ([w, s, e, n]: Parcel["wall"]): Point => [(w + e) / 2, (s + n) / 2];

function oval([cx, cy]: Point, rx: number, ry: number, count: number, wobble: number): Corner[] {
  const ring: Corner[] = [];
  for (let i = 0; i < count; i++) {
    const angle = (i / count) * 2 * Math.PI;
    const scale = 1 + wobble * Math.sin(3 * angle + cx) + wobble * Math.cos(2 * angle + cy);
    ring.push([
      Math.round((cx + rx * scale * Math.cos(angle)) * 10) / 10,
      Math.round((cy + ry * scale * Math.sin(angle)) * 10) / 10,
    ]);
  }
  return [...ring, ring[0]];
}

function drawPark(map: CityMap, parcel: Parcel): void {
  const area = grow(parcel.wall, 12);
  const [w, s, e, n] = area;
  const [cx, cy] = middleOf(area);
  map.line(roundedRectangle(area, 25), { leisure: "park", ...named(parcel.plan.name!) });
  const rx = (e - w) * 0.36;
  const ry = (n - s) * 0.36;
  const ring = oval([cx, cy], rx, ry, 20, 0.05);
  map.street(ring, { highway: "footway", surface: "paving_stones" });
  const large = rx > 90 && ry > 90;
  if (large) {
    map.line(oval([cx + rx * 0.1, cy - ry * 0.1], rx * 0.52, ry * 0.45, 18, 0.09), {
      natural: "water",
      water: "pond",
      name: "镜湖",
    });
    const aroundPond = oval([cx + rx * 0.1, cy - ry * 0.1], rx * 0.74, ry * 0.7, 18, 0.07);
    map.street(aroundPond, { highway: "path", surface: "gravel" });
    for (const [outer, inner] of [
      [4, 4],
      [14, 13],
    ])
      map.street([ring[outer], aroundPond[inner]], { highway: "path", surface: "gravel" });
  } else map.street([ring[2], [cx - 6, cy + 4], ring[12]], { highway: "path", surface: "compacted" });
  const links: [number, Point][] = [
    [0, [parcel.sides.E.line, cy + 10]],
    [5, [cx - 15, parcel.sides.N.line]],
    [10, [parcel.sides.W.line, cy - 12]],
    [15, [cx + 20, parcel.sides.S.line]],
  ];
  for (const [index, street] of links) {
    const from = ring[index];
    const horizontal = index === 0 || index === 10;
    map.street(
      [from, horizontal ? [(from[0] + street[0]) / 2, street[1]] : [street[0], (from[1] + street[1]) / 2], street],
      { highway: "footway", surface: "paving_stones" },
    );
  }
  map.line(oval([cx - rx * 1.1, cy + ry * 1.05], 14, 9, 8, 0), { leisure: "playground" });
  if (large) map.line(oval([cx + rx * 1.05, cy + ry * 0.95], 20, 16, 10, 0.1), { natural: "wood" });
}

function roundedRectangle([w, s, e, n]: Parcel["wall"], r: number): Corner[] {
  const ring: Corner[] = [];
  const arc = (cx: number, cy: number, from: number) => {
    for (let i = 0; i <= 4; i++) {
      const angle = from + (i / 4) * (Math.PI / 2);
      ring.push([cx + r * Math.cos(angle), cy + r * Math.sin(angle)]);
    }
  };
  arc(e - r, n - r, 0);
  arc(w + r, n - r, Math.PI / 2);
  arc(w + r, s + r, Math.PI);
  arc(e - r, s + r, 1.5 * Math.PI);
  return [...ring, ring[0]];
}

/** A walled site with one gate, a way to the middle and some buildings. */
function drawSite(
  map: CityMap,
  parcel: Parcel,
  ground: Tags,
  building: Tags,
  seed: string,
  gateSide: "S" | "E" = "S",
): void {
  const random = new Random(`${seed}/site/${parcel.id}`);
  const [w, s, e, n] = parcel.wall;
  const [cx, cy] = middleOf(parcel.wall);
  const gate: Point = gateSide === "S" ? [Math.round(cx), s] : [e, Math.round(cy)];
  const street: Point = gateSide === "S" ? [gate[0], parcel.sides.S.line] : [parcel.sides.E.line, gate[1]];
  const ring: Point[] =
    gateSide === "S" ? [[w, s], gate, [e, s], [e, n], [w, n], [w, s]] : [[w, s], [e, s], gate, [e, n], [w, n], [w, s]];
  map.line(ring, { barrier: "fence" });
  map.line(ring, { ...ground, ...named(parcel.plan.name!) });
  map.node(gate, { barrier: "gate" });
  map.street([street, gate], { highway: "service", service: "driveway" });
  const inside: Point = gateSide === "S" ? [gate[0], n - 20] : [w + 20, gate[1]];
  map.street([gate, inside], {
    highway: "service",
    access: ground.landuse === "industrial" ? "private" : "permissive",
  });
  const along = gateSide === "S";
  const count = along ? Math.floor((n - s - 20) / 42) : Math.floor((e - w - 20) / 60);
  for (let k = 0; k < count; k++) {
    for (const half of [-1, 1]) {
      if (random.chance(0.15)) continue;
      const length = (along ? (e - w) / 2 : (n - s) / 2) - 24 - random.between(0, 16);
      const size = random.between(14, 24);
      const rect: [number, number, number, number] = along
        ? [
            half < 0 ? cx - 10 - length : cx + 10,
            s + 16 + k * 42,
            half < 0 ? cx - 10 : cx + 10 + length,
            s + 16 + k * 42 + size,
          ]
        : [
            w + 16 + k * 60,
            half < 0 ? cy - 10 - length : cy + 10,
            w + 16 + k * 60 + size + 14,
            half < 0 ? cy - 10 : cy + 10 + length,
          ];
      map.line(rectangle(...rect), { ...building, "building:levels": String(random.integer(1, 5)) });
    }
  }
}

function drawSquare(map: CityMap, parcel: Parcel): void {
  const [w, s, e, n] = grow(parcel.wall, 8);
  const rim: [number, number, number, number] = [w + 30, s, e, n - 45];
  map.street(rectangle(...rim), {
    highway: "pedestrian",
    area: "yes",
    ...named(parcel.plan.name!),
    surface: "paving_stones",
  });
  const [cx, cy] = [(rim[0] + rim[2]) / 2, (rim[1] + rim[3]) / 2];
  // People come from all sides and cross it.
  for (const x of [rim[0] + 20, cx, rim[2] - 20])
    map.street(
      [
        [x, parcel.sides.S.line],
        [x, rim[1]],
      ],
      { highway: "footway" },
    );
  for (const y of [rim[1] + 15, cy, rim[3] - 15])
    map.street(
      [
        [parcel.sides.E.line, y],
        [rim[2], y],
      ],
      { highway: "footway" },
    );
  for (const y of [cy - 20, cy + 30])
    map.street(
      [
        [parcel.sides.W.line, y],
        [rim[0], y],
      ],
      { highway: "footway" },
    );
  for (const x of [cx - 25, cx + 30])
    map.street(
      [
        [x, parcel.sides.N.line],
        [x, rim[3]],
      ],
      { highway: "footway" },
    );
  map.line(oval([cx, cy], 11, 11, 12, 0), { natural: "water", water: "fountain", name: "潮声喷泉" });
  for (const [x0, x1] of [
    [rim[0], cx - 30],
    [cx - 20, cx + 25],
    [cx + 35, rim[2]],
  ])
    map.line(rectangle(x0, rim[3] + 6, x1, rim[3] + 30), { building: "retail", "building:levels": "3" });
}

function drawMall(map: CityMap, parcel: Parcel): void {
  const [w, s, e, n] = parcel.wall;
  map.line(rectangle(...grow(parcel.wall, 8)), { landuse: "retail", ...named(parcel.plan.name!) });
  map.line(
    [
      [w, s],
      [e - 30, s],
      [e, s + 30],
      [e, n],
      [w, n],
      [w, s],
    ],
    { building: "commercial", "building:levels": "5", ...named(parcel.plan.name!) },
  );
  map.street(
    [
      [w - 6, parcel.sides.S.line],
      [w - 6, parcel.sides.N.line],
    ],
    { highway: "service", service: "alley" },
  );
}

/** Where a lane comes out on a street: x on the north and south sides, y on the others. */
export interface Mouth {
  side: Side;
  at: number;
}

/** Lanes (胡同) and courtyard houses; homes without a compound. */
export function drawLanes(
  map: CityMap,
  parcel: Parcel,
  seed: string,
): { residences: Residence[]; spots: Spot[]; mouths: Mouth[] } {
  const random = new Random(`${seed}/lanes`);
  const west = parcel.sides.W.line;
  const east = parcel.sides.E.line;
  const south = parcel.sides.S.line;
  const north = parcel.sides.N.line;
  const columns = 9;
  const rows = 4;
  const at: Point[][] = [];
  for (let i = 0; i <= columns; i++) {
    at.push([]);
    for (let j = 0; j <= rows; j++) {
      const x = west + ((east - west) * i) / columns + (i === 0 || i === columns ? 0 : random.between(-7, 7));
      const y = south + ((north - south) * j) / rows + (j === 0 || j === rows ? 0 : random.between(-8, 8));
      at[i].push([Math.round(x * 10) / 10, Math.round(y * 10) / 10]);
    }
  }
  map.line(rectangle(west + 12, south + 12, east - 12, north - 12), {
    landuse: "residential",
    ...named(parcel.plan.name!),
    historic: "district",
  });
  const mainColumn = 4;
  const mainRow = 2;
  const spots: Spot[] = [];
  // Lanes from south to north; some are dead ends.
  for (let i = 1; i < columns; i++) {
    const name = laneNames[(i - 1) % laneNames.length];
    const main = i === mainColumn;
    const full = { zh: main ? "石桥古街" : `${name.zh}胡同`, en: main ? "Shiqiao Old Street" : `${name.en} Hutong` };
    const tags: Tags = {
      highway: main ? "pedestrian" : random.pick(["footway", "living_street", "footway"]),
      ...named(full),
      surface: main ? "sett" : "paving_stones",
    };
    let from = 0;
    let to = rows;
    const deadEnd = main ? 1 : random.next();
    if (deadEnd < 0.3) from = 1;
    else if (deadEnd < 0.5) to = rows - 1;
    map.street(at[i].slice(from, to + 1), tags);
    for (let j = from; j < to; j++) laneSpots(spots, at[i][j], at[i][j + 1], full, main ? 5 : 0.5, j * 9);
  }
  for (let j = 1; j < rows; j++) {
    const name = laneNames[(j + 8) % laneNames.length];
    const main = j === mainRow;
    const full = { zh: main ? "鱼市大街" : `${name.zh}胡同`, en: main ? "Yushi Street" : `${name.en} Hutong` };
    const line = at.map((column) => column[j]);
    map.street(line, { highway: main ? "living_street" : "footway", ...named(full), surface: "paving_stones" });
    for (let i = 0; i < columns; i++) laneSpots(spots, line[i], line[i + 1], full, main ? 2.5 : 0.5, i * 6);
  }
  // Courtyards, back to back, doors to the lanes.
  const residences: Residence[] = [];
  let number = 0;
  const houses = 4;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      const [a, b, d, cc] = [at[i][j], at[i + 1][j], at[i][j + 1], at[i + 1][j + 1]];
      const place = (u: number, v: number): Point => [
        Math.round((a[0] * (1 - u) * (1 - v) + b[0] * u * (1 - v) + d[0] * (1 - u) * v + cc[0] * u * v) * 10) / 10,
        Math.round((a[1] * (1 - u) * (1 - v) + b[1] * u * (1 - v) + d[1] * (1 - u) * v + cc[1] * u * v) * 10) / 10,
      ];
      // Towards the large streets there is a row of shops in front.
      const leftEdge = i === 0 ? 0.42 : 0.09;
      const rightEdge = i === columns - 1 ? 0.58 : 0.91;
      const low = j === 0 ? 0.27 : 0.07;
      const high = j === rows - 1 ? 0.73 : 0.93;
      const perCell = Math.round(houses * (high - low));
      for (const half of [0, 1]) {
        const u0 = half === 0 ? leftEdge : 0.52;
        const u1 = half === 0 ? 0.48 : rightEdge;
        if (u1 - u0 < 0.2) continue;
        for (let k = 0; k < perCell; k++) {
          if (random.chance(0.05)) continue;
          const v0 = low + ((high - low) * k) / perCell + 0.01;
          const v1 = low + ((high - low) * (k + 1)) / perCell - 0.012 - random.between(0, 0.02);
          const inset = random.between(0, 0.03);
          const left = half === 0 ? u0 + inset : u0;
          const right = half === 0 ? u1 : u1 - inset;
          map.line([place(left, v0), place(right, v0), place(right, v1), place(left, v1), place(left, v0)], {
            building: random.chance(0.3) ? "house" : "residential",
            "building:levels": "1",
          });
          number++;
          const households = random.integer(2, 7);
          const doorU = half === 0 ? left + 0.04 : right - 0.04;
          const lane = half === 0 ? i : i + 1;
          const laneName =
            lane === mainColumn
              ? "石桥古街"
              : lane >= 1 && lane < columns
                ? `${laneNames[(lane - 1) % laneNames.length].zh}胡同`
                : parcel.sides[half === 0 ? "W" : "E"].street.zh;
          residences.push({
            id: `${parcel.id}-${String(number).padStart(3, "0")}`,
            compound: "",
            building: "",
            address: `${laneName}${2 * (j * houses + k) + half + 1}号院`,
            community: parcel.community,
            households,
            people: Math.round(households * 2.2 * random.between(0.9, 1.1)),
            elderlyShare: Math.round(random.between(0.32, 0.46) * 100) / 100,
            childShare: Math.round(random.between(0.04, 0.09) * 100) / 100,
            levels: 1,
            door: place(doorU, (v0 + v1) / 2),
          });
        }
      }
    }
  }
  const mouths: Mouth[] = [];
  for (let i = 1; i < columns; i++) mouths.push({ side: "S", at: at[i][0][0] }, { side: "N", at: at[i][rows][0] });
  for (let j = 1; j < rows; j++) mouths.push({ side: "W", at: at[0][j][1] }, { side: "E", at: at[columns][j][1] });
  return { residences, spots, mouths };
}

function laneSpots(spots: Spot[], from: Point, to: Point, street: Named, weight: number, firstNumber: number): void {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const nx = -(to[1] - from[1]) / length;
  const ny = (to[0] - from[0]) / length;
  const count = Math.floor((length - 24) / 14);
  for (let k = 0; k < count; k++) {
    const t = (18 + k * 14) / length;
    for (const side of [-1, 1])
      spots.push({
        at: [
          Math.round((from[0] + t * (to[0] - from[0]) + side * 5 * nx) * 10) / 10,
          Math.round((from[1] + t * (to[1] - from[1]) + side * 5 * ny) * 10) / 10,
        ],
        street,
        number: 2 * (firstNumber + k) + (side < 0 ? 1 : 2),
        weight,
        mall: false,
      });
  }
}

export function drawOther(map: CityMap, parcel: Parcel, seed: string): void {
  switch (parcel.plan.kind) {
    case "park":
      return drawPark(map, parcel);
    case "square":
      return drawSquare(map, parcel);
    case "mall":
      return drawMall(map, parcel);
    case "school":
      return drawSite(map, parcel, { amenity: "school" }, { building: "school" }, seed);
    case "kindergarten":
      return drawSite(map, parcel, { amenity: "kindergarten" }, { building: "kindergarten" }, seed);
    case "hospital":
      return drawSite(map, parcel, { amenity: "hospital" }, { building: "hospital" }, seed, "E");
    case "offices":
      return drawSite(map, parcel, { landuse: "commercial" }, { building: "office" }, seed);
    case "industrial":
      return drawSite(map, parcel, { landuse: "industrial" }, { building: "industrial" }, seed);
    case "compound":
    case "lanes":
      throw new Error(`${parcel.id} is drawn elsewhere`);
  }
}
