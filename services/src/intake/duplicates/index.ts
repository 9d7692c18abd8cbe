/** Finding outlets that are listed twice. */
export { duplicatesAmong } from "./among.ts";
export type { AmongOptions, RowDuplicate } from "./among.ts";
export {
  acceptDuplicates,
  betterOf,
  decideDuplicate,
  findDuplicates,
  placeNamesOf,
  RULES,
  undoDuplicateDecision,
} from "./find.ts";
export { reasonWords, thresholds } from "./model.ts";
export type { ReasonKey } from "./model.ts";
export type { Comparable } from "./profiles.ts";
export { proposeDuplicates } from "./propose.ts";
export type { ProposedPair } from "./propose.ts";
