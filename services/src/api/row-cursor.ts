/** Cursors of lists of a file's rows: the number of the last row of the page before. */
import { invalidField } from "./problem.ts";

/** Where the page begins, as the store is asked. Throws a 400 Problem for anything but a cursor of such a list. */
export function rowsAfter(cursor: string | undefined): { after?: number } {
  if (cursor === undefined) return {};
  if (!/^\d{1,9}$/.test(cursor)) throw invalidField("cursor", "is none that was given out");
  return { after: Number(cursor) };
}

/** A page of at most `most` of the rows, of which one more was read where there is one. */
export function pageOfRows<Row extends { row: number }, View>(
  rows: Row[],
  most: number,
  view: (row: Row) => View,
): { items: View[]; nextCursor: string | null } {
  const page = rows.slice(0, most);
  return { items: page.map(view), nextCursor: rows.length > most ? String(page.at(-1)!.row) : null };
}
