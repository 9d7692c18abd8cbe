/** Circles: the statements. */
import { isCategoryId } from "@quarterhour/data";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { assertRowCount, contentHash } from "./bulk.ts";
import { checkSource, checkText } from "./checks.ts";
import type { Circle, CircleChange, CircleDraft, CircleKind, Side, SideEdit } from "./circle-types.ts";
import { InvalidInput, NotFound, StoreConflict } from "./errors.ts";
import { asGeoJson } from "./geometry-sql.ts";
import { polygonProblem } from "./polygons.ts";
import { makeId, reserveNumbers } from "./revisions.ts";
import type { Database } from "./schema.ts";

type Db = Kysely<Database>;

interface CircleRow {
  id: string;
  city: string;
  source: string;
  source_ref: string | null;
  name: string;
  kind: CircleKind;
  boundary: Circle["boundary"];
  bounds_edits: Circle["boundsEdits"];
  details: Circle["details"];
  required_basic: Circle["requiredBasic"];
  note: string | null;
  version: number;
  boundary_version: number;
  by: string;
  created_at: Date;
  updated_at: Date;
}

const columns = sql`id, city, source, source_ref, name, kind, ${asGeoJson(sql`boundary`)} as boundary, bounds_edits,
  details, required_basic, note, version, boundary_version, by, created_at, updated_at`;

/** What a circle drawn by hand has as its source. */
const handSource = "hand";

const kinds: readonly CircleKind[] = ["15min", "elderly", "childcare", "fitness", "parcel", "other"];

