/** What routes that start long work on a city have in common. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { TSchema } from "typebox";
import { Type } from "typebox";
import { IntakeError } from "../intake/index.ts";
import type { JobContext } from "../jobs/runner.ts";
import { actorOf } from "./auth.ts";
import { Problem } from "./problem.ts";
import { job, jobView } from "./routes/jobs.ts";
import { languageOf } from "./language.ts";

/** An answer of 202: the job, and what else is told. */
export const startedAnswer = (description: string, more: Record<string, TSchema> = {}) => ({
  ...Type.Object({ job, ...more }),
  description,
});

export function routeFrame(app: FastifyInstance) {
  return {
    /** The id of the city that the path names. Throws UnknownCity (404). */
    cityOf: async (request: FastifyRequest): Promise<string> =>
      (await app.cities.get((request.params as { city: string }).city)).city.id,

    /** Starts a job in the name of whoever asks. */
    async start<Input extends { city: string }>(request: FastifyRequest, kind: string, input: Input) {
      const started = await app.jobs.start({ kind, city: input.city, actor: actorOf(request), input });
      return jobView(started, languageOf(request));
    },

    /** Notes what somebody did with his rights. */
    audit: (actor: string, action: string, city: string, subject: string | null, detail: unknown): Promise<void> =>
      app.store.addAudit({ actor, action, city, subject, detail }),
  };
}

/** A job as intake is told of it: what calls it off, and whom to tell how far it is. */
export const workOf = ({ signal, progress }: JobContext) => ({
  signal,
  onProgress: ({ step, fraction }: { step: string; fraction: number | null }) => progress(step, fraction),
});

/** What intake refuses is the fault of what was sent. */
export async function meant<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    throw new Problem(400, error.said, [
      { field: "body", message: error.message, said: error.said },
      ...error.problems.map(({ column, message, said }) => ({ field: column ?? "file", message, said })),
    ]);
  }
}
