/** Projects: the statements. */
import { isCategoryId, isRepairKindId, projectForm } from "@quarterhour/data";
import type { CategoryId, ProjectStateId, RepairKindId } from "@quarterhour/data";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { assertRowCount } from "./bulk.ts";
import { checkText } from "./checks.ts";
import { checkLimit, makeCursor, readCursor } from "./cursors.ts";
import { InvalidInput, NotFound, StoreConflict } from "./errors.ts";
import type { Project, ProjectDraft, ProjectQuery, ProjectStep } from "./project-types.ts";
import { makeId, reserveNumbers } from "./revisions.ts";
import type { Database } from "./schema.ts";
import type { Page } from "./store.ts";

type Db = Kysely<Database>;

interface ProjectRow {
  id: string;
  city: string;
  name: string;
  circle: string | null;
  community: string | null;
  category: CategoryId;
  kind: RepairKindId | null;
  content: string | null;
  site_name: string | null;
  site_id: string | null;
  lng: number | null;
  lat: number | null;
  responsible_unit: string | null;
  investment_note: string | null;
  cost_note: string | null;
  deadline: string | null;
  state: ProjectStateId;
  forecast: Project["forecast"];
  outlet: string | null;
  job: string | null;
  job_order: number | null;
  version: number;
  by: string;
  created_at: Date;
  updated_at: Date;
  history: { at: string; state: ProjectStateId; note: string | null; by: string }[] | null;
}

const columns = sql`id, city, name, circle, community, category, kind, content, site_name, site_id, lng, lat,
  responsible_unit, investment_note, cost_note, deadline::text as deadline, state, forecast, outlet, job, job_order,
  version, by, created_at, updated_at,
  (select json_agg(json_build_object('at', s.at, 'state', s.state, 'note', s.note, 'by', s.by) order by s.number)
    from project_states s where s.city = p.city and s.project = p.id) as history`;

function projectOf(row: ProjectRow): Project {
  const hasSite = row.lng !== null || row.site_name !== null || row.site_id !== null;
  return {
    id: row.id,
    city: row.city,
    version: row.version,
    name: row.name,
    circle: row.circle,
    community: row.community,
    category: row.category,
    kind: row.kind,
    content: row.content,
    site: hasSite
      ? { location: row.lng === null ? null : [row.lng, row.lat!], name: row.site_name, siteId: row.site_id }
      : null,
    responsibleUnit: row.responsible_unit,
    investmentNote: row.investment_note,
    costNote: row.cost_note,
    deadline: row.deadline,
    state: row.state,
    forecast: row.forecast,
    outlet: row.outlet,
    origin: row.job === null ? null : { job: row.job, order: row.job_order! },
    by: row.by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    history: (row.history ?? []).map(({ at, state, note, by }, i, all): ProjectStep => ({
      at: new Date(at).toISOString(),
      from: all[i - 1]?.state ?? null,
      to: state,
      note,
      by,
    })),
  };
}

export async function listProjects(db: Db, city: string, query: ProjectQuery): Promise<Page<Project>> {
  checkText("project", [city, query.circle, query.community, query.cursor]);
  const limit = checkLimit(query.limit);
  const last = query.cursor === undefined ? null : readCursor(`projects ${city}`, query, query.cursor);
  const { rows } = await sql<ProjectRow>`
    select ${columns} from projects p
    where city = ${city}
      ${query.circle === undefined ? sql`` : sql`and circle = ${query.circle}`}
      ${query.states === undefined ? sql`` : sql`and state = any(${query.states}::text[])`}
      ${query.community === undefined ? sql`` : sql`and community = ${query.community}`}
      ${query.category === undefined ? sql`` : sql`and category = ${query.category}`}
      ${last === null ? sql`` : sql`and id > ${last}`}
    order by id limit ${limit + 1}`.execute(db);
  const items = rows.slice(0, limit).map(projectOf);
  return { items, nextCursor: rows.length > limit ? makeCursor(`projects ${city}`, query, items.at(-1)!.id) : null };
}

export async function getProject(db: Db, city: string, id: string): Promise<Project | null> {
  checkText("project", [city, id]);
  const { rows } = await sql<ProjectRow>`
    select ${columns} from projects p where city = ${city} and id = ${id}`.execute(db);
  return rows[0] ? projectOf(rows[0]) : null;
}

