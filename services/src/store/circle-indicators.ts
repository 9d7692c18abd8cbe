/** A district's own indicators: the statements. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { checkText } from "./checks.ts";
import type { StoredIndicator } from "./circle-types.ts";
import { InvalidInput, NotFound, StoreConflict } from "./errors.ts";
import { reserveNumbers } from "./revisions.ts";
import type { Database } from "./schema.ts";

type Db = Kysely<Database>;

interface IndicatorRow {
  id: string;
  definition: unknown;
  version: number;
  by: string;
  updated_at: Date;
}

const columns = sql`id, definition, version, by, updated_at`;

function indicatorOf({ updated_at, ...row }: IndicatorRow): StoredIndicator {
  return { ...row, updatedAt: updated_at.toISOString() };
}

export async function listIndicators(db: Db, city: string): Promise<StoredIndicator[]> {
  checkText("indicator", [city]);
  const { rows } = await sql<IndicatorRow>`
    select ${columns} from indicators where city = ${city} order by id`.execute(db);
  return rows.map(indicatorOf);
}

export async function putIndicator(
  db: Db,
  city: string,
  id: string,
  definition: object,
  version: number,
  actor: string,
): Promise<StoredIndicator> {
  checkText("indicator", [city, id, definition]);
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) {
    throw new InvalidInput(
      `An indicator cannot be called "${id}": only lower-case letters, digits and hyphens, at most 63.`,
      "id",
    );
  }
  // locks the city
  await reserveNumbers(db, city, 0);
  const now = (await versionOf(db, city, id)) ?? 0;
  checkVersion(id, now, version);
  const { rows } = await sql<IndicatorRow>`
    insert into indicators (city, id, definition, version, by)
    values (${city}, ${id}, ${JSON.stringify(definition)}::jsonb, 1, ${actor})
    on conflict (city, id) do update set
      definition = excluded.definition, version = indicators.version + 1, by = excluded.by, updated_at = now()
    returning ${columns}`.execute(db);
  return indicatorOf(rows[0]);
}

export async function removeIndicator(db: Db, city: string, id: string, version: number): Promise<void> {
  checkText("indicator", [city, id]);
  await reserveNumbers(db, city, 0);
  const now = await versionOf(db, city, id);
  if (now === null) throw new NotFound(`There is no indicator ${id} of ${city}'s own.`);
  checkVersion(id, now, version);
  await sql`delete from indicators where city = ${city} and id = ${id}`.execute(db);
}

async function versionOf(db: Db, city: string, id: string): Promise<number | null> {
  const { rows } = await sql<{ version: number }>`
    select version from indicators where city = ${city} and id = ${id}`.execute(db);
  return rows.length === 0 ? null : rows[0].version;
}

function checkVersion(id: string, now: number, version: number): void {
  if (now === version) return;
  throw new StoreConflict(
    now === 0
      ? `There is no indicator ${id} any more; leave the version out, or say 0, to add it.`
      : `The indicator ${id} is at version ${now}, not ${version}. Look at it again, then change that.`,
  );
}
