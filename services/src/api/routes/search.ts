import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { findPlaces, matchRank, placeIndex } from "../place-index.ts";
import type { SearchHit } from "../place-index.ts";
import {
  boundingBox,
  cityParams,
  limit as pageLimit,
  nullable,
  oneOf,
  position,
  problems,
  strict,
} from "../schemas/common.ts";

const types = ["compound", "place", "area", "outlet", "residence"] as const;

/** How many of the store's matches are looked at before the best are chosen. */
const considered = 300;

const hitSchema = Type.Object(
  {
    type: oneOf(types),
    id: Type.String(),
    name: Type.String(),
    address: nullable(Type.String()),
    location: position,
    bbox: Type.Optional(boundingBox),
  },
  {
    title: "SearchHit",
    examples: [{ type: "compound", id: "compound:同福里", name: "同福里", address: null, location: [118.05, 38.75] }],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/search",
    {
      schema: {
        operationId: "search",
        tags: ["Search"],
        summary: "Compounds, places, areas, outlets and residences by name, address, pinyin or initials",
        params: cityParams,
        querystring: Type.Object(
          {
            q: Type.String({ minLength: 1, maxLength: 100, description: "What to look for", examples: ["tfl"] }),
            limit: Type.Optional(pageLimit(20, 100)),
          },
          strict,
        ),
        response: {
          200: Type.Object({ items: Type.Array(hitSchema) }, { description: "The best matches first" }),
          ...problems(400, 404, 503),
        },
      },
    },
    async (request) => {
      const { q, limit } = request.query;
      const context = await app.cities.get(request.params.city);
      if (q.trim() === "") return { items: [] };
      const [places, outlets, residences] = await Promise.all([
        placeIndex(context),
        app.store.findOutlets(context.city.id, { q, status: ["open", "planned"], limit: considered }),
        app.store.findResidences(context.city.id, { q, limit: considered }),
      ]);
      const hits: SearchHit[] = [
        ...findPlaces(places, q),
        ...outlets.items.map(({ id, name, address, location }): SearchHit => ({
          type: "outlet",
          id,
          name,
          address,
          location,
        })),
        ...residences.items.map(({ id, name, compound, address, location }): SearchHit => ({
          type: "residence",
          id,
          name: [compound, name].filter(Boolean).join(" ") || address || id,
          address,
          location,
        })),
      ];
      const ranked = hits.map((hit) => ({ hit, rank: matchRank(hit.name, q) * 10 + types.indexOf(hit.type) }));
      ranked.sort((a, b) => a.rank - b.rank || a.hit.name.length - b.hit.name.length);
      return { items: ranked.slice(0, limit ?? 20).map(({ hit }) => hit) };
    },
  );
};

export const searchRoutes = plugin(routes, { name: "search-routes", dependencies: ["cities"], encapsulate: true });
