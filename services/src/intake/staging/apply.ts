/** Writes drafts into a city as an import, keeping what they take the place of. To be called in a transaction. */
import type { CategoryId } from "@quarterhour/data";
import type {
  AreaDraft,
  CompoundDraft,
  OutletDraft,
  ReplaceCounts,
  ResidenceDraft,
  SiteDraft,
  StagedDrafts,
  Store,
} from "../../store/index.ts";
import { homesOfCompounds, homesSourceOf } from "../compounds/homes.ts";
import { OSM_SOURCE } from "../source.ts";
import { notSuperseded } from "../supersede.ts";

export interface Import {
  id: string;
  city: string;
  source: string;
  asOf: string | null;
  actor: string;
}

export type Drafts =
  | { what: "outlets"; drafts: OutletDraft[] | StagedDrafts; claimed: CategoryId[]; areas: string[]; since?: string }
  | { what: "residences"; drafts: ResidenceDraft[] }
  | { what: "boundaries"; drafts: AreaDraft[] }
  | { what: "compounds"; drafts: CompoundDraft[] }
  | { what: "sites"; drafts: SiteDraft[] };

export interface Applied {
  changes: ReplaceCounts;
  /** Homes estimated from the map that the table's counts replace; null where that is not asked. */
  estimatesReplaced: number | null;
}

export async function applyImport(
  store: Store,
  { id, city, source, asOf, actor }: Import,
  read: Drafts,
): Promise<Applied> {
  if (read.what === "outlets") {
    const claims = (await store.listClaims(city)).filter((claim) => claim.source === source);
    await store.keepBefore(city, id, { claims });
    const changes = await store.replaceOutlets(city, source, id, read.drafts, {
      actor,
      origin: "import",
      originId: id,
      ...(asOf === null ? {} : { effectiveOn: asOf }),
    });
    await store.setClaims(city, source, asOf, read.claimed, read.areas, sinceOf(read.since));
    return { changes, estimatesReplaced: null };
  }
  if (read.what === "boundaries") {
    const areas = (await store.listAreas(city)).filter((area) => area.source === source);
    await store.keepBefore(city, id, { areas });
    return { changes: await store.replaceAreas(city, source, id, read.drafts), estimatesReplaced: null };
  }
  if (read.what === "sites") {
    await store.keepBefore(city, id, { sites: await store.storedSites(city, source) });
    return { changes: await store.replaceSites(city, source, id, read.drafts), estimatesReplaced: null };
  }
  const all = await store.allResidences(city);
  if (read.what === "compounds") {
    const own = homesSourceOf(source);
    const { homes, estimates } = homesOfCompounds(read.drafts, all, source);
    await store.keepBefore(city, id, {
      compounds: (await store.listCompounds(city)).filter((compound) => compound.source === source),
      residences: all.filter((residence) => residence.source === own),
      estimates,
    });
    const changes = await store.replaceCompounds(city, source, id, read.drafts);
    await store.replaceResidences(city, own, id, homes);
    await store.removeResidences(
      city,
      estimates.map((residence) => residence.id),
    );
    return { changes, estimatesReplaced: estimates.length };
  }
  const estimated = all.filter((residence) => residence.source === OSM_SOURCE);
  const kept = new Set(notSuperseded(estimated, read.drafts));
  const estimates = estimated.filter((residence) => !kept.has(residence));
  await store.keepBefore(city, id, {
    residences: all.filter((residence) => residence.source === source),
    estimates,
  });
  const changes = await store.replaceResidences(city, source, id, read.drafts);
  await store.removeResidences(
    city,
    estimates.map((residence) => residence.id),
  );
  return { changes, estimatesReplaced: estimates.length };
}

/** As the store takes it: null is since always; left out, from the day that the table speaks for. */
function sinceOf(text: string | undefined): string | null | undefined {
  return text === "always" ? null : text;
}
