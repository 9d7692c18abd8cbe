/** What a store keeps, as the rest of the services sees it. */
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
  /** Its place was told by a geocoder and is not known otherwise. */
  geocoded?: boolean;
  /** The floor area that the households were estimated from; left out where they were not. */
  floorSquareMeters?: number;
}

/** What homes that nobody has counted are estimated by; null: the standard figure, or unknown where there is none. */
export interface EstimateFigures {
  squareMetersPerHousehold: number | null;
  peoplePerHousehold: number | null;
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

/** What of an outlet is stored, whichever source it came from. */
export type OutletField = Exclude<keyof OutletDraft, "sourceRef">;

/** Who changes something: an account's id, or `cli`, `system`, `resident`. */
export interface Change {
  actor: string;
  origin: ChangeOrigin;
  /** Id of the import, report or the like behind it. */
  originId?: string | null;
  /** The day from which it holds, ISO 8601; null: since always. Today where left out. */
  effectiveOn?: string | null;
}

export type ChangeOrigin = "import" | "osm" | "edit" | "report" | "merge" | "split" | "undo" | "before";
export type ChangeKind =
  | "added"
  | "changed"
  | "moved"
  | "reclassified"
  | "opened"
  | "closed"
  | "removed"
  | "corrected"
  | "restored";

/** An outlet as it was from a day on. */
export interface OutletVersion {
  seq: number;
  at: string;
  /** null: since always, as far as is known. */
  effectiveOn: string | null;
  actor: string;
  origin: ChangeOrigin;
  originId: string | null;
  change: ChangeKind;
  /** null: not there any more. */
  state: OutletState | null;
}

/** All that is stored of an outlet but its id. */
export interface OutletState extends OutletDraft {
  source: string;
  importId: string | null;
  /** Only where several records speak for it. */
  records?: OutletRecord[];
}

/** What one source says of an outlet; the leading record has all fields, one by hand only those that were changed. */
export interface OutletRecord {
  source: string;
  sourceRef: string | null;
  importId: string | null;
  /** The outlet's id before it was merged into this one. */
  formerId: string | null;
  draft: Partial<OutletDraft>;
}

/** Where a field of an outlet comes from. */
export type Provenance = Partial<Record<OutletField, { source: string; importId: string | null }>>;

/** Somebody vouches that all outlets of a category in the city are in the data. Without a claim, a missing outlet is unknown. */
export interface Claim {
  city: string;
  category: CategoryId;
  source: string;
  asOf: string | null;
  /** Id of the area it is about; null: the whole city. */
  area: string | null;
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

export type Role = "steward" | "planner" | "bureau" | "admin";

export interface AccountDraft {
  /** Lower case. */
  login: string;
  name: string;
  /** As hashed by accounts/passwords.ts; null until an invitation is taken up. */
  password: string | null;
  roles: Role[];
  /** Where it may change things; null: in all cities. */
  cities: string[] | null;
}

export interface Account extends AccountDraft {
  id: string;
  disabled: boolean;
  /** Wrong passwords since the last right one. */
  failures: number;
  lockedUntil: string | null;
  createdAt: string;
}

/** A machine's access on behalf of an account. */
export interface ApiKey {
  id: string;
  account: string;
  name: string;
  roles: Role[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
}

/** Who did what to what. */
export interface AuditRecord {
  actor: string;
  action: string;
  city: string | null;
  subject: string | null;
  /** JSON. */
  detail: unknown;
}

export interface AuditEntry extends AuditRecord {
  seq: number;
  at: string;
}

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";

export interface JobDraft {
  kind: string;
  city: string | null;
  actor: string;
  /** JSON; what the job is to do. */
  input: unknown;
}

/** Work that takes longer than an answer may. */
export interface Job extends JobDraft {
  id: string;
  state: JobState;
  /** What is being done, and 0 to 1 within it; null where that cannot be known. */
  step: string | null;
  fraction: number | null;
  /** JSON; null until it is done. */
  result: unknown;
  /** Why it failed, for a person. */
  error: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
}
