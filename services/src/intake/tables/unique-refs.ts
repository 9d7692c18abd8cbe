/**
 * Keys of rows in their source: each may occur once, since the next import of the table finds its rows by them.
 * A company's credit code or licence stands in the rows of all its branches: those are told apart by a count.
 */
import type { Row } from "./row.ts";
import { say } from "../../words/index.ts";

export class UniqueRefs {
  readonly #rows = new Map<string, number>();
  readonly #branches = new Map<string, number>();

  of(row: Row): string | null {
    const ref = row.text("ref");
    if (ref === null) return null;
    if (/信用代码|许可/.test(row.columnName("ref"))) {
      const branch = (this.#branches.get(ref) ?? 0) + 1;
      this.#branches.set(ref, branch);
      return branch === 1 ? ref : `${ref}#${branch}`;
    }
    const before = this.#rows.get(ref);
    if (before !== undefined) {
      row.fault("ref", ref, say("ref.used", { before }));
      return null;
    }
    this.#rows.set(ref, row.number);
    return ref;
  }
}
