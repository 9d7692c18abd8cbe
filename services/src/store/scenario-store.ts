/** Scenarios, as a part of the store. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { assertRowCount } from "./bulk.ts";
import { checkText } from "./checks.ts";
import { InvalidInput, NotFound, StoreConflict } from "./errors.ts";
import { makeId, reserveNumbers } from "./revisions.ts";
import type { Scenario, ScenarioDraft, ScenarioStore } from "./scenario-types.ts";
import type { Database } from "./schema.ts";
import type { Session } from "./session.ts";

type Db = Kysely<Database>;

/** Reads run as they are, each write in a transaction of its own or the one under way. */
export function scenarioStore(read: Session["run"], write: Session["run"]): ScenarioStore {
  return {
    listScenarios: (city) => read((db) => listScenarios(db, city)),
    getScenario: (city, id, version) => read((db) => getScenario(db, city, id, version ?? null)),
    addScenario: (city, draft, actor) => write((db) => addScenario(db, city, draft, actor)),
    changeScenario: (city, id, draft, version, actor) =>
      write((db) => changeScenario(db, city, id, draft, version, actor)),
    removeScenario: (city, id, version) => write((db) => removeScenario(db, city, id, version)),
    noteScenarioResult: (city, id, version, result, base) =>
      write((db) => noteResult(db, city, id, version, result, base)),
  };
}

interface Row {
  id: string;
  city: string;
  version: number;
  newest: number;
  name: string;
  note: string | null;
  edits: unknown;
  by: string;
  at: Date;
  created_at: Date;
  result: unknown;
  base: unknown;
  computed_at: Date | null;
}

const columns = sql`s.id, s.city, v.version, s.version as newest, v.name, v.note, v.edits, v.by, v.at, s.created_at`;

function scenarioOf(row: Row): Scenario {
  const computed = row.computed_at;
  return {
    id: row.id,
    city: row.city,
    version: row.version,
    newest: row.newest,
    name: row.name,
    note: row.note,
    edits: row.edits,
    by: row.by,
    at: row.at.toISOString(),
    createdAt: row.created_at.toISOString(),
    computed:
      computed === null || row.version !== row.newest
        ? null
        : { result: row.result, base: row.base, at: computed.toISOString() },
  };
}

async function listScenarios(db: Db, city: string): Promise<Scenario[]> {
  checkText("scenario", [city]);
  const { rows } = await sql<Row>`
    select ${columns}, null as result, null as base, null as computed_at
    from scenarios s join scenario_versions v on v.city = s.city and v.scenario = s.id and v.version = s.version
    where s.city = ${city} order by s.updated_at desc, s.id desc`.execute(db);
  return rows.map(scenarioOf);
}

async function getScenario(db: Db, city: string, id: string, version: number | null): Promise<Scenario | null> {
  checkText("scenario", [city, id]);
  const { rows } = await sql<Row>`
    select ${columns}, s.result, s.base, s.computed_at
    from scenarios s join scenario_versions v
      on v.city = s.city and v.scenario = s.id and v.version = coalesce(${version}::integer, s.version)
    where s.city = ${city} and s.id = ${id}`.execute(db);
  return rows.length === 0 ? null : scenarioOf(rows[0]);
}

async function addScenario(db: Db, city: string, draft: ScenarioDraft, actor: string): Promise<Scenario> {
  checkDraft(draft);
  const id = makeId("w", (await reserveNumbers(db, city, 1)) + 1);
  await sql`insert into scenarios (city, id) values (${city}, ${id})`.execute(db);
  await addVersion(db, city, id, 1, draft, actor);
  return (await getScenario(db, city, id, null))!;
}

async function changeScenario(
  db: Db,
  city: string,
  id: string,
  draft: ScenarioDraft,
  version: number,
  actor: string,
): Promise<Scenario> {
  checkDraft(draft);
  await lock(db, city, id, version);
  await addVersion(db, city, id, version + 1, draft, actor);
  const { numAffectedRows } = await sql`
    update scenarios
    set version = ${version + 1}, updated_at = now(), result = null, base = null, computed_at = null
    where city = ${city} and id = ${id}`.execute(db);
  assertRowCount("scenarios", 1, numAffectedRows);
  return (await getScenario(db, city, id, null))!;
}

async function removeScenario(db: Db, city: string, id: string, version: number): Promise<void> {
  await lock(db, city, id, version);
  await sql`delete from scenarios where city = ${city} and id = ${id}`.execute(db);
}

async function noteResult(
  db: Db,
  city: string,
  id: string,
  version: number,
  result: object,
  base: object,
): Promise<void> {
  await sql`
    update scenarios
    set result = ${JSON.stringify(result)}::jsonb, base = ${JSON.stringify(base)}::jsonb, computed_at = now()
    where city = ${city} and id = ${id} and version = ${version}`.execute(db);
}

/** Nobody else changes it until the transaction ends. */
async function lock(db: Db, city: string, id: string, version: number): Promise<void> {
  checkText("scenario", [city, id]);
  const { rows } = await sql<{ version: number }>`
    select version from scenarios where city = ${city} and id = ${id} for update`.execute(db);
  if (rows.length === 0) throw new NotFound(`There is no scenario "${id}" in ${city}.`);
  if (rows[0].version !== version) {
    throw new StoreConflict(
      `The scenario ${id} is at version ${rows[0].version}, not ${version}: somebody changed it. Look at it again.`,
    );
  }
}

async function addVersion(
  db: Db,
  city: string,
  id: string,
  version: number,
  draft: ScenarioDraft,
  actor: string,
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into scenario_versions (city, scenario, version, name, note, edits, by)
    values (${city}, ${id}, ${version}, ${draft.name}, ${draft.note}, ${JSON.stringify(draft.edits)}::jsonb, ${actor})`.execute(
    db,
  );
  assertRowCount("scenario_versions", 1, numAffectedRows);
}

function checkDraft({ name, note, edits }: ScenarioDraft): void {
  if (name.trim() === "") throw new InvalidInput("A scenario needs a name.", "name");
  checkText("scenario", [name, note, JSON.stringify(edits)]);
}
