/** Accounts, sessions, keys and the audit log as the store keeps them: hashes only, never a password or a token. */
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { checkText } from "./checks.ts";
import { InvalidInput, NotFound, StoreConflict } from "./errors.ts";
import type { Database } from "./schema.ts";
import type { Account, AccountDraft, ApiKey, AuditEntry, AuditRecord, Role } from "./store.ts";

type Db = Kysely<Database>;

interface AccountRow {
  id: string;
  login: string;
  name: string;
  password: string | null;
  roles: Role[];
  cities: string[] | null;
  disabled: boolean;
  failures: number;
  locked_until: Date | null;
  created_at: Date;
}

const accountColumns = sql`id, login, name, password, roles, cities, disabled, failures, locked_until, created_at`;

function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    password: row.password,
    roles: row.roles,
    cities: row.cities,
    disabled: row.disabled,
    failures: row.failures,
    lockedUntil: row.locked_until?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}

function checkAccount({ login, name, roles }: Pick<AccountDraft, "login" | "name" | "roles">): void {
  if (!/^[a-z0-9][a-z0-9._@-]{1,63}$/.test(login)) {
    throw new InvalidInput(
      "login: 2 to 64 lower-case letters, digits, dots, hyphens, underscores or @, beginning with a letter or digit.",
      "login",
    );
  }
  if (name.trim() === "") throw new InvalidInput("name is empty.", "name");
  if (roles.length === 0) throw new InvalidInput("roles is empty; an account has at least one.", "roles");
}

export async function addAccount(db: Db, draft: AccountDraft): Promise<Account> {
  checkAccount(draft);
  checkText("account", { ...draft, password: null });
  const id = `u_${randomBytes(9).toString("base64url")}`;
  const there = await findAccount(db, draft.login);
  if (there) throw new StoreConflict(`There is an account ${draft.login} already.`);
  const { rows } = await sql<AccountRow>`
    insert into accounts (id, login, name, password, password_at, roles, cities)
    values (${id}, ${draft.login}, ${draft.name}, ${draft.password},
      ${draft.password === null ? sql`null` : sql`now()`}, ${draft.roles}::text[], ${draft.cities}::text[])
    returning ${accountColumns}`.execute(db);
  return accountOf(rows[0]);
}

/** By id or by login. */
export async function findAccount(db: Db, idOrLogin: string): Promise<Account | null> {
  checkText("account", idOrLogin);
  const { rows } = await sql<AccountRow>`
    select ${accountColumns} from accounts where id = ${idOrLogin} or login = ${idOrLogin}`.execute(db);
  return rows[0] ? accountOf(rows[0]) : null;
}

export async function listAccounts(db: Db): Promise<Account[]> {
  const { rows } = await sql<AccountRow>`select ${accountColumns} from accounts order by login`.execute(db);
  return rows.map(accountOf);
}

/** A new password, other rights, or disabling ends all sessions of the account. */
export async function changeAccount(
  db: Db,
  id: string,
  change: Partial<Pick<AccountDraft, "name" | "roles" | "cities" | "password"> & { disabled: boolean }>,
): Promise<Account> {
  const account = await findAccount(db, id);
  if (!account) throw new NotFound(`There is no account ${id}.`);
  const next = { ...account, ...change };
  checkAccount(next);
  checkText("account", { ...change, password: null });
  await sql`
    update accounts set name = ${next.name}, roles = ${next.roles}::text[], cities = ${next.cities}::text[],
      disabled = ${next.disabled}, password = ${next.password},
      password_at = ${change.password === undefined ? sql`password_at` : sql`now()`}, failures = 0, locked_until = null
    where id = ${account.id}`.execute(db);
  const { name: _name, ...rights } = change;
  if (Object.keys(rights).length > 0) {
    await sql`delete from sessions where account = ${account.id}`.execute(db);
    await sql`delete from invitations where account = ${account.id}`.execute(db);
  }
  return (await findAccount(db, account.id))!;
}

/** Counts a wrong password; `lockAfter` of them in a row shut the account for so many seconds. */
export async function noteFailure(db: Db, id: string, lockAfter: number, lockSeconds: number): Promise<void> {
  await sql`
    update accounts set failures = failures + 1,
      locked_until = case when (failures + 1) % ${lockAfter}::int = 0
        then now() + make_interval(secs => ${lockSeconds}::int) else locked_until end
    where id = ${id}`.execute(db);
}

export async function noteSuccess(db: Db, id: string): Promise<void> {
  await sql`update accounts set failures = 0, locked_until = null where id = ${id}`.execute(db);
}

export async function addSession(db: Db, tokenHash: string, account: string, seconds: number): Promise<void> {
  await sql`delete from sessions where expires_at < now()`.execute(db);
  await sql`
    insert into sessions (token_hash, account, expires_at)
    values (${tokenHash}, ${account}, now() + make_interval(secs => ${seconds}::int))`.execute(db);
}

