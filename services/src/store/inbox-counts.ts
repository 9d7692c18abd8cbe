/** Numbers for what residents send, and how often something was done of late; shared by all who use the store. */
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { checkText } from "./checks.ts";
import { UnknownCity } from "./errors.ts";
import type { Allowance } from "./inbox-types.ts";
import type { Database } from "./schema.ts";

type Db = Kysely<Database>;

/** A number that no report or rating of the city had. Whoever else wants one waits until the transaction ends. */
export async function nextNumber(db: Db, city: string): Promise<number> {
  const { rows } = await sql<{ last_number: number | string }>`
    insert into inbox_numbers as n (city, last_number) select id, 1 from cities where id = ${city}
    on conflict (city) do update set last_number = n.last_number + 1
    returning last_number`.execute(db);
  if (rows.length === 0) throw new UnknownCity(city);
  return Number(rows[0].last_number);
}

export async function takeAllowances(
  db: Db,
  wanted: Allowance[],
): Promise<{ key: string; retryAfterSeconds: number } | null> {
  for (const { key, limit, seconds } of wanted) {
    checkText("key", key);
    // The window begins with the first use.
    const { rows } = await sql<{ count: number; seconds: number | string }>`
      insert into inbox_counts as c (key, count, ends_at) values (${key}, 1, now() + make_interval(secs => ${seconds}::int))
      on conflict (key) do update set
        count = case when c.ends_at <= now() then 1 else c.count + 1 end,
        ends_at = case when c.ends_at <= now() then excluded.ends_at else c.ends_at end
      returning count, ceil(extract(epoch from ends_at - now()))::int as seconds`.execute(db);
    const [{ count, seconds: left }] = rows;
    if (count > limit) return { key, retryAfterSeconds: Math.max(1, Number(left)) };
  }
  return null;
}

export async function addToCounts(
  db: Db,
  added: readonly { key: string; by: number; seconds: number }[],
): Promise<number[]> {
  const totals = new Map<string, number>();
  // In one order for everybody, so that two who add at once do not wait for one another.
  for (const { key, by, seconds } of added.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    checkText("key", key);
    const { rows } = await sql<{ count: number }>`
      insert into inbox_counts as c (key, count, ends_at) values (${key}, ${by}, now() + make_interval(secs => ${seconds}::int))
      on conflict (key) do update set
        count = case when c.ends_at <= now() then excluded.count else c.count + excluded.count end,
        ends_at = case when c.ends_at <= now() then excluded.ends_at else c.ends_at end
      returning count`.execute(db);
    totals.set(key, Number(rows[0].count));
  }
  await forgetEndedCounts(db);
  return added.map(({ key }) => totals.get(key)!);
}

export async function saltOfDay(db: Db): Promise<Uint8Array> {
  const today = sql`(now() at time zone 'UTC')::date`;
  // Without the salt, what was made with it cannot be tried out against addresses any more.
  await sql`delete from inbox_salts where day < ${today}`.execute(db);
  await sql`
    insert into inbox_salts (day, salt) values (${today}, ${randomBytes(32)}) on conflict (day) do nothing`.execute(db);
  const { rows } = await sql<{ salt: Uint8Array }>`select salt from inbox_salts where day = ${today}`.execute(db);
  return rows[0].salt;
}

/** Those that somebody counts on at this moment are left for the next time. */
async function forgetEndedCounts(db: Db): Promise<void> {
  await sql`
    delete from inbox_counts where key in (
      select key from inbox_counts where ends_at <= now() order by ends_at limit 1000 for update skip locked
    )`.execute(db);
}

export async function tidyInbox(db: Db, photoDays: number): Promise<void> {
  await forgetEndedCounts(db);
  await sql`delete from inbox_salts where day < (now() at time zone 'UTC')::date`.execute(db);
  await sql`
    delete from report_photos p using reports r
    where r.city = p.city and r.id = p.report and r.decided_at < now() - make_interval(days => ${photoDays}::int)
      and not exists (
        select from outlet_photos o where o.city = p.city and o.report = p.report and o.number = p.number
      )`.execute(db);
}
