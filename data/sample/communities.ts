/** District, streets (街道) and communities (社区) as rectangles of the sheet, and the line of the coast. */
import type { Point } from "./geometry.ts";
import { type Named, railwayX } from "./plan.ts";

export interface CommunityPlan {
  name: Named;
  street: string;
  /** West, south, east, north on the sheet. */
  area: [number, number, number, number];
}
export const districtName: Named = { zh: "沧汐区", en: "Cangxi District" };
export const subdistricts: Named[] = [
  { zh: "望潮街道", en: "Wangchao Subdistrict" },
  { zh: "听澜街道", en: "Tinglan Subdistrict" },
  { zh: "铁东街道", en: "Tiedong Subdistrict" },
];
const shore = { west: -1478, east: 1478, south: -1146, north: 1146 };
export const coast = shore;
const riverMiddle = -150;
export const communities: CommunityPlan[] = [
  { name: { zh: "西堤社区", en: "Xidi Community" }, street: "望潮街道", area: [shore.west, 300, -1000, shore.north] },
  { name: { zh: "潮音社区", en: "Chaoyin Community" }, street: "望潮街道", area: [-1000, 730, -500, shore.north] },
  { name: { zh: "联盟社区", en: "Lianmeng Community" }, street: "望潮街道", area: [-1000, 300, -500, 730] },
  { name: { zh: "听涛社区", en: "Tingtao Community" }, street: "望潮街道", area: [-500, 730, 40, shore.north] },
  { name: { zh: "和乐社区", en: "Hele Community" }, street: "望潮街道", area: [-500, 300, 40, 730] },
  { name: { zh: "铁西社区", en: "Tiexi Community" }, street: "望潮街道", area: [40, 300, railwayX, shore.north] },
  { name: { zh: "石桥社区", en: "Shiqiao Community" }, street: "听澜街道", area: [shore.west, riverMiddle, -500, 300] },
  { name: { zh: "清漪社区", en: "Qingyi Community" }, street: "听澜街道", area: [-500, riverMiddle, railwayX, 300] },
  { name: { zh: "安澜社区", en: "Anlan Community" }, street: "听澜街道", area: [shore.west, -680, -500, riverMiddle] },
  { name: { zh: "西园社区", en: "Xiyuan Community" }, street: "听澜街道", area: [shore.west, shore.south, -500, -680] },
  { name: { zh: "澜湾社区", en: "Lanwan Community" }, street: "听澜街道", area: [-500, -680, railwayX, riverMiddle] },
  { name: { zh: "南堤社区", en: "Nandi Community" }, street: "听澜街道", area: [-500, shore.south, railwayX, -680] },
  {
    name: { zh: "铁东社区", en: "Tiedong Community" },
    street: "铁东街道",
    area: [railwayX, riverMiddle, shore.east, shore.north],
  },
  {
    name: { zh: "东海社区", en: "Donghai Community" },
    street: "铁东街道",
    area: [railwayX, shore.south, shore.east, riverMiddle],
  },
];

/** Where the map writes the names. */
export const placeNames: { name: Named; place: string; at: Point }[] = [
  { name: districtName, place: "borough", at: [-40, 210] },
  { name: subdistricts[0], place: "suburb", at: [-560, 620] },
  { name: subdistricts[1], place: "suburb", at: [-560, -620] },
  { name: subdistricts[2], place: "suburb", at: [900, 60] },
  ...communities.map(({ name, area: [west, south, east, north] }) => ({
    name,
    place: "quarter",
    at: [Math.round((west + east) / 2) + 7, Math.round((south + north) / 2) + 11] as Point,
  })),
];
