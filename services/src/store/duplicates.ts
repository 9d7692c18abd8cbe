/** Pairs of outlets that look like one shop, what people decided, and how far each city has been searched. */
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { writeRows } from "./bulk.ts";
import { checkText } from "./checks.ts";
import { checkLimit } from "./cursors.ts";
import type {
  DecidedOutlet,
  DuplicateDecision,
  DuplicatePair,
  DuplicateQuery,
  DuplicateSearch,
  DuplicateStore,
  ProposedDuplicate,
} from "./duplicate-types.ts";
import { InvalidInput, NotFound, StoreConflict } from "./errors.ts";
import { makeId, reserveNumbers } from "./revisions.ts";
import type { Database } from "./schema.ts";
import type { Session } from "./session.ts";
import type { Page } from "./store.ts";

type Db = Kysely<Database>;

export function duplicateStore(read: Session["run"], write: Session["run"]): DuplicateStore {
  return {
    listDuplicates: (city, query) => read((db) => listDuplicates(db, city, query)),
    countDuplicates: (city, sure) => read((db) => countDuplicates(db, city, sure)),
    getDuplicate: (city, id) => read((db) => getDuplicate(db, city, id)),
    duplicateSearch: (city, rules) => read((db) => duplicateSearch(db, city, rules)),
    decidedDuplicates: (city) => read((db) => pairsWhere(db, sql`p.city = ${city} and p.decision is not null`)),
    formerIds: (city) => read((db) => formerIds(db, city)),
    putDuplicates: (city, found, among, search) => write((db) => putDuplicates(db, city, found, among, search)),
    noteDuplicateDecision: (city, id, decision) => write((db) => noteDecision(db, city, id, decision)),
    reopenDuplicate: (city, id) => write((db) => reopenDuplicate(db, city, id)),
    followMerge: (city, keep, gone) => write((db) => followMerge(db, city, keep, gone)),
  };
}

interface PairRow {
  id: string;
  city: string;
  a: string;
  b: string;
  score: number;
  meters: number;
  reasons: string[];
  proposed_at: Date;
  decision: DuplicateDecision | null;
  decided_by: string | null;
  decided_at: Date | null;
  kept: string | null;
  brought: string[] | null;
  decided_on: [DecidedOutlet, DecidedOutlet] | null;
}

const pairColumns = sql`
  p.id, p.city, p.a, p.b, p.score, p.meters, p.reasons, p.proposed_at, p.decision, p.decided_by, p.decided_at,
  p.kept, p.brought, p.decided_on`;

function pairOf(row: PairRow): DuplicatePair {
  return {
    id: row.id,
    city: row.city,
    a: row.a,
    b: row.b,
    score: row.score,
    meters: row.meters,
    reasons: row.reasons,
    proposedAt: row.proposed_at.toISOString(),
    decision: row.decision,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    kept: row.kept,
    brought: row.brought ?? [],
    decidedOn: row.decided_on,
  };
}

async function pairsWhere(db: Db, condition: RawBuilder<unknown>): Promise<DuplicatePair[]> {
  const { rows } = await sql<PairRow>`
    select ${pairColumns} from duplicate_pairs p where ${condition} order by p.id`.execute(db);
  return rows.map(pairOf);
}

/** An outlet that is gone was merged by another way, or dropped by its source: nothing is left to decide. */
const bothThere = sql`
  exists (select from outlets o where o.city = p.city and o.id = p.a)
  and exists (select from outlets o where o.city = p.city and o.id = p.b)`;

async function listDuplicates(db: Db, city: string, query: DuplicateQuery): Promise<Page<DuplicatePair>> {
  checkText("query", [city, query]);
  const limit = checkLimit(query.limit);
  const after = query.cursor === undefined ? null : readCursor(query.state, query.cursor);
  const isOpen = query.state === "open";
  const conditions = [
    sql`p.city = ${city}`,
    isOpen ? sql`p.decision is null and ${bothThere}` : sql`p.decision is not null`,
    sql`p.score >= ${query.minScore ?? 0}`,
  ];
  if (after) {
    conditions.push(
      isOpen
        ? sql`(p.score < ${Number(after.key)} or (p.score = ${Number(after.key)} and p.id > ${after.id}))`
        : sql`(p.decided_at < ${after.key}::timestamptz or (p.decided_at = ${after.key}::timestamptz and p.id > ${after.id}))`,
    );
  }
  const order = isOpen ? sql`p.score desc, p.id` : sql`p.decided_at desc, p.id`;
  const { rows } = await sql<PairRow>`
    select ${pairColumns} from duplicate_pairs p where ${sql.join(conditions, sql` and `)}
    order by ${order} limit ${limit + 1}`.execute(db);
  const items = rows.slice(0, limit).map(pairOf);
  const last = items.at(-1);
  return { items, nextCursor: last && rows.length > limit ? makeCursor(query.state, last) : null };
}

