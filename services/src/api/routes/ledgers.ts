import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { ledgers } from "../../exports/ledgers.ts";
import type { Ledger } from "../../exports/ledgers.ts";
import { outletLayer } from "../../exports/layers.ts";
import type { Outlet } from "../../store/index.ts";
import { exportAnswer, exportQuery, sendExport } from "../export-answer.ts";
import { matchingOutlets, outletFilters, readOutletFilter } from "../outlet-query.ts";
import { Problem } from "../problem.ts";
import { categoryId, cityParams, problems, strict } from "../schemas/common.ts";

const ledgerSchema = Type.Object({
  id: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  bureauZh: Type.String(),
  bureauEn: Type.String(),
  categories: Type.Array(categoryId, { description: "Empty: all categories" }),
});

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/ledgers",
    {
      schema: {
        operationId: "listLedgers",
        tags: ["Outlets"],
        summary: "The lists that bureaus keep, and the categories of each",
        response: {
          200: {
            ...Type.Object({ items: Type.Array(ledgerSchema) }, { examples: [{ items: [ledgers[1]] }] }),
            description: "In the order of the policy's attachment",
          },
        },
      },
    },
    async () => ({ items: ledgers }),
  );

  app.get(
    "/api/cities/:city/ledgers/:ledger",
    {
      schema: {
        operationId: "exportLedger",
        tags: ["Outlets"],
        summary: "A bureau's outlets as a file that opens in Excel or GIS, and imports again as it was",
        description: exportAnswer.description,
        params: Type.Object(
          { ...cityParams.properties, ledger: Type.String({ maxLength: 64, examples: ["commerce"] }) },
          strict,
        ),
        querystring: Type.Object(
          {
            ...outletFilters,
            ...exportQuery,
          },
          strict,
        ),
        response: {
          200: exportAnswer.response,
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { format, crs, ...query } = request.query;
      const ledger = ledgers.find(({ id }) => id === request.params.ledger);
      if (!ledger) {
        throw new Problem(
          404,
          `There is no ledger ${request.params.ledger}. There are: ${ledgers.map(({ id }) => id).join(", ")}.`,
        );
      }
      const context = await app.cities.get(request.params.city);
      const { outlets } = await matchingOutlets(app.store, context, readOutletFilter(query));
      const layer = outletLayer(outletsOf(ledger, outlets), ledger.nameZh);
      return sendExport(reply, `${context.city.id}-${ledger.id}`, layer, { format, crs });
    },
  );
};

function outletsOf({ categories }: Ledger, outlets: Outlet[]): Outlet[] {
  if (categories.length === 0) return outlets;
  const own = new Set(categories);
  return outlets.filter(({ services }) => services.some(({ category }) => own.has(category)));
}

export const ledgerRoutes = plugin(routes, {
  name: "ledger-routes",
  dependencies: ["cities"],
  encapsulate: true,
});
