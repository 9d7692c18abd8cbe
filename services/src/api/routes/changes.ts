import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { BoundingBox } from "@quarterhour/isochrones";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { categoriesOf } from "../../compute/outlet-services.ts";
import { AreaIndex } from "../../store/polygons.ts";
import type { Outlet } from "../../store/store.ts";
import { divide } from "../area-levels.ts";
import type { Level } from "../area-levels.ts";
import type { CityContext } from "../city-context.ts";
import { readBox, readCategories, readTwoDays } from "../input.ts";
import { offsetAfter, offsetCursor } from "../offset-cursor.ts";
import { compareOutlets, dayChanges } from "../outlet-comparison.ts";
import type { DayChange, OutletDifference } from "../outlet-comparison.ts";
import { areaLevel, areaOfLevel, twoDays } from "../schemas/comparison.ts";
import {
  categoryId,
  categoryList,
  cityParams,
  cursor as pageCursor,
  limit as pageLimit,
  nextCursor,
  nullable,
  oneOf,
  position,
  problems,
  repairKindId,
  strict,
} from "../schemas/common.ts";

const changeCounts = Type.Object(
  Object.fromEntries(dayChanges.map((change) => [change, Type.Integer()])) as Record<
    DayChange,
    ReturnType<typeof Type.Integer>
  >,
  { title: "ChangeCounts" },
);

const categoryChanges = Type.Array(
  Type.Object(
    {
      category: categoryId,
      ...changeCounts.properties,
      open: Type.Object(
        { from: Type.Integer(), to: Type.Integer() },
        { description: "Outlets open on each of the two days" },
      ),
    },
    { title: "CategoryChanges" },
  ),
  { description: "Those in which anything differs, in policy order; an outlet counts in each that it has or had" },
);

const brief = nullable(
  Type.Object(
    {
      name: Type.String(),
      services: Type.Array(Type.Object({ category: categoryId, kind: nullable(repairKindId) })),
      location: position,
      address: nullable(Type.String()),
      status: oneOf(["open", "closed", "planned"]),
      openedOn: nullable(Type.String()),
      closedOn: nullable(Type.String()),
      source: Type.String(),
    },
    { title: "OutletBrief" },
  ),
);

