/** Spare sites: what their sources say, and above it what somebody set by hand. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { contentHash, writeRows } from "./bulk.ts";
import { checkSites, checkSource, checkText } from "./checks.ts";
import { InvalidInput, NotFound } from "./errors.ts";
import { HAND_SOURCE } from "./outlet-merging.ts";
import type { ReplaceCounts } from "./records.ts";
import { makeId, reserveNumbers } from "./revisions.ts";
import type { Database } from "./schema.ts";
import { replaceDrafts, restoreDrafts } from "./stock-rows.ts";
import type { Site, SiteDraft, SiteFields, StoredSite } from "./stock-types.ts";

interface SiteRow {
  id: string;
  city: string;
  source: string;
  import_id: string | null;
  draft: SiteDraft;
  edits: Partial<SiteFields>;
  edited_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

function siteOf(row: SiteRow): Site {
  const site: Site = {
    ...row.draft,
    ...row.edits,
    id: row.id,
    city: row.city,
    source: row.source,
    importId: row.import_id,
    edited: Object.keys(row.edits).sort() as Site["edited"],
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
  if ("kind" in row.edits) site.kindText = null;
  if ("location" in row.edits) site.original = null;
  return site;
}

async function readSites(db: Kysely<Database>, city: string, id?: string): Promise<SiteRow[]> {
  checkText("site", [city, id]);
  const { rows } = await sql<SiteRow>`
    select id, city, source, import_id, draft, edits, edited_at, created_at, updated_at from sites
    where city = ${city} ${id === undefined ? sql`` : sql`and id = ${id}`} order by id`.execute(db);
  return rows;
}

export async function listSites(db: Kysely<Database>, city: string): Promise<Site[]> {
  return (await readSites(db, city)).map(siteOf);
}

export async function getSite(db: Kysely<Database>, city: string, id: string): Promise<Site | null> {
  const [row] = await readSites(db, city, id);
  return row === undefined ? null : siteOf(row);
}

export async function replaceSites(
  db: Kysely<Database>,
  city: string,
  source: string,
  importId: string | null,
  drafts: SiteDraft[],
): Promise<ReplaceCounts> {
  checkSource(source);
  checkSites(drafts);
  const last = await reserveNumbers(db, city, drafts.length);
  return replaceDrafts(db, "sites", { city, source, importId }, drafts, last, (added) =>
    insertSites(
      db,
      city,
      source,
      added.map(({ draft, ...row }) => ({ ...unedited(draft), ...row })),
    ),
  );
}

const unedited = (draft: SiteDraft) => ({ draft, edits: {}, editedAt: null, createdAt: null, updatedAt: null });

/** Moments that are null are now. */
async function insertSites(
  db: Kysely<Database>,
  city: string,
  source: string,
  sites: (Omit<StoredSite, "createdAt" | "updatedAt"> & { createdAt: string | null; updatedAt: string | null })[],
): Promise<void> {
  await writeRows(
    db,
    "sites",
    sites,
    (site) => ({
      id: site.id,
      import_id: site.importId,
      source_ref: site.draft.sourceRef,
      draft: site.draft,
      edits: site.edits,
      edited_at: site.editedAt,
      hash: contentHash(site.draft),
      created_at: site.createdAt,
      updated_at: site.updatedAt,
    }),
    (json) => sql`
      insert into sites (
        city, source, id, source_ref, import_id, draft, edits, edited_at, content_hash, created_at, updated_at)
      select ${city}, ${source}, id, source_ref, import_id, draft, edits, edited_at, hash, coalesce(created_at, now()),
        coalesce(updated_at, now())
      from json_to_recordset(${json}::json) as r(
        id text, source_ref text, import_id text, draft jsonb, edits jsonb, edited_at timestamptz, hash text,
        created_at timestamptz, updated_at timestamptz)`,
  );
}

/** A site that somebody enters. */
export async function addSite(db: Kysely<Database>, city: string, draft: SiteDraft): Promise<Site> {
  checkSites([draft]);
  const id = makeId("s", (await reserveNumbers(db, city, 1)) + 1);
  await insertSites(db, city, HAND_SOURCE, [{ ...unedited(draft), id, importId: null }]);
  return (await getSite(db, city, id))!;
}

export async function editSite(
  db: Kysely<Database>,
  city: string,
  id: string,
  fields: Partial<SiteFields>,
): Promise<Site> {
  // Locks the city, so that two edits of one site do not undo each other.
  await reserveNumbers(db, city, 0);
  const [row] = await readSites(db, city, id);
  if (row === undefined) throw new NotFound(`There is no site ${id} in ${city}.`);
  const edits = { ...row.edits };
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) Object.assign(edits, { [field]: value });
  }
  if (Object.keys(edits).length === 0) throw new InvalidInput("Nothing is to be changed; name at least one field.");
  checkSites([{ ...row.draft, ...edits }]);
  await sql`
    update sites set edits = ${JSON.stringify(edits)}::jsonb, edited_at = now(), updated_at = now()
    where city = ${city} and id = ${id}`.execute(db);
  return (await getSite(db, city, id))!;
}

export async function removeSite(db: Kysely<Database>, city: string, id: string): Promise<void> {
  await reserveNumbers(db, city, 0);
  const { numAffectedRows } = await sql`delete from sites where city = ${city} and id = ${id}`.execute(db);
  if (numAffectedRows !== 1n) throw new NotFound(`There is no site ${id} in ${city}.`);
}

export async function storedSites(db: Kysely<Database>, city: string, source: string): Promise<StoredSite[]> {
  const rows = (await readSites(db, city)).filter((row) => row.source === source);
  return rows.map((row) => ({
    id: row.id,
    importId: row.import_id,
    draft: row.draft,
    edits: row.edits,
    editedAt: row.edited_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }));
}

export async function restoreSites(
  db: Kysely<Database>,
  city: string,
  source: string,
  before: StoredSite[],
): Promise<ReplaceCounts> {
  await reserveNumbers(db, city, 0);
  return restoreDrafts(db, "sites", { city, source }, before, (rows) => insertSites(db, city, source, rows));
}
