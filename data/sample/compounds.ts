/** Compounds (小区): wall, gates, private ways inside, buildings with their households. */
import { type Point, rectangle } from "./geometry.ts";
import type { CityMap, Corner, Tags, Vertex } from "./map.ts";
import type { Parcel } from "./parcels.ts";
import type { CompoundStyle, GateKind, GatePlan, Side } from "./plan.ts";
import { Random } from "./random.ts";
import { setbacks } from "./streets.ts";

export interface Residence {
  id: string;
  compound: string;
  building: string;
  address: string;
  community: string;
  households: number;
  people: number;
  elderlyShare: number;
  childShare: number;
  levels: number;
  /** Two metres inside the door. */
  door: Point;
}

export interface Gate {
  compound: string;
  side: Side;
  kind: GateKind;
  at: Point;
  /** Where its driveway meets the street. */
  street: Point;
  node: Vertex;
}

/** The private ways inside: paths from west to east at these y, upright ways from the first to the last path at these x. */
export interface InnerWays {
  rows: number[];
  uprights: number[];
}

interface StyleFacts {
  rowMeters: number;
  depthMeters: number;
  unitMeters: number;
  levels: [number, number];
  homesPerLevel: (lengthMeters: number) => number;
  elderly: [number, number];
  children: [number, number];
  peoplePerHousehold: number;
}

const styles: Record<CompoundStyle, StyleFacts> = {
  old: {
    rowMeters: 33,
    depthMeters: 11,
    unitMeters: 52,
    levels: [5, 6],
    homesPerLevel: (l) => 2 * Math.max(1, Math.round(l / 15)),
    elderly: [0.26, 0.36],
    children: [0.06, 0.1],
    peoplePerHousehold: 2.1,
  },
  mid: {
    rowMeters: 38,
    depthMeters: 12,
    unitMeters: 56,
    levels: [6, 6],
    homesPerLevel: (l) => 2 * Math.max(1, Math.round(l / 18)),
    elderly: [0.17, 0.26],
    children: [0.1, 0.15],
    peoplePerHousehold: 2.5,
  },
  tower: {
    rowMeters: 62,
    depthMeters: 18,
    unitMeters: 30,
    levels: [11, 17],
    homesPerLevel: () => 4,
    elderly: [0.08, 0.15],
    children: [0.15, 0.22],
    peoplePerHousehold: 2.8,
  },
};

const round3 = (n: number) => Math.round(n * 1000) / 1000;

function gatesFor(parcel: Parcel, random: Random): GatePlan[] {
  if (parcel.plan.gates) return parcel.plan.gates;
  const count = random.pick([1, 2, 2, 2, 2, 3, 3, 3, 4]);
  // The elevated road's side has no gates of chance: its pavement is busy with steps and shops.
  const sides = (["S", "E", "W", "N"] as Side[]).filter((side) => parcel.sides[side].streetClass !== "linhai");
  return random
    .shuffle(sides)
    .slice(0, count)
    .map((side) => ({ side, at: null, kind: "open" }));
}

const gateTags: Record<GateKind, Tags> = {
  open: { barrier: "gate" },
  night: { barrier: "gate", opening_hours: "06:00-22:00", access: "yes", "access:conditional": "no @ (22:00-06:00)" },
  motor: { barrier: "lift_gate", foot: "no", motor_vehicle: "yes", note: "仅限机动车" },
  locked: { barrier: "gate", access: "no", locked: "yes", note: "常年上锁" },
};

