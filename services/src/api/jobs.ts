/** Long work behind the API: one runner for the app, ended with it. */
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { IntakeError } from "../intake/index.ts";
import { JobRunner } from "../jobs/runner.ts";
import { InvalidInput, NotFound, StoreConflict, StoreUnavailable } from "../store/index.ts";
import { Problem } from "./problem.ts";
import { SaidError, say } from "../words/index.ts";

declare module "fastify" {
  interface FastifyInstance {
    jobs: JobRunner;
  }
}

const meantForPeople = [IntakeError, InvalidInput, NotFound, StoreConflict, StoreUnavailable, Problem];

export const jobsPlugin = plugin(
  async (app: FastifyInstance) => {
    const runner = new JobRunner(app.store, (error) => {
      if (error instanceof SaidError && meantForPeople.some((kind) => error instanceof kind)) return error.said;
      app.log.error({ err: error }, "a job failed");
      return say("job.failed");
    });
    app.decorate("jobs", runner);
    app.addHook("onReady", async () => {
      // One process has the embedded store to itself; on PostgreSQL others may be running theirs.
      if (app.store.kind === "embedded") await runner.takeOver();
    });
    app.addHook("preClose", () => runner.close());
  },
  { name: "jobs", dependencies: ["cities"] },
);
