import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { PassThrough } from "node:stream";
import { Type } from "typebox";
import { may } from "../../accounts/roles.ts";
import type { Account, Job } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { Problem } from "../problem.ts";
import { nullable, oneOf, problems, strict } from "../schemas/common.ts";
import { inWords, say, stepIn } from "../../words/index.ts";
import type { Language, Said } from "../../words/index.ts";
import { languageOf, languageWanted } from "../language.ts";

export const job = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    city: nullable(Type.String()),
    state: oneOf(["queued", "running", "done", "failed", "cancelled", "interrupted"]),
    step: nullable(Type.String({ description: "What is being done" })),
    fraction: nullable(Type.Number({ minimum: 0, maximum: 1 })),
    result: Type.Unknown({ description: "What came of it, once it is done" }),
    error: nullable(Type.String({ description: "Why it failed" })),
    createdAt: Type.String(),
    startedAt: nullable(Type.String()),
    endedAt: nullable(Type.String()),
  },
  {
    title: "Job",
    examples: [
      {
        id: "j_Zm9vYmFyYmF6cXV4",
        kind: "import.stage",
        city: "sample",
        state: "running",
        step: "reading 网点.csv",
        fraction: 0.4,
        result: null,
        error: null,
        createdAt: "2026-06-01T08:00:00.000Z",
        startedAt: "2026-06-01T08:00:00.100Z",
        endedAt: null,
      },
    ],
  },
);

/** Without who started it and what was handed in. */
export function jobView({ actor: _actor, input: _input, ...rest }: Job, language: Language) {
  const { state, step, result, error } = rest;
  // why it failed is kept with it in a form that can be put into words
  const said = state === "failed" ? (result as { said?: Said } | null)?.said : undefined;
  return {
    ...rest,
    step: step === null ? null : stepIn(step, language),
    result: said === undefined ? result : null,
    error: said === undefined ? error : inWords(said, language),
  };
}

const inLanguage = Type.Object({ lang: Type.Optional(languageWanted) }, strict);

const jobParams = Type.Object({ id: Type.String({ maxLength: 64 }) }, strict);
/** Proxies close connections on which nothing is said. */
const HEARTBEAT_MILLISECONDS = 15_000;
/** An account follows so many jobs at a time on one instance: each holds a connection for as long as its job lasts. */
const MOST_STREAMS = 20;
const RETRY_SECONDS = 5;

const routes: FastifyPluginAsyncTypebox = async (app) => {
  /** Open streams by account. */
  const streams = new Map<string, number>();

  async function existing(id: string, account: Account): Promise<Job> {
    const found = await app.jobs.get(id);
    // a job of a city that is not the asker's is no more his business than one that does not exist
    const isTheirs =
      found &&
      (found.actor === account.id ||
        (found.city !== null && may(account, "account", found.city)) ||
        may(account, "admin", null));
    if (!found || !isTheirs) throw new Problem(404, say("job.none", { id }));
    return found;
  }

  app.get(
    "/api/jobs/:id",
    {
      config: { needs: "account" },
      schema: {
        operationId: "getJob",
        tags: ["Jobs"],
        summary: "How far a job is, and what came of it",
        params: jobParams,
        querystring: inLanguage,
        response: { 200: { ...job, description: "The job" }, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      reply.header("Cache-Control", "no-store");
      return jobView(await existing(request.params.id, request.account!), languageOf(request));
    },
  );

  app.get(
    "/api/jobs/:id/events",
    {
      config: { needs: "account" },
      schema: {
        operationId: "followJob",
        tags: ["Jobs"],
        summary: "The job as server-sent events, at each step until its end",
        params: jobParams,
        querystring: inLanguage,
        response: {
          200: {
            description: "Events named job, each with a job as JSON",
            content: { "text/event-stream": { schema: { type: "string" } } },
          },
          ...problems(400, 401, 403, 404, 429),
        },
      },
    },
    async (request, reply) => {
      const account = request.account!;
      const first = await existing(request.params.id, account);
      const language = languageOf(request);
      const open = streams.get(account.id) ?? 0;
      if (open >= MOST_STREAMS) {
        throw new Problem(429, say("job.streams", { most: MOST_STREAMS, id: first.id }), [], RETRY_SECONDS);
      }
      streams.set(account.id, open + 1);
      const stream = new PassThrough();
      const heartbeat = setInterval(() => stream.write(": still here\n\n"), HEARTBEAT_MILLISECONDS);
      const stop = app.jobs.listen(first.id, (latest) => tell(latest));
      const tell = (latest: Job) => {
        stream.write(`event: job\ndata: ${JSON.stringify(jobView(latest, language))}\n\n`);
        if (latest.endedAt !== null) stream.end();
      };
      stream.once("close", () => {
        clearInterval(heartbeat);
        stop();
        const left = streams.get(account.id)! - 1;
        if (left > 0) streams.set(account.id, left);
        else streams.delete(account.id);
      });
      tell((await app.jobs.get(first.id)) ?? first);
      // the schema speaks of the text as a whole; it is sent as it comes
      return reply
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no")
        .type("text/event-stream")
        .send(stream as unknown as string);
    },
  );

  app.delete(
    "/api/jobs/:id",
    {
      config: { needs: "account" },
      schema: {
        operationId: "cancelJob",
        tags: ["Jobs"],
        summary: "Cancel it; nothing half done is left",
        params: jobParams,
        response: { 200: { ...job, description: "As it is now" }, ...problems(401, 403, 404, 409) },
      },
    },
    async (request) => {
      const before = await existing(request.params.id, request.account!);
      if (before.endedAt !== null) throw new Problem(409, `The job has ended already: ${before.state}.`);
      await app.jobs.cancel(before.id);
      await app.store.addAudit({
        actor: actorOf(request),
        action: "job.cancelled",
        city: before.city,
        subject: before.id,
        detail: { kind: before.kind },
      });
      return jobView((await app.jobs.get(before.id))!, languageOf(request));
    },
  );
};

export const jobRoutes = plugin(routes, {
  name: "job-routes",
  dependencies: ["cities", "authentication", "jobs"],
  encapsulate: true,
});
