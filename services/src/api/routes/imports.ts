/** Imports: upload → preview with what is wrong, row by row → commit or discard; undo. Long parts run as jobs. */
import multipart from "@fastify/multipart";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import {
  answerStaging,
  beginStaging,
  checkAnswers,
  checkCommit,
  commitImport,
  completeFromText,
  discardImport,
  fieldsOf,
  formatOf,
  IntakeError,
  mendRow,
  stageFile,
  summaryOf,
  undoImport,
} from "../../intake/index.ts";
import type { RowMending, StagedProblem, StagingAnswers, StagingRequest } from "../../intake/index.ts";
import type { JobContext } from "../../jobs/runner.ts";
import type { ImportRecord, StagedRow } from "../../store/index.ts";
import { NotFound, StoreConflict } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { invalidField, Problem } from "../problem.ts";
import { cityParams, cursor, limit, nextCursor, nullable, problems, strict } from "../schemas/common.ts";
import {
  areaIds,
  columnMap,
  complete,
  importRecord,
  importSummary,
  importWhat,
  rowMending,
  rowState,
  stagedRow,
  valueMap,
} from "../schemas/import.ts";
import { dropUpload, keepUpload, tidyUploads } from "../uploads.ts";
import { lookForDuplicates } from "./duplicates.ts";
import { job, jobView } from "./jobs.ts";

const LARGEST_UPLOAD_BYTES = 512 * 1024 * 1024;
const LARGEST_FIELD_BYTES = 256 * 1024;

const importParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["i_00000a"] }) },
  strict,
);

const uploadFields = ["what", "source", "crs", "encoding", "sheet", "columns", "complete", "areas", "asOf"] as const;

const uploadBody = Type.Object({
  file: Type.Unsafe<string>({ type: "string", format: "binary", description: "At most 512 MB" }),
  what: importWhat,
  source: Type.Optional(Type.String({ description: "Who sent it; the file's name without its ending otherwise" })),
  crs: Type.Optional(Type.String({ examples: ["gcj02"] })),
  encoding: Type.Optional(Type.String({ examples: ["gb18030"] })),
  sheet: Type.Optional(Type.String()),
  columns: Type.Optional(Type.String({ description: "JSON: column name → field" })),
  complete: Type.Optional(Type.String({ description: "all, none, or ids of categories with commas" })),
  areas: Type.Optional(Type.String({ description: "Ids of areas with commas" })),
  asOf: Type.Optional(Type.String({ examples: ["2026-06-01"] })),
});

const started = (description: string) => ({
  ...Type.Object({ job, import: nullable(importRecord) }),
  description,
});

interface Options {
  /** Where files lie until they are read. */
  uploadFolder: string;
}

