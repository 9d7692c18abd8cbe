/** Results of siting as files. */
import { categoryOf } from "@quarterhour/data";
import type { FeatureCollection, Point } from "geojson";
import { csvRow } from "../../assessment/csv.ts";
import type { ClosuresResult, SitingResult } from "./work.ts";

const bom = "\uFEFF";

const candidateNames = { site: "备选场地", outlet: "现有网点", frontage: "沿街", given: "指定位置" };

/** One row per site. UTF-8 with byte order mark; no cell runs as a formula. */
export function sitesCsv({ sites, basis }: SitingResult): string {
  const header = [
    "顺序",
    "业态",
    "维修种类",
    "圈（分钟）",
    "经度",
    "纬度",
    "位置类别",
    "位置编号",
    "位置名称",
    "是否已定",
    "新增覆盖户数",
    "新增覆盖人数",
    "累计新增户数",
    "新增覆盖楼栋",
    "原先不清楚的户数",
    "圈内户数",
    "地图日期",
  ];
  const rows = sites.map((site) => [
    site.order,
    categoryOf(site.category).nameZh,
    site.kind,
    site.ringMinutes,
    ...site.location,
    candidateNames[site.candidate.kind],
    site.candidate.id,
    site.candidate.name,
    site.fixed ? "是" : "否",
    site.gainedHouseholds,
    site.gainedPeople,
    site.cumulativeHouseholds,
    site.residences,
    site.unknownHouseholds,
    site.householdsInRing,
    basis.dataDate,
  ]);
  return bom + [header, ...rows].map(csvRow).join("");
}

/** One row per closure. */
export function closuresCsv({ closures, basis }: ClosuresResult): string {
  const header = [
    "顺序",
    "网点编号",
    "网点名称",
    "业态",
    "维修种类",
    "圈（分钟）",
    "经度",
    "纬度",
    "失去覆盖户数",
    "失去覆盖人数",
    "累计失去户数",
    "失去覆盖楼栋",
    "变为不清楚的户数",
    "圈内户数",
    "地图日期",
  ];
  const rows = closures.map((closure) => [
    closure.order,
    closure.outlet.id,
    closure.outlet.name,
    categoryOf(closure.category).nameZh,
    closure.kind,
    closure.ringMinutes,
    ...closure.outlet.location,
    closure.lostHouseholds,
    closure.lostPeople,
    closure.cumulativeHouseholds,
    closure.residences,
    closure.unknownHouseholds,
    closure.householdsInRing,
    basis.dataDate,
  ]);
  return bom + [header, ...rows].map(csvRow).join("");
}

/** Points with all that is told of each; the basis as a member. */
export function sitesGeoJson({
  sites,
  basis,
  bound,
  method,
}: SitingResult): FeatureCollection<Point> & Record<string, unknown> {
  return {
    type: "FeatureCollection",
    features: sites.map(({ location, candidate, ...properties }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: location },
      properties: { ...properties, candidateKind: candidate.kind, candidateId: candidate.id, name: candidate.name },
    })),
    basis,
    bound,
    method,
  };
}

export function closuresGeoJson({
  closures,
  basis,
}: ClosuresResult): FeatureCollection<Point> & Record<string, unknown> {
  return {
    type: "FeatureCollection",
    features: closures.map(({ outlet, ...properties }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: outlet.location },
      properties: { ...properties, outletId: outlet.id, name: outlet.name },
    })),
    basis,
  };
}
