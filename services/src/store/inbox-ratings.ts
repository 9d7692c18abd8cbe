/** Ratings of outlets. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { checkText } from "./checks.ts";
import { checkLimit, makeCursor, readCursor } from "./cursors.ts";
import { InvalidInput, NotFound } from "./errors.ts";
import { nextNumber } from "./inbox-counts.ts";
import type { Rating, RatingDraft, RatingQuery, RatingState } from "./inbox-types.ts";
import type { Database } from "./schema.ts";
import type { Page } from "./store.ts";

type Db = Kysely<Database>;

interface RatingRow {
  id: string;
  city: string;
  outlet: string;
  stars: number;
  comment: string | null;
  flags: Rating["flags"];
  state: RatingState;
  at: Date;
  moderated_by: string | null;
  moderated_at: Date | null;
}

const ratingColumns = sql`id, city, outlet, stars, comment, flags, state, at, moderated_by, moderated_at`;

function ratingOf(row: RatingRow): Rating {
  return {
    id: row.id,
    city: row.city,
    outlet: row.outlet,
    stars: row.stars,
    comment: row.comment,
    flags: row.flags,
    state: row.state,
    at: row.at.toISOString(),
    moderatedBy: row.moderated_by,
    moderatedAt: row.moderated_at?.toISOString() ?? null,
  };
}

/** The outlet's own id and those of outlets that were merged into it. */
export const idsOf = (city: string, outlet: string) => sql`(
  select ${outlet}::text union all
  select former_id from outlet_records where city = ${city} and outlet = ${outlet} and former_id is not null
)`;

export async function addRating(
  db: Db,
  city: string,
  draft: RatingDraft,
): Promise<{ id: string; outcome: "added" | "known" }> {
  checkText("rating", [city, draft]);
  const { outlet, stars, comment, flags, state, codeHash } = draft;
  if (!Number.isInteger(stars) || stars < 1 || stars > 5) {
    throw new InvalidInput(`stars is ${stars}; it must be a whole number from 1 to 5.`, "stars");
  }
  const id = `v_${(await nextNumber(db, city)).toString(36).padStart(6, "0")}`;
  const { rows: known } = await sql<{ id: string }>`
    select id from ratings where city = ${city} and code_hash = ${codeHash}`.execute(db);
  if (known.length > 0) return { id: known[0].id, outcome: "known" };
  await sql`
    insert into ratings (city, id, outlet, stars, comment, flags, state, code_hash)
    values (${city}, ${id}, ${outlet}, ${stars}, ${comment}, ${flags}::text[], ${state}, ${codeHash})`.execute(db);
  return { id, outcome: "added" };
}

export async function findRatings(db: Db, city: string, query: RatingQuery): Promise<Page<Rating>> {
  checkText("rating", [city, query.outlet, query.cursor]);
  const limit = checkLimit(query.limit);
  const last = query.cursor === undefined ? null : readCursor(`ratings ${city}`, query, query.cursor);
  const { rows } = await sql<RatingRow>`
    select ${ratingColumns} from ratings
    where city = ${city} and state = any(${query.states}::text[])
      ${query.outlet === undefined ? sql`` : sql`and outlet in ${idsOf(city, query.outlet)}`}
      ${query.withComment ? sql`and comment is not null` : sql``}
      ${last === null ? sql`` : sql`and id < ${last}`}
    order by id desc limit ${limit + 1}`.execute(db);
  const items = rows.slice(0, limit).map(ratingOf);
  return {
    items,
    nextCursor: rows.length > limit ? makeCursor(`ratings ${city}`, query, items.at(-1)!.id) : null,
  };
}

export async function countStars(db: Db, city: string, outlet: string): Promise<number[]> {
  checkText("rating", [city, outlet]);
  const { rows } = await sql<{ stars: number; count: number | string }>`
    select stars, count(*) as count from ratings
    where city = ${city} and outlet in ${idsOf(city, outlet)} and state <> 'hidden' group by stars`.execute(db);
  const counts = [0, 0, 0, 0, 0];
  for (const { stars, count } of rows) counts[stars - 1] = Number(count);
  return counts;
}

export async function moderateRating(
  db: Db,
  city: string,
  id: string,
  state: RatingState,
  actor: string,
): Promise<Rating> {
  checkText("rating", [city, id]);
  const { rows } = await sql<RatingRow>`
    update ratings set state = ${state}, moderated_by = ${actor}, moderated_at = now()
    where city = ${city} and id = ${id} returning ${ratingColumns}`.execute(db);
  if (rows.length === 0) throw new NotFound(`There is no rating ${id} in ${city}.`);
  return ratingOf(rows[0]);
}
