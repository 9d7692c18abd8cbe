import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { assignTo, loadAreaLookup } from "./areas.ts";
import { contentHash, countPlan, deleteIds, markUnchanged, planReplace, writeRows } from "./bulk.ts";
import { checkResidences, checkSource, checkText } from "./checks.ts";
import { checkLimit, makeCursor, readCursor } from "./cursors.ts";
import { asGeoJson, insideBox } from "./geometry-sql.ts";
import { beginChange, makeId } from "./revisions.ts";
import type { Database } from "./schema.ts";
import { searchPatterns, searchText } from "./search-text.ts";
import type { Page, Residence, ResidenceDraft, ResidenceQuery, ReplaceCounts } from "./store.ts";

interface ResidenceRow {
  id: string;
  city: string;
  source: string;
  source_ref: string | null;
  import_id: string | null;
  name: string | null;
  address: string | null;
  compound: string | null;
  lng: number;
  lat: number;
  footprint: Residence["footprint"];
  levels: number | null;
  households: number;
  households_estimated: boolean;
  people: number | null;
  elderly_share: number | null;
  child_share: number | null;
  geocoded: boolean;
  floor_square_meters: number | null;
  district: string | null;
  street: string | null;
  community: string | null;
}

const residenceColumns = sql`
  id, city, source, source_ref, import_id, name, address, compound, ST_X(location) as lng, ST_Y(location) as lat,
  ${asGeoJson(sql`footprint`)} as footprint, levels, households, households_estimated, people,
  elderly_share, child_share, geocoded, floor_square_meters, district, street, community`;

export async function replaceResidences(
  db: Kysely<Database>,
  city: string,
  source: string,
  importId: string | null,
  drafts: ResidenceDraft[],
): Promise<ReplaceCounts> {
  checkSource(source);
  checkResidences(drafts);
  // Locks the city before reading what is there.
  const last = await beginChange(db, city, drafts.length);
  const plan = await planReplace(db, "residences", city, source, drafts);
  const areas = await loadAreaLookup(db, city);
  const toJson = (row: { id: string; draft: ResidenceDraft; hash: string }) => residenceJson(row, areas);
  await deleteIds(db, "residences", city, plan.removed);
  await writeRows(
    db,
    "residences",
    plan.updated,
    toJson,
    (json) => sql`
      update residences o set
        import_id = ${importId}, name = r.name, address = r.address, compound = r.compound,
        location = ST_SetSRID(ST_MakePoint(r.lng, r.lat), 4326),
        footprint = ST_SetSRID(ST_GeomFromGeoJSON(r.footprint), 4326), levels = r.levels, households = r.households,
        households_estimated = r.households_estimated, people = r.people, elderly_share = r.elderly_share,
        child_share = r.child_share, geocoded = r.geocoded, floor_square_meters = r.floor_square_meters, district = r.district, street = r.street, community = r.community,
        search = r.search, content_hash = r.content_hash
      from ${residenceRecord(json)}
      where o.city = ${city} and o.id = r.id`,
  );
  await markUnchanged(db, "residences", city, importId, plan.unchanged);
  await writeRows(
    db,
    "residences",
    plan.added,
    ({ draft, hash }, i) => toJson({ id: makeId("r", last + 1 + i), draft, hash }),
    (json) => sql`
      insert into residences (
        city, source, import_id, id, source_ref, name, address, compound, location, footprint, levels, households,
        households_estimated, people, elderly_share, child_share, geocoded, floor_square_meters, district, street, community, search,
        content_hash)
      select
        ${city}, ${source}, ${importId}, id, source_ref, name, address, compound,
        ST_SetSRID(ST_MakePoint(lng, lat), 4326), ST_SetSRID(ST_GeomFromGeoJSON(footprint), 4326), levels, households,
        households_estimated, people, elderly_share, child_share, geocoded, floor_square_meters, district, street, community, search,
        content_hash
      from ${residenceRecord(json)}`,
  );
  return countPlan(plan);
}

/**
 * Puts residences back beside what is there, with their ids, sources and imports. The areas they lie in are found anew.
 */
export async function returnResidences(db: Kysely<Database>, city: string, rows: Residence[]): Promise<void> {
  await beginChange(db, city, 0);
  const areas = await loadAreaLookup(db, city);
  await writeRows(
    db,
    "residences",
    rows,
    ({ id, city: _city, source, importId, areas: _areas, ...draft }) => ({
      ...residenceJson({ id, draft, hash: contentHash(draft) }, areas),
      source,
      import_id: importId,
    }),
    (json) => sql`
      insert into residences (
        city, source, import_id, id, source_ref, name, address, compound, location, footprint, levels, households,
        households_estimated, people, elderly_share, child_share, geocoded, floor_square_meters, district, street, community, search,
        content_hash)
      select
        ${city}, source, import_id, id, source_ref, name, address, compound,
        ST_SetSRID(ST_MakePoint(lng, lat), 4326), ST_SetSRID(ST_GeomFromGeoJSON(footprint), 4326), levels, households,
        households_estimated, people, elderly_share, child_share, geocoded, floor_square_meters, district, street, community, search,
        content_hash
      from ${residenceRecord(json)}`,
  );
}

