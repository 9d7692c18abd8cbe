/** What a person found out about a circle, with evidence, for the measures of 好不好. */
import multipart from "@fastify/multipart";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { EvidenceValueError, readEvidenceValue } from "../../assessment/quality/evidence.ts";
import type { MeasureValue } from "../../assessment/quality/types.ts";
import { cleanText } from "../../inbox/text.ts";
import type { CircleFile, Evidence } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { CIRCLE_FILE_BYTES, receiveCircleFile } from "../circle-uploads.ts";
import { readDay } from "../input.ts";
import { invalidField, Problem } from "../problem.ts";
import { circleParams } from "../schemas/circle.ts";
import { oneOf, problems, strict } from "../schemas/common.ts";
import { circleFile, evidence, measureId, measureValue } from "../schemas/quality.ts";
import { existingCircle } from "../survey-view.ts";

const TEXT_LENGTH = 2000;

const evidenceParams = Type.Object({ ...circleParams.properties, measure: measureId }, strict);
const fileParams = Type.Object(
  { ...circleParams.properties, file: Type.String({ maxLength: 100, examples: ["f_00004d"] }) },
  strict,
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(multipart, { limits: { files: 1, fields: 0, parts: 1, fileSize: CIRCLE_FILE_BYTES } });

  async function circleOf(request: FastifyRequest): Promise<{ city: string; circle: string }> {
    const params = request.params as { city: string; id: string };
    const { city } = await app.cities.get(params.city);
    return { city: city.id, circle: (await existingCircle(app.store, city.id, params.id)).id };
  }

  async function audit(request: FastifyRequest, action: string, city: string, subject: string, detail: unknown) {
    await app.store.addAudit({ actor: actorOf(request), action, city, subject, detail });
  }

  app.get(
    "/api/cities/:city/circles/:id/evidence",
    {
      schema: {
        operationId: "listEvidence",
        tags: ["Evidence"],
        summary: "What people found out about a circle",
        params: circleParams,
        querystring: Type.Object(
          { all: Type.Optional(oneOf(["1"], { description: "What held before as well, the latest first" })) },
          strict,
        ),
        response: {
          200: { ...Type.Object({ items: Type.Array(evidence) }), description: "By measure" },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city, circle } = await circleOf(request);
      const files = await app.store.listCircleFiles(city, circle);
      const items = await app.store.listEvidence(city, circle, request.query.all === "1");
      reply.header("Cache-Control", "no-cache");
      return { items: items.map((one) => viewEvidence(one, files)) };
    },
  );

  app.put(
    "/api/cities/:city/circles/:id/evidence/:measure",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "putEvidence",
        tags: ["Evidence"],
        summary: "Say what a measure is, and how you know; it stands above what the data says",
        description: "What it takes the place of is kept. A file is sent first, and named here by its id.",
        params: evidenceParams,
        body: Type.Object(
          {
            value: measureValue,
            text: Type.Optional(Type.Union([Type.String({ maxLength: 2 * TEXT_LENGTH }), Type.Null()])),
            date: Type.Optional(Type.Union([Type.String({ maxLength: 40 }), Type.Null()])),
            file: Type.Optional(Type.Union([Type.String({ maxLength: 100 }), Type.Null()])),
          },
          { ...strict, examples: [{ value: 8, text: "现场清点早餐品类", date: "2026-10-12" }] },
        ),
        response: { 200: { ...evidence, description: "As it is now" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request) => {
      const { city, circle } = await circleOf(request);
      const { measure } = request.params;
      const { text, date, file } = request.body;
      const value = valueOf(measure, request.body.value);
      const draft = {
        value,
        text: cleanText(text, "text", TEXT_LENGTH),
        date: typeof date === "string" ? readDay(date, "date") : null,
        file: file ?? null,
      };
      const kept = await app.store.transaction(async (store) => {
        const one = await store.putEvidence(city, circle, measure, draft, actorOf(request));
        await audit(request, "evidence.put", city, circle, { measure, ...draft });
        return one;
      });
      return viewEvidence(kept, await app.store.listCircleFiles(city, circle));
    },
  );

  app.delete(
    "/api/cities/:city/circles/:id/evidence/:measure",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "endEvidence",
        tags: ["Evidence"],
        summary: "Withdraw it: the data speaks for itself again",
        params: evidenceParams,
        response: { 204: { ...Type.Null(), description: "Withdrawn" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const { city, circle } = await circleOf(request);
      const { measure } = request.params;
      if (!(await app.store.endEvidence(city, circle, measure, actorOf(request)))) {
        throw new Problem(404, `Nobody has said anything of ${measure} in this circle.`);
      }
      await audit(request, "evidence.ended", city, circle, { measure });
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/cities/:city/circles/:id/files",
    {
      config: { needs: "planner" },
      // the body is a stream of parts; the schema only describes it
      validatorCompiler: () => () => true,
      schema: {
        operationId: "addCircleFile",
        tags: ["Evidence"],
        summary: "Send a file that goes with evidence: a picture or a PDF",
        description: `JPEG, PNG, WebP or PDF of at most ${CIRCLE_FILE_BYTES / 1024 / 1024} MB. Pictures are written anew, without place and camera.`,
        consumes: ["multipart/form-data"],
        params: circleParams,
        body: Type.Object({ file: Type.String() }),
        response: { 201: { ...circleFile, description: "Kept" }, ...problems(400, 401, 403, 404, 413, 415, 503) },
      },
    },
    async (request, reply) => {
      const { city, circle } = await circleOf(request);
      const file = await receiveCircleFile(request);
      const kept = await app.store.addCircleFile(city, circle, file, actorOf(request));
      await audit(request, "circle.file", city, circle, { file: kept.id, name: kept.name, bytes: kept.bytes });
      return reply.code(201).send(viewFile(kept));
    },
  );

  app.get(
    "/api/cities/:city/circles/:id/files/:file",
    {
      // it may show people
      config: { needs: "account" },
      schema: {
        operationId: "getCircleFile",
        tags: ["Evidence"],
        summary: "A file that goes with evidence",
        params: fileParams,
        response: {
          200: {
            description: "The file",
            content: { "image/jpeg": { schema: Type.String() }, "application/pdf": { schema: Type.String() } },
          },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city, circle } = await circleOf(request);
      const file = await app.store.readCircleFile(city, circle, request.params.file);
      if (file === null) throw new Problem(404, `There is no file "${request.params.file}" of this circle.`);
      reply.type(file.mediaType);
      const name = encodeURIComponent(file.name).replaceAll("'", "%27");
      const show = file.mediaType === "image/jpeg" ? "inline" : "attachment";
      reply.header("Content-Disposition", `${show}; filename*=UTF-8''${name}`);
      reply.header("Cache-Control", "private, no-store");
      return reply.send(Buffer.from(file.data) as unknown as string);
    },
  );
};

function valueOf(measure: string, value: unknown): MeasureValue {
  try {
    return readEvidenceValue(measure, value);
  } catch (error) {
    if (error instanceof EvidenceValueError) throw invalidField("value", error.message);
    throw error;
  }
}

function viewFile({ id, name, mediaType, bytes }: CircleFile) {
  return { id, name, mediaType, bytes };
}

/** Who said it is in the audit log. */
function viewEvidence({ id, measure, value, text, date, file, at, endedAt }: Evidence, files: readonly CircleFile[]) {
  const found = files.find((one) => one.id === file);
  return { id, measure, value: value as MeasureValue, text, date, file: found ? viewFile(found) : null, at, endedAt };
}

export const evidenceRoutes = plugin(routes, {
  name: "evidence-routes",
  dependencies: ["cities", "authentication"],
  encapsulate: true,
});
