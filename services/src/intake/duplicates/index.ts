/** Finding outlets that are listed twice. */
export { comparableRow, pairsAmong, pairsOfTable } from "./among.ts";
export {
  acceptDuplicates,
  asDecided,
  betterOf,
  decideDuplicate,
  findDuplicates,
  RULES,
  undoDuplicateDecision,
} from "./find.ts";
export { reasonWords, thresholds } from "./model.ts";
export type { ReasonKey } from "./model.ts";
export type { Comparable } from "./profiles.ts";
export { proposeDuplicates } from "./propose.ts";
