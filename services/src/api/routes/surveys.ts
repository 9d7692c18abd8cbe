/** 满意度: residents answer by a link or, where it is open to all, without; planners give out links and see what comes. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { categoriesNamed } from "../../assessment/survey.ts";
import type { SurveyBatch } from "../../store/index.ts";
import { answersTable } from "../../surveys/export.ts";
import { receiveAnswer, surveyAccess, SurveyRefusal } from "../../surveys/receive.ts";
import { countingAnswers } from "../../surveys/summaries.ts";
import { newSurveyTokens } from "../../surveys/tokens.ts";
import { actorOf } from "../auth.ts";
import { readDay } from "../input.ts";
import { offsetAfter, offsetCursor } from "../offset-cursor.ts";
import { Problem } from "../problem.ts";
import { plainTableAnswer, plainTableFormat, sendPlainTable } from "../plain-table-answer.ts";
import { cursor, limit, nextCursor, problems, strict } from "../schemas/common.ts";
import {
  batchParams,
  sentAnswers,
  surveyBatch,
  surveyPage,
  surveyParams,
  surveyResult,
  surveySettings,
  surveyText,
} from "../schemas/survey.ts";
import { existingCircle, viewSurvey } from "../survey-view.ts";

/** More at once would be given out in several batches. */
const MOST_LINKS = 5000;

const refusalStatus = { closed: 409, unknown: 404, used: 409, ended: 409, "token-needed": 403 } as const;

