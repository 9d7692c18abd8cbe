import type { Position } from "@quarterhour/isochrones";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { contentHash, countPlan, deleteIds, markUnchanged, planReplace, writeRows } from "./bulk.ts";
import { checkAreas, checkSource, checkText } from "./checks.ts";
import { asGeoJson } from "./geometry-sql.ts";
import { AreaIndex } from "./polygons.ts";
import { beginChange, makeId } from "./revisions.ts";
import type { Database } from "./schema.ts";
import type { Area, AreaDraft, AreaLevel, Residence, ReplaceCounts } from "./store.ts";

interface AreaRow {
  id: string;
  city: string;
  source: string;
  source_ref: string | null;
  import_id: string | null;
  level: AreaLevel;
  name: string;
  name_en: string | null;
  geometry: Area["geometry"];
}

export async function replaceAreas(
  db: Kysely<Database>,
  city: string,
  source: string,
  importId: string | null,
  drafts: AreaDraft[],
): Promise<ReplaceCounts> {
  checkSource(source);
  checkAreas(drafts);
  // Locks the city before reading what is there.
  const last = await beginChange(db, city, drafts.length);
  const plan = await planReplace(db, "areas", city, source, drafts);
  await writeRows(
    db,
    "areas",
    plan.updated,
    areaJson,
    (json) => sql`
      update areas o set
        import_id = ${importId}, level = r.level, name = r.name, name_en = r.name_en,
        geometry = ST_SetSRID(ST_GeomFromGeoJSON(r.geometry), 4326), content_hash = r.content_hash
      from ${areaRecord(json)}
      where o.city = ${city} and o.id = r.id`,
  );
  await markUnchanged(db, "areas", city, importId, plan.unchanged);
  await writeRows(
    db,
    "areas",
    plan.added,
    ({ draft, hash }, i) => areaJson({ id: makeId("a", last + 1 + i), draft, hash }),
    (json) => sql`
      insert into areas (city, source, import_id, id, source_ref, level, name, name_en, geometry, content_hash)
      select ${city}, ${source}, ${importId}, id, source_ref, level, name, name_en,
        ST_SetSRID(ST_GeomFromGeoJSON(geometry), 4326), content_hash
      from ${areaRecord(json)}`,
  );
  // Residences let go of the areas that leave before those are removed.
  await assignAreas(db, city, new Set(plan.removed));
  await deleteIds(db, "areas", city, plan.removed);
  return countPlan(plan);
}

/** Puts the areas of a source back as they were, ids and imports included. */
export async function restoreAreas(
  db: Kysely<Database>,
  city: string,
  source: string,
  before: Area[],
): Promise<ReplaceCounts> {
  await beginChange(db, city, 0);
  const found = await sql<{ id: string }>`
    select id from areas where city = ${city} and source = ${source}`.execute(db);
  const now = new Set(found.rows.map(({ id }) => id));
  const was = new Set(before.map(({ id }) => id));
  const toJson = ({ id, city: _city, source: _source, importId, ...draft }: Area) => ({
    ...areaJson({ id, draft, hash: contentHash(draft) }),
    import_id: importId,
  });
  const kept = before.filter(({ id }) => now.has(id));
  const back = before.filter(({ id }) => !now.has(id));
  const removed = [...now].filter((id) => !was.has(id));
  // keys of rows that leave must be free before those that come back take them
  await assignAreas(db, city, new Set(removed));
  await deleteIds(db, "areas", city, removed);
  await sql`update areas set source_ref = null where city = ${city} and source = ${source}`.execute(db);
  await writeRows(
    db,
    "areas",
    kept,
    toJson,
    (json) => sql`
      update areas o set
        import_id = r.import_id, source_ref = r.source_ref, level = r.level, name = r.name, name_en = r.name_en,
        geometry = ST_SetSRID(ST_GeomFromGeoJSON(r.geometry), 4326), content_hash = r.content_hash
      from ${areaRecord(json)}
      where o.city = ${city} and o.id = r.id`,
  );
  await writeRows(
    db,
    "areas",
    back,
    toJson,
    (json) => sql`
      insert into areas (city, source, import_id, id, source_ref, level, name, name_en, geometry, content_hash)
      select ${city}, ${source}, import_id, id, source_ref, level, name, name_en,
        ST_SetSRID(ST_GeomFromGeoJSON(geometry), 4326), content_hash
      from ${areaRecord(json)}`,
  );
  await assignAreas(db, city, new Set());
  return { added: back.length, updated: kept.length, removed: removed.length, unchanged: 0 };
}

function areaJson({ id, draft, hash }: { id: string; draft: AreaDraft; hash: string }) {
  return {
    id,
    source_ref: draft.sourceRef,
    level: draft.level,
    name: draft.name,
    name_en: draft.nameEn,
    geometry: draft.geometry,
    content_hash: hash,
  };
}

function areaRecord(json: string): RawBuilder<unknown> {
  return sql`json_to_recordset(${json}::json) as r(
    id text, source_ref text, level text, name text, name_en text, geometry text, content_hash text, import_id text)`;
}

export async function listAreas(db: Kysely<Database>, city: string, level?: AreaLevel): Promise<Area[]> {
  checkText("city", [city, level]);
  const ofLevel = level === undefined ? sql`` : sql`and level = ${level}`;
  const { rows } = await sql<AreaRow>`
    select id, city, source, source_ref, import_id, level, name, name_en, ${asGeoJson(sql`geometry`)} as geometry
    from areas where city = ${city} ${ofLevel} order by id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    city: row.city,
    source: row.source,
    sourceRef: row.source_ref,
    importId: row.import_id,
    level: row.level,
    name: row.name,
    nameEn: row.name_en,
    geometry: row.geometry,
  }));
}

type AreaLookup = Record<AreaLevel, AreaIndex<Area>>;

export async function loadAreaLookup(db: Kysely<Database>, city: string, leaveOut?: Set<string>): Promise<AreaLookup> {
  const areas = (await listAreas(db, city)).filter((area) => !leaveOut?.has(area.id));
  const index = (level: AreaLevel) => new AreaIndex(areas.filter((area) => area.level === level));
  return { district: index("district"), street: index("street"), community: index("community") };
}

/** Per level the area that holds the point; where several do, the one added first. */
export function assignTo(areas: AreaLookup, location: Position): Residence["areas"] {
  return {
    district: areas.district.find(location)?.id ?? null,
    street: areas.street.find(location)?.id ?? null,
    community: areas.community.find(location)?.id ?? null,
  };
}

/** Finds again which areas each residence lies in, in TypeScript: no GEOS call decides what is written. */
async function assignAreas(db: Kysely<Database>, city: string, leaveOut: Set<string>): Promise<void> {
  const areas = await loadAreaLookup(db, city, leaveOut);
  const { rows } = await sql<{ id: string; lng: number; lat: number } & Residence["areas"]>`
    select id, ST_X(location) as lng, ST_Y(location) as lat, district, street, community
    from residences where city = ${city} order by id`.execute(db);
  const moved = rows.flatMap((row) => {
    const now = assignTo(areas, [row.lng, row.lat]);
    const same = now.district === row.district && now.street === row.street && now.community === row.community;
    return same ? [] : [{ id: row.id, ...now }];
  });
  await writeRows(
    db,
    "areas of residences",
    moved,
    (row) => row,
    (json) => sql`
      update residences o set district = r.district, street = r.street, community = r.community
      from json_to_recordset(${json}::json) as r(id text, district text, street text, community text)
      where o.city = ${city} and o.id = r.id`,
  );
}
