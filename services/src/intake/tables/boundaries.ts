/** Districts, streets and communities from a GeoJSON file. */
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Position } from "@quarterhour/isochrones";
import { polygonProblem } from "../../store/index.ts";
import type { AreaDraft, AreaLevel } from "../../store/index.ts";
import type { IntakeProblem } from "../errors.ts";
import { IntakeError, problemAt } from "../errors.ts";
import { windAsGeoJson } from "../geometry/polygon.ts";
import type { Crs } from "./coordinates.ts";
import { isInDegrees, toWgs84 } from "./coordinates.ts";
import { crsNamed } from "./crs-names.ts";
import { encodingOf, system } from "./encoding.ts";
import type { ReadOptions, ReadResult } from "./rows.ts";
import { refusal } from "./rows.ts";

/** A whole GeoJSON is held in memory; the boundaries of a metropolis take some ten megabytes. */
const LARGEST_FILE_BYTES = 256 * 1024 * 1024;

const LEVEL_WORDS: [AreaLevel, string[]][] = [
  ["district", ["district", "county", "区", "县", "区县", "市辖区", "6"]],
  ["street", ["street", "subdistrict", "town", "township", "街道", "镇", "乡", "街镇", "乡镇", "8"]],
  ["community", ["community", "village", "社区", "村", "社区居委会", "居委会", "10"]],
];
const levelOfWord = new Map(LEVEL_WORDS.flatMap(([level, words]) => words.map((word) => [word, level])));

const LEVEL_KEYS = ["level", "级别", "层级", "类型", "admin_level"];
const NAME_KEYS = ["name", "名称", "区域名称", "社区名称", "街道名称", "NAME", "Name"];
const REF_KEYS = ["id", "编号", "编码", "行政区划代码", "code", "adcode"];

interface LooseFeature {
  type?: unknown;
  id?: unknown;
  geometry?: { type?: unknown; coordinates?: unknown } | null;
  properties?: Record<string, unknown> | null;
}

/**
 * Areas of a GeoJSON Feature or FeatureCollection of polygons, each with `name` and `level` (district, street or
 * community, also 区, 街道, 社区). "Row" in problems is the number of the feature, from 1. Never touches a store.
 * Throws IntakeError for a file that cannot be taken in, and for any bad feature unless `skipBadRows` is set.
 */
export async function readBoundaries(file: string, options: ReadOptions = {}): Promise<ReadResult<AreaDraft>> {
  const fileName = basename(file);
  const crs = options.crs === undefined ? "wgs84" : crsNamed(options.crs);
  const features = featuresOf(await parsed(file), fileName);
  const problems: IntakeProblem[] = [];
  const drafts: AreaDraft[] = [];
  const refs = new Map<string, number>();
  features.forEach((feature, index) => {
    const row = index + 1;
    const outcome = draftOf(feature, crs);
    const ref = "draft" in outcome ? outcome.draft.sourceRef : null;
    const before = ref === null ? undefined : refs.get(ref);
    if (!("draft" in outcome)) {
      problems.push(problemAt(row, outcome.field, outcome.value, outcome.message));
    } else if (before !== undefined) {
      problems.push(problemAt(row, "id", ref, `was used by feature ${before} already; a number names one area only`));
    } else {
      if (ref !== null) refs.set(ref, row);
      drafts.push(outcome.draft);
    }
  });
  const result: ReadResult<AreaDraft> = {
    drafts,
    problems,
    warnings: [],
    encoding: "UTF-8",
    crs,
    rowsRead: features.length,
    rowsRejected: problems.length,
  };
  if (problems.length > 0 && options.skipBadRows !== true) throw refusal(fileName, result);
  return result;
}

