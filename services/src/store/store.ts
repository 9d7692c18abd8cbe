/** What the rest of the services may ask of a store. Both stores, embedded and PostgreSQL, keep this contract. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon } from "geojson";
import type { DuplicateStore } from "./duplicate-types.ts";
import type { InboxStore } from "./inbox-types.ts";

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

export type ImportState = "staged" | "committed" | "undone" | "discarded" | "broken";

export interface ImportRecord {
  id: string;
  city: string;
  what: "outlets" | "residences" | "boundaries" | "sites";
  source: string;
  fileName: string;
  encoding: string | null;
  crs: string | null;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  /** Date the data speaks for, ISO 8601. */
  asOf: string | null;
  state: ImportState;
  actor: string;
  createdAt: string;
  /** null until it is committed. */
  committedAt: string | null;
  undoneAt: string | null;
}

/** An import as it is begun; a staged one has changed nothing yet. */
export type ImportDraft = Omit<ImportRecord, "id" | "createdAt" | "committedAt" | "undoneAt" | "state" | "actor"> & {
  state?: "staged" | "committed";
  actor?: string;
  /** JSON: how the file is read, and what reading it found. */
  options?: unknown;
  report?: unknown;
};

/** An import with what the code that stages it keeps of it; both are its own JSON. */
export interface Staging {
  record: ImportRecord;
  options: unknown;
  report: unknown;
}

/** What of a staged import may change. */
export type StagingChange = Partial<
  Pick<Staging, "options" | "report"> &
    Pick<ImportRecord, "encoding" | "crs" | "source" | "asOf"> & { counts: ImportCounts }
>;

export type StagedRowState = "ok" | "warning" | "bad" | "waiting" | "skipped";

/** A row of a staged import. */
export interface StagedRow {
  /** As the spreadsheet numbers it. */
  row: number;
  cells: string[];
  /** JSON: what a person changed, what is wrong, and what would be written; null for nothing. */
  fixes: unknown;
  problems: unknown;
  draft: unknown;
  state: StagedRowState;
  /** The key that the row names, whether or not it may have it. */
  ref: string | null;
}

export interface StagedRowQuery {
  states?: StagedRowState[];
  refs?: string[];
  rows?: number[];
  /** Rows behind this one. */
  after?: number;
  limit?: number;
}

/** One thing that is wrong with many staged rows. */
export interface ProblemGroup {
  field: string | null;
  column: string | null;
  severity: string;
  message: string;
  advice: string | null;
  /** The value is one that no list knows; it stands in `value`. */
  unknown: boolean;
  value: string | null;
  rows: number;
  firstRow: number;
}

/** What an import took the place of. */
export interface Before {
  claims: Claim[];
  residences: Residence[];
  /** Homes estimated from the map that a table's counts replaced. */
  estimates: Residence[];
  areas: Area[];
}

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

export type ImportCounts = Pick<ImportRecord, "rowsRead" | "rowsAccepted" | "rowsRejected">;

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

/**
 * Every write runs in one transaction and asserts its row counts: it happens whole or not at all.
 * Reads outside a transaction see the last committed state.
 */
export interface Store extends InboxStore, DuplicateStore {
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

