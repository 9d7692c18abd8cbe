import { problemText } from "../intake/index.ts";
import type { IntakeProblem } from "../intake/index.ts";
import type { Progress } from "./progress.ts";
import { languageOfShell } from "./language.ts";

/** Problems and warnings shown before "and so many more". */
const shown = 20;

export function noteAll(progress: Progress, word: string, notes: readonly IntakeProblem[]): void {
  for (const note of notes.slice(0, shown)) progress.note(`${word}: ${problemText(note, languageOfShell())}`);
  if (notes.length > shown) progress.note(`and ${notes.length - shown} more`);
}
