/** Coordinate systems as `.prj` files and GeoPackages write them (WKT) → the systems that can be converted. */
import type { Crs } from "./coordinates.ts";
import { crsOfEpsg } from "./crs-names.ts";
import { findZone } from "./gauss-kruger.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

/** Either the system, or why it cannot be read. */
export type WktReading = { crs: Crs } | { problem: Said };

export function crsOfWkt(wkt: string): WktReading {
  const text = wkt.trim();
  const name = /^\w+\s*[[(]\s*"([^"]*)"/.exec(text)?.[1] ?? text.slice(0, 40);
  const code = /(?:AUTHORITY\["EPSG",\s*"?|ID\["EPSG",\s*)(\d+)"?\]\s*\]$/i.exec(text)?.[1];
  const byCode = code === undefined ? null : crsOfEpsg(Number(code));
  if (byCode !== null) return { crs: byCode };
  const datum = datumOf(text);
  if (datum === "old") {
    return {
      problem: say("crs.prj-old", { name }),
    };
  }
  const unknown = { problem: say("crs.prj-unknown", { name }) };
  if (datum === null) return unknown;
  if (/^(GEOGCS|GEOGCRS|GEODCRS)/i.test(text)) return { crs: datum === "cgcs2000" ? "EPSG:4490" : "wgs84" };
  if (!/^(PROJCS|PROJCRS)/i.test(text)) return unknown;
  return projected(text) ?? unknown;
}

function datumOf(text: string): "cgcs2000" | "wgs84" | "old" | null {
  const datum = /(?:DATUM|TRF|ENSEMBLE)\s*\[\s*"([^"]*)"/i.exec(text)?.[1] ?? "";
  const spheroid = /(?:SPHEROID|ELLIPSOID)\s*\[\s*"([^"]*)"\s*,\s*([\d.]+)\s*,\s*([\d.]+)/i.exec(text);
  const words = `${datum} ${spheroid?.[1] ?? ""}`;
  if (/beijing|1954|krass?ov?sky|xian|xi'an|1980|iag|iugg/i.test(words)) return "old";
  if (/cgcs|china[_ ]?(geodetic)?.*2000|_2000/i.test(words)) return "cgcs2000";
  if (/wgs[_ ]?(19)?84|world geodetic/i.test(words)) return "wgs84";
  // Systems without a name on the same ellipsoid differ by decimetres at most.
  return spheroid !== null && Number(spheroid[2]) === 6378137 && spheroid[3].startsWith("298.25722") ? "wgs84" : null;
}

function projected(text: string): WktReading | null {
  const method = /(?:PROJECTION|METHOD)\s*\[\s*"([^"]*)"/i.exec(text)?.[1] ?? "";
  if (/auxiliary_sphere|pseudo|popular|mercator_1sp/i.test(method)) return { crs: "EPSG:3857" };
  if (!/transverse[_ ]mercator|gauss/i.test(method)) return null;
  const parameter = (pattern: string) => {
    const found = new RegExp(`PARAMETER\\s*\\[\\s*"(?:${pattern})"\\s*,\\s*(-?[\\d.eE+]+)`, "i").exec(text);
    return found === null ? 0 : Number(found[1]);
  };
  const centralMeridianDegrees = parameter("central_meridian|longitude of natural origin");
  const easting = parameter("false_easting|false easting");
  const scale = parameter("scale_factor|scale factor at natural origin");
  const meters = /UNIT\s*\[\s*"[^"]*"\s*,\s*([\d.]+)\s*(?:,\s*(?:AUTHORITY|ID)\[[^\]]*\]\s*)?\]\s*(?:,.*)?\]$/is.exec(
    text,
  );
  const others =
    parameter("false_northing|false northing") + parameter("latitude_of_origin|latitude of natural origin");
  const problem = say("crs.prj-zone", { meridian: centralMeridianDegrees, easting, scale });
  if (others !== 0 || (meters !== null && Number(meters[1]) !== 1)) return { problem };
  // a zone of 6° and one of 3° in the middle of it are the same but for their name
  const width = /3[ _-]*degree/i.test(text.slice(0, 80)) || easting > 24e6 ? 3 : 6;
  const prefixed = easting > 1e6;
  const zone =
    scale === 0.9996
      ? findZone({ centralMeridianDegrees, utm: true })
      : scale === 1
        ? (findZone({ centralMeridianDegrees, utm: false, prefixed, width }) ??
          findZone({ centralMeridianDegrees, utm: false, prefixed, width: 3 }))
        : null;
  if (zone === null || easting !== 500_000 + (zone.prefixed ? zone.number * 1e6 : 0)) return { problem };
  return { crs: `EPSG:${zone.epsg}` };
}
