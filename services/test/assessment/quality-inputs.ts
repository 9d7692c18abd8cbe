/** Inputs of 好不好 for tests, as short as can be said. */
import { qualityTable } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import { assessQuality } from "../../src/assessment/quality/assess.ts";
import type { QualityEvidence, QualityInputs, QualityOutlet } from "../../src/assessment/quality/types.ts";

const allClaimed = new Set<CategoryId>();
for (const measure of qualityTable.indicators.flatMap(({ parts }) => parts.flatMap((part) => part.measures))) {
  for (const category of measure.categories ?? []) allClaimed.add(category);
}
for (const category of ["bank", "parcel", "pharmacy", "vending-machine", "water-vending"] as const)
  allClaimed.add(category);

let number = 0;
export function outlet(
  services: CategoryId | CategoryId[] | { category: CategoryId; kind: string | null }[],
  attributes: QualityOutlet["attributes"] = {},
  more: Partial<QualityOutlet> = {},
): QualityOutlet {
  const list = [services].flat().map((one) => (typeof one === "string" ? { category: one, kind: null } : one));
  number++;
  return {
    id: `o_${number}`,
    name: `店 ${number}`,
    status: "open",
    source: "table",
    services: list,
    openingHours: null,
    attributes,
    ...more,
  };
}

export const say = (measure: string, value: unknown, date: string | null = "2026-05-01"): QualityEvidence => ({
  measure,
  value,
  text: "现场核实",
  date,
  by: "u_1",
});

export function assess(more: Partial<QualityInputs> = {}) {
  return assessQuality({
    outlets: [],
    claimed: allClaimed,
    people: 1000,
    survey: null,
    evidence: [],
    asOf: "2026-11-22",
    ...more,
  });
}

export function partOf(id: string, more: Partial<QualityInputs> = {}) {
  const found = assess(more)
    .indicators.flatMap(({ parts }) => parts)
    .find((one) => one.id === id);
  if (!found) throw new Error(`there is no part ${id}`);
  return found;
}

export const pointsOf = (id: string, more: Partial<QualityInputs>) => partOf(id, more).points;
