import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { EmbeddedEngine, Position, WalkSettings } from "@quarterhour/isochrones";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { shownSeconds } from "../../assessment/gaps.ts";
import type { Outlet } from "../../store/store.ts";
import { readPosition, readSettings } from "../input.ts";
import { matchingOutlets, outletFilters, readOutletFilter, storeQuery } from "../outlet-query.ts";
import { viewOutlet } from "../outlet-view.ts";
import { offsetAfter, offsetCursor } from "../offset-cursor.ts";
import { invalidField, Problem } from "../problem.ts";
import {
  cityParams,
  cursor as pageCursor,
  limit as pageLimit,
  nextCursor,
  problems,
  strict,
  walkQuery,
  walkSettings,
} from "../schemas/common.ts";
import { listedOutlet, outlet } from "../schemas/outlet.ts";
import { walksWithin } from "../walks.ts";

/** How far `near` looks when no minutes are given. */
const nearMinutes = 60;

const page = Type.Object(
  {
    items: Type.Array(listedOutlet),
    nextCursor,
    settings: Type.Optional(walkSettings),
    unknownHours: Type.Optional(
      Type.Integer({ description: "With open: outlets left out because their hours are not known" }),
    ),
    reason: Type.Optional(Type.String({ description: "With near: why none can be walked to" })),
  },
  { title: "OutletPage" },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/outlets",
    {
      schema: {
        operationId: "listOutlets",
        tags: ["Outlets"],
        summary: "Outlets, filtered; with near, the nearest on foot first",
        params: cityParams,
        querystring: Type.Object(
          {
            ...outletFilters,
            near: Type.Optional(
              Type.String({
                maxLength: 80,
                description: "lng,lat: sorted by walking seconds from there; those out of reach are left out",
                examples: ["118.05,38.75"],
              }),
            ),
            minutes: Type.Optional(
              Type.Number({
                minimum: 1,
                maximum: 120,
                description: `With near: only those within so many minutes' walk; ${nearMinutes} when left out`,
              }),
            ),
            ...walkQuery,
            limit: Type.Optional(pageLimit(100, 1000)),
            cursor: Type.Optional(pageCursor),
          },
          strict,
        ),
        response: { 200: { ...page, description: "One page of outlets" }, ...problems(400, 404, 503) },
      },
    },
    async (request) => {
      const { near, minutes, cursor, ...query } = request.query;
      const filter = readOutletFilter(query);
      const origin = near === undefined ? null : readPosition(near, "near");
      if (origin === null) {
        for (const field of ["minutes", "profile", "speedKmh", "privateWays"] as const) {
          if (request.query[field] !== undefined) throw invalidField(field, "means something only together with near");
        }
      }
      const context = await app.cities.get(request.params.city);
      const limit = query.limit ?? 100;
      const now = new Date();
      if (origin === null && filter.openAt === undefined) {
        const found = await app.store.findOutlets(context.city.id, { ...storeQuery(filter), limit, cursor });
        return { items: found.items.map((item) => viewOutlet(item, now)), nextCursor: found.nextCursor };
      }
      const { outlets, unknownHours } = await matchingOutlets(app.store, context, filter);
      const left = filter.openAt === undefined ? {} : { unknownHours };
      const offset = cursor === undefined ? 0 : offsetAfter(cursor);
      if (origin === null) {
        const items = outlets.slice(offset, offset + limit).map((item) => viewOutlet(item, now));
        return { items, nextCursor: offsetCursor(offset + limit, outlets.length), ...left };
      }
      const settings = readSettings(query);
      const engine = await context.engine();
      const places = outlets.map(({ location }) => location);
      const { walks, accessMeters } = walksWithin(engine, origin, places, minutes ?? nearMinutes, settings);
      walks.sort((a, b) => a.seconds - b.seconds || a.index - b.index);
      const pageOfWalks = walks.slice(offset, offset + limit);
      const meters = walkMeters(
        engine,
        origin,
        pageOfWalks.map(({ index }) => places[index]),
        settings,
      );
      return {
        items: pageOfWalks.map(({ index, seconds }, i) => ({
          ...viewOutlet(outlets[index], now),
          walkSeconds: shownSeconds(seconds)!,
          walkMeters: Math.round(meters[i] * 10) / 10,
        })),
        nextCursor: offsetCursor(offset + limit, walks.length),
        settings,
        ...left,
        ...(Number.isNaN(accessMeters) ? { reason: "There is no walkable way near this place." } : {}),
      };
    },
  );

  app.get(
    "/api/cities/:city/outlets/:id",
    {
      schema: {
        operationId: "getOutlet",
        tags: ["Outlets"],
        summary: "One outlet",
        params: Type.Object({ ...cityParams.properties, id: Type.String({ maxLength: 100 }) }, strict),
        response: { 200: { ...outlet, description: "The outlet" }, ...problems(404, 503) },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      return viewOutlet(
        await existing(await app.store.getOutlet(context.city.id, request.params.id), request.params),
        new Date(),
      );
    },
  );
};

/** Metres of the walks from door to door; the places are known to be reached. */
function walkMeters(engine: EmbeddedEngine, origin: Position, places: Position[], settings: WalkSettings): number[] {
  if (places.length === 0) return [];
  const { meters, from, to } = engine.matrixSync([origin], places, settings);
  return places.map((_place, i) => (from[0].accessMeters ?? 0) + (meters[0][i] ?? 0) + (to[i].accessMeters ?? 0));
}

function existing(found: Outlet | null, { city, id }: { city: string; id: string }): Outlet {
  if (found !== null) return found;
  throw new Problem(
    404,
    `There is no outlet "${id}" in ${city}. GET /api/cities/${city}/outlets lists them; an id looks like o_000001.`,
  );
}

export const outletRoutes = plugin(routes, { name: "outlet-routes", dependencies: ["cities"], encapsulate: true });