/** The account whose session it is and which is not disabled; null otherwise. Longer than `idleSeconds` unused ends it. */
export async function accountOfSession(db: Db, tokenHash: string, idleSeconds: number): Promise<Account | null> {
  const { rows } = await sql<AccountRow & { stale: boolean }>`
    select ${sql.raw("a.id, a.login, a.name, a.password, a.roles, a.cities, a.disabled, a.failures, a.locked_until, a.created_at")},
      s.last_seen_at < now() - interval '1 minute' as stale
    from sessions s join accounts a on a.id = s.account
    where s.token_hash = ${tokenHash} and s.expires_at > now() and not a.disabled
      and s.last_seen_at > now() - make_interval(secs => ${idleSeconds}::int)`.execute(db);
  if (!rows[0]) return null;
  if (rows[0].stale) await sql`update sessions set last_seen_at = now() where token_hash = ${tokenHash}`.execute(db);
  return accountOf(rows[0]);
}

export async function endSession(db: Db, tokenHash: string): Promise<void> {
  await sql`delete from sessions where token_hash = ${tokenHash}`.execute(db);
}

export async function addInvitation(db: Db, tokenHash: string, account: string, seconds: number): Promise<void> {
  await sql`delete from invitations where account = ${account} or expires_at < now()`.execute(db);
  await sql`
    insert into invitations (token_hash, account, expires_at)
    values (${tokenHash}, ${account}, now() + make_interval(secs => ${seconds}::int))`.execute(db);
}

/** The account that the invitation is for, which is used up by this; null where it is not known or too old. */
export async function takeInvitation(db: Db, tokenHash: string): Promise<Account | null> {
  const { rows } = await sql<{ account: string }>`
    delete from invitations where token_hash = ${tokenHash} and expires_at > now() returning account`.execute(db);
  return rows[0] ? findAccount(db, rows[0].account) : null;
}

interface ApiKeyRow {
  id: string;
  account: string;
  name: string;
  roles: Role[];
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
}

function apiKeyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    account: row.account,
    name: row.name,
    roles: row.roles,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

const apiKeyColumns = sql`id, account, name, roles, created_at, expires_at, revoked_at`;

export async function addApiKey(
  db: Db,
  keyHash: string,
  key: Pick<ApiKey, "account" | "name" | "roles" | "expiresAt">,
): Promise<ApiKey> {
  checkText("API key", key);
  if (key.name.trim() === "") throw new InvalidInput("name is empty; it says which machine uses the key.", "name");
  const { rows } = await sql<ApiKeyRow>`
    insert into api_keys (id, key_hash, account, name, roles, expires_at)
    values (${`k_${randomBytes(6).toString("base64url")}`}, ${keyHash}, ${key.account}, ${key.name},
      ${key.roles}::text[], ${key.expiresAt}::timestamptz)
    returning ${apiKeyColumns}`.execute(db);
  return apiKeyOf(rows[0]);
}

export async function listApiKeys(db: Db, account: string): Promise<ApiKey[]> {
  const { rows } = await sql<ApiKeyRow>`
    select ${apiKeyColumns} from api_keys where account = ${account} order by created_at, id`.execute(db);
  return rows.map(apiKeyOf);
}

export async function revokeApiKey(db: Db, account: string, id: string): Promise<boolean> {
  const result = await sql`
    update api_keys set revoked_at = now() where account = ${account} and id = ${id} and revoked_at is null`.execute(
    db,
  );
  return result.numAffectedRows === 1n;
}

/** The account that a key acts for, with the key's roles as far as the account has them; null where it does not count. */
export async function accountOfApiKey(db: Db, keyHash: string): Promise<{ account: Account; key: ApiKey } | null> {
  const { rows } = await sql<ApiKeyRow>`
    select ${apiKeyColumns} from api_keys
    where key_hash = ${keyHash} and revoked_at is null and (expires_at is null or expires_at > now())`.execute(db);
  if (!rows[0]) return null;
  const key = apiKeyOf(rows[0]);
  const account = await findAccount(db, key.account);
  if (!account || account.disabled) return null;
  return { account: { ...account, roles: account.roles.filter((role) => key.roles.includes(role)) }, key };
}

export async function addAudit(db: Db, { actor, action, city, subject, detail }: AuditRecord): Promise<void> {
  checkText("audit", [actor, action, city, subject, detail]);
  await sql`
    insert into audit (actor, action, city, subject, detail)
    values (${actor}, ${action}, ${city}, ${subject}, ${JSON.stringify(detail ?? null)}::jsonb)`.execute(db);
}

/** The latest first; `before` is the seq of the last entry seen. */
export async function listAudit(
  db: Db,
  { city, before, limit }: { city?: string; before?: number; limit: number },
): Promise<AuditEntry[]> {
  const { rows } = await sql<Omit<AuditEntry, "at" | "seq"> & { at: Date; seq: number | string }>`
    select seq, at, actor, action, city, subject, detail from audit
    where (${city ?? null}::text is null or city = ${city ?? null}) and (${before ?? null}::bigint is null or seq < ${before ?? null}::bigint)
    order by seq desc limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, seq: Number(row.seq), at: row.at.toISOString() }));
}
