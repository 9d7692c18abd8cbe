import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { INVITATION_SECONDS } from "../../accounts/login.ts";
import { newToken } from "../../accounts/passwords.ts";
import { actorOf } from "../auth.ts";
import { Problem } from "../problem.ts";
import { accountExample, accountSchema, accountView, citiesSchema, roleSchema } from "../schemas/account.ts";
import { nullable, problems, strict } from "../schemas/common.ts";

const name = Type.String({ minLength: 1, maxLength: 100 });
const roleList = Type.Array(roleSchema, { minItems: 1, maxItems: 4, uniqueItems: true });
const accountParams = Type.Object({ id: Type.String({ maxLength: 64 }) }, strict);

const invitation = Type.Object(
  {
    token: Type.String({ description: "Told once; whoever has it chooses the password" }),
    path: Type.String({ description: "Page to open with it" }),
    expiresAt: Type.String(),
  },
  { title: "Invitation" },
);

const auditEntry = Type.Object({
  seq: Type.Integer(),
  at: Type.String(),
  actor: Type.String(),
  action: Type.String(),
  city: nullable(Type.String()),
  subject: nullable(Type.String()),
  detail: Type.Unknown(),
});

const routes: FastifyPluginAsyncTypebox = async (app) => {
  async function invite(account: string) {
    const { token, hash } = newToken();
    await app.store.addInvitation(hash, account, INVITATION_SECONDS);
    const expiresAt = new Date(Date.now() + INVITATION_SECONDS * 1000).toISOString();
    return { token, path: `/data?invitation=${token}`, expiresAt };
  }

  app.get(
    "/api/accounts",
    {
      config: { needs: "admin" },
      schema: {
        operationId: "listAccounts",
        tags: ["Accounts"],
        summary: "All accounts",
        response: {
          200: {
            ...Type.Object({ items: Type.Array(accountSchema) }, { examples: [{ items: [accountExample] }] }),
            description: "By login",
          },
          ...problems(401, 403),
        },
      },
    },
    async () => ({ items: (await app.store.listAccounts()).map(accountView) }),
  );

  app.post(
    "/api/accounts",
    {
      config: { needs: "admin" },
      schema: {
        operationId: "addAccount",
        tags: ["Accounts"],
        summary: "Add an account; its owner chooses the password by the invitation",
        body: Type.Object(
          {
            login: Type.String({ minLength: 2, maxLength: 64 }),
            name,
            roles: roleList,
            cities: Type.Optional(citiesSchema),
          },
          { ...strict, examples: [{ login: "lin", name: "林工", roles: ["planner"] }] },
        ),
        response: {
          201: {
            ...Type.Object({ account: accountSchema, invitation }),
            description: "Added",
          },
          ...problems(400, 401, 403, 409),
        },
      },
    },
    async (request, reply) => {
      const { login, cities = null, ...rest } = request.body;
      const answer = await app.store.transaction(async (store) => {
        const account = await store.addAccount({ login: login.toLowerCase(), cities, ...rest, password: null });
        await store.addAudit({
          actor: actorOf(request),
          action: "account.added",
          city: null,
          subject: account.id,
          detail: { login: account.login, roles: account.roles, cities },
        });
        return { account: accountView(account), invitation: await invite(account.id) };
      });
      return reply.code(201).send(answer);
    },
  );

  app.patch(
    "/api/accounts/:id",
    {
      config: { needs: "admin" },
      schema: {
        operationId: "changeAccount",
        tags: ["Accounts"],
        summary: "Change name, rights or state; other rights end the account's sessions",
        params: accountParams,
        body: Type.Partial(Type.Object({ name, roles: roleList, cities: citiesSchema, disabled: Type.Boolean() }), {
          ...strict,
          minProperties: 1,
        }),
        response: { 200: { ...accountSchema, description: "As it is now" }, ...problems(400, 401, 403, 404, 409) },
      },
    },
    async (request) => {
      const { id } = request.params;
      return app.store.transaction(async (store) => {
        const account = await store.changeAccount(id, request.body);
        const admins = (await store.listAccounts()).filter(
          ({ roles, disabled, cities }) => roles.includes("admin") && !disabled && cities === null,
        );
        if (admins.length === 0) {
          throw new Problem(409, "This would leave nobody who administers; make somebody else an administrator first.");
        }
        await store.addAudit({
          actor: actorOf(request),
          action: "account.changed",
          city: null,
          subject: id,
          detail: request.body,
        });
        return accountView(account);
      });
    },
  );

  app.post(
    "/api/accounts/:id/invitation",
    {
      config: { needs: "admin" },
      schema: {
        operationId: "inviteAgain",
        tags: ["Accounts"],
        summary: "A new invitation, for a forgotten password or one that was lost",
        params: accountParams,
        response: { 201: { ...invitation, description: "Earlier ones count no more" }, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const account = await app.store.findAccount(request.params.id);
      if (!account) throw new Problem(404, `There is no account ${request.params.id}.`);
      const answer = await invite(account.id);
      await app.store.addAudit({
        actor: actorOf(request),
        action: "account.invited",
        city: null,
        subject: account.id,
        detail: null,
      });
      return reply.code(201).send(answer);
    },
  );

  const keySchema = Type.Object({
    id: Type.String(),
    name: Type.String(),
    roles: Type.Array(roleSchema),
    createdAt: Type.String(),
    expiresAt: nullable(Type.String()),
    revokedAt: nullable(Type.String()),
  });

  app.get(
    "/api/keys",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listKeys",
        tags: ["Accounts"],
        summary: "The own keys for machines",
        response: {
          200: { ...Type.Object({ items: Type.Array(keySchema) }), description: "Oldest first" },
          ...problems(401, 403),
        },
      },
    },
    async (request) => ({
      items: (await app.store.listApiKeys(actorOf(request))).map(({ account: _account, ...key }) => key),
    }),
  );

  app.post(
    "/api/keys",
    {
      config: { needs: "account" },
      schema: {
        operationId: "addKey",
        tags: ["Accounts"],
        summary: "A key for a machine; it is told once",
        body: Type.Object(
          { name, roles: roleList, days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })) },
          { ...strict, examples: [{ name: "nightly export", roles: ["bureau"], days: 365 }] },
        ),
        response: {
          201: { ...Type.Object({ ...keySchema.properties, key: Type.String() }), description: "Told once" },
          ...problems(400, 401, 403),
        },
      },
    },
    async (request, reply) => {
      const account = request.account!;
      const { name: keyName, roles, days } = request.body;
      const beyond = roles.filter((role) => !account.roles.includes(role));
      if (beyond.length > 0) throw new Problem(403, `A key cannot have roles that you have not: ${beyond.join(", ")}.`);
      const { token, hash } = newToken();
      const expiresAt = days === undefined ? null : new Date(Date.now() + days * 86_400_000).toISOString();
      const { account: _account, ...key } = await app.store.addApiKey(hash, {
        account: account.id,
        name: keyName,
        roles,
        expiresAt,
      });
      await app.store.addAudit({
        actor: account.id,
        action: "key.added",
        city: null,
        subject: key.id,
        detail: { roles },
      });
      return reply.code(201).send({ ...key, key: token });
    },
  );

  app.delete(
    "/api/keys/:id",
    {
      config: { needs: "account" },
      schema: {
        operationId: "revokeKey",
        tags: ["Accounts"],
        summary: "Revoke one of the own keys",
        params: accountParams,
        response: { 204: { type: "null", description: "It opens nothing any more" }, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const account = actorOf(request);
      if (!(await app.store.revokeApiKey(account, request.params.id))) {
        throw new Problem(404, `You have no key ${request.params.id}.`);
      }
      await app.store.addAudit({
        actor: account,
        action: "key.revoked",
        city: null,
        subject: request.params.id,
        detail: null,
      });
      return reply.code(204).send(null);
    },
  );

  app.get(
    "/api/audit",
    {
      config: { needs: "admin" },
      schema: {
        operationId: "listAudit",
        tags: ["Accounts"],
        summary: "Who changed what, the latest first",
        querystring: Type.Object(
          {
            city: Type.Optional(Type.String({ maxLength: 63 })),
            before: Type.Optional(Type.Integer({ description: "seq of the last entry seen" })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
          },
          strict,
        ),
        response: {
          200: { ...Type.Object({ items: Type.Array(auditEntry) }), description: "Entries" },
          ...problems(400, 401, 403),
        },
      },
    },
    async (request) => {
      const { limit = 100, ...query } = request.query;
      return { items: await app.store.listAudit({ ...query, limit }) };
    },
  );
};

export const accountRoutes = plugin(routes, {
  name: "account-routes",
  dependencies: ["authentication"],
  encapsulate: true,
});
