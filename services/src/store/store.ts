/** What the rest of the services may ask of a store. Both stores, embedded and PostgreSQL, keep this contract. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon } from "geojson";

export type AreaLevel = "district" | "street" | "community";
export type OutletStatus = "open" | "closed" | "planned";

export interface City {
  /** Short name in URLs and commands: lower-case letters, digits, hyphens. */
  id: string;
  nameZh: string;
  nameEn: string;
  bbox: BoundingBox;
  /** True for the sample: every page then says that it is made up. */
  fictional: boolean;
  /** Date of the OSM data, ISO 8601, where the file tells. */
  osmDate: string | null;
  networkVersion: string | null;
  attribution: string;
  createdAt: string;
  updatedAt: string;
}

/** One thing an outlet does; a shop may do several (一店多能). */
export interface OutletService {
  category: CategoryId;
  /** Only for small repair. */
  kind: RepairKindId | null;
}

export interface OutletAttributes {
  open24h?: boolean;
  selfService?: boolean;
  delivery?: boolean;
  chain?: string;
  areaSquareMeters?: number;
  wheelchair?: "yes" | "limited" | "no";
  priceHint?: string;
  url?: string;
}

/** An outlet as intake hands it over, before it has an id. */
export interface OutletDraft {
  /** Key of the row in its source: `node/123`, a licence number; null where the source has none. */
  sourceRef: string | null;
  name: string;
  services: OutletService[];
  location: Position;
  /** Coordinates as they came, with their reference system. */
  original: { x: number; y: number; crs: string } | null;
  address: string | null;
  phone: string | null;
  /** In the OSM opening_hours form; null where unknown. */
  openingHours: string | null;
  /** As somebody wrote it. */
  openingHoursText: string | null;
  status: OutletStatus;
  /** ISO 8601 dates. */
  openedOn: string | null;
  closedOn: string | null;
  attributes: OutletAttributes;
}

export interface Outlet extends OutletDraft {
  id: string;
  city: string;
  /** `osm`, or the name of the table's sender. */
  source: string;
  importId: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface ResidenceDraft {
  sourceRef: string | null;
  name: string | null;
  address: string | null;
  /** Name of the compound (小区) it stands in. */
  compound: string | null;
  /** The door, where known; otherwise a point on the building. */
  location: Position;
  footprint: Polygon | MultiPolygon | null;
  levels: number | null;
  households: number;
  householdsEstimated: boolean;
  people: number | null;
  /** 0 to 1. */
  elderlyShare: number | null;
  childShare: number | null;
}

export interface Residence extends ResidenceDraft {
  id: string;
  city: string;
  source: string;
  importId: string | null;
  /** Ids of the areas it lies in, where boundaries are known. */
  areas: { district: string | null; street: string | null; community: string | null };
}

export interface AreaDraft {
  sourceRef: string | null;
  level: AreaLevel;
  name: string;
  nameEn: string | null;
  geometry: MultiPolygon;
}

export interface Area extends AreaDraft {
  id: string;
  city: string;
  source: string;
  importId: string | null;
}

export interface ImportRecord {
  id: string;
  city: string;
  what: "outlets" | "residences" | "boundaries";
  source: string;
  fileName: string;
  encoding: string | null;
  crs: string | null;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  /** Date the data speaks for, ISO 8601. */
  asOf: string | null;
  committedAt: string;
}

/** Somebody vouches that all outlets of a category in the city are in the data. Without a claim, a missing outlet is unknown. */
export interface Claim {
  city: string;
  category: CategoryId;
  source: string;
  asOf: string | null;
}

/** Large results of computation kept whole: the network, the basemap, reach tables. */
export interface ArtifactKey {
  city: string;
  /** `network`, `basemap`, `reach`. */
  kind: string;
  /** Hash of what made it. */
  version: string;
}

export interface CityCounts {
  outlets: number;
  residences: number;
  households: number;
  areas: number;
}

/** How many drafts were new, changed, as before; and how many stored rows of the source were not among them. */
export interface ReplaceCounts {
  added: number;
  updated: number;
  removed: number;
  unchanged: number;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface OutletQuery {
  categories?: CategoryId[];
  kinds?: RepairKindId[];
  bbox?: BoundingBox;
  status?: OutletStatus[];
  /** Matched against name, address, full pinyin and initials. */
  q?: string;
  changedSince?: string;
  ids?: string[];
  limit?: number;
  cursor?: string;
}

export interface ResidenceQuery {
  bbox?: BoundingBox;
  q?: string;
  area?: string;
  ids?: string[];
  limit?: number;
  cursor?: string;
}

/**
 * Every write runs in one transaction and asserts its row counts: it happens whole or not at all.
 * Reads outside a transaction see the last committed state.
 */
export interface Store {
  readonly kind: "embedded" | "postgres";
  /** Runs `work` in one transaction; a throw rolls everything back. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;

  listCities(): Promise<City[]>;
  getCity(id: string): Promise<City | null>;
  /** Insert or replace by id. */
  putCity(city: Omit<City, "createdAt" | "updatedAt">): Promise<City>;
  /** Removes the city and everything in it. */
  deleteCity(id: string): Promise<boolean>;
  countCity(city: string): Promise<CityCounts>;

