import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { oneOf } from "../schemas/common.ts";

const dependency = Type.Object({ ok: Type.Boolean(), detail: Type.Optional(Type.String()) });

const ready = Type.Object({
  status: oneOf(["ready", "not ready"]),
  dependencies: Type.Object({ store: dependency }),
});

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/health",
    {
      schema: {
        operationId: "getHealth",
        tags: ["Service"],
        summary: "Is the process alive?",
        response: {
          200: Type.Object({ status: Type.Literal("ok") }, { description: "It is", examples: [{ status: "ok" }] }),
        },
      },
    },
    async (_request, reply) => {
      reply.header("Cache-Control", "no-store");
      return { status: "ok" } as const;
    },
  );

  app.get(
    "/api/ready",
    {
      schema: {
        operationId: "getReady",
        tags: ["Service"],
        summary: "Can it answer questions? With each thing it depends on",
        response: {
          200: {
            ...ready,
            description: "Everything it depends on answers",
            examples: [{ status: "ready", dependencies: { store: { ok: true } } }],
          },
          503: {
            ...ready,
            description: "Something it depends on does not answer",
            examples: [{ status: "not ready", dependencies: { store: { ok: false, detail: "does not answer" } } }],
          },
        },
      },
    },
    async (request, reply) => {
      reply.header("Cache-Control", "no-store");
      try {
        await app.store.ping();
        return { status: "ready", dependencies: { store: { ok: true } } } as const;
      } catch (error) {
        request.log.warn({ err: error }, "the store does not answer");
        reply.code(503).header("Retry-After", "5");
        return { status: "not ready", dependencies: { store: { ok: false, detail: "does not answer" } } } as const;
      }
    },
  );
};

export const healthRoutes = plugin(routes, { name: "health-routes", dependencies: ["cities"], encapsulate: true });
