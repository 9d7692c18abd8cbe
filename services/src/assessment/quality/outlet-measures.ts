/**
 * What the outlets of a circle say about the measures of 好不好. What the data cannot tell stays open: an attribute that
 * nobody gave is neither yes nor no, and where nobody vouches for a category there may be more of it.
 */
import { qualityTable, repairKinds } from "@quarterhour/data";
import type { CategoryId, ListedItem, Measure, QualityRule } from "@quarterhour/data";
import type { MeasureValue, QualityOutlet } from "./types.ts";

export interface OutletFinding {
  worst: MeasureValue;
  best: MeasureValue;
  found: string;
  foundEn: string;
  examples: { id: string; name: string }[];
}

export interface OutletFacts {
  /** Open ones. */
  outlets: readonly QualityOutlet[];
  claimed: ReadonlySet<CategoryId>;
  people: number | null;
}

const EXAMPLES = 5;

type Facts = OutletFacts;

/** null for measures that outlets say nothing about. */
export function findInOutlets(measure: Measure, rule: QualityRule, facts: Facts): OutletFinding | null {
  const find = finders[measure.id];
  return find === undefined ? null : find(facts, measure.categories ?? [], rule);
}

/** Whether the circle has one of them: true, false, or null where nobody vouches that there is none. */
export function hasAnyOf(wanted: readonly CategoryId[], { outlets, claimed }: Facts): boolean | null {
  if (outlets.some((outlet) => serves(outlet, wanted))) return true;
  return wanted.every((category) => claimed.has(category)) ? false : null;
}

const finders: Record<string, (facts: Facts, wanted: readonly CategoryId[], rule: QualityRule) => OutletFinding> = {
  convenienceServiceKinds(facts, wanted) {
    const stores = facts.outlets.filter((outlet) => serves(outlet, wanted));
    const kinds = new Set(
      stores.flatMap(({ services }) => services.map(({ category }) => category).filter((id) => !wanted.includes(id))),
    );
    const isAll = allClaimed(facts, wanted);
    return {
      worst: kinds.size,
      best: isAll ? kinds.size : Infinity,
      found: `${stores.length} 家便利店共叠加 ${kinds.size} 类服务${isAll ? "" : "，便利店数据可能不全"}`,
      foundEn: `${stores.length} convenience stores offer ${kinds.size} other categories${isAll ? "" : "; there may be more stores"}`,
      examples: examplesOf(stores.filter(({ services }) => services.length > 1)),
    };
  },
  convenienceOpen24h: (facts, wanted) => countWhere(facts, wanted, isOpen24h, ["家 24 小时营业", "open all day"]),
  breakfastDelivering: (facts, wanted) => countWhere(facts, wanted, isDelivering, ["家配送到家", "deliver"]),
  retailDelivering: (facts, wanted) => countWhere(facts, wanted, isDelivering, ["家配送到家", "deliver"]),
  marketAreaSufficient,
  childcareAreaSufficient,
  elderlyCareAreaSufficient(facts, wanted) {
    const { sites, squareMeters, unknown } = areasOf(facts, wanted);
    return {
      worst: false,
      best: true,
      found: `${sites.length} 处，已知面积共 ${squareMeters} ㎡（${unknown} 处不明）；文件没有给出面积标准，须人工核实`,
      foundEn: `${sites.length} sites, ${squareMeters} m² known (${unknown} unknown); the document gives no figure, so a person has to judge`,
      examples: examplesOf(sites),
    };
  },
  repairKinds(facts, wanted) {
    const shops = facts.outlets.filter((outlet) => serves(outlet, wanted));
    const repairs = shops.flatMap(({ services }) => services.filter(({ category }) => wanted.includes(category)));
    const kinds = new Set(repairs.flatMap(({ kind }) => kind ?? []));
    const isSure = allClaimed(facts, wanted) && repairs.every(({ kind }) => kind !== null);
    const names = repairKinds.flatMap(({ id, nameZh }) => (kinds.has(id) ? nameZh : []));
    const namesEn = repairKinds.flatMap(({ id, nameEn }) => (kinds.has(id) ? nameEn : []));
    return {
      worst: kinds.size,
      best: isSure ? kinds.size : Infinity,
      found: `${shops.length} 处小修小补，${kinds.size} 类：${names.join("、") || "无"}${isSure ? "" : "；可能还有未知的"}`,
      foundEn: `${shops.length} places, ${kinds.size} kinds: ${namesEn.join(", ") || "none"}${isSure ? "" : "; there may be more"}`,
      examples: examplesOf(shops),
    };
  },
  chainShare,
  machinesByKind,
};

