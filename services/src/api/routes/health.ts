import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { oneOf } from "../schemas/common.ts";

const dependency = Type.Object({ ok: Type.Boolean(), detail: Type.Optional(Type.String()) });

const ready = Type.Object(
  {
    status: oneOf(["ready", "not ready"]),
    dependencies: Type.Object({
      store: dependency,
      compute: Type.Object(
        { ...dependency.properties, waiting: Type.Integer(), threads: Type.Integer() },
        { description: "Threads that walk and cut tiles; they are started with the first question" },
      ),
      osrm: Type.Optional(
        Type.Object(
          { ...dependency.properties, optional: Type.Literal(true) },
          { description: "Where the server has an OSRM. Without its answer the embedded engine walks" },
        ),
      ),
    }),
  },
  { title: "Readiness" },
);

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
            examples: [
              { status: "ready", dependencies: { store: { ok: true }, compute: { ok: true, waiting: 0, threads: 2 } } },
            ],
          },
          503: {
            ...ready,
            description: "Something it cannot do without does not answer",
            examples: [
              {
                status: "not ready",
                dependencies: {
                  store: { ok: false, detail: "does not answer" },
                  compute: { ok: true, waiting: 0, threads: 2 },
                },
              },
            ],
          },
        },
      },
    },
    async (request, reply) => {
      reply.header("Cache-Control", "no-store");
      const osrm = await osrmDependency();
      const { isOpen, waiting, threads } = app.computePool.load;
      const compute = { ok: isOpen, ...(!isOpen && { detail: "is stopping" }), waiting, threads };
      try {
        await app.store.ping();
        if (!isOpen) reply.code(503).header("Retry-After", "5");
        const status = isOpen ? ("ready" as const) : ("not ready" as const);
        return { status, dependencies: { store: { ok: true }, compute, ...osrm } };
      } catch (error) {
        request.log.warn({ err: error }, "the store does not answer");
        reply.code(503).header("Retry-After", "5");
        const store = { ok: false, detail: "does not answer" };
        return { status: "not ready" as const, dependencies: { store, compute, ...osrm } };
      }
    },
  );
};

export const healthRoutes = plugin(routes, {
  name: "health-routes",
  dependencies: ["cities", "osrm"],
  encapsulate: true,
});
