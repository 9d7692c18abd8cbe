/** Reports of residents: adding and counting them together, finding, deciding, undoing what came of them. */
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { createHash } from "node:crypto";
import { assertRowCount, deleteIds } from "./bulk.ts";
import { checkText } from "./checks.ts";
import { checkLimit, makeCursor, readCursor } from "./cursors.ts";
import { NotFound, StoreConflict } from "./errors.ts";
import { nextNumber, takeAllowances } from "./inbox-counts.ts";
import type {
  Report,
  ReportDecision,
  ReportDraft,
  ReportKind,
  ReportQuery,
  ReportState,
  Saying,
} from "./inbox-types.ts";
import { addHistory } from "./outlet-history.ts";
import { updateOutlets } from "./outlet-writing.ts";
import { beginChange } from "./revisions.ts";
import type { Database } from "./schema.ts";
import { foldText } from "./search-text.ts";
import type { OutletState, Page } from "./store.ts";

type Db = Kysely<Database>;

const METERS_PER_DEGREE = 111_195;
const DAY_SECONDS = 86_400;

export async function addReport(
  db: Db,
  city: string,
  draft: ReportDraft,
  sameWithinMeters: number,
): Promise<{ id: string; outcome: "added" | "joined" | "known" }> {
  const { photo, ...texts } = draft;
  checkText("report", [city, texts]);
  // One at a time in a city: of two who say the same at once, the second must find the first.
  const number = await nextNumber(db, city);
  const known = await sayingOfCode(db, city, draft.codeHash);
  if (known) return { id: known, outcome: "known" };
  const same = await findSame(db, city, draft, sameWithinMeters);
  const id = same ?? `m_${number.toString(36).padStart(6, "0")}`;
  const isNew = await isFirstOfDay(db, city, id, draft.sender);
  if (same === null) {
    const [lng, lat] = draft.location ?? [null, null];
    await sql`
      insert into reports (city, id, kind, outlet, lng, lat, category, folded_name)
      values (${city}, ${id}, ${draft.kind}, ${draft.outlet}, ${lng}::float8, ${lat}::float8, ${draft.category},
        ${foldText(draft.name ?? "")})`.execute(db);
  } else {
    await sql`
      update reports set said = said + ${isNew ? 1 : 0}::int, last_at = now() where city = ${city} and id = ${id}`.execute(
      db,
    );
  }
  await addSaying(db, city, id, draft);
  return { id, outcome: same === null ? "added" : "joined" };
}

/** Nobody is counted twice on one day. */
async function isFirstOfDay(db: Db, city: string, id: string, sender: string): Promise<boolean> {
  const key = createHash("sha256").update(`said ${city} ${id} ${sender}`).digest("base64url");
  return (await takeAllowances(db, [{ key, limit: 1, seconds: DAY_SECONDS }])) === null;
}

async function sayingOfCode(db: Db, city: string, codeHash: string): Promise<string | null> {
  const { rows } = await sql<{ report: string }>`
    select report from report_sayings where city = ${city} and code_hash = ${codeHash}`.execute(db);
  return rows[0]?.report ?? null;
}

