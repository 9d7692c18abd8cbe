/** What other packages may use of the services: a store, a city in it, and the app that answers questions about it. */
export { buildApp } from "./api/app.ts";
export type { AppOptions } from "./api/app.ts";
export { addSampleCity } from "./cli/sample.ts";
export { addCity, importTable } from "./intake/index.ts";
export { openStore } from "./store/index.ts";
export type { Store } from "./store/index.ts";
