/** Writes rows of outlets, their services and their records. What they are to hold is decided elsewhere. */
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { contentHash, writeRows } from "./bulk.ts";
import { NotFound } from "./errors.ts";
import { mergeRecords } from "./outlet-merging.ts";
import { outletsById } from "./outlets.ts";
import type { Database } from "./schema.ts";
import { searchText } from "./search-text.ts";
import type { OutletDraft, OutletRecord, OutletState, Provenance } from "./store.ts";

/** An outlet to be written; `hash` is that of its draft, worked out where it is left out. */
export interface OutletRow {
  id: string;
  state: OutletState;
  hash?: string;
}

/** One row as json_to_recordset reads it back by `outletRecord`. */
function outletJson({ id, state, hash }: OutletRow) {
  const several = state.records !== undefined && state.records.length > 1;
  return {
    id,
    source: state.source,
    source_ref: state.sourceRef,
    import_id: state.importId,
    record_count: several ? state.records!.length : 1,
    provenance: several ? mergeRecords(state.records!).provenance : null,
    name: state.name,
    lng: state.location[0],
    lat: state.location[1],
    original_x: state.original?.x ?? null,
    original_y: state.original?.y ?? null,
    original_crs: state.original?.crs ?? null,
    address: state.address,
    phone: state.phone,
    opening_hours: state.openingHours,
    opening_hours_text: state.openingHoursText,
    status: state.status,
    opened_on: state.openedOn,
    closed_on: state.closedOn,
    attributes: state.attributes,
    search: searchText([state.name], [state.address]),
    content_hash: hash ?? contentHash(draftOf(state)),
  };
}

function outletRecord(json: string): RawBuilder<unknown> {
  return sql`json_to_recordset(${json}::json) as r(
    id text, source text, source_ref text, import_id text, record_count smallint, provenance jsonb,
    name text, lng double precision, lat double precision,
    original_x double precision, original_y double precision, original_crs text, address text, phone text,
    opening_hours text, opening_hours_text text, status text, opened_on date, closed_on date, attributes jsonb,
    search text, content_hash text)`;
}

export async function insertOutlets(db: Kysely<Database>, city: string, rows: OutletRow[]): Promise<void> {
  await writeRows(
    db,
    "outlets",
    rows,
    outletJson,
    (json) => sql`
      insert into outlets (
        city, id, source, source_ref, import_id, record_count, provenance, name, location,
        original_x, original_y, original_crs, address, phone,
        opening_hours, opening_hours_text, status, opened_on, closed_on, attributes, search, content_hash)
      select
        ${city}, id, source, source_ref, import_id, record_count, provenance, name,
        ST_SetSRID(ST_MakePoint(lng, lat), 4326), original_x, original_y, original_crs, address, phone,
        opening_hours, opening_hours_text, status, opened_on, closed_on, attributes, search, content_hash
      from ${outletRecord(json)}`,
  );
  await insertServices(db, city, rows);
  await insertRecords(db, city, rows);
}

export async function updateOutlets(db: Kysely<Database>, city: string, rows: OutletRow[]): Promise<void> {
  if (rows.length === 0) return;
  await writeRows(
    db,
    "outlets",
    rows,
    outletJson,
    (json) => sql`
      update outlets o set
        source = r.source, source_ref = r.source_ref, import_id = r.import_id, record_count = r.record_count,
        provenance = r.provenance, name = r.name, location = ST_SetSRID(ST_MakePoint(r.lng, r.lat), 4326),
        original_x = r.original_x, original_y = r.original_y, original_crs = r.original_crs,
        address = r.address, phone = r.phone, opening_hours = r.opening_hours,
        opening_hours_text = r.opening_hours_text, status = r.status, opened_on = r.opened_on,
        closed_on = r.closed_on, attributes = r.attributes, search = r.search, content_hash = r.content_hash,
        updated_at = now()
      from ${outletRecord(json)}
      where o.city = ${city} and o.id = r.id`,
  );
  const ids = rows.map((row) => row.id);
  await sql`delete from outlet_services where city = ${city} and outlet = any(${ids}::text[])`.execute(db);
  await sql`delete from outlet_records where city = ${city} and outlet = any(${ids}::text[])`.execute(db);
  await insertServices(db, city, rows);
  await insertRecords(db, city, rows);
}