export async function addProjects(db: Db, city: string, drafts: ProjectDraft[], actor: string): Promise<Project[]> {
  for (const draft of drafts) check(draft);
  const before = await reserveNumbers(db, city, drafts.length);
  const added: Project[] = [];
  for (const [i, draft] of drafts.entries()) {
    const id = makeId("p", before + i + 1);
    const { numAffectedRows } = await sql`
      insert into projects (city, id, name, circle, community, category, kind, content, site_name, site_id, lng, lat,
        responsible_unit, investment_note, cost_note, deadline, state, forecast, outlet, job, job_order, by)
      values (${city}, ${id}, ${draft.name}, ${draft.circle}, ${draft.community}, ${draft.category}, ${draft.kind}, ${draft.content},
        ${draft.site?.name ?? null}, ${draft.site?.siteId ?? null}, ${draft.site?.location?.[0] ?? null},
        ${draft.site?.location?.[1] ?? null}, ${draft.responsibleUnit}, ${draft.investmentNote}, ${draft.costNote},
        ${draft.deadline}::date, ${draft.state}, ${jsonOf(draft.forecast)}::jsonb, ${draft.outlet},
        ${draft.origin?.job ?? null}, ${draft.origin?.order ?? null}, ${actor})`.execute(db);
    assertRowCount("a project", 1, numAffectedRows);
    await addStep(db, city, id, draft.state, null, actor);
    added.push((await getProject(db, city, id))!);
  }
  return added;
}

export async function putProject(
  db: Db,
  city: string,
  id: string,
  draft: ProjectDraft,
  { version, note }: { version: number; note: string | null },
  actor: string,
): Promise<Project> {
  check(draft);
  checkText("project", [city, id, note]);
  const before = await locked(db, city, id, version);
  const { numAffectedRows } = await sql`
    update projects set name = ${draft.name}, circle = ${draft.circle}, community = ${draft.community},
      category = ${draft.category}, kind = ${draft.kind}, content = ${draft.content}, site_name = ${draft.site?.name ?? null},
      site_id = ${draft.site?.siteId ?? null}, lng = ${draft.site?.location?.[0] ?? null},
      lat = ${draft.site?.location?.[1] ?? null}, responsible_unit = ${draft.responsibleUnit},
      investment_note = ${draft.investmentNote}, cost_note = ${draft.costNote}, deadline = ${draft.deadline}::date,
      state = ${draft.state}, forecast = ${jsonOf(draft.forecast)}::jsonb, outlet = ${draft.outlet},
      version = version + 1, by = ${actor}, updated_at = now()
    where city = ${city} and id = ${id}`.execute(db);
  assertRowCount("a project", 1, numAffectedRows);
  if (before !== draft.state || note !== null) await addStep(db, city, id, draft.state, note, actor);
  return (await getProject(db, city, id))!;
}

export async function removeProject(db: Db, city: string, id: string, version: number): Promise<void> {
  checkText("project", [city, id]);
  await locked(db, city, id, version);
  await sql`delete from projects where city = ${city} and id = ${id}`.execute(db);
}

/** Its state; nobody else changes it until the transaction ends. */
async function locked(db: Db, city: string, id: string, version: number): Promise<ProjectStateId> {
  const { rows } = await sql<{ version: number; state: ProjectStateId }>`
    select version, state from projects where city = ${city} and id = ${id} for update`.execute(db);
  if (rows.length === 0) throw new NotFound(`There is no project ${id} in ${city}.`);
  if (rows[0].version !== version) {
    throw new StoreConflict(
      `The project ${id} was changed meanwhile: it is at version ${rows[0].version}, not ${version}.`,
    );
  }
  return rows[0].state;
}

async function addStep(
  db: Db,
  city: string,
  project: string,
  state: ProjectStateId,
  note: string | null,
  by: string,
): Promise<void> {
  await sql`
    insert into project_states (city, project, number, state, note, by)
    select ${city}, ${project}, coalesce(max(number), 0) + 1, ${state}, ${note}, ${by}
    from project_states where city = ${city} and project = ${project}`.execute(db);
}

function check(draft: ProjectDraft): void {
  checkText("project", draft);
  const wrong = (field: string, message: string) => new InvalidInput(`${field} ${message}`, field);
  if (draft.name.trim() === "") throw wrong("name", "is empty; what is the project called?");
  if (!isCategoryId(draft.category)) throw wrong("category", `is ${JSON.stringify(draft.category)}, which is none.`);
  if (draft.kind !== null && (draft.category !== "small-repair" || !isRepairKindId(draft.kind))) {
    throw wrong("kind", `is ${JSON.stringify(draft.kind)}; it goes with the category small-repair alone.`);
  }
  if (!projectForm.states.some(({ id }) => id === draft.state)) {
    throw wrong("state", `should be one of ${projectForm.states.map(({ id }) => id).join(", ")}.`);
  }
  if (draft.deadline !== null && !isDay(draft.deadline)) {
    throw wrong("deadline", `is ${JSON.stringify(draft.deadline)}; it must be a day such as 2026-05-31.`);
  }
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function jsonOf(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
