/** 有没有: which categories are there, exactly as attachment 2 counts them. */
import { categories, presenceTable } from "@quarterhour/data";
import type { CategoryId, PresencePart, PresenceTable, Tier } from "@quarterhour/data";
import type { CircleType, Presence, PresenceCategory, PresencePartResult } from "./circles/types.ts";

export interface PresenceInputs {
  /** Open outlets that lie inside. */
  outlets: readonly { id: string; name: string; services: readonly { category: CategoryId }[] }[];
  /** Categories of which somebody vouches, for all of the circle, that no outlet is missing. */
  claimed: ReadonlySet<CategoryId>;
  /** Basic categories that must be there, in place of any 15; null: any. */
  requiredBasic: readonly CategoryId[] | null;
}

/** Outlets named as examples of a category. */
const mostExamples = 5;

const nameOf = new Map(categories.map((category) => [category.id, category]));

/**
 * Worked out from what is sure: a category without an outlet counts as missing where somebody vouches for it, as
 * unknown elsewhere. Unknown ones give no points and are not called missing; `range` says what they could change.
 */
export function assessPresence(
  { outlets, claimed, requiredBasic }: PresenceInputs,
  table: PresenceTable = presenceTable,
): Presence {
  const found = new Map<CategoryId, { id: string; name: string }[]>();
  for (const outlet of outlets) {
    for (const category of new Set(outlet.services.map((service) => service.category))) {
      const known = found.get(category);
      if (known === undefined) found.set(category, [outlet]);
      else known.push(outlet);
    }
  }
  const required = new Set(requiredBasic);
  const rows = categories.map(({ id, tier }): PresenceCategory => {
    const there = found.get(id) ?? [];
    const present = there.length > 0 ? true : claimed.has(id) ? false : null;
    return {
      category: id,
      tier,
      present,
      outlets: there.length,
      exampleOutlets: there.slice(0, mostExamples).map((outlet) => ({ id: outlet.id, name: outlet.name })),
      required: required.has(id),
      points: present === true ? pointsEach(table, tier) : 0,
    };
  });
  const parts = table.parts.map((part) => partOf(part, rows, requiredBasic));
  const points = round(parts.reduce((sum, part) => sum + part.points, 0));
  const atMost = round(parts.reduce((sum, part) => sum + part.pointsAtMost, 0));
  return {
    points,
    maxPoints: table.maxPoints,
    type: typeOf(points, table),
    parts,
    categories: rows,
    range: { min: points, max: atMost },
    typeAtMost: typeOf(atMost, table),
    next: nextOf(points, parts, requiredBasic, table),
  };
}

/** The type that belongs to so many points; null below all of them. */
export function typeOf(points: number, table: PresenceTable = presenceTable): CircleType | null {
  const band = table.types.find(
    ({ minPoints, belowPoints }) =>
      (minPoints === null || points >= minPoints) && (belowPoints === null || points < belowPoints),
  );
  return band === undefined ? null : { id: band.id, nameZh: band.nameZh, nameEn: band.nameEn };
}

function pointsEach(table: PresenceTable, tier: Tier): number {
  const part = table.parts.find(({ rule }) => rule.tier === tier);
  return part?.rule.kind === "perCategory" ? part.rule.pointsEach : 0;
}

function partOf(
  part: PresencePart,
  rows: readonly PresenceCategory[],
  requiredBasic: readonly CategoryId[] | null,
): PresencePartResult {
  const { rule } = part;
  const ofTier = rows.filter(({ tier }) => tier === rule.tier);
  const ids = (present: boolean | null) => ofTier.filter((row) => row.present === present).map((row) => row.category);
  const [present, missing, unknown] = [ids(true), ids(false), ids(null)];
  const named =
    rule.kind === "atLeast" && rule.placesMayNameTheRequired && requiredBasic !== null ? requiredBasic : null;
  // what counts: all of the tier, or those that were named
  const counts = (list: CategoryId[]) => (named === null ? list : list.filter((id) => named.includes(id))).length;
  const pointsFor = (count: number): number => {
    if (rule.kind === "perCategory") return Math.min(rule.maxPoints, round(rule.pointsEach * count));
    const needed = named === null ? rule.required : named.length;
    return count >= needed ? rule.points : rule.pointsBelow;
  };
  const sure = counts(present);
  return {
    id: part.id,
    formula: `presence.${part.id}`,
    points: pointsFor(sure),
    maxPoints: part.maxPoints,
    pointsAtMost: pointsFor(sure + counts(unknown)),
    present,
    missing,
    unknown,
    textZh: part.textZh,
    textEn: part.textEn,
    ...explain(part, sure, counts(unknown), named, present),
  };
}

