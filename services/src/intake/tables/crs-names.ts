/** Coordinate systems by the names that people, map services and EPSG give them. */
import { IntakeError } from "../errors.ts";
import type { Crs } from "./coordinates.ts";
import type { Zone } from "./gauss-kruger.ts";
import { findZone, zoneOf } from "./gauss-kruger.ts";
import { asSaid, say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

/** Without case, blanks, hyphens, brackets, and words that say only "coordinate system". */
const NAMES = new Map<string, Crs>(
  (
    [
      ["wgs84", "wgs84 wgs1984 wgs84ll gps 世界大地 地球 wgs84经纬度 gps经纬度 硬件gps"],
      [
        "gcj02",
        "gcj02 gcj02ll gcj 国测局 国测局加密 火星 高德 高德地图 高德经纬度 amap autonavi gaode 腾讯 腾讯地图 tencent qq qqmap 谷歌中国",
      ],
      ["bd09", "bd09 bd09ll bd 百度 百度地图 百度经纬度 baidu"],
      [
        "EPSG:4490",
        "cgcs2000 cgcs2000经纬度 cgcs2000地理 chinageodeticcoordinatesystem2000 国家2000 大地2000 国家大地2000 2000国家大地 国家2000大地 2000国家 2000大地 2000 天地图",
      ],
      ["EPSG:3857", "webmercator web墨卡托 墨卡托 wgs84webmercator webmercatorauxiliarysphere"],
    ] as const
  ).flatMap(([crs, names]) => names.split(" ").map((name) => [name, crs] as const)),
);

const OLD_DATUM = /北京\s*54|beijing\s*(19)?54|bj\s*54|54\s*(北京|坐标)|西安\s*80|xi'?an\s*(19)?80|80\s*(西安|坐标)/;

/** Beijing 54 and Xi'an 80 in degrees, and in the zones of EPSG's list. */
const isOldEpsg = (code: number) => code === 4214 || code === 4610 || (code >= 2327 && code <= 2442);

/**
 * The system of this name: "GCJ-02", "高德", "EPSG:4527", "CGCS2000 3度带 38带", "大地2000", "CGCS2000_3_Degree_GK_CM_114E".
 * Throws IntakeError for one that cannot be converted.
 */
export function crsNamed(name: string): Crs {
  const text = name.normalize("NFKC").toLowerCase().trim();
  const code = /^(?:urn:ogc:def:crs:)?epsg:(?:[\d.]*:)?(\d{4,6})$/.exec(text)?.[1] ?? /^\d{4,6}$/.exec(text)?.[0];
  if (isOldEpsg(Number(code)) || OLD_DATUM.test(text.replaceAll(/[-_\s]+/g, " "))) {
    throw new IntakeError(say("crs.old", { name }));
  }
  const found = code === undefined ? crsOfWords(text) : crsOfEpsg(Number(code));
  if (found !== null) return found;
  throw new IntakeError(say("crs.unknown", { name }));
}

/** The system with this number of EPSG's list; null for one that cannot be converted. */
export function crsOfEpsg(code: number): Crs | null {
  if (code === 4326) return "wgs84";
  if (code === 900913 || code === 102100) return "EPSG:3857";
  return code === 3857 || code === 4490 || zoneOf(code) !== null ? `EPSG:${code}` : null;
}

function crsOfWords(text: string): Crs | null {
  if (/^urn:ogc:def:crs:ogc:.*crs84$/.test(text)) return "wgs84";
  // "GCJ-02 (高德)": the brackets only explain.
  for (const words of [text, text.replaceAll(/\(.*?\)/g, "")]) {
    const key = words.replaceAll(/[-_\s()/,·°]/g, "").replaceAll(/坐标(系统|系)?/g, "");
    const known = NAMES.get(key);
    if (known !== undefined) return known;
    const zone = zoneNamed(key);
    if (zone !== null) return `EPSG:${zone.epsg}`;
  }
  return null;
}

/** A Gauss–Krüger zone from words without blanks and signs, or null. */
function zoneNamed(key: string): Zone | null {
  if (!/cgcs2000|国家2000|大地2000|2000国家|2000大地|china2000|高斯|gauss|gk/.test(key)) return null;
  const rest = key.replaceAll(/cgcs2000|2000/g, "");
  const meridian = /(?:中央子午线|中央经线|centralmeridian|cm)(\d{2,3})/.exec(rest);
  const width = /(3|三)(度|degree)/.test(rest) ? 3 : /(6|六)(度|degree)/.test(rest) ? 6 : null;
  if (meridian !== null) {
    const centralMeridianDegrees = Number(meridian[1]);
    return findZone({ centralMeridianDegrees, width: width ?? 3, prefixed: false, utm: false });
  }
  const number = /(?:zone|第|带号?)(\d{2})/.exec(rest) ?? /(\d{2})(?:带|号带|n)/.exec(rest);
  if (number === null) return null;
  const found = Number(number[1]);
  return findZone({ number: found, width: width ?? (found >= 25 ? 3 : 6), prefixed: true, utm: false });
}

/** The system's name as a person would say it. */
export function crsTitle(crs: Crs): Said {
  switch (crs) {
    case "wgs84":
      return say("crs.wgs84");
    case "gcj02":
      return say("crs.gcj02");
    case "bd09":
      return say("crs.bd09");
    case "EPSG:4490":
      return say("crs.cgcs2000");
    case "EPSG:3857":
      return say("crs.mercator");
  }
  const zone = zoneOf(Number(crs.slice(5)));
  if (zone === null) return asSaid(crs);
  const { width, number, utm, prefixed, centralMeridianDegrees: degrees } = zone;
  if (utm) return say("crs.utm", { number });
  return prefixed ? say("crs.zone", { width, number }) : say("crs.meridian", { width, degrees });
}