const changes = Type.Object(
  {
    from: Type.String(),
    to: Type.String(),
    counts: changeCounts,
    categories: categoryChanges,
    areas: Type.Optional(
      Type.Array(Type.Object({ area: areaOfLevel, counts: changeCounts, categories: categoryChanges }), {
        description: "With level: areas in which anything differs; a moved outlet counts where it is now",
      }),
    ),
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        change: oneOf(dayChanges, {
          description:
            "opened, closed: by what is known of both days and the outlet's own dates; added, removed: it came into the data or left it, without a word when it opened or closed",
        }),
        fields: Type.Array(Type.String(), { description: "What differs" }),
        before: brief,
        after: brief,
      }),
      { description: "By id" },
    ),
    nextCursor,
  },
  {
    title: "Changes",
    description: "What differs between the outlets of two days",
    examples: [
      {
        from: "2026-04-01",
        to: "2026-05-01",
        counts: { opened: 0, closed: 1, moved: 0, reclassified: 0, changed: 0, added: 0, removed: 0 },
        categories: [
          {
            category: "food-market",
            opened: 0,
            closed: 1,
            moved: 0,
            reclassified: 0,
            changed: 0,
            added: 0,
            removed: 0,
            open: { from: 5, to: 4 },
          },
        ],
        items: [],
        nextCursor: null,
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/changes",
    {
      schema: {
        operationId: "listChanges",
        tags: ["Outlets"],
        summary: "Outlets that opened, closed, moved or changed between two days",
        params: cityParams,
        querystring: Type.Object(
          {
            ...twoDays,
            category: Type.Optional(categoryList),
            bbox: Type.Optional(
              Type.String({
                maxLength: 120,
                description: "west,south,east,north: those that were or are there",
                examples: ["118.03,38.74,118.07,38.77"],
              }),
            ),
            level: Type.Optional({ ...areaLevel, description: "Counts by these areas as well" }),
            limit: Type.Optional(pageLimit(100, 1000)),
            cursor: Type.Optional(pageCursor),
          },
          strict,
        ),
        response: { 200: changes, ...problems(400, 404, 503) },
      },
    },
    async (request) => {
      const { query, params } = request;
      const { from, to } = readTwoDays(query.from, query.to);
      const wanted = new Set(readCategories(query.category, "category") ?? categories.map(({ id }) => id));
      const box = query.bbox === undefined ? null : readBox(query.bbox, "bbox");
      const offset = query.cursor === undefined ? 0 : offsetAfter(query.cursor);
      const [then, context] = await app.cities.getDays(params.city, from, to);
      const [before, after] = await Promise.all([then.outlets(), context.outlets()]);
      const isWanted = (outlet: Outlet): boolean =>
        isInside(outlet, box) && categoriesOf(outlet).some((category) => wanted.has(category));
      const found = compareOutlets(before, after, from, to).filter((difference) => sidesOf(difference).some(isWanted));
      const open = {
        from: before.filter((outlet) => isOpen(outlet) && isWanted(outlet)),
        to: after.filter((outlet) => isOpen(outlet) && isWanted(outlet)),
      };
      const limit = query.limit ?? 100;
      return {
        from,
        to,
        ...summary(found, open, wanted),
        ...(query.level && { areas: await byArea(context, query.level, found, open, wanted) }),
        items: found.slice(offset, offset + limit).map(({ id, change, fields, before: was, after: is }) => ({
          id,
          change,
          fields,
          before: was && briefOf(was),
          after: is && briefOf(is),
        })),
        nextCursor: offsetCursor(offset + limit, found.length),
      };
    },
  );
};

function isOpen({ status }: Outlet): boolean {
  return status === "open";
}

function isInside({ location: [lng, lat] }: Outlet, box: BoundingBox | null): boolean {
  return box === null || (lng >= box[0] && lat >= box[1] && lng <= box[2] && lat <= box[3]);
}

function sidesOf({ before, after }: OutletDifference): Outlet[] {
  return [before, after].filter((outlet) => outlet !== null);
}

function briefOf({ name, services, location, address, status, openedOn, closedOn, source }: Outlet) {
  return { name, services, location, address, status, openedOn, closedOn, source };
}

/** Open outlets of the two days. */
interface OpenOutlets {
  from: readonly Outlet[];
  to: readonly Outlet[];
}

function noChanges(): Record<DayChange, number> {
  return { opened: 0, closed: 0, moved: 0, reclassified: 0, changed: 0, added: 0, removed: 0 };
}

function summary(differences: readonly OutletDifference[], open: OpenOutlets, wanted: ReadonlySet<CategoryId>) {
  const counts = noChanges();
  const byCategory = new Map<CategoryId, Record<DayChange, number>>();
  for (const difference of differences) {
    counts[difference.change]++;
    for (const category of new Set(sidesOf(difference).flatMap(categoriesOf))) {
      if (!wanted.has(category)) continue;
      let ofCategory = byCategory.get(category);
      if (ofCategory === undefined) byCategory.set(category, (ofCategory = noChanges()));
      ofCategory[difference.change]++;
    }
  }
  const openOf = { from: countByCategory(open.from), to: countByCategory(open.to) };
  return {
    counts,
    categories: categories.flatMap(({ id }) => {
      const ofCategory = byCategory.get(id);
      if (ofCategory === undefined) return [];
      return { category: id, ...ofCategory, open: { from: openOf.from.get(id) ?? 0, to: openOf.to.get(id) ?? 0 } };
    }),
  };
}

function countByCategory(outlets: readonly Outlet[]): Map<CategoryId, number> {
  const counts = new Map<CategoryId, number>();
  for (const outlet of outlets) {
    for (const category of categoriesOf(outlet)) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return counts;
}

async function byArea(
  context: CityContext,
  ofLevel: Level,
  differences: readonly OutletDifference[],
  open: OpenOutlets,
  wanted: ReadonlySet<CategoryId>,
) {
  const [{ areas }, all] = await Promise.all([divide(context, ofLevel), context.areas()]);
  const index = new AreaIndex(all.filter((area) => area.level === ofLevel));
  const areaOf = ({ location }: Outlet): string | null =>
    ofLevel === "city" ? context.city.id : (index.find(location)?.id ?? null);
  const found = Map.groupBy(differences, ({ before, after }) => areaOf((after ?? before)!));
  const from = Map.groupBy(open.from, areaOf);
  const to = Map.groupBy(open.to, areaOf);
  return areas.flatMap((area) => {
    const here = found.get(area.id);
    if (here === undefined) return [];
    return { area, ...summary(here, { from: from.get(area.id) ?? [], to: to.get(area.id) ?? [] }, wanted) };
  });
}

export const changeRoutes = plugin(routes, { name: "change-routes", dependencies: ["cities"], encapsulate: true });
