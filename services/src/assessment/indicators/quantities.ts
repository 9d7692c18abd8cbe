/** What formulas may name: counts, households, areas, reach and answers of one place. */
import { categories, repairKinds } from "@quarterhour/data";
import type { CategoryId, RepairKindId, Tier } from "@quarterhour/data";
import { CellTally } from "../cell-tally.ts";
import type { Claimed } from "../claims.ts";
import type { CoverageTable } from "../coverage.ts";
import type { CircleSurvey } from "../circles/types.ts";
import type { QualityOutlet } from "../quality/types.ts";
import type { Quantities, QuantityValue } from "./evaluate.ts";
import type { QuantityNames } from "./formula.ts";

type IndicatorOutlet = Pick<QualityOutlet, "id" | "services" | "attributes" | "openingHours">;

/** One circle, community, street, district or city. */
export interface Place {
  /** Open ones inside. */
  outlets: readonly IndicatorOutlet[];
  /** Rows of the reach table of the homes inside. */
  rows: ArrayLike<number>;
  residences: readonly { households: number; people: number | null }[];
  table: CoverageTable;
  claims: Claimed;
  /** Vouched for in all of the place. */
  claimed: ReadonlySet<CategoryId>;
  households: number;
  /** null where a home inside has no count. */
  people: number | null;
  areaSquareMeters: number;
  communities: number | null;
  survey: CircleSurvey | null;
  presencePoints: number | null;
  qualityPoints: number | null;
}

const categoryIds = new Set<string>(categories.map(({ id }) => id));
const tiers = new Set<string>(["basic", "quality"]);
const kindIds = new Set<string>(repairKinds.map(({ id }) => id));
const nameOf = new Map(categories.map(({ id, nameZh }) => [id, nameZh]));
const ofTier = (tier: string) => categories.filter((category) => category.tier === tier);

const outletSets = new Set([...categoryIds, ...tiers]);
const surveyShares = ["categorySatisfiedShare", "serviceSatisfiedShare", "sampleShare"] as const;

interface Quantity {
  arguments: ReadonlySet<string> | null;
  optional?: boolean;
  /** For people who write formulas. */
  aboutZh: string;
  aboutEn: string;
  of: (place: Place, argument: string | null) => QuantityValue;
}

const known = (value: number): QuantityValue => ({ value });
const unknown = (reason: string): QuantityValue => ({ value: null, reason });

/** Categories that an argument stands for; null: all. */
function wantedBy(argument: string | null): ReadonlySet<CategoryId> | null {
  if (argument === null) return null;
  if (tiers.has(argument)) return new Set(ofTier(argument).map(({ id }) => id));
  return new Set([argument as CategoryId]);
}

/** A count of outlets: not known where there is none and nobody vouches; else perhaps too low. */
function countOf(
  place: Place,
  argument: string | null,
  counts: (outlet: IndicatorOutlet) => boolean = () => true,
): QuantityValue {
  const wanted = wantedBy(argument);
  const value = place.outlets.filter(
    (outlet) => (wanted === null || outlet.services.some(({ category }) => wanted.has(category))) && counts(outlet),
  ).length;
  const unvouched = [...(wanted ?? nameOf.keys())].filter((id) => !place.claimed.has(id as CategoryId));
  if (value === 0 && wanted !== null && wanted.size === 1 && unvouched.length > 0) {
    return unknown(`“${nameOf.get(unvouched[0] as CategoryId)}”资料不全`);
  }
  return { value, incomplete: unvouched.length > 0 };
}

function categoriesPresent(place: Place, tier: string | null): QuantityValue {
  const there = new Set(place.outlets.flatMap(({ services }) => services.map(({ category }) => category)));
  const wanted = tier === null ? categories : ofTier(tier);
  const open = wanted.some(({ id }) => !there.has(id) && !place.claimed.has(id));
  return { value: wanted.filter(({ id }) => there.has(id)).length, incomplete: open };
}

function cellOf(place: Place, category: string, minutes?: number) {
  const found = categories.find(({ id }) => id === category)!;
  const tally = new CellTally(place.table, place.residences, place.claims);
  tally.begin({ id: found.id, ringMinutes: minutes ?? found.ringMinutes });
  tally.add(place.rows);
  return tally.cell();
}

