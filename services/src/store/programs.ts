/** Which programs of this service have the database open just now. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** Names that programs connect with begin so, where others should know of them. */
export const NAMED_PROGRAM = "quarterhour-";

/** What the server says: a program that was killed is gone at once, and none has to tell that it is still there. */
export async function connectedPrograms(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct application_name as name from pg_stat_activity
    where datname = current_database() and starts_with(application_name, ${NAMED_PROGRAM})
    order by name`.execute(db);
  return rows.map(({ name }) => name);
}
