/** Who is logged in. Reading the city needs nobody; whatever changes something does. */
import { computed, signal } from "@preact/signals";
import { ApiError, ask } from "../api/request.ts";
import { city } from "./catalogue.ts";

export type Role = "steward" | "planner" | "bureau" | "admin";

export interface Account {
  id: string;
  login: string;
  name: string;
  roles: Role[];
  /** Where it may do what its roles allow; null: everywhere. */
  cities: string[] | null;
}

interface Session {
  account: Account | null;
  csrf: string | null;
  /** Where people can log in as well. */
  provider?: { name: string };
}

/** Why the provider's login came to nothing, as the server says it (`accounts/oidc.ts`). */
export const signInRefusals = [
  "cancelled",
  "expired",
  "refused",
  "unavailable",
  "unknown-person",
  "no-role",
  "no-city",
  "disabled",
  "login-taken",
] as const;
export type SignInRefusal = (typeof signInRefusals)[number];

/** null until asked. */
const session = signal<Session | null>(null);

export const account = computed(() => session.value?.account ?? null);
export const provider = computed(() => session.value?.provider ?? null);
/** Why who came back from the provider is not logged in; null: nobody came back. */
export const signInRefusal = signal<SignInRefusal | null>(null);
/** The page wants somebody to log in: the dialog opens. */
export const wantsLogin = signal(false);

/** As the server sees it (`accounts/roles.ts`); it decides, the page only leaves out what would be refused. */
const fulfilledBy: Record<Role, readonly Role[]> = {
  steward: ["steward", "admin"],
  planner: ["planner", "admin"],
  bureau: ["bureau", "planner", "admin"],
  admin: ["admin"],
};

/** Whether who is logged in may do what `role` stands for in the city on screen. */
export function may(role: Role): boolean {
  const own = account.value;
  if (!own) return false;
  if (own.cities && city.value && !own.cities.includes(city.value.id)) return false;
  return fulfilledBy[role].some((one) => own.roles.includes(one));
}

/** Takes `login=` out of the address, where the server has put why a login came to nothing, and opens the dialog. */
export function readSignInRefusal(): void {
  const url = new URL(location.href);
  const reason = url.searchParams.get("login");
  if (reason === null) return;
  url.searchParams.delete("login");
  history.replaceState(history.state, "", url);
  signInRefusal.value = signInRefusals.find((one) => one === reason) ?? "refused";
  wantsLogin.value = true;
}

/** Address at which the provider's login begins and which leads back to the page on screen. */
export function signInAddress(): string {
  return `/api/session/oidc?next=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Why nobody knows who is logged in; null where it is known. Reading goes on meanwhile. */
export const sessionFault = signal<unknown>(null);

export async function loadSession(): Promise<void> {
  try {
    session.value = await ask<Session>("/api/session");
    sessionFault.value = null;
  } catch (error) {
    if (session.peek() === null) sessionFault.value = error;
  }
}

globalThis.addEventListener?.("online", () => {
  if (sessionFault.peek()) void loadSession();
});

/** @throws ApiError */
export async function logIn(login: string, password: string): Promise<void> {
  session.value = await ask<Session>("/api/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ login, password }),
  });
}

export async function logOut(): Promise<void> {
  await ask("/api/session", { method: "DELETE" });
  // Asked anew: it also tells where one can log in.
  await loadSession();
}

type Method = "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Sends something that changes something, or asks with a body. JSON unless `body` is a form or a file.
 * Where the session is over, the dialog to log in opens, and the error is thrown all the same.
 * @throws ApiError
 */
export async function send<T>(
  method: Method,
  path: string,
  body?: unknown,
  options: { signal?: AbortSignal; headers?: Record<string, string> } = {},
): Promise<T> {
  if (session.peek() === null) await loadSession();
  const csrf = session.peek()?.csrf;
  const isRaw = body instanceof FormData || body instanceof Blob;
  try {
    return await ask<T>(path, {
      method,
      headers: {
        ...(csrf ? { "x-csrf-token": csrf } : {}),
        ...(body === undefined || isRaw ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      body: body === undefined ? undefined : isRaw ? body : JSON.stringify(body),
      signal: options.signal,
    });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      session.value = { ...session.peek(), account: null, csrf: null };
      void loadSession();
      wantsLogin.value = true;
    }
    throw error;
  }
}
