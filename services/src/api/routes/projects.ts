/** 项目清单: what is to be built, how far it is, what it was to bring and what it brought. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { projectForm } from "@quarterhour/data";
import type { ProjectStateId } from "@quarterhour/data";
import type { FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { projectsTable } from "../../exports/projects.ts";
import { cleanText } from "../../inbox/text.ts";
import type { Project, ProjectDraft, ProjectQuery } from "../../store/index.ts";
import { AreaIndex } from "../../store/polygons.ts";
import { actorOf } from "../auth.ts";
import { todayInChina } from "../../china-clock.ts";
import { readCategories, readList } from "../input.ts";
import { plainTableAnswer, plainTableFormat, sendPlainTable } from "../plain-table-answer.ts";
import { invalidField, Problem } from "../problem.ts";
import { checkDeadline, checkStep, draftsFromSites, emptyProject, sitesOfJob } from "../project-drafts.ts";
import { viewProjects } from "../project-effects.ts";
import { categoryId, cityParams, cursor, limit, nextCursor, problems, strict } from "../schemas/common.ts";
import { project, projectChange, projectInput, projectParams } from "../schemas/project.ts";

const stateIds = projectForm.states.map(({ id }) => id);
const isState = (word: string): word is ProjectStateId => stateIds.includes(word as ProjectStateId);

const filters = {
  circle: Type.Optional(Type.String({ maxLength: 100, description: "Id of the circle" })),
  community: Type.Optional(Type.String({ maxLength: 100, description: "Name of the community" })),
  state: Type.Optional(Type.String({ maxLength: 100, description: `Of ${stateIds.join(", ")}; several with commas` })),
  category: Type.Optional(categoryId),
};

interface Filters {
  circle?: string;
  community?: string;
  state?: string;
  category?: string;
}

/** All at once, for a file. */
const MOST_EXPORTED = 10_000;

