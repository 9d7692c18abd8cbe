// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";

export const evidence = {
  /** Send a file that goes with evidence: a picture or a PDF */
  addCircleFile: call<{ city: string; id: string }, FormData, CircleFile>("POST /api/cities/{city}/circles/{id}/files"),
  /** Withdraw it: the data speaks for itself again */
  endEvidence: call<{ city: string; id: string; measure: MeasureId }, never, null>(
    "DELETE /api/cities/{city}/circles/{id}/evidence/{measure}",
  ),
  /** A file that goes with evidence */
  getCircleFile: call<{ city: string; id: string; file: string }, never, Uint8Array>(
    "GET /api/cities/{city}/circles/{id}/files/{file}",
    "bytes",
  ),
  /** What people found out about a circle */
  listEvidence: call<
    {
      city: string;
      id: string;
      /** What held before as well, the latest first */ all?: "1";
    },
    never,
    { items: Evidence[] }
  >("GET /api/cities/{city}/circles/{id}/evidence"),
  /** Say what a measure is, and how you know; it stands above what the data says */
  putEvidence: call<{ city: string; id: string; measure: MeasureId }, PutEvidenceBody, Evidence>(
    "PUT /api/cities/{city}/circles/{id}/evidence/{measure}",
  ),
};

export interface PutEvidenceBody {
  /** count: a whole number; share: 0 to 1; yesNo: true or false; choice: an id; list: ids; countByKind: numbers by kind */ value:
    | number
    | boolean
    | string
    | string[]
    | Record<string, number>;
  text?: string | null;
  date?: string | null;
  file?: string | null;
}

export interface CircleFile {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
}

export interface Evidence {
  id: string;
  /** A measure of the table 好不好 (attachment 3) */ measure: MeasureId;
  /** count: a whole number; share: 0 to 1; yesNo: true or false; choice: an id; list: ids; countByKind: numbers by kind */ value:
    | number
    | boolean
    | string
    | string[]
    | Record<string, number>;
  text: string | null;
  date: string | null;
  file: CircleFile | null;
  at: string;
  endedAt: string | null;
}

export type MeasureId =
  | "needAndProjectLists"
  | "listsCarriedOut"
  | "sampleShare"
  | "categorySatisfiedShare"
  | "serviceSatisfiedShare"
  | "convenienceServiceKinds"
  | "convenienceOpen24h"
  | "breakfastKinds"
  | "breakfastDelivering"
  | "retailDelivering"
  | "marketAreaSufficient"
  | "marketServices"
  | "repairKinds"
  | "repairTidy"
  | "elderlyCareAreaSufficient"
  | "elderlyCareServices"
  | "childcareAreaSufficient"
  | "childcareServices"
  | "chainShare"
  | "cityTier"
  | "eventsThisYear"
  | "scanToPayAndCameras"
  | "machinesByKind"
  | "signMap"
  | "platformShopShare"
  | "platformResidentShare"
  | "harmony";
