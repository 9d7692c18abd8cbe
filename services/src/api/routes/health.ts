import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { oneOf } from "../schemas/common.ts";

const dependency = Type.Object({ ok: Type.Boolean(), detail: Type.Optional(Type.String()) });

const ready = Type.Object({
  status: oneOf(["ready", "not ready"]),
  dependencies: Type.Object({
    store: dependency,
    osrm: Type.Optional(
      Type.Object(
        { ...dependency.properties, optional: Type.Literal(true) },
        { description: "Where the server has an OSRM. Without its answer the embedded engine walks" },
      ),
    ),
  }),
});

/** OSRM is asked again after so long, however often readiness is asked for. */
const osrmFreshMilliseconds = 5000;

const routes: FastifyPluginAsyncTypebox = async (app) => {
  let osrmState: { since: number; asked: Promise<{ ok: boolean; detail?: string; optional: true }> } | null = null;
  /** Nothing where the server has no OSRM. */
  const osrmDependency = async () => {
    const { osrm } = app;
    if (osrm === null) return {};
    if (osrmState === null || performance.now() - osrmState.since > osrmFreshMilliseconds) {
      const asked = osrm.probe().then(
        () => ({ ok: true, optional: true }) as const,
        (error: unknown) => ({ ok: false, detail: (error as Error).message, optional: true }) as const,
      );
      osrmState = { since: performance.now(), asked };
    }
    return { osrm: await osrmState.asked };
  };

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
            description: "Everything it cannot do without answers",
            examples: [{ status: "ready", dependencies: { store: { ok: true } } }],
          },
          503: {
            ...ready,
            description: "Something it cannot do without does not answer",
            examples: [{ status: "not ready", dependencies: { store: { ok: false, detail: "does not answer" } } }],
          },
        },
      },
    },
    async (request, reply) => {
      reply.header("Cache-Control", "no-store");
      const osrm = await osrmDependency();
      try {
        await app.store.ping();
        return { status: "ready", dependencies: { store: { ok: true }, ...osrm } } as const;
      } catch (error) {
        request.log.warn({ err: error }, "the store does not answer");
        reply.code(503).header("Retry-After", "5");
        const store = { ok: false, detail: "does not answer" };
        return { status: "not ready", dependencies: { store, ...osrm } } as const;
      }
    },
  );
};

export const healthRoutes = plugin(routes, {
  name: "health-routes",
  dependencies: ["cities", "osrm"],
  encapsulate: true,
});
