/** The report of a district or street, or of the whole city. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { districtReportInput } from "../district-input.ts";
import { originOf, sendDocument } from "../documents.ts";
import { districtCsv, districtGeoJson } from "../report-tables.ts";
import { cityParams, problems, strict } from "../schemas/common.ts";
import { fileAnswer } from "../schemas/document.ts";

const params = Type.Object(
  {
    ...cityParams.properties,
    area: Type.String({
      maxLength: 100,
      description: "Id of a district or street; the city's own id for all of it",
      examples: ["sample"],
    }),
  },
  strict,
);

const about = {
  docx: {
    operationId: "getDistrictReportDocx",
    summary: "A district's circles, coverage, worst communities and projects, as a text document",
  },
  xlsx: { operationId: "getDistrictReportXlsx", summary: "The same as a workbook" },
  csv: { operationId: "getDistrictReportCsv", summary: "Coverage of a district and its parts, a line per category" },
  geojson: {
    operationId: "getDistrictReportGeoJson",
    summary: "The parts of a district and its circles, with figures",
  },
} as const;

const routes: FastifyPluginAsyncTypebox = async (app) => {
  for (const ending of ["docx", "xlsx", "csv", "geojson"] as const) {
    app.get(
      `/api/cities/:city/reports/district/:area.${ending}`,
      {
        schema: {
          ...about[ending],
          tags: ["Reports"],
          params,
          response: { 200: fileAnswer("The file", ending), ...problems(400, 404, 503) },
        },
      },
      async (request, reply) => {
        const context = await app.cities.get(request.params.city);
        const input = await districtReportInput(app.store, context, request.params.area, originOf(request));
        const name = `${input.district.name}便民生活圈建设情况`;
        if (ending === "csv" || ending === "geojson") {
          const bytes = ending === "csv" ? districtCsv(input) : districtGeoJson(input);
          return sendDocument(reply, name, ending, { bytes, missing: [] });
        }
        const order = { kind: `district.${ending}`, input } as const;
        return sendDocument(reply, name, ending, await app.documents.make(context, order));
      },
    );
  }
};

export const districtReportRoutes = plugin(routes, {
  name: "district-report-routes",
  dependencies: ["cities", "documents"],
  encapsulate: true,
});
