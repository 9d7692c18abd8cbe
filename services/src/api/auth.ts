/**
 * Who asks, and whether they may. A route that changes something says what it needs (`config: { needs: "steward" }`);
 * people come with a session cookie and the token against forged requests, machines with an API key.
 */
import cookie from "@fastify/cookie";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { accountOfToken, SESSION_SECONDS } from "../accounts/login.ts";
import { tokenHash } from "../accounts/passwords.ts";
import { may } from "../accounts/roles.ts";
import type { Need } from "../accounts/roles.ts";
import type { Account, Change, ChangeOrigin } from "../store/index.ts";
import { Problem } from "./problem.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks, where the route needs somebody; null otherwise. */
    account: Account | null;
  }
  interface FastifyContextConfig {
    /** What is needed to ask this; nothing, and it is everybody's. */
    needs?: Need;
  }
}

const COOKIE = "quarterhour_session";
const CSRF_HEADER = "x-csrf-token";

export const authentication = plugin(
  async (app: FastifyInstance) => {
    await app.register(cookie);
    app.decorateRequest("account", null);
    app.addHook("onRequest", async (request) => {
      const { needs } = request.routeOptions.config;
      if (needs === undefined) return;
      const account = await accountOf(app, request);
      if (!account) throw new Problem(401, "Log in first: this is not open to everybody.");
      const city = (request.params as { city?: string } | undefined)?.city ?? null;
      if (!may(account, needs, city)) {
        throw new Problem(
          403,
          `Your account may not do this${city === null ? "" : ` in ${city}`}; it needs the role ${needs}.`,
        );
      }
      request.account = account;
    });
  },
  { name: "authentication", dependencies: ["cities"] },
);

async function accountOf(app: FastifyInstance, request: FastifyRequest): Promise<Account | null> {
  const bearer = /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? "")?.[1];
  if (bearer !== undefined) return (await app.store.accountOfApiKey(tokenHash(bearer)))?.account ?? null;
  const token = sessionToken(request);
  if (token === null) return null;
  const account = await accountOfToken(app.store, token);
  if (account && !["GET", "HEAD"].includes(request.method) && request.headers[CSRF_HEADER] !== csrfToken(token)) {
    throw new Problem(403, "The request lacks the token of its session (X-CSRF-Token); ask GET /api/session for it.");
  }
  return account;
}

export function sessionToken(request: FastifyRequest): string | null {
  const token = request.cookies[COOKIE];
  return token !== undefined && /^[\w-]{20,100}$/.test(token) ? token : null;
}

/** Follows from the session's token, so that it need not be kept; the token does not follow from it. */
export function csrfToken(session: string): string {
  return tokenHash(`csrf ${session}`);
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(COOKIE, token, { ...cookieOptions(request), maxAge: SESSION_SECONDS });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(COOKIE, cookieOptions(request));
}

const cookieOptions = (request: FastifyRequest) => ({
  path: "/",
  httpOnly: true,
  sameSite: "strict" as const,
  secure: request.protocol === "https",
});

/** Who makes a change and why, as the store wants it. Only in routes that need an account. */
export function changeBy(request: FastifyRequest, origin: ChangeOrigin, rest: Partial<Change> = {}): Change {
  return { actor: actorOf(request), origin, ...rest };
}

export function actorOf(request: FastifyRequest): string {
  if (!request.account) throw new Error(`${request.url} changes something and does not say what it needs`);
  return request.account.id;
}
