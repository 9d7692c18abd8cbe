import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { defaultSettings } from "@quarterhour/isochrones";
import type { WalkNetwork } from "@quarterhour/isochrones";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { CellTally } from "../../assessment/cell-tally.ts";
import type { CoverageCategory, CoverageCell } from "../../assessment/coverage.ts";
import { shownSeconds } from "../../assessment/gaps.ts";
import { openOutlets, outletTargets, reachParameters, reachTableOf } from "../../assessment/reach-table.ts";
import type { Outlet } from "../../store/store.ts";
import type { CityContext } from "../city-context.ts";
import type { CityContexts } from "../city-contexts.ts";
import { search } from "../city-reach.ts";
import {
  aboutExample,
  aboutOf,
  aboutSchemas,
  askedArea,
  askedRing,
  knownShareOf,
  patienceMilliseconds,
  ringsOf,
  sendWorking,
  workingAnswer,
} from "../coverage-question.ts";
import { areaRows } from "../division.ts";
import { localTime } from "../../china-clock.ts";
import { readCategories } from "../input.ts";
import type { OnStep } from "../long-work.ts";
import { invalidField } from "../problem.ts";
import { categoryId, categoryList, cityParams, problems, strict } from "../schemas/common.ts";
import { figuredArea, figures } from "../schemas/coverage.ts";

const mostCategories = 5;