function explain(
  { rule }: PresencePart,
  sure: number,
  unknown: number,
  named: readonly CategoryId[] | null,
  present: readonly CategoryId[],
): { explanationZh: string; explanationEn: string } {
  const openZh = unknown > 0 ? `；另有 ${unknown} 种资料不全，未计分` : "";
  const openEn = unknown > 0 ? `; ${unknown} more are not known and give no points` : "";
  if (rule.kind === "perCategory") {
    const sum = round(rule.pointsEach * sure);
    const capZh = sum > rule.maxPoints ? `，按上限计 ${rule.maxPoints} 分` : "";
    const capEn = sum > rule.maxPoints ? `, held to ${rule.maxPoints}` : "";
    return {
      explanationZh: `有 ${sure} 种 × ${rule.pointsEach} 分 = ${sum} 分${capZh}${openZh}。`,
      explanationEn: `${sure} there × ${rule.pointsEach} = ${sum}${capEn}${openEn}.`,
    };
  }
  const needed = named === null ? rule.required : named.length;
  const points = sure >= needed ? rule.points : rule.pointsBelow;
  if (named === null) {
    return {
      explanationZh: `${rule.listed} 种中有 ${sure} 种，${sure >= needed ? "达到" : "不足"} ${needed} 种，得 ${points} 分${openZh}。`,
      explanationEn: `${sure} of ${rule.listed} there, ${sure >= needed ? "at least" : "fewer than"} ${needed}: ${points} points${openEn}.`,
    };
  }
  const lacking = named.filter((id) => !present.includes(id));
  const listZh = lacking.map((id) => nameOf.get(id)!.nameZh).join("、");
  const listEn = lacking.map((id) => nameOf.get(id)!.nameEn).join(", ");
  return {
    explanationZh: `指定的 ${needed} 种必备业态中有 ${sure} 种${lacking.length > 0 ? `（还没有：${listZh}）` : ""}，得 ${points} 分${openZh}。`,
    explanationEn: `${sure} of the ${needed} required are there${lacking.length > 0 ? ` (not yet: ${listEn})` : ""}: ${points} points${openEn}.`,
  };
}

/** The cheapest way up: the basic categories first, since they decide 60 points at once, then the next type. */
function nextOf(
  points: number,
  parts: readonly PresencePartResult[],
  requiredBasic: readonly CategoryId[] | null,
  table: PresenceTable,
): Presence["next"] {
  for (const [i, { rule }] of table.parts.entries()) {
    const part = parts[i];
    if (rule.kind !== "atLeast" || part.points >= rule.points) continue;
    const named = rule.placesMayNameTheRequired ? requiredBasic : null;
    const there = named === null ? part.present : part.present.filter((id) => named.includes(id));
    const short = (named === null ? rule.required : named.length) - there.length;
    const gain = rule.points - part.points;
    return {
      points: gain,
      textZh: `再有 ${short} 种${named === null ? "基本保障类业态" : "必备业态"}，多得 ${gain} 分。`,
      textEn: `${short} more ${named === null ? "basic" : "required"} categories give ${gain} points.`,
    };
  }
  // types come highest first: the lowest that is still above
  const above = table.types.findLast(({ minPoints }) => minPoints !== null && minPoints > points);
  if (above === undefined) return null;
  for (const [i, { rule }] of table.parts.entries()) {
    const part = parts[i];
    if (rule.kind !== "perCategory") continue;
    const needed = Math.ceil(round(above.minPoints! - points) / rule.pointsEach);
    const gain = round(Math.min(rule.maxPoints - part.points, needed * rule.pointsEach));
    if (points + gain < above.minPoints!) continue;
    return {
      points: gain,
      textZh: `再有 ${needed} 种品质提升类业态，多得 ${gain} 分，达到${above.nameZh}。`,
      textEn: `${needed} more quality categories give ${gain} points and make it ${above.nameEn.toLowerCase()}.`,
    };
  }
  return null;
}

/** Sums of tenths and halves without the tails of binary fractions. */
function round(points: number): number {
  return Math.round(points * 1000) / 1000;
}
