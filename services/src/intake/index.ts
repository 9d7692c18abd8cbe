/** Everything that comes into the service from files. */
export { addCity } from "./add-city.ts";
export type { AddCityOptions, CitySummary } from "./add-city.ts";
export { claimedCategories, completeFromText } from "./claims.ts";
export type { Complete } from "./claims.ts";
export { IntakeError, problemText } from "./errors.ts";
export type { IntakeProblem, IntakeProgress, OnProgress } from "./errors.ts";
export { importTable } from "./import-table.ts";
export type { ImportOptions, ImportSummary } from "./import-table.ts";
export { readBoundaries } from "./tables/boundaries.ts";
export { fromWgs84 } from "./tables/coordinates.ts";
export { readOutlets } from "./tables/outlets.ts";
export { readResidences } from "./tables/residences.ts";
export type { ReadOptions, ReadResult } from "./tables/rows.ts";
