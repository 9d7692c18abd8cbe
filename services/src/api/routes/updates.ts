/** What newer maps changed in a city, and for whom. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { UPDATE_REPORT_ARTIFACT } from "../../intake/index.ts";
import type { UpdateReport } from "../../intake/index.ts";
import { NotFound } from "../../store/index.ts";
import { cityParams, nullable, problems, strict } from "../schemas/common.ts";

const count = Type.Integer({ minimum: 0 });
const households = Type.Number({ description: "Households" });

const brief = {
  id: Type.String({ examples: ["2026-06-02T03:04:05.678Z"] }),
  at: Type.String({ description: "When it was brought in" }),
  mapBefore: nullable(Type.String({ description: "Date of the map before, where it told" })),
  mapAfter: nullable(Type.String()),
  outlets: Type.Object(
    { added: count, gone: count, moved: count, reclassified: count, changed: count },
    { title: "OutletUpdateCounts" },
  ),
  homes: Type.Object(
    {
      added: Type.Object({ homes: count, households }),
      gone: Type.Object({ homes: count, households }),
      householdsBefore: households,
      householdsAfter: households,
    },
    { title: "HomeUpdateCounts" },
  ),
  ways: nullable(
    Type.Object({ addedMeters: Type.Number(), removedMeters: Type.Number() }, { description: "null where unknown" }),
  ),
  reach: nullable(
    Type.Object(
      {
        households,
        gained: Type.Number({ description: "Households that reach a category within its ring that they lacked" }),
        lost: Type.Number({ description: "Households that lack one that was within its ring" }),
      },
      { title: "ReachUpdate", description: "Of homes that both maps have; null where unknown" },
    ),
  ),
  lostEdits: Type.Integer({ description: "Outlets edited by hand that went with the map's" }),
  held: Type.Integer({ description: "Outlets that the map no longer has and other sources hold" }),
};

const briefSchema = Type.Object(brief, {
  title: "CityUpdate",
  examples: [
    {
      id: "2026-06-02T03:04:05.678Z",
      at: "2026-06-02T03:04:05.678Z",
      mapBefore: "2025-06-01",
      mapAfter: "2026-06-01",
      outlets: { added: 31, gone: 12, moved: 4, reclassified: 2, changed: 40 },
      homes: {
        added: { homes: 6, households: 512 },
        gone: { homes: 1, households: 40 },
        householdsBefore: 28_000,
        householdsAfter: 28_472,
      },
      ways: { addedMeters: 5210.4, removedMeters: 310.9 },
      reach: { households: 27_960, gained: 1204, lost: 310 },
      lostEdits: 0,
      held: 2,
    },
  ],
});

const routes: FastifyPluginAsyncTypebox = async (app) => {
  async function reportOf(city: string, version: string): Promise<UpdateReport | null> {
    const bytes = await app.store.getArtifact({ city, kind: UPDATE_REPORT_ARTIFACT, version });
    return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as UpdateReport);
  }

  app.get(
    "/api/cities/:city/updates",
    {
      schema: {
        operationId: "listUpdates",
        tags: ["Cities"],
        summary: "When newer maps came, and what each changed",
        params: cityParams,
        response: {
          200: { ...Type.Object({ items: Type.Array(briefSchema) }), description: "The latest first" },
          ...problems(404, 503),
        },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const versions = (await app.store.listArtifacts(city.id))
        .filter(({ kind }) => kind === UPDATE_REPORT_ARTIFACT)
        .map(({ version }) => version)
        .sort()
        .reverse();
      const items = [];
      for (const id of versions) {
        const report = await reportOf(city.id, id);
        if (report !== null) items.push(briefOf(id, report));
      }
      return { items };
    },
  );

  app.get(
    "/api/cities/:city/updates/:id",
    {
      schema: {
        operationId: "getUpdate",
        tags: ["Cities"],
        summary: "What one update changed: outlets by name, households by category and area",
        params: Type.Object({ ...cityParams.properties, id: Type.String({ maxLength: 100 }) }, strict),
        response: {
          200: {
            ...Type.Object(
              {
                ...brief,
                report: Type.Unsafe<UpdateReport>({
                  type: "object",
                  description:
                    "outlets: by kind of change count, byCategory and the first by name; homes; ways; reach: categories [{category, gained, lost, newlyKnown, noLongerKnown, areas}] and the areas where most changed; lostEdits, held: each outlet",
                }),
              },
              { title: "CityUpdateReport" },
            ),
            description: "The update",
          },
          ...problems(404, 503),
        },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { city } = await app.cities.get(request.params.city);
      const report = await reportOf(city.id, id);
      if (report === null) {
        throw new NotFound(`There was no update ${id} of ${city.id}. GET /api/cities/${city.id}/updates lists them.`);
      }
      return { ...briefOf(id, report), report };
    },
  );
};

function briefOf(id: string, { at, mapBefore, mapAfter, outlets, homes, ways, reach, lostEdits, held }: UpdateReport) {
  return {
    id,
    at,
    mapBefore,
    mapAfter,
    outlets: {
      added: outlets.added.count,
      gone: outlets.gone.count,
      moved: outlets.moved.count,
      reclassified: outlets.reclassified.count,
      changed: outlets.changed.count,
    },
    homes: {
      added: homes.added,
      gone: homes.gone,
      householdsBefore: homes.householdsBefore,
      householdsAfter: homes.householdsAfter,
    },
    ways: ways === null ? null : { addedMeters: ways.addedMeters, removedMeters: ways.removedMeters },
    reach: reach === null ? null : { households: reach.households, gained: reach.gained, lost: reach.lost },
    lostEdits: lostEdits.length,
    held: held.length,
  };
}

export const updateRoutes = plugin(routes, { name: "update-routes", dependencies: ["cities"], encapsulate: true });
