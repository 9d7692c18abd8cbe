/** Circles beside each other: proposed, cut in two, put together, held against each other. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { boundaryProblem } from "../../assessment/circles/boundary.ts";
import { cutByLine, together } from "../../assessment/circles/clip.ts";
import { findOverlaps } from "../../assessment/circles/overlaps.ts";
import { circleStandards } from "../../assessment/circles/standard.ts";
import type { Boundary } from "../../assessment/circles/types.ts";
import type { Circle, CircleKind } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { cutting } from "../circle-boundary.ts";
import { circleGround } from "../circle-ground.ts";
import { proposeCircle } from "../circle-proposal.ts";
import { viewCircle } from "../circle-view.ts";
import type { CityContext } from "../city-context.ts";
import { hangUpSignal } from "../hang-up.ts";
import { checkPosition } from "../input.ts";
import { invalidField, Problem } from "../problem.ts";
import { circle, circleKind, circleParams, versionField } from "../schemas/circle.ts";
import { overlaps, proposal, proposalRange } from "../schemas/circle-shapes.ts";
import { cityParams, position, problems, strict } from "../schemas/common.ts";
import { existingCircle } from "../survey-view.ts";

const versioned = Type.Object({ id: Type.String({ maxLength: 100 }), version: versionField }, strict);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/circles/overlaps",
    {
      schema: {
        operationId: "findCircleOverlaps",
        tags: ["Circles"],
        summary: "Where circles of a kind lie over each other, and who lives in none",
        params: cityParams,
        querystring: Type.Object({ kind: Type.Optional(circleKind) }, strict),
        response: { 200: { ...overlaps, description: "As they are now" }, ...problems(400, 404, 503) },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      const all = await app.store.listCircles(context.city.id);
      return overlapsOf(context, all, request.query.kind ?? "15min");
    },
  );

  app.post(
    "/api/cities/:city/circles/propose",
    {
      schema: {
        operationId: "proposeCircle",
        tags: ["Circles"],
        summary: "A circle to begin with, grown along borders of communities to the size of GB 50180",
        description:
          "From a community, or the one that holds a place: the neighbour that is nearest on foot is taken in next, until the standard's size is reached. What was taken in and why is told step by step.",
        params: cityParams,
        body: Type.Object(
          {
            community: Type.Optional(Type.String({ maxLength: 100, description: "Id of a community" })),
            center: Type.Optional(position),
            minutes: Type.Optional(Type.Integer({ enum: [5, 10, 15], default: 15 })),
            people: proposalRange,
            dwellings: proposalRange,
          },
          { ...strict, examples: [{ center: [118.05, 38.75], minutes: 10 }] },
        ),
        response: { 200: { ...proposal, description: "Nothing is kept of it" }, ...problems(400, 404, 422, 503) },
      },
    },
    async (request, reply) => {
      const { minutes = 15, people, dwellings, ...from } = request.body;
      if ((from.community === undefined) === (from.center === undefined)) {
        throw invalidField("community", "say either a community or a center to begin with, one of the two");
      }
      if (from.center !== undefined) checkPosition(from.center, "center");
      const context = await app.cities.get(request.params.city);
      const standard = circleStandards.find((one) => one.minutes === minutes)!;
      return proposeCircle(
        context,
        { ...from, standard, people: readRange(people, "people"), dwellings: readRange(dwellings, "dwellings") },
        hangUpSignal(reply),
      );
    },
  );

  app.post(
    "/api/cities/:city/circles/:id/split",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "splitCircle",
        tags: ["Circles"],
        summary: "Cut a circle in two along a line",
        description:
          "The line is drawn on straight beyond its ends. The part with more households keeps the id, the evidence and the survey.",
        params: circleParams,
        body: Type.Object(
          {
            line: Type.Array(position, { minItems: 2, maxItems: 1000 }),
            version: versionField,
            name: Type.Optional(
              Type.String({ minLength: 1, maxLength: 200, pattern: "\\S", description: "Of the part that is new" }),
            ),
          },
          {
            ...strict,
            examples: [
              {
                line: [
                  [118.05, 38.74],
                  [118.05, 38.76],
                ],
                version: 3,
                name: "石桥东生活圈",
              },
            ],
          },
        ),
        response: {
          200: { ...Type.Object({ kept: circle, added: circle }), description: "Both parts" },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      const { line, version, name } = request.body;
      const before = await existingCircle(app.store, context.city.id, request.params.id);
      if (before.version !== version) {
        throw new Problem(409, `The circle ${before.name} was changed meanwhile: it is at version ${before.version}.`);
      }
      checkLine(line);
      const parts = cutting("line", () => cutByLine(before.boundary, line));
      if (parts === null) {
        throw invalidField("line", "does not part the circle; draw it from one side of the boundary to another");
      }
      const tooSmall = parts.map((part) => boundaryProblem(part, context.city)).find((problem) => problem !== null);
      if (tooSmall !== undefined) throw invalidField("line", `makes a part that ${tooSmall}`);
      const { residences, residenceGrid } = await circleGround(context);
      const households = (part: Boundary) =>
        residenceGrid.inside(part).reduce((sum, row) => sum + residences[row].households, 0);
      const [larger, smaller] = households(parts[0]) >= households(parts[1]) ? parts : parts.toReversed();
      const actor = actorOf(request);
      const { id, details: _details, ...rest } = before;
      const { kept, added } = await app.store.transaction(async (store) => {
        const first = await store.changeCircle(context.city.id, id, { boundary: larger }, version, actor);
        const draft = {
          name: name ?? `${before.name}（二）`,
          kind: rest.kind,
          requiredBasic: rest.requiredBasic,
          note: rest.note,
          boundary: smaller,
          details: null,
        };
        const [second] = await store.addCircles(context.city.id, [draft], actor);
        const detail = { into: second.id, before: before.boundary };
        await store.addAudit({ actor, action: "circle.split", city: context.city.id, subject: id, detail });
        return { kept: first, added: second };
      });
      return { kept: await viewCircle(context, kept), added: await viewCircle(context, added) };
    },
  );

  app.post(
    "/api/cities/:city/circles/merge",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "mergeCircles",
        tags: ["Circles"],
        summary: "Make one circle of several; the first keeps its id, and all evidence becomes its own",
        params: cityParams,
        body: Type.Object(
          {
            circles: Type.Array(versioned, { minItems: 2, maxItems: 20 }),
            name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" })),
          },
          {
            ...strict,
            examples: [
              {
                circles: [
                  { id: "q_000001", version: 1 },
                  { id: "q_000002", version: 4 },
                ],
              },
            ],
          },
        ),
        response: { 200: { ...circle, description: "The one circle" }, ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      const [keep, ...others] = request.body.circles;
      if (new Set(request.body.circles.map(({ id }) => id)).size <= others.length) {
        throw invalidField("circles", "names a circle twice");
      }
      const before: Circle[] = [];
      for (const { id } of request.body.circles) before.push(await existingCircle(app.store, context.city.id, id));
      const kinds = new Set(before.map(({ kind }) => kind));
      if (kinds.size > 1) throw invalidField("circles", `are of different kinds: ${[...kinds].join(", ")}`);
      const [first, ...rest] = before.map(({ boundary }) => boundary);
      const boundary = cutting("circles", () => together(first, ...rest));
      const { name } = request.body;
      const actor = actorOf(request);
      const merged = await app.store.transaction(async (store) => {
        const change = { boundary, ...(name !== undefined && { name }) };
        const one = await store.mergeCircles(context.city.id, keep, others, change, actor);
        const detail = {
          before: before.map(({ id, name: called, boundary: was }) => ({ id, name: called, boundary: was })),
        };
        await store.addAudit({ actor, action: "circle.merged", city: context.city.id, subject: one.id, detail });
        return one;
      });
      return viewCircle(context, merged);
    },
  );
};

function readRange(range: number[] | undefined, field: string): [number, number] | undefined {
  if (range === undefined) return undefined;
  const [from, to] = range;
  if (from > to) throw invalidField(field, `is from ${from} to ${to}; should be the smaller number first`);
  return [from, to];
}

/** Throws a 400 Problem unless the line goes somewhere without crossing itself. */
function checkLine(line: readonly [number, number][]): void {
  line.forEach((place, i) => checkPosition(place, `line[${i}]`));
  const twice = line.findIndex(([x, y], i) => i > 0 && x === line[i - 1][0] && y === line[i - 1][1]);
  if (twice > 0) throw invalidField(`line[${twice}]`, "is the same place as the one before it");
  for (let i = 1; i < line.length; i++) {
    for (let j = i + 2; j < line.length; j++) {
      if (cross(line[i - 1], line[i], line[j - 1], line[j])) {
        throw invalidField(`line[${j}]`, `crosses the line itself near ${line[j].join(",")}; draw it without a loop`);
      }
    }
  }
}

