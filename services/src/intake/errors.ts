/** What intake says when a file cannot be taken in, and how it tells how far it is. */
import { asSaid, inWords, SaidError } from "../words/index.ts";
import type { Language, Said } from "../words/index.ts";

/** One thing wrong in a file: where, what stands there, and what would be right. */
export interface IntakeProblem {
  /** Row as a spreadsheet numbers it (the header is usually 1); null where it concerns the file as a whole. */
  row: number | null;
  /** Column as the file names it, or null. */
  column: string | null;
  /** The value found, cut to a readable length, or null. */
  value: string | null;
  /** What is wrong and what would be right, in one English sentence. */
  message: string;
  /** The same, to be put into words in any language. */
  said: Said;
}

/** A file that cannot be taken in. Nothing has been written when this is thrown. */
export class IntakeError extends SaidError {
  override readonly name = "IntakeError";
  readonly problems: IntakeProblem[];

  /** @param message a text stands as it is in every language */
  constructor(message: string | Said, problems: IntakeProblem[] = [], options?: ErrorOptions) {
    super(message, options);
    this.problems = problems;
  }
}

/** Progress of a long piece of work. */
export interface IntakeProgress {
  /** What is being done, as a person would say it. */
  step: string;
  /** 0 to 1 within the step; null where it cannot be known. */
  fraction: number | null;
}

export type OnProgress = (progress: IntakeProgress) => void;

const LONGEST_SHOWN_VALUE = 80;

/** A value cut to a length that fits a line. */
export function shortened(value: string | null): string | null {
  return value !== null && value.length > LONGEST_SHOWN_VALUE ? `${value.slice(0, LONGEST_SHOWN_VALUE)}…` : value;
}

/** A problem with its value cut to a length that fits a line. */
export function problemAt(
  row: number | null,
  column: string | null,
  value: string | null,
  message: string | Said,
): IntakeProblem {
  const said = asSaid(message);
  return { row, column, value: shortened(value), message: inWords(said, "en"), said };
}

/** "row 17, column 经度: …" for messages that are read as text. */
export function problemText(
  { row, column, value, said }: Pick<IntakeProblem, "row" | "column" | "value" | "said">,
  language: Language = "en",
): string {
  const isChinese = language === "zh";
  const where = [
    row === null ? null : isChinese ? `第 ${row} 行` : `row ${row}`,
    column === null ? null : isChinese ? `“${column}”列` : `column ${column}`,
  ].filter((part) => part !== null);
  const shown = value === null ? "" : `“${value}”${isChinese ? "" : " "}`;
  const place = where.join(isChinese ? "" : ", ");
  return `${place}${where.length === 0 ? "" : isChinese ? "：" : ": "}${shown}${inWords(said, language)}`;
}
