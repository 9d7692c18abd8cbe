import type { BoundingBox } from "@quarterhour/isochrones";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { InvalidInput } from "./errors.ts";

/** Points in a box, its edge included. The index keeps boxes in single precision, so the exact test stands beside it. */
export function insideBox(column: RawBuilder<unknown>, bbox: BoundingBox): RawBuilder<unknown> {
  const [west, south, east, north] = bbox;
  if (bbox.length !== 4 || !bbox.every(Number.isFinite) || west > east || south > north) {
    throw new InvalidInput(
      `bbox is ${JSON.stringify(bbox)}; it must be west ≤ east, south ≤ north in degrees.`,
      "bbox",
    );
  }
  return sql`(${column} && ST_MakeEnvelope(${west}, ${south}, ${east}, ${north}, 4326)
    and ST_X(${column}) between ${west} and ${east} and ST_Y(${column}) between ${south} and ${north})`;
}

/** Enough digits to give back the very number that was stored. */
export function asGeoJson(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`ST_AsGeoJSON(${column}, 15)::json`;
}
