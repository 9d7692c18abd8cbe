import { sql } from "kysely";
import type { Kysely, Selectable } from "kysely";
import type { CategoryId } from "@quarterhour/data";
import { checkCity, checkMoment, checkSource, checkText } from "./checks.ts";
import { InvalidInput } from "./errors.ts";
import { beginChange } from "./revisions.ts";
import type { Database } from "./schema.ts";
import type { City, CityCounts, Claim } from "./store.ts";

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
): Promise<void> {
  checkSource(source);
  checkMoment(`Claims of ${source}`, "asOf", asOf);
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
