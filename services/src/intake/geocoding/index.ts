/** Places for addresses: see ../README.md. */
export { geocodeChainOf } from "./city.ts";
export { DEFAULT_BAR, GEOCODED, geocodeRows } from "./rows.ts";
export type { AddressRow, GeocodeChain, GeocodeRowsOptions, GeocodeSummary, PlacedRow } from "./rows.ts";
export type { GeocodeCandidate, GeocodeQuery, Geocoder, MatchLevel } from "./geocoder.ts";