  addImport(draft: ImportDraft): Promise<ImportRecord>;
  getImport(city: string, id: string): Promise<ImportRecord | null>;
  /** The latest first, those that were never committed among them. */
  listImports(city: string): Promise<ImportRecord[]>;
  /** Puts a staged import into its final state. Throws NotFound, or StoreConflict where it is not staged any more. */
  endStaging(
    city: string,
    id: string,
    state: "committed" | "discarded" | "broken",
    counts?: ImportCounts,
  ): Promise<void>;
  getStaging(city: string, id: string): Promise<Staging | null>;
  /** As getStaging; nobody else changes it until the transaction ends. Throws NotFound, StoreConflict where it is not staged. */
  lockStaging(city: string, id: string): Promise<Staging>;
  /** Throws as lockStaging. */
  changeStaging(city: string, id: string, change: StagingChange): Promise<void>;
  /** How the last committed import of a source was read. */
  lastImportOptions(
    city: string,
    what: ImportRecord["what"],
    source: string,
  ): Promise<{ importId: string; options: unknown } | null>;
  /** Marks stagings that were begun until then and never read to their end; their rows are removed. */
  breakStagings(begunBefore: string): Promise<{ city: string; id: string }[]>;
  /** Throws as lockStaging. */
  addStagedRows(city: string, id: string, rows: StagedRow[]): Promise<void>;
  /** Writes all of them anew but for their cells. Throws as lockStaging. */
  putStagedRows(city: string, id: string, rows: StagedRow[]): Promise<void>;
  /** In order of their numbers. */
  stagedRows(city: string, id: string, query: StagedRowQuery): Promise<StagedRow[]>;
  /** Equal problems with the number of rows that have them, the most frequent first. */
  groupProblems(city: string, id: string, limit: number): Promise<ProblemGroup[]>;
  countStagedRows(city: string, id: string): Promise<Record<StagedRowState, number>>;
  /** What a commit of the good rows would do. */
  stagedChanges(city: string, id: string): Promise<ReplaceCounts>;
  /** All, or those in these states; returns how many. */
  removeStagedRows(city: string, id: string, states?: StagedRowState[]): Promise<number>;
  /** Keeps what an import is about to take the place of, or adds to what is kept. */
  keepBefore(city: string, importId: string, before: Partial<Before>): Promise<void>;
  readBefore(city: string, importId: string): Promise<Before>;
  dropBefore(city: string, importId: string): Promise<void>;
  /** Throws NotFound, or StoreConflict where it is not committed. */
  markImportUndone(city: string, id: string): Promise<void>;
  /** Takes residences away. Throws StoreCorrupt where one is not there. */
  removeResidences(city: string, ids: string[]): Promise<void>;
  /** Puts the residences of a source back as they were, ids included. */
  restoreResidences(city: string, source: string, residences: Residence[]): Promise<ReplaceCounts>;
  /** Puts residences back beside what is there, ids included. */
  returnResidences(city: string, residences: Residence[]): Promise<void>;
  /** As restoreResidences. */
  restoreAreas(city: string, source: string, areas: Area[]): Promise<ReplaceCounts>;
  /** Replaces the claims of a source by these. */
  restoreClaims(city: string, source: string, claims: Claim[]): Promise<void>;
  /**
   * Takes back all that a committed import of outlets did. Throws StoreConflict, naming the outlets, where something
   * was changed since that rests on it.
   */
  undoOutletImport(city: string, id: string, actor: string): Promise<ReplaceCounts>;

  /** Adds drafts as new outlets; returns their ids in order. */
  addOutlets(
    city: string,
    source: string,
    importId: string | null,
    drafts: OutletDraft[],
    change?: Change,
  ): Promise<string[]>;
  /**
   * Replaces all that a source says by the drafts, keeping the id of those with the same sourceRef; where several
   * sources speak for an outlet, only this one's record.
   */
  replaceOutlets(
    city: string,
    source: string,
    importId: string | null,
    drafts: OutletDraft[],
    change?: Change,
  ): Promise<ReplaceCounts>;
  /**
   * Sets fields by hand: they stand above what any source says, now and later. With `corrects`, it was always so, and
   * past days show it as well. Throws NotFound.
   */
  editOutlet(
    city: string,
    id: string,
    fields: Partial<OutletDraft>,
    change: Change,
    corrects?: boolean,
  ): Promise<Outlet>;
  /** Takes an outlet away; its history stays. Throws NotFound. */
  removeOutlet(city: string, id: string, change: Change): Promise<void>;
  /** Makes one of several: the records of the others join those of `keep`. Throws NotFound. */
  mergeOutlets(city: string, keep: string, others: string[], change: Change): Promise<Outlet>;
  /** Takes what was merged as `formerId` out again, under that id. Throws NotFound. */
  splitOutlet(city: string, id: string, formerId: string, change: Change): Promise<{ kept: Outlet; split: Outlet }>;
  /** What each source says, the leading record first. */
  outletRecords(city: string, id: string): Promise<{ records: OutletRecord[]; provenance: Provenance }>;
  /** The records of every outlet that several speak for, by outlet; the leading record first. */
  recordsOfMerged(city: string): Promise<Map<string, OutletRecord[]>>;
  /** Oldest first; of outlets that are gone as well. */
  outletHistory(city: string, id: string): Promise<OutletVersion[]>;
  /** The outlets as they were on a day, each with the status that it had then. */
  outletsOn(city: string, date: string): Promise<Outlet[]>;
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