const routes: FastifyPluginAsyncTypebox = async (app) => {
  async function audit(request: FastifyRequest, action: string, city: string, subject: string, detail: unknown) {
    await app.store.addAudit({ actor: actorOf(request), action, city, subject, detail });
  }

  async function existing(city: string, id: string): Promise<Project> {
    const found = await app.store.getProject(city, id);
    if (found === null) throw new Problem(404, `There is no project "${id}" in ${city}.`);
    return found;
  }

  /** What is named has to be there: circle, spare site, outlet. */
  async function checkNamed(city: string, { circle, site, outlet }: Partial<ProjectDraft>): Promise<void> {
    if (circle && (await app.store.getCircle(city, circle)) === null) {
      throw invalidField("circle", `there is no circle "${circle}" in ${city}`);
    }
    if (site?.siteId && (await app.store.getSite(city, site.siteId)) === null) {
      throw invalidField("site.siteId", `there is no spare site "${site.siteId}" in ${city}`);
    }
    if (outlet && (await app.store.getOutlet(city, outlet)) === null) {
      throw invalidField("outlet", `there is no outlet "${outlet}" in ${city}`);
    }
  }

  app.get(
    "/api/cities/:city/projects",
    {
      schema: {
        operationId: "listProjects",
        tags: ["Projects"],
        summary: "The list of projects, each with what was forecast and what was measured",
        params: cityParams,
        querystring: Type.Object(
          { ...filters, limit: Type.Optional(limit(50, 500)), cursor: Type.Optional(cursor) },
          strict,
        ),
        response: {
          200: {
            ...Type.Object({ items: Type.Array(project), nextCursor }),
            description: "In the order in which they were added",
          },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const context = await app.cities.get(request.params.city);
      const { limit: most = 50, cursor: after, ...rest } = request.query;
      const query = { ...readFilters(rest), limit: most, ...(after !== undefined && { cursor: after }) };
      const page = await app.store.listProjects(context.city.id, query);
      reply.header("Cache-Control", "no-cache");
      return { items: await viewProjects(context, page.items), nextCursor: page.nextCursor };
    },
  );

  app.get(
    "/api/cities/:city/projects/export",
    {
      schema: {
        operationId: "exportProjects",
        tags: ["Projects"],
        summary: "The list in the form of attachment 6, for Excel",
        params: cityParams,
        querystring: Type.Object({ ...filters, format: Type.Optional(plainTableFormat) }, strict),
        response: { 200: plainTableAnswer, ...problems(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const context = await app.cities.get(request.params.city);
      const { format, ...rest } = request.query;
      const { id: city, nameZh, osmDate } = context.city;
      const { items } = await app.store.listProjects(city, { ...readFilters(rest), limit: MOST_EXPORTED });
      const circles = new Map((await app.store.listCircles(city)).map(({ id, name }) => [id, name]));
      const views = await viewProjects(context, items);
      const listed = views.map((one) => ({ ...one, circleName: one.circle && (circles.get(one.circle) ?? null) }));
      const below = [
        `${nameZh}，${todayInChina()}${osmDate === null ? "" : `，地图数据 ${osmDate.slice(0, 10)}`}`,
        "预计：选址时算出的新增覆盖户数；实测：开业后环内只有该网点可达的户数（project.measured）。© OpenStreetMap contributors",
      ];
      return sendPlainTable(reply, `${city}-projects`, projectsTable(listed, below), format);
    },
  );

  app.post(
    "/api/cities/:city/projects",
    {
      config: { needs: "bureau" },
      schema: {
        operationId: "addProject",
        tags: ["Projects"],
        summary: "Put a project on the list",
        params: cityParams,
        body: projectInput,
        response: { 201: { ...project, description: "Added" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const context = await app.cities.get(request.params.city);
      const city = context.city.id;
      const draft: ProjectDraft = { ...emptyProject, ...readFields(request.body), name: request.body.name.trim() };
      await checkNamed(city, draft);
      const [added] = await app.store.addProjects(city, [draft], actorOf(request));
      await audit(request, "project.added", city, added.id, { name: added.name });
      return reply.code(201).send((await viewProjects(context, [added]))[0]);
    },
  );

  app.post(
    "/api/cities/:city/projects/from-siting",
    {
      config: { needs: "bureau" },
      schema: {
        operationId: "addProjectsFromSiting",
        tags: ["Projects"],
        summary: "Take sites that siting found over into the list, with what they promise",
        description: "Each site of a job once; circle and community are those that the site lies in.",
        params: cityParams,
        body: Type.Object(
          {
            job: Type.String({ maxLength: 100, description: "Id of a finished siting job" }),
            orders: Type.Array(Type.Integer({ minimum: 1 }), {
              minItems: 1,
              maxItems: 200,
              uniqueItems: true,
              description: "Which of its sites",
            }),
            responsibleUnit: Type.Optional(Type.String({ maxLength: 200 })),
            deadline: Type.Optional(Type.String({ maxLength: 10 })),
          },
          { ...strict, examples: [{ job: "j_0Zk3", orders: [1, 2], responsibleUnit: "安澜街道" }] },
        ),
        response: {
          201: { ...Type.Object({ items: Type.Array(project) }), description: "Added" },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request, reply) => {
      const context = await app.cities.get(request.params.city);
      const city = context.city.id;
      const { job: id, orders, responsibleUnit, deadline } = request.body;
      checkDeadline(deadline);
      const sites = sitesOfJob(await app.store.getJob(id), id, city);
      const areas = (await context.areas()).filter(({ level }) => level === "community");
      const communities = new AreaIndex(areas);
      const circles = await app.store.listCircles(city);
      const drafts = draftsFromSites(id, sites, orders, circles, (at) => communities.find(at)?.name ?? null);
      const whole = drafts.map((draft) => ({
        ...draft,
        responsibleUnit: cleanText(responsibleUnit, "responsibleUnit", 200),
        deadline: deadline ?? null,
      }));
      const added = await app.store.addProjects(city, whole, actorOf(request));
      for (const one of added)
        await audit(request, "project.added", city, one.id, { job: id, order: one.origin?.order });
      return reply.code(201).send({ items: await viewProjects(context, added) });
    },
  );

  app.get(
    "/api/cities/:city/projects/:id",
    {
      schema: {
        operationId: "getProject",
        tags: ["Projects"],
        summary: "One project",
        params: projectParams,
        response: { 200: { ...project, description: "As it is now" }, ...problems(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const context = await app.cities.get(request.params.city);
      reply.header("Cache-Control", "no-cache");
      return (await viewProjects(context, [await existing(context.city.id, request.params.id)]))[0];
    },
  );

  app.put(
    "/api/cities/:city/projects/:id",
    {
      config: { needs: "bureau" },
      schema: {
        operationId: "changeProject",
        tags: ["Projects"],
        summary: "Change a project: what is left out stays; a new state joins its history",
        params: projectParams,
        body: projectChange,
        response: { 200: { ...project, description: "As it is now" }, ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      const city = context.city.id;
      const { version, note, ...fields } = request.body;
      const change = readFields(fields);
      await checkNamed(city, change);
      const changed = await app.store.transaction(async (store) => {
        const before = await existing(city, request.params.id);
        const draft = { ...before, ...change };
        checkStep(before.state, draft.state);
        const text = cleanText(note, "note", 500);
        const actor = actorOf(request);
        const one = await store.putProject(city, before.id, draft, { version, note: text }, actor);
        await audit(request, "project.changed", city, one.id, { ...change, note: text });
        return one;
      });
      return (await viewProjects(context, [changed]))[0];
    },
  );

  app.delete(
    "/api/cities/:city/projects/:id",
    {
      config: { needs: "bureau" },
      schema: {
        operationId: "removeProject",
        tags: ["Projects"],
        summary: "Take a project off the list; one that was called off is better set to dropped",
        params: projectParams,
        querystring: Type.Object(
          { version: Type.Integer({ minimum: 1, description: "The one that you saw", examples: [1] }) },
          strict,
        ),
        response: { 204: { ...Type.Null(), description: "Removed" }, ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const { name } = await existing(city.id, request.params.id);
      await app.store.removeProject(city.id, request.params.id, request.query.version);
      await audit(request, "project.removed", city.id, request.params.id, { name });
      return reply.code(204).send(null);
    },
  );
};

function readFilters({ state, category, ...rest }: Filters): ProjectQuery {
  const states = readList(state, "state", isState, () => stateIds);
  const categories = readCategories(category, "category");
  return { ...rest, ...(states && { states }), ...(categories && { category: categories[0] }) };
}

/** Texts cleaned, days checked. */
function readFields<Fields extends Partial<ProjectDraft>>(fields: Fields): Fields {
  checkDeadline(fields.deadline);
  const read: Record<string, unknown> = { ...fields };
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string" && name !== "state" && name !== "category") read[name] = cleanText(value, name, 2000);
  }
  if (fields.site?.name) read.site = { ...fields.site, name: cleanText(fields.site.name, "site.name", 200) };
  if ("name" in read && read.name === null) throw invalidField("name", "is empty; what is the project called?");
  return read as Fields;
}

export const projectRoutes = plugin(routes, {
  name: "project-routes",
  dependencies: ["cities", "authentication"],
  encapsulate: true,
});
