/** Problems or warnings gathered while reading: bounded, and equal ones counted instead of repeated. */
import type { IntakeProblem } from "../errors.ts";

const MOST_NOTES = 1000;

export class Notes {
  readonly #notes: { problem: IntakeProblem; count: number }[] = [];
  readonly #groups = new Map<string, { problem: IntakeProblem; count: number }>();
  #left = 0;

  add(problem: IntakeProblem): void {
    if (this.#notes.length < MOST_NOTES) this.#notes.push({ problem, count: 1 });
    else this.#left++;
  }

  /** Notes the same column, value and message once, with the first row and the number of rows. */
  addGrouped(problem: IntakeProblem): void {
    const key = JSON.stringify([problem.column, problem.value, problem.message]);
    const group = this.#groups.get(key);
    if (group !== undefined) {
      group.count++;
    } else if (this.#notes.length < MOST_NOTES) {
      const note = { problem, count: 1 };
      this.#groups.set(key, note);
      this.#notes.push(note);
    } else {
      this.#left++;
    }
  }

  list(): IntakeProblem[] {
    const listed = this.#notes.map(({ problem, count }) =>
      count === 1 ? problem : { ...problem, message: `${problem.message} (in ${count} rows, this is the first)` },
    );
    if (this.#left > 0) {
      listed.push({ row: null, column: null, value: null, message: `and ${this.#left} more, not listed` });
    }
    return listed;
  }
}