const routes: FastifyPluginAsyncTypebox<Options> = async (app, { uploadFolder }) => {
  await app.register(multipart, {
    limits: { files: 1, fields: 20, fileSize: LARGEST_UPLOAD_BYTES, fieldSize: LARGEST_FIELD_BYTES },
  });

  /** Jobs that read a file, by import: a discard calls them off. */
  const readings = new Map<string, string>();

  type Stage = { city: string; importId: string; file: string };
  type Answer = { city: string; importId: string; answers: StagingAnswers };
  type Commit = { city: string; importId: string; skipBad: boolean };
  type Undo = { city: string; importId: string };
  const workOf = ({ signal, progress }: JobContext) => ({
    signal,
    onProgress: ({ step, fraction }: { step: string; fraction: number | null }) => progress(step, fraction),
  });
  app.jobs.register("import.stage", async (input: Stage, context) => {
    try {
      await stageFile(app.store, input, workOf(context));
    } finally {
      readings.delete(`${input.city}/${input.importId}`);
      await dropUpload(input.file);
    }
    return { import: input.importId, counts: await app.store.countStagedRows(input.city, input.importId) };
  });
  app.jobs.register("import.answer", async (input: Answer, context) => {
    await answerStaging(app.store, input, workOf(context));
    return { import: input.importId, counts: await app.store.countStagedRows(input.city, input.importId) };
  });
  app.jobs.register("import.commit", async (input: Commit, context) => {
    const { actor } = context.job;
    const done = await commitImport(app.store, { ...input, actor }, workOf(context));
    await audit(actor, "import.committed", input, done);
    await lookAgain(input, actor);
    return { import: input.importId, ...done };
  });
  app.jobs.register("import.undo", async (input: Undo, context) => {
    const { actor } = context.job;
    const changes = await undoImport(app.store, { ...input, actor }, workOf(context));
    await audit(actor, "import.undone", input, { changes });
    await lookAgain(input, actor);
    return { import: input.importId, changes };
  });

  app.addHook("onReady", async () => {
    // one process has the embedded store to itself; on PostgreSQL another may be reading a file just now
    const isAlone = app.store.kind === "embedded";
    if (!isAlone && app.store.kind !== "postgres") return;
    await app.store.breakStagings(new Date(Date.now() - (isAlone ? 0 : 6 * 3_600_000)).toISOString());
    await tidyUploads(uploadFolder, isAlone);
  });

  async function lookAgain({ city, importId }: { city: string; importId: string }, actor: string): Promise<void> {
    const isOfOutlets = (await app.store.getImport(city, importId))?.what === "outlets";
    if (isOfOutlets) await lookForDuplicates(app, city, actor);
  }

  async function audit(
    actor: string,
    action: string,
    { city, importId }: { city: string; importId: string },
    detail: unknown,
  ): Promise<void> {
    await app.store.addAudit({ actor, action, city, subject: importId, detail });
  }

  async function start(request: FastifyRequest, kind: string, input: { city: string; importId: string }) {
    const found = await app.jobs.start({ kind, city: input.city, actor: actorOf(request), input });
    const record = await app.store.getImport(input.city, input.importId);
    return { job: jobView(found), import: record === null ? null : recordView(record) };
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
      const { city } = await app.cities.get(request.params.city);
      const { limit: most = 50, cursor: behind } = request.query;
      const all = (await app.store.listImports(city.id)).filter(({ id }) => behind === undefined || id < behind);
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
      const { city } = await app.cities.get(request.params.city);
      if (!request.isMultipart()) throw new Problem(415, "Send the file as multipart/form-data, with the field what.");
      const { file, fields } = await receive(request);
      try {
        await meant(() => formatOf(file.path));
        const importId = await meant(() =>
          beginStaging(app.store, {
            ...requestOf(fields),
            city: city.id,
            fileName: file.name,
            actor: actorOf(request),
          }),
        );
        const input = { city: city.id, importId, file: file.path };
        const answer = await start(request, "import.stage", input);
        readings.set(`${city.id}/${importId}`, answer.job.id);
        await audit(actorOf(request), "import.staged", input, { fileName: file.name, ...fields });
        return reply.code(202).send(answer);
      } catch (error) {
        await dropUpload(file.path);
        throw error;
      }
    },
  );

  /** All parts of the request: the file on disk, the fields as texts. */
  async function receive(request: FastifyRequest) {
    let file: { path: string; name: string } | null = null;
    const fields: Partial<Record<(typeof uploadFields)[number], string>> = {};
    try {
      for await (const part of request.parts()) {
        if (part.type === "file") {
          if (part.fieldname !== "file")
            throw invalidField(part.fieldname, "is no file that is asked for; call it file");
          const path = await keepUpload(uploadFolder, part.filename ?? "", part.file);
          file = { path, name: path.slice(path.lastIndexOf("/") + 1) };
          if (part.file.truncated) throw tooLarge();
        } else {
          const name = part.fieldname as (typeof uploadFields)[number];
          if (!uploadFields.includes(name))
            throw invalidField(part.fieldname, "is not a known field; please leave it out");
          if (part.valueTruncated) throw invalidField(name, "is too long");
          fields[name] = String(part.value);
        }
      }
      if (file === null) throw invalidField("file", "is missing");
      return { file, fields };
    } catch (error) {
      if (file !== null) await dropUpload(file.path);
      const { code } = error as { code?: string };
      if (code === "FST_REQ_FILE_TOO_LARGE") throw tooLarge();
      if (code === "FST_FILES_LIMIT") throw invalidField("file", "can be one only");
      if (
        code === "ERR_STREAM_PREMATURE_CLOSE" ||
        code === "FST_MP_PREMATURE_CLOSE" ||
        /^Unexpected end|terminated early/.test((error as Error).message)
      ) {
        throw new Problem(400, "The upload broke off before its end. Send it again.");
      }
      throw error;
    }
  }

  app.get(
    "/api/cities/:city/imports/:id",
    {
      config: { needs: "account" },
      schema: {
        operationId: "getImport",
        tags: ["Imports"],
        summary: "What was found in the file, what has to be answered, and what a commit would do",
        params: importParams,
        response: { 200: { ...importSummary, description: "The import" }, ...problems(401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const { city: _city, actor: _actor, ...summary } = await summaryOf(app.store, city.id, request.params.id);
      reply.header("Cache-Control", "no-store");
      return {
        ...summary,
        fields: fieldsOf(summary.what),
        problems: summary.problems.map(({ unknown: _unknown, value: _value, ...rest }) => rest),
        duplicates: null,
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
          { state: Type.Optional(rowState), limit: Type.Optional(limit(100, 1000)), cursor: Type.Optional(cursor) },
          strict,
        ),
        response: {
          200: { ...Type.Object({ items: Type.Array(stagedRow), nextCursor }), description: "In the file's order" },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      await existing(city.id, request.params.id);
      const { state, limit: most = 100, cursor: behind } = request.query;
      if (behind !== undefined && !/^\d{1,9}$/.test(behind)) throw invalidField("cursor", "is none that was given out");
      const rows = await app.store.stagedRows(city.id, request.params.id, {
        ...(state === undefined ? {} : { states: [state] }),
        ...(behind === undefined ? {} : { after: Number(behind) }),
        limit: most + 1,
      });
      const items = rows.slice(0, most).map(rowView);
      reply.header("Cache-Control", "no-store");
      return { items, nextCursor: rows.length > most ? String(items.at(-1)!.row) : null };
    },
  );

  async function existing(city: string, id: string): Promise<ImportRecord> {
    const record = await app.store.getImport(city, id);
    if (record === null) throw new NotFound(`There is no import ${id} in ${city}.`);
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
      const { city } = await app.cities.get(request.params.city);
      const answers = request.body as StagingAnswers;
      if (Object.keys(answers).length === 0) throw invalidField("body", "says nothing");
      const input = { city: city.id, importId: request.params.id, answers };
      await meant(() => checkAnswers(app.store, input.city, input.importId, answers));
      await audit(actorOf(request), "import.answered", input, answers);
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
      const { city } = await app.cities.get(request.params.city);
      const { id, row } = request.params;
      const mending = request.body as RowMending;
      const input = { city: city.id, importId: id, row: Number(row), mending };
      const mended = await mendRow(app.store, input);
      await audit(actorOf(request), "import.row-mended", input, { row, ...mending });
      return rowView(mended);
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
      const { city } = await app.cities.get(request.params.city);
      const body = request.body as { skipBad?: boolean } | null | undefined;
      const input = { city: city.id, importId: request.params.id, skipBad: body?.skipBad ?? false };
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
      const { city } = await app.cities.get(request.params.city);
      const input = { city: city.id, importId: request.params.id };
      const { state } = await existing(input.city, input.importId);
      if (state !== "committed") {
        throw new StoreConflict(`Import ${input.importId} is ${state}; only a committed one can be undone.`);
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
      const { city } = await app.cities.get(request.params.city);
      const { id: importId } = request.params;
      const reading = readings.get(`${city.id}/${importId}`);
      // called off while its file is read, it is broken and has nothing to discard
      const calledOff = reading !== undefined && (await app.jobs.cancel(reading));
      const { state } = await existing(city.id, importId);
      if (!(calledOff && state === "broken")) await discardImport(app.store, city.id, importId);
      await audit(actorOf(request), "import.discarded", { city: city.id, importId }, null);
      return reply.code(204).send(null);
    },
  );
};

function recordView({ city: _city, actor: _actor, ...rest }: ImportRecord) {
  return rest;
}

function rowView({ row, state, cells, fixes, problems: found, draft }: StagedRow) {
  return { row, state, cells, fixes, problems: (found ?? []) as StagedProblem[], draft };
}

function tooLarge(): Problem {
  return new Problem(413, `The file is larger than ${LARGEST_UPLOAD_BYTES / 1024 / 1024} MB; divide it.`);
}

/** What intake refuses is the fault of what was sent. */
async function meant<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    throw new Problem(400, error.message, [
      { field: "body", message: error.message },
      ...error.problems.map(({ column, message }) => ({ field: column ?? "file", message })),
    ]);
  }
}

function requestOf(fields: Partial<Record<(typeof uploadFields)[number], string>>) {
  const { what, source, crs, encoding, sheet, columns, complete: completeText, areas, asOf } = fields;
  if (what !== "outlets" && what !== "residences" && what !== "boundaries") {
    throw invalidField("what", "should be one of outlets, residences, boundaries");
  }
  if (asOf && (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf)))) {
    throw invalidField("asOf", "should be a day such as 2026-06-01");
  }
  return {
    what,
    ...(source ? { source } : {}),
    ...(crs ? { crs } : {}),
    ...(encoding ? { encoding } : {}),
    ...(sheet ? { sheet } : {}),
    ...(columns ? { columns: columnsOf(columns) } : {}),
    ...(completeText ? { complete: completeFromText(completeText) } : {}),
    ...(areas ? { areas: areas.split(",").map((id) => id.trim()) } : {}),
    ...(asOf ? { asOf } : {}),
  } satisfies Partial<StagingRequest>;
}

function columnsOf(text: string): Record<string, string> {
  let read: unknown = null;
  try {
    read = JSON.parse(text);
  } catch {
    // told below
  }
  const isMap =
    read !== null &&
    typeof read === "object" &&
    !Array.isArray(read) &&
    Object.values(read).every((field) => typeof field === "string");
  if (!isMap) throw invalidField("columns", 'should be JSON such as {"店名":"name"}');
  return read as Record<string, string>;
}

export const importRoutes = plugin(routes, {
  name: "import-routes",
  dependencies: ["cities", "authentication", "jobs"],
  encapsulate: true,
});
