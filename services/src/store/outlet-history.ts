/** The history of outlets: adding to it, and reading from it what held on a day. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { todayInChina } from "../china-clock.ts";
import { writeRows } from "./bulk.ts";
import { InvalidInput } from "./errors.ts";
import { statusOn } from "./outlet-merging.ts";
import type { Database } from "./schema.ts";
import type { Change, ChangeKind, ChangeOrigin, Outlet, OutletState, OutletVersion } from "./store.ts";

/** How "since always" is written in the table. */
const ALWAYS = "-infinity";

/** Rows of imports that were undone count for nothing, whatever the day. */
const notUndone = sql`not exists (
  select from imports i where i.city = h.city and i.id = h.origin_id and h.origin = 'import' and i.state = 'undone'
)`;

export interface HistoryEntry {
  outlet: string;
  change: ChangeKind;
  state: OutletState | null;
  /** null: since always; left out: as the change says. */
  effectiveOn?: string | null;
}

export async function addHistory(
  db: Kysely<Database>,
  city: string,
  change: Change,
  entries: HistoryEntry[],
): Promise<void> {
  if (change.actor === "") throw new InvalidInput("actor is empty; it names who makes the change.", "actor");
  const general = change.effectiveOn === undefined ? todayInChina() : change.effectiveOn;
  await writeRows(
    db,
    "the history of outlets",
    entries,
    ({ outlet, change: kind, state, effectiveOn }) => ({
      outlet,
      change: kind,
      effective_on: (effectiveOn === undefined ? general : effectiveOn) ?? ALWAYS,
      state,
    }),
    (json) => sql`
      insert into outlet_history (city, outlet, effective_on, actor, origin, origin_id, change, state)
      select ${city}, outlet,
        -- never before what is known already: else the day's state would not be the last one
        greatest(effective_on, (
          select max(h.effective_on) from outlet_history h
          where h.city = ${city} and h.outlet = r.outlet and ${notUndone}
        )),
        ${change.actor}, ${change.origin}, ${change.originId ?? null}, change, state
      from json_to_recordset(${json}::json) as r(outlet text, effective_on date, change text, state jsonb)`,
  );
}

interface HistoryRow {
  outlet: string;
  seq: number | string;
  at: Date;
  effective_on: string;
  actor: string;
  origin: ChangeOrigin;
  origin_id: string | null;
  change: ChangeKind;
  state: OutletState | null;
}

const historyColumns = sql`outlet, seq, at, effective_on::text as effective_on, actor, origin, origin_id, change, state`;

export async function readHistory(db: Kysely<Database>, city: string, outlet: string): Promise<OutletVersion[]> {
  const { rows } = await sql<HistoryRow>`
    select ${historyColumns} from outlet_history where city = ${city} and outlet = ${outlet} order by seq`.execute(db);
  return rows.map((row) => ({
    seq: Number(row.seq),
    at: row.at.toISOString(),
    effectiveOn: row.effective_on === ALWAYS ? null : row.effective_on,
    actor: row.actor,
    origin: row.origin,
    originId: row.origin_id,
    change: row.change,
    state: row.state,
  }));
}

/** The outlets as they were on a day, each with the status that it had then, by id. */
export async function outletsOn(db: Kysely<Database>, city: string, date: string): Promise<Outlet[]> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) {
    throw new InvalidInput(`date is ${JSON.stringify(date)}; it must be a day such as 2025-05-31.`, "date");
  }
  const { rows } = await sql<HistoryRow & { created: Date }>`
    select distinct on (outlet) ${historyColumns},
      min(at) over (partition by outlet) as created
    from outlet_history h
    where city = ${city} and effective_on <= ${date}::date and ${notUndone}
    order by outlet, h.effective_on desc, seq desc`.execute(db);
  return rows.flatMap(({ outlet, at, created, state }) => {
    if (state === null) return [];
    const { records: _records, ...draft } = state;
    return [
      {
        ...draft,
        status: statusOn(draft, date),
        id: outlet,
        city,
        createdAt: created.toISOString(),
        updatedAt: at.toISOString(),
      },
    ];
  });
}

/** What an import of outlets did to each of them, and how each was before it; later entries make undoing impossible. */
export async function touchedBy(
  db: Kysely<Database>,
  city: string,
  importId: string,
): Promise<
  { outlet: string; isLast: boolean; before: OutletState | null; beforeSince: string | null; gone: boolean }[]
> {
  const { rows } = await sql<{
    outlet: string;
    is_last: boolean;
    before: OutletState | null;
    before_since: string | null;
    gone: boolean;
  }>`
    with touched as (
      select outlet, min(seq) as first, max(seq) as last from outlet_history
      where city = ${city} and origin = 'import' and origin_id = ${importId} group by outlet
    )
    select t.outlet, p.state as before, p.effective_on::text as before_since,
      not exists (
        -- an import that was undone, and the undoing of it, leave an outlet as it was
        select from outlet_history h
        where h.city = ${city} and h.outlet = t.outlet and h.seq > t.last and h.origin <> 'undo' and ${notUndone}
      ) as is_last,
      not exists (select from outlets o where o.city = ${city} and o.id = t.outlet) as gone
    from touched t left join lateral (
      select h.state, h.effective_on from outlet_history h
      where h.city = ${city} and h.outlet = t.outlet and h.seq < t.first and ${notUndone}
      order by h.seq desc limit 1
    ) p on true
    order by t.outlet`.execute(db);
  return rows.map((row) => ({
    outlet: row.outlet,
    isLast: row.is_last,
    before: row.before,
    beforeSince: row.before_since === ALWAYS ? null : row.before_since,
    gone: row.gone,
  }));
}