function makeCursor(state: DuplicateQuery["state"], { id, score, decidedAt }: DuplicatePair): string {
  return Buffer.from(JSON.stringify([state, state === "open" ? String(score) : decidedAt, id])).toString("base64url");
}

function readCursor(state: DuplicateQuery["state"], cursor: string): { key: string; id: string } {
  try {
    const [of, key, id] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as string[];
    const isKey = state === "open" ? /^[\d.e-]+$/.test(key) && Number.isFinite(Number(key)) : /^[\dT:.Z-]+$/.test(key);
    if (
      of === state &&
      isKey &&
      !Number.isNaN(Date.parse(state === "open" ? "2000-01-01" : key)) &&
      /^d_\w+$/.test(id)
    ) {
      return { key, id };
    }
  } catch {
    // said below
  }
  throw new InvalidInput("cursor is not one that this list gave out; leave it away to begin at the start.", "cursor");
}

async function countDuplicates(db: Db, city: string, sure: number) {
  const { rows } = await sql<{ open: number | string; sure: number | string; decided: number | string }>`
    select
      count(*) filter (where p.decision is null and ${bothThere}) as open,
      count(*) filter (where p.decision is null and p.score >= ${sure} and ${bothThere}) as sure,
      count(*) filter (where p.decision is not null) as decided
    from duplicate_pairs p where p.city = ${city}`.execute(db);
  return { open: Number(rows[0].open), sure: Number(rows[0].sure), decided: Number(rows[0].decided) };
}

async function getDuplicate(db: Db, city: string, id: string): Promise<DuplicatePair | null> {
  checkText("duplicate", [city, id]);
  return (await pairsWhere(db, sql`p.city = ${city} and p.id = ${id}`))[0] ?? null;
}

async function existing(db: Db, city: string, id: string): Promise<DuplicatePair> {
  const pair = await getDuplicate(db, city, id);
  if (!pair) throw new NotFound(`There is no proposal ${id} in ${city}.`);
  return pair;
}

/**
 * Changes are told by the history: whoever adds to it has locked the city, so that its numbers grow in the order in
 * which changes become visible, which moments do not.
 */
async function duplicateSearch(db: Db, city: string, rules: number): Promise<DuplicateSearch> {
  checkText("city", city);
  const last = await sql<{ seq: number | string | null }>`
    select max(seq) as seq from outlet_history where city = ${city}`.execute(db);
  const lastSeq = Number(last.rows[0].seq ?? 0);
  const before = await sql<{ last_seq: number | string; rules: number; searched_at: Date }>`
    select last_seq, rules, searched_at from duplicate_searches where city = ${city}`.execute(db);
  const [search] = before.rows;
  const searchedAt = search?.searched_at.toISOString() ?? null;
  if (!search || search.rules !== rules) return { searchedAt, changed: null, lastSeq };
  const { rows } = await sql<{ outlet: string }>`
    select distinct outlet from outlet_history
    where city = ${city} and seq > ${search.last_seq} and seq <= ${lastSeq} order by outlet`.execute(db);
  return { searchedAt, changed: rows.map(({ outlet }) => outlet), lastSeq };
}

async function formerIds(db: Db, city: string): Promise<{ outlet: string; formerId: string }[]> {
  const { rows } = await sql<{ outlet: string; former_id: string }>`
    select distinct outlet, former_id from outlet_records where city = ${city} and former_id is not null`.execute(db);
  return rows.map(({ outlet, former_id: formerId }) => ({ outlet, formerId }));
}

