/** Cuts the blocks into parcels and knows what street each side of a parcel faces. */
import { insideRing, type Point, rectangle } from "./geometry.ts";
import { communities } from "./communities.ts";
import { blocks, type Named, type ParcelPlan, type Side, streetNames, streetX, streetY } from "./plan.ts";
import { classOf, minorStreets, setbacks, type StreetClass } from "./streets.ts";

export interface ParcelSide {
  side: Side;
  /** Centre line of the street: x for E and W, y for N and S. */
  line: number;
  street: Named;
  streetClass: StreetClass;
}

export interface Parcel {
  id: string;
  plan: ParcelPlan;
  sides: Record<Side, ParcelSide>;
  /** West, south, east, north of the wall. */
  wall: [number, number, number, number];
  community: string;
}

export function cutParcels(): Parcel[] {
  const minor = minorStreets();
  const parcels: Parcel[] = [];
  for (const block of blocks) {
    const [west, east, south, north] = block.bounds;
    const lines = (axis: "x" | "y") => {
      const large = axis === "x" ? [west, east] : [south, north];
      const inner = minor
        .filter((street) => street.block === block.id && street.axis === axis)
        .map((s) => ({ line: s.at, street: s.name, streetClass: "minor" as const }));
      const outer = large.map((key) => ({
        line: (axis === "x" ? streetX : (streetY as Record<string, number>))[key as never] as number,
        street: streetNames[key],
        streetClass: classOf(key),
      }));
      return [outer[0], ...inner, outer[1]];
    };
    const vertical = lines("x");
    const horizontal = lines("y");
    block.parcels.forEach((row, j) =>
      row.forEach((plan, i) => {
        const sides = {
          W: { side: "W" as const, ...vertical[i] },
          E: { side: "E" as const, ...vertical[i + 1] },
          S: { side: "S" as const, ...horizontal[j] },
          N: { side: "N" as const, ...horizontal[j + 1] },
        };
        const wall: Parcel["wall"] = [
          sides.W.line + setbacks[sides.W.streetClass].wall,
          sides.S.line + setbacks[sides.S.streetClass].wall,
          sides.E.line - setbacks[sides.E.streetClass].wall,
          sides.N.line - setbacks[sides.N.streetClass].wall,
        ];
        const middle: Point = [(wall[0] + wall[2]) / 2, (wall[1] + wall[3]) / 2];
        parcels.push({ id: `${block.id}-${j}${i}`, plan, sides, wall, community: communityAt(middle) });
      }),
    );
  }
  return parcels;
}

export function communityAt(point: Point): string {
  const found = communities.find(({ area }) => insideRing(point, rectangle(...area)));
  if (!found) throw new Error(`No community at ${point.join(", ")} on the sheet`);
  return found.name.zh;
}

/** House number: odd on the north and west sides of a street, even on the others, counted from the south-west. */
export const numberOf = (at: Point, side: "N" | "E" | "S" | "W") =>
  2 * Math.floor((at[side === "N" || side === "S" ? 0 : 1] + 1500) / 9) + (side === "S" || side === "E" ? 1 : 2);
