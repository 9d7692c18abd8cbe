/** Imports: upload → preview with what is wrong, row by row → commit or discard; undo. Long parts run as jobs. */
import multipart from "@fastify/multipart";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import {
  beginStaging,
  checkAnswers,
  checkCommit,
  discardImport,
  fieldsOf,
  formatOf,
  mendRow,
  summaryOf,
} from "../../intake/index.ts";
import type { RowMending, StagingAnswers } from "../../intake/index.ts";
import type { ImportRecord } from "../../store/index.ts";
import { NotFound, StoreConflict } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { registerImportJobs } from "../import-jobs.ts";
import type { ImportJobOptions } from "../import-jobs.ts";
import { rowView, summaryView } from "../import-view.ts";
import { receiveUpload, requestOf, uploadLimits } from "../import-upload.ts";
import { invalidField, Problem } from "../problem.ts";
import { routeFrame, meant, startedAnswer } from "../route-frame.ts";
import { pageOfRows, rowsAfter } from "../row-cursor.ts";
import { cityParams, cursor, limit, nextCursor, nullable, problems, strict } from "../schemas/common.ts";
import { importParams } from "../schemas/import-places.ts";
import {
  areaIds,
  columnMap,
  complete,
  importRecord,
  importSummary,
  rowMending,
  rowState,
  stagedRow,
  uploadBody,
  valueMap,
} from "../schemas/import.ts";
import { dropUpload } from "../uploads.ts";
import { importPairRoutes } from "./import-pairs.ts";
import { importPlaceRoutes } from "./import-places.ts";
import { say } from "../../words/index.ts";
import { languageOf, languageWanted } from "../language.ts";

const started = (description: string) => startedAnswer(description, { import: nullable(importRecord) });

