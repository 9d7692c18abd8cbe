/** From what a provider says of somebody to a session of an account here. */
import type { IDToken } from "openid-client";
import type { Account, Role, Store } from "../store/index.ts";
import { SESSION_SECONDS } from "./login.ts";
import { OidcError } from "./oidc.ts";
import type { OidcSettings } from "./oidc.ts";
import { newToken } from "./passwords.ts";
import { roles as allRoles } from "./roles.ts";

/**
 * Finds, adds or brings up to date the account, and opens a session. A person is known by issuer and subject; the first
 * time, an account whose login is their e-mail (where the provider has verified it) becomes theirs and keeps its rights.
 * Where roles follow from a claim, somebody without an account gets one, and its rights are what the claims say at each
 * login. Throws OidcError where they may not come in, which the audit log then holds.
 */
export async function logInAs(
  store: Store,
  settings: OidcSettings,
  claims: IDToken,
): Promise<{ account: Account; token: string }> {
  const identity = { issuer: claims.iss, subject: claims.sub };
  const { token, hash } = newToken();
  try {
    const account = await store.transaction(async (inside) => {
      const own = await accountOf(inside, settings, claims, identity);
      if (own.disabled) throw new OidcError("disabled", `The account ${own.login} is disabled.`);
      await inside.addSession(hash, own.id, SESSION_SECONDS);
      await inside.addAudit({
        actor: own.id,
        action: "login",
        city: null,
        subject: own.id,
        detail: { issuer: claims.iss },
      });
      return own;
    });
    return { account, token };
  } catch (error) {
    if (error instanceof OidcError)
      await store.addAudit({
        actor: "system",
        action: "login.refused",
        city: null,
        subject: null,
        detail: { ...identity, reason: error.reason },
      });
    throw error;
  }
}

async function accountOf(
  store: Store,
  settings: OidcSettings,
  claims: IDToken,
  identity: { issuer: string; subject: string },
): Promise<Account> {
  const known = await store.findIdentity(identity);
  if (known && !known.governed) return known.account;
  if (known) return bringUpToDate(store, known.account, rightsOf(settings, claims));

  const login = loginOf(claims);
  const there = login === null ? null : await store.findAccount(login);
  if (there && claims.email_verified === true) {
    await store.addIdentity(identity, there.id, false);
    await audit(store, "account.linked", there, { issuer: claims.iss });
    return there;
  }
  if (settings.roles.size === 0)
    throw new OidcError(
      "unknown-person",
      "No account has this verified e-mail as its login; an administrator adds one first.",
    );
  const rights = rightsOf(settings, claims);
  if (login === null)
    throw new OidcError(
      "unknown-person",
      "The provider tells neither an e-mail nor a user name that could be a login.",
    );
  if (there) throw new OidcError("login-taken", `There is an account ${login} already that is not this person's.`);
  const added = await store.addAccount({ login, name: nameOf(claims, login), password: null, ...rights });
  await store.addIdentity(identity, added.id, true);
  await audit(store, "account.added", added, { login, ...rights, issuer: claims.iss });
  return added;
}

interface Rights {
  roles: Role[];
  cities: string[] | null;
}

async function bringUpToDate(store: Store, account: Account, rights: Rights): Promise<Account> {
  const isSame = (a: string[] | null, b: string[] | null) =>
    JSON.stringify(a && [...a].sort()) === JSON.stringify(b && [...b].sort());
  if (isSame(account.roles, rights.roles) && isSame(account.cities, rights.cities)) return account;
  const changed = await store.changeAccount(account.id, rights);
  await audit(store, "account.changed", changed, { ...rights });
  return changed;
}

function audit(store: Store, action: string, account: Account, detail: object): Promise<void> {
  return store.addAudit({ actor: "system", action, city: null, subject: account.id, detail });
}

/** What the claims allow. Throws OidcError where that is nothing. */
function rightsOf({ roles, roleClaim, citiesClaim }: OidcSettings, claims: IDToken): Rights {
  const groups = new Set(textsAt(claims, roleClaim));
  const own = allRoles.filter((role) => [...roles].some(([group, mapped]) => mapped === role && groups.has(group)));
  if (own.length === 0) throw new OidcError("no-role", `Nothing in the claim ${roleClaim} stands for a role here.`);
  if (citiesClaim === null) return { roles: own, cities: null };
  const cities = textsAt(claims, citiesClaim);
  if (cities.length === 0) throw new OidcError("no-city", `The claim ${citiesClaim} names no city.`);
  return { roles: own, cities };
}

/** A text or a list of texts at a path such as `realm_access.roles`; a claim whose own name has dots goes first. */
function textsAt(claims: IDToken, path: string): string[] {
  let value: unknown = Object.hasOwn(claims, path) ? claims[path] : claims;
  if (value === claims)
    for (const key of path.split("."))
      value =
        value !== null && typeof value === "object" && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined;
  const list = Array.isArray(value) ? value : [value];
  return list.filter((one): one is string => typeof one === "string" && one !== "");
}

/** A verified e-mail, else the user name, where it may be a login here. */
function loginOf({ email, email_verified: isVerified, preferred_username: userName }: IDToken): string | null {
  const text = isVerified === true && typeof email === "string" ? email : userName;
  const login = typeof text === "string" ? text.trim().toLowerCase() : "";
  return /^[a-z0-9][a-z0-9._@-]{1,63}$/.test(login) ? login : null;
}

const nameOf = ({ name }: IDToken, login: string): string =>
  typeof name === "string" && name.trim() !== "" ? name.trim().slice(0, 100) : login;
