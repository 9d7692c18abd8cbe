/** Rows of a staged import that have an address and no coordinates: what was found, and what a person takes of it. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { NotFound } from "../../store/index.ts";
import { rowView } from "../import-view.ts";
import { routeFrame, startedAnswer } from "../route-frame.ts";
import { pageOfRows, rowsAfter } from "../row-cursor.ts";
import { cursor, limit, nextCursor, oneOf, problems, strict } from "../schemas/common.ts";
import { importParams } from "../schemas/import-places.ts";
import { stagedRow } from "../schemas/import.ts";
import { say } from "../../words/index.ts";
import { languageOf, languageWanted } from "../language.ts";

export const importPlaceRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { cityOf, start } = routeFrame(app);

  app.get(
    "/api/cities/:city/imports/:id/places",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listImportPlaces",
        tags: ["Imports"],
        summary:
          "Rows that wait for a place, with the candidates for their address; or those that were placed by it. One is chosen, set or left out by PATCH of the row",
        params: importParams,
        querystring: Type.Object(
          {
            state: Type.Optional(oneOf(["waiting", "placed"], { default: "waiting" })),
            minConfidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: "Of the best candidate" })),
            limit: Type.Optional(limit(100, 1000)),
            cursor: Type.Optional(cursor),
            lang: Type.Optional(languageWanted),
          },
          strict,
        ),
        response: {
          200: { ...Type.Object({ items: Type.Array(stagedRow), nextCursor }), description: "In the file's order" },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { id } = request.params;
      if ((await app.store.getImport(city, id)) === null) throw new NotFound(say("import.none", { id, city }));
      const { state = "waiting", limit: most = 100, cursor: behind, lang: _lang, ...rest } = request.query;
      const asked = { state, ...rest, ...rowsAfter(behind), limit: most + 1 };
      const rows = await app.store.stagedPlaces(city, id, asked);
      reply.header("Cache-Control", "no-store");
      return pageOfRows(rows, most, rowView(languageOf(request)));
    },
  );

  app.post(
    "/api/cities/:city/imports/:id/places/search",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "searchImportPlaces",
        tags: ["Imports"],
        summary: "Look for the addresses of rows that wait: of those that were not asked about yet, or of all",
        params: importParams,
        body: Type.Object(
          { again: Type.Optional(Type.Boolean({ default: false, description: "Ask about all that wait" })) },
          { ...strict, examples: [{ again: false }] },
        ),
        response: { 202: startedAnswer("The job looks for them"), ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { id: importId } = request.params;
      await app.store.lockStaging(city, importId);
      const input = { city, importId, again: request.body.again ?? false };
      return reply.code(202).send({ job: await start(request, "import.places", input) });
    },
  );

  app.post(
    "/api/cities/:city/imports/:id/places/accept",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "acceptImportPlaces",
        tags: ["Imports"],
        summary: "Take the best candidate of every row that waits, from a confidence on",
        params: importParams,
        body: Type.Object(
          { minConfidence: Type.Number({ minimum: 0, maximum: 1 }) },
          { ...strict, examples: [{ minConfidence: 0.5 }] },
        ),
        response: { 202: startedAnswer("The job takes them"), ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { id: importId } = request.params;
      await app.store.lockStaging(city, importId);
      const input = { city, importId, minConfidence: request.body.minConfidence };
      return reply.code(202).send({ job: await start(request, "import.accept-places", input) });
    },
  );
};
