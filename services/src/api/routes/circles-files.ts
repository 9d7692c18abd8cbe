/** Circles as files: for GIS and spreadsheets, and back in. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Type } from "typebox";
import { csvRow } from "../../assessment/csv.ts";
import { shownShare } from "../../assessment/gaps.ts";
import { importCircles } from "../../intake/index.ts";
import { actorOf } from "../auth.ts";
import { assessCircles } from "../circle-assembly.ts";
import type { AssessedCircle } from "../circle-assembly.ts";
import { viewCircle } from "../circle-view.ts";
import type { CityContext } from "../city-context.ts";
import { meant } from "../route-frame.ts";
import { circle } from "../schemas/circle.ts";
import { cityParams, nullable, problems, strict } from "../schemas/common.ts";

const columns = [
  "id",
  "name",
  "kind",
  "bounds",
  "area_square_meters",
  "communities",
  "residences",
  "households",
  "people",
  "presence_points",
  "presence_points_at_most",
  "presence_type",
  "quality_points",
  "quality_points_open",
  "quality_grade",
  "basic_missing",
  "basic_unknown",
  "mean_basic_reach",
  "most_households_without",
  "known_share",
  "lng",
  "lat",
  "updated_at",
];

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/circles.geojson",
    {
      schema: {
        operationId: "exportCirclesGeoJson",
        tags: ["Circles"],
        summary: "The circles as GeoJSON; it can be read in again as it is",
        params: cityParams,
        response: {
          200: {
            description: "A FeatureCollection of polygons, WGS-84",
            content: {
              "application/geo+json": {
                schema: Type.Object({
                  type: Type.Literal("FeatureCollection"),
                  features: Type.Array(
                    Type.Object({
                      type: Type.Literal("Feature"),
                      id: Type.String(),
                      geometry: Type.Object({ type: Type.String() }),
                      properties: Type.Object({ name: Type.String() }),
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
      const context = await app.cities.get(request.params.city);
      const found = await assessCircles(app.store, context);
      const features = await Promise.all(
        found.map(async (one) => {
          const cells = await cellsOf(context, one);
          const properties = Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
          const { note } = one.circle;
          return {
            type: "Feature" as const,
            id: one.circle.id,
            geometry: one.circle.boundary,
            properties: { ...properties, name: one.circle.name, note },
          };
        }),
      );
      reply.type("application/geo+json; charset=utf-8");
      reply.header("Content-Disposition", `attachment; filename="${context.city.id}-circles.geojson"`);
      return { type: "FeatureCollection" as const, features };
    },
  );

  app.get(
    "/api/cities/:city/circles.csv",
    {
      schema: {
        operationId: "exportCirclesCsv",
        tags: ["Circles"],
        summary: "The circles with their points as a table for spreadsheets",
        description: "UTF-8 with byte order mark; no cell can run as a formula. What is not known is empty.",
        params: cityParams,
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
      const context = await app.cities.get(request.params.city);
      const found = await assessCircles(app.store, context);
      const lines = await Promise.all(found.map(async (one) => csvRow(await cellsOf(context, one))));
      reply.type("text/csv; charset=utf-8");
      reply.header("Content-Disposition", `attachment; filename="${context.city.id}-circles.csv"`);
      return `\uFEFF${csvRow(columns)}${lines.join("")}`;
    },
  );

  app.post(
    "/api/cities/:city/circles/import",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "importCircles",
        tags: ["Circles"],
        summary: "Take in circles from GeoJSON, all of them or none",
        description:
          "Polygons with a `name`, and `kind` and `id` where they have one. Circles that came from the same source under the same id before are changed, others added, none taken away.",
        params: cityParams,
        body: Type.Object(
          {
            geojson: Type.Unsafe<object>({ type: "object", description: "A FeatureCollection" }),
            source: Type.String({ minLength: 1, maxLength: 200, pattern: "\\S", description: "Who sent it" }),
            crs: Type.Optional(
              Type.String({
                maxLength: 60,
                description: "Coordinate system; WGS-84 when left out",
                examples: ["gcj02"],
              }),
            ),
            dryRun: Type.Optional(Type.Boolean({ description: "Judge, and write nothing", default: false })),
            skipBadRows: Type.Optional(Type.Boolean({ description: "Take the good ones although others are bad" })),
          },
          strict,
        ),
        response: {
          200: {
            ...Type.Object({
              read: Type.Integer(),
              accepted: Type.Integer(),
              changes: nullable(
                Type.Object({ added: Type.Integer(), changed: Type.Integer(), unchanged: Type.Integer() }),
              ),
              circles: Type.Array(circle),
              problems: Type.Array(
                Type.Object({ row: nullable(Type.Integer()), field: nullable(Type.String()), message: Type.String() }),
              ),
            }),
            description: "What was read, and what became of it",
          },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      const { geojson, ...options } = request.body;
      const actor = actorOf(request);
      const folder = await mkdtemp(join(tmpdir(), "quarterhour-circles-"));
      try {
        const file = join(folder, "circles.geojson");
        await writeFile(file, JSON.stringify(geojson));
        const done = await meant(() => importCircles(app.store, { ...options, city: context.city.id, file, actor }));
        const { rowsRead, rowsAccepted, changes, circles } = done;
        if (changes !== null) {
          const detail = { source: options.source, ...changes };
          await app.store.addAudit({ actor, action: "circles.imported", city: context.city.id, subject: null, detail });
        }
        return {
          read: rowsRead,
          accepted: rowsAccepted,
          changes,
          circles: await Promise.all(circles.map((one) => viewCircle(context, one))),
          problems: done.problems.map(({ row, column, message }) => ({ row, field: column, message })),
        };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
};

/** In the order of the columns; null where nobody knows. */
async function cellsOf(
  context: CityContext,
  { circle: one, assessment }: AssessedCircle,
): Promise<(string | number | null)[]> {
  const { bounds, center, areaSquareMeters } = await viewCircle(context, one, false);
  const { members, presence, quality, reach, basis } = assessment;
  const [basic] = presence.parts;
  const [worst] = reach.contradictions;
  return [
    one.id,
    one.name,
    one.kind,
    bounds.text,
    areaSquareMeters,
    members.communities.map(({ name }) => name).join("、"),
    members.residences,
    members.households,
    members.people,
    presence.points,
    presence.range.max,
    presence.type?.nameZh ?? null,
    quality?.points ?? null,
    quality?.unknownPoints ?? null,
    quality?.grade?.nameZh ?? null,
    basic.missing.join(";"),
    basic.unknown.join(";"),
    shownShare(reach.meanBasicShare),
    worst === undefined ? null : `${worst.category} ${worst.householdsWithout}`,
    shownShare(basis.knownShare),
    center[0],
    center[1],
    one.updatedAt,
  ];
}

export const circleFileRoutes = plugin(routes, {
  name: "circle-file-routes",
  dependencies: ["cities", "authentication"],
  encapsulate: true,
});
