/** 进图: residents report what is new, closed, moved or wrong, without an account; stewards decide. */
import multipart from "@fastify/multipart";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { dayInChina } from "../../china-clock.ts";
import { decide } from "../../inbox/decide.ts";
import { FORM_LEAST_SECONDS, FORM_MOST_SECONDS } from "../../inbox/limits.ts";
import type { SentReport } from "../../inbox/receive.ts";
import { cleanText } from "../../inbox/text.ts";
import { NotFound } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { readForm } from "../inbox.ts";
import { checkPosition } from "../input.ts";
import { Problem } from "../problem.ts";
import { viewReports } from "../report-view.ts";
import { cityParams, cursor, limit, nextCursor, oneOf, problems, strict } from "../schemas/common.ts";
import {
  decisionBody,
  newForm,
  photoContent,
  received,
  report,
  reportKind,
  reportState,
  sentReport,
  tracked,
} from "../schemas/report.ts";
import { fieldsOf } from "./outlet-editing.ts";

const reportParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["m_000003"] }) },
  strict,
);
const outletParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["o_000017"] }) },
  strict,
);
const thumb = Type.Optional(oneOf(["", "1", "true"], { description: "The small one, 320 pixels" }));

/** As JSON, or with a photo as a form. */
const reportBody = {
  content: {
    "application/json": { schema: sentReport },
    "multipart/form-data": {
      schema: Type.Object(
        {
          report: { ...sentReport, description: "As JSON" },
          photo: Type.Optional(
            Type.Unsafe<unknown>({
              type: "string",
              format: "binary",
              description: "JPEG, PNG or WebP, at most 10 MB and 52 million pixels",
            }),
          ),
        },
        strict,
      ),
    },
  },
};

