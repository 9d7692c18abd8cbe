/** Which account somebody known to an OpenID Connect provider has. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { findAccount } from "./accounts.ts";
import { checkText } from "./checks.ts";
import type { Database } from "./schema.ts";
import type { Account } from "./store.ts";

/** Somebody as a provider tells people apart. */
export interface Identity {
  issuer: string;
  subject: string;
}

export interface KnownIdentity {
  account: Account;
  /** The account's rights are what the provider says. */
  governed: boolean;
}

export async function findIdentity(db: Kysely<Database>, { issuer, subject }: Identity): Promise<KnownIdentity | null> {
  checkText("identity", [issuer, subject]);
  const { rows } = await sql<{ account: string; governed: boolean }>`
    select account, governed from identities where issuer = ${issuer} and subject = ${subject}`.execute(db);
  const account = rows[0] ? await findAccount(db, rows[0].account) : null;
  return account && { account, governed: rows[0].governed };
}

export async function addIdentity(
  db: Kysely<Database>,
  { issuer, subject }: Identity,
  account: string,
  governed: boolean,
): Promise<void> {
  checkText("identity", [issuer, subject]);
  await sql`
    insert into identities (issuer, subject, account, governed)
    values (${issuer}, ${subject}, ${account}, ${governed})`.execute(db);
}
