/** Rows of tables that have an address and no coordinates, and what becomes of them once a place was found. */
import type { OutletDraft, ResidenceDraft, SiteDraft } from "../../store/index.ts";
import { GEOCODED } from "./rows.ts";
import type { PlacedRow } from "./rows.ts";
import { asSaid, say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

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
export function placedMessage({ level, provider }: Pick<Taken, "level" | "provider">, byPerson = false): Said {
  const by = { provider: providerTitle(provider), level: say(`level.${level}`) };
  return byPerson ? say("place.chosen", by) : say("place.found", by);
}

function providerTitle(provider: string): Said {
  const known = provider === "gazetteer" || provider === "tianditu" || provider === "amap";
  return known ? say(`provider.${provider}`) : asSaid(provider);
}

/** What is told of a row that has to wait. */
export function waitingMessage({ candidates: [best] }: Pick<PlacedRow, "candidates">): Said {
  if (best === undefined) return say("place.not-found");
  return say("place.unsure", {
    matched: best.matched,
    level: say(`level.${best.level}`),
    percent: Math.round(best.confidence * 100),
    at: best.location.map((degrees) => degrees.toFixed(6)).join(","),
  });
}
