/**
 * GeoJSON, also with one feature per line. The file is cut into features without being held in memory; each is then
 * parsed by itself. It is read twice, since only the whole of it tells which properties there are.
 */
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { IntakeError, problemAt } from "../../errors.ts";
import type { Crs } from "../coordinates.ts";
import { crsNamed } from "../crs-names.ts";
import type { TextEncoding } from "../encoding.ts";
import { encodingOf, textOf } from "../encoding.ts";
import type { FeatureFile, FileFeature, ReadFeaturesOptions } from "./features.ts";
import { FeatureSplitter, SplitFault } from "./geojson-splitter.ts";
import { checkedGeometry } from "./geometry.ts";
import { say } from "../../../words/index.ts";

const MOST_PROPERTIES = 2000;

interface Overview {
  columns: string[];
  crs: Crs | null;
  count: number;
}

export async function readGeoJson(file: string, options: ReadFeaturesOptions): Promise<FeatureFile> {
  const encoding = await encodingOf(file, options.encoding);
  const bytesTotal = (await stat(file)).size;
  const { columns, crs } = await overviewOf(file, encoding, options.signal);
  const onBytes = (bytes: number) => options.onFraction?.(bytes / bytesTotal);
  return {
    fileName: basename(file),
    format: "geojson",
    encoding,
    // RFC 7946 has no other system; a file that is in another has to say so.
    crs: crs ?? "wgs84",
    layers: null,
    layer: null,
    columns,
    notes: [],
    features: featuresOf(file, encoding, options.signal, onBytes),
  };
}

async function overviewOf(file: string, encoding: TextEncoding, signal?: AbortSignal): Promise<Overview> {
  const columns = new Set<string>();
  let crs: Crs | null = null;
  let count = 0;
  const onMembers = (members: Record<string, unknown>) => {
    crs ??= crsOfMember(members.crs, basename(file));
  };
  for await (const { properties } of featuresOf(file, encoding, signal, () => {}, onMembers)) {
    count++;
    for (const key of Object.keys(properties)) columns.add(key);
    if (columns.size > MOST_PROPERTIES) {
      throw new IntakeError(say("geojson.too-many-properties", { file: basename(file), most: MOST_PROPERTIES }));
    }
  }
  if (count === 0) throw new IntakeError(say("geojson.no-features", { file: basename(file) }));
  return { columns: [...columns], crs, count };
}

function crsOfMember(member: unknown, fileName: string): Crs | null {
  const name = (member as { properties?: { name?: unknown } } | null | undefined)?.properties?.name;
  if (typeof name !== "string") return null;
  try {
    return crsNamed(name);
  } catch (error) {
    if (error instanceof IntakeError) {
      throw new IntakeError(say("crs.in-file", { file: fileName, why: error.said }), [], { cause: error });
    }
    throw error;
  }
}

async function* featuresOf(
  file: string,
  encoding: TextEncoding,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number) => void,
  onMembers: (members: Record<string, unknown>) => void = () => {},
): AsyncGenerator<FileFeature> {
  const fileName = basename(file);
  const splitter = new FeatureSplitter();
  let row = 0;
  const read = (): FileFeature[] => {
    const features = splitter.taken().map((text) => featureOf(parsed(text, ++row, fileName), row));
    for (const text of splitter.takenWholes()) onMembers(wholeOf(text, fileName));
    return features;
  };
  try {
    for await (const text of textOf(file, encoding, onBytes)) {
      signal?.throwIfAborted();
      splitter.write(text);
      yield* read();
    }
    splitter.end();
    yield* read();
  } catch (error) {
    if (!(error instanceof SplitFault)) throw error;
    const what = say("geojson.none", { why: error.said });
    const said = say("geojson.none-after", { file: fileName, what, row });
    throw new IntakeError(said, [problemAt(row + 1, null, null, what)], { cause: error });
  }
}

function parsed(text: string, row: number, fileName: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const nan = /\b(NaN|-?Infinity)\b/.exec(text)?.[1];
    const why = nan === undefined ? (error as Error).message : say("geojson.nan", { value: nan });
    const what = say("geojson.no-json", { why });
    const said = say("geojson.feature", { file: fileName, row, what });
    throw new IntakeError(said, [problemAt(row, null, nan ?? null, what)], { cause: error });
  }
}

/** What stands around the features. */
function wholeOf(text: string, fileName: string): Record<string, unknown> {
  let members: Record<string, unknown> | null;
  try {
    members = JSON.parse(text) as Record<string, unknown> | null;
  } catch (error) {
    const what = say("geojson.none", { why: (error as Error).message });
    const said = say("geojson.none-whole", { file: fileName, what });
    throw new IntakeError(said, [problemAt(null, null, null, what)], { cause: error });
  }
  if (members?.type === "FeatureCollection") return members;
  const key = members?.type === "Topology" ? "geojson.topojson" : "geojson.other";
  throw new IntakeError(say(key, { file: fileName, type: JSON.stringify(members?.type ?? null) }));
}

function featureOf(value: unknown, row: number): FileFeature {
  const feature = value as { id?: unknown; properties?: unknown; geometry?: unknown } | null;
  const properties =
    typeof feature?.properties === "object" && feature.properties !== null && !Array.isArray(feature.properties)
      ? (feature.properties as Record<string, unknown>)
      : {};
  const id = feature?.id;
  return {
    row,
    properties,
    ...(typeof id === "string" || typeof id === "number" ? { id } : {}),
    ...checkedGeometry(feature?.geometry),
  };
}
