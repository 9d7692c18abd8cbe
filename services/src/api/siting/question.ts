/** What the routes of siting take: schemas, and what is refused before any work begins. */
import { categoryOf } from "@quarterhour/data";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon } from "geojson";
import { Type } from "typebox";
import type { Static } from "typebox";
import type { Need } from "../../assessment/siting/demand.ts";
import { polygonProblem } from "../../store/polygons.ts";
import { checkPosition } from "../input.ts";
import { invalidField } from "../problem.ts";
import { categoryId, oneOf, position, profileId, repairKindId, speedKmh, strict } from "../schemas/common.ts";

const ring = Type.Number({ minimum: 1, maximum: 30, description: "Minutes; the policy's own when left out" });

const wanted = Type.Union([
  categoryId,
  Type.Object(
    { category: categoryId, kind: Type.Optional(repairKindId), ringMinutes: Type.Optional(ring) },
    { ...strict, title: "WantedCategory" },
  ),
]);

const coordinates = Type.Array(Type.Unknown(), { minItems: 1, maxItems: 20_000 });

const polygon = Type.Unsafe<Polygon | MultiPolygon>(
  Type.Object({ type: oneOf(["Polygon", "MultiPolygon"]), coordinates }, { ...strict, title: "AreaShape" }),
);

const id = Type.String({ minLength: 1, maxLength: 100 });

const shared = {
  categories: Type.Array(wanted, {
    minItems: 1,
    maxItems: 50,
    description: "What is to be placed; of small repairs a kind as well (shoe: what a cobbler does)",
  }),
  count: Type.Integer({ minimum: 1, maximum: 200, description: "How many altogether, over all categories" }),
  area: Type.Optional(
    Type.Union([id, polygon], {
      description: "Whose households count: id of a district, street, community or circle, or a polygon; else the city",
    }),
  ),
  ring: Type.Optional(ring),
  weights: Type.Optional(
    oneOf(["households", "people", "elderly", "need"], {
      title: "SitingWeights",
      default: "households",
      description:
        "What homes count by. elderly: people of 60 and more; need: households times the share of survey answers in their circle that miss the category",
    }),
  ),
  profile: Type.Optional(profileId),
  speedKmh: Type.Optional(speedKmh),
  at: Type.Optional(
    Type.String({ maxLength: 40, description: "Only outlets open then: HH:MM or a moment", examples: ["06:30"] }),
  ),
};

const namedPlace = {
  site: Type.Optional(id),
  outlet: Type.Optional(id),
  location: Type.Optional(position),
};

export const sitingBody = Type.Object(
  {
    ...shared,
    candidates: Type.Optional(
      Type.Array(Type.Union([oneOf(["sites", "outlets", "frontage"]), position]), {
        minItems: 1,
        maxItems: 5000,
        description:
          "sites: empty premises; outlets: another service in an existing shop; frontage: along streets, on commercial land or where shops are; or places. Left out: sites where the city has any, else frontage",
      }),
    ),
    frontage: Type.Optional(
      Type.Unsafe<
        | { type: "LineString"; coordinates: Position[] }
        | { type: "MultiLineString"; coordinates: Position[][] }
        | Polygon
        | MultiPolygon
      >(
        Type.Object(
          { type: oneOf(["LineString", "MultiLineString", "Polygon", "MultiPolygon"]), coordinates },
          { ...strict, title: "Frontage", description: "Streets (within 30 m) or areas chosen as frontage" },
        ),
      ),
    ),
    fixed: Type.Optional(
      Type.Array(
        Type.Object(
          { ...namedPlace, category: Type.Optional(categoryId), kind: Type.Optional(repairKindId) },
          { ...strict, description: "One of site, outlet, location; category where several are asked" },
        ),
        { maxItems: 200, description: "Sites that are settled; they are among count" },
      ),
    ),
    forbidden: Type.Optional(
      Type.Object(
        {
          sites: Type.Optional(Type.Array(id, { maxItems: 5000 })),
          outlets: Type.Optional(Type.Array(id, { maxItems: 5000 })),
          area: Type.Optional(polygon),
        },
        strict,
      ),
    ),
    minimumDistanceMeters: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 5000,
        description: "Straight, between new sites of one category, and to open outlets of it",
      }),
    ),
    minimumHouseholds: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1e6, description: "Households within the ring, whatever they have already" }),
    ),
  },
  {
    ...strict,
    title: "SitingQuestion",
    examples: [
      { categories: ["food-market"], count: 3, candidates: ["sites"] },
      { categories: [{ category: "small-repair", kind: "shoe" }], count: 1, candidates: ["sites", "outlets"] },
      { categories: ["pharmacy", "breakfast"], count: 5, area: "a_000007", minimumDistanceMeters: 300 },
    ],
  },
);

