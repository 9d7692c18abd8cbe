/** What the rest of the services may ask of a store. Both stores, embedded and PostgreSQL, keep this contract. */
import type { CategoryId } from "@quarterhour/data";
import type { CircleStore } from "./circle-types.ts";
import type { DumpStore } from "./dump-types.ts";
import type { DuplicateStore } from "./duplicate-types.ts";
import type { Identity, KnownIdentity } from "./identities.ts";
import type { ImportPairStore } from "./import-pair-types.ts";
import type { InboxStore } from "./inbox-types.ts";
import type { ScenarioStore } from "./scenario-types.ts";
import type { ProjectStore } from "./project-types.ts";
import type { SurveyStore } from "./survey-types.ts";
import type { StockStore } from "./stock-types.ts";
import type {
  Before,
  ImportCounts,
  ImportDraft,
  ImportRecord,
  ProblemGroup,
  StagedDrafts,
  StagedRow,
  StagedRowQuery,
  StagedRowState,
  Staging,
  StagingChange,
} from "./import-records.ts";
import type {
  Account,
  AccountDraft,
  ApiKey,
  Area,
  AreaDraft,
  AreaLevel,
  ArtifactKey,
  AuditEntry,
  AuditRecord,
  Change,
  City,
  CityCounts,
  Claim,
  EstimateFigures,
  Job,
  JobDraft,
  JobState,
  Outlet,
  OutletDraft,
  OutletQuery,
  OutletRecord,
  OutletStatus,
  OutletVersion,
  Page,
  Provenance,
  ReplaceCounts,
  Residence,
  ResidenceDraft,
  ResidenceQuery,
} from "./records.ts";

export type * from "./import-pair-types.ts";
export type * from "./import-records.ts";
export type * from "./records.ts";

export interface StoreConnections {
  open: number;
  idle: number;
  /** Calls that wait for one. */
  waiting: number;
  most: number;
}

/**
 * Every write runs in one transaction and asserts its row counts: it happens whole or not at all.
 * Reads outside a transaction see the last committed state.
 */
export interface Store
  extends
    InboxStore,
    CircleStore,
    ScenarioStore,
    DumpStore,
    DuplicateStore,
    ImportPairStore,
    StockStore,
    SurveyStore,
    ProjectStore {
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
  /** What homes that nobody has counted are estimated by, where it is not the standard. Throws UnknownCity. */
  getEstimate(city: string): Promise<Partial<EstimateFigures>>;
  /** Sets what is named, null takes it back; gives all that is set then. Homes stay as they are. Throws UnknownCity. */
  setEstimate(city: string, change: Partial<EstimateFigures>): Promise<Partial<EstimateFigures>>;

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
  /** Writes all of them anew but for their cells and faults. Throws as lockStaging. */
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
  /** Replaces the claims of a source by these, which held before the last time that it said something else. */
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
   * sources speak for an outlet, only this one's record. The good rows of a staged import are read as they are written.
   */
  replaceOutlets(
    city: string,
    source: string,
    importId: string | null,
    drafts: OutletDraft[] | StagedDrafts,
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
  /**
   * Brings back an outlet that was taken away by hand, as it was. Throws NotFound, and StoreConflict where it is there
   * or something else took it away.
   */
  restoreOutlet(city: string, id: string, change: Change): Promise<Outlet>;
  /** Makes one of several: the records of the others join those of `keep`. Throws NotFound. */
  mergeOutlets(city: string, keep: string, others: string[], change: Change): Promise<Outlet>;
  /** As mergeOutlets, for many at once; no outlet may be in two of them. */
  mergeOutletGroups(city: string, groups: { keep: string; others: string[] }[], change: Change): Promise<void>;
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

  /**
   * Replaces what a source vouches for: in the areas named, or in the whole city. It holds from the day `since`, ISO 8601;
   * null: since always; left out: from `asOf` on, or from today.
   */
  setClaims(
    city: string,
    source: string,
    asOf: string | null,
    categories: CategoryId[],
    areas?: string[],
    since?: string | null,
  ): Promise<void>;
  /** What was vouched for on a day, ISO 8601, as far as is known. */
  claimsOn(city: string, date: string): Promise<Claim[]>;
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
  /** null where nobody with an account is known by it. */
  findIdentity(identity: Identity): Promise<KnownIdentity | null>;
  addIdentity(identity: Identity, account: string, governed: boolean): Promise<void>;
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
  /** That, and how many of these changes were not of outlets alone: while they stand still, so do homes and areas. */
  revisions(city: string): Promise<{ all: number; besidesOutlets: number }>;
  /**
   * Grows with every transaction that this process ends. While it stands still, nothing that was acknowledged in this
   * process has changed the store; other processes (PostgreSQL only) may have.
   */
  localChanges(): number;

  /** Programs that have the database open under a name that begins with `quarterhour-`, each once; none if embedded. */
  connectedPrograms(): Promise<string[]>;
  /** The connections to the database; null where there is only one, on the embedded store. */
  connections(): StoreConnections | null;
  /** Round trip to the database; throws where it is gone. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
