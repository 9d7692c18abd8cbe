/** Keys of rows in their source: each may occur once, since the next import of the table finds its rows by them. */
import type { Row } from "./rows.ts";

export class UniqueRefs {
  readonly #rows = new Map<string, number>();

  of(row: Row): string | null {
    const ref = row.text("ref");
    if (ref === null) return null;
    const before = this.#rows.get(ref);
    if (before !== undefined) {
      row.fault("ref", ref, `was used in row ${before} already; a number names one row only`);
      return null;
    }
    this.#rows.set(ref, row.number);
    return ref;
  }
}
