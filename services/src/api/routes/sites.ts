/** Spare sites: listed for everybody, kept by planners. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { siteKinds } from "@quarterhour/data";
import type { Site, SiteDraft, SiteFields } from "../../store/index.ts";
import { NotFound } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { todayInChina } from "../../china-clock.ts";
import { readBox } from "../input.ts";
import { cityParams, problems, strict } from "../schemas/common.ts";
import { site, siteExample, siteInput, siteKind } from "../schemas/site.ts";

const siteParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["s_00004d"] }) },
  strict,
);

const emptyDraft: Omit<SiteDraft, "name" | "location"> = {
  sourceRef: null,
  kind: null,
  kindText: null,
  original: null,
  areaSquareMeters: null,
  address: null,
  owner: null,
  availableFrom: null,
  availableUntil: null,
  note: null,
};

const optional = Type.Partial(Type.Object(siteInput)).properties;

const routes: FastifyPluginAsyncTypebox = async (app) => {
  async function audit(request: FastifyRequest, action: string, city: string, id: string, detail: unknown) {
    await app.store.addAudit({ actor: actorOf(request), action, city, subject: id, detail });
  }

  app.get(
    "/api/cities/:city/sites",
    {
      schema: {
        operationId: "listSites",
        tags: ["Sites"],
        summary: "Places that stand empty and could take in outlets",
        params: cityParams,
        querystring: Type.Object(
          {
            kind: Type.Optional(siteKind),
            bbox: Type.Optional(Type.String({ maxLength: 120, description: "west,south,east,north" })),
            availableOn: Type.Optional(
              Type.String({
                pattern: "^\\d{4}-\\d{2}-\\d{2}$",
                description: "Only those that can be had on this day",
                examples: ["2026-12-01"],
              }),
            ),
          },
          strict,
        ),
        response: {
          200: {
            ...Type.Object({ items: Type.Array(site) }, { examples: [{ items: [siteExample] }] }),
            description: "All of them, in the order in which they came",
          },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const { kind, bbox, availableOn } = request.query;
      const box = bbox === undefined ? null : readBox(bbox, "bbox");
      const day = availableOn ?? todayInChina();
      const items = (await app.store.listSites(city.id)).filter(
        (one) =>
          (kind === undefined || one.kind === kind) &&
          (box === null ||
            (one.location[0] >= box[0] &&
              one.location[1] >= box[1] &&
              one.location[0] <= box[2] &&
              one.location[1] <= box[3])) &&
          (availableOn === undefined || isAvailable(one, availableOn)),
      );
      return { items: items.map((one) => viewSite(one, day)) };
    },
  );

  app.get(
    "/api/cities/:city/sites/:id",
    {
      schema: {
        operationId: "getSite",
        tags: ["Sites"],
        summary: "One spare site",
        params: siteParams,
        response: { 200: { ...site, description: "The site" }, ...problems(404, 503) },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const found = await app.store.getSite(city.id, request.params.id);
      if (found === null) throw new NotFound(`There is no site ${request.params.id} in ${city.id}.`);
      return viewSite(found, todayInChina());
    },
  );

  app.post(
    "/api/cities/:city/sites",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "addSite",
        tags: ["Sites"],
        summary: "Enter a spare site",
        params: cityParams,
        body: Type.Object(
          { ...optional, name: siteInput.name, location: siteInput.location },
          {
            ...strict,
            examples: [{ name: "西园里空置底商", kind: "shopfront", location: [118.05, 38.75], areaSquareMeters: 40 }],
          },
        ),
        response: { 201: { ...site, description: "Entered" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const fields = request.body as Partial<SiteFields> & Pick<SiteFields, "name" | "location">;
      const added = await app.store.addSite(city.id, { ...emptyDraft, ...fields });
      await audit(request, "site.added", city.id, added.id, fields);
      return reply.code(201).send(viewSite(added, todayInChina()));
    },
  );

  app.patch(
    "/api/cities/:city/sites/:id",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "editSite",
        tags: ["Sites"],
        summary: "Change fields by hand; they outlive the next import of its table",
        params: siteParams,
        body: Type.Object(optional, { ...strict, minProperties: 1, examples: [{ availableUntil: "2026-12-31" }] }),
        response: { 200: { ...site, description: "As it is now" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const edited = await app.store.editSite(city.id, request.params.id, request.body as Partial<SiteFields>);
      await audit(request, "site.changed", city.id, edited.id, request.body);
      return viewSite(edited, todayInChina());
    },
  );

  app.delete(
    "/api/cities/:city/sites/:id",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "removeSite",
        tags: ["Sites"],
        summary: "Take away a spare site; one that its table still has comes back with the table's next import",
        params: siteParams,
        response: { 204: { type: "null", description: "Gone" }, ...problems(401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      await app.store.removeSite(city.id, request.params.id);
      await audit(request, "site.removed", city.id, request.params.id, null);
      return reply.code(204).send(null);
    },
  );
};

function isAvailable({ availableFrom, availableUntil }: Site, day: string): boolean {
  return (availableFrom === null || availableFrom <= day) && (availableUntil === null || availableUntil >= day);
}

function viewSite({ city: _city, ...one }: Site, day: string) {
  const kind = siteKinds.find(({ id }) => id === one.kind);
  return {
    ...one,
    kindNameZh: kind?.nameZh ?? null,
    kindNameEn: kind?.nameEn ?? null,
    available: isAvailable(one as Site, day),
  };
}

export const siteRoutes = plugin(routes, {
  name: "site-routes",
  dependencies: ["cities", "authentication"],
  encapsulate: true,
});
