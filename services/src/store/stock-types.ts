/** What the store keeps of what stands in a city beside outlets and homes: spare sites, compounds with their gates. */
import type { SiteKindId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon } from "geojson";
import type { ReplaceCounts } from "./records.ts";

/** A place that stands empty and could take in outlets, as it is handed in. */
export interface SiteDraft {
  /** Key of the row in its source; null where it has none. */
  sourceRef: string | null;
  name: string;
  /** null where unknown. */
  kind: SiteKindId | null;
  /** The kind as somebody wrote it. */
  kindText: string | null;
  location: Position;
  /** Coordinates as they came, with their reference system. */
  original: { x: number; y: number; crs: string } | null;
  areaSquareMeters: number | null;
  address: string | null;
  /** Who owns it or answers for it. */
  owner: string | null;
  /** First and last day on which it can be had, ISO 8601; null where no limit is known. */
  availableFrom: string | null;
  availableUntil: string | null;
  note: string | null;
}

/** What of a site may be set by hand. */
export type SiteFields = Omit<SiteDraft, "sourceRef" | "original" | "kindText">;

export interface Site extends SiteDraft {
  id: string;
  city: string;
  /** The table's sender, or `steward` where somebody entered it. */
  source: string;
  importId: string | null;
  /** Fields that were set by hand; they stay when the table comes again. */
  edited: (keyof SiteFields)[];
  createdAt: string;
  updatedAt: string;
}

/** A site as it is kept, to be put back by an undo. */
export interface StoredSite {
  id: string;
  importId: string | null;
  draft: SiteDraft;
  edits: Partial<SiteFields>;
  editedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface CompoundGate {
  location: Position;
  name: string | null;
  /** `gate`, `entrance`, `lift_gate`, …: as the map says; null where it does not. */
  kind: string | null;
  /** In the OSM opening_hours form; null where unknown. */
  openingHours: string | null;
  /** Who may pass on foot, as the map says: `yes`, `private`, `no`, …; null where it does not. */
  access: string | null;
  /** True where it is shut to people on foot; null where nobody says. */
  locked: boolean | null;
  /** `node/123`: the same node in the walking network; null where it comes from a table. */
  ref: string | null;
}

export interface CompoundDraft {
  /** `way/123`, `relation/5`. */
  sourceRef: string | null;
  name: string | null;
  address: string | null;
  boundary: Polygon | MultiPolygon;
  gates: CompoundGate[];
  /** How many its source counts in it; left out where it does not say. */
  households?: number;
}

export interface Compound extends CompoundDraft {
  id: string;
  city: string;
  source: string;
  importId: string | null;
}

/**
 * Sites and compounds. Neither is part of what is worked out of a city's outlets and homes: changing sites leaves
 * `revision` as it is.
 */
export interface StockStore {
  /** In a stable order, those that are not available any more among them. */
  listSites(city: string): Promise<Site[]>;
  getSite(city: string, id: string): Promise<Site | null>;
  /** Replaces what a source says; edits by hand stay on sites whose sourceRef comes again. */
  replaceSites(city: string, source: string, importId: string | null, drafts: SiteDraft[]): Promise<ReplaceCounts>;
  addSite(city: string, draft: SiteDraft): Promise<Site>;
  /** Sets fields by hand. Throws NotFound. */
  editSite(city: string, id: string, fields: Partial<SiteFields>): Promise<Site>;
  /** Throws NotFound. */
  removeSite(city: string, id: string): Promise<void>;
  storedSites(city: string, source: string): Promise<StoredSite[]>;
  /** Puts the sites of a source back as they were, ids included. */
  restoreSites(city: string, source: string, sites: StoredSite[]): Promise<ReplaceCounts>;

  listCompounds(city: string): Promise<Compound[]>;
  replaceCompounds(
    city: string,
    source: string,
    importId: string | null,
    drafts: CompoundDraft[],
  ): Promise<ReplaceCounts>;
  /** Puts the compounds of a source back as they were, ids included. */
  restoreCompounds(city: string, source: string, compounds: Compound[]): Promise<ReplaceCounts>;
}
