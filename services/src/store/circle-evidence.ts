/** What people say of circles with evidence, and the files they bring along: the statements. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { assertRowCount } from "./bulk.ts";
import { checkText } from "./checks.ts";
import type { CircleFile, Evidence, EvidenceDraft } from "./circle-types.ts";
import { InvalidInput, NotFound, StoreCorrupt } from "./errors.ts";
import { makeId, reserveNumbers } from "./revisions.ts";
import type { Database } from "./schema.ts";

type Db = Kysely<Database>;

interface EvidenceRow {
  id: string;
  circle: string;
  measure: string;
  value: unknown;
  text: string | null;
  date: string | null;
  file: string | null;
  by: string;
  at: Date;
  ended_at: Date | null;
}

const columns = sql`id, circle, measure, value, text, date::text as date, file, by, at, ended_at`;

function evidenceOf({ at, ended_at, ...row }: EvidenceRow): Evidence {
  return { ...row, at: at.toISOString(), endedAt: ended_at?.toISOString() ?? null };
}

export async function putEvidence(
  db: Db,
  city: string,
  circle: string,
  measure: string,
  draft: EvidenceDraft,
  actor: string,
): Promise<Evidence> {
  checkText("evidence", [city, circle, measure, draft]);
  if (draft.value === undefined) throw new InvalidInput("value is missing.", "value");
  if (draft.date !== null && !isDay(draft.date)) {
    throw new InvalidInput(`date is ${JSON.stringify(draft.date)}; it must be a day such as 2026-05-31.`, "date");
  }
  const id = makeId("e", (await reserveNumbers(db, city, 1)) + 1);
  await existingCircle(db, city, circle);
  if (draft.file !== null) {
    const { rows } = await sql`
      select 1 from circle_files where city = ${city} and circle = ${circle} and id = ${draft.file}`.execute(db);
    if (rows.length === 0) {
      throw new InvalidInput(`file is "${draft.file}", which is no file of this circle; send it first.`, "file");
    }
  }
  await endEvidence(db, city, circle, measure, actor);
  const { rows, numAffectedRows } = await sql<EvidenceRow>`
    insert into circle_evidence (city, id, circle, measure, value, text, date, file, by)
    values (${city}, ${id}, ${circle}, ${measure}, ${JSON.stringify(draft.value)}::jsonb, ${draft.text},
      ${draft.date}::date, ${draft.file}, ${actor})
    returning ${columns}`.execute(db);
  assertRowCount("evidence", 1, numAffectedRows ?? BigInt(rows.length));
  return evidenceOf(rows[0]);
}

export async function listEvidence(db: Db, city: string, circle: string, all: boolean): Promise<Evidence[]> {
  checkText("evidence", [city, circle]);
  const { rows } = await sql<EvidenceRow>`
    select ${columns} from circle_evidence
    where city = ${city} and circle = ${circle} ${all ? sql`` : sql`and ended_at is null`}
    order by ${all ? sql`id desc` : sql`measure, id`}`.execute(db);
  return rows.map(evidenceOf);
}

export async function listEvidenceOfCity(db: Db, city: string): Promise<Evidence[]> {
  checkText("evidence", [city]);
  const { rows } = await sql<EvidenceRow>`
    select ${columns} from circle_evidence
    where city = ${city} and ended_at is null order by circle, measure, id`.execute(db);
  return rows.map(evidenceOf);
}

export async function endEvidence(
  db: Db,
  city: string,
  circle: string,
  measure: string,
  actor: string,
): Promise<boolean> {
  checkText("evidence", [city, circle, measure]);
  const { numAffectedRows } = await sql`
    update circle_evidence set ended_at = now(), ended_by = ${actor}
    where city = ${city} and circle = ${circle} and measure = ${measure} and ended_at is null`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

interface FileRow {
  id: string;
  circle: string;
  name: string;
  media_type: string;
  bytes: number;
  by: string;
  at: Date;
}

const fileColumns = sql`id, circle, name, media_type, bytes, by, at`;

function fileOf(row: FileRow): CircleFile {
  const { id, circle, name, media_type: mediaType, bytes, by, at } = row;
  return { id, circle, name, mediaType, bytes, by, at: at.toISOString() };
}

export async function addCircleFile(
  db: Db,
  city: string,
  circle: string,
  { name, mediaType, data }: { name: string; mediaType: string; data: Uint8Array },
  actor: string,
): Promise<CircleFile> {
  checkText("file", [city, circle, name, mediaType]);
  const id = makeId("f", (await reserveNumbers(db, city, 1)) + 1);
  await existingCircle(db, city, circle);
  const { rows, numAffectedRows } = await sql<FileRow>`
    insert into circle_files (city, id, circle, name, media_type, bytes, sha256, data, by)
    values (${city}, ${id}, ${circle}, ${name}, ${mediaType}, ${data.byteLength}, ${sha256(data)}, ${Buffer.from(data)}, ${actor})
    returning ${fileColumns}`.execute(db);
  assertRowCount("a file", 1, numAffectedRows ?? BigInt(rows.length));
  return fileOf(rows[0]);
}

export async function listCircleFiles(db: Db, city: string, circle: string): Promise<CircleFile[]> {
  checkText("file", [city, circle]);
  const { rows } = await sql<FileRow>`
    select ${fileColumns} from circle_files where city = ${city} and circle = ${circle} order by id`.execute(db);
  return rows.map(fileOf);
}

export async function readCircleFile(
  db: Db,
  city: string,
  circle: string,
  id: string,
): Promise<(CircleFile & { data: Uint8Array }) | null> {
  checkText("file", [city, circle, id]);
  const { rows } = await sql<FileRow & { sha256: string; data: Uint8Array }>`
    select ${fileColumns}, sha256, data from circle_files
    where city = ${city} and circle = ${circle} and id = ${id}`.execute(db);
  if (rows.length === 0) return null;
  const [row] = rows;
  if (sha256(row.data) !== row.sha256) throw new StoreCorrupt(`The file ${id} of ${city} is not as it was stored.`);
  return { ...fileOf(row), data: new Uint8Array(row.data) };
}

async function existingCircle(db: Db, city: string, circle: string): Promise<void> {
  const { rows } = await sql`select 1 from circles where city = ${city} and id = ${circle}`.execute(db);
  if (rows.length === 0) throw new NotFound(`There is no circle ${circle} in ${city}.`);
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function sha256(data: Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
