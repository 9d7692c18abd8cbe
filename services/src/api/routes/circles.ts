/** Circles (生活圈): kept, changed, taken away, and what is known of each. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { CircleAssessment } from "../../assessment/circles/types.ts";
import type { CircleChange, CircleDetails, CircleDraft } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { assessCircle, assessCircles, measureBoundary } from "../circle-assembly.ts";
import { readBoundary } from "../circle-boundary.ts";
import { viewCircle } from "../circle-view.ts";
import { invalidField } from "../problem.ts";
import {
  boundaryInput,
  circle,
  circleInput,
  circleListed,
  circleParams,
  requiredInput,
  versionField,
} from "../schemas/circle.ts";
import { circleAssessment, measuredBoundary } from "../schemas/circle-assessment.ts";
import { cityParams, oneOf, problems, strict } from "../schemas/common.ts";
import { existingCircle } from "../survey-view.ts";

const basicIds = new Set(categories.flatMap(({ id, tier }) => (tier === "basic" ? id : [])));

const emptyDetails: CircleDetails = {
  operators: [],
  form: null,
  platform: null,
  commercialCenters: null,
  residents: null,
  serviceAreaPercent: null,
  workers: null,
  missing: null,
};

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const existing = (city: string, id: string) => existingCircle(app.store, city, id);

  async function audit(request: FastifyRequest, action: string, subject: string, detail: unknown): Promise<void> {
    const { city } = request.params as { city: string };
    await app.store.addAudit({ actor: actorOf(request), action, city, subject, detail });
  }

  app.get(
    "/api/cities/:city/circles",
    {
      schema: {
        operationId: "listCircles",
        tags: ["Circles"],
        summary: "The circles of a city, each with what matters most",
        params: cityParams,
        querystring: Type.Object(
          { geometry: Type.Optional(oneOf(["1"], { description: "With their boundaries" })) },
          strict,
        ),
        response: {
          200: { ...Type.Object({ items: Type.Array(circleListed) }), description: "In the order they were added" },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      const items = [];
      for (const { circle: one, assessment } of await assessCircles(app.store, context)) {
        const view = await viewCircle(context, one, request.query.geometry === "1");
        items.push({ ...view, summary: summaryOf(assessment) });
      }
      return { items };
    },
  );

  app.post(
    "/api/cities/:city/circles",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "addCircle",
        tags: ["Circles"],
        summary: "Keep a circle that was drawn",
        params: cityParams,
        body: Type.Object(
          {
            ...Type.Partial(Type.Object(circleInput)).properties,
            name: circleInput.name,
            boundary: circleInput.boundary,
          },
          strict,
        ),
        response: { 201: { ...circle, description: "Added" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const context = await app.cities.get(request.params.city);
      const { bounds = {}, details = null, ...fields } = request.body;
      const draft: CircleDraft = {
        kind: "15min",
        requiredBasic: null,
        note: null,
        ...fields,
        boundary: readBoundary(fields.boundary, context.city),
        details: details && { ...emptyDetails, ...details },
      };
      checkRequired(draft.requiredBasic);
      const actor = actorOf(request);
      const added = await app.store.transaction(async (store) => {
        const [one] = await store.addCircles(context.city.id, [draft], actor);
        if (Object.keys(bounds).length === 0) return one;
        return store.changeCircle(context.city.id, one.id, { sides: bounds }, one.version, actor);
      });
      await audit(request, "circle.added", added.id, { name: added.name });
      return reply.code(201).send(await viewCircle(context, added));
    },
  );

  app.get(
    "/api/cities/:city/circles/:id",
    {
      schema: {
        operationId: "getCircle",
        tags: ["Circles"],
        summary: "One circle with its boundary and 四至",
        params: circleParams,
        response: { 200: { ...circle, description: "As it is now" }, ...problems(400, 404, 503) },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      return viewCircle(context, await existing(context.city.id, request.params.id));
    },
  );

  app.patch(
    "/api/cities/:city/circles/:id",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "changeCircle",
        tags: ["Circles"],
        summary: "Change a circle; what is left out stays as it is",
        params: circleParams,
        body: Type.Object(
          { ...Type.Partial(Type.Object(circleInput)).properties, version: versionField },
          { ...strict, examples: [{ version: 3, bounds: { east: "铁西路" } }] },
        ),
        response: { 200: { ...circle, description: "As it is now" }, ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      const { version, bounds, details, boundary, ...fields } = request.body;
      if (Object.keys(request.body).length < 2) throw invalidField("body", "names no field to change");
      checkRequired(fields.requiredBasic);
      const before = await existing(context.city.id, request.params.id);
      const change: CircleChange = {
        ...fields,
        ...(bounds && { sides: bounds }),
        ...(boundary && { boundary: readBoundary(boundary, context.city) }),
        ...(details !== undefined && { details: details && { ...emptyDetails, ...before.details, ...details } }),
      };
      const changed = await app.store.changeCircle(context.city.id, before.id, change, version, actorOf(request));
      await audit(request, "circle.changed", changed.id, { version: changed.version, fields: Object.keys(change) });
      return viewCircle(context, changed);
    },
  );

  app.delete(
    "/api/cities/:city/circles/:id",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "removeCircle",
        tags: ["Circles"],
        summary: "Take a circle away, with its evidence; the audit log keeps its boundary",
        params: circleParams,
        querystring: Type.Object({ version: versionField }, strict),
        response: { 204: { type: "null", description: "Gone" }, ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const removed = await app.store.removeCircle(city.id, request.params.id, request.query.version);
      await audit(request, "circle.removed", removed.id, removed);
      return reply.code(204).send(null);
    },
  );

  app.get(
    "/api/cities/:city/circles/:id/assessment",
    {
      schema: {
        operationId: "assessCircle",
        tags: ["Circles"],
        summary: "Who lives there, 有没有 and 好不好 with each point explained, and who really reaches what",
        params: circleParams,
        response: { 200: { ...circleAssessment, description: "As it is now" }, ...problems(400, 404, 503) },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      const found = await existing(context.city.id, request.params.id);
      return (await assessCircle(app.store, context, found)).assessment;
    },
  );

  app.post(
    "/api/cities/:city/circles/measure",
    {
      schema: {
        operationId: "measureCircle",
        tags: ["Circles"],
        summary: "The same of a boundary that is being drawn, without keeping it",
        params: cityParams,
        body: Type.Object(
          {
            boundary: boundaryInput,
            requiredBasic: requiredInput,
            circle: Type.Optional(
              Type.String({
                maxLength: 100,
                description: "Id of the circle whose boundary it is to become: its evidence and survey then count",
              }),
            ),
          },
          strict,
        ),
        response: { 200: { ...measuredBoundary, description: "Without indicators" }, ...problems(400, 404, 422, 503) },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      const { boundary, circle: id, ...rest } = request.body;
      const of = id === undefined ? null : await existing(context.city.id, id);
      const requiredBasic = rest.requiredBasic === undefined ? (of?.requiredBasic ?? null) : rest.requiredBasic;
      checkRequired(requiredBasic);
      const question = { boundary: readBoundary(boundary, context.city), requiredBasic };
      return measureBoundary(app.store, context, question, of);
    },
  );
};

const namedCount = 15;

/** 各地可结合本地实际，确定15种作为必备业态: fifteen, all of them basic. */
function checkRequired(required: readonly CategoryId[] | null | undefined): void {
  if (!required) return;
  const other = required.find((id) => !basicIds.has(id));
  if (other !== undefined) {
    throw invalidField("requiredBasic", `"${other}" is no basic category; only the 20 basic ones can be required`);
  }
  if (required.length !== namedCount) {
    throw invalidField(
      "requiredBasic",
      `names ${required.length} categories; should name ${namedCount}, or be null for any ${namedCount}`,
    );
  }
}

function summaryOf({ members, presence, quality, reach, basis }: CircleAssessment) {
  return {
    communities: members.communities.length,
    residences: members.residences,
    households: members.households,
    people: members.people,
    presence: { points: presence.points, type: presence.type?.id ?? null },
    quality: quality && {
      points: quality.points,
      grade: quality.grade?.id ?? null,
      unknownPoints: quality.unknownPoints,
    },
    reachShare: reach.meanBasicShare,
    gapsBasic: presence.parts.find(({ id }) => id === "basic")!.missing,
    contradictions: reach.contradictions.length,
    knownShare: basis.knownShare,
  };
}

export const circleRoutes = plugin(routes, {
  name: "circle-routes",
  dependencies: ["cities", "authentication"],
  encapsulate: true,
});
