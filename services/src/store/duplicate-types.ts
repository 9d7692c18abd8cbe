/** What the store keeps of outlets that look like one shop. */
import type { OutletDraft, Page } from "./store.ts";

export type DuplicateDecision = "same" | "different" | "skip";

/** What was known of an outlet when somebody decided, as far as it matters for that. */
export type DecidedOutlet = Pick<
  OutletDraft,
  "name" | "services" | "location" | "address" | "phone" | "status" | "openedOn" | "closedOn"
> & { source: string };

export interface ProposedDuplicate {
  /** Ids of two outlets, the smaller first. */
  a: string;
  b: string;
  /** 0 to 1. */
  score: number;
  meters: number;
  reasons: string[];
}

export interface DuplicatePair extends ProposedDuplicate {
  id: string;
  city: string;
  proposedAt: string;
  /** null: nobody has decided yet. */
  decision: DuplicateDecision | null;
  decidedBy: string | null;
  decidedAt: string | null;
  /** Where they were found to be the same: which one is kept. */
  kept: string | null;
  /** Former ids that were merged into the other one before, and came along with it. */
  brought: string[];
  /** a and b as they were known when it was decided. */
  decidedOn: [DecidedOutlet, DecidedOutlet] | null;
}

export interface DuplicateQuery {
  state: "open" | "decided";
  minScore?: number;
  limit?: number;
  cursor?: string;
}

/** Where the search for duplicates stands in a city. */
export interface DuplicateSearch {
  /** null: it was never searched. */
  searchedAt: string | null;
  /** Outlets changed since; null: all of them are to be looked at. */
  changed: string[] | null;
  /** The last change of an outlet that there is. */
  lastSeq: number;
}

export interface DuplicateStore {
  /** Open ones with the highest score first, decided ones with the latest. Only those whose outlets are still there. */
  listDuplicates(city: string, query: DuplicateQuery): Promise<Page<DuplicatePair>>;
  /** Open pairs: all, and those from `sure` on. */
  countDuplicates(city: string, sure: number): Promise<{ open: number; sure: number; decided: number }>;
  getDuplicate(city: string, id: string): Promise<DuplicatePair | null>;
  /** `rules`: number of the way of searching; what an earlier one left out is to be looked at again. */
  duplicateSearch(city: string, rules: number): Promise<DuplicateSearch>;
  /** Pairs that somebody decided on. */
  decidedDuplicates(city: string): Promise<DuplicatePair[]>;
  /** Outlet and the id that a part of it had before it was merged. */
  formerIds(city: string): Promise<{ outlet: string; formerId: string }[]>;
  /**
   * Keeps what a search found: new pairs become open, decided ones among them open again, and open pairs with one of
   * `among` in them (null: any) that are not found any more are dropped. `search` as it was when the search began.
   */
  putDuplicates(
    city: string,
    found: ProposedDuplicate[],
    among: string[] | null,
    search: { lastSeq: number; rules: number },
  ): Promise<{ added: number; dropped: number }>;
  /** Notes a decision. Throws NotFound, or StoreConflict where there is one already. */
  noteDuplicateDecision(
    city: string,
    id: string,
    decision: {
      decision: DuplicateDecision;
      by: string;
      kept: string | null;
      brought: string[];
      on: [DecidedOutlet, DecidedOutlet];
    },
  ): Promise<DuplicatePair>;
  /** Makes a pair open again. Throws NotFound, or StoreConflict where nobody has decided. */
  reopenDuplicate(city: string, id: string): Promise<DuplicatePair>;
  /** Open pairs of an outlet that was merged become pairs of the one that it is in now. */
  followMerge(city: string, keep: string, gone: string): Promise<void>;
}
