import libraryFile from "../indicators.json" with { type: "json" };
import { categories } from "./categories.ts";
import { repairKinds } from "./repair-kinds.ts";

/** From this value on, until the one before it in the list; `from` null takes all below the others. */
export interface IndicatorThreshold {
  id: string;
  nameZh: string;
  nameEn: string;
  from: number | null;
  /** #rrggbb */
  colour: string;
}

export interface Indicator {
  id: string;
  nameZh: string;
  nameEn: string;
  /** Id of a group. */
  group: string;
  /** In the language of services/src/assessment/indicators/formula.ts. */
  formula: string;
  unit: string;
  /** Shown with a circle and printed in reports. */
  inReports: boolean;
  /** The highest first. */
  thresholds: IndicatorThreshold[];
  source: string;
}

export interface IndicatorGroup {
  id: string;
  nameZh: string;
  nameEn: string;
}

type Entry = Indicator & { each?: "basic" | "quality" | "repairKind" };

/** What an entry stands for: itself, or one indicator for each category or kind of repair. */
function expand({ each, ...entry }: Entry): Indicator[] {
  if (each === undefined) return [entry];
  const things: readonly { id: string; nameZh: string; nameEn: string }[] =
    each === "repairKind" ? repairKinds : categories.filter(({ tier }) => tier === each);
  return things.map((thing) => {
    const fill = (text: string) => text.replace(/\{(id|nameZh|nameEn)\}/g, (_, key: keyof typeof thing) => thing[key]);
    return {
      ...entry,
      id: fill(entry.id),
      nameZh: fill(entry.nameZh),
      nameEn: fill(entry.nameEn),
      formula: fill(entry.formula),
    };
  });
}

/** The indicators that come with the program. */
export const indicatorLibrary: Indicator[] = (libraryFile.indicators as Entry[]).flatMap(expand);

export const indicatorGroups: IndicatorGroup[] = libraryFile.groups;
