import { createHash } from "node:crypto";
import { InvalidInput } from "./errors.ts";

const defaultLimit = 100;
const maximumLimit = 10_000;

/** The fields of a query that decide which rows come, so that a cursor is not carried over to other rows. */
function fingerprint(scope: string, query: object): string {
  const { limit: _limit, cursor: _cursor, ...filter } = query as Record<string, unknown>;
  const parts = Object.entries(filter).filter(([, value]) => value !== undefined);
  parts.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([scope, parts]))
    .digest("base64url")
    .slice(0, 12);
}

/** Opaque, and valid only for the query that it came from. */
export function makeCursor(scope: string, query: object, lastId: string): string {
  return Buffer.from(`${fingerprint(scope, query)}.${lastId}`).toString("base64url");
}

/** The id after which the page begins. Throws InvalidInput for anything but a cursor of the same query. */
export function readCursor(scope: string, query: object, cursor: string): string {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const match = /^([\w-]{12})\.([a-z]_[0-9a-z]+)$/.exec(text);
  if (!match) {
    throw new InvalidInput(
      "cursor is not one that this service gave out; leave it away to begin at the start.",
      "cursor",
    );
  }
  if (match[1] !== fingerprint(scope, query)) {
    throw new InvalidInput(
      "cursor belongs to a query with other filters; leave it away to begin at the start.",
      "cursor",
    );
  }
  return match[2];
}

/** Throws InvalidInput unless `limit` is a whole number that a page may have. */
export function checkLimit(limit: number | undefined): number {
  if (limit === undefined) return defaultLimit;
  if (!Number.isInteger(limit) || limit < 1 || limit > maximumLimit) {
    throw new InvalidInput(`limit is ${limit}; it must be a whole number from 1 to ${maximumLimit}.`, "limit");
  }
  return limit;
}
