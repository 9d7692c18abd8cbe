import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { contentHash, countPlan, deleteIds, markUnchanged, planReplace, writeRows } from "./bulk.ts";
import { checkOutlets, checkSource, checkText } from "./checks.ts";
import { checkLimit, makeCursor, readCursor } from "./cursors.ts";
import { InvalidInput } from "./errors.ts";
import { insideBox } from "./geometry-sql.ts";
import { beginChange, makeId } from "./revisions.ts";
import type { Database } from "./schema.ts";
import { searchPatterns, searchText } from "./search-text.ts";
import type { Outlet, OutletDraft, OutletQuery, OutletService, OutletStatus, Page, ReplaceCounts } from "./store.ts";

interface OutletRow {
  id: string;
  city: string;
  source: string;
  source_ref: string | null;
  import_id: string | null;
  name: string;
  services: OutletService[];
  lng: number;
  lat: number;
  original_x: number | null;
  original_y: number | null;
  original_crs: string | null;
  address: string | null;
  phone: string | null;
  opening_hours: string | null;
  opening_hours_text: string | null;
  status: OutletStatus;
  opened_on: string | null;
  closed_on: string | null;
  attributes: Outlet["attributes"];
  created_at: Date;
  updated_at: Date;
}

/** Dates as text: drivers would make local midnights of them. */
const outletColumns = sql`
  o.id, o.city, o.source, o.source_ref, o.import_id, o.name, s.services,
  ST_X(o.location) as lng, ST_Y(o.location) as lat, o.original_x, o.original_y, o.original_crs,
  o.address, o.phone, o.opening_hours, o.opening_hours_text, o.status,
  o.opened_on::text as opened_on, o.closed_on::text as closed_on, o.attributes, o.created_at, o.updated_at`;

/** Services in the order in which they were given. */
const servicesOfOutlet = sql`
  cross join lateral (
    select json_agg(json_build_object('category', s.category, 'kind', s.kind) order by s.position) as services
    from outlet_services s where s.city = o.city and s.outlet = o.id
  ) s`;

export async function addOutlets(
  db: Kysely<Database>,
  city: string,
  source: string,
  importId: string | null,
  drafts: OutletDraft[],
): Promise<string[]> {
  checkSource(source);
  checkOutlets(drafts);
  const last = await beginChange(db, city, drafts.length);
  const rows = drafts.map((draft, i) => ({ id: makeId("o", last + 1 + i), draft, hash: contentHash(draft) }));
  await insertOutlets(db, city, source, importId, rows);
  return rows.map((row) => row.id);
}

export async function replaceOutlets(
  db: Kysely<Database>,
  city: string,
  source: string,
  importId: string | null,
  drafts: OutletDraft[],
): Promise<ReplaceCounts> {
  checkSource(source);
  checkOutlets(drafts);
  // Locks the city before reading what is there.
  const last = await beginChange(db, city, drafts.length);
  const plan = await planReplace(db, "outlets", city, source, drafts);
  await deleteIds(db, "outlets", city, plan.removed);
  await updateOutlets(db, city, importId, plan.updated);
  await markUnchanged(db, "outlets", city, importId, plan.unchanged);
  const added = plan.added.map(({ draft, hash }, i) => ({ id: makeId("o", last + 1 + i), draft, hash }));
  await insertOutlets(db, city, source, importId, added);
  return countPlan(plan);
}

interface IdentifiedOutlet {
  id: string;
  draft: OutletDraft;
  hash: string;
}

/** One draft as json_to_recordset reads it back by `outletRecord`. */
function outletJson({ id, draft, hash }: IdentifiedOutlet) {
  return {
    id,
    source_ref: draft.sourceRef,
    name: draft.name,
    lng: draft.location[0],
    lat: draft.location[1],
    original_x: draft.original?.x ?? null,
    original_y: draft.original?.y ?? null,
    original_crs: draft.original?.crs ?? null,
    address: draft.address,
    phone: draft.phone,
    opening_hours: draft.openingHours,
    opening_hours_text: draft.openingHoursText,
    status: draft.status,
    opened_on: draft.openedOn,
    closed_on: draft.closedOn,
    attributes: draft.attributes,
    search: searchText([draft.name], [draft.address]),
    content_hash: hash,
  };
}

function outletRecord(json: string): RawBuilder<unknown> {
  return sql`json_to_recordset(${json}::json) as r(
    id text, source_ref text, name text, lng double precision, lat double precision,
    original_x double precision, original_y double precision, original_crs text, address text, phone text,
    opening_hours text, opening_hours_text text, status text, opened_on date, closed_on date, attributes jsonb,
    search text, content_hash text)`;
}

async function insertOutlets(
  db: Kysely<Database>,
  city: string,
  source: string,
  importId: string | null,
  rows: IdentifiedOutlet[],
): Promise<void> {
  await writeRows(
    db,
    "outlets",
    rows,
    outletJson,
    (json) => sql`
      insert into outlets (
        city, source, import_id, id, source_ref, name, location, original_x, original_y, original_crs, address, phone,
        opening_hours, opening_hours_text, status, opened_on, closed_on, attributes, search, content_hash)
      select
        ${city}, ${source}, ${importId}, id, source_ref, name, ST_SetSRID(ST_MakePoint(lng, lat), 4326),
        original_x, original_y, original_crs, address, phone,
        opening_hours, opening_hours_text, status, opened_on, closed_on, attributes, search, content_hash
      from ${outletRecord(json)}`,
  );
  await insertServices(db, city, rows);
}

