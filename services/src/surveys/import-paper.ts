/** Puts a file of paper answers in the place of what one of this name had of the same circles before. */
import { basename } from "node:path";
import { todayInChina } from "../china-clock.ts";
import type { Store } from "../store/index.ts";
import { readPaperAnswers } from "./paper.ts";

export interface PaperImport {
  added: number;
  /** Answers of an earlier file of this name. */
  removed: number;
  /** Columns that say nothing here. */
  ignored: string[];
  circles: { id: string; name: string; added: number }[];
}

/**
 * @param circle id of the circle whose answers they all are; null: the table says so
 * Throws IntakeError, naming each row that cannot be taken in; then nothing has been changed.
 */
export async function importPaperAnswers(
  store: Store,
  city: string,
  file: string,
  circle: string | null = null,
): Promise<PaperImport> {
  const circles = await store.listCircles(city);
  const idOf = new Map([
    ...circles.map(({ id, name }): [string, string] => [name, id]),
    ...circles.map(({ id }): [string, string] => [id, id]),
  ]);
  const names = circles.map(({ name }) => name);
  const { drafts, ignored } = await readPaperAnswers(file, { idOf, names }, circle, todayInChina());
  const { added, removed } = await store.replacePaperResponses(city, basename(file), drafts);
  const own = circles.map(({ id, name }) => {
    return { id, name, added: drafts.filter((draft) => draft.circle === id).length };
  });
  return { added, removed, ignored, circles: own.filter((one) => one.added > 0) };
}
