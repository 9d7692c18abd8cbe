import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { categoryReach } from "../category-reach.ts";
import { categoryIds } from "../city-reach.ts";
import type { CityReach } from "../city-reach.ts";
import { unattachedHomes, unattachedReason } from "../unattached.ts";
import { readBox, readDay } from "../input.ts";
import { Problem } from "../problem.ts";
import {
  answeredDay,
  askedDay,
  cityParams,
  cursor,
  limit,
  nextCursor,
  nullable,
  oneOf,
  problems,
  settingsExample,
  strict,
  walkSettings,
} from "../schemas/common.ts";
import { categoryReachExample, categoryReachSchema } from "../schemas/reach.ts";
import { residence, residenceExample, residenceFields, unattached as unattachedSchema } from "../schemas/residence.ts";

const withReach = Type.Object(
  {
    ...residenceFields,
    accessMeters: nullable(
      Type.Number({ description: "From the door to the network; null where no walkable way is near" }),
    ),
    unattached: nullable(unattachedSchema),
    date: answeredDay,
    settings: walkSettings,
    networkVersion: Type.String(),
    categories: Type.Array(categoryReachSchema, { description: "All 50 in policy order" }),
  },
  {
    title: "ResidenceReach",
    examples: [
      {
        ...residenceExample,
        accessMeters: 4.2,
        unattached: null,
        settings: settingsExample,
        networkVersion: "8c2f1d…",
        categories: [categoryReachExample],
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/residences",
    {
      schema: {
        operationId: "listResidences",
        tags: ["Residences"],
        summary: "Buildings and compounds with households",
        params: cityParams,
        querystring: Type.Object(
          {
            bbox: Type.Optional(
              Type.String({
                maxLength: 120,
                description: "west,south,east,north",
                examples: ["118.03,38.74,118.07,38.77"],
              }),
            ),
            q: Type.Optional(
              Type.String({ maxLength: 100, description: "In name, compound, address; pinyin, initials" }),
            ),
            area: Type.Optional(Type.String({ maxLength: 100, description: "Id of a district, street or community" })),
            unattached: Type.Optional(
              oneOf(["any", "off-map", "no-way", "barrier", "cut-off", "closed"], {
                description: "Only homes from which no walk can be worked out, for any reason or this one",
              }),
            ),
            limit: Type.Optional(limit(100, 1000)),
            cursor: Type.Optional(cursor),
          },
          strict,
        ),
        response: {
          200: Type.Object(
            {
              items: Type.Array(residence),
              nextCursor,
            },
            { description: "One page of residences; with the filter unattached, each with the reason" },
          ),
          ...problems(400, 404, 503),
        },
      },
    },
    async (request) => {
      const { bbox, unattached, ...query } = request.query;
      const box = bbox === undefined ? undefined : readBox(bbox, "bbox");
      const context = await app.cities.get(request.params.city);
      if (unattached === undefined) return app.store.findResidences(context.city.id, { ...query, bbox: box });
      const reasons = await unattachedHomes(context);
      const ids = [...reasons].flatMap(([id, { code }]) => (unattached === "any" || code === unattached ? id : []));
      const page = await app.store.findResidences(context.city.id, { ...query, bbox: box, ids });
      return {
        items: page.items.map((item) => ({ ...item, unattached: reasons.get(item.id)! })),
        nextCursor: page.nextCursor,
      };
    },
  );

  app.get(
    "/api/cities/:city/residences/:id",
    {
      schema: {
        operationId: "getResidence",
        tags: ["Residences"],
        summary: "One residence with its reach",
        params: Type.Object({ ...cityParams.properties, id: Type.String({ maxLength: 100 }) }, strict),
        querystring: Type.Object({ date: Type.Optional(askedDay) }, strict),
        response: { 200: { ...withReach, description: "The residence" }, ...problems(400, 404, 503) },
      },
    },
    async (request) => {
      const { city, id } = request.params;
      const { date } = request.query;
      const context = await app.cities.get(city, date && readDay(date, "date"));
      const [reach, claims] = await Promise.all([context.reach(), context.claims()]);
      const row = reach.rowOf.get(id);
      if (row === undefined) {
        throw new Problem(
          404,
          `There is no residence "${id}" in ${city}. GET /api/cities/${city}/residences lists them; an id looks like r_000001.`,
        );
      }
      const { table } = reach;
      const accessMeters = table.accessMeters[row];
      return {
        ...reach.residences[row],
        accessMeters: Number.isNaN(accessMeters) ? null : Math.round(accessMeters * 10) / 10,
        unattached: Number.isNaN(accessMeters) ? await unattachedReason(context, row) : null,
        ...(date && { date }),
        settings: table.parameters.settings,
        networkVersion: table.parameters.networkVersion,
        categories: categoryReach(rowOf(reach, row), reach.open, (category) => claims.has(category, row)),
      };
    },
  );
};

function rowOf({ table }: CityReach, row: number) {
  const start = row * categoryIds.length;
  const end = start + categoryIds.length;
  return {
    nearestSeconds: table.nearestSeconds.subarray(start, end),
    nearestOutlet: table.nearestOutlet.subarray(start, end),
    within: table.within.map((counts) => counts.subarray(start, end)),
    accessMeters: table.accessMeters[row],
    edgeOfDataSeconds: table.edgeOfDataSeconds[row],
  };
}

export const residenceRoutes = plugin(routes, {
  name: "residence-routes",
  dependencies: ["cities"],
  encapsulate: true,
});
