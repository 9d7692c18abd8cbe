/** Problems or warnings gathered while reading: bounded, and equal ones counted instead of repeated. */
import { problemAt } from "../errors.ts";
import type { IntakeProblem } from "../errors.ts";
import { say } from "../../words/index.ts";

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
    const key = JSON.stringify([problem.column, problem.value, problem.said]);
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
    const listed = this.#notes.map(({ problem, count }) => {
      const { row, column, value, said } = problem;
      return count === 1 ? problem : problemAt(row, column, value, say("in-rows", { what: said, rows: count }));
    });
    if (this.#left > 0) {
      listed.push(problemAt(null, null, null, say("and-more", { rows: this.#left })));
    }
    return listed;
  }
}
