/** Several circles made one, with all that people said of them. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { changeCircle, lockCircle } from "./circle-rows.ts";
import type { Circle, CircleChange } from "./circle-types.ts";
import type { Database } from "./schema.ts";

/**
 * The first keeps its id and gets the change; the others go. Their evidence joins its own: of a measure that it has a
 * value of already, theirs is kept as what held before.
 */
export async function mergeCircles(
  db: Kysely<Database>,
  city: string,
  keep: { id: string; version: number },
  others: { id: string; version: number }[],
  change: CircleChange,
  actor: string,
): Promise<Circle> {
  const merged = await changeCircle(db, city, keep.id, change, keep.version, actor);
  for (const { id, version } of others) {
    await lockCircle(db, city, id, version);
    await sql`
      update circle_evidence e set ended_at = now(), ended_by = ${actor}
      where e.city = ${city} and e.circle = ${id} and e.ended_at is null and exists (
        select 1 from circle_evidence k
        where k.city = ${city} and k.circle = ${keep.id} and k.measure = e.measure and k.ended_at is null)`.execute(db);
    for (const table of ["circle_files", "circle_evidence", "survey_batches", "survey_responses", "projects"]) {
      await sql`update ${sql.table(table)} set circle = ${keep.id} where city = ${city} and circle = ${id}`.execute(db);
    }
    await sql`delete from circles where city = ${city} and id = ${id}`.execute(db);
  }
  return merged;
}
