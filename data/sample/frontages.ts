/** Rows of shops along the streets, in front of the compounds' walls, and the places in them. */
import { type Gate, gateGaps } from "./compounds.ts";
import { type Point, rectangle } from "./geometry.ts";
import type { CityMap } from "./map.ts";
import type { Parcel } from "./parcels.ts";
import type { Mouth, Spot } from "./places.ts";
import type { Side } from "./plan.ts";
import { Random } from "./random.ts";
import { setbacks, type StreetClass } from "./streets.ts";

const spotMeters = 12;
const weightOf: Record<StreetClass, number> = { linhai: 1, cangxi: 2.2, arterial: 1.4, minor: 0.8 };
/** Around the metro station and the square more people pass. */
const heart: Point = [-40, 320];

export function drawFrontages(map: CityMap, parcels: Parcel[], gates: Gate[], mouths: Mouth[], seed: string): Spot[] {
  const spots: Spot[] = [];
  for (const parcel of parcels) {
    const { kind } = parcel.plan;
    if (["park", "industrial", "school", "kindergarten"].includes(kind)) continue;
    const random = new Random(`${seed}/frontage/${parcel.id}`);
    for (const side of ["S", "E", "N", "W"] as Side[]) {
      const { line, street, streetClass } = parcel.sides[side];
      const along = side === "N" || side === "S";
      // From the street into the parcel.
      const inward = side === "S" || side === "W" ? 1 : -1;
      const front = line + inward * setbacks[streetClass].front;
      const [w, s, e, n] = parcel.wall;
      const from = along ? w : s;
      const to = along ? e : n;
      const gaps = gateGaps(gates, side, parcel.plan.name?.zh ?? "").map((x) => [x - 9, x + 9]);
      if (kind === "lanes")
        gaps.push(...mouths.filter((mouth) => mouth.side === side).map(({ at }) => [at - 6, at + 6]));
      let position = from + random.between(0, 14);
      while (position < to - 24) {
        const length = Math.min(to - position, random.between(30, 84));
        let pieces: [number, number][] = [[position, position + length]];
        for (const [g0, g1] of gaps)
          pieces = pieces
            .flatMap(([a, b]): [number, number][] =>
              g1 <= a || g0 >= b
                ? [[a, b]]
                : [
                    [a, g0],
                    [g1, b],
                  ],
            )
            .filter(([a, b]) => b - a >= spotMeters);
        const built =
          kind === "compound" || kind === "lanes"
            ? random.chance(streetClass === "minor" ? 0.62 : 0.85)
            : kind !== "mall";
        for (const [a, b] of pieces) {
          const back = front + inward * (streetClass === "minor" ? 8 : 9);
          if (built && kind !== "mall" && kind !== "square")
            map.line(
              along
                ? rectangle(a, Math.min(front, back), b, Math.max(front, back))
                : rectangle(Math.min(front, back), a, Math.max(front, back), b),
              {
                building: "retail",
                "building:levels": String(random.integer(1, 2)),
              },
            );
          const count = Math.floor((b - a) / spotMeters);
          for (let k = 0; k < count && (built || kind === "mall"); k++) {
            const u = Math.round((a + ((k + 0.5) * (b - a)) / count) * 10) / 10;
            const inner = Math.round((front + inward * 1.5) * 10) / 10;
            const at: Point = along ? [u, inner] : [inner, u];
            // Odd numbers on the north and west sides, counted from the south-west.
            const number = 2 * Math.floor((u + 1500) / 9) + (side === "S" || side === "E" ? 1 : 2);
            const near = Math.hypot(at[0] - heart[0], at[1] - heart[1]) < 420 ? 2 : 1;
            spots.push({
              at,
              street,
              number,
              weight: weightOf[streetClass] * near * (kind === "mall" ? 3 : 1),
              mall: kind === "mall" || kind === "square",
            });
          }
        }
        position += length + random.between(8, 30);
      }
    }
  }
  return spots;
}
