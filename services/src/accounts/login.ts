/** Logging in: one way in for people, with a lock against guessing. */
import type { Account, Store } from "../store/index.ts";
import { hashPassword, isPassword, newToken, randomPassword, tokenHash } from "./passwords.ts";

const HOUR = 3600;
/** A session ends after a working day, sooner where nobody uses it. */
export const SESSION_SECONDS = 12 * HOUR;
const IDLE_SECONDS = 2 * HOUR;
export const INVITATION_SECONDS = 7 * 24 * HOUR;
const LOCK_AFTER = 5;
const LOCK_SECONDS = 15 * 60;

export type LoginResult =
  | { outcome: "in"; account: Account; token: string }
  /** Wrong login or wrong password; which of them is not told. */
  | { outcome: "wrong" }
  | { outcome: "locked"; seconds: number };

export async function logIn(store: Store, login: string, password: string): Promise<LoginResult> {
  const account = await store.findAccount(login.trim().toLowerCase());
  const locked = account?.lockedUntil ? (Date.parse(account.lockedUntil) - Date.now()) / 1000 : 0;
  if (locked > 0) return { outcome: "locked", seconds: Math.ceil(locked) };
  const right = await isPassword(password, account?.password ?? null);
  if (!account || !right || account.disabled) {
    if (account && !right) {
      await store.noteFailure(account.id, LOCK_AFTER, LOCK_SECONDS);
      await store.addAudit({
        actor: account.id,
        action: "login.failed",
        city: null,
        subject: account.id,
        detail: null,
      });
    }
    return { outcome: "wrong" };
  }
  const { token, hash } = newToken();
  await store.transaction(async (inside) => {
    await inside.noteSuccess(account.id);
    await inside.addSession(hash, account.id, SESSION_SECONDS);
    await inside.addAudit({ actor: account.id, action: "login", city: null, subject: account.id, detail: null });
  });
  return { outcome: "in", account, token };
}

export function accountOfToken(store: Store, token: string): Promise<Account | null> {
  return store.accountOfSession(tokenHash(token), IDLE_SECONDS);
}

/**
 * Where there is no account yet, makes the first administrator and returns the password, which is told once and kept
 * nowhere; null where there is one already.
 */
export async function firstAdmin(store: Store): Promise<{ login: string; password: string } | null> {
  const password = randomPassword();
  const hashed = await hashPassword(password);
  return store.transaction(async (inside) => {
    if ((await inside.listAccounts()).length > 0) return null;
    const account = { login: "admin", name: "管理员", password: hashed, roles: ["admin" as const], cities: null };
    const { id } = await inside.addAccount(account);
    await inside.addAudit({
      actor: "system",
      action: "account.added",
      city: null,
      subject: id,
      detail: { roles: ["admin"] },
    });
    return { login: account.login, password };
  });
}
