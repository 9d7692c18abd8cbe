import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { accountOfToken, logIn, SESSION_SECONDS } from "../../accounts/login.ts";
import { hashPassword, isPassword, newToken, passwordProblem, tokenHash } from "../../accounts/passwords.ts";
import { clearSessionCookie, csrfToken, sessionToken, setSessionCookie } from "../auth.ts";
import { invalidField, Problem } from "../problem.ts";
import { accountExample, accountSchema, accountView } from "../schemas/account.ts";
import { nullable, problems, strict } from "../schemas/common.ts";

const password = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

const session = Type.Object(
  {
    account: nullable(accountSchema),
    csrf: nullable(Type.String({ description: "To be sent as X-CSRF-Token with everything that changes something" })),
    provider: Type.Optional(
      Type.Object(
        { name: Type.String() },
        {
          description:
            "Where people can log in as well, at /api/session/oidc; absent: nowhere, or somebody is logged in",
        },
      ),
    ),
  },
  { title: "Session", examples: [{ account: accountExample, csrf: "u5sT…" }] },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/session",
    {
      schema: {
        operationId: "getSession",
        tags: ["Accounts"],
        summary: "Who is logged in here, if anybody",
        response: { 200: { ...session, description: "The session" } },
      },
    },
    async (request, reply) => {
      reply.header("Cache-Control", "no-store");
      const token = sessionToken(request);
      const account = token === null ? null : await accountOfToken(app.store, token);
      const provider = app.oidc && !account ? { provider: { name: app.oidc.settings.name } } : {};
      return { account: account && accountView(account), csrf: account && token && csrfToken(token), ...provider };
    },
  );

  app.post(
    "/api/session",
    {
      schema: {
        operationId: "logIn",
        tags: ["Accounts"],
        summary: "Log in; the session is a cookie",
        body: Type.Object(
          { login: Type.String({ minLength: 1, maxLength: 64 }), password: password("The account's password") },
          { ...strict, examples: [{ login: "lin", password: "four quiet words here" }] },
        ),
        response: { 200: { ...session, description: "Logged in" }, ...problems(400, 401, 429) },
      },
    },
    async (request, reply) => {
      const { login, password: given } = request.body;
      const result = await logIn(app.store, login, given);
      if (result.outcome === "locked") {
        throw new Problem(
          429,
          "Too many wrong passwords. The account is shut for a while; try again later.",
          [],
          result.seconds,
        );
      }
      if (result.outcome === "wrong") throw new Problem(401, "Login or password is wrong.");
      setSessionCookie(request, reply, result.token);
      reply.header("Cache-Control", "no-store");
      return { account: accountView(result.account), csrf: csrfToken(result.token) };
    },
  );

  app.delete(
    "/api/session",
    {
      schema: {
        operationId: "logOut",
        tags: ["Accounts"],
        summary: "Log out",
        response: { 204: { type: "null", description: "Nobody is logged in here now" } },
      },
    },
    async (request, reply) => {
      const token = sessionToken(request);
      // Somebody else's page could at most log a person out: no token is asked for.
      if (token !== null) await app.store.endSession(tokenHash(token));
      clearSessionCookie(request, reply);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/session/password",
    {
      config: { needs: "account" },
      schema: {
        operationId: "changePassword",
        tags: ["Accounts"],
        summary: "Change the own password; all other sessions end",
        body: Type.Object({ current: password("The password until now"), next: password("The new one") }, strict),
        response: { 200: { ...session, description: "Changed" }, ...problems(400, 401, 403) },
      },
    },
    async (request, reply) => {
      const account = request.account!;
      const { current, next } = request.body;
      if (!(await isPassword(current, account.password))) throw invalidField("current", "is not your password");
      const fault = passwordProblem(next, account.login);
      if (fault) throw invalidField("next", fault);
      const changed = await app.store.changeAccount(account.id, { password: await hashPassword(next) });
      const { token, hash } = newToken();
      await app.store.addSession(hash, account.id, SESSION_SECONDS);
      await app.store.addAudit({
        actor: account.id,
        action: "password.changed",
        city: null,
        subject: account.id,
        detail: null,
      });
      setSessionCookie(request, reply, token);
      return { account: accountView(changed), csrf: csrfToken(token) };
    },
  );

  app.post(
    "/api/invitations/:token",
    {
      schema: {
        operationId: "takeInvitation",
        tags: ["Accounts"],
        summary: "Choose the password of an account one was invited to",
        params: Type.Object({ token: Type.String({ pattern: "^[\\w-]{20,100}$" }) }, strict),
        body: Type.Object({ password: password("The password to be") }, strict),
        response: { 200: { ...session, description: "Logged in" }, ...problems(400, 404) },
      },
    },
    async (request, reply) => {
      const { token, hash } = newToken();
      const changed = await app.store.transaction(async (store) => {
        const account = await store.takeInvitation(tokenHash(request.params.token));
        if (!account || account.disabled) {
          throw new Problem(404, "This invitation is not known, was used, or is too old. Ask for another.");
        }
        const fault = passwordProblem(request.body.password, account.login);
        // thrown inside, so that the invitation is not used up
        if (fault) throw invalidField("password", fault);
        const own = await store.changeAccount(account.id, { password: await hashPassword(request.body.password) });
        await store.addSession(hash, account.id, SESSION_SECONDS);
        await store.addAudit({
          actor: account.id,
          action: "invitation.taken",
          city: null,
          subject: account.id,
          detail: null,
        });
        return own;
      });
      setSessionCookie(request, reply, token);
      return { account: accountView(changed), csrf: csrfToken(token) };
    },
  );
};

export const sessionRoutes = plugin(routes, {
  name: "session-routes",
  dependencies: ["authentication"],
  encapsulate: true,
});
