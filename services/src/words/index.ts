export { asSaid, inParts, inWords, say } from "./say.ts";
export type { Language, Said } from "./say.ts";
export { SaidError } from "./said-error.ts";
export { stepIn } from "./steps.ts";