async function putDuplicates(
  db: Db,
  city: string,
  found: ProposedDuplicate[],
  among: string[] | null,
  { lastSeq, rules }: { lastSeq: number; rules: number },
): Promise<{ added: number; dropped: number }> {
  // locks the city's numbers: of two searches at once, one waits for the other
  const last = await reserveNumbers(db, city, found.length);
  const known = new Map((await pairsWhere(db, sql`p.city = ${city}`)).map((pair) => [`${pair.a} ${pair.b}`, pair]));
  const keys = new Set(found.map(({ a, b }) => `${a} ${b}`));
  const looked = among && new Set(among);
  const gone = [...known.values()].filter(
    ({ a, b, decision }) =>
      decision === null && !keys.has(`${a} ${b}`) && (looked === null || looked.has(a) || looked.has(b)),
  );
  await sql`
    delete from duplicate_pairs where city = ${city} and id = any(${gone.map(({ id }) => id)}::text[])`.execute(db);
  await writeRows(
    db,
    "proposals of duplicates",
    found,
    ({ a, b, score, meters, reasons }, i) => ({
      id: known.get(`${a} ${b}`)?.id ?? makeId("d", last + 1 + i),
      a,
      b,
      score,
      meters,
      reasons,
    }),
    (json) => sql`
      insert into duplicate_pairs as p (city, id, a, b, score, meters, reasons)
      select ${city}, id, a, b, score, meters, reasons
      from json_to_recordset(${json}::json) as r(
        id text, a text, b text, score double precision, meters double precision, reasons jsonb)
      on conflict (city, a, b) do update set
        score = excluded.score, meters = excluded.meters, reasons = excluded.reasons,
        proposed_at = case when p.decision is null then p.proposed_at else now() end,
        decision = null, decided_by = null, decided_at = null, kept = null, brought = null, decided_on = null`,
  );
  await sql`
    insert into duplicate_searches (city, last_seq, rules) values (${city}, ${lastSeq}, ${rules})
    on conflict (city) do update set
      last_seq = excluded.last_seq, rules = excluded.rules, searched_at = now()`.execute(db);
  return { added: found.filter(({ a, b }) => known.get(`${a} ${b}`)?.decision !== null).length, dropped: gone.length };
}

async function noteDecision(
  db: Db,
  city: string,
  id: string,
  { decision, by, kept, brought, on }: Parameters<DuplicateStore["noteDuplicateDecision"]>[2],
): Promise<DuplicatePair> {
  checkText("decision", [city, id, decision, by, kept, brought]);
  const noted = await sql`
    update duplicate_pairs set decision = ${decision}, decided_by = ${by}, decided_at = now(), kept = ${kept},
      brought = ${brought}::text[], decided_on = ${JSON.stringify(on)}::jsonb
    where city = ${city} and id = ${id} and decision is null`.execute(db);
  const pair = await existing(db, city, id);
  if (noted.numAffectedRows === 1n) return pair;
  throw new StoreConflict(`Proposal ${id} was decided already: ${pair.decision}. Undo that first.`);
}

async function reopenDuplicate(db: Db, city: string, id: string): Promise<DuplicatePair> {
  const opened = await sql`
    update duplicate_pairs set decision = null, decided_by = null, decided_at = null, kept = null, brought = null,
      decided_on = null
    where city = ${city} and id = ${id} and decision is not null`.execute(db);
  const pair = await existing(db, city, id);
  if (opened.numAffectedRows === 1n) return pair;
  throw new StoreConflict(`Nobody has decided on proposal ${id} yet.`);
}

async function followMerge(db: Db, city: string, keep: string, gone: string): Promise<void> {
  const moving = await pairsWhere(
    db,
    sql`p.city = ${city} and p.decision is null and (p.a = ${gone} or p.b = ${gone})`,
  );
  for (const { id, a, b } of moving) {
    const other = a === gone ? b : a;
    const [first, second] = other < keep ? [other, keep] : [keep, other];
    // what is known of the other pair, a decision above all, stands
    const moved = await sql`
      update duplicate_pairs set a = ${first}, b = ${second}
      where city = ${city} and id = ${id} and ${first} <> ${second}
        and not exists (select from duplicate_pairs q where q.city = ${city} and q.a = ${first} and q.b = ${second})`.execute(
      db,
    );
    if (moved.numAffectedRows === 0n)
      await sql`delete from duplicate_pairs where city = ${city} and id = ${id}`.execute(db);
  }
}
