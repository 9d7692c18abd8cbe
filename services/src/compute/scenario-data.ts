/** A city as one thread keeps it for scenarios: plain data over shared memory, which that thread edits in place. */
import type { GroupReach, JoinedPlaces, WalkSettings } from "@quarterhour/isochrones";
import type { CoverageChange } from "../assessment/live-coverage.ts";
import type { ScenarioStep } from "../assessment/scenarios/live-scenario.ts";

export interface ScenarioData {
  network: Uint8Array;
  settings: WalkSettings;
  limitMinutes: number;
  /** Longitude, latitude of each residence. */
  lngLat: Float64Array;
  /** Where each joins the network, where that is known; else the thread finds out. */
  places: Pick<JoinedPlaces, "edge" | "offsetMeters" | "accessMeters"> | null;
  households: Float64Array;
  /** Open outlets; groups of target i: groupItems[groupStart[i]] … groupItems[groupStart[i + 1] - 1]. */
  targetLngLat: Float64Array;
  groupStart: Uint32Array;
  groupItems: Uint8Array;
  groupCount: number;
  /** By category: its ring, and where somebody vouches for it: everywhere, nowhere, or by residence. */
  ringMinutes: number[];
  claimed: (boolean | Uint8Array)[];
  levels: { areaCount: number; areaOf: Int32Array }[];
  /** Written by the thread that has it. */
  reach: GroupReach;
  /** [0] is 1 from when a thread began to edit `reach`: what it left when it ended is no table to begin with. */
  taken: Int32Array;
}

export interface ScenarioQuestion {
  /** Id of the shared ScenarioData. */
  scenario: string;
  steps: ScenarioStep[];
}

/** Where states are others, by residence, then category; states count through reached, gap, unknown. */
export interface ScenarioFound {
  refused: null;
  residence: Uint32Array;
  category: Uint8Array;
  from: Uint8Array;
  to: Uint8Array;
  beforeSeconds: Float64Array;
  afterSeconds: Float64Array;
  areas: CoverageChange[];
  milliseconds: number;
}

export type ScenarioAnswer = ScenarioFound | { refused: { step: number; message: string } };
