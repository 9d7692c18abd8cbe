import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { shownSeconds } from "../../assessment/gaps.ts";
import type { Outlet } from "../../store/store.ts";
import { hangUpSignal } from "../hang-up.ts";
import { readDay, readPosition, readSettings } from "../input.ts";
import { matchingOutlets, outletFilters, outletMatcher, readOutletFilter, storeQuery } from "../outlet-query.ts";
import { viewOutlet } from "../outlet-view.ts";
import { offsetAfter, offsetCursor } from "../offset-cursor.ts";
import { invalidField, Problem } from "../problem.ts";
import {
  answeredDay,
  askedDay,
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

/** How far `near` looks when no minutes are given. */
const nearMinutes = 60;

const page = Type.Object(
  {
    items: Type.Array(listedOutlet),
    nextCursor,
    date: answeredDay,
    settings: Type.Optional(walkSettings),
    unknownHours: Type.Optional(
      Type.Integer({ description: "With open: outlets left out because their hours are not known" }),
    ),
    reason: Type.Optional(Type.String({ description: "With near: why none can be walked to" })),
  },
  { title: "OutletPage" },
);

/** One outlet by itself. */
const outletPage = Type.Object(
  {
    ...outlet.properties,
    hasPhoto: Type.Boolean({ description: "A steward has made a photo public: GET …/outlets/{id}/photo" }),
    date: answeredDay,
  },
  {
    title: "OutletAlone",
    examples: ((outlet as { examples?: object[] }).examples ?? []).map((one) => ({ ...one, hasPhoto: false })),
  },
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
            date: Type.Optional(askedDay),
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
    async (request, reply) => {
      const { near, minutes, cursor, ...query } = request.query;
      const filter = readOutletFilter(query);
      const date = query.date === undefined ? undefined : readDay(query.date, "date");
      if (date !== undefined && filter.changedSince !== undefined) {
        throw invalidField("changedSince", "is asked of the outlets as they are now; should stand without date");
      }
      const origin = near === undefined ? null : readPosition(near, "near");
      if (origin === null) {
        for (const field of ["minutes", "profile", "speedKmh", "privateWays"] as const) {
          if (request.query[field] !== undefined) throw invalidField(field, "means something only together with near");
        }
      }
      const context = await app.cities.get(request.params.city, date);
      const limit = query.limit ?? 100;
      const now = new Date();
      // Whether a shop of that day is open at this moment says nothing.
      const view = (item: Outlet) =>
        date === undefined ? viewOutlet(item, now) : { ...viewOutlet(item, now), openNow: null };
      if (origin === null && filter.openAt === undefined && date === undefined) {
        const found = await app.store.findOutlets(context.city.id, { ...storeQuery(filter), limit, cursor });
        return { items: found.items.map((item) => viewOutlet(item, now)), nextCursor: found.nextCursor };
      }
      const offset = cursor === undefined ? 0 : offsetAfter(cursor);
      if (origin === null) {
        const { outlets, unknownHours } = await matchingOutlets(app.store, context, filter);
        const items = outlets.slice(offset, offset + limit).map(view);
        return {
          items,
          nextCursor: offsetCursor(offset + limit, outlets.length),
          ...(date && { date }),
          ...(filter.openAt === undefined ? {} : { unknownHours }),
        };
      }
      const settings = readSettings(query);
      const signal = hangUpSignal(reply);
      const [found, { isMatch, unknownHours }, all] = await Promise.all([
        context.compute.near({ origin, limitMinutes: minutes ?? nearMinutes, settings }, signal),
        outletMatcher(app.store, context, filter),
        context.outlets(),
      ]);
      const walks: { place: Outlet; seconds: number }[] = [];
      // One more than the page holds shows whether there is another.
      for (let i = 0; i < found.outlet.length && walks.length <= offset + limit; i++) {
        const place = all[found.outlet[i]];
        if (isMatch(place)) walks.push({ place, seconds: found.seconds[i] });
      }
      const pageOfWalks = walks.slice(offset, offset + limit);
      const places = pageOfWalks.map(({ place }) => place.location);
      const meters = await context.compute.meters({ origin, places, settings }, signal);
      return {
        items: pageOfWalks.map(({ place, seconds }, i) => ({
          ...view(place),
          walkSeconds: shownSeconds(seconds)!,
          walkMeters: Math.round(meters[i] * 10) / 10,
        })),
        nextCursor: offsetCursor(offset + limit, walks.length),
        ...(date && { date }),
        settings,
        ...(filter.openAt === undefined ? {} : { unknownHours }),
        ...(Number.isNaN(found.accessMeters) ? { reason: "There is no walkable way near this place." } : {}),
      };
    },
  );

  app.get(
    "/api/cities/:city/outlets/:id",
    {
      schema: {
        operationId: "getOutlet",
        tags: ["Outlets"],
        summary: "One outlet, as it is or as it was on a day",
        params: Type.Object({ ...cityParams.properties, id: Type.String({ maxLength: 100 }) }, strict),
        querystring: Type.Object({ date: Type.Optional(askedDay) }, strict),
        response: { 200: { ...outletPage, description: "The outlet" }, ...problems(400, 404, 503) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const date = request.query.date === undefined ? undefined : readDay(request.query.date, "date");
      const context = await app.cities.get(request.params.city, date);
      const { city } = context;
      if (date !== undefined) {
        const then = (await context.outlets()).find((one) => one.id === id);
        if (then === undefined) throw new Problem(404, `There was no outlet "${id}" in ${city.id} on ${date}.`);
        // Photos are of today, and whether it is open at this moment says nothing.
        return { ...viewOutlet(then, new Date()), openNow: null, hasPhoto: false, date };
      }
      const [found, photo] = await Promise.all([
        app.store.getOutlet(city.id, id),
        app.store.outletPhoto(city.id, id, "small"),
      ]);
      return { ...viewOutlet(existing(found, request.params), new Date()), hasPhoto: photo !== null };
    },
  );
};

function existing(found: Outlet | null, { city, id }: { city: string; id: string }): Outlet {
  if (found !== null) return found;
  throw new Problem(
    404,
    `There is no outlet "${id}" in ${city}. GET /api/cities/${city}/outlets lists them; an id looks like o_000001.`,
  );
}

export const outletRoutes = plugin(routes, { name: "outlet-routes", dependencies: ["cities"], encapsulate: true });
