/** What intake says when a file cannot be taken in, and how it tells how far it is. */

/** One thing wrong in a file: where, what stands there, and what would be right. */
export interface IntakeProblem {
  /** Row as a spreadsheet numbers it (the header is usually 1); null where it concerns the file as a whole. */
  row: number | null;
  /** Column as the file names it, or null. */
  column: string | null;
  /** The value found, cut to a readable length, or null. */
  value: string | null;
  /** What is wrong and what would be right, in one sentence. */
  message: string;
}

/** A file that cannot be taken in. Nothing has been written when this is thrown. */
export class IntakeError extends Error {
  override readonly name = "IntakeError";
  readonly problems: IntakeProblem[];

  constructor(message: string, problems: IntakeProblem[] = [], options?: ErrorOptions) {
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

/** A problem with its value cut to a length that fits a line. */
export function problemAt(
  row: number | null,
  column: string | null,
  value: string | null,
  message: string,
): IntakeProblem {
  const shown =
    value !== null && value.length > LONGEST_SHOWN_VALUE ? `${value.slice(0, LONGEST_SHOWN_VALUE)}…` : value;
  return { row, column, value: shown, message };
}

/** "row 17, column 经度: …" for messages that are read as text. */
export function problemText(problem: IntakeProblem): string {
  const where = [
    problem.row === null ? null : `row ${problem.row}`,
    problem.column === null ? null : `column ${problem.column}`,
  ].filter((part) => part !== null);
  const value = problem.value === null ? "" : `“${problem.value}” `;
  return `${where.join(", ")}${where.length > 0 ? ": " : ""}${value}${problem.message}`;
}