  /** Replaces what a source vouches for: in the areas named, or in the whole city. */
  setClaims(
    city: string,
    source: string,
    asOf: string | null,
    categories: CategoryId[],
    areas?: string[],
  ): Promise<void>;
  listClaims(city: string): Promise<Claim[]>;

  putArtifact(key: ArtifactKey, bytes: Uint8Array): Promise<void>;
  getArtifact(key: ArtifactKey): Promise<Uint8Array | null>;
  listArtifacts(city: string): Promise<{ kind: string; version: string; bytes: number; createdAt: string }[]>;
  deleteArtifacts(city: string, kind: string, exceptVersion?: string): Promise<number>;

  addAccount(draft: AccountDraft): Promise<Account>;
  findAccount(idOrLogin: string): Promise<Account | null>;
  listAccounts(): Promise<Account[]>;
  /** Ends the account's sessions unless only its name changes. Throws NotFound. */
  changeAccount(
    id: string,
    change: Partial<Pick<AccountDraft, "name" | "roles" | "cities" | "password"> & { disabled: boolean }>,
  ): Promise<Account>;
  noteFailure(account: string, lockAfter: number, lockSeconds: number): Promise<void>;
  noteSuccess(account: string): Promise<void>;
  addSession(tokenHash: string, account: string, seconds: number): Promise<void>;
  /** null where the session is unknown, over, unused for longer than `idleSeconds`, or its account disabled. */
  accountOfSession(tokenHash: string, idleSeconds: number): Promise<Account | null>;
  endSession(tokenHash: string): Promise<void>;
  addInvitation(tokenHash: string, account: string, seconds: number): Promise<void>;
  /** Uses it up; null where it is unknown or too old. */
  takeInvitation(tokenHash: string): Promise<Account | null>;
  addApiKey(keyHash: string, key: Pick<ApiKey, "account" | "name" | "roles" | "expiresAt">): Promise<ApiKey>;
  listApiKeys(account: string): Promise<ApiKey[]>;
  /** False where there is none to revoke. */
  revokeApiKey(account: string, id: string): Promise<boolean>;
  /** With the account's roles cut down to the key's. */
  accountOfApiKey(keyHash: string): Promise<{ account: Account; key: ApiKey } | null>;
  addAudit(record: AuditRecord): Promise<void>;
  /** The latest first; `before` is the seq of the last one seen. */
  listAudit(query: { city?: string; before?: number; limit: number }): Promise<AuditEntry[]>;

  addJob(draft: JobDraft): Promise<Job>;
  getJob(id: string): Promise<Job | null>;
  /** Of a city, or of all; the latest first, at most a hundred. */
  listJobs(city: string | null, states?: JobState[]): Promise<Job[]>;
  /** False where somebody else began it, or it has ended. */
  startJob(id: string): Promise<boolean>;
  noteJob(id: string, step: string | null, fraction: number | null): Promise<void>;
  /** Throws StoreConflict where it has ended already. */
  endJob(
    id: string,
    state: "done" | "failed" | "cancelled" | "interrupted",
    outcome: { result?: unknown; error?: string },
  ): Promise<void>;

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
