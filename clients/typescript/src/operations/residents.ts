// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { CategoryId, Outlet, OutletAttributesInput, OutletStatus, RepairKindId } from "./shared.ts";

export const residents = {
  /** Report what is new, closed, moved or wrong; nobody needs an account, and nothing is kept of who says it */
  addReport: call<{ city: string }, SentReport | FormData, Received>("POST /api/cities/{city}/reports"),
  /** Accept a report, which changes the outlet, reject it, or take the decision back */
  decideReport: call<{ city: string; id: string }, Decision, Report>("PATCH /api/cities/{city}/reports/{id}"),
  /** One report */
  getReport: call<{ city: string; id: string }, never, Report>("GET /api/cities/{city}/reports/{id}"),
  /** A photo that came with a report */
  getReportPhoto: call<
    {
      city: string;
      id: string;
      /** Which; the first that there is otherwise */ number?: number;
      /** The small one, 320 pixels */ thumb?: "" | "1" | "true";
    },
    never,
    Uint8Array
  >("GET /api/cities/{city}/reports/{id}/photo", "bytes"),
  /** Ratings of all outlets, the newest first; pending: those whose comments wait */
  listRatings: call<
    {
      city: string;
      /** pending: the stars count, the comment waits; shown: both are seen; silent: the stars count, the comment is not shown; hidden: neither */ state?: RatingState;
      outlet?: string;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    { items: Rating[]; nextCursor: string | null }
  >("GET /api/cities/{city}/ratings"),
  /** How residents rate an outlet, and their comments */
  listRatingsOfOutlet: call<
    {
      city: string;
      id: string;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    RatingsOfOutlet
  >("GET /api/cities/{city}/outlets/{id}/ratings"),
  /** The stewards' queue: open reports, the oldest first; decided ones, the newest first */
  listReports: call<
    {
      city: string;
      state?: ReportState;
      /** new: an outlet that the map lacks; closed: for good; moved: elsewhere; wrong: anything else about it */ kind?: ReportKind;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    { items: Report[]; nextCursor: string | null }
  >("GET /api/cities/{city}/reports"),
  /** Show a comment, hide it, or hide the rating as a whole */
  moderateRating: call<{ city: string; id: string }, { decision: "show" | "hideComment" | "hide" }, Rating>(
    "PATCH /api/cities/{city}/ratings/{id}",
  ),
  /** Begin a report or a rating: what comes with this is sent back with it */
  newForm: call<{ city: string }, never, NewForm>("GET /api/cities/{city}/reports/form"),
  /** Rate an outlet, with a comment or without; nobody needs an account */
  rateOutlet: call<
    { city: string; id: string },
    SentRating,
    {
      /** The comment waits for a steward */ pending: boolean;
    }
  >("POST /api/cities/{city}/outlets/{id}/ratings"),
  /** What became of a report */
  trackReport: call<{ city: string; code: string }, never, TrackedReport>(
    "GET /api/cities/{city}/reports/status/{code}",
  ),
};

export interface Decision {
  /** accept: new is added, closed is closed, moved is moved, wrong is put right. reopen: takes the decision and what it changed back */ decision:
    | "accept"
    | "reject"
    | "reopen";
  /** The outlet it is about, where the report names none or another; of a new one: it is there already */ outletId?: string;
  /** Fields in place of what follows from the report */ outlet?: DecisionOutlet;
  /** The day from which it is so, in place of what was reported */ effectiveOn?: string;
  note?: string | null;
  /** Number of the photo to show publicly with the outlet; none otherwise */ photo?: number;
}

export interface DecisionOutlet {
  name?: string;
  services?: { category: CategoryId; kind: RepairKindId | null }[];
  /** Longitude, latitude in degrees, WGS-84 */ location?: [number, number];
  address?: string | null;
  phone?: string | null;
  openingHours?: string | null;
  openingHoursText?: string | null;
  status?: OutletStatus;
  openedOn?: string | null;
  closedOn?: string | null;
  attributes?: OutletAttributesInput;
}

/** Good for one report or rating */
export interface NewForm {
  /** To be sent along, once */ form: string;
  /** Sooner it is not taken */ notBeforeSeconds: number;
  /** Later it is not taken */ expiresSeconds: number;
  /** Name of a field that people must not see; it stays empty */ trap: string;
}

export interface Rating {
  id: string;
  outlet: string;
  stars: number;
  comment: string | null;
  /** The text holds a link, or invites to write somewhere else */ flags: ("link" | "contact")[];
  state: RatingState;
  at: string;
  moderatedBy: string | null;
  moderatedAt: string | null;
}

/** pending: the stars count, the comment waits; shown: both are seen; silent: the stars count, the comment is not shown; hidden: neither */
export type RatingState = "pending" | "shown" | "silent" | "hidden";

/** As it is now */
export interface RatingsOfOutlet {
  count: number;
  average: number | null;
  stars: number[] | null;
  /** Comments, the newest first */ items: RatingsOfOutletItem[];
  nextCursor: string | null;
}

export interface RatingsOfOutletItem {
  stars: number;
  comment: string;
  on: string;
}

/** Taken in; a steward will look at it */
export interface Received {
  /** With it one can look what became of the report; nobody can tell it again */ code: string;
  /** Others had said the same; they are counted together */ joined: boolean;
  /** How many said so, this time included */ said: number;
}

export interface Report {
  id: string;
  kind: ReportKind;
  state: ReportState;
  /** How many people said so, as far as that can be told without knowing them */ said: number;
  firstAt: string;
  lastAt: string;
  location: [number, number] | null;
  category: CategoryId | null;
  repairKind: RepairKindId | null;
  name: string | null;
  since: string | null;
  /** The text holds a link, or invites to write somewhere else */ flags: ("link" | "contact")[];
  outletId: string | null;
  outlet: Outlet | null;
  /** Each time it was said, in order; above stands what the first said of each */ sayings: ReportSaying[];
  /** Outlets within 300 m, those that do the same first, then the nearest: is it there already? */ nearby: ReportNearby[];
  publicPhoto: { outlet: string; number: number } | null;
  decision: ReportDecision | null;
}

export interface ReportPhoto {
  number: number;
  width: number;
  height: number;
  url: string;
  thumbUrl: string;
}

export interface ReportSaying {
  number: number;
  at: string;
  location: [number, number] | null;
  category: CategoryId | null;
  repairKind: RepairKindId | null;
  name: string | null;
  since: string | null;
  note: string | null;
  /** The text holds a link, or invites to write somewhere else */ flags: ("link" | "contact")[];
  photo: ReportPhoto | null;
}

export interface ReportNearby {
  id: string;
  name: string;
  services: { category: CategoryId; kind: RepairKindId | null }[];
  status: "open" | "closed" | "planned";
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  /** As the crow flies */ meters: number;
  sameCategory: boolean;
}

export interface ReportDecision {
  /** Id of the account */ by: string;
  at: string;
  answer: string | null;
  outlet: string | null;
  /** Whether an outlet was added or changed */ changed: boolean;
}

/** new: an outlet that the map lacks; closed: for good; moved: elsewhere; wrong: anything else about it */
export type ReportKind = "new" | "closed" | "moved" | "wrong";

export type ReportState = "open" | "accepted" | "rejected";

export interface SentRating {
  /** From GET …/reports/form */ form: string;
  /** Stays empty */ website?: string;
  stars: number;
  comment?: string | null;
}

export interface SentReport {
  /** From GET …/reports/form */ form: string;
  /** Stays empty */ website?: string;
  kind: ReportKind;
  outlet?: string | null;
  location?: [number, number] | null;
  category?: CategoryId | null;
  repairKind?: RepairKindId | null;
  name?: string | null;
  note?: string | null;
  since?: string | null;
}

/** As it is now */
export interface TrackedReport {
  kind: ReportKind;
  state: ReportState;
  said: number;
  firstOn: string;
  decidedOn: string | null;
  answer: string | null;
  outlet: string | null;
}
