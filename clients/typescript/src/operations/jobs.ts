// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { Job } from "./shared.ts";

export const jobs = {
  /** Cancel it; nothing half done is left */
  cancelJob: call<{ id: string }, never, Job>("DELETE /api/jobs/{id}"),
  /** The job as server-sent events, at each step until its end */
  followJob: call<
    {
      id: string;
      /** Language of messages; else Accept-Language, else en */ lang?: "zh" | "en";
    },
    never,
    string
  >("GET /api/jobs/{id}/events", "text"),
  /** How far a job is, and what came of it */
  getJob: call<
    {
      id: string;
      /** Language of messages; else Accept-Language, else en */ lang?: "zh" | "en";
    },
    never,
    Job
  >("GET /api/jobs/{id}"),
};
