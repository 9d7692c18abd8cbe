/** What the store keeps of staged rows that look like an outlet, or like one another, and of their places. */
import type { DecidedOutlet, ProposedDuplicate } from "./duplicate-types.ts";
import type { StagedRow } from "./import-records.ts";
import type { OutletDraft } from "./records.ts";

export type ImportPairDecision = "same" | "different";

/** A row and what it looks like: exactly one of a later row of the table and an outlet of another source. */
export interface RowPair {
  row: number;
  otherRow: number | null;
  outlet: string | null;
  /** 0 to 1. */
  score: number;
  meters: number;
  reasons: string[];
}

export interface ImportPair extends RowPair {
  /** Within the import. */
  id: number;
  /** null: nobody has decided; after the commit it is one of the city's proposals. */
  decision: ImportPairDecision | null;
  decidedBy: string | null;
  decidedAt: string | null;
}

export interface ImportPairQuery {
  state?: "open" | "decided";
  ids?: number[];
  /** Pairs that a row is one of. */
  row?: number;
  minScore?: number;
  /** Behind this one, in the order of the list. */
  after?: { score: number; id: number };
  limit?: number;
}

export interface ImportPairCounts {
  open: number;
  /** Open ones from the score on that was asked about. */
  sure: number;
  same: number;
  different: number;
  /** All of them, by what the row looks like. */
  withOutlets: number;
  withRows: number;
}

/** Rows that have an address and no coordinates. */
export interface StagedPlaceCounts {
  /** Wait for a place. */
  waiting: number;
  /** Of those, how many have candidates, and how many a best one of at least 0.9, 0.8, … 0.1. */
  withCandidates: number;
  atLeast: { confidence: number; rows: number }[];
  /** Have one by the bar, and by a person's choice or point. */
  placed: number;
  byPerson: number;
}

export interface StagedPlaceQuery {
  state: "waiting" | "placed";
  /** Of the best candidate. */
  minConfidence?: number;
  /** Rows behind this one. */
  after?: number;
  limit?: number;
}

/** A decision of a commit on two outlets. */
export interface SettledDuplicate extends ProposedDuplicate {
  decision: ImportPairDecision;
  by: string;
  kept: string | null;
  brought: string[];
  on: [DecidedOutlet, DecidedOutlet];
}

export interface ImportPairStore {
  /**
   * Keeps what a search found. Open pairs that are not found any more are dropped: those of `rows`, or all for null;
   * decided ones keep their decision. Throws as lockStaging.
   */
  putImportPairs(city: string, importId: string, found: RowPair[], rows: number[] | null): Promise<void>;
  /** The highest score first. */
  listImportPairs(city: string, importId: string, query: ImportPairQuery): Promise<ImportPair[]>;
  countImportPairs(city: string, importId: string, sure: number): Promise<ImportPairCounts>;
  /** null opens them again. Open pairs from a score on, or those of these ids; gives how many. Throws as lockStaging. */
  decideImportPairs(
    city: string,
    importId: string,
    which: { ids: number[] } | { minScore: number },
    decision: ImportPairDecision | null,
    by: string,
  ): Promise<number>;
  /** The outlets that these good rows are, before a commit of the import or in it, by row. */
  outletsOfRows(city: string, importId: string, rows: number[]): Promise<Map<number, string>>;
  /** Ids of outlets that a source says something of, merged ones among them. */
  outletsOfSource(city: string, source: string): Promise<string[]>;
  /** Keeps decisions as those of the city's proposals. */
  settleDuplicates(city: string, importId: string, settled: SettledDuplicate[]): Promise<void>;
  /** Takes those away again. */
  unsettleDuplicates(city: string, importId: string): Promise<void>;

  /** Drafts of good rows, in their order. */
  stagedDrafts(
    city: string,
    importId: string,
    page: { after: number; limit: number },
  ): Promise<{ row: number; draft: OutletDraft }[]>;
  countStagedPlaces(city: string, importId: string): Promise<StagedPlaceCounts>;
  /** Rows that wait for a place, or were placed by their address, in order. */
  stagedPlaces(city: string, importId: string, query: StagedPlaceQuery): Promise<StagedRow[]>;
  /** Outlets only: what good rows would bring, by category. */
  stagedCategories(city: string, importId: string): Promise<{ category: string; count: number }[]>;
}