async function insertServices(db: Kysely<Database>, city: string, rows: OutletRow[]): Promise<void> {
  const services = rows.flatMap(({ id, state }) =>
    state.services.map(({ category, kind }, position) => ({ outlet: id, position, category, kind })),
  );
  await writeRows(
    db,
    "services of outlets",
    services,
    (service) => service,
    (json) => sql`
      insert into outlet_services (city, outlet, position, category, kind)
      select ${city}, outlet, position, category, kind
      from json_to_recordset(${json}::json) as r(outlet text, position smallint, category text, kind text)`,
  );
}

async function insertRecords(db: Kysely<Database>, city: string, rows: OutletRow[]): Promise<void> {
  const records = rows.flatMap(({ id, state: { records: list = [] } }) =>
    list.length < 2
      ? []
      : list.map((record, position) => ({
          outlet: id,
          position,
          source: record.source,
          source_ref: record.sourceRef,
          import_id: record.importId,
          former_id: record.formerId,
          draft: record.draft,
          content_hash: contentHash(record.draft),
        })),
  );
  await writeRows(
    db,
    "records of outlets",
    records,
    (record) => record,
    (json) => sql`
      insert into outlet_records (
        city, outlet, position, source, source_ref, import_id, former_id, draft, content_hash)
      select ${city}, outlet, position, source, source_ref, import_id, former_id, draft, content_hash
      from json_to_recordset(${json}::json) as r(
        outlet text, position smallint, source text, source_ref text, import_id text, former_id text, draft jsonb,
        content_hash text)`,
  );
}

/** The draft in a state, without what says where it came from. */
export function draftOf({
  source: _source,
  importId: _importId,
  records: _records,
  ...draft
}: OutletState): OutletDraft {
  return draft;
}

/** The state that follows from records; with one only, that record is the outlet. */
export function stateOf(records: OutletRecord[]): OutletState {
  const [leading] = records;
  if (records.length === 1) {
    return { ...(leading.draft as OutletDraft), source: leading.source, importId: leading.importId };
  }
  const { draft } = mergeRecords(records);
  return { ...draft, sourceRef: leading.sourceRef, source: leading.source, importId: leading.importId, records };
}

/** The records of a state, also where it has but the one that it is itself. */
export function recordsOf(state: OutletState): OutletRecord[] {
  const { sourceRef, source, importId } = state;
  return state.records ?? [{ source, sourceRef, importId, formerId: null, draft: draftOf(state) }];
}

interface RecordRow {
  outlet: string;
  source: string;
  source_ref: string | null;
  import_id: string | null;
  former_id: string | null;
  draft: Partial<OutletDraft>;
}

/** The states of these outlets as stored now; those that are not there are left out. */
export async function readStates(db: Kysely<Database>, city: string, ids: string[]): Promise<Map<string, OutletState>> {
  const states = new Map<string, OutletState>();
  for (const outlet of await outletsById(db, city, ids)) {
    const { id, city: _city, createdAt: _created, updatedAt: _updated, ...state } = outlet;
    states.set(id, state);
  }
  for (const [outlet, records] of await readRecords(db, city, ids)) states.get(outlet)!.records = records;
  return states;
}

/** The records of outlets that several speak for, by outlet; of these outlets, or of all. */
async function readRecords(
  db: Kysely<Database>,
  city: string,
  ids: string[] | null,
): Promise<Map<string, OutletRecord[]>> {
  const wanted = ids === null ? sql`` : sql`and outlet = any(${ids}::text[])`;
  const { rows } = await sql<RecordRow>`
    select outlet, source, source_ref, import_id, former_id, draft from outlet_records
    where city = ${city} ${wanted} order by outlet, position`.execute(db);
  const records = new Map<string, OutletRecord[]>();
  for (const row of rows) {
    const ofOutlet = records.get(row.outlet) ?? [];
    ofOutlet.push({
      source: row.source,
      sourceRef: row.source_ref,
      importId: row.import_id,
      formerId: row.former_id,
      draft: row.draft,
    });
    records.set(row.outlet, ofOutlet);
  }
  return records;
}

export function recordsOfMerged(db: Kysely<Database>, city: string): Promise<Map<string, OutletRecord[]>> {
  return readRecords(db, city, null);
}

/** What each source says of an outlet, and which field comes from where. */
export async function recordsOfOutlet(
  db: Kysely<Database>,
  city: string,
  id: string,
): Promise<{ records: OutletRecord[]; provenance: Provenance }> {
  const state = (await readStates(db, city, [id])).get(id);
  if (!state) throw new NotFound(`There is no outlet ${id} in ${city}.`);
  const records = recordsOf(state);
  return { records, provenance: mergeRecords(records).provenance };
}
