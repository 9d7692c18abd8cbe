/**
 * A table that counts the households of a building or compound replaces what was estimated for it from the map:
 * otherwise the same families would be counted twice.
 */
import type { Position } from "@quarterhour/isochrones";
import type { ResidenceDraft } from "../store/index.ts";
import { BoxIndex } from "./geometry/boxes.ts";
import { boxOfPolygons, polygonsContain, polygonsOf } from "./geometry/polygon.ts";
import { degreesFor, metersBetween } from "./geometry/sphere.ts";

/** Doors of one building: a table's point often stands in front of the house that it means. */
const SAME_BUILDING_METERS = 15;

/** The estimates that no row of a table speaks for. Counts that the map itself gives are treated the same. */
export function notSuperseded<T extends ResidenceDraft>(fromMap: T[], fromTables: ResidenceDraft[]): T[] {
  const compounds = new Set(fromTables.map((row) => compoundKey(row.compound)).filter((key) => key !== null));
  const doors = new BoxIndex<Position>();
  for (const { location } of fromTables) {
    const reach = degreesFor(SAME_BUILDING_METERS, location[1]);
    const [lng, lat] = location;
    doors.add([lng - reach.lng, lat - reach.lat, lng + reach.lng, lat + reach.lat], location);
  }
  const footprints = new BoxIndex<T>();
  for (const residence of fromMap) {
    if (residence.footprint !== null) footprints.add(boxOfPolygons(polygonsOf(residence.footprint)), residence);
  }
  const superseded = new Set<T>();
  for (const { location } of fromTables) {
    for (const residence of footprints.at(location)) {
      if (polygonsContain(polygonsOf(residence.footprint!), location)) superseded.add(residence);
    }
  }
  return fromMap.filter((residence) => {
    if (superseded.has(residence)) return false;
    const compound = compoundKey(residence.compound);
    if (compound !== null && compounds.has(compound)) return false;
    return !doors
      .at(residence.location)
      .some((door) => metersBetween(door, residence.location) <= SAME_BUILDING_METERS);
  });
}

/** Compound names without blanks and brackets, so that 润府（一期） and 润府一期 are one. */
export function compoundKey(name: string | null): string | null {
  if (name === null) return null;
  const key = name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s()·.\-_]/g, "")
    .replace(/(住宅)?小区$/, "");
  return key === "" ? null : key;
}
