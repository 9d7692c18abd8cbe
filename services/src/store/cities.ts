import { sql } from "kysely";
import type { Kysely, Selectable } from "kysely";
import type { CategoryId } from "@quarterhour/data";
import { todayInChina } from "../china-clock.ts";
import { checkCity, checkEstimate, checkMoment, checkSource, checkText } from "./checks.ts";
import { InvalidInput, UnknownCity } from "./errors.ts";
import { beginChange } from "./revisions.ts";
import type { Database } from "./schema.ts";
import type { City, CityCounts, Claim, EstimateFigures } from "./store.ts";

export async function listCities(db: Kysely<Database>): Promise<City[]> {
  const rows = await db.selectFrom("cities").selectAll().orderBy("id").execute();
  return rows.map(cityOf);
}

export async function getCity(db: Kysely<Database>, id: string): Promise<City | null> {
  checkText("city", id);
  const row = await db.selectFrom("cities").selectAll().where("id", "=", id).executeTakeFirst();
  return row ? cityOf(row) : null;
}

export async function putCity(db: Kysely<Database>, city: Omit<City, "createdAt" | "updatedAt">): Promise<City> {
  checkCity(city);
  const [west, south, east, north] = city.bbox;
  const values = {
    name_zh: city.nameZh,
    name_en: city.nameEn,
    west,
    south,
    east,
    north,
    fictional: city.fictional,
    osm_date: city.osmDate,
    network_version: city.networkVersion,
    attribution: city.attribution,
  };
  const row = await db
    .insertInto("cities")
    .values({ id: city.id, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ ...values, updated_at: sql`now()` }))
    .returningAll()
    .executeTakeFirstOrThrow();
  return cityOf(row);
}

export async function deleteCity(db: Kysely<Database>, id: string): Promise<boolean> {
  if (!(await getCity(db, id))) return false;
  await beginChange(db, id, 0);
  // The rest follows by foreign keys. Residences first: each area would look through them otherwise.
  await sql`delete from residences where city = ${id}`.execute(db);
  await sql`delete from outlets where city = ${id}`.execute(db);
  await db.deleteFrom("cities").where("id", "=", id).execute();
  return true;
}

function cityOf(row: Selectable<Database["cities"]>): City {
  return {
    id: row.id,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    bbox: [row.west, row.south, row.east, row.north],
    fictional: row.fictional,
    osmDate: row.osm_date,
    networkVersion: row.network_version,
    attribution: row.attribution,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Only what is set; null is not. */
export async function getEstimate(db: Kysely<Database>, city: string): Promise<Partial<EstimateFigures>> {
  checkText("city", city);
  const row = await db.selectFrom("cities").select("estimate").where("id", "=", city).executeTakeFirst();
  if (!row) throw new UnknownCity(city);
  return row.estimate as Partial<EstimateFigures>;
}

/** Sets what is named; null takes it back. */
export async function setEstimate(
  db: Kysely<Database>,
  city: string,
  change: Partial<EstimateFigures>,
): Promise<Partial<EstimateFigures>> {
  await beginChange(db, city, 0);
  const all = { ...(await getEstimate(db, city)), ...change };
  const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined));
  checkEstimate(kept);
  await sql`update cities set estimate = ${JSON.stringify(kept)}::jsonb where id = ${city}`.execute(db);
  return kept;
}

export async function countCity(db: Kysely<Database>, city: string): Promise<CityCounts> {
  const { rows } = await sql<Record<keyof CityCounts, number | string>>`
    select
      (select count(*) from outlets where city = ${city}) as outlets,
      (select count(*) from residences where city = ${city}) as residences,
      (select coalesce(sum(households), 0) from residences where city = ${city}) as households,
      (select count(*) from areas where city = ${city}) as areas`.execute(db);
  const [row] = rows;
  return {
    outlets: Number(row.outlets),
    residences: Number(row.residences),
    households: Number(row.households),
    areas: Number(row.areas),
  };
}

