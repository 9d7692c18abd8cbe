/** What if (情景): worked out while somebody plans, kept, compared. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { Scenario } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import type { CityContext } from "../city-context.ts";
import { readWalkers } from "../coverage-question.ts";
import { hangUpSignal } from "../hang-up.ts";
import { readList } from "../input.ts";
import { invalidField, Problem } from "../problem.ts";
import { routeFrame, startedAnswer } from "../route-frame.ts";
import { computedScenario } from "../saved-scenario.ts";
import type { ComputedScenario } from "../saved-scenario.ts";
import { scenarioEffect } from "../scenario-effect.ts";
import type { ScenarioEffect } from "../scenario-effect.ts";
import { comparisonOf, listedView, savedView, unsaved } from "../scenario-view.ts";
import { cityParams, nullable, problems, strict } from "../schemas/common.ts";
import { areaLevel } from "../schemas/comparison.ts";
import { savedScenario, scenarioAnswer, scenarioComparison, scenarioEdits } from "../schemas/scenario.ts";
import type { ScenarioEdits } from "../schemas/scenario.ts";

/** So long an answer is waited for; then it becomes a job's. */
const patienceMilliseconds = 2000;
const mostCompared = 6;

const scenarioParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 64, examples: ["w_000003"] }) },
  strict,
);
const name = Type.String({ minLength: 1, maxLength: 200, examples: ["打开北门"] });
const note = nullable(Type.String({ maxLength: 4000 }));
const top = Type.Integer({ minimum: 1, maximum: 500, default: 50, description: "So many homes are listed" });
const version = Type.Integer({ minimum: 1, description: "As it was seen; 409 where somebody changed it since" });

