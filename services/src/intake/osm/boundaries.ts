/** Districts, streets and communities from OSM's administrative boundaries. */
import type { OsmTags } from "@quarterhour/isochrones";
import { polygonProblem } from "../../store/index.ts";
import type { AreaDraft, AreaLevel } from "../../store/index.ts";
import type { OsmMap } from "./map.ts";
import { englishNameOf, nameOf } from "./names.ts";

/** What `admin_level` means in China: https://wiki.openstreetmap.org/wiki/Tag:boundary%3Dadministrative */
const LEVELS = new Map<string, AreaLevel>([
  ["6", "district"], // 市辖区、县、县级市
  ["8", "street"], // 街道、镇、乡
  ["10", "community"], // 社区、村
]);

export interface OsmAreas {
  drafts: AreaDraft[];
  /** Names of boundaries left out because the file holds only a part of them, or their rings cross. */
  leftOut: { name: string; reason: "incomplete" | "crossing" }[];
}

export function boundariesOf(map: OsmMap): OsmAreas {
  const drafts: AreaDraft[] = [];
  const leftOut: OsmAreas["leftOut"] = [];
  const noteIncomplete = (tags: OsmTags) => leftOut.push({ name: nameOf(tags)!, reason: "incomplete" });
  for (const area of map.areas(isBoundary, noteIncomplete)) {
    const name = nameOf(area.tags)!;
    const geometry: AreaDraft["geometry"] = { type: "MultiPolygon", coordinates: area.polygons };
    if (polygonProblem(geometry) !== null) {
      leftOut.push({ name, reason: "crossing" });
      continue;
    }
    drafts.push({
      sourceRef: area.ref,
      level: LEVELS.get(area.tags.admin_level)!,
      name,
      nameEn: englishNameOf(area.tags),
      geometry,
    });
  }
  return { drafts, leftOut };
}

function isBoundary(tags: OsmTags): boolean {
  return tags.boundary === "administrative" && LEVELS.has(tags.admin_level) && nameOf(tags) !== null;
}