export async function setClaims(
  db: Kysely<Database>,
  city: string,
  source: string,
  asOf: string | null,
  categories: CategoryId[],
  areas: string[] = [],
  since: string | null = asOf?.slice(0, 10) ?? todayInChina(),
): Promise<void> {
  checkSource(source);
  checkMoment(`Claims of ${source}`, "asOf", asOf);
  if (since !== null) checkMoment(`Claims of ${source}`, "since", since);
  checkText(`Claims of ${source}`, categories);
  if (categories.some((category) => !category))
    throw new InvalidInput(`Claims of ${source}: a category is empty.`, "categories");
  await beginChange(db, city, 0);
  await db.deleteFrom("claims").where("city", "=", city).where("source", "=", source).execute();
  const where = areas.length > 0 ? [...new Set(areas)] : [""];
  const values = [...new Set(categories)].flatMap((category) =>
    where.map((area) => ({ city, source, category, as_of: asOf, area })),
  );
  if (values.length > 0) await db.insertInto("claims").values(values).execute();
  const claims = values.map(({ category, area }) => ({ category, area: area === "" ? null : area, asOf }));
  await noteClaims(db, city, source, since, claims);
}

/** What is kept of a claim in the history. */
type PastClaim = Pick<Claim, "category" | "area" | "asOf">;

/** A source's claims from a day on; null: since always. */
async function noteClaims(
  db: Kysely<Database>,
  city: string,
  source: string,
  since: string | null,
  claims: PastClaim[],
): Promise<void> {
  await sql`
    insert into claim_history (city, source, since, claims)
    values (${city}, ${source}, ${since ?? "-infinity"}::date, ${JSON.stringify(claims)}::jsonb)`.execute(db);
}

/** Puts back what a source vouched for before the last time that it said so, in the history too. */
export async function restoreClaims(
  db: Kysely<Database>,
  city: string,
  source: string,
  before: Claim[],
): Promise<void> {
  await beginChange(db, city, 0);
  await db.deleteFrom("claims").where("city", "=", city).where("source", "=", source).execute();
  const values = before.map(({ category, asOf, area }) => ({ city, source, category, as_of: asOf, area: area ?? "" }));
  if (values.length > 0) await db.insertInto("claims").values(values).execute();
  await sql`
    delete from claim_history where city = ${city} and source = ${source} and seq = (
      select max(seq) from claim_history where city = ${city} and source = ${source}
    )`.execute(db);
  const { rows } = await sql<{ claims: PastClaim[] }>`
    select claims from claim_history where city = ${city} and source = ${source} order by seq desc limit 1`.execute(db);
  const claims = before.map(({ category, area, asOf }) => ({ category, area, asOf }));
  if (sameClaims(rows[0]?.claims ?? [], claims)) return;
  // of what came before the history was kept, only the day that it speaks for is known
  const asOf = before.map((claim) => claim.asOf).find((day) => day !== null);
  await noteClaims(db, city, source, asOf?.slice(0, 10) ?? todayInChina(), claims);
}

function sameClaims(a: PastClaim[], b: PastClaim[]): boolean {
  const keys = (claims: PastClaim[]) =>
    claims
      .map(({ category, area, asOf }) => JSON.stringify([category, area, asOf]))
      .sort()
      .join();
  return keys(a) === keys(b);
}

/** What was vouched for on a day: of each source what it said last of those days; nothing before it said anything. */
export async function claimsOn(db: Kysely<Database>, city: string, date: string): Promise<Claim[]> {
  checkMoment("Claims", "date", date);
  const { rows } = await sql<{ source: string; claims: PastClaim[] }>`
    select distinct on (source) source, claims from claim_history
    where city = ${city} and since <= ${date.slice(0, 10)}::date order by source, seq desc`.execute(db);
  return rows
    .flatMap(({ source, claims }) => claims.map(({ category, area, asOf }) => ({ city, category, source, asOf, area })))
    .sort((a, b) => (a.category < b.category ? -1 : a.category > b.category ? 1 : a.source < b.source ? -1 : 1));
}

export async function listClaims(db: Kysely<Database>, city: string): Promise<Claim[]> {
  const rows = await db
    .selectFrom("claims")
    .selectAll()
    .where("city", "=", city)
    .orderBy("category")
    .orderBy("source")
    .execute();
  return rows.map((row) => ({
    city: row.city,
    category: row.category as CategoryId,
    source: row.source,
    asOf: row.as_of,
    area: row.area === "" ? null : row.area,
  }));
}