function cross(a: [number, number], b: [number, number], c: [number, number], d: [number, number]): boolean {
  const turn = (p: [number, number], q: [number, number], r: [number, number]) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

/** Kept for as long as neither the city nor a circle changes: cutting many boundaries takes a while. */
const known = new WeakMap<CityContext, Map<CircleKind, { key: string; found: Promise<unknown> }>>();

async function overlapsOf(context: CityContext, all: readonly Circle[], kind: CircleKind) {
  const circles = all.filter((one) => one.kind === kind);
  const key = circles.map(({ id, version }) => `${id}:${version}`).join(" ");
  const ofCity = known.get(context) ?? new Map<CircleKind, { key: string; found: Promise<unknown> }>();
  known.set(context, ofCity);
  const before = ofCity.get(kind);
  if (before?.key === key) return before.found as ReturnType<typeof work>;
  const found = work();
  ofCity.set(kind, { key, found });
  found.catch(() => ofCity.delete(kind));
  return found;

  async function work() {
    const nameOf = new Map(circles.map(({ id, name }) => [id, name]));
    const named = (id: string) => ({ id, name: nameOf.get(id)! });
    const { overlaps: pairs, isCutShort, leftover } = await findOverlaps(circles, await circleGround(context));
    return {
      overlaps: pairs.map(({ a, b, ...rest }) => ({ a: named(a), b: named(b), ...rest })),
      isCutShort,
      leftover,
    };
  }
}

export const circleShapeRoutes = plugin(routes, {
  name: "circle-shape-routes",
  dependencies: ["cities", "authentication"],
  encapsulate: true,
});
