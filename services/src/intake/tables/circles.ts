/** Circles (生活圈) from a geographic file. */
import type { CircleDraft, CircleKind } from "../../store/index.ts";
import { polygonsIn, textAt } from "./boundaries.ts";
import type { Crs } from "./coordinates.ts";
import type { FileFeature } from "./features/features.ts";
import { readPolygonDrafts } from "./polygon-drafts.ts";
import type { PolygonOutcome } from "./polygon-drafts.ts";
import type { ReadOptions, ReadResult } from "./rows.ts";
import { say } from "../../words/index.ts";

export type ImportedCircle = CircleDraft & { sourceRef: string | null };

const KIND_WORDS: [CircleKind, string[]][] = [
  ["15min", ["15min", "15", "15分钟", "一刻钟", "一刻钟便民生活圈", "便民生活圈"]],
  ["elderly", ["elderly", "养老", "养老服务圈"]],
  ["childcare", ["childcare", "托育", "托育服务圈"]],
  ["fitness", ["fitness", "健身", "健身圈"]],
  ["parcel", ["parcel", "快递", "寄递", "快递服务圈"]],
  ["other", ["other", "其他"]],
];
const kindOfWord = new Map(KIND_WORDS.flatMap(([kind, words]) => words.map((word) => [word, kind])));

const NAME_KEYS = ["name", "名称", "生活圈名称", "圈名", "试点生活圈名称", "MC"];
const REF_KEYS = ["id", "编号", "编码", "代码", "code"];
const KIND_KEYS = ["kind", "类型", "圈类型"];
const NOTE_KEYS = ["note", "备注", "说明"];

/**
 * Circles of a GeoJSON, a zipped Shapefile or a GeoPackage: polygons, each with a name, and a kind where it is not the
 * 15-minute circle. "Row" in problems is the number of the feature, from 1. Never touches a store.
 *
 * Throws IntakeError for a file that cannot be taken in, and for any bad feature unless `skipBadRows` is set.
 */
export function readCircles(file: string, options: ReadOptions = {}): Promise<ReadResult<ImportedCircle>> {
  return readPolygonDrafts(file, options, draftOf, (before) => say("circle.ref-used", { before }));
}

function draftOf(feature: FileFeature, crs: Crs): PolygonOutcome<ImportedCircle> {
  const { properties } = feature;
  const name = textAt(properties, NAME_KEYS);
  if (name === null) return { field: "name", value: null, said: say("circle.no-name") };
  const kindText = textAt(properties, KIND_KEYS);
  const kind = kindText === null ? "15min" : kindOfWord.get(kindText.toLowerCase());
  if (kind === undefined) {
    const kinds = KIND_WORDS.map(([id, words]) => `${id} (${words.at(-1)!})`);
    return { field: "kind", value: kindText, said: say("circle.kind", { name, kinds }) };
  }
  const shape = polygonsIn(feature, crs);
  if ("said" in shape)
    return { field: "geometry", value: shape.value, said: say("area.of", { name, what: shape.said }) };
  const { polygons } = shape;
  return {
    draft: {
      sourceRef: textAt(properties, REF_KEYS) ?? (feature.id === undefined ? null : String(feature.id)),
      name,
      kind,
      boundary:
        polygons.length === 1
          ? { type: "Polygon", coordinates: polygons[0] }
          : { type: "MultiPolygon", coordinates: polygons },
      details: null,
      requiredBasic: null,
      note: textAt(properties, NOTE_KEYS),
    },
  };
}
