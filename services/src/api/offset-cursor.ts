/** Cursors of lists that are sorted anew for each page, such as by walking time: how many entries are behind. */
import { invalidField } from "./problem.ts";

/** For the page that begins at `next`, or null after the last. */
export function offsetCursor(next: number, total: number): string | null {
  return next < total ? Buffer.from(`@${next}`).toString("base64url") : null;
}

/** Where the page begins. Throws a 400 Problem for anything but a cursor of such a list. */
export function offsetAfter(cursor: string): number {
  const match = /^@(\d{1,9})$/.exec(Buffer.from(cursor, "base64url").toString("utf8"));
  if (match === null)
    throw invalidField("cursor", "is not one that this list gave out; leave it out to begin at the start");
  return Number(match[1]);
}