export async function removeResidences(db: Kysely<Database>, city: string, ids: string[]): Promise<void> {
  await beginChange(db, city, 0);
  await deleteIds(db, "residences", city, ids);
}

/** Puts the residences of a source back as they were. */
export async function restoreResidences(
  db: Kysely<Database>,
  city: string,
  source: string,
  rows: Residence[],
): Promise<ReplaceCounts> {
  await beginChange(db, city, 0);
  const found = await sql<{ id: string }>`
    select id from residences where city = ${city} and source = ${source}`.execute(db);
  const now = new Set(found.rows.map(({ id }) => id));
  await deleteIds(db, "residences", city, [...now]);
  await returnResidences(db, city, rows);
  const kept = rows.filter(({ id }) => now.has(id)).length;
  return { added: rows.length - kept, updated: kept, removed: now.size - kept, unchanged: 0 };
}

function residenceJson(
  { id, draft, hash }: { id: string; draft: ResidenceDraft; hash: string },
  areas: Awaited<ReturnType<typeof loadAreaLookup>>,
) {
  return {
    id,
    source_ref: draft.sourceRef,
    name: draft.name,
    address: draft.address,
    compound: draft.compound,
    lng: draft.location[0],
    lat: draft.location[1],
    footprint: draft.footprint,
    levels: draft.levels,
    households: draft.households,
    households_estimated: draft.householdsEstimated,
    people: draft.people,
    elderly_share: draft.elderlyShare,
    child_share: draft.childShare,
    geocoded: draft.geocoded === true,
    floor_square_meters: draft.floorSquareMeters ?? null,
    ...assignTo(areas, draft.location),
    search: searchText([draft.name, draft.compound], [draft.address]),
    content_hash: hash,
  };
}

function residenceRecord(json: string): RawBuilder<unknown> {
  return sql`json_to_recordset(${json}::json) as r(
    id text, source_ref text, name text, address text, compound text, lng double precision, lat double precision,
    footprint text, levels double precision, households integer, households_estimated boolean, people integer,
    elderly_share double precision, child_share double precision, geocoded boolean, floor_square_meters double precision, district text, street text, community text,
    search text, content_hash text, source text, import_id text)`;
}

export async function findResidences(
  db: Kysely<Database>,
  city: string,
  query: ResidenceQuery,
): Promise<Page<Residence>> {
  checkText("query", [city, query]);
  const limit = checkLimit(query.limit);
  const conditions: RawBuilder<unknown>[] = [sql`city = ${city}`];
  if (query.cursor !== undefined) conditions.push(sql`id > ${readCursor(`residences ${city}`, query, query.cursor)}`);
  if (query.ids) conditions.push(sql`id = any(${query.ids}::text[])`);
  if (query.bbox) conditions.push(insideBox(sql`location`, query.bbox));
  if (query.area !== undefined) {
    conditions.push(sql`(district = ${query.area} or street = ${query.area} or community = ${query.area})`);
  }
  for (const pattern of searchPatterns(query.q ?? "")) conditions.push(sql`search like ${pattern}`);
  const { rows } = await sql<ResidenceRow>`
    select ${residenceColumns} from residences
    where ${sql.join(conditions, sql` and `)}
    order by id limit ${limit + 1}`.execute(db);
  const items = rows.slice(0, limit).map(residenceOf);
  const nextCursor = rows.length > limit ? makeCursor(`residences ${city}`, query, items[limit - 1].id) : null;
  return { items, nextCursor };
}

export async function getResidence(db: Kysely<Database>, city: string, id: string): Promise<Residence | null> {
  const page = await findResidences(db, city, { ids: [id], limit: 1 });
  return page.items[0] ?? null;
}

export async function allResidences(db: Kysely<Database>, city: string): Promise<Residence[]> {
  checkText("city", city);
  const { rows } = await sql<ResidenceRow>`
    select ${residenceColumns} from residences where city = ${city} order by id`.execute(db);
  return rows.map(residenceOf);
}

function residenceOf(row: ResidenceRow): Residence {
  return {
    id: row.id,
    city: row.city,
    source: row.source,
    sourceRef: row.source_ref,
    importId: row.import_id,
    name: row.name,
    address: row.address,
    compound: row.compound,
    location: [row.lng, row.lat],
    footprint: row.footprint,
    levels: row.levels,
    households: row.households,
    householdsEstimated: row.households_estimated,
    people: row.people,
    elderlyShare: row.elderly_share,
    childShare: row.child_share,
    ...(row.geocoded ? { geocoded: true } : {}),
    ...(row.floor_square_meters === null ? {} : { floorSquareMeters: row.floor_square_meters }),
    areas: { district: row.district, street: row.street, community: row.community },
  };
}