const listed = Type.Object({
  id: Type.String(),
  name: Type.String(),
  note: nullable(Type.String()),
  version: Type.Integer(),
  at: Type.String({ description: "When this version was made" }),
  createdAt: Type.String(),
  link: Type.String(),
  edits: Type.Object(
    { outlets: Type.Integer(), network: Type.Integer() },
    { description: "How many edits of outlets, and of the network" },
  ),
});

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const { start, audit } = routeFrame(app);
  /** Answers that became a job's before they were there, by job. */
  const underWay = new Map<string, Promise<ScenarioEffect>>();
  let handedOver = 0;

  interface JobInput {
    city: string;
    edits: ScenarioEdits;
    top?: number;
    /** Key in `underWay`, where this process has begun it. */
    begun: string;
    saved: { id: string; version: number } | null;
  }

  app.jobs.register(
    "scenario.compute",
    async ({ city, edits, top: most, begun, saved }: JobInput, { signal, progress }) => {
      progress("working out", null);
      const context = await app.cities.get(city);
      const cancelled = new Promise<never>((_resolve, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }),
      );
      const working = underWay.get(begun) ?? scenarioEffect(app, context, edits, { top: most, signal });
      const effect = await Promise.race([working, cancelled]);
      if (saved === null) return { ...unsaved(edits), ...effect };
      const scenario = await existing(city, saved.id);
      const computed = await computedScenario(app, context, scenario);
      return { ...savedView(city, scenario), ...(computed.effect ?? effect) };
    },
  );

  async function existing(city: string, id: string, wanted?: number): Promise<Scenario> {
    const found = await app.store.getScenario(city, id, wanted);
    if (found !== null) return found;
    const what = wanted === undefined ? `scenario "${id}"` : `version ${wanted} of scenario "${id}"`;
    throw new Problem(404, `There is no ${what} in ${city}.`);
  }

  /** The answer of `work`, or null where it takes longer than a person should wait. */
  async function inTime<T>(work: Promise<T>): Promise<T | null> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<null>((resolve) => (timer = setTimeout(resolve, patienceMilliseconds, null)));
    try {
      return await Promise.race([work, patience]);
    } finally {
      clearTimeout(timer);
    }
  }

  app.post(
    "/api/cities/:city/scenarios",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "tryScenario",
        tags: ["Scenarios"],
        summary: "What edits of outlets and ways would change, for whom; kept with save",
        description:
          "Nothing is changed by it. What takes longer than two seconds (the first question of a large city, edits of its network) is answered 202 with a job whose result is the answer.",
        params: cityParams,
        body: Type.Object(
          {
            ...scenarioEdits,
            name: Type.Optional(name),
            note: Type.Optional(note),
            save: Type.Optional(Type.Boolean({ description: "Keep it under its name" })),
            top: Type.Optional(top),
            levels: Type.Optional(
              Type.Array(areaLevel, {
                uniqueItems: true,
                description: "Which areas are told; all levels when left out",
              }),
            ),
          },
          strict,
        ),
        response: {
          200: { ...scenarioAnswer, description: "What would change" },
          201: { ...scenarioAnswer, description: "Kept" },
          202: startedAnswer("Being worked out", {
            id: nullable(Type.String({ description: "Of the scenario, where it was kept" })),
            version: nullable(Type.Integer()),
          }),
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { name: named, note: noted = null, save = false, top: most, levels: told, ...edits } = request.body;
      if (save && named === undefined) throw invalidField("name", "is missing: what is kept needs one");
      const context = await app.cities.get(request.params.city);
      const city = context.city.id;
      // faults of the question before anything is kept
      readWalkers(edits);
      const abort = new AbortController();
      const hungUp = hangUpSignal(reply);
      let isAJobs = false;
      // what has become a job's is waited for by others than this connection
      hungUp.addEventListener("abort", () => void (isAJobs || abort.abort(hungUp.reason)), { once: true });
      const work = scenarioEffect(app, context, edits, { top: most, levels: told, signal: abort.signal });
      const effect = await inTime(work);
      const saved = save ? await add(city, named!, noted, edits) : null;
      if (effect === null) return handOver(work, { city, edits, top: most, saved });
      if (saved === null) return { ...unsaved(edits), ...effect };
      // what is kept has the standard number of homes
      const computed = await computedScenario(app, context, saved);
      return reply
        .code(201)
        .send({ ...savedView(city, saved), ...(most === undefined && told === undefined ? computed.effect! : effect) });

      async function add(id: string, title: string, text: string | null, given: ScenarioEdits): Promise<Scenario> {
        const added = await app.store.addScenario(id, { name: title, note: text, edits: given }, actorOf(request));
        await audit(actorOf(request), "scenario.added", id, added.id, { name: title });
        return added;
      }

      async function handOver(
        working: Promise<ScenarioEffect>,
        { saved: kept, ...input }: Omit<JobInput, "begun" | "saved"> & { saved: Scenario | null },
      ) {
        isAJobs = true;
        const begun = `${process.pid}-${++handedOver}`;
        underWay.set(begun, working);
        // whoever cancels the job hears nothing of how it ends
        const forget = () => setTimeout(() => underWay.delete(begun), 60_000).unref();
        working.then(forget, forget);
        const of = kept && { id: kept.id, version: kept.version };
        const job = await start(request, "scenario.compute", { ...input, begun, saved: of });
        // the frame types of a started job what all of them have
        return reply.code(202).send({ job, id: of?.id ?? null, version: of?.version ?? null } as never);
      }
    },
  );

  app.get(
    "/api/cities/:city/scenarios",
    {
      schema: {
        operationId: "listScenarios",
        tags: ["Scenarios"],
        summary: "The scenarios that are kept, the latest changed first",
        params: cityParams,
        response: {
          200: { ...Type.Object({ items: Type.Array(listed) }), description: "Without figures" },
          ...problems(404, 503),
        },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      return { items: (await app.store.listScenarios(city.id)).map((scenario) => listedView(city.id, scenario)) };
    },
  );

  app.get(
    "/api/cities/:city/scenarios/compare",
    {
      schema: {
        operationId: "compareScenarios",
        tags: ["Scenarios"],
        summary: "Scenarios side by side",
        params: cityParams,
        querystring: Type.Object(
          {
            ids: Type.String({ maxLength: 500, description: "Two to six, by comma", examples: ["w_000003,w_000004"] }),
          },
          strict,
        ),
        response: { 200: { ...scenarioComparison, description: "Side by side" }, ...problems(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const ids = readList(
        request.query.ids,
        "ids",
        (word): word is string => word !== "",
        () => [],
      )!;
      if (ids.length < 2 || ids.length > mostCompared || new Set(ids).size < ids.length) {
        throw invalidField("ids", `should name two to ${mostCompared} different scenarios`);
      }
      const context = await app.cities.get(request.params.city);
      const signal = hangUpSignal(reply);
      const compared: { scenario: Scenario; computed: ComputedScenario }[] = [];
      for (const id of ids) {
        const scenario = await existing(context.city.id, id);
        compared.push({ scenario, computed: await computedScenario(app, context, scenario, { signal }) });
      }
      return comparisonOf(compared);
    },
  );

  app.get(
    "/api/cities/:city/scenarios/:id",
    {
      schema: {
        operationId: "getScenario",
        tags: ["Scenarios"],
        summary: "A kept scenario with its figures as they are now",
        params: scenarioParams,
        querystring: Type.Object(
          {
            version: Type.Optional(Type.Integer({ minimum: 1, description: "An older one" })),
            top: Type.Optional(top),
          },
          strict,
        ),
        response: { 200: { ...savedScenario, description: "The scenario" }, ...problems(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const { query, params } = request;
      const context = await app.cities.get(params.city);
      const scenario = await existing(context.city.id, params.id, query.version);
      return answerOf(context, scenario, { top: query.top, signal: hangUpSignal(reply) });
    },
  );

  app.put(
    "/api/cities/:city/scenarios/:id",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "changeScenario",
        tags: ["Scenarios"],
        summary: "A new version of a scenario",
        description: "Edits are taken anew as a whole, or stay as they are where none are given.",
        params: scenarioParams,
        body: Type.Object({ version, name: Type.Optional(name), note: Type.Optional(note), ...scenarioEdits }, strict),
        response: {
          200: { ...savedScenario, description: "The new version" },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request, reply) => {
      const { version: seen, name: named, note: noted, ...edits } = request.body;
      const context = await app.cities.get(request.params.city);
      const city = context.city.id;
      const before = await existing(city, request.params.id);
      const isNew = Object.keys(edits).length > 0;
      // what cannot be worked out is not kept
      if (isNew) await scenarioEffect(app, context, edits, { signal: hangUpSignal(reply) });
      const draft = {
        name: named ?? before.name,
        note: noted === undefined ? before.note : noted,
        edits: isNew ? edits : before.edits,
      };
      const changed = await app.store.changeScenario(city, before.id, draft, seen, actorOf(request));
      await audit(actorOf(request), "scenario.changed", city, before.id, { version: changed.version });
      return answerOf(context, changed, {});
    },
  );

  app.delete(
    "/api/cities/:city/scenarios/:id",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "removeScenario",
        tags: ["Scenarios"],
        summary: "Take a scenario away, with all its versions",
        params: scenarioParams,
        querystring: Type.Object({ version }, strict),
        response: {
          200: { ...Type.Object({ id: Type.String() }), description: "Taken away" },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      await app.store.removeScenario(city.id, request.params.id, request.query.version);
      await audit(actorOf(request), "scenario.removed", city.id, request.params.id, null);
      return { id: request.params.id };
    },
  );

  async function answerOf(context: CityContext, scenario: Scenario, options: { top?: number; signal?: AbortSignal }) {
    const computed = await computedScenario(app, context, scenario, options);
    const { createdAt, at } = scenario;
    return { ...savedView(context.city.id, scenario), createdAt, at, ...computed };
  }
};

export const scenarioRoutes = plugin(routes, {
  name: "scenario-routes",
  dependencies: ["cities", "authentication", "jobs", "scenarios"],
  encapsulate: true,
});
