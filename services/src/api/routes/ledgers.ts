import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Readable } from "node:stream";
import { Type } from "typebox";
import { ledgers } from "../../exports/ledgers.ts";
import type { Ledger } from "../../exports/ledgers.ts";
import { geoPackageSystems, ledgerCsv, ledgerGeoJson, ledgerGeoPackage, ledgerXlsx } from "../../exports/tables.ts";
import { crsNamed, IntakeError } from "../../intake/index.ts";
import type { Crs } from "../../intake/index.ts";
import type { Outlet } from "../../store/index.ts";
import { matchingOutlets, outletFilters, readOutletFilter } from "../outlet-query.ts";
import { invalidField, Problem } from "../problem.ts";
import { categoryId, cityParams, oneOf, problems, strict } from "../schemas/common.ts";

const ledgerSchema = Type.Object({
  id: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  bureauZh: Type.String(),
  bureauEn: Type.String(),
  categories: Type.Array(categoryId, { description: "Empty: all categories" }),
});

const mediaTypes = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  geojson: "application/geo+json; charset=utf-8",
  gpkg: "application/geopackage+sqlite3",
} as const;

type Format = keyof typeof mediaTypes;
const formats = Object.keys(mediaTypes) as Format[];

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
        description:
          "Columns have the names that the import recognises. CSV is UTF-8 with byte order mark; no cell runs as a formula. GeoJSON is WGS-84, a GeoPackage WGS-84 or CGCS2000; CSV and XLSX take any system, and their columns say 高德 or 百度 where it is theirs.",
        params: Type.Object(
          { ...cityParams.properties, ledger: Type.String({ maxLength: 64, examples: ["commerce"] }) },
          strict,
        ),
        querystring: Type.Object(
          {
            ...outletFilters,
            format: Type.Optional(oneOf(formats, { default: "xlsx" })),
            crs: Type.Optional(
              Type.String({ maxLength: 40, description: "wgs84 (when left out), gcj02, bd09, EPSG:4490, EPSG:4547 …" }),
            ),
          },
          strict,
        ),
        response: {
          200: {
            description: "The file",
            content: Object.fromEntries(
              Object.entries(mediaTypes).map(([format, type]) => [
                type.split(";")[0],
                {
                  schema: format === "geojson" ? Type.Object({ features: Type.Array(Type.Unknown()) }) : Type.String(),
                },
              ]),
            ),
          },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { format = "xlsx", crs: crsText = "wgs84", ...query } = request.query;
      const ledger = ledgers.find(({ id }) => id === request.params.ledger);
      if (!ledger) {
        throw new Problem(
          404,
          `There is no ledger ${request.params.ledger}. There are: ${ledgers.map(({ id }) => id).join(", ")}.`,
        );
      }
      const crs = readCrs(crsText);
      const context = await app.cities.get(request.params.city);
      const { outlets } = await matchingOutlets(app.store, context, readOutletFilter(query));
      const own = outletsOf(ledger, outlets);
      const name = `${context.city.id}-${ledger.id}.${format}`;
      reply.type(mediaTypes[format]);
      reply.header("Content-Disposition", `attachment; filename="${name}"`);
      reply.header("Cache-Control", "no-store");
      return reply.send((await fileOf(format, own, crs, ledger)) as unknown as string);
    },
  );
};

function readCrs(text: string): Crs {
  try {
    return crsNamed(text);
  } catch (error) {
    if (error instanceof IntakeError) throw invalidField("crs", error.message);
    throw error;
  }
}

function outletsOf({ categories }: Ledger, outlets: Outlet[]): Outlet[] {
  if (categories.length === 0) return outlets;
  const own = new Set(categories);
  return outlets.filter(({ services }) => services.some(({ category }) => own.has(category)));
}

async function fileOf(format: Format, outlets: Outlet[], crs: Crs, ledger: Ledger): Promise<Readable> {
  if (format === "csv") return Readable.from(ledgerCsv(outlets, crs));
  if (format === "xlsx") return ledgerXlsx(outlets, crs, ledger.nameZh);
  if (format === "geojson") {
    if (crs !== "wgs84") throw invalidField("crs", "GeoJSON is always WGS-84 (RFC 7946); leave crs out");
    return Readable.from(ledgerGeoJson(outlets));
  }
  const system = geoPackageSystems.find((one) => one === crs);
  if (!system) throw invalidField("crs", `a GeoPackage is written in ${geoPackageSystems.join(" or ")}`);
  return ledgerGeoPackage(outlets, system);
}

export const ledgerRoutes = plugin(routes, {
  name: "ledger-routes",
  dependencies: ["cities"],
  encapsulate: true,
});
