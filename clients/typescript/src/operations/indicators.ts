// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { IndicatorValue, Named } from "./shared.ts";

export const indicators = {
  /** Indicators of each circle, community, street or district, or of the city */
  getIndicatorValues: call<
    {
      city: string;
      level?: IndicatorLevel;
      /** Ids of indicators, separated by commas; all: every one. Left out: those for reports */ ids?: string;
      formula?: string;
    },
    never,
    { level: IndicatorLevel; items: { area: GetIndicatorValuesArea; values: IndicatorValue[] }[] }
  >("GET /api/cities/{city}/indicators/values"),
  /** The library of indicators, the district's own after it, and what formulas may name */
  listIndicators: call<{ city: string }, never, ListIndicatorsAnswer>("GET /api/cities/{city}/indicators"),
  /** Define an indicator of the district's own, or change one */
  putIndicator: call<{ city: string; id: string }, PutIndicatorBody, Indicator>(
    "PUT /api/cities/{city}/indicators/{id}",
  ),
  /** Take away an indicator of the district's own */
  removeIndicator: call<{ city: string; id: string; version: number }, never, null>(
    "DELETE /api/cities/{city}/indicators/{id}",
  ),
};

export interface GetIndicatorValuesArea {
  id: string;
  name: string;
  level: IndicatorLevel;
}

export interface ListIndicatorsQuantity {
  name: string;
  arguments: string[] | null;
  /** The argument may be left out */ optional: boolean;
  aboutZh: string;
  aboutEn: string;
}

export interface ListIndicatorsAnswer {
  items: Indicator[];
  groups: Named[];
  quantities: ListIndicatorsQuantity[];
}

export interface PutIndicatorBody {
  nameZh: string;
  nameEn?: string;
  group?: IndicatorGroup;
  formula: string;
  unit: string;
  /** Shown with a circle and printed in reports */ inReports?: boolean;
  /** The highest first */ thresholds?: Threshold[];
  source?: string;
  /** The version that was looked at; 0 or left out: it is new */ version?: number;
}

export interface Indicator {
  id: string;
  nameZh: string;
  nameEn: string;
  group: IndicatorGroup;
  formula: string;
  unit: string;
  /** Shown with a circle and printed in reports */ inReports: boolean;
  /** The highest first */ thresholds: Threshold[];
  source: string;
  /** The district's own; else of the library */ own: boolean;
  version: number | null;
}

export type IndicatorGroup =
  | "basic"
  | "quality"
  | "repair"
  | "service"
  | "people"
  | "reach"
  | "quality-index"
  | "score"
  | "own";

export type IndicatorLevel = "circle" | "community" | "street" | "district" | "city";

export interface Threshold {
  id: string;
  nameZh: string;
  nameEn: string;
  from: number | null;
  colour: string;
}
