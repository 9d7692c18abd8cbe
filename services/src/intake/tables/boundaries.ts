/** Districts, streets and communities from a geographic file. */
import type { Position } from "@quarterhour/isochrones";
import { polygonFault } from "../../store/index.ts";
import type { AreaDraft, AreaLevel } from "../../store/index.ts";
import { windAsGeoJson } from "../geometry/polygon.ts";
import type { Crs } from "./coordinates.ts";
import { isInDegrees, toWgs84 } from "./coordinates.ts";
import { crsTitle } from "./crs-names.ts";
import type { FileFeature } from "./features/features.ts";
import { readPolygonDrafts } from "./polygon-drafts.ts";
import type { PolygonOutcome } from "./polygon-drafts.ts";
import type { ReadOptions, ReadResult } from "./rows.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

const LEVEL_WORDS: [AreaLevel, string[]][] = [
  ["district", ["district", "county", "区", "县", "区县", "市辖区", "6"]],
  ["street", ["street", "subdistrict", "town", "township", "街道", "镇", "乡", "街镇", "乡镇", "8"]],
  ["community", ["community", "village", "社区", "村", "社区居委会", "居委会", "10"]],
];
const levelOfWord = new Map(LEVEL_WORDS.flatMap(([level, words]) => words.map((word) => [word, level])));

const LEVEL_KEYS = ["level", "级别", "层级", "类型", "admin_level"];
const NAME_KEYS = ["name", "名称", "区域名称", "社区名称", "街道名称", "区县名称", "XZQMC", "MC"];
const REF_KEYS = ["id", "编号", "编码", "代码", "行政区划代码", "区划代码", "code", "adcode", "XZQDM"];

/**
 * Areas of a GeoJSON, a zipped Shapefile or a GeoPackage: polygons, each with `name` and `level` (district, street or
 * community, also 区, 街道, 社区; else told from the length of its division code). "Row" in problems is the number of
 * the feature, from 1. Never touches a store.
 *
 * Throws IntakeError for a file that cannot be taken in, and for any bad feature unless `skipBadRows` is set.
 */
export function readBoundaries(file: string, options: ReadOptions = {}): Promise<ReadResult<AreaDraft>> {
  return readPolygonDrafts(file, options, draftOf, (before) => say("area.ref-used", { before }));
}

function draftOf(feature: FileFeature, crs: Crs): PolygonOutcome<AreaDraft> {
  const { properties } = feature;
  const name = textAt(properties, NAME_KEYS);
  if (name === null) return { field: "name", value: null, said: say("area.no-name") };
  const code = textAt(properties, REF_KEYS);
  const levelText = textAt(properties, LEVEL_KEYS);
  const level = levelText === null ? levelOfCode(code) : levelOfWord.get(levelText.toLowerCase());
  if (level === undefined) {
    return { field: "level", value: levelText, said: say("area.level", { name }) };
  }
  const shape = polygonsIn(feature, crs);
  if ("said" in shape)
    return { field: "geometry", value: shape.value, said: say("area.of", { name, what: shape.said }) };
  return {
    draft: {
      sourceRef: feature.id === undefined ? code : String(feature.id),
      level,
      name,
      nameEn: textAt(properties, ["nameEn", "name_en", "name:en", "英文名称"]),
      geometry: { type: "MultiPolygon", coordinates: shape.polygons },
    },
  };
}

/** The polygons of a feature in WGS-84, or what is wrong with them. */
export function polygonsIn(
  { geometry, fault }: FileFeature,
  crs: Crs,
): { polygons: Position[][][] } | { value: string | null; said: Said } {
  if (fault !== undefined) return { value: null, said: fault };
  if (geometry?.type !== "Polygon" && geometry?.type !== "MultiPolygon") {
    return { value: geometry?.type ?? null, said: say("area.no-polygon") };
  }
  const polygons = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) as Position[][][];
  const converted: Position[][][] = [];
  for (const rings of polygons) {
    const shape: Position[][] = [];
    for (const ring of rings) {
      const positions: Position[] = [];
      for (const [x, y] of ring) {
        const position = toWgs84(x, y, crs);
        if (position === null) {
          const key = isInDegrees(crs) ? "area.position-degrees" : "area.position";
          return { value: `${x}, ${y}`, said: say(key, { crs: crsTitle(crs) }) };
        }
        positions.push(position);
      }
      shape.push(positions);
    }
    converted.push(shape);
  }
  // The shape is judged by the check that guards the store, so what passes here is accepted there.
  const problem = polygonFault({ type: "MultiPolygon", coordinates: converted });
  if (problem !== null) return { value: null, said: say("area.invalid", { why: problem }) };
  return { polygons: converted.map(windAsGeoJson) };
}

/** Division codes have 6 digits for a district, 9 for a street, 12 for a community, or 12 with zeros at the end. */
function levelOfCode(code: string | null): AreaLevel | undefined {
  if (code === null || !/^\d{6}(\d{3}(\d{3})?)?$/.test(code)) return undefined;
  const padded = code.padEnd(12, "0");
  if (!padded.endsWith("000")) return "community";
  if (!padded.endsWith("000000")) return "street";
  return padded.slice(4, 6) === "00" ? undefined : "district";
}

/** The first of these properties that says something; programs change the case of names. */
export function textAt(properties: Record<string, unknown>, keys: string[]): string | null {
  const names = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
  for (const key of keys) {
    const value = properties[names.get(key.toLowerCase()) ?? key];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    if (typeof value === "number") return String(value);
  }
  return null;
}
