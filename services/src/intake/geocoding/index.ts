/** Places for addresses: see ../README.md. */
export { geocodeChainOf } from "./city.ts";
export { DEFAULT_BAR, geocodeRows } from "./rows.ts";
export type { AddressRow, PlacedRow } from "./rows.ts";
