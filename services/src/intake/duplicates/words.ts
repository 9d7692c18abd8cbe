/** What says little about which shop it is: legal forms, words of trade registers, kinds that are one trade under two names. */
import type { CategoryId } from "@quarterhour/data";

/** Legal forms as they end names in the market regulation register (企业名称登记管理规定, art. 13, and 个体工商户). */
export const legalForms =
  /(?:有限责任公司|股份有限公司|有限公司|分公司|总公司|公司|个体工商户|个体户|经营部|合伙企业|有限合伙)$/u;

/** Notes in brackets that are no part of the name. */
export const bracketNotes =
  /^(?:个体工商户|个体户|个体|有限合伙|普通合伙|特殊普通合伙|已?停业|已?关闭|暂停营业|装修中|筹备中|示例|新|原.*|曾用名.*)$/u;

/** Last words that one writes and another leaves out. */
export const shopWords = /(?:分店|门店|商店|店铺|店|铺|馆|行|部|屋|坊|社|站|点)$/u;

/** Words that begin the name of a branch without saying which. */
export const branchWords = /(?:总店|旗舰店|直营店|加盟店|中心店|分店|门店|店)$/u;

/** Last characters of streets and the like; longer ones first. */
export const streetWords = ["大街", "大道", "胡同", "路", "街", "道", "巷", "弄", "里"] as const;

/**
 * Trades that different tables name differently for the same shop: one bureau's snack bar is the other's restaurant.
 * Groups of categories; a pair within one group is neither agreement nor disagreement.
 */
const groups: CategoryId[][] = [
  ["convenience-store", "supermarket", "fresh-supermarket", "smart-store"],
  ["food-market", "fresh-supermarket"],
  ["breakfast", "restaurant", "specialty-restaurant", "staple-food-kitchen", "community-canteen"],
  ["tea-coffee", "bakery", "restaurant", "specialty-restaurant"],
  ["hairdresser", "beauty"],
  ["beauty", "massage-wellness", "bathhouse"],
  ["hardware", "small-repair"],
  ["car-repair", "car-wash"],
  ["photo-print", "stationery", "bookstore"],
  ["childcare", "children-play", "art-training"],
  ["elderly-care", "community-canteen", "neighborhood-center"],
  ["parcel", "locker-storage"],
  ["vending-machine", "smart-store", "water-vending"],
  ["brand-store", "lifestyle-store", "sports-goods", "florist"],
  ["housekeeping", "property-service", "recycling"],
  ["performance-venue", "cinema"],
];

const related = new Set(groups.flatMap((group) => group.flatMap((a) => group.map((b) => `${a} ${b}`))));

/** Whether a table's clerk may well call the one the other. */
export const areRelated = (a: CategoryId, b: CategoryId): boolean => related.has(`${a} ${b}`);

/** Categories of machines and boxes, which stand beside one another under one name. */
export const machines: ReadonlySet<CategoryId> = new Set<CategoryId>([
  "parcel",
  "water-vending",
  "vending-machine",
  "locker-storage",
  "smart-store",
]);
