/** Coordinate systems as GIS programs want them described: EPSG's number and well-known text in ESRI's words. */
import type { Crs } from "../intake/index.ts";
import { zoneOf } from "../intake/index.ts";

export interface System {
  epsg: number;
  name: string;
  wkt: string;
}

const GREENWICH = 'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]';
const WGS84 = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],${GREENWICH}]`;
const CGCS2000 = `GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],${GREENWICH}]`;

/** null for GCJ-02 and BD-09, which no program has a definition of. */
export function systemOf(crs: Crs): System | null {
  if (crs === "gcj02" || crs === "bd09") return null;
  if (crs === "wgs84") return { epsg: 4326, name: "WGS 84", wkt: WGS84 };
  const epsg = Number(crs.slice(5));
  if (epsg === 4490) return { epsg, name: "China Geodetic Coordinate System 2000", wkt: CGCS2000 };
  if (epsg === 3857) {
    const name = "WGS_1984_Web_Mercator_Auxiliary_Sphere";
    const parameters = { False_Easting: 0, False_Northing: 0, Central_Meridian: 0, Standard_Parallel_1: 0 };
    return {
      epsg,
      name,
      wkt: projected(name, WGS84, "Mercator_Auxiliary_Sphere", { ...parameters, Auxiliary_Sphere_Type: 0 }),
    };
  }
  const zone = zoneOf(epsg);
  if (zone === null) return null;
  const { utm, width, number, prefixed, centralMeridianDegrees } = zone;
  const name = utm
    ? `WGS_1984_UTM_Zone_${number}N`
    : `CGCS2000_${width === 3 ? "3_Degree_" : ""}GK_${prefixed ? `Zone_${number}` : `CM_${centralMeridianDegrees}E`}`;
  const parameters = {
    False_Easting: 500_000 + (prefixed ? number * 1_000_000 : 0),
    False_Northing: 0,
    Central_Meridian: centralMeridianDegrees,
    Scale_Factor: utm ? 0.9996 : 1,
    Latitude_Of_Origin: 0,
  };
  const method = utm ? "Transverse_Mercator" : "Gauss_Kruger";
  return { epsg, name, wkt: projected(name, utm ? WGS84 : CGCS2000, method, parameters) };
}

function projected(name: string, base: string, method: string, parameters: Record<string, number>): string {
  const list = Object.entries(parameters).map(([key, value]) => `PARAMETER["${key}",${withPoint(value)}]`);
  return `PROJCS["${name}",${base},PROJECTION["${method}"],${list.join(",")},UNIT["Meter",1.0]]`;
}

function withPoint(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