export const closuresBody = Type.Object(shared, {
  ...strict,
  title: "ClosureQuestion",
  examples: [{ categories: ["food-market"], count: 5 }],
});

export type SitingBody = Static<typeof sitingBody>;
export type ClosuresBody = Static<typeof closuresBody>;

/** The needs that are asked about. Throws a 400 Problem. */
export function readNeeds({ categories: asked, ring: common }: Pick<SitingBody, "categories" | "ring">): Need[] {
  const needs = asked.map((one, i): Need => {
    const { category, kind = null, ringMinutes } = typeof one === "string" ? { category: one } : one;
    if (kind !== null && category !== "small-repair") {
      throw invalidField(`categories[${i}].kind`, `only small-repair has kinds, ${category} has none`);
    }
    return { category, kind, ringMinutes: ringMinutes ?? common ?? categoryOf(category).ringMinutes };
  });
  const twice = needs.findIndex((need, i) => needs.findIndex((other) => isSame(need, other)) < i);
  if (twice >= 0) throw invalidField(`categories[${twice}]`, `${needName(needs[twice])} is asked for twice`);
  return needs;
}

const isSame = (one: Pick<Need, "category" | "kind">, other: Pick<Need, "category" | "kind">): boolean =>
  one.category === other.category && one.kind === other.kind;

function needName({ category, kind }: { category: CategoryId; kind: RepairKindId | null }): string {
  return kind === null ? category : `${category} (${kind})`;
}

/** Throws a 400 Problem for geometries that cannot be, and for fixed sites that are not clear. */
export function checkSiting(body: SitingBody, needs: readonly Need[]): void {
  checkArea(body.area, "area");
  checkArea(body.forbidden?.area, "forbidden.area");
  const { frontage, fixed = [], candidates = [] } = body;
  if (frontage?.type === "Polygon" || frontage?.type === "MultiPolygon") checkArea(frontage, "frontage");
  else if (frontage !== undefined) {
    const lines = frontage.type === "LineString" ? [frontage.coordinates] : frontage.coordinates;
    for (const line of lines) checkLine(line);
  }
  for (const [i, candidate] of candidates.entries()) {
    if (typeof candidate !== "string") checkPosition(candidate, `candidates[${i}]`);
  }
  if (fixed.length > body.count) {
    throw invalidField("fixed", `${fixed.length} sites are settled, of ${body.count} altogether; count should be more`);
  }
  for (const [i, one] of fixed.entries()) {
    const named = [one.site, one.outlet, one.location].filter((which) => which !== undefined);
    if (named.length !== 1) throw invalidField(`fixed[${i}]`, "should have one of site, outlet, location");
    if (one.location !== undefined) checkPosition(one.location, `fixed[${i}].location`);
    fixedNeed(one, i, needs);
  }
}

/** Index of the need that a fixed site is for. Throws a 400 Problem. */
export function fixedNeed(
  { category, kind = null }: { category?: CategoryId; kind?: RepairKindId | null },
  i: number,
  needs: readonly Need[],
): number {
  if (category === undefined) {
    if (needs.length === 1) return 0;
    throw invalidField(`fixed[${i}].category`, `should be one of ${needs.map(needName).join(", ")}`);
  }
  const need = needs.findIndex((one) => isSame(one, { category, kind }));
  if (need >= 0) return need;
  throw invalidField(`fixed[${i}].category`, `${needName({ category, kind })} is none of the categories asked for`);
}

export function checkArea(area: string | Polygon | MultiPolygon | undefined, field: string): void {
  if (area === undefined || typeof area === "string") return;
  const problem = polygonProblem(area);
  if (problem !== null) throw invalidField(field, `its geometry is not right: ${problem}`);
}

function checkLine(line: unknown): void {
  const isLine =
    Array.isArray(line) &&
    line.length >= 2 &&
    line.every((place) => Array.isArray(place) && place.length >= 2 && place.every(Number.isFinite));
  if (!isLine) throw invalidField("frontage", "a line should have two or more positions, longitude first");
  for (const [lng, lat] of line as Position[]) checkPosition([lng, lat], "frontage");
}