function meanReach(place: Place, tier: Tier): QuantityValue {
  const shares = ofTier(tier).flatMap(({ id }) => cellOf(place, id).share ?? []);
  if (shares.length === 0) return unknown("没有可以判断的业态");
  return {
    value: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    incomplete: shares.length < ofTier(tier).length,
  };
}

const quantities: Record<string, Quantity> = {
  outlets: {
    arguments: outletSets,
    optional: true,
    aboutZh: "营业网点数；可写业态，或 basic、quality，不写为全部",
    aboutEn: "open outlets: of a category, of a tier (basic, quality), or all",
    of: (place, argument) => countOf(place, argument),
  },
  chainOutlets: {
    arguments: outletSets,
    optional: true,
    aboutZh: "其中的品牌连锁网点数",
    aboutEn: "those of a chain",
    of: (place, argument) => countOf(place, argument, ({ attributes }) => Boolean(attributes.chain)),
  },
  outlets24h: {
    arguments: outletSets,
    optional: true,
    aboutZh: "其中 24 小时营业的网点数",
    aboutEn: "those that never close",
    of: (place, argument) =>
      countOf(place, argument, (outlet) => outlet.attributes.open24h === true || outlet.openingHours === "24/7"),
  },
  selfServiceOutlets: {
    arguments: outletSets,
    optional: true,
    aboutZh: "其中的自助网点数",
    aboutEn: "those of self-service",
    of: (place, argument) => countOf(place, argument, ({ attributes }) => attributes.selfService === true),
  },
  deliveringOutlets: {
    arguments: outletSets,
    optional: true,
    aboutZh: "其中提供配送的网点数",
    aboutEn: "those that deliver",
    of: (place, argument) => countOf(place, argument, ({ attributes }) => attributes.delivery === true),
  },
  multiServiceOutlets: {
    arguments: outletSets,
    optional: true,
    aboutZh: "其中的一店多能网点数（两种以上业态）",
    aboutEn: "those that do several things",
    of: (place, argument) =>
      countOf(place, argument, ({ services }) => new Set(services.map(({ category }) => category)).size > 1),
  },
  outletArea: {
    arguments: outletSets,
    optional: true,
    aboutZh: "营业面积合计（平方米），限有面积记录的网点",
    aboutEn: "floor area in m² of those whose area is known",
    of(place, argument) {
      const wanted = wantedBy(argument);
      const among = place.outlets.filter(
        ({ services }) => wanted === null || services.some(({ category }) => wanted.has(category)),
      );
      const sizes = among.flatMap(({ attributes }) => attributes.areaSquareMeters ?? []);
      if (sizes.length === 0) return unknown("没有营业面积的记录");
      return { value: sizes.reduce((sum, size) => sum + size, 0), incomplete: sizes.length < among.length };
    },
  },
  repairOutlets: {
    arguments: kindIds,
    aboutZh: "能修某一样的网点数，如 shoe",
    aboutEn: "outlets that repair one kind of thing, such as shoe",
    of(place, argument) {
      const kind = argument as RepairKindId;
      const value = place.outlets.filter(({ services }) => services.some((service) => service.kind === kind)).length;
      const isSure = place.claimed.has("small-repair");
      return value === 0 && !isSure ? unknown("“小修小补点”资料不全") : { value, incomplete: !isSure };
    },
  },
  repairKinds: {
    arguments: null,
    aboutZh: "能修的种类数",
    aboutEn: "kinds of things that are repaired",
    of: (place) => ({
      value: new Set(place.outlets.flatMap(({ services }) => services.flatMap(({ kind }) => kind ?? []))).size,
      incomplete: !place.claimed.has("small-repair"),
    }),
  },
  categoriesPresent: {
    arguments: tiers,
    optional: true,
    aboutZh: "有网点的业态数；可写 basic 或 quality",
    aboutEn: "categories that have an outlet, of a tier or of all",
    of: categoriesPresent,
  },
  households: {
    arguments: null,
    aboutZh: "户数",
    aboutEn: "households",
    of: ({ households }) => known(households),
  },
  people: {
    arguments: null,
    aboutZh: "人口",
    aboutEn: "people",
    of: ({ people }) => (people === null ? unknown("有住户没有人口数") : known(people)),
  },
  residences: {
    arguments: null,
    aboutZh: "住宅楼栋数",
    aboutEn: "residential buildings",
    of: ({ rows }) => known(rows.length),
  },
  communities: {
    arguments: null,
    aboutZh: "社区数",
    aboutEn: "communities",
    of: ({ communities }) => (communities === null ? unknown("没有社区边界") : known(communities)),
  },
  areaKm2: {
    arguments: null,
    aboutZh: "面积（平方公里）",
    aboutEn: "area in km²",
    of: ({ areaSquareMeters }) => known(areaSquareMeters / 1e6),
  },
  reachShare: {
    arguments: categoryIds,
    aboutZh: "在圈内步行可达的住户比例，0 至 1",
    aboutEn: "share of households that reach the category in its ring, 0 to 1",
    of(place, argument) {
      const { share, unknown: open } = cellOf(place, argument!);
      if (share === null) return unknown(`“${nameOf.get(argument as CategoryId)}”资料不全`);
      return { value: share, incomplete: open > 0 };
    },
  },
  householdsWithout: {
    arguments: categoryIds,
    aboutZh: "够不到的户数",
    aboutEn: "households that do not reach the category in its ring",
    of(place, argument) {
      const { gap, share, unknown: open } = cellOf(place, argument!);
      if (share === null) return unknown(`“${nameOf.get(argument as CategoryId)}”资料不全`);
      return { value: gap, incomplete: open > 0 };
    },
  },
  meanMinutes: {
    arguments: categoryIds,
    aboutZh: "到最近一家的平均步行分钟数（30 分钟以内有的住户）",
    aboutEn: "mean walk in minutes to the nearest, of households that have one within 30",
    of(place, argument) {
      const { meanSeconds } = cellOf(place, argument!);
      if (meanSeconds === null) return unknown("30 分钟以内没有");
      return { value: meanSeconds / 60, incomplete: !place.claimed.has(argument as CategoryId) };
    },
  },
  meanReachShare: {
    arguments: tiers,
    aboutZh: "各业态可达比例的平均，basic 或 quality",
    aboutEn: "mean of the reach shares of a tier",
    of: (place, argument) => meanReach(place, argument as Tier),
  },
  presencePoints: {
    arguments: null,
    aboutZh: "“有没有”得分（限生活圈）",
    aboutEn: "points of 有没有 (circles only)",
    of: ({ presencePoints }) => (presencePoints === null ? unknown("只对生活圈计分") : known(presencePoints)),
  },
  qualityPoints: {
    arguments: null,
    aboutZh: "“好不好”得分（限生活圈）",
    aboutEn: "points of 好不好 (circles only)",
    of: ({ qualityPoints }) => (qualityPoints === null ? unknown("没有“好不好”得分") : known(qualityPoints)),
  },
  survey: {
    arguments: new Set(surveyShares),
    aboutZh: "满意度调查的比例，0 至 1（限生活圈）",
    aboutEn: "a share of the survey, 0 to 1 (circles only)",
    of({ survey }, argument) {
      const value = survey?.[argument as (typeof surveyShares)[number]] ?? null;
      return value === null ? unknown("没有调查结果") : known(value);
    },
  },
  surveyResponses: {
    arguments: null,
    aboutZh: "满意度调查的答卷数（限生活圈）",
    aboutEn: "answers to the survey (circles only)",
    of: ({ survey }) => (survey === null ? unknown("没有调查结果") : known(survey.responses)),
  },
};

/** For the parser. */
export const quantityNames: QuantityNames = new Map(Object.entries(quantities));

/** For people who write formulas. */
export const quantityList: {
  name: string;
  arguments: string[] | null;
  optional: boolean;
  aboutZh: string;
  aboutEn: string;
}[] = Object.entries(quantities).map(([name, { arguments: allowed, optional = false, aboutZh, aboutEn }]) => ({
  name,
  arguments: allowed && [...allowed],
  optional,
  aboutZh,
  aboutEn,
}));

/** Each quantity is worked out once, when first asked for. */
export function quantitiesOf(place: Place): Quantities {
  const found = new Map<string, QuantityValue>();
  return (name, argument) => {
    const key = `${name} ${argument ?? ""}`;
    let value = found.get(key);
    if (value === undefined) found.set(key, (value = quantities[name].of(place, argument)));
    return value;
  };
}
