/** Paper answers to the satisfaction form, typed into a table. */
import multipart from "@fastify/multipart";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { importPaperAnswers } from "../../surveys/import-paper.ts";
import { actorOf } from "../auth.ts";
import { invalidField, Problem } from "../problem.ts";
import { meant } from "../route-frame.ts";
import { cityParams, problems, strict } from "../schemas/common.ts";
import { circleId } from "../schemas/survey.ts";
import { existingCircle } from "../survey-view.ts";
import { dropUpload, keepUpload } from "../uploads.ts";

const LARGEST_BYTES = 50 * 1024 * 1024;

const routes: FastifyPluginAsyncTypebox<{ uploadFolder: string }> = async (app, { uploadFolder }) => {
  await app.register(multipart, { limits: { files: 1, fields: 0, parts: 1, fileSize: LARGEST_BYTES } });

  app.post(
    "/api/cities/:city/surveys/import",
    {
      config: { needs: "planner" },
      // the body is a stream of parts; the schema only describes it
      validatorCompiler: ({ httpPart, schema }) =>
        httpPart === "body" ? () => true : app.validatorCompiler!({ httpPart, schema } as never),
      schema: {
        operationId: "importSurvey",
        tags: ["Surveys"],
        summary:
          "Take in answers on paper from a table; a file of the same name takes the place of what it had of a circle",
        description:
          "CSV or XLSX with the columns 生活圈, 日期, 性别, 年龄, 职业, 月收入, 小区, 基本保障类业态, 品质提升类业态, 消费便利, 服务满意, 智慧服务, 规范有序, 商居和谐, 建议, or the form's own words. Any row that cannot be read refuses the file.",
        consumes: ["multipart/form-data"],
        params: cityParams,
        querystring: Type.Object({ circle: Type.Optional(circleId) }, strict),
        body: Type.Object({ file: Type.String({ description: "At most 50 MB" }) }),
        response: {
          200: {
            ...Type.Object({
              added: Type.Integer(),
              removed: Type.Integer({ description: "Answers of an earlier file of this name" }),
              ignored: Type.Array(Type.String(), { description: "Columns that say nothing here" }),
              circles: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), added: Type.Integer() })),
            }),
            description: "Taken in",
          },
          ...problems(400, 401, 403, 404, 413, 415, 503),
        },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const { circle } = request.query;
      if (circle !== undefined) await existingCircle(app.store, city.id, circle);
      const file = await receive(request, uploadFolder);
      try {
        const done = await meant(() => importPaperAnswers(app.store, city.id, file, circle ?? null));
        const { added, removed } = done;
        const detail = { file: file.slice(file.lastIndexOf("/") + 1), added, removed };
        const action = "survey.imported";
        await app.store.addAudit({ actor: actorOf(request), action, city: city.id, subject: circle ?? null, detail });
        return done;
      } finally {
        await dropUpload(file);
      }
    },
  );
};

async function receive(request: FastifyRequest, folder: string): Promise<string> {
  if (!request.isMultipart()) throw new Problem(415, "Send the file as multipart/form-data.");
  let file: string | null = null;
  try {
    for await (const part of request.parts()) {
      if (part.type !== "file" || part.fieldname !== "file")
        throw invalidField(part.fieldname, "is not asked for; send one file");
      file = await keepUpload(folder, part.filename ?? "", part.file);
      if (part.file.truncated) throw new Problem(413, `The file is larger than ${LARGEST_BYTES / 1024 / 1024} MB.`);
    }
    if (file === null) throw invalidField("file", "is missing");
    return file;
  } catch (error) {
    if (file !== null) await dropUpload(file);
    throw error;
  }
}

export const surveyImportRoutes = plugin(routes, {
  name: "survey-import-routes",
  dependencies: ["cities", "authentication"],
  encapsulate: true,
});
