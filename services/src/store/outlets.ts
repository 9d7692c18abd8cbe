import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { checkText } from "./checks.ts";
import { checkLimit, makeCursor, readCursor } from "./cursors.ts";
import { InvalidInput } from "./errors.ts";
import { insideBox } from "./geometry-sql.ts";
import type { Database } from "./schema.ts";
import { searchPatterns } from "./search-text.ts";
import type { Outlet, OutletQuery, OutletService, OutletStatus, Page } from "./store.ts";

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

/** Those of the ids that are there, in the order of the ids. */
export async function outletsById(db: Kysely<Database>, city: string, ids: string[]): Promise<Outlet[]> {
  const found = new Map<string, Outlet>();
  for (let start = 0; start < ids.length; start += 1_000) {
    const { rows } = await sql<OutletRow>`
      select ${outletColumns} from outlets o ${servicesOfOutlet}
      where o.city = ${city} and o.id = any(${ids.slice(start, start + 1_000)}::text[])`.execute(db);
    for (const row of rows) found.set(row.id, outletOf(row));
  }
  return ids.flatMap((id) => found.get(id) ?? []);
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
