// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { DuplicateReason, Job, Outlet } from "./shared.ts";

export const duplicates = {
  /** Merge all open pairs from a score on; each can be undone by itself */
  acceptDuplicates: call<
    { city: string },
    {
      /** At least thresholds.sure */ minScore: number;
    },
    { job: Job }
  >("POST /api/cities/{city}/duplicates/bulk"),
  /** Say what two outlets are; the same ones are merged, with what each source says kept apart */
  decideDuplicate: call<
    { city: string; id: string },
    {
      /** same: they are merged; different: never proposed again unless one changes; skip: nobody can tell */ decision:
        | "same"
        | "different"
        | "skip";
      /** Of two that are the same, which stays */ keep?: string;
    },
    DuplicatePair
  >("POST /api/cities/{city}/duplicates/{id}"),
  /** Search for outlets that are listed twice, among those that changed since the last search */
  findDuplicates: call<
    { city: string },
    {
      /** Look at all outlets anew */ everything?: boolean;
    },
    { job: Job }
  >("POST /api/cities/{city}/duplicates"),
  /** Outlets that look like one shop, both side by side, the surest first; or what was decided, the latest first */
  listDuplicates: call<
    {
      city: string;
      state?: "open" | "decided";
      minScore?: number;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    ListDuplicatesAnswer
  >("GET /api/cities/{city}/duplicates"),
  /** Take a decision back; two that were merged are two again, under their former ids */
  undoDuplicateDecision: call<{ city: string; id: string }, never, DuplicatePair>(
    "DELETE /api/cities/{city}/duplicates/{id}/decision",
  ),
};

export interface ListDuplicatesCounts {
  open: number;
  /** Open ones that can be accepted in bulk */ sure: number;
  decided: number;
}

export interface ListDuplicatesAnswer {
  items: DuplicatePair[];
  nextCursor: string | null;
  counts: ListDuplicatesCounts;
  thresholds: { propose: number; sure: number };
  search: {
    searchedAt: string | null;
    /** Nothing has changed since the last search */ isCurrent: boolean;
  };
}

export interface Difference {
  field: string;
  a: unknown;
  b: unknown;
}

export interface DuplicatePair {
  id: string;
  a: Outlet | null;
  b: Outlet | null;
  /** Ids of a and b, of those gone as well */ ids: string[];
  score: number;
  /** So alike that it is offered for acceptance in bulk */ sure: boolean;
  distanceMeters: number;
  /** What speaks for and against */ reasons: DuplicateReason[];
  /** Fields in which they differ; null: not known */ differences: Difference[];
  suggestedKeep: string | null;
  proposedAt: string;
  decision: DuplicatePairDecision | null;
}

export interface DuplicatePairDecision {
  /** same: they are merged; different: never proposed again unless one changes; skip: nobody can tell */ decision:
    | "same"
    | "different"
    | "skip";
  /** Account */ by: string;
  at: string;
  kept: string | null;
  a: Record<string, unknown> | null;
  b: Record<string, unknown> | null;
}
