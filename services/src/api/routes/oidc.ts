import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { logInAs } from "../../accounts/oidc-login.ts";
import { CALLBACK_PATH, OidcError } from "../../accounts/oidc.ts";
import type { OidcAttempt, OidcRefusal } from "../../accounts/oidc.ts";
import { setSessionCookie } from "../auth.ts";
import { Problem } from "../problem.ts";
import { problems, strict } from "../schemas/common.ts";

const COOKIE = "quarterhour_login";
const ATTEMPT_SECONDS = 600;

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const provider = () => {
    if (!app.oidc) throw new Problem(404, "This server has no other way to log in than login and password.");
    return app.oidc;
  };

  app.get(
    "/api/session/oidc",
    {
      schema: {
        operationId: "beginSignIn",
        tags: ["Accounts"],
        summary: "Go to the provider that people of this server log in at, where it has one",
        querystring: Type.Object(
          {
            next: Type.Optional(
              Type.String({
                maxLength: 500,
                pattern: "^/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*$",
                description: "Page of this service to come back to; /data when left out",
                examples: ["/data"],
              }),
            ),
          },
          strict,
        ),
        response: {
          302: { type: "null", description: "To the provider; or back with `login=` and why not" },
          ...problems(400, 404),
        },
      },
    },
    async (request, reply) => {
      const { next = "/data" } = request.query;
      const oidc = provider();
      reply.header("Cache-Control", "no-store");
      try {
        const { url, attempt } = await oidc.begin(next);
        reply.setCookie(COOKIE, Buffer.from(JSON.stringify(attempt)).toString("base64url"), {
          ...cookieOptions(request),
          maxAge: ATTEMPT_SECONDS,
        });
        return await reply.redirect(url.href, 302);
      } catch (error) {
        return refuse(request, reply, next, error);
      }
    },
  );

  app.get(
    CALLBACK_PATH,
    {
      schema: {
        operationId: "finishSignIn",
        tags: ["Accounts"],
        summary: "Where the provider sends people back to; the session is a cookie",
        // What it adds of its own accord is read by the library that checks it.
        querystring: Type.Object({}, { additionalProperties: true }),
        response: {
          302: { type: "null", description: "Logged in; or back with `login=` and why not" },
          ...problems(404),
        },
      },
    },
    async (request, reply) => {
      const oidc = provider();
      reply.header("Cache-Control", "no-store");
      const attempt = attemptOf(request.cookies[COOKIE]);
      reply.clearCookie(COOKIE, cookieOptions(request));
      const next = attempt?.next ?? "/data";
      try {
        if (!attempt) throw new OidcError("expired", "The browser brings back nothing of a login that was begun here.");
        const query = request.url.slice(request.url.indexOf("?"));
        const claims = await oidc.finish(query.startsWith("?") ? query : "?", attempt);
        const { token } = await logInAs(app.store, oidc.settings, claims);
        setSessionCookie(request, reply, token);
        return await reply.redirect(next, 302);
      } catch (error) {
        return refuse(request, reply, next, error);
      }
    },
  );
};

/** Back to the page, which says why. */
function refuse(request: FastifyRequest, reply: FastifyReply, next: string, error: unknown) {
  if (!(error instanceof OidcError)) throw error;
  request.log.warn({ reason: error.reason, err: error }, "nobody was logged in by the provider");
  return reply.redirect(withReason(next, error.reason), 302);
}

function withReason(next: string, reason: OidcRefusal): string {
  const [path, hash = ""] = next.split("#", 2);
  return `${path}${path.includes("?") ? "&" : "?"}login=${reason}${hash && `#${hash}`}`;
}

function attemptOf(cookie: string | undefined): OidcAttempt | null {
  if (cookie === undefined) return null;
  try {
    const { verifier, state, nonce, next } = JSON.parse(Buffer.from(cookie, "base64url").toString()) as OidcAttempt;
    const isWhole = [verifier, state, nonce, next].every((part) => typeof part === "string" && part !== "");
    return isWhole && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next) ? { verifier, state, nonce, next } : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

/** Lax: it has to come along when the provider sends the browser back. */
const cookieOptions = (request: FastifyRequest) => ({
  path: "/api/session/oidc",
  httpOnly: true,
  sameSite: "lax" as const,
  secure: request.protocol === "https",
});

export const oidcRoutes = plugin(routes, {
  name: "oidc-routes",
  dependencies: ["authentication"],
  encapsulate: true,
});
