/** What residents answer about circles: the statements. */
import { surveyForm } from "@quarterhour/data";
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { assertRowCount, writeRows } from "./bulk.ts";
import { checkSource, checkText } from "./checks.ts";
import { InvalidInput, NotFound, StoreConflict } from "./errors.ts";
import { makeId, reserveNumbers } from "./revisions.ts";
import type { Database } from "./schema.ts";
import type {
  Survey,
  SurveyBatch,
  SurveyCount,
  SurveyOrigin,
  SurveyResponse,
  SurveyResponseDraft,
  SurveySettings,
  SurveyTokenState,
} from "./survey-types.ts";

type Db = Kysely<Database>;

async function existingCircle(db: Db, city: string, circle: string): Promise<void> {
  const { rows } = await sql`select 1 from circles where city = ${city} and id = ${circle}`.execute(db);
  if (rows.length === 0) throw new NotFound(`There is no circle ${circle} in ${city}.`);
}

export async function getSurvey(db: Db, city: string, circle: string): Promise<Survey> {
  checkText("survey", [city, circle]);
  const { rows } = await sql<{ open_to_all: boolean; closed: boolean; since: string | null; version: number }>`
    select open_to_all, closed, since::text as since, version from surveys where city = ${city} and circle = ${circle}`.execute(
    db,
  );
  if (rows.length === 0) return { openToAll: false, closed: false, since: null, version: 0 };
  const [{ open_to_all: openToAll, closed, since, version }] = rows;
  return { openToAll, closed, since, version };
}

export async function putSurvey(
  db: Db,
  city: string,
  circle: string,
  { openToAll, closed, since }: SurveySettings,
  version: number,
  actor: string,
): Promise<Survey> {
  checkText("survey", [city, circle]);
  if (since !== null) checkDay(since);
  await existingCircle(db, city, circle);
  const { numAffectedRows } =
    version === 0
      ? await sql`
          insert into surveys (city, circle, open_to_all, closed, since, version, by)
          values (${city}, ${circle}, ${openToAll}, ${closed}, ${since}::date, 1, ${actor})
          on conflict (city, circle) do nothing`.execute(db)
      : await sql`
          update surveys set open_to_all = ${openToAll}, closed = ${closed}, since = ${since}::date,
            version = version + 1, by = ${actor}, updated_at = now()
          where city = ${city} and circle = ${circle} and version = ${version}`.execute(db);
  const now = await getSurvey(db, city, circle);
  if (numAffectedRows !== 1n) {
    throw new StoreConflict(`The survey of ${circle} was changed meanwhile: it is at version ${now.version}.`);
  }
  return now;
}

export async function addSurveyBatch(
  db: Db,
  city: string,
  circle: string,
  { label, tokenHashes }: { label: string; tokenHashes: string[] },
  actor: string,
): Promise<SurveyBatch> {
  checkText("batch", [city, circle, label, tokenHashes]);
  const id = makeId("b", (await reserveNumbers(db, city, 1)) + 1);
  await existingCircle(db, city, circle);
  await sql`
    insert into survey_batches (city, id, circle, label, by)
    values (${city}, ${id}, ${circle}, ${label}, ${actor})`.execute(db);
  await writeRows(
    db,
    "tokens of a survey",
    tokenHashes,
    (hash) => ({ hash }),
    (json) => sql`
      insert into survey_tokens (token_hash, city, batch)
      select hash, ${city}, ${id} from json_to_recordset(${json}::json) as r(hash text)`,
  );
  return (await batches(db, city, circle, id))[0];
}

export async function listSurveyBatches(db: Db, city: string, circle: string): Promise<SurveyBatch[]> {
  checkText("batch", [city, circle]);
  return batches(db, city, circle, null);
}