  addImport(record: Omit<ImportRecord, "id" | "committedAt">): Promise<ImportRecord>;
  listImports(city: string): Promise<ImportRecord[]>;

  /** Adds drafts as new outlets; returns their ids in order. */
  addOutlets(city: string, source: string, importId: string | null, drafts: OutletDraft[]): Promise<string[]>;
  /** Replaces all outlets of a source by the drafts, keeping the id of those with the same sourceRef. */
  replaceOutlets(city: string, source: string, importId: string | null, drafts: OutletDraft[]): Promise<ReplaceCounts>;
  findOutlets(city: string, query: OutletQuery): Promise<Page<Outlet>>;
  getOutlet(city: string, id: string): Promise<Outlet | null>;
  /** All outlets of a city in a stable order, for computation. */
  allOutlets(city: string): Promise<Outlet[]>;
  /** Outlets per category that has any; of every status unless told. An outlet counts once in each of its categories. */
  countOutlets(city: string, status?: OutletStatus[]): Promise<{ category: CategoryId; count: number }[]>;

  replaceResidences(
    city: string,
    source: string,
    importId: string | null,
    drafts: ResidenceDraft[],
  ): Promise<ReplaceCounts>;
  findResidences(city: string, query: ResidenceQuery): Promise<Page<Residence>>;
  getResidence(city: string, id: string): Promise<Residence | null>;
  allResidences(city: string): Promise<Residence[]>;

  replaceAreas(city: string, source: string, importId: string | null, drafts: AreaDraft[]): Promise<ReplaceCounts>;
  listAreas(city: string, level?: AreaLevel): Promise<Area[]>;

  setClaims(city: string, source: string, asOf: string | null, categories: CategoryId[]): Promise<void>;
  listClaims(city: string): Promise<Claim[]>;

  putArtifact(key: ArtifactKey, bytes: Uint8Array): Promise<void>;
  getArtifact(key: ArtifactKey): Promise<Uint8Array | null>;
  listArtifacts(city: string): Promise<{ kind: string; version: string; bytes: number; createdAt: string }[]>;
  deleteArtifacts(city: string, kind: string, exceptVersion?: string): Promise<number>;

  /** Grows with every committed change to a city's outlets, residences, areas or claims; caches compare it. */
  revision(city: string): Promise<number>;
  /**
   * Grows with every transaction that this process ends. While it stands still, nothing that was acknowledged in this
   * process has changed the store; other processes (PostgreSQL only) may have.
   */
  localChanges(): number;

  /** Round trip to the database; throws where it is gone. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
