import { sql } from "kysely";
import type { Kysely } from "kysely";
import { UnknownCity } from "./errors.ts";
import type { Database } from "./schema.ts";

/**
 * Notes a change to a city and reserves numbers for new ids, `reserve` of them. Returns the last number before those.
 * It locks the city's row until the transaction ends: writers to one city take turns. Throws UnknownCity.
 */
export async function beginChange(db: Kysely<Database>, city: string, reserve: number): Promise<number> {
  return advance(db, city, { all: 1, outlets: 0 }, reserve);
}

/** As `beginChange`, for a change of outlets and nothing else. */
export async function beginOutletChange(db: Kysely<Database>, city: string, reserve: number): Promise<number> {
  return advance(db, city, { all: 1, outlets: 1 }, reserve);
}

/** Numbers for ids of rows that are no change to what is known of the city. Throws UnknownCity. */
export async function reserveNumbers(db: Kysely<Database>, city: string, reserve: number): Promise<number> {
  return advance(db, city, { all: 0, outlets: 0 }, reserve);
}

async function advance(
  db: Kysely<Database>,
  city: string,
  { all, outlets }: { all: number; outlets: number },
  reserve: number,
): Promise<number> {
  const { rows } = await sql<{ last_number: number | string }>`
    insert into revisions as r (city, revision, outlet_revisions, last_number)
    select id, ${all}::bigint, ${outlets}::bigint, ${reserve}::bigint from cities where id = ${city}
    on conflict (city) do update set
      revision = r.revision + excluded.revision,
      outlet_revisions = r.outlet_revisions + excluded.outlet_revisions,
      last_number = r.last_number + excluded.last_number
    returning last_number`.execute(db);
  if (rows.length === 0) throw new UnknownCity(city);
  return Number(rows[0].last_number) - reserve;
}

export async function readRevisions(
  db: Kysely<Database>,
  city: string,
): Promise<{ all: number; besidesOutlets: number }> {
  const { rows } = await sql<{
    revision: number | string;
    outlet_revisions: number | string;
  }>`select revision, outlet_revisions from revisions where city = ${city}`.execute(db);
  if (rows.length === 0) return { all: 0, besidesOutlets: 0 };
  const all = Number(rows[0].revision);
  return { all, besidesOutlets: all - Number(rows[0].outlet_revisions) };
}

/** Ids sort as they were given out: a letter for what it is, then a number in base 36 of fixed width. */
export function makeId(
  letter: "w" | "b" | "p" | "q" | "e" | "f" | "o" | "r" | "a" | "i" | "d" | "s" | "c",
  number: number,
): string {
  return `${letter}_${number.toString(36).padStart(6, "0")}`;
}