const routes: FastifyPluginAsyncTypebox = async (app) => {
  async function circleOf(request: FastifyRequest) {
    const params = request.params as { city: string; circle: string };
    const context = await app.cities.get(params.city);
    return { context, city: context.city.id, circle: await existingCircle(app.store, context.city.id, params.circle) };
  }

  async function audit(request: FastifyRequest, action: string, city: string, subject: string, detail: unknown) {
    await app.store.addAudit({ actor: actorOf(request), action, city, subject, detail });
  }

  app.get(
    "/api/cities/:city/surveys/:circle",
    {
      schema: {
        operationId: "getSurveyResults",
        tags: ["Surveys"],
        summary: "What the answers to the satisfaction form come to",
        description:
          "Attachment 4 of the policy. Without from, what counts: all answers, or those since the day that was set. Nothing is told of groups of fewer than ten. What people wrote is for those with an account.",
        params: surveyParams,
        querystring: Type.Object(
          {
            from: Type.Optional(Type.String({ maxLength: 40, examples: ["2026-01-01"] })),
            to: Type.Optional(Type.String({ maxLength: 40, examples: ["2026-11-22"] })),
          },
          strict,
        ),
        response: { 200: { ...surveyResult, description: "As it is now" }, ...problems(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const { context, circle } = await circleOf(request);
      const { from, to } = request.query;
      reply.header("Cache-Control", "no-cache");
      return viewSurvey(app.store, context, circle, {
        ...(from !== undefined && { from: readDay(from, "from") }),
        ...(to !== undefined && { to: readDay(to, "to") }),
      });
    },
  );

  app.get(
    "/api/cities/:city/surveys/:circle/page",
    {
      schema: {
        operationId: "getSurveyPage",
        tags: ["Surveys"],
        summary: "May I answer? With a link, or without",
        params: surveyParams,
        querystring: Type.Object(
          { t: Type.Optional(Type.String({ maxLength: 60, description: "Of the link" })) },
          strict,
        ),
        response: { 200: { ...surveyPage, description: "As it is now" }, ...problems(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const { city, circle } = await circleOf(request);
      const { id, name } = circle;
      const access = await surveyAccess(app.store, city, id, request.query.t ?? null);
      reply.header("Cache-Control", "no-store");
      return { circle: { id, name }, ...access, form: access.access === "open" ? app.inbox.newForm(city) : null };
    },
  );

  app.post(
    "/api/cities/:city/surveys/:circle/responses",
    {
      schema: {
        operationId: "answerSurvey",
        tags: ["Surveys"],
        summary: "Answer the satisfaction form; nobody needs an account, and nothing is kept of who answers",
        description:
          "By a link (token), once; or without one where the survey is open to all, with the form of its page. Kept are the answers and the day.",
        params: surveyParams,
        body: sentAnswers,
        response: {
          201: { ...Type.Object({}), description: "Taken in" },
          ...problems(400, 403, 404, 409, 415, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { city, circle } = await circleOf(request);
      try {
        await receiveAnswer(app.store, app.inbox, city, circle.id, request.ip, request.body);
      } catch (error) {
        if (error instanceof SurveyRefusal) throw new Problem(refusalStatus[error.reason], error.message);
        throw error;
      }
      return reply.code(201).send({});
    },
  );

  app.put(
    "/api/cities/:city/surveys/:circle/settings",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "setSurvey",
        tags: ["Surveys"],
        summary: "Open a survey to all, or to those with a link; close it; begin it anew from a day on",
        params: surveyParams,
        body: Type.Object(surveySettings.properties, {
          ...strict,
          examples: [{ openToAll: true, closed: false, since: "2026-09-01", version: 0 }],
        }),
        response: {
          200: { ...surveySettings, description: "As it is now" },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request) => {
      const { city, circle } = await circleOf(request);
      const { version, ...settings } = request.body;
      if (settings.since !== null) readDay(settings.since, "since");
      const now = await app.store.putSurvey(city, circle.id, settings, version, actorOf(request));
      await audit(request, "survey.set", city, circle.id, settings);
      return now;
    },
  );

  app.post(
    "/api/cities/:city/surveys/:circle/batches",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "addSurveyLinks",
        tags: ["Surveys"],
        summary: "Make links to give out; each is good for one answer",
        description:
          "The tokens are told here and never again: only their hashes are kept. A link is /survey?city=…&circle=…&t=TOKEN.",
        params: surveyParams,
        body: Type.Object(
          {
            count: Type.Integer({ minimum: 1, maximum: MOST_LINKS }),
            label: Type.String({ minLength: 1, maxLength: 100, description: "Whom they are for" }),
          },
          { ...strict, examples: [{ count: 200, label: "石桥里" }] },
        ),
        response: {
          201: {
            ...Type.Object({
              ...surveyBatch.properties,
              path: Type.String({ description: "What stands before each token in a link" }),
              tokens: Type.Array(Type.String()),
            }),
            description: "Made",
          },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city, circle } = await circleOf(request);
      const { count, label } = request.body;
      const { tokens, hashes } = newSurveyTokens(count);
      const batch = await app.store.addSurveyBatch(city, circle.id, { label, tokenHashes: hashes }, actorOf(request));
      await audit(request, "survey.links", city, circle.id, { batch: batch.id, count, label });
      const query = new URLSearchParams({ city, circle: circle.id, t: "" });
      reply.header("Cache-Control", "no-store");
      return reply.code(201).send({ ...viewBatch(batch), path: `/survey?${query.toString()}`, tokens });
    },
  );

  app.get(
    "/api/cities/:city/surveys/:circle/batches",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listSurveyLinks",
        tags: ["Surveys"],
        summary: "Links that were given out, and how many of them were used",
        params: surveyParams,
        response: {
          200: { ...Type.Object({ items: Type.Array(surveyBatch) }), description: "The latest first" },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city, circle } = await circleOf(request);
      reply.header("Cache-Control", "no-store");
      return { items: (await app.store.listSurveyBatches(city, circle.id)).map(viewBatch) };
    },
  );

  app.delete(
    "/api/cities/:city/surveys/:circle/batches/:batch",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "endSurveyLinks",
        tags: ["Surveys"],
        summary: "Call links in: those that were not used are good for nothing any more",
        params: batchParams,
        response: { 200: { ...surveyBatch, description: "As it is now" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request) => {
      const { city, circle } = await circleOf(request);
      const batch = await app.store.endSurveyBatch(city, circle.id, request.params.batch);
      await audit(request, "survey.linksEnded", city, circle.id, { batch: batch.id });
      return viewBatch(batch);
    },
  );

  app.get(
    "/api/cities/:city/surveys/:circle/texts",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listSurveyTexts",
        tags: ["Surveys"],
        summary: "What people suggest and say is missing, for the list of needs",
        params: surveyParams,
        querystring: Type.Object({ limit: Type.Optional(limit(100, 500)), cursor: Type.Optional(cursor) }, strict),
        response: {
          200: {
            ...Type.Object({ items: Type.Array(surveyText), total: Type.Integer(), nextCursor }),
            description: "By day",
          },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city, circle } = await circleOf(request);
      const { limit: most = 100, cursor: after } = request.query;
      const start = after === undefined ? 0 : offsetAfter(after);
      const texts = (await countingAnswers(app.store, city, circle.id)).flatMap(({ answers, day }) =>
        typeof answers.suggestions === "string"
          ? [{ text: answers.suggestions, day, categories: categoriesNamed(answers) }]
          : [],
      );
      reply.header("Cache-Control", "no-store");
      const next = offsetCursor(start + most, texts.length);
      return { items: texts.slice(start, start + most), total: texts.length, nextCursor: next };
    },
  );

  app.get(
    "/api/cities/:city/surveys/:circle/export",
    {
      config: { needs: "account" },
      schema: {
        operationId: "exportSurvey",
        tags: ["Surveys"],
        summary: "All answers as a table that opens in Excel and can be taken in again",
        description:
          "What people say of themselves is left out where fewer than ten name the same compound. CSV is UTF-8 with byte order mark; no cell runs as a formula.",
        params: surveyParams,
        querystring: Type.Object({ format: Type.Optional(plainTableFormat) }, strict),
        response: { 200: plainTableAnswer, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const { city, circle } = await circleOf(request);
      const table = answersTable(circle.name, await app.store.surveyResponses(city, circle.id));
      return sendPlainTable(reply, `${city}-${circle.id}-survey`, table, request.query.format);
    },
  );
};

function viewBatch({ id, label, count, used, createdAt, endedAt }: SurveyBatch) {
  return { id, label, count, used, createdAt, endedAt };
}

export const surveyRoutes = plugin(routes, {
  name: "survey-routes",
  dependencies: ["cities", "authentication", "inbox"],
  encapsulate: true,
});
