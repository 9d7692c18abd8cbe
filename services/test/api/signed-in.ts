/** Accounts for tests of routes that not everybody may use. */
import { hashPassword, newToken } from "../../src/accounts/passwords.ts";
import { csrfToken } from "../../src/api/auth.ts";
import type { Role, Store } from "../../src/store/index.ts";

/** Adds an account named after each role, in all cities, and gives the headers of a session of each. */
export async function signedIn(
  store: Store,
  roles: readonly Role[] = ["steward", "bureau"],
): Promise<Partial<Record<Role, Record<string, string>>>> {
  const password = await hashPassword("four quiet words");
  const headers: Partial<Record<Role, Record<string, string>>> = {};
  for (const role of roles) {
    const { id } = await store.addAccount({ login: role, name: role, password, roles: [role], cities: null });
    const { token, hash } = newToken();
    await store.addSession(hash, id, 3600);
    headers[role] = { cookie: `quarterhour_session=${token}`, "x-csrf-token": csrfToken(token) };
  }
  return headers;
}
