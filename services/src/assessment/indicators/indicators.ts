/** Indicators: those of the library and a district's own, each a formula with a unit, thresholds and colours. */
import { indicatorLibrary } from "@quarterhour/data";
import type { Indicator } from "@quarterhour/data";
import type { IndicatorValue } from "../circles/types.ts";
import { evaluate } from "./evaluate.ts";
import { FormulaError, parseFormula } from "./formula.ts";
import type { Formula } from "./formula.ts";
import { quantitiesOf, quantityNames } from "./quantities.ts";
import type { Place } from "./quantities.ts";

/** An indicator whose formula was understood. */
export interface ReadIndicator {
  definition: Indicator;
  formula: Formula;
}

/** Throws FormulaError. */
export function readIndicator(definition: Indicator): ReadIndicator {
  return { definition, formula: parseFormula(definition.formula, quantityNames) };
}

/** What is wrong with an indicator besides its formula, in words with the field; null where nothing is. */
export function indicatorProblem({
  thresholds,
}: Pick<Indicator, "thresholds">): { field: string; message: string } | null {
  for (const [i, { from }] of thresholds.entries()) {
    const field = `thresholds[${i}].from`;
    const next = thresholds[i + 1];
    if (next === undefined && from !== null) {
      return { field, message: "of the last threshold should be null: it takes all that is below the others" };
    }
    if (next !== undefined && from === null) return { field, message: "may be null in the last threshold only" };
    if (next?.from != null && from !== null && next.from >= from) {
      return { field, message: `is ${from} and the next ${next.from}; thresholds go from the highest down` };
    }
  }
  return null;
}

let library: ReadIndicator[] | null = null;

/** The indicators that come with the program. */
export function readLibrary(): ReadIndicator[] {
  return (library ??= indicatorLibrary.map(readIndicator));
}

/** Of one place, in the order given. */
export function indicatorValues(indicators: readonly ReadIndicator[], place: Place): IndicatorValue[] {
  const quantities = quantitiesOf(place);
  return indicators.map(({ definition, formula }) => {
    const { value, reason, incomplete } = evaluate(formula, quantities);
    const level = value === null ? undefined : definition.thresholds.find(({ from }) => from === null || value >= from);
    return {
      id: definition.id,
      nameZh: definition.nameZh,
      nameEn: definition.nameEn,
      group: definition.group,
      value,
      reason,
      incomplete,
      unit: definition.unit,
      level: level?.id ?? null,
      colour: level?.colour ?? null,
      formula: definition.formula,
    };
  });
}

export { FormulaError };
