import { sql } from "kysely";
import type { Kysely } from "kysely";
import { UnknownCity } from "./errors.ts";
import type { Database } from "./schema.ts";

/**
 * Notes a change to a city and reserves numbers for new ids, `reserve` of them. Returns the last number before those.
 * It locks the city's row until the transaction ends: writers to one city take turns. Throws UnknownCity.
 */
export async function beginChange(db: Kysely<Database>, city: string, reserve: number): Promise<number> {
  return advance(db, city, 1, reserve);
}

/** Numbers for ids of rows that are no change to what is known of the city. Throws UnknownCity. */
export async function reserveNumbers(db: Kysely<Database>, city: string, reserve: number): Promise<number> {
  return advance(db, city, 0, reserve);
}

async function advance(db: Kysely<Database>, city: string, revisions: number, reserve: number): Promise<number> {
  const { rows } = await sql<{ last_number: number | string }>`
    insert into revisions as r (city, revision, last_number)
    select id, ${revisions}::bigint, ${reserve}::bigint from cities where id = ${city}
    on conflict (city) do update
      set revision = r.revision + excluded.revision, last_number = r.last_number + excluded.last_number
    returning last_number`.execute(db);
  if (rows.length === 0) throw new UnknownCity(city);
  return Number(rows[0].last_number) - reserve;
}

export async function readRevision(db: Kysely<Database>, city: string): Promise<number> {
  const { rows } = await sql<{
    revision: number | string;
  }>`select revision from revisions where city = ${city}`.execute(db);
  return rows.length === 0 ? 0 : Number(rows[0].revision);
}

/** Ids sort as they were given out: a letter for what it is, then a number in base 36 of fixed width. */
export function makeId(
  letter: "w" | "b" | "p" | "q" | "e" | "f" | "o" | "r" | "a" | "i" | "d" | "s" | "c",
  number: number,
): string {
  return `${letter}_${number.toString(36).padStart(6, "0")}`;
}
