/**
 * CGCS2000 in Gauss–Krüger zones of 3° and 6° and WGS-84 in UTM zones: what the EPSG numbers stand for, and the sums.
 * A zone's number may stand before the easting (38 500 000) or not (500 000); both are read for either number.
 */
import type { Position } from "@quarterhour/isochrones";
import proj4, { type Converter } from "proj4";

/** One projected system of EPSG's list. */
export interface Zone {
  epsg: number;
  /** Width in degrees; UTM zones are 6° wide. */
  width: 3 | 6;
  /** 13–23 for 6°, 25–45 for 3°, 43–53 for UTM. */
  number: number;
  centralMeridianDegrees: number;
  /** Whether the zone's number stands before the easting. */
  prefixed: boolean;
  utm: boolean;
}

const zones = new Map<number, Zone>();

function addZones(firstEpsg: number, width: 3 | 6, prefixed: boolean): void {
  const first = width === 6 ? 13 : 25;
  const count = width === 6 ? 11 : 21;
  for (let index = 0; index < count; index++) {
    const epsg = firstEpsg + index;
    zones.set(epsg, {
      epsg,
      width,
      number: first + index,
      centralMeridianDegrees: 75 + index * width,
      prefixed,
      utm: false,
    });
  }
}

// EPSG Dataset, "CGCS2000 / Gauss-Kruger …" and "CGCS2000 / 3-degree Gauss-Kruger …".
addZones(4491, 6, true);
addZones(4502, 6, false);
addZones(4513, 3, true);
addZones(4534, 3, false);
for (let number = 43; number <= 53; number++) {
  const epsg = 32600 + number;
  zones.set(epsg, {
    epsg,
    width: 6,
    number,
    centralMeridianDegrees: number * 6 - 183,
    prefixed: false,
    utm: true,
  });
}

export function zoneOf(epsg: number): Zone | null {
  return zones.get(epsg) ?? null;
}

/** The Gauss–Krüger zone that this describes, or null where there is none. */
export function findZone(wanted: Partial<Zone>): Zone | null {
  for (const zone of zones.values()) {
    if (Object.entries(wanted).every(([key, value]) => zone[key as keyof Zone] === value)) return zone;
  }
  return null;
}

const PREFIX_METERS = 1_000_000;
const FALSE_EASTING_METERS = 500_000;
/** Half the widest zone at the equator is 334 km; tables that run over the edge of their zone lie somewhat further. */
const FURTHEST_FROM_MERIDIAN_METERS = 480_000;
/** Degrees 0 to 56 of latitude. */
const FURTHEST_NORTH_METERS = 6_210_000;

const projections = new Map<string, Converter>();

function projectionOf({ centralMeridianDegrees, utm }: Zone): Converter {
  const key = `${centralMeridianDegrees}/${utm}`;
  let projection = projections.get(key);
  if (projection === undefined) {
    const ellipsoid = utm ? "+ellps=WGS84" : "+a=6378137 +rf=298.257222101";
    projection = proj4(
      `+proj=tmerc +lat_0=0 +lon_0=${centralMeridianDegrees} +k=${utm ? 0.9996 : 1} +x_0=${FALSE_EASTING_METERS} +y_0=0 ${ellipsoid} +units=m +no_defs`,
    );
    projections.set(key, projection);
  }
  return projection;
}

/** Metres east and north → degrees; null where they are none of this zone. */
export function degreesOf(easting: number, northing: number, zone: Zone): Position | null {
  const prefix = Math.floor(easting / PREFIX_METERS);
  if (prefix !== 0 && (zone.utm || prefix !== zone.number)) return null;
  const plain = easting - prefix * PREFIX_METERS;
  if (Math.abs(plain - FALSE_EASTING_METERS) > FURTHEST_FROM_MERIDIAN_METERS) return null;
  if (!(northing >= 0 && northing <= FURTHEST_NORTH_METERS)) return null;
  return projectionOf(zone).inverse([plain, northing]) as Position;
}

/** Degrees → metres east and north, the zone's number before the easting where the system has it so. */
export function metersOf(position: Position, zone: Zone): Position {
  const [easting, northing] = projectionOf(zone).forward([...position]) as Position;
  return [easting + (zone.prefixed ? zone.number * PREFIX_METERS : 0), northing];
}
