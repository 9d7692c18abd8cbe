/** What residents say of outlets, as the store keeps it. Nothing of it tells who they are. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import type { Page } from "./store.ts";

export type ReportKind = "new" | "closed" | "moved" | "wrong";
export type ReportState = "open" | "accepted" | "rejected";

/** Why a steward should look twice: the text holds a link, or invites to write somewhere else. */
export type TextFlag = "link" | "contact";

/** JPEG, without metadata, in two sizes. */
export interface Photo {
  width: number;
  height: number;
  large: Uint8Array;
  small: Uint8Array;
}

/** What one person says. */
export interface Said {
  /** Where the outlet is, or (moved) where it is now. */
  location: Position | null;
  category: CategoryId | null;
  repairKind: RepairKindId | null;
  /** Of the outlet. */
  name: string | null;
  note: string | null;
  /** The day from which it is so, ISO 8601. */
  since: string | null;
  flags: TextFlag[];
}

export interface ReportDraft extends Said {
  kind: ReportKind;
  /** Id of the outlet it is about. */
  outlet: string | null;
  photo: Photo | null;
  codeHash: string;
  /** Stands for whoever says it, today; only to count nobody twice, and not kept beyond the day. */
  sender: string;
}

export interface Saying extends Said {
  number: number;
  at: string;
  photo: { width: number; height: number } | null;
}

/** Several people who say the same make one report. */
export interface Report {
  id: string;
  city: string;
  kind: ReportKind;
  outlet: string | null;
  state: ReportState;
  said: number;
  firstAt: string;
  lastAt: string;
  decision: ReportDecision | null;
  /** In the order in which they came. */
  sayings: Saying[];
  /** Id of the outlet, and number of the photo that is public as its picture. */
  publicPhoto: { outlet: string; number: number } | null;
}

export interface ReportDecision {
  by: string;
  at: string;
  /** To those who reported it. */
  answer: string | null;
  /** The outlet that was added or changed, or that it turned out to be. */
  outlet: string | null;
  changed: boolean;
}

export interface ReportQuery {
  state: ReportState;
  kind?: ReportKind;
  limit?: number;
  cursor?: string;
}

export type RatingState = "pending" | "shown" | "silent" | "hidden";

export interface RatingDraft {
  outlet: string;
  /** 1 to 5. */
  stars: number;
  comment: string | null;
  flags: TextFlag[];
  state: "pending" | "shown";
  codeHash: string;
}

export interface Rating extends Omit<RatingDraft, "state" | "codeHash"> {
  id: string;
  city: string;
  /** pending: the stars count, the comment waits; silent: the stars count alone; hidden: neither. */
  state: RatingState;
  at: string;
  moderatedBy: string | null;
  moderatedAt: string | null;
}

export interface RatingQuery {
  outlet?: string;
  states: RatingState[];
  /** Only those with a comment. */
  withComment?: boolean;
  limit?: number;
  cursor?: string;
}

/** So much may be done under a key within so many seconds. */
export interface Allowance {
  key: string;
  limit: number;
  seconds: number;
}

/** The part of a store that keeps what residents say. */
export interface InboxStore {
  /**
   * Adds a report, or joins one that is open and says the same: same kind, same outlet or the same category and name,
   * within so many metres. A code that is known already adds nothing. Throws UnknownCity.
   */
  addReport(
    city: string,
    draft: ReportDraft,
    sameWithinMeters: number,
  ): Promise<{ id: string; outcome: "added" | "joined" | "known" }>;
  /** Open ones oldest first, decided ones newest first. */
  findReports(city: string, query: ReportQuery): Promise<Page<Report>>;
  getReport(city: string, id: string): Promise<Report | null>;
  reportOfCode(city: string, codeHash: string): Promise<Report | null>;
  /** As getReport; nobody else decides it until the transaction ends. Throws NotFound. */
  lockReport(city: string, id: string): Promise<Report>;
  /** Accepts or rejects an open one; null opens it again. Throws NotFound, StoreConflict where that was done already. */
  decideReport(
    city: string,
    id: string,
    decision: ({ state: "accepted" | "rejected" } & Omit<ReportDecision, "at">) | null,
  ): Promise<void>;
  /**
   * Puts the outlet back as it was before the report's change, and takes away one that was added. Returns its id.
   * Throws StoreConflict where it was changed since.
   */
  undoReportChange(city: string, id: string, actor: string): Promise<string>;
  reportPhoto(city: string, report: string, number: number, size: "large" | "small"): Promise<Uint8Array | null>;
  /** Makes a photo of a report the outlet's public one. Throws NotFound. */
  setOutletPhoto(city: string, outlet: string, report: string, number: number): Promise<void>;
  /** False where it has none. */
  removeOutletPhoto(city: string, outlet: string): Promise<boolean>;
  /** Of the outlet, or of one that was merged into it; null where there is none or the outlet is gone. */
  outletPhoto(
    city: string,
    outlet: string,
    size: "large" | "small",
  ): Promise<{ data: Uint8Array; version: string } | null>;

  /** A code that is known already adds nothing. Throws UnknownCity. */
  addRating(city: string, draft: RatingDraft): Promise<{ id: string; outcome: "added" | "known" }>;
  /** Newest first. Ratings of outlets that were merged into `outlet` are among its own. */
  findRatings(city: string, query: RatingQuery): Promise<Page<Rating>>;
  /** How many gave each number of stars, from one star to five. */
  countStars(city: string, outlet: string): Promise<number[]>;
  /** Throws NotFound. */
  moderateRating(city: string, id: string, state: RatingState, actor: string): Promise<Rating>;

  /** Counts one use of each, in order, until one is used up: then says after how many seconds it may be tried again. */
  takeAllowances(wanted: Allowance[]): Promise<{ key: string; retryAfterSeconds: number } | null>;
  /**
   * Adds to counts that others who share the store add to as well; gives what each has come to, in order. A count begins
   * anew `seconds` after its first use.
   */
  addToCounts(added: { key: string; by: number; seconds: number }[]): Promise<number[]>;
  /** Random bytes that are the same for all of a day (UTC) and are forgotten afterwards. */
  saltOfDay(): Promise<Uint8Array>;
  /** Forgets what has had its time: counts, salts, photos of reports decided `photoDays` ago that are not public. */
  tidyInbox(photoDays: number): Promise<void>;
}