function marketAreaSufficient(facts: Facts, wanted: readonly CategoryId[], rule: QualityRule): OutletFinding {
  const per1000 = factOf<number>(rule, "squareMetersPer1000People");
  const usual = factOf<[number, number][]>(rule, "usualSquareMeters");
  const { sites, squareMeters, unknown, known } = areasOf(facts, wanted);
  const needed = facts.people === null ? null : (facts.people / 1000) * per1000;
  const isEnough = needed !== null && squareMeters >= needed && sites.length > 0;
  const mayBeMore = unknown > 0 || !allClaimed(facts, wanted);
  const isTooLittle = needed !== null && squareMeters < needed && !mayBeMore;
  const unusual = known.filter((area) => !usual.some(([least, most]) => area >= least && area <= most)).length;
  const need = needed === null ? "服务人口不明" : `按每千人 ${per1000} ㎡需 ${Math.round(needed)} ㎡`;
  const needEn =
    needed === null ? "people served unknown" : `${Math.round(needed)} m² needed at ${per1000} per 1,000 people`;
  return {
    worst: isEnough,
    best: !isTooLittle,
    found: `${sites.length} 处，已知面积共 ${squareMeters} ㎡（${unknown} 处不明），${need}；${unusual} 处单处面积不在一般规模内（仅供参考）`,
    foundEn: `${sites.length} sites, ${squareMeters} m² known (${unknown} unknown), ${needEn}; ${unusual} of unusual size (guidance only)`,
    examples: examplesOf(sites),
  };
}

function childcareAreaSufficient(facts: Facts, wanted: readonly CategoryId[], rule: QualityRule): OutletFinding {
  const perSite = factOf<number>(rule, "squareMetersPerSite");
  const { sites, unknown, known } = areasOf(facts, wanted);
  const small = known.filter((area) => area < perSite).length;
  return {
    worst: sites.length > 0 && small === 0 && unknown === 0 && allClaimed(facts, wanted),
    best: small === 0,
    found: `${sites.length} 处，${small} 处不足 ${perSite} ㎡，${unknown} 处面积不明`,
    foundEn: `${sites.length} sites, ${small} below ${perSite} m², ${unknown} of unknown size`,
    examples: examplesOf(sites),
  };
}

/**
 * Chains ÷ outlets whose chain is known. A blank says "no chain" only in a table that names chains elsewhere; the map
 * never says that a shop belongs to none.
 */
function chainShare({ outlets }: Facts): OutletFinding {
  const saying = new Set(
    outlets.flatMap(({ source, attributes }) => (attributes.chain && source !== "osm" ? source : [])),
  );
  const chains = outlets.filter(({ attributes }) => attributes.chain);
  const alone = outlets.filter(({ source, attributes }) => !attributes.chain && saying.has(source)).length;
  const unknown = outlets.length - chains.length - alone;
  const share = (part: number) => (outlets.length === 0 ? 0 : part / outlets.length);
  return {
    worst: share(chains.length),
    best: outlets.length === 0 ? 1 : share(chains.length + unknown),
    found: `${chains.length} 家连锁，${alone} 家非连锁，${unknown} 家不明`,
    foundEn: `${chains.length} of chains, ${alone} of none, ${unknown} unknown`,
    examples: examplesOf(chains),
  };
}

/** Categories that are machines by their nature. */
const machines: readonly CategoryId[] = ["vending-machine", "water-vending"];

