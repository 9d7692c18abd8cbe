/** Rows of tables that have an address and no coordinates, and what becomes of them once a place was found. */
import type { OutletDraft, ResidenceDraft, SiteDraft } from "../../store/index.ts";
import { GEOCODED } from "./rows.ts";
import type { PlacedRow } from "./rows.ts";

type Draft = OutletDraft | ResidenceDraft | SiteDraft;
type Taken = NonNullable<PlacedRow["accepted"]>;

/** What a row has to say of its place; a home is asked for by its compound. */
export function addressOf(draft: unknown): { address: string; name: string | null } | null {
  const { address, name, compound } = (draft ?? {}) as Partial<ResidenceDraft>;
  if (!address || address.trim() === "") return null;
  return { address, name: compound ?? name ?? null };
}

/** A draft at a place that a geocoder told; marked, so that other addresses are not found by it. */
export function placedDraft<T extends Draft>(draft: T, { location }: Pick<Taken, "location">): T {
  const [x, y] = location;
  if ("services" in draft) return { ...draft, location, original: { x, y, crs: GEOCODED } };
  return "households" in draft ? { ...draft, location, geocoded: true } : { ...draft, location };
}

/** What is told of a row that came in by its address. */
export function placedMessage({ level, provider }: Pick<Taken, "level" | "provider">, byPerson = false): string {
  return byPerson
    ? `has no coordinates; a person chose one of the places found for the address (${provider}, ${level})`
    : `has no coordinates; its place was found by the address (${provider}, ${level})`;
}

/** What is told of a row that has to wait. */
export function waitingMessage({ candidates: [best] }: Pick<PlacedRow, "candidates">): string {
  if (best === undefined) return "has no coordinates, and its address was not found; put its coordinates in";
  const percent = Math.round(best.confidence * 100);
  return `has no coordinates, and its address was not found surely enough: at best ${best.matched} (${best.level}, ${percent} %, ${best.location.map((degrees) => degrees.toFixed(6)).join(",")}); put its coordinates in`;
}