async function batches(db: Db, city: string, circle: string, id: string | null): Promise<SurveyBatch[]> {
  const { rows } = await sql<{
    id: string;
    circle: string;
    label: string;
    by: string;
    created_at: Date;
    ended_at: Date | null;
    count: number | string;
    used: number | string;
  }>`
    select b.id, b.circle, b.label, b.by, b.created_at, b.ended_at, count(t.token_hash) as count,
      count(t.token_hash) filter (where t.used) as used
    from survey_batches b left join survey_tokens t on t.city = b.city and t.batch = b.id
    where b.city = ${city} and b.circle = ${circle} and (${id}::text is null or b.id = ${id})
    group by b.city, b.id order by b.id desc`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    circle: row.circle,
    label: row.label,
    count: Number(row.count),
    used: Number(row.used),
    by: row.by,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }));
}

export async function endSurveyBatch(db: Db, city: string, circle: string, id: string): Promise<SurveyBatch> {
  checkText("batch", [city, circle, id]);
  await sql`
    update survey_batches set ended_at = coalesce(ended_at, now())
    where city = ${city} and circle = ${circle} and id = ${id}`.execute(db);
  const [batch] = await batches(db, city, circle, id);
  if (!batch) throw new NotFound(`There is no batch ${id} of links for the circle ${circle}.`);
  return batch;
}

export async function surveyToken(
  db: Db,
  city: string,
  circle: string,
  tokenHash: string,
): Promise<SurveyTokenState | null> {
  checkText("token", [city, circle, tokenHash]);
  const { rows } = await sql<{ used: boolean; ended: boolean }>`
    select t.used, b.ended_at is not null as ended
    from survey_tokens t join survey_batches b on b.city = t.city and b.id = t.batch
    where t.token_hash = ${tokenHash} and t.city = ${city} and b.circle = ${circle}`.execute(db);
  if (rows.length === 0) return null;
  return rows[0].used ? "used" : rows[0].ended ? "ended" : "fresh";
}

export async function addSurveyResponseOfToken(
  db: Db,
  city: string,
  tokenHash: string,
  draft: SurveyResponseDraft,
): Promise<boolean> {
  checkText("response", [city, tokenHash, draft]);
  const { numAffectedRows } = await sql`
    update survey_tokens t set used = true from survey_batches b
    where t.token_hash = ${tokenHash} and t.city = ${city} and not t.used
      and b.city = t.city and b.id = t.batch and b.circle = ${draft.circle} and b.ended_at is null`.execute(db);
  if (numAffectedRows !== 1n) return false;
  await insertResponses(db, city, "link", null, [draft]);
  return true;
}

export async function addSurveyResponse(db: Db, city: string, draft: SurveyResponseDraft): Promise<void> {
  checkText("response", [city, draft]);
  await existingCircle(db, city, draft.circle);
  await insertResponses(db, city, "open", null, [draft]);
}

export async function replacePaperResponses(
  db: Db,
  city: string,
  source: string,
  drafts: SurveyResponseDraft[],
): Promise<{ added: number; removed: number }> {
  checkSource(source);
  checkText("response", [city, drafts]);
  // Whoever sends the same file at the same moment waits for his turn.
  await reserveNumbers(db, city, 0);
  const circles = [...new Set(drafts.map(({ circle }) => circle))];
  for (const circle of circles) await existingCircle(db, city, circle);
  const { rows: gone } = await sql<SurveyResponseDraft>`
    delete from survey_responses where city = ${city} and source = ${source} and circle = any(${circles}::text[])
    returning circle, day::text as day, answers`.execute(db);
  await count(db, city, gone, -1);
  await insertResponses(db, city, "paper", source, drafts);
  return { added: drafts.length, removed: gone.length };
}