/** Each outlet counts as one machine: how many stand in one place is not in the data. */
function machinesByKind(facts: Facts, _wanted: readonly CategoryId[], rule: QualityRule): OutletFinding {
  const worst: Record<string, number> = {};
  const best: Record<string, number> = {};
  const items = itemsOfDeduction(rule);
  const found: QualityOutlet[] = [];
  for (const { id, categories = [] } of items) {
    const places = facts.outlets.filter((outlet) => serves(outlet, categories));
    const is = (outlet: QualityOutlet) =>
      serves(
        outlet,
        machines.filter((one) => categories.includes(one)),
      )
        ? true
        : outlet.attributes.selfService;
    const sure = places.filter((outlet) => is(outlet) === true);
    found.push(...sure);
    worst[id] = sure.length;
    best[id] = allClaimed(facts, categories) ? places.filter((outlet) => is(outlet) !== false).length : Infinity;
  }
  const open = (id: string) => (best[id] > worst[id] ? "+" : "");
  return {
    worst,
    best,
    found: items.map(({ id, nameZh }) => `${nameZh} ${worst[id]}${open(id)}`).join("，"),
    foundEn: items.map(({ id, nameEn }) => `${nameEn} ${worst[id]}${open(id)}`).join(", "),
    examples: examplesOf(found),
  };
}

function countWhere(
  facts: Facts,
  wanted: readonly CategoryId[],
  is: (outlet: QualityOutlet) => boolean | null,
  [zh, en]: [string, string],
): OutletFinding {
  const places = facts.outlets.filter((outlet) => serves(outlet, wanted));
  const sure = places.filter((outlet) => is(outlet) === true);
  const unknown = places.filter((outlet) => is(outlet) === null).length;
  const isAll = allClaimed(facts, wanted);
  return {
    worst: sure.length,
    best: isAll ? sure.length + unknown : Infinity,
    found: `${places.length} 家中 ${sure.length} ${zh}，${unknown} 家不明${isAll ? "" : "；网点数据可能不全"}`,
    foundEn: `${sure.length} of ${places.length} ${en}, ${unknown} unknown${isAll ? "" : "; there may be more outlets"}`,
    examples: examplesOf(sure),
  };
}

function isOpen24h({ openingHours, attributes }: QualityOutlet): boolean | null {
  if (attributes.open24h !== undefined) return attributes.open24h;
  if (openingHours === null) return null;
  return /^(?:24\/7|(?:Mo-Su )?00:00-24:00)$/.test(openingHours.trim());
}

function isDelivering({ attributes }: QualityOutlet): boolean | null {
  return attributes.delivery ?? null;
}

function areasOf({ outlets }: Facts, wanted: readonly CategoryId[]) {
  const sites = outlets.filter((outlet) => serves(outlet, wanted));
  const known = sites.flatMap(({ attributes }) => attributes.areaSquareMeters ?? []);
  const squareMeters = Math.round(known.reduce((sum, one) => sum + one, 0));
  return { sites, known, squareMeters, unknown: sites.length - known.length };
}

function serves({ services }: QualityOutlet, wanted: readonly CategoryId[]): boolean {
  return services.some(({ category }) => wanted.includes(category));
}

function allClaimed({ claimed }: Facts, wanted: readonly CategoryId[]): boolean {
  return wanted.every((category) => claimed.has(category));
}

function examplesOf(outlets: readonly QualityOutlet[]) {
  return outlets.slice(0, EXAMPLES).map(({ id, name }) => ({ id, name }));
}

function factOf<T>(rule: QualityRule, name: string): T {
  const fact = rule.kind === "deduct" ? rule.facts?.[name] : undefined;
  if (fact === undefined) throw new Error(`${qualityTable.titleZh} does not say ${name}`);
  return fact as T;
}

function itemsOfDeduction(rule: QualityRule): ListedItem[] {
  return rule.kind === "deduct" ? rule.deductions.flatMap(({ perMissingOf }) => perMissingOf ?? []) : [];
}
