/** What is known of each measure: from the outlets, from the survey, and from a person, whose word stands above both. */
import type { Measure, QualityPart } from "@quarterhour/data";
import { EvidenceValueError, itemsOf, readEvidenceValue } from "./evidence.ts";
import { findInOutlets } from "./outlet-measures.ts";
import type { OutletFacts } from "./outlet-measures.ts";
import type { Finding, MeasureValue, QualityEvidence, QualityInputs } from "./types.ts";

type Said = Pick<Finding, "value" | "worst" | "best" | "from" | "found" | "foundEn" | "examples">;

/** @param asOf ISO 8601 day */
export function findMeasure(
  measure: Measure,
  part: QualityPart,
  inputs: QualityInputs,
  facts: OutletFacts,
  asOf: string,
): Finding {
  const own = inputs.evidence.filter((one) => one.measure === measure.id);
  const data = fromData(measure, part, inputs, facts);
  const spoken = own.flatMap((one) => {
    const value = valueOf(one);
    return value === null || isOfOtherYear(measure, one, asOf) ? [] : [{ value, one }];
  });
  const latest = spoken[0];
  if (latest === undefined) return { measure, ...data, overrules: null, evidence: own };
  const { value } = latest;
  const [found, foundEn] = describe(measure, part, value);
  return {
    measure,
    value,
    worst: value,
    best: value,
    from: "person",
    found: `人工核实：${found}`,
    foundEn: `A person found: ${foundEn}`,
    examples: data.examples,
    overrules: data.from === null ? null : { value: data.value, found: data.found, foundEn: data.foundEn },
    evidence: own,
  };
}

function fromData(measure: Measure, part: QualityPart, inputs: QualityInputs, facts: OutletFacts): Said {
  if (measure.evidence === "outlets") {
    const found = findInOutlets(measure, part.rule, facts);
    if (found === null) throw new Error(`nothing is known of how outlets tell ${measure.id}`);
    const isSure = JSON.stringify(found.worst) === JSON.stringify(found.best) && !isEndless(found.best);
    return { ...found, value: isSure ? found.worst : null, from: "outlets" };
  }
  if (measure.evidence === "survey") return fromSurvey(measure, inputs);
  return { ...nothingKnown(measure, part), from: null, examples: [] };
}

function fromSurvey({ id }: Measure, { survey, people }: QualityInputs): Said {
  const known = (value: number, found: string, foundEn: string): Said => {
    return { value, worst: value, best: value, from: "survey", found, foundEn, examples: [] };
  };
  const open = (found: string, foundEn: string, from: "survey" | null): Said => {
    return { value: null, worst: 0, best: 1, from, found, foundEn, examples: [] };
  };
  if (survey === null) return open("尚未开展满意度调查", "Nobody was asked yet", null);
  if (id === "sampleShare") {
    const { responses } = survey;
    if (people === null)
      return open(`${responses} 份答卷，服务人口不明`, `${responses} answers; people served unknown`, "survey");
    if (people === 0) return open("圈内没有居民", "Nobody lives in the circle", "survey");
    const share = responses / people;
    const words = `${responses} ÷ ${Math.round(people)} = ${percent(share)}`;
    return known(share, `答卷 ÷ 服务人口：${words}`, `Answers ÷ people served: ${words}`);
  }
  const share = survey[id as "categorySatisfiedShare" | "serviceSatisfiedShare"];
  if (share === null) return open("没有人回答这些问题", "Nobody answered these questions", "survey");
  return known(share, `${percent(share)} 满意`, `${percent(share)} satisfied`);
}

function nothingKnown(
  measure: Measure,
  part: QualityPart,
): Pick<Said, "value" | "worst" | "best" | "found" | "foundEn"> {
  const words = { value: null, found: "尚未核实", foundEn: "Nobody has looked yet" };
  const ids = itemsOf({ measure, part }).map(({ id }) => id);
  switch (measure.unit) {
    case "yesNo":
      return { ...words, worst: false, best: true };
    case "choice":
      return { ...words, worst: null, best: null };
    case "list":
      return { ...words, worst: [], best: ids };
    case "countByKind":
      return { ...words, worst: {}, best: Object.fromEntries(ids.map((id) => [id, Infinity])) };
    case "share":
      return { ...words, worst: 0, best: 1 };
    case "count":
      return { ...words, worst: 0, best: Infinity };
  }
}

/** null where it is not as the table wants it any more. */
function valueOf({ measure, value }: QualityEvidence): MeasureValue | null {
  try {
    return readEvidenceValue(measure, value);
  } catch (error) {
    if (error instanceof EvidenceValueError) return null;
    throw error;
  }
}

function isOfOtherYear({ withinYear }: Measure, { date }: QualityEvidence, asOf: string): boolean {
  return withinYear === true && date !== null && date.slice(0, 4) !== asOf.slice(0, 4);
}

/** A value in words, Chinese and English. */
function describe(measure: Measure, part: QualityPart, value: MeasureValue): [string, string] {
  const items = itemsOf({ measure, part });
  if (typeof value === "boolean") return value ? ["是", "yes"] : ["否", "no"];
  if (typeof value === "number") {
    const words = measure.unit === "share" ? percent(value) : String(value);
    return [words, words];
  }
  if (typeof value === "string") {
    const item = items.find(({ id }) => id === value);
    return [item?.nameZh ?? value, item?.nameEn ?? value];
  }
  if (Array.isArray(value)) {
    const some = items.filter(({ id }) => value.includes(id));
    return [some.map(({ nameZh }) => nameZh).join("、") || "无", some.map(({ nameEn }) => nameEn).join(", ") || "none"];
  }
  return [
    items.map(({ id, nameZh }) => `${nameZh} ${value[id] ?? 0}`).join("，"),
    items.map(({ id, nameEn }) => `${nameEn} ${value[id] ?? 0}`).join(", "),
  ];
}

/** JSON writes Infinity as null, so two of them look the same there. */
function isEndless(value: MeasureValue): boolean {
  return typeof value === "object" && !Array.isArray(value)
    ? Object.values(value).includes(Infinity)
    : value === Infinity;
}

/** Never rounded up: 89.96 % must not read as 90 %. */
export function percent(share: number): string {
  return `${Math.floor(share * 1000 + 1e-9) / 10} %`;
}
