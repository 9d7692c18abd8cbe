import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { Static } from "typebox";
import { categoryIds } from "../city-reach.ts";
import type { CityContext } from "../city-context.ts";
import { cityParams, problems } from "../schemas/common.ts";
import { city } from "../schemas/city.ts";

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities",
    {
      schema: {
        operationId: "listCities",
        tags: ["Cities"],
        summary: "All cities, with what is known of each",
        response: {
          200: Type.Object({ items: Type.Array(city) }, { description: "The cities, those added first at the top" }),
          ...problems(503),
        },
      },
    },
    async () => {
      const cities = await app.store.listCities();
      const items = await Promise.all(cities.map(async ({ id }) => viewCity(await app.cities.get(id))));
      return { items };
    },
  );

  app.get(
    "/api/cities/:city",
    {
      schema: {
        operationId: "getCity",
        tags: ["Cities"],
        summary: "One city, with what is known of it",
        params: cityParams,
        response: { 200: { ...city, description: "The city" }, ...problems(404, 503) },
      },
    },
    async (request) => viewCity(await app.cities.get(request.params.city)),
  );
};

async function viewCity(context: CityContext): Promise<Static<typeof city>> {
  const [outlets, residences, areas, claims] = await Promise.all([
    context.outlets(),
    context.residences(),
    context.areas(),
    context.claims(),
  ]);
  return {
    ...context.city,
    counts: {
      outlets: outlets.filter(({ status }) => status === "open").length,
      residences: residences.length,
      households: residences.reduce((sum, { households }) => sum + households, 0),
      areas: areas.length,
    },
    knowledge: {
      claimed: categoryIds.filter((id) => claims.everywhere.has(id)),
      partly: await context.once("partly claimed", async () =>
        categoryIds.flatMap((category) => {
          const inAreas = claims.inParts.get(category);
          if (inAreas === undefined) return [];
          return { category, areas: [...inAreas], householdShare: claims.householdShare(category, residences) };
        }),
      ),
      unclaimed: categoryIds.filter((id) => !claims.everywhere.has(id) && !claims.inParts.has(id)),
    },
  };
}

export const cityRoutes = plugin(routes, { name: "city-routes", dependencies: ["cities"], encapsulate: true });