const routes: FastifyPluginAsyncTypebox<ImportJobOptions> = async (app, options) => {
  const { uploadFolder } = options;
  await app.register(multipart, {
    limits: uploadLimits,
  });
  const readings = registerImportJobs(app, options);
  await app.register(importPlaceRoutes);
  await app.register(importPairRoutes);
  const { cityOf, start: startJob, audit: note } = routeFrame(app);

  const audit = (
    request: FastifyRequest,
    action: string,
    { city, importId }: { city: string; importId: string },
    detail: unknown,
  ): Promise<void> => note(actorOf(request), action, city, importId, detail);

  async function start(request: FastifyRequest, kind: string, input: { city: string; importId: string }) {
    const job = await startJob(request, kind, input);
    const record = await app.store.getImport(input.city, input.importId);
    return { job, import: record === null ? null : recordView(record) };
  }

  app.get(
    "/api/cities/:city/imports",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listImports",
        tags: ["Imports"],
        summary: "What was imported, the latest first; what is staged, discarded and undone among it",
        params: cityParams,
        querystring: Type.Object({ limit: Type.Optional(limit(50, 500)), cursor: Type.Optional(cursor) }, strict),
        response: {
          200: { ...Type.Object({ items: Type.Array(importRecord), nextCursor }), description: "Imports" },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { limit: most = 50, cursor: behind } = request.query;
      const all = (await app.store.listImports(city)).filter(({ id }) => behind === undefined || id < behind);
      const items = all.slice(0, most).map(recordView);
      reply.header("Cache-Control", "no-store");
      return { items, nextCursor: all.length > most ? items.at(-1)!.id : null };
    },
  );

  app.post(
    "/api/cities/:city/imports",
    {
      config: { needs: "steward" },
      // the body is a stream of parts; the schema only describes it
      validatorCompiler: () => () => true,
      schema: {
        operationId: "stageImport",
        tags: ["Imports"],
        summary: "Upload a table or boundaries: they are read and judged, nothing else is changed",
        consumes: ["multipart/form-data"],
        params: cityParams,
        body: uploadBody,
        response: {
          202: started("Uploaded; the job reads it"),
          ...problems(400, 401, 403, 404, 413, 415, 503),
        },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      if (!request.isMultipart()) throw new Problem(415, "Send the file as multipart/form-data, with the field what.");
      // before the upload: the record of an import that nobody reads would stay
      app.jobs.checkRoom();
      const { file, fields } = await receiveUpload(request, uploadFolder);
      try {
        await meant(() => formatOf(file.path));
        const importId = await meant(() =>
          beginStaging(app.store, {
            ...requestOf(fields),
            city,
            fileName: file.name,
            actor: actorOf(request),
          }),
        );
        const input = { city, importId, file: file.path };
        const answer = await start(request, "import.stage", input);
        const { id: jobId } = answer.job;
        readings.set(`${city}/${importId}`, { job: jobId, file: file.path });
        if ((await app.jobs.get(jobId))?.endedAt) readings.delete(`${city}/${importId}`);
        await audit(request, "import.staged", input, { fileName: file.name, ...fields });
        return reply.code(202).send(answer);
      } catch (error) {
        await dropUpload(file.path);
        throw error;
      }
    },
  );

  app.get(
    "/api/cities/:city/imports/:id",
    {
      config: { needs: "account" },
      schema: {
        operationId: "getImport",
        tags: ["Imports"],
        summary: "What was found in the file, what has to be answered, and what a commit would do",
        params: importParams,
        querystring: Type.Object({ lang: Type.Optional(languageWanted) }, strict),
        response: { 200: { ...importSummary, description: "The import" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const summary = await summaryOf(app.store, city, request.params.id);
      reply.header("Cache-Control", "no-store");
      const { city: _city, actor: _actor, pairs, ...told } = summaryView(summary, languageOf(request));
      return {
        ...told,
        duplicates: pairs,
        fields: fieldsOf(summary.what),
      };
    },
  );

  app.get(
    "/api/cities/:city/imports/:id/rows",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listImportRows",
        tags: ["Imports"],
        summary: "Rows of the file with what is wrong in them; after the commit, those that were left out",
        params: importParams,
        querystring: Type.Object(
          {
            state: Type.Optional(rowState),
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
      await existing(city, request.params.id);
      const { state, limit: most = 100, cursor: behind } = request.query;
      const rows = await app.store.stagedRows(city, request.params.id, {
        ...(state === undefined ? {} : { states: [state] }),
        ...rowsAfter(behind),
        limit: most + 1,
      });
      reply.header("Cache-Control", "no-store");
      return pageOfRows(rows, most, rowView(languageOf(request)));
    },
  );

  async function existing(city: string, id: string): Promise<ImportRecord> {
    const record = await app.store.getImport(city, id);
    if (record === null) throw new NotFound(say("import.none", { id, city }));
    return record;
  }

  app.patch(
    "/api/cities/:city/imports/:id",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "answerImport",
        tags: ["Imports"],
        summary: "Answer questions, say what columns and values mean: all rows are judged again",
        params: importParams,
        body: Type.Object(
          {
            crs: Type.Optional(Type.String({ maxLength: 100, examples: ["gcj02"] })),
            columns: Type.Optional(columnMap),
            values: Type.Optional(valueMap),
            complete: Type.Optional(nullable(complete)),
            areas: Type.Optional(areaIds),
            source: Type.Optional(Type.String({ maxLength: 200 })),
            asOf: Type.Optional(nullable(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }))),
          },
          { ...strict, minProperties: 1, examples: [{ crs: "gcj02" }] },
        ),
        response: { 202: started("The job judges the rows again"), ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const answers = request.body as StagingAnswers;
      if (Object.keys(answers).length === 0) throw invalidField("body", "says nothing");
      const input = { city, importId: request.params.id, answers };
      await meant(() => checkAnswers(app.store, input.city, input.importId, answers));
      await audit(request, "import.answered", input, answers);
      return reply.code(202).send(await start(request, "import.answer", input));
    },
  );

  app.patch(
    "/api/cities/:city/imports/:id/rows/:row",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "mendImportRow",
        tags: ["Imports"],
        summary: "Mend one row, place it, or leave it out; it is judged again",
        params: Type.Object(
          { ...importParams.properties, row: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }) },
          strict,
        ),
        body: Type.Object(rowMending, { ...strict, minProperties: 1, examples: [{ cells: { 经度: "118.05" } }] }),
        response: {
          200: { ...stagedRow, description: "The row as it is now" },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request) => {
      const city = await cityOf(request);
      const { id, row } = request.params;
      const mending = request.body as RowMending;
      const input = { city, importId: id, row: Number(row), mending };
      const mended = await mendRow(app.store, input);
      await audit(request, "import.row-mended", input, { row, ...mending });
      return rowView(languageOf(request))(mended);
    },
  );

  app.post(
    "/api/cities/:city/imports/:id/commit",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "commitImport",
        tags: ["Imports"],
        summary: "Take it in, all in one",
        params: importParams,
        body: nullable(
          Type.Object(
            {
              skipBad: Type.Optional(
                Type.Boolean({ description: "Leave out rows that are bad or wait", default: false }),
              ),
            },
            { ...strict, examples: [{ skipBad: true }] },
          ),
        ),
        response: { 202: started("The job writes it"), ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const body = request.body as { skipBad?: boolean } | null | undefined;
      const input = { city, importId: request.params.id, skipBad: body?.skipBad ?? false };
      await meant(() => checkCommit(app.store, input.city, input.importId, input.skipBad));
      return reply.code(202).send(await start(request, "import.commit", input));
    },
  );

  app.post(
    "/api/cities/:city/imports/:id/undo",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "undoImport",
        tags: ["Imports"],
        summary: "Put everything back as it was before the import, unless something later rests on it",
        params: importParams,
        response: { 202: started("The job puts it back"), ...problems(401, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const input = { city, importId: request.params.id };
      const { state } = await existing(input.city, input.importId);
      if (state !== "committed") {
        throw new StoreConflict(say("undo.not-committed", { id: input.importId, state }));
      }
      return reply.code(202).send(await start(request, "import.undo", input));
    },
  );

  app.delete(
    "/api/cities/:city/imports/:id",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "discardImport",
        tags: ["Imports"],
        summary: "Discard what is staged; nothing of it was taken in",
        params: importParams,
        response: { 204: { type: "null", description: "Gone" }, ...problems(401, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { id: importId } = request.params;
      const reading = readings.get(`${city}/${importId}`);
      // called off while its file is read, it is broken and has nothing to discard
      const calledOff = reading !== undefined && (await app.jobs.cancel(reading.job));
      if (calledOff) {
        // it may have been waiting for its turn, and then nobody has cleared away after it
        await dropUpload(reading.file);
        readings.delete(`${city}/${importId}`);
      }
      const { state } = await existing(city, importId);
      if (!(calledOff && state === "broken")) await discardImport(app.store, city, importId);
      await audit(request, "import.discarded", { city, importId }, null);
      return reply.code(204).send(null);
    },
  );
};

function recordView({ city: _city, actor: _actor, ...rest }: ImportRecord) {
  return rest;
}

export const importRoutes = plugin(routes, {
  name: "import-routes",
  dependencies: ["cities", "authentication", "jobs"],
  encapsulate: true,
});
