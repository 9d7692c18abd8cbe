/** Places for addresses: see ../README.md. */
export { geocodeChainOf } from "./city.ts";
export type { GeocodeSettings } from "./city.ts";
export type { GeocodeCandidate } from "./geocoder.ts";
export { addressOf, placedDraft, placedMessage, waitingMessage } from "./placed.ts";
export { DEFAULT_BAR, GEOCODED, geocodeRows } from "./rows.ts";
export type { AddressRow, GeocodeChain, PlacedRow } from "./rows.ts";
