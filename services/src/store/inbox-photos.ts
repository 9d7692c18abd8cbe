/** Photos that came with reports, and those of them that are public. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { checkText } from "./checks.ts";
import { NotFound } from "./errors.ts";
import { idsOf } from "./inbox-ratings.ts";
import type { Database } from "./schema.ts";

type Db = Kysely<Database>;

export async function reportPhoto(
  db: Db,
  city: string,
  report: string,
  number: number,
  size: "large" | "small",
): Promise<Uint8Array | null> {
  checkText("photo", [city, report]);
  const { rows } = await sql<{ data: Uint8Array }>`
    select ${sql.ref(size)} as data from report_photos
    where city = ${city} and report = ${report} and number = ${number}`.execute(db);
  return rows[0]?.data ?? null;
}

export async function setOutletPhoto(
  db: Db,
  city: string,
  outlet: string,
  report: string,
  number: number,
): Promise<void> {
  checkText("photo", [city, outlet, report]);
  const result = await sql`
    insert into outlet_photos (city, outlet, report, number)
    select city, ${outlet}, report, number from report_photos
    where city = ${city} and report = ${report} and number = ${number}
    on conflict (city, outlet) do update set report = excluded.report, number = excluded.number`.execute(db);
  if (result.numAffectedRows !== 1n) throw new NotFound(`Report ${report} has no photo ${number}.`);
}

export async function removeOutletPhoto(db: Db, city: string, outlet: string): Promise<boolean> {
  checkText("photo", [city, outlet]);
  const result = await sql`delete from outlet_photos where city = ${city} and outlet = ${outlet}`.execute(db);
  return result.numAffectedRows === 1n;
}

export async function outletPhoto(
  db: Db,
  city: string,
  outlet: string,
  size: "large" | "small",
): Promise<{ data: Uint8Array; version: string } | null> {
  checkText("photo", [city, outlet]);
  const { rows } = await sql<{ data: Uint8Array; version: string }>`
    select ${sql.ref(`p.${size}`)} as data, p.sha256 as version
    from outlet_photos o join report_photos p on p.city = o.city and p.report = o.report and p.number = o.number
    where o.city = ${city} and o.outlet in ${idsOf(city, outlet)}
      and exists (select from outlets t where t.city = ${city} and t.id = ${outlet})
    order by o.outlet <> ${outlet}, o.outlet limit 1`.execute(db);
  return rows[0] ?? null;
}
