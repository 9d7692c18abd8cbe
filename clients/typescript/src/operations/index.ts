// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { accounts } from "./accounts.ts";
import { assessment } from "./assessment.ts";
import { catalogue } from "./catalogue.ts";
import { circles } from "./circles.ts";
import { cities } from "./cities.ts";
import { duplicates } from "./duplicates.ts";
import { evidence } from "./evidence.ts";
import { exports } from "./exports.ts";
import { imports } from "./imports.ts";
import { indicators } from "./indicators.ts";
import { jobs } from "./jobs.ts";
import { outlets } from "./outlets.ts";
import { projects } from "./projects.ts";
import { reports } from "./reports.ts";
import { residences } from "./residences.ts";
import { residents } from "./residents.ts";
import { scenarios } from "./scenarios.ts";
import { search } from "./search.ts";
import { service } from "./service.ts";
import { sites } from "./sites.ts";
import { siting } from "./siting.ts";
import { surveys } from "./surveys.ts";
import { tiles } from "./tiles.ts";
import { walking } from "./walking.ts";

export type * from "./accounts.ts";
export type * from "./assessment.ts";
export type * from "./catalogue.ts";
export type * from "./circles.ts";
export type * from "./cities.ts";
export type * from "./duplicates.ts";
export type * from "./evidence.ts";
export type * from "./exports.ts";
export type * from "./imports.ts";
export type * from "./indicators.ts";
export type * from "./jobs.ts";
export type * from "./outlets.ts";
export type * from "./projects.ts";
export type * from "./reports.ts";
export type * from "./residences.ts";
export type * from "./residents.ts";
export type * from "./scenarios.ts";
export type * from "./search.ts";
export type * from "./service.ts";
export type * from "./sites.ts";
export type * from "./siting.ts";
export type * from "./surveys.ts";
export type * from "./tiles.ts";
export type * from "./walking.ts";
export type * from "./shared.ts";

/** Every operation by its operationId. */
export const operations = {
  ...accounts,
  ...assessment,
  ...catalogue,
  ...circles,
  ...cities,
  ...duplicates,
  ...evidence,
  ...exports,
  ...imports,
  ...indicators,
  ...jobs,
  ...outlets,
  ...projects,
  ...reports,
  ...residences,
  ...residents,
  ...scenarios,
  ...search,
  ...service,
  ...sites,
  ...siting,
  ...surveys,
  ...tiles,
  ...walking,
};
