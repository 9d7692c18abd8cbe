import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { openingHoursFromText } from "../../intake/index.ts";
import type { OutletDraft } from "../../store/index.ts";
import { HAND_SOURCE } from "../../store/index.ts";
import { actorOf, changeBy } from "../auth.ts";
import { checkPosition } from "../input.ts";
import { viewOutlet } from "../outlet-view.ts";
import { invalidField, Problem } from "../problem.ts";
import { cityParams, problems, strict } from "../schemas/common.ts";
import { outlet, outletInput } from "../schemas/outlet.ts";
import { outletRecord, outletVersion, provenance } from "../schemas/outlet-history.ts";

const outletParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["o_000017"] }) },
  strict,
);

const day = (description: string) => Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", description }));

const holdsFrom = day("The day from which it is so; today when left out");

const routes: FastifyPluginAsyncTypebox = async (app) => {
  async function audit(request: Parameters<typeof actorOf>[0], action: string, subject: string, detail: unknown) {
    const { city } = request.params as { city: string };
    await app.store.addAudit({ actor: actorOf(request), action, city, subject, detail });
  }

  app.post(
    "/api/cities/:city/outlets",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "addOutlet",
        tags: ["Outlets"],
        summary: "Add an outlet by hand",
        params: cityParams,
        body: Type.Object(
          {
            ...Type.Partial(Type.Object(outletInput)).properties,
            name: outletInput.name,
            services: outletInput.services,
            location: outletInput.location,
            effectiveOn: holdsFrom,
          },
          {
            ...strict,
            examples: [
              {
                name: "老王修鞋",
                services: [{ category: "small-repair", kind: "shoe" }],
                location: [118.05, 38.75],
                openingHoursText: "周一至周六 8:30-18:00",
              },
            ],
          },
        ),
        response: { 201: { ...outlet, description: "Added" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const context = await app.cities.get(request.params.city);
      const { effectiveOn, ...fields } = request.body;
      const draft = { ...emptyDraft, ...fieldsOf(fields) } as OutletDraft;
      const change = changeBy(request, "edit", effectiveOn === undefined ? {} : { effectiveOn });
      const [id] = await app.store.addOutlets(context.city.id, HAND_SOURCE, null, [draft], change);
      await audit(request, "outlet.added", id, fields);
      return reply.code(201).send(viewOutlet((await app.store.getOutlet(context.city.id, id))!, new Date()));
    },
  );

  app.patch(
    "/api/cities/:city/outlets/:id",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "editOutlet",
        tags: ["Outlets"],
        summary: "Change fields by hand; they outlive the next import of its table",
        params: outletParams,
        body: Type.Object(
          {
            ...Type.Partial(Type.Object(outletInput)).properties,
            effectiveOn: holdsFrom,
            corrects: Type.Optional(
              Type.Boolean({ description: "It was so all along: past days show it as well", default: false }),
            ),
          },
          { ...strict, minProperties: 1, examples: [{ status: "closed", closedOn: "2026-06-30" }] },
        ),
        response: { 200: { ...outlet, description: "As it is now" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const { effectiveOn, corrects, ...fields } = request.body;
      if (Object.keys(fields).length === 0) throw invalidField("body", "names no field to change");
      if (corrects && effectiveOn !== undefined) {
        throw invalidField("effectiveOn", "has no meaning for a correction, which holds for past days as well");
      }
      const change = changeBy(request, "edit", effectiveOn === undefined ? {} : { effectiveOn });
      const edited = await app.store.editOutlet(city.id, request.params.id, fieldsOf(fields), change, corrects);
      await audit(request, "outlet.changed", edited.id, request.body);
      return viewOutlet(edited, new Date());
    },
  );

  app.delete(
    "/api/cities/:city/outlets/:id",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "removeOutlet",
        tags: ["Outlets"],
        summary: "Take away an outlet that never was; one that closed is changed instead, so that past days keep it",
        params: outletParams,
        response: {
          204: { type: "null", description: "Gone; its history stays" },
          ...problems(401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      await app.store.removeOutlet(city.id, request.params.id, changeBy(request, "edit", { effectiveOn: null }));
      await audit(request, "outlet.removed", request.params.id, null);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/cities/:city/outlets/:id/restore",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "restoreOutlet",
        tags: ["Outlets"],
        summary: "Bring back an outlet that was taken away by hand, with its id and its past",
        params: outletParams,
        response: {
          200: { ...outlet, description: "There again, as it was" },
          ...problems(401, 403, 404, 409, 503),
        },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const restored = await app.store.restoreOutlet(city.id, request.params.id, changeBy(request, "edit"));
      await audit(request, "outlet.restored", restored.id, null);
      return viewOutlet(restored, new Date());
    },
  );

  app.get(
    "/api/cities/:city/outlets/:id/history",
    {
      config: { needs: "account" },
      schema: {
        operationId: "getOutletHistory",
        tags: ["Outlets"],
        summary: "Who changed what, when, and by which source; of outlets that are gone as well",
        params: outletParams,
        response: {
          200: {
            ...Type.Object({ versions: Type.Array(outletVersion), records: Type.Array(outletRecord), provenance }),
            description: "Oldest first",
          },
          ...problems(401, 403, 404, 503),
        },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const versions = await app.store.outletHistory(city.id, request.params.id);
      if (versions.length === 0) throw new Problem(404, `There was never an outlet ${request.params.id} here.`);
      const isThere = (await app.store.getOutlet(city.id, request.params.id)) !== null;
      const now = isThere ? await app.store.outletRecords(city.id, request.params.id) : { records: [], provenance: {} };
      return { versions, ...now };
    },
  );

  app.post(
    "/api/cities/:city/outlets/:id/merge",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "mergeOutlets",
        tags: ["Outlets"],
        summary: "Say that others are the same outlet: what each source says is kept, and can be taken apart again",
        params: outletParams,
        body: Type.Object(
          { with: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 20, uniqueItems: true }) },
          { ...strict, examples: [{ with: ["o_000018"] }] },
        ),
        response: { 200: { ...outlet, description: "The one outlet" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const { id } = request.params;
      const merged = await app.store.mergeOutlets(city.id, id, request.body.with, changeBy(request, "merge"));
      await audit(request, "outlet.merged", id, request.body);
      return viewOutlet(merged, new Date());
    },
  );

  app.post(
    "/api/cities/:city/outlets/:id/split",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "splitOutlet",
        tags: ["Outlets"],
        summary: "Take apart what was merged",
        params: outletParams,
        body: Type.Object(
          {
            formerId: Type.String({ maxLength: 100, description: "Id that it had before it was merged into this one" }),
          },
          { ...strict, examples: [{ formerId: "o_000018" }] },
        ),
        response: {
          200: { ...Type.Object({ kept: outlet, split: outlet }), description: "Both" },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const { id } = request.params;
      const { kept, split } = await app.store.splitOutlet(
        city.id,
        id,
        request.body.formerId,
        changeBy(request, "split"),
      );
      await audit(request, "outlet.split", id, request.body);
      const now = new Date();
      return { kept: viewOutlet(kept, now), split: viewOutlet(split, now) };
    },
  );
};

const emptyDraft = {
  sourceRef: null,
  original: null,
  address: null,
  phone: null,
  openingHours: null,
  openingHoursText: null,
  status: "open" as const,
  openedOn: null,
  closedOn: null,
  attributes: {},
};

/** Hours written by a person become the OSM form as well; a text nobody understands is kept as text. */
export function fieldsOf(fields: Partial<OutletDraft>): Partial<OutletDraft> {
  const read = { ...fields };
  if (read.location) {
    checkPosition(read.location, "location");
    // what was entered by hand has no other coordinates than these
    read.original = null;
  }
  if (typeof fields.openingHoursText === "string" && fields.openingHours === undefined) {
    read.openingHours = openingHoursFromText(fields.openingHoursText);
  }
  return read;
}

export const outletEditingRoutes = plugin(routes, {
  name: "outlet-editing-routes",
  dependencies: ["cities", "authentication"],
  encapsulate: true,
});
