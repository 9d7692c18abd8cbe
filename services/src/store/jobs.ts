/** Jobs as the store keeps them. Who runs them is not its business. */
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { checkText } from "./checks.ts";
import { NotFound, StoreConflict } from "./errors.ts";
import type { Database } from "./schema.ts";
import type { Job, JobDraft, JobState } from "./store.ts";

interface JobRow {
  id: string;
  kind: string;
  city: string | null;
  state: JobState;
  actor: string;
  input: unknown;
  step: string | null;
  fraction: number | null;
  result: unknown;
  error: string | null;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
}

const jobColumns = sql`
  id, kind, city, state, actor, input, step, fraction, result, error, created_at, started_at, ended_at`;

function jobOf(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    city: row.city,
    state: row.state,
    actor: row.actor,
    input: row.input,
    step: row.step,
    fraction: row.fraction,
    result: row.result,
    error: row.error,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

/** Ids cannot be guessed: whoever has one may ask how far the job is. */
export async function addJob(db: Kysely<Database>, { kind, city, actor, input }: JobDraft): Promise<Job> {
  checkText("job", [kind, city, actor, input]);
  const id = `j_${randomBytes(12).toString("base64url")}`;
  const { rows } = await sql<JobRow>`
    insert into jobs (id, kind, city, state, actor, input)
    values (${id}, ${kind}, ${city}, 'queued', ${actor}, ${JSON.stringify(input ?? null)}::jsonb)
    returning ${jobColumns}`.execute(db);
  return jobOf(rows[0]);
}

export async function getJob(db: Kysely<Database>, id: string): Promise<Job | null> {
  checkText("job", id);
  const { rows } = await sql<JobRow>`select ${jobColumns} from jobs where id = ${id}`.execute(db);
  return rows[0] ? jobOf(rows[0]) : null;
}

/** The latest first, at most a hundred. */
export async function listJobs(db: Kysely<Database>, city: string | null, states?: JobState[]): Promise<Job[]> {
  checkText("job", city);
  const ofState = states ? sql`and state = any(${states}::text[])` : sql``;
  const { rows } = await sql<JobRow>`
    select ${jobColumns} from jobs where (${city}::text is null or city = ${city}) ${ofState}
    order by created_at desc, id limit 100`.execute(db);
  return rows.map(jobOf);
}

export async function startJob(db: Kysely<Database>, id: string): Promise<boolean> {
  const result = await sql`
    update jobs set state = 'running', started_at = now() where id = ${id} and state = 'queued'`.execute(db);
  return result.numAffectedRows === 1n;
}

export async function noteJob(
  db: Kysely<Database>,
  id: string,
  step: string | null,
  fraction: number | null,
): Promise<void> {
  await sql`update jobs set step = ${step}, fraction = ${fraction} where id = ${id} and state = 'running'`.execute(db);
}

/** Puts a job into its final state; throws StoreConflict where it has one already. */
export async function endJob(
  db: Kysely<Database>,
  id: string,
  state: "done" | "failed" | "cancelled" | "interrupted",
  outcome: { result?: unknown; error?: string },
): Promise<void> {
  const ended = await sql`
    update jobs set state = ${state}, ended_at = now(), error = ${outcome.error ?? null},
      result = ${outcome.result === undefined ? null : JSON.stringify(outcome.result)}::jsonb
    where id = ${id} and state in ('queued', 'running')`.execute(db);
  if (ended.numAffectedRows === 1n) return;
  const job = await getJob(db, id);
  if (!job) throw new NotFound(`There is no job ${id}.`);
  throw new StoreConflict(`Job ${id} has ended already: ${job.state}.`);
}