const routes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(multipart);

  app.get(
    "/api/cities/:city/reports/form",
    {
      schema: {
        operationId: "newForm",
        tags: ["Residents"],
        summary: "Begin a report or a rating: what comes with this is sent back with it",
        params: cityParams,
        response: { 200: { ...newForm, description: "Good for one report or rating" }, ...problems(404, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      reply.header("Cache-Control", "no-store");
      return {
        form: app.inbox.newForm(city.id),
        notBeforeSeconds: FORM_LEAST_SECONDS,
        expiresSeconds: FORM_MOST_SECONDS,
        trap: "website",
      };
    },
  );

  app.post(
    "/api/cities/:city/reports",
    {
      preValidation: readForm,
      schema: {
        operationId: "addReport",
        tags: ["Residents"],
        summary:
          "Report what is new, closed, moved or wrong; nobody needs an account, and nothing is kept of who says it",
        params: cityParams,
        body: reportBody,
        response: {
          201: { ...received, description: "Taken in; a steward will look at it" },
          ...problems(400, 404, 413, 415, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const body = request.body as SentReport | { report: SentReport };
      const sent = "report" in body ? body.report : body;
      if (sent.location) checkPosition(sent.location, "location");
      const { code, id, outcome } = await app.inbox.report(city, request.ip, sent, request.photo);
      const { said = 1 } = (await app.store.getReport(city.id, id)) ?? {};
      reply.header("Cache-Control", "no-store");
      return reply.code(201).send({ code, joined: outcome === "joined", said });
    },
  );

  app.get(
    "/api/cities/:city/reports/status/:code",
    {
      schema: {
        operationId: "trackReport",
        tags: ["Residents"],
        summary: "What became of a report",
        params: Type.Object({ ...cityParams.properties, code: Type.String({ maxLength: 40 }) }, strict),
        response: { 200: { ...tracked, description: "As it is now" }, ...problems(404, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const found = await app.inbox.track(city.id, request.params.code);
      if (!found) throw new Problem(404, "No report is known under this code. It has twelve letters and digits.");
      reply.header("Cache-Control", "no-store");
      const { kind, state, said, firstAt, decision } = found;
      return {
        kind,
        state,
        said,
        firstOn: dayInChina(firstAt),
        decidedOn: decision && dayInChina(decision.at),
        answer: decision?.answer ?? null,
        outlet: decision?.outlet ?? null,
      };
    },
  );

  app.get(
    "/api/cities/:city/reports",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listReports",
        tags: ["Residents"],
        summary: "The stewards' queue: open reports, the oldest first; decided ones, the newest first",
        params: cityParams,
        querystring: Type.Object(
          {
            state: Type.Optional(reportState),
            kind: Type.Optional(reportKind),
            limit: Type.Optional(limit(50, 200)),
            cursor: Type.Optional(cursor),
          },
          strict,
        ),
        response: {
          200: { ...Type.Object({ items: Type.Array(report), nextCursor }), description: "One page" },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const context = await app.cities.get(request.params.city);
      const { state = "open", ...query } = request.query;
      const page = await app.store.findReports(context.city.id, { ...query, state, limit: query.limit ?? 50 });
      reply.header("Cache-Control", "no-store");
      return { items: await viewReports(context, page.items), nextCursor: page.nextCursor };
    },
  );

  app.get(
    "/api/cities/:city/reports/:id",
    {
      config: { needs: "account" },
      schema: {
        operationId: "getReport",
        tags: ["Residents"],
        summary: "One report",
        params: reportParams,
        response: { 200: { ...report, description: "The report" }, ...problems(401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const context = await app.cities.get(request.params.city);
      const found = await app.store.getReport(context.city.id, request.params.id);
      if (!found) throw new NotFound(`There is no report ${request.params.id} in ${context.city.id}.`);
      reply.header("Cache-Control", "no-store");
      return (await viewReports(context, [found]))[0];
    },
  );

  app.patch(
    "/api/cities/:city/reports/:id",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "decideReport",
        tags: ["Residents"],
        summary: "Accept a report, which changes the outlet, reject it, or take the decision back",
        params: reportParams,
        body: decisionBody,
        response: {
          200: { ...report, description: "As it is now" },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const { outlet, note, ...body } = request.body;
      const decision = { ...body, fields: fieldsOf(outlet ?? {}), answer: cleanText(note, "note", 500) };
      const decided = await decide(app.store, city.id, request.params.id, decision, actorOf(request));
      return (await viewReports(await app.cities.get(city.id), [decided]))[0];
    },
  );

  app.get(
    "/api/cities/:city/reports/:id/photo",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "getReportPhoto",
        tags: ["Residents"],
        summary: "A photo that came with a report",
        params: reportParams,
        querystring: Type.Object(
          {
            number: Type.Optional(
              Type.Integer({ minimum: 1, description: "Which; the first that there is otherwise" }),
            ),
            thumb,
          },
          strict,
        ),
        response: { 200: photoContent("At most 1600 pixels"), ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const { id } = request.params;
      const number =
        request.query.number ??
        (await app.store.getReport(city.id, id))?.sayings.find(({ photo }) => photo !== null)?.number;
      const size = request.query.thumb === undefined ? "large" : "small";
      const data = number === undefined ? null : await app.store.reportPhoto(city.id, id, number, size);
      if (data === null) throw new Problem(404, `Report ${id} has no such photo, or had it too long ago.`);
      reply.header("Cache-Control", "private, no-store");
      return sendPhoto(reply, data);
    },
  );

  app.get(
    "/api/cities/:city/outlets/:id/photo",
    {
      schema: {
        operationId: "getOutletPhoto",
        tags: ["Outlets"],
        summary: "The outlet's photo, where a steward has made one public",
        params: outletParams,
        querystring: Type.Object({ thumb }, strict),
        response: {
          200: photoContent("At most 1600 pixels"),
          304: { type: "null", description: "As you have it" },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const size = request.query.thumb === undefined ? "large" : "small";
      const photo = await app.store.outletPhoto(city.id, request.params.id, size);
      if (photo === null) throw new Problem(404, `There is no public photo of ${request.params.id} in ${city.id}.`);
      const tag = `"${photo.version.slice(0, 20)}-${size}"`;
      // Asked again each time: a photo that was withdrawn is not to be seen any more.
      reply.headers({ ETag: tag, "Cache-Control": "public, no-cache" });
      if (request.headers["if-none-match"] === tag) return reply.code(304).send(null);
      return sendPhoto(reply, photo.data);
    },
  );

  app.delete(
    "/api/cities/:city/outlets/:id/photo",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "removeOutletPhoto",
        tags: ["Outlets"],
        summary: "Withdraw the outlet's public photo",
        params: outletParams,
        response: { 204: { type: "null", description: "Withdrawn" }, ...problems(401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const { id } = request.params;
      const audit = {
        actor: actorOf(request),
        action: "outlet.photo.removed",
        city: city.id,
        subject: id,
        detail: null,
      };
      const removed = await app.store.transaction(async (store) => {
        const isGone = await store.removeOutletPhoto(city.id, id);
        if (isGone) await store.addAudit(audit);
        return isGone;
      });
      if (!removed) throw new Problem(404, `There is no public photo of ${id} in ${city.id}.`);
      return reply.code(204).send(null);
    },
  );
};

/** A picture and nothing else, whatever a browser makes of it. */
function sendPhoto(reply: FastifyReply, data: Uint8Array): FastifyReply {
  return reply
    .headers({ "Content-Security-Policy": "default-src 'none'; sandbox", "Content-Disposition": "inline" })
    .type("image/jpeg")
    .send(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
}

export const reportRoutes = plugin(routes, {
  name: "report-routes",
  dependencies: ["cities", "authentication", "inbox"],
  encapsulate: true,
});