async function updateOutlets(
  db: Kysely<Database>,
  city: string,
  importId: string | null,
  rows: IdentifiedOutlet[],
): Promise<void> {
  if (rows.length === 0) return;
  await writeRows(
    db,
    "outlets",
    rows,
    outletJson,
    (json) => sql`
      update outlets o set
        import_id = ${importId}, name = r.name, location = ST_SetSRID(ST_MakePoint(r.lng, r.lat), 4326),
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
  await insertServices(db, city, rows);
}

async function insertServices(db: Kysely<Database>, city: string, rows: IdentifiedOutlet[]): Promise<void> {
  const services = rows.flatMap(({ id, draft }) =>
    draft.services.map(({ category, kind }, position) => ({ outlet: id, position, category, kind })),
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

export async function findOutlets(db: Kysely<Database>, city: string, query: OutletQuery): Promise<Page<Outlet>> {
  checkText("query", [city, query]);
  const limit = checkLimit(query.limit);
  const conditions: RawBuilder<unknown>[] = [sql`o.city = ${city}`];
  if (query.cursor !== undefined) conditions.push(sql`o.id > ${readCursor(`outlets ${city}`, query, query.cursor)}`);
  if (query.ids) conditions.push(sql`o.id = any(${query.ids}::text[])`);
  if (query.status) conditions.push(sql`o.status = any(${query.status}::text[])`);
  if (query.bbox) conditions.push(insideBox(sql`o.location`, query.bbox));
  if (query.categories || query.kinds) conditions.push(offers(query.categories, query.kinds));
  if (query.changedSince !== undefined)
    conditions.push(sql`o.updated_at >= ${moment(query.changedSince)}::timestamptz`);
  for (const pattern of searchPatterns(query.q ?? "")) conditions.push(sql`o.search like ${pattern}`);
  // The page first, its services after: otherwise those of every match are put together before the limit cuts.
  const { rows } = await sql<OutletRow>`
    select ${outletColumns}
    from (
      select * from outlets o where ${sql.join(conditions, sql` and `)} order by o.id limit ${limit + 1}
    ) o ${servicesOfOutlet}
    order by o.id`.execute(db);
  const items = rows.slice(0, limit).map(outletOf);
  const nextCursor = rows.length > limit ? makeCursor(`outlets ${city}`, query, items[limit - 1].id) : null;
  return { items, nextCursor };
}

/** One of its services is of one of the categories and, where kinds are asked for, of one of those. */
function offers(categories: CategoryId[] | undefined, kinds: RepairKindId[] | undefined): RawBuilder<unknown> {
  const wanted: RawBuilder<unknown>[] = [sql`s.city = o.city`, sql`s.outlet = o.id`];
  if (categories) wanted.push(sql`s.category = any(${categories}::text[])`);
  if (kinds) wanted.push(sql`s.kind = any(${kinds}::text[])`);
  return sql`exists (select from outlet_services s where ${sql.join(wanted, sql` and `)})`;
}

function moment(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) {
    throw new InvalidInput(
      `changedSince is ${JSON.stringify(text)}; it must be an ISO 8601 date or time.`,
      "changedSince",
    );
  }
  return new Date(time).toISOString();
}

export async function getOutlet(db: Kysely<Database>, city: string, id: string): Promise<Outlet | null> {
  const page = await findOutlets(db, city, { ids: [id], limit: 1 });
  return page.items[0] ?? null;
}

export async function allOutlets(db: Kysely<Database>, city: string): Promise<Outlet[]> {
  checkText("city", city);
  const { rows } = await sql<OutletRow>`
    select ${outletColumns} from outlets o ${servicesOfOutlet} where o.city = ${city} order by o.id`.execute(db);
  return rows.map(outletOf);
}

export async function countOutlets(
  db: Kysely<Database>,
  city: string,
  status?: OutletStatus[],
): Promise<{ category: CategoryId; count: number }[]> {
  const ofStatus = status ? sql`and o.status = any(${status}::text[])` : sql``;
  const { rows } = await sql<{ category: CategoryId; count: number | string }>`
    select s.category, count(distinct s.outlet) as count
    from outlet_services s join outlets o on o.city = s.city and o.id = s.outlet
    where s.city = ${city} ${ofStatus} group by s.category order by s.category`.execute(db);
  return rows.map((row) => ({ category: row.category, count: Number(row.count) }));
}

function outletOf(row: OutletRow): Outlet {
  const { original_x: x, original_y: y, original_crs: crs } = row;
  return {
    id: row.id,
    city: row.city,
    source: row.source,
    sourceRef: row.source_ref,
    importId: row.import_id,
    name: row.name,
    services: row.services,
    location: [row.lng, row.lat],
    original: x === null || y === null || crs === null ? null : { x, y, crs },
    address: row.address,
    phone: row.phone,
    openingHours: row.opening_hours,
    openingHoursText: row.opening_hours_text,
    status: row.status,
    openedOn: row.opened_on,
    closedOn: row.closed_on,
    attributes: row.attributes,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
