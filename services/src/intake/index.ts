/** Everything that comes into the service from files. */
export { addCity } from "./add-city.ts";
export type { CitySummary } from "./add-city.ts";
export { claimedCategories, completeFromText } from "./claims.ts";
export { IntakeError, problemText } from "./errors.ts";
export type { IntakeProblem, OnProgress } from "./errors.ts";
export { importTable } from "./import-table.ts";
export type { ImportOptions, ImportSummary } from "./import-table.ts";
export { readBoundaries } from "./tables/boundaries.ts";
export { fromWgs84 } from "./tables/coordinates.ts";
export { openingHoursFromText } from "./tables/hours.ts";
export { readOutlets } from "./tables/outlets.ts";
export { readResidences } from "./tables/residences.ts";
export type { ReadOptions } from "./tables/rows.ts";