const answer = Type.Object(
  {
    area: figuredArea,
    points: Type.Array(
      Type.Object({
        date: Type.String({ description: "First of a month; the last is today" }),
        categories: Type.Array(
          Type.Object({
            category: categoryId,
            ringMinutes: Type.Number(),
            ...figures,
            outlets: Type.Integer({ description: "Open in the whole city on that day" }),
          }),
        ),
      }),
      { description: "The oldest first" },
    ),
    ...aboutSchemas,
  },
  {
    title: "CoverageTrend",
    description: "Outlets, and what somebody vouches for, as on each day; households and the map are today's",
    examples: [
      {
        area: { id: "sample", name: "潮声区", nameEn: "Chaosheng", level: "city" },
        points: [
          {
            date: "2026-05-01",
            categories: [
              {
                category: "food-market",
                ringMinutes: 10,
                covered: 17_493,
                gap: 10_268,
                unknown: 234,
                share: 0.63,
                knownShare: 0.99,
                meanSeconds: 512.4,
                p90Seconds: 901,
                outlets: 8,
              },
            ],
          },
        ],
        ...aboutExample,
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/coverage/trend",
    {
      schema: {
        operationId: "getCoverageTrend",
        tags: ["Assessment"],
        summary: "Coverage month by month",
        params: cityParams,
        querystring: Type.Object(
          {
            category: categoryList,
            area: askedArea,
            ring: askedRing,
            months: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, default: 24, description: "How far back" })),
          },
          strict,
        ),
        response: {
          200: { ...answer, description: "The trend" },
          202: { ...workingAnswer, description: "Being worked out" },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { query } = request;
      const wanted = readCategories(query.category, "category")!;
      if (wanted.length > mostCategories) throw invalidField("category", `should name at most ${mostCategories}`);
      const context = await app.cities.get(request.params.city);
      const { area, rows } = await areaRows(app.store, context, query.area);
      const columns = ringsOf(wanted, query.ring);
      const days = monthsUntil(localTime(new Date()).slice(0, 10), query.months ?? 24);
      const key = JSON.stringify(["trend", context.city.id, context.version, columns, days, area.id, rowsKey(rows)]);
      const work = async (onStep: OnStep, signal: AbortSignal) => ({
        value: await trendOf(app.cities, context, rows, columns, days, onStep, signal),
        bytes: days.length * 1000,
      });
      const of = { city: context.city.id, state: context.now.version };
      const found = await app.longWork.get(key, patienceMilliseconds, work, of);
      if ("working" in found) return sendWorking(reply, found.working);
      const { points, networkVersion } = found.done;
      const cells = points.flatMap((point) => point.categories);
      return {
        area,
        points,
        ...aboutOf(
          context,
          { date: undefined, moment: null, asked: undefined },
          { settings: defaultSettings, networkVersion },
          ["coverage.share", "coverage.known-share", "coverage.mean", "coverage.p90", "coverage.trend"],
          knownShareOf(cells),
        ),
      };
    },
  );
};

/** A circle may be drawn anew without a change to the city. */
function rowsKey(rows: Uint32Array): string {
  let hash = rows.length;
  for (const row of rows) hash = (Math.imul(hash, 31) + row) | 0;
  return String(hash);
}

/** The first of so many months, the oldest first, then today. */
function monthsUntil(today: string, months: number): string[] {
  const [year, month] = today.split("-").map(Number);
  const firsts = Array.from({ length: months }, (_, back) =>
    new Date(Date.UTC(year, month - months + back, 1)).toISOString().slice(0, 10),
  );
  return [...firsts.filter((day) => day < today), today];
}

interface TrendPoint {
  date: string;
  categories: (Omit<CoverageCell, "people" | "measuredHouseholds"> & { outlets: number })[];
}

/** Only the homes of the area and the outlets of these categories are searched, and only on days on which they differ. */
async function trendOf(
  cities: CityContexts,
  context: CityContext,
  rows: Uint32Array,
  columns: readonly CoverageCategory[],
  days: readonly string[],
  onStep: OnStep,
  signal: AbortSignal,
): Promise<{ points: TrendPoint[]; networkVersion: string }> {
  const [engine, residences] = await Promise.all([context.engine(), context.residences()]);
  const { network } = engine;
  const homes = Array.from(rows, (row) => residences[row]);
  const wanted = new Set(columns.map(({ id }) => id));
  const points: TrendPoint[] = [];
  let known = "";
  let figuresThen: TrendPoint["categories"] = [];
  for (const [i, date] of days.entries()) {
    onStep(`outlets of ${date}`, i / days.length);
    signal.throwIfAborted();
    const day = i === days.length - 1 ? context : await cities.get(context.city.id, date);
    const claims = await day.claims();
    const outlets = openOutlets(await day.outlets()).filter(({ services }) =>
      services.some(({ category }) => wanted.has(category)),
    );
    const vouched = columns.map(({ id }) => Array.from(rows, (row) => (claims.has(id, row) ? 1 : 0)).join(""));
    const state = JSON.stringify([outlets.map(({ id, location, services }) => [id, location, services]), vouched]);
    const claimed = { has: (category: CoverageCategory["id"], home: number) => claims.has(category, rows[home]) };
    if (known !== state) figuresThen = await figuresOf(network, homes, outlets, columns, claimed);
    known = state;
    points.push({ date, categories: figuresThen });
  }
  return { points, networkVersion: network.version };
}

async function figuresOf(
  network: WalkNetwork,
  homes: Parameters<typeof search>[1],
  outlets: readonly Outlet[],
  columns: readonly CoverageCategory[],
  claimed: ConstructorParameters<typeof CellTally>[2],
): Promise<TrendPoint["categories"]> {
  const ids = columns.map(({ id }) => id);
  const parameters = reachParameters(network.version, outlets, homes, defaultSettings);
  const table = reachTableOf(parameters, ids, await search(network, homes, outletTargets(outlets, ids), parameters));
  const tally = new CellTally(table, homes, claimed);
  const all = Uint32Array.from(homes, (_home, row) => row);
  return columns.map((column) => {
    tally.begin(column);
    tally.add(all);
    const { people: _people, measuredHouseholds: _measured, meanSeconds, ...cell } = tally.cell();
    return {
      ...cell,
      meanSeconds: meanSeconds === null ? null : shownSeconds(meanSeconds),
      outlets: outlets.filter(({ services }) => services.some(({ category }) => category === column.id)).length,
    };
  });
}

export const coverageTrendRoutes = plugin(routes, {
  name: "coverage-trend-routes",
  dependencies: ["cities", "long-work"],
  encapsulate: true,
});