async function parsed(file: string): Promise<unknown> {
  const encoding = await encodingOf(file, undefined, "a GeoJSON file is needed");
  const fileName = basename(file);
  if (encoding !== "UTF-8") throw new IntakeError(`${fileName} is not UTF-8, which GeoJSON must be.`);
  const { size } = await stat(file);
  if (size > LARGEST_FILE_BYTES) {
    throw new IntakeError(
      `${fileName} has ${Math.round(size / 1e6)} MB; at most ${LARGEST_FILE_BYTES / 1024 / 1024} MB of boundaries can be read at once.`,
    );
  }
  const text = await system(file, () => readFile(file, "utf8"));
  try {
    return JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text);
  } catch (error) {
    const message = `is no GeoJSON: ${(error as Error).message}`;
    throw new IntakeError(`${fileName} ${message}.`, [problemAt(null, null, null, message)], { cause: error });
  }
}

function featuresOf(value: unknown, fileName: string): LooseFeature[] {
  const root = value as { type?: unknown; features?: unknown } | null;
  if (root?.type === "Feature") return [root as LooseFeature];
  if (root?.type !== "FeatureCollection" || !Array.isArray(root.features)) {
    throw new IntakeError(
      `${fileName} is JSON but no GeoJSON Feature or FeatureCollection (its type is ${JSON.stringify(root?.type ?? null)}).`,
    );
  }
  if (root.features.length === 0) throw new IntakeError(`${fileName} is a FeatureCollection without features.`);
  return root.features as LooseFeature[];
}

type Outcome = { draft: AreaDraft } | { field: string; value: string | null; message: string };

function draftOf(feature: LooseFeature | null, crs: Crs): Outcome {
  const properties = feature?.properties ?? {};
  const name = textAt(properties, NAME_KEYS);
  if (name === null) return { field: "name", value: null, message: "is missing; every area needs a name" };
  const levelText = textAt(properties, LEVEL_KEYS);
  const level = levelText === null ? undefined : levelOfWord.get(levelText.toLowerCase());
  if (level === undefined) {
    const message = `of “${name}” is no known level; write district, street or community (or 区, 街道, 社区)`;
    return { field: "level", value: levelText, message };
  }
  const geometry = feature?.geometry;
  if (geometry?.type !== "Polygon" && geometry?.type !== "MultiPolygon") {
    const type = typeof geometry?.type === "string" ? geometry.type : null;
    return { field: "geometry", value: type, message: `of “${name}” is no Polygon or MultiPolygon` };
  }
  // The shape is judged by the check that guards the store, so what passes here is accepted there.
  const given = geometry as AreaDraft["geometry"];
  const problem = polygonProblem(!isInDegrees(crs) ? scaledDown(given) : given);
  if (problem !== null) return { field: "geometry", value: null, message: `of “${name}” is not valid: ${problem}` };
  const polygons = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) as Position[][][];
  const converted = polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => toWgs84(x, y, crs))));
  if (converted.flat(2).includes(null)) {
    return { field: "geometry", value: null, message: `of “${name}” has positions outside its coordinate system` };
  }
  const ref = typeof feature?.id === "string" || typeof feature?.id === "number" ? String(feature.id) : null;
  return {
    draft: {
      sourceRef: ref ?? textAt(properties, REF_KEYS),
      level,
      name,
      nameEn: textAt(properties, ["nameEn", "name_en", "name:en", "英文名称"]),
      geometry: { type: "MultiPolygon", coordinates: (converted as Position[][][]).map(windAsGeoJson) },
    },
  };
}

/** The check measures in degrees; metres of Web Mercator are brought into that range first, which keeps the shape. */
function scaledDown(geometry: AreaDraft["geometry"]): AreaDraft["geometry"] {
  const scaled = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(scaled) : typeof value === "number" ? value / 1e6 : value;
  return { ...geometry, coordinates: scaled(geometry.coordinates) } as AreaDraft["geometry"];
}

function textAt(properties: Record<string, unknown>, keys: string[]): string | null {
  for (const key of keys) {
    const value = properties[key];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    if (typeof value === "number") return String(value);
  }
  return null;
}
