/** Homes, areas and spare sites as files; outlets have their ledgers. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { Layer } from "../../exports/layer.ts";
import { areaLayer, residenceLayer, siteLayer } from "../../exports/layers.ts";
import { exportAnswer, exportQuery, sendExport } from "../export-answer.ts";
import { cityParams, oneOf, problems, strict } from "../schemas/common.ts";

const kinds = ["residences", "areas", "sites"] as const;

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/exports/:what",
    {
      schema: {
        operationId: "exportLayer",
        tags: ["Exports"],
        summary: "Homes, areas or spare sites as a file that opens in Excel or GIS, and imports again as it was",
        description: `${exportAnswer.description} Areas need geojson, gpkg or shp; homes come as points, without their outlines.`,
        params: Type.Object({ ...cityParams.properties, what: oneOf(kinds, { examples: ["sites"] }) }, strict),
        querystring: Type.Object(exportQuery, strict),
        response: { 200: exportAnswer.response, ...problems(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const { city, what } = request.params;
      const context = await app.cities.get(city);
      const name = `${context.city.id}-${what}`;
      const send = <Row>(layer: Layer<Row>) => sendExport(reply, name, layer, request.query);
      if (what === "residences") return send(residenceLayer(await context.residences()));
      if (what === "areas") return send(areaLayer(await context.areas()));
      return send(siteLayer(await app.store.listSites(context.city.id)));
    },
  );
};

export const exportRoutes = plugin(routes, { name: "export-routes", dependencies: ["cities"], encapsulate: true });