/** An open report that says the same. */
async function findSame(db: Db, city: string, draft: ReportDraft, meters: number): Promise<string | null> {
  const { kind, outlet, location, category } = draft;
  const name = foldText(draft.name ?? "");
  let near: RawBuilder<unknown> = sql`lng is null`;
  if (location) {
    const [lng, lat] = location;
    const degrees = meters / METERS_PER_DEGREE;
    near = sql`(lat between ${lat - degrees}::float8 and ${lat + degrees}::float8
      and sqrt(power((lng - ${lng}::float8) * cos(radians(${lat}::float8)), 2) + power(lat - ${lat}::float8, 2)) <= ${degrees}::float8)`;
  }
  const about = outlet === null ? sql`outlet is null` : sql`outlet = ${outlet}`;
  // Where a known outlet is closed or wrong, it does not matter from where that is said.
  const place = outlet !== null && kind !== "moved" ? sql`true` : near;
  const what =
    outlet !== null
      ? sql`true`
      : sql`category is not distinct from ${category}::text and (folded_name = '' or ${name} = ''
          or strpos(folded_name, ${name}) > 0 or strpos(${name}, folded_name) > 0)`;
  const { rows } = await sql<{ id: string }>`
    select id from reports
    where city = ${city} and kind = ${kind} and state = 'open' and ${about} and ${place} and ${what}
    order by id limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

async function addSaying(db: Db, city: string, id: string, draft: ReportDraft): Promise<void> {
  const [lng, lat] = draft.location ?? [null, null];
  const { rows } = await sql<{ number: number }>`
    insert into report_sayings
      (city, report, number, code_hash, lng, lat, category, repair_kind, name, note, since, flags)
    select ${city}, ${id}, coalesce(max(number), 0) + 1, ${draft.codeHash}, ${lng}::float8, ${lat}::float8,
      ${draft.category}, ${draft.repairKind}, ${draft.name}, ${draft.note}, ${draft.since}::date, ${draft.flags}::text[]
    from report_sayings where city = ${city} and report = ${id}
    returning number`.execute(db);
  const { photo } = draft;
  if (photo === null) return;
  const result = await sql`
    insert into report_photos (city, report, number, width, height, large, small, sha256)
    values (${city}, ${id}, ${rows[0].number}, ${photo.width}, ${photo.height}, ${Buffer.from(photo.large)},
      ${Buffer.from(photo.small)}, ${createHash("sha256").update(photo.large).digest("hex")})`.execute(db);
  assertRowCount("a photo", 1, result.numAffectedRows);
}

interface ReportRow {
  id: string;
  city: string;
  kind: ReportKind;
  outlet: string | null;
  state: ReportState;
  said: number;
  first_at: Date;
  last_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  answer: string | null;
  result: string | null;
  changed: boolean;
}

interface SayingRow {
  report: string;
  number: number;
  at: Date;
  lng: number | null;
  lat: number | null;
  category: Saying["category"];
  repair_kind: Saying["repairKind"];
  name: string | null;
  note: string | null;
  since: string | null;
  flags: Saying["flags"];
  width: number | null;
  height: number | null;
  public_of: string | null;
}

const reportColumns = sql`
  id, city, kind, outlet, state, said, first_at, last_at, decided_by, decided_at, answer, result, changed`;

export async function findReports(db: Db, city: string, query: ReportQuery): Promise<Page<Report>> {
  checkText("report", [city, query.cursor]);
  const limit = checkLimit(query.limit);
  const last = query.cursor === undefined ? null : readCursor(`reports ${city}`, query, query.cursor);
  // What has waited longest comes first; what was decided, latest first.
  const isOpen = query.state === "open";
  const after = last === null ? sql`` : isOpen ? sql`and id > ${last}` : sql`and id < ${last}`;
  const ofKind = query.kind === undefined ? sql`` : sql`and kind = ${query.kind}`;
  const { rows } = await sql<ReportRow>`
    select ${reportColumns} from reports where city = ${city} and state = ${query.state} ${ofKind} ${after}
    order by id ${isOpen ? sql`asc` : sql`desc`} limit ${limit + 1}`.execute(db);
  const items = await withSayings(db, city, rows.slice(0, limit));
  const isMore = rows.length > limit;
  return { items, nextCursor: isMore ? makeCursor(`reports ${city}`, query, items.at(-1)!.id) : null };
}

export async function getReport(db: Db, city: string, id: string): Promise<Report | null> {
  checkText("report", [city, id]);
  const { rows } = await sql<ReportRow>`
    select ${reportColumns} from reports where city = ${city} and id = ${id}`.execute(db);
  return (await withSayings(db, city, rows))[0] ?? null;
}

export async function reportOfCode(db: Db, city: string, codeHash: string): Promise<Report | null> {
  checkText("report", [city, codeHash]);
  const id = await sayingOfCode(db, city, codeHash);
  return id === null ? null : getReport(db, city, id);
}

export async function lockReport(db: Db, city: string, id: string): Promise<Report> {
  checkText("report", [city, id]);
  const { rows } = await sql<ReportRow>`
    select ${reportColumns} from reports where city = ${city} and id = ${id} for update`.execute(db);
  if (rows.length === 0) throw new NotFound(`There is no report ${id} in ${city}.`);
  return (await withSayings(db, city, rows))[0];
}

async function withSayings(db: Db, city: string, reports: ReportRow[]): Promise<Report[]> {
  const ids = reports.map(({ id }) => id);
  const { rows } = await sql<SayingRow>`
    select s.report, s.number, s.at, s.lng, s.lat, s.category, s.repair_kind, s.name, s.note, s.since::text as since,
      s.flags, p.width, p.height, o.outlet as public_of
    from report_sayings s
      left join report_photos p on p.city = s.city and p.report = s.report and p.number = s.number
      left join outlet_photos o on o.city = p.city and o.report = p.report and o.number = p.number
    where s.city = ${city} and s.report = any(${ids}::text[]) order by s.report, s.number`.execute(db);
  const byReport = Map.groupBy(rows, ({ report }) => report);
  return reports.map((row) => reportOf(row, byReport.get(row.id) ?? []));
}

function reportOf(row: ReportRow, sayings: SayingRow[]): Report {
  const shown = sayings.find(({ public_of: outlet }) => outlet !== null);
  return {
    id: row.id,
    city: row.city,
    kind: row.kind,
    outlet: row.outlet,
    state: row.state,
    said: row.said,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    decision:
      row.decided_by === null
        ? null
        : {
            by: row.decided_by,
            at: row.decided_at!.toISOString(),
            answer: row.answer,
            outlet: row.result,
            changed: row.changed,
          },
    sayings: sayings.map((saying) => ({
      number: saying.number,
      at: saying.at.toISOString(),
      location: saying.lng === null || saying.lat === null ? null : [saying.lng, saying.lat],
      category: saying.category,
      repairKind: saying.repair_kind,
      name: saying.name,
      note: saying.note,
      since: saying.since,
      flags: saying.flags,
      photo: saying.width === null ? null : { width: saying.width, height: saying.height! },
    })),
    publicPhoto: shown ? { outlet: shown.public_of!, number: shown.number } : null,
  };
}

export async function decideReport(
  db: Db,
  city: string,
  id: string,
  decision: ({ state: "accepted" | "rejected" } & Omit<ReportDecision, "at">) | null,
): Promise<void> {
  checkText("report", [city, id, decision]);
  const { numAffectedRows: decided } =
    decision === null
      ? await sql`
          update reports set state = 'open', decided_by = null, decided_at = null, answer = null, result = null,
            changed = false
          where city = ${city} and id = ${id} and state <> 'open'`.execute(db)
      : await sql`
          update reports set state = ${decision.state}, decided_by = ${decision.by}, decided_at = now(),
            answer = ${decision.answer}, result = ${decision.outlet}, changed = ${decision.changed}
          where city = ${city} and id = ${id} and state = 'open'`.execute(db);
  if (decided === 1n) return;
  const now = await getReport(db, city, id);
  if (!now) throw new NotFound(`There is no report ${id} in ${city}.`);
  throw new StoreConflict(
    now.decision
      ? `Report ${id} was ${now.state} already, by ${now.decision.by} at ${now.decision.at}; open it again to decide otherwise.`
      : `Report ${id} is open already.`,
  );
}

export async function undoReportChange(db: Db, city: string, id: string, actor: string): Promise<string> {
  checkText("report", [city, id]);
  await beginChange(db, city, 0);
  const { rows } = await sql<{ outlet: string; seq: number | string }>`
    select outlet, seq from outlet_history where city = ${city} and origin = 'report' and origin_id = ${id}
    order by seq desc limit 1`.execute(db);
  if (rows.length === 0) throw new NotFound(`No outlet was changed on account of report ${id}.`);
  const [{ outlet, seq }] = rows;
  const { rows: later } = await sql<{ change: string; actor: string; at: Date }>`
    select change, actor, at from outlet_history where city = ${city} and outlet = ${outlet} and seq > ${seq}
    order by seq limit 1`.execute(db);
  if (later.length > 0) {
    const [{ change, actor: by, at }] = later;
    throw new StoreConflict(
      `What report ${id} changed cannot be taken back: outlet ${outlet} was ${change} afterwards, by ${by} at ${at.toISOString()}. Edit the outlet instead.`,
    );
  }
  // since always: as early as the history allows, in place of the version that is taken back
  const undo = { actor, origin: "undo" as const, originId: id, effectiveOn: null };
  const { rows: earlier } = await sql<{ state: OutletState | null }>`
    select state from outlet_history where city = ${city} and outlet = ${outlet} and seq < ${seq}
    order by seq desc limit 1`.execute(db);
  const before = earlier[0]?.state ?? null;
  if (before === null) await deleteIds(db, "outlets", city, [outlet]);
  else await updateOutlets(db, city, [{ id: outlet, state: before }]);
  await addHistory(db, city, undo, [{ outlet, change: before === null ? "removed" : "restored", state: before }]);
  return outlet;
}
