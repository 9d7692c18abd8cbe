/** What a person may say of a measure of 好不好. */
import { qualityTable } from "@quarterhour/data";
import type { ListedItem, Measure, QualityPart } from "@quarterhour/data";
import type { MeasureValue } from "./types.ts";

/** A measure with the part of the table that it was first named in. */
interface KnownMeasure {
  measure: Measure;
  part: QualityPart;
}

/** All measures of the table by id. */
const knownMeasures: ReadonlyMap<string, KnownMeasure> = new Map(
  qualityTable.indicators.flatMap(({ parts }) =>
    parts.flatMap((part) => part.measures.map((measure) => [measure.id, { measure, part }] as const)),
  ),
);

export const measureIds: readonly string[] = [...knownMeasures.keys()];

export class EvidenceValueError extends Error {
  override readonly name = "EvidenceValueError";
}

/** No circle has more shops, events or kinds of breakfast. */
const MOST_COUNTED = 100_000;

/** What may be chosen or listed for a measure; empty for numbers and yes or no. */
export function itemsOf({ measure, part: { rule } }: KnownMeasure): ListedItem[] {
  if (measure.unit === "choice") {
    return (rule.kind === "choice" && rule.measure === measure.id) ||
      (rule.kind === "threshold" && rule.by === measure.id)
      ? rule.choices
      : [];
  }
  if (measure.unit !== "list" && measure.unit !== "countByKind") return [];
  if (rule.kind !== "deduct") return [];
  return rule.deductions.find((one) => one.measure === measure.id)?.perMissingOf ?? [];
}

/**
 * The value as the measure takes it: count a whole number, share a number from 0 to 1, yesNo true or false, choice and
 * list the ids that the table names, countByKind whole numbers by those ids.
 * Throws EvidenceValueError, which says what would be right.
 */
export function readEvidenceValue(id: string, value: unknown): MeasureValue {
  const known = knownMeasures.get(id);
  if (known === undefined) {
    throw new EvidenceValueError(`there is no measure ${JSON.stringify(id)}; there are: ${measureIds.join(", ")}`);
  }
  const { unit } = known.measure;
  const ids = itemsOf(known).map((item) => item.id);
  const wrong = (right: string) =>
    new EvidenceValueError(`should be ${right}, and is ${JSON.stringify(value) ?? "missing"}`);
  switch (unit) {
    case "count":
      if (!isCount(value)) throw wrong(`a whole number from 0 to ${MOST_COUNTED}`);
      return value;
    case "share":
      if (typeof value !== "number" || !(value >= 0 && value <= 1)) throw wrong("a share from 0 to 1 (0.4 is 40 %)");
      return value;
    case "yesNo":
      if (typeof value !== "boolean") throw wrong("true or false");
      return value;
    case "choice":
      if (typeof value !== "string" || !ids.includes(value)) throw wrong(`one of ${ids.join(", ")}`);
      return value;
    case "list":
      if (!Array.isArray(value) || !value.every((one) => ids.includes(one as string))) {
        throw wrong(`a list of ${ids.join(", ")}`);
      }
      return ids.filter((one) => value.includes(one));
    case "countByKind": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw wrong(`an object with numbers for ${ids.join(", ")}`);
      }
      for (const [kind, count] of Object.entries(value)) {
        if (!ids.includes(kind)) throw wrong(`an object with numbers for ${ids.join(", ")} alone`);
        if (!isCount(count)) throw wrong(`whole numbers from 0 to ${MOST_COUNTED}, for ${kind} as well`);
      }
      // what a person leaves out he did not find
      const counts = value as Record<string, number>;
      return Object.fromEntries(ids.map((kind) => [kind, counts[kind] ?? 0]));
    }
  }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_COUNTED;
}
