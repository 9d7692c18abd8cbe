/** Scenarios behind the API: the thread that works them out, and jobs for those that take longer. */
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import type { ComputePoolOptions } from "../compute/pool.ts";
import { ScenarioCompute } from "../compute/scenarios.ts";

declare module "fastify" {
  interface FastifyInstance {
    scenarios: ScenarioCompute;
  }
}

export const scenariosPlugin = plugin(
  async (app: FastifyInstance, { compute }: { compute: ComputePoolOptions | undefined }) => {
    const scenarios = new ScenarioCompute({
      onCrash: (error) => app.log.error({ err: error }, "the thread of scenarios ended unexpectedly"),
      ...compute,
    });
    app.decorate("scenarios", scenarios);
    app.addHook("onClose", () => scenarios.close());
  },
  { name: "scenarios", dependencies: ["cities", "long-work"] },
);
