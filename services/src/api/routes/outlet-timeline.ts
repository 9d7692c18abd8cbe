/** What became of an outlet over the years, for everybody: what the keepers' history holds, without who and by which table. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { isDeepStrictEqual } from "node:util";
import type { OutletState, OutletVersion } from "../../store/index.ts";
import { dayInChina } from "../../china-clock.ts";
import { Problem } from "../problem.ts";
import { cityParams, nullable, oneOf, problems, strict } from "../schemas/common.ts";

const told = ["name", "services", "location", "address", "phone", "openingHours", "status"] as const;

const timeline = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        on: nullable(Type.String({ description: "The day from which it is so; null: nobody knows since when" })),
        writtenOn: Type.String({ description: "The day on which it came into the data" }),
        change: oneOf(
          ["added", "changed", "moved", "reclassified", "opened", "closed", "removed", "corrected", "restored"],
          { title: "OutletChangeKind" },
        ),
        fields: Type.Array(oneOf(told), { description: "What differs from before" }),
        formerName: nullable(Type.String({ description: "Where the name changed" })),
      }),
      { description: "Oldest first" },
    ),
  },
  {
    title: "Timeline",
    examples: [
      {
        items: [
          { on: "2025-03-01", writtenOn: "2025-03-04", change: "opened", fields: [], formerName: null },
          { on: "2026-02-10", writtenOn: "2026-02-12", change: "changed", fields: ["name"], formerName: "老王修鞋" },
        ],
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/outlets/:id/timeline",
    {
      schema: {
        operationId: "getOutletTimeline",
        tags: ["Outlets"],
        summary: "What became of an outlet: when it opened, moved, changed its name, closed",
        params: Type.Object({ ...cityParams.properties, id: Type.String({ maxLength: 100 }) }, strict),
        response: { 200: { ...timeline, description: "As far as is known" }, ...problems(404, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const versions = await app.store.outletHistory(city.id, request.params.id);
      if (versions.length === 0) throw new Problem(404, `There was never an outlet ${request.params.id} here.`);
      reply.header("Cache-Control", "no-cache");
      return { items: versions.map((version, i) => step(version, versions[i - 1]?.state ?? null)) };
    },
  );
};

function step({ at, effectiveOn, change, state }: OutletVersion, before: OutletState | null) {
  const fields =
    state === null || before === null ? [] : told.filter((field) => !isDeepStrictEqual(state[field], before[field]));
  const formerName = fields.includes("name") ? before!.name || null : null;
  return { on: effectiveOn, writtenOn: dayInChina(at), change, fields, formerName };
}

export const outletTimelineRoutes = plugin(routes, {
  name: "outlet-timeline-routes",
  dependencies: ["cities"],
  encapsulate: true,
});
