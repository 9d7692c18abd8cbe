import type { ReachState } from "../assessment/gaps.ts";

/** States as threads number them. */
export const stateNames: readonly ReachState[] = ["reached", "gap", "unknown"];