async function insertResponses(
  db: Db,
  city: string,
  origin: SurveyOrigin,
  source: string | null,
  drafts: SurveyResponseDraft[],
): Promise<void> {
  for (const { day } of drafts) checkDay(day);
  await writeRows(
    db,
    "answers to a survey",
    drafts,
    ({ circle, day, answers }) => ({ id: `w_${randomBytes(12).toString("base64url")}`, circle, day, answers }),
    (json) => sql`
      insert into survey_responses (city, id, circle, day, origin, source, answers)
      select ${city}, id, circle, day, ${origin}, ${source}, answers
      from json_to_recordset(${json}::json) as r(id text, circle text, day date, answers jsonb)`,
  );
  await count(db, city, drafts, 1);
}

/** Questions that are answered by a choice. */
const choiceIds = surveyForm.questions.flatMap(({ id, kind }) => (kind === "one" ? id : []));

/** Adds answers to the counts, or takes them away. */
async function count(db: Db, city: string, responses: readonly SurveyResponseDraft[], sign: 1 | -1): Promise<void> {
  const counts = new Map<string, number>();
  const add = (...key: string[]) => counts.set(JSON.stringify(key), (counts.get(JSON.stringify(key)) ?? 0) + sign);
  for (const { circle, day, answers } of responses) {
    add(circle, day, "", "");
    for (const id of choiceIds) if (typeof answers[id] === "string") add(circle, day, id, answers[id]);
  }
  // in one order, so that two at the same moment wait for each other, and not each for the other
  for (const key of [...counts.keys()].sort()) {
    const [circle, day, question, answer] = JSON.parse(key) as string[];
    const { numAffectedRows } =
      sign === 1
        ? await sql`
            insert into survey_counts as c (city, circle, day, question, answer, count)
            values (${city}, ${circle}, ${day}::date, ${question}, ${answer}, ${counts.get(key)})
            on conflict (city, circle, day, question, answer) do update set count = c.count + excluded.count`.execute(
            db,
          )
        : await sql`
            update survey_counts set count = count + ${counts.get(key)}
            where city = ${city} and circle = ${circle} and day = ${day}::date
              and question = ${question} and answer = ${answer}`.execute(db);
    assertRowCount("the counts of a survey", 1, numAffectedRows);
  }
}

export async function surveyResponses(
  db: Db,
  city: string,
  circle: string,
  { from, to }: { from?: string; to?: string } = {},
): Promise<SurveyResponse[]> {
  checkText("response", [city, circle]);
  for (const day of [from, to]) if (day !== undefined) checkDay(day);
  const { rows } = await sql<SurveyResponse>`
    select id, circle, day::text as day, origin, answers from survey_responses
    where city = ${city} and circle = ${circle}
      ${from === undefined ? sql`` : sql`and day >= ${from}::date`}
      ${to === undefined ? sql`` : sql`and day <= ${to}::date`}
    order by day, id`.execute(db);
  return rows;
}

export async function countSurveyAnswers(
  db: Db,
  city: string,
  questions: string[],
): Promise<{ responses: { circle: string; count: number }[]; answers: SurveyCount[] }> {
  checkText("response", [city, questions]);
  const { rows: found } = await sql<Omit<SurveyCount, "count"> & { count: number | string }>`
    select c.circle, c.question, c.answer, sum(c.count) as count
    from survey_counts c left join surveys s on s.city = c.city and s.circle = c.circle
    where c.city = ${city} and c.count > 0 and c.question = any(${["", ...questions]}::text[])
      and (s.since is null or c.day >= s.since)
    group by 1, 2, 3 order by 1, 2, 3`.execute(db);
  const rows = found.map((row) => ({ ...row, count: Number(row.count) }));
  return {
    responses: rows.filter(({ question }) => question === "").map(({ circle, count: all }) => ({ circle, count: all })),
    answers: rows.filter(({ question }) => question !== ""),
  };
}

function checkDay(day: string): void {
  const at = new Date(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(at.getTime()) || !at.toISOString().startsWith(day)) {
    throw new InvalidInput(`day is ${JSON.stringify(day)}; it must be a day such as 2026-05-31.`, "day");
  }
}
