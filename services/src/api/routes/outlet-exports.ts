import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { csvRow } from "../../assessment/csv.ts";
import type { Outlet } from "../../store/store.ts";
import { categoriesOf, kindsOf } from "../../compute/outlet-services.ts";
import { matchingOutlets, outletFilters, readOutletFilter } from "../outlet-query.ts";
import { cityParams, pointGeometry, problems, strict } from "../schemas/common.ts";

const querystring = Type.Object(outletFilters, strict);

const columns = [
  "id",
  "name",
  "categories",
  "kinds",
  "lng",
  "lat",
  "address",
  "phone",
  "opening_hours",
  "opening_hours_text",
  "status",
  "opened_on",
  "closed_on",
  "source",
  "source_ref",
  "updated_at",
];

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/outlets.geojson",
    {
      schema: {
        operationId: "exportOutletsGeoJson",
        tags: ["Outlets"],
        summary: "The filtered outlets as GeoJSON",
        params: cityParams,
        querystring,
        response: {
          200: {
            description: "A FeatureCollection of points, WGS-84",
            content: {
              "application/geo+json": {
                schema: Type.Object({
                  type: Type.Literal("FeatureCollection"),
                  features: Type.Array(
                    Type.Object({
                      type: Type.Literal("Feature"),
                      id: Type.String(),
                      geometry: pointGeometry,
                      properties: Type.Object({}),
                    }),
                  ),
                }),
              },
            },
          },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const filter = readOutletFilter(request.query);
      const context = await app.cities.get(request.params.city);
      const { outlets } = await matchingOutlets(app.store, context, filter);
      reply.type("application/geo+json; charset=utf-8");
      reply.header("Content-Disposition", `attachment; filename="${context.city.id}-outlets.geojson"`);
      return { type: "FeatureCollection" as const, features: outlets.map(featureOf) };
    },
  );

  app.get(
    "/api/cities/:city/outlets.csv",
    {
      schema: {
        operationId: "exportOutletsCsv",
        tags: ["Outlets"],
        summary: "The filtered outlets as a table for spreadsheets",
        description: "UTF-8 with byte order mark; no cell can run as a formula.",
        params: cityParams,
        querystring,
        response: {
          200: {
            description: `Columns ${columns.join(", ")}`,
            content: { "text/csv": { schema: Type.String() } },
          },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const filter = readOutletFilter(request.query);
      const context = await app.cities.get(request.params.city);
      const { outlets } = await matchingOutlets(app.store, context, filter);
      reply.type("text/csv; charset=utf-8");
      reply.header("Content-Disposition", `attachment; filename="${context.city.id}-outlets.csv"`);
      return `\uFEFF${csvRow(columns)}${outlets.map(lineOf).join("")}`;
    },
  );
};

function featureOf(outlet: Outlet) {
  const { id, location, city: _city, original: _original, services: _services, ...properties } = outlet;
  return {
    type: "Feature" as const,
    id,
    geometry: { type: "Point" as const, coordinates: location },
    properties: { ...properties, categories: categoriesOf(outlet), kinds: kindsOf(outlet) },
  };
}

function lineOf(outlet: Outlet): string {
  return csvRow([
    outlet.id,
    outlet.name,
    categoriesOf(outlet).join(";"),
    kindsOf(outlet).join(";"),
    outlet.location[0],
    outlet.location[1],
    outlet.address,
    outlet.phone,
    outlet.openingHours,
    outlet.openingHoursText,
    outlet.status,
    outlet.openedOn,
    outlet.closedOn,
    outlet.source,
    outlet.sourceRef,
    outlet.updatedAt,
  ]);
}

export const outletExportRoutes = plugin(routes, {
  name: "outlet-export-routes",
  dependencies: ["cities"],
  encapsulate: true,
});