export function drawCompound(
  map: CityMap,
  parcel: Parcel,
  seed: string,
): { residences: Residence[]; gates: Gate[]; inner: InnerWays } {
  const plan = parcel.plan;
  const name = plan.name!;
  const style = plan.style!;
  const facts = styles[style];
  const random = new Random(`${seed}/compound/${name.zh}`);
  const [west, south, east, north] = parcel.wall;

  // Rows of paths from north to south; each serves the buildings below it.
  const rowCount = Math.max(1, Math.floor((north - south - 30) / facts.rowMeters));
  const rowStep = (north - south - 34) / rowCount;
  const rows = Array.from({ length: rowCount + 1 }, (_, k) => round3(north - 12 - k * rowStep)).map(
    (y) => Math.round(y * 10) / 10,
  );
  const lastRow = rows[rowCount];
  const inner = { west: west + 9, east: east - 9 };

  const gates: Gate[] = [];
  const verticals = new Set<number>([inner.west, inner.east]);
  const wallCorners: Record<Side, Point[]> = { N: [], E: [], S: [], W: [] };
  for (const gate of gatesFor(parcel, random)) {
    const side = parcel.sides[gate.side];
    let at: Point;
    let street: Point;
    let inside: Point;
    if (gate.side === "N" || gate.side === "S") {
      const x = gate.at ?? Math.round(west + (east - west) * random.between(0.3, 0.7));
      at = [x, gate.side === "N" ? north : south];
      street = [x, side.line];
      inside = [x, gate.side === "N" ? rows[0] : lastRow];
      verticals.add(x);
    } else {
      const wanted = gate.at ?? south + (north - south) * random.between(0.25, 0.75);
      const y = rows.reduce((best, row) => (Math.abs(row - wanted) < Math.abs(best - wanted) ? row : best), rows[0]);
      at = [gate.side === "W" ? west : east, y];
      street = [side.line, y];
      inside = [gate.side === "W" ? inner.west : inner.east, y];
    }
    const first = gates.length === 0 && gate.kind === "open";
    const barrier =
      gate.kind === "open" && random.chance(0.12)
        ? { barrier: "entrance" }
        : gate.kind === "open" && !first && random.chance(0.25)
          ? { barrier: "swing_gate" }
          : gateTags[gate.kind];
    const node = map.node(at, { ...barrier, ...(gates.length === 0 ? { name: `${name.zh}正门` } : {}) });
    const kerb = setbacks[side.streetClass].pavement;
    if (side.streetClass === "linhai" && kerb) {
      // No crossing here: the part on the carriageway is for cars turning right.
      const pavement: Point = [street[0], side.line + Math.sign(at[1] - side.line) * kerb];
      map.line([street, pavement], { highway: "service", service: "driveway", foot: "no" });
      street = pavement;
    }
    map.street([street, at], { highway: "service", service: "driveway" });
    map.street([at, inside], { highway: "service", access: "private" });
    gates.push({ compound: name.zh, side: gate.side, kind: gate.kind, at, street, node });
    wallCorners[gate.side].push(at);
  }
  const ordered = (side: Side, sign: 1 | -1) =>
    wallCorners[side].toSorted((a, b) => sign * (side === "N" || side === "S" ? a[0] - b[0] : a[1] - b[1]));
  const ring: Point[] = [
    [west, south],
    ...ordered("S", 1),
    [east, south],
    ...ordered("E", 1),
    [east, north],
    ...ordered("N", -1),
    [west, north],
    ...ordered("W", -1),
    [west, south],
  ];
  map.line(ring, { barrier: style === "tower" ? "fence" : "wall" });
  map.line(ring, { landuse: "residential", residential: "apartments", name: name.zh, "name:en": name.en });

  for (const x of verticals)
    map.street(
      [
        [x, rows[0]],
        [x, lastRow],
      ],
      { highway: "service", access: "private" },
    );
  for (const y of rows)
    map.street(
      [
        [inner.west, y],
        [inner.east, y],
      ],
      { highway: "footway", access: "private" },
    );

  // Buildings between the upright ways, one row below each path.
  const residences: Residence[] = [];
  const sorted = [...verticals].toSorted((a, b) => a - b);
  const elderly = random.between(...facts.elderly);
  const children = random.between(...facts.children);
  let number = 0;
  for (let k = 0; k < rowCount; k++) {
    for (let i = 1; i < sorted.length; i++) {
      const from = sorted[i - 1] + 7;
      const to = sorted[i] - 7;
      const gap = style === "tower" ? 26 : 9;
      const count = Math.floor((to - from + gap) / (facts.unitMeters * 0.8 + gap));
      if (count < 1) continue;
      const step = (to - from + gap) / count;
      for (let n = 0; n < count; n++) {
        const slack = step - gap;
        const length = style === "tower" ? Math.min(slack, 30) : slack - random.between(0, Math.min(7, slack - 20));
        const x0 = Math.round((from + n * step + (slack - length) * random.next()) * 10) / 10;
        const x1 = Math.round((x0 + length) * 10) / 10;
        const top = rows[k] - 6;
        const bottom = top - facts.depthMeters - (style === "tower" ? random.between(-2, 2) : 0);
        if (k > 0 && random.chance(0.035)) {
          map.line(
            rectangle(x0, bottom, x1, top),
            random.chance(0.5) ? { leisure: "garden" } : { amenity: "bicycle_parking", covered: "yes" },
          );
          continue;
        }
        number++;
        const levels = random.integer(...facts.levels);
        const households = levels * facts.homesPerLevel(length);
        const shape: Corner[] =
          style === "tower"
            ? [
                [x0, bottom + 4],
                [x0 + 6, bottom + 4],
                [x0 + 6, bottom],
                [x1 - 6, bottom],
                [x1 - 6, bottom + 4],
                [x1, bottom + 4],
                [x1, top - 3],
                [x1 - 9, top - 3],
                [x1 - 9, top],
                [x0 + 9, top],
                [x0 + 9, top - 3],
                [x0, top - 3],
                [x0, bottom + 4],
              ]
            : (rectangle(x0, bottom, x1, top) as Corner[]);
        map.line(shape, {
          building: "apartments",
          // As in life, now and then the levels are not mapped.
          ...(random.chance(0.08) ? {} : { "building:levels": String(levels) }),
          name: `${number}号楼`,
        });
        residences.push({
          id: `${parcel.id}-${String(number).padStart(2, "0")}`,
          compound: name.zh,
          building: `${number}号楼`,
          address: "",
          community: parcel.community,
          households,
          people: Math.round(households * facts.peoplePerHousehold * random.between(0.93, 1.07)),
          elderlyShare: clampShare(elderly + random.between(-0.03, 0.03)),
          childShare: clampShare(children + random.between(-0.02, 0.02)),
          levels,
          door: [Math.round(((x0 + x1) / 2) * 10) / 10, top - 2],
        });
      }
    }
  }
  return { residences, gates, inner: { rows, uprights: sorted } };
}

const clampShare = (share: number) => Math.round(Math.max(0.02, Math.min(0.6, share)) * 100) / 100;

/** Gaps in the row of shops along a side: where driveways come out. */
export const gateGaps = (gates: Gate[], side: Side, compound: string): number[] =>
  gates
    .filter((gate) => gate.compound === compound && gate.side === side)
    .map((gate) => (side === "N" || side === "S" ? gate.at[0] : gate.at[1]));
