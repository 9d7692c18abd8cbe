// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";

export const service = {
  /** Everything the store holds, at one moment, as a file that `quarterhour restore` takes */
  getBackup: call<object, never, Uint8Array>("GET /api/backup", "bytes"),
  /** Is the process alive? */
  getHealth: call<object, never, { status: "ok" }>("GET /api/health"),
  /** Can it answer questions? With each thing it depends on */
  getReady: call<object, never, Readiness>("GET /api/ready"),
};

export interface Readiness {
  status: "ready" | "not ready";
  dependencies: ReadinessDependencies;
}

export interface ReadinessCompute {
  ok: boolean;
  detail?: string;
  waiting: number;
  threads: number;
}

export interface ReadinessOsrm {
  ok: boolean;
  detail?: string;
  optional: true;
}

export interface ReadinessDependencies {
  store: { ok: boolean; detail?: string };
  /** Threads that walk and cut tiles; they are started with the first question */ compute: ReadinessCompute;
  /** Where the server has an OSRM. Without its answer the embedded engine walks */ osrm?: ReadinessOsrm;
}