function circleOf(row: CircleRow): Circle {
  return {
    id: row.id,
    city: row.city,
    source: row.source,
    sourceRef: row.source_ref,
    name: row.name,
    kind: row.kind,
    boundary: row.boundary,
    boundsEdits: row.bounds_edits,
    details: row.details,
    requiredBasic: row.required_basic,
    note: row.note,
    version: row.version,
    boundaryVersion: row.boundary_version,
    by: row.by,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

export async function listCircles(db: Db, city: string): Promise<Circle[]> {
  checkText("circle", [city]);
  const { rows } = await sql<CircleRow>`select ${columns} from circles where city = ${city} order by id`.execute(db);
  return rows.map(circleOf);
}

export async function getCircle(db: Db, city: string, id: string): Promise<Circle | null> {
  checkText("circle", [city, id]);
  const { rows } = await sql<CircleRow>`
    select ${columns} from circles where city = ${city} and id = ${id}`.execute(db);
  return rows.length === 0 ? null : circleOf(rows[0]);
}

export async function addCircles(db: Db, city: string, drafts: CircleDraft[], actor: string): Promise<Circle[]> {
  for (const draft of drafts) checkCircle(draft);
  const last = await reserveNumbers(db, city, drafts.length);
  const added: Circle[] = [];
  for (const [i, draft] of drafts.entries()) {
    added.push(await insert(db, city, makeId("q", last + 1 + i), handSource, null, draft, actor));
  }
  return added;
}

export async function importCircles(
  db: Db,
  city: string,
  source: string,
  drafts: (CircleDraft & { sourceRef: string | null })[],
  actor: string,
): Promise<{ circle: Circle; outcome: "added" | "changed" | "unchanged" }[]> {
  checkSource(source);
  for (const draft of drafts) checkCircle(draft);
  // locks the city before looking at what is there
  const last = await reserveNumbers(db, city, drafts.length);
  const there = new Map(
    (await listCircles(db, city)).flatMap((circle) =>
      circle.source === source && circle.sourceRef !== null ? [[circle.sourceRef, circle] as const] : [],
    ),
  );
  const done: Awaited<ReturnType<typeof importCircles>> = [];
  for (const [i, { sourceRef, ...draft }] of drafts.entries()) {
    const known = sourceRef === null ? undefined : there.get(sourceRef);
    if (known === undefined) {
      const id = makeId("q", last + 1 + i);
      done.push({ circle: await insert(db, city, id, source, sourceRef, draft, actor), outcome: "added" });
      continue;
    }
    const isSame = contentHash(draft) === contentHash(draftOf(known));
    done.push(
      isSame
        ? { circle: known, outcome: "unchanged" }
        : { circle: await changeCircle(db, city, known.id, draft, known.version, actor), outcome: "changed" },
    );
  }
  return done;
}

function draftOf({ name, kind, boundary, details, requiredBasic, note }: Circle): CircleDraft {
  return { name, kind, boundary, details, requiredBasic, note };
}

async function insert(
  db: Db,
  city: string,
  id: string,
  source: string,
  sourceRef: string | null,
  draft: CircleDraft,
  actor: string,
): Promise<Circle> {
  checkText("circle", [source, sourceRef]);
  const { rows, numAffectedRows } = await sql<CircleRow>`
    insert into circles (city, id, source, source_ref, name, kind, boundary, details, required_basic, note, by)
    values (${city}, ${id}, ${source}, ${sourceRef}, ${draft.name}, ${draft.kind},
      ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(draft.boundary)}), 4326),
      ${draft.details === null ? null : JSON.stringify(draft.details)}::jsonb, ${draft.requiredBasic}::text[],
      ${draft.note}, ${actor})
    returning ${columns}`.execute(db);
  assertRowCount("a circle", 1, numAffectedRows ?? BigInt(rows.length));
  return circleOf(rows[0]);
}

export async function changeCircle(
  db: Db,
  city: string,
  id: string,
  { sides, ...fields }: CircleChange,
  version: number,
  actor: string,
): Promise<Circle> {
  const before = await lockCircle(db, city, id, version);
  const after: CircleDraft = { ...draftOf(before), ...fields };
  checkCircle(after);
  const isMoved = contentHash(after.boundary) !== contentHash(before.boundary);
  const boundaryVersion = isMoved ? version + 1 : before.boundaryVersion;
  const edits = { ...before.boundsEdits };
  for (const [side, text] of Object.entries(sides ?? {}) as [Side, string | null][]) {
    checkText("circle", text);
    if (text === null) delete edits[side];
    else edits[side] = { text, boundaryVersion } satisfies SideEdit;
  }
  const { rows, numAffectedRows } = await sql<CircleRow>`
    update circles set
      name = ${after.name}, kind = ${after.kind},
      boundary = ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(after.boundary)}), 4326),
      bounds_edits = ${JSON.stringify(edits)}::jsonb,
      details = ${after.details === null ? null : JSON.stringify(after.details)}::jsonb,
      required_basic = ${after.requiredBasic}::text[], note = ${after.note},
      version = ${version + 1}, boundary_version = ${boundaryVersion}, by = ${actor}, updated_at = now()
    where city = ${city} and id = ${id} returning ${columns}`.execute(db);
  assertRowCount("a circle", 1, numAffectedRows ?? BigInt(rows.length));
  return circleOf(rows[0]);
}

export async function removeCircle(db: Db, city: string, id: string, version: number): Promise<Circle> {
  const before = await lockCircle(db, city, id, version);
  // evidence names files, and both the circle: in this order nothing is left that is named
  await sql`delete from circle_evidence where city = ${city} and circle = ${id}`.execute(db);
  await sql`delete from circles where city = ${city} and id = ${id}`.execute(db);
  return before;
}

/** Nobody else changes it until the transaction ends. */
export async function lockCircle(db: Db, city: string, id: string, version: number): Promise<Circle> {
  checkText("circle", [city, id]);
  const { rows } = await sql<CircleRow>`
    select ${columns} from circles where city = ${city} and id = ${id} for update`.execute(db);
  if (rows.length === 0) throw new NotFound(`There is no circle ${id} in ${city}.`);
  const circle = circleOf(rows[0]);
  if (circle.version !== version) {
    throw new StoreConflict(
      `The circle ${circle.name} was changed meanwhile by ${circle.by}: it is at version ${circle.version}, not ${version}. Look at it again, then change that.`,
    );
  }
  return circle;
}

function checkCircle(draft: CircleDraft): void {
  const who = draft.name ? `The circle "${draft.name}"` : "The circle";
  if (typeof draft.name !== "string" || draft.name.trim() === "") throw new InvalidInput(`${who} has no name.`, "name");
  if (!kinds.includes(draft.kind)) {
    throw new InvalidInput(
      `${who}: kind is ${JSON.stringify(draft.kind)}; it must be one of ${kinds.join(", ")}.`,
      "kind",
    );
  }
  const problem = polygonProblem(draft.boundary);
  if (problem) throw new InvalidInput(`${who}: invalid boundary: ${problem}.`, "boundary");
  const unknown = draft.requiredBasic?.find((category) => !isCategoryId(category));
  if (unknown !== undefined)
    throw new InvalidInput(`${who}: ${JSON.stringify(unknown)} is no category.`, "requiredBasic");
  checkText(who, draft, "boundary");
}
