/** Compounds (小区): outlines, gates, and the homes in them. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { BoundingBox } from "@quarterhour/isochrones";
import { boxOf } from "../../box.ts";
import type { Residence } from "../../store/index.ts";
import { NotFound } from "../../store/index.ts";
import { foldText, searchText } from "../../store/search-text.ts";
import type { CityContext } from "../city-context.ts";
import { homesByCompound } from "../compound-homes.ts";
import type { HomesByCompound } from "../compound-homes.ts";
import { readBox } from "../input.ts";
import { offsetAfter, offsetCursor } from "../offset-cursor.ts";
import { cityParams, cursor, limit, nextCursor, oneOf, problems, strict } from "../schemas/common.ts";
import { compound, compoundExample, compoundWithHomes } from "../schemas/compound.ts";

const routes: FastifyPluginAsyncTypebox = async (app) => {
  /** Those that the map has drawn first, then those that homes only name. */
  function compoundsOf(context: CityContext): Promise<ReturnType<typeof viewsOf>> {
    return context.now.once("compounds", async () => {
      const [compounds, residences] = await Promise.all([
        app.store.listCompounds(context.city.id),
        context.residences(),
      ]);
      return viewsOf(homesByCompound(compounds, residences));
    });
  }

  app.get(
    "/api/cities/:city/compounds",
    {
      schema: {
        operationId: "listCompounds",
        tags: ["Residences"],
        summary: "Compounds with their gates and how many live in them",
        params: cityParams,
        querystring: Type.Object(
          {
            bbox: Type.Optional(Type.String({ maxLength: 120, description: "west,south,east,north" })),
            q: Type.Optional(Type.String({ maxLength: 100, description: "In name and address; pinyin, initials" })),
            gates: Type.Optional(
              oneOf(["any", "locked", "hours"], {
                description: "Only those with a gate; with one that is shut to people on foot; with one that has hours",
              }),
            ),
            geometry: Type.Optional(oneOf(["0", "1"], { description: "1: with the outline" })),
            limit: Type.Optional(limit(100, 1000)),
            cursor: Type.Optional(cursor),
          },
          strict,
        ),
        response: {
          200: {
            ...Type.Object(
              { items: Type.Array(compound), nextCursor },
              { examples: [{ items: [compoundExample], nextCursor: null }] },
            ),
            description: "One page of compounds",
          },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request) => {
      const { bbox, q, gates, geometry, limit: most = 100, cursor: behind } = request.query;
      const box = bbox === undefined ? null : readBox(bbox, "bbox");
      const words = foldText(q ?? "")
        .split(/\s+/)
        .filter(Boolean);
      const start = behind === undefined ? 0 : offsetAfter(behind);
      const all = (await compoundsOf(await app.cities.get(request.params.city))).filter(
        ({ view, text }) =>
          (box === null || meet(view.bbox, box)) &&
          words.every((word) => text.includes(word)) &&
          (gates === undefined ||
            view.gates.some(
              ({ locked, openingHours }) =>
                gates === "any" || (gates === "locked" ? locked === true : openingHours !== null),
            )),
      );
      const items = all.slice(start, start + most).map(({ view }) => ({
        ...view,
        boundary: geometry === "1" ? view.boundary : null,
      }));
      return { items, nextCursor: offsetCursor(start + most, all.length) };
    },
  );

  app.get(
    "/api/cities/:city/compounds/:id",
    {
      schema: {
        operationId: "getCompound",
        tags: ["Residences"],
        summary: "One compound with its outline, gates and homes",
        params: Type.Object({ ...cityParams.properties, id: Type.String({ maxLength: 200 }) }, strict),
        response: { 200: { ...compoundWithHomes, description: "The compound" }, ...problems(404, 503) },
      },
    },
    async (request) => {
      const { city, id } = request.params;
      const found = (await compoundsOf(await app.cities.get(city))).find(({ view }) => view.id === id);
      if (found === undefined) {
        throw new NotFound(`There is no compound ${id} in ${city}. GET /api/cities/${city}/compounds lists them.`);
      }
      return { ...found.view, residenceIds: found.homes.map((home) => home.id) };
    },
  );
};

function viewsOf({ drawn, named }: HomesByCompound) {
  return [
    ...drawn.map(({ compound: one, bbox, areaSquareMeters, residences }) => ({
      text: searchText([one.name], [one.address]),
      homes: residences,
      view: {
        id: one.id,
        name: one.name,
        address: one.address,
        bbox,
        boundary: one.boundary as object | null,
        areaSquareMeters: Math.round(areaSquareMeters) as number | null,
        gates: one.gates.map((gate, index) => ({ index, ...gate })),
        ...sumsOf(residences),
        source: one.source as string | null,
        sourceRef: one.sourceRef,
      },
    })),
    ...named.map(({ name, residences }) => ({
      text: searchText([name], []),
      homes: residences,
      view: {
        id: `name:${name}`,
        name,
        address: null,
        bbox: boxOf(residences.map(({ location }) => location)),
        boundary: null,
        areaSquareMeters: null,
        gates: [],
        ...sumsOf(residences),
        source: null,
        sourceRef: null,
      },
    })),
  ];
}

function sumsOf(residences: readonly Residence[]) {
  const people = residences.map((home) => home.people);
  return {
    residences: residences.length,
    households: residences.reduce((sum, { households }) => sum + households, 0),
    householdsEstimated: residences.some((home) => home.householdsEstimated),
    people:
      people.length === 0 || people.includes(null) ? null : people.reduce<number>((sum, count) => sum + count!, 0),
  };
}

function meet(a: BoundingBox, b: BoundingBox): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

export const compoundRoutes = plugin(routes, {
  name: "compound-routes",
  dependencies: ["cities"],
  encapsulate: true,
});
