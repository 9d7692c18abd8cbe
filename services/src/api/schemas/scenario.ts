/** What if (情景): edits, and what they change. */
import { Type } from "typebox";
import type { Static } from "typebox";
import { aboutExample, aboutSchemas } from "../coverage-question.ts";
import {
  categoryId,
  householdCounts,
  named,
  nullable,
  oneOf,
  position,
  profileId,
  repairKindId,
  speedKmh,
  strict,
} from "./common.ts";
import { areaLevel } from "./comparison.ts";
import { figuredArea } from "./coverage.ts";

const services = Type.Array(
  Type.Object({ category: categoryId, kind: Type.Optional(nullable(repairKindId)) }, strict),
  { minItems: 1, maxItems: 50, description: "All that it does from then on" },
);
const outletId = Type.String({ maxLength: 64, description: "Of an open outlet", examples: ["o_00002s"] });
const hours = Type.String({ maxLength: 500, description: "In the OSM opening_hours form", examples: ["06:00-22:00"] });

const place = Type.Union([
  Type.Object({ location: position }, strict),
  Type.Object(
    {
      id: Type.Union(
        [Type.Integer({ minimum: 1 }), Type.String({ maxLength: 30, pattern: "^((node|way)/)?[0-9]+$" })],
        {
          description: "Its number in OSM, or node/… or way/…",
        },
      ),
    },
    strict,
  ),
]);

const linkKinds = ["footbridge", "path", "crossing", "footway", "steps", "underpass", "pedestrian"] as const;

/** Most edits of a kind: what a person can oversee. */
const mostEdits = 200;
const mostOfNetwork = 20;

export const scenarioEdits = {
  outlets: Type.Optional(
    Type.Object(
      {
        add: Type.Optional(
          Type.Array(
            Type.Object(
              {
                location: position,
                services,
                name: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
                openingHours: Type.Optional(nullable(hours)),
              },
              strict,
            ),
            { maxItems: mostEdits },
          ),
        ),
        move: Type.Optional(
          Type.Array(Type.Object({ id: outletId, location: position }, strict), { maxItems: mostEdits }),
        ),
        remove: Type.Optional(Type.Array(outletId, { maxItems: mostEdits })),
        change: Type.Optional(
          Type.Array(
            Type.Object(
              { id: outletId, services: Type.Optional(services), openingHours: Type.Optional(nullable(hours)) },
              strict,
            ),
            { maxItems: mostEdits },
          ),
        ),
      },
      { ...strict, title: "OutletEdits" },
    ),
  ),
  network: Type.Optional(
    Type.Object(
      {
        openGates: Type.Optional(Type.Array(place, { maxItems: mostOfNetwork })),
        closeGates: Type.Optional(Type.Array(place, { maxItems: mostOfNetwork })),
        addLinks: Type.Optional(
          Type.Array(
            Type.Object(
              {
                path: Type.Array(position, { minItems: 2, maxItems: 200 }),
                kind: oneOf(linkKinds),
                name: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
              },
              strict,
            ),
            { maxItems: mostOfNetwork, description: "Each end joins a way within 15 m; it passes over all else" },
          ),
        ),
        closeWays: Type.Optional(Type.Array(place, { maxItems: mostOfNetwork })),
      },
      {
        title: "NetworkEdits",
        ...strict,
        description: "A gate or way within 25 m of a place. Takes up to some seconds in a metropolis",
      },
    ),
  ),
  profile: Type.Optional(profileId),
  speedKmh: Type.Optional(speedKmh),
  at: Type.Optional(
    Type.String({
      maxLength: 40,
      description: "HH:MM on the Wednesday of this week, or a moment: only outlets open then count, see coverage",
      examples: ["06:30"],
    }),
  ),
};

const edits = Type.Object(scenarioEdits, { title: "ScenarioEdits" });
export type ScenarioEdits = Static<typeof edits>;

const beforeAfter = { category: categoryId, before: householdCounts, after: householdCounts };

const residence = Type.Object(
  {
    id: Type.String(),
    name: nullable(Type.String()),
    location: position,
    households: Type.Number(),
    categories: Type.Array(
      Type.Object({
        category: categoryId,
        change: oneOf(["gained", "lost", "newlyKnown", "noLongerKnown"]),
        beforeSeconds: nullable(Type.Number()),
        afterSeconds: nullable(Type.Number()),
      }),
    ),
  },
  { title: "ChangedResidence" },
);

const presenceSide = Type.Object({
  points: Type.Number(),
  type: nullable(named),
});

const householdChanges = Type.Object(
  { gain: Type.Number(), lose: Type.Number(), newlyKnown: Type.Number(), noLongerKnown: Type.Number() },
  {
    title: "HouseholdChanges",
    description:
      "Households for which it is so of any category, each once. gain: a gap before, reached now; newlyKnown: unknown before, reached now",
  },
);
const peopleChanges = nullable(
  Type.Object({ gain: Type.Number(), lose: Type.Number() }, { description: "null where any of them was not counted" }),
);

export const scenarioFigures = {
  areas: Type.Array(
    Type.Object(
      {
        level: areaLevel,
        area: figuredArea,
        categories: Type.Array(Type.Object({ ...beforeAfter, ringMinutes: Type.Number() })),
      },
      { title: "ScenarioArea" },
    ),
    { description: "Where anything is other: the city first, then those where most is" },
  ),
  households: householdChanges,
  people: peopleChanges,
  residences: Type.Object(
    {
      gain: Type.Array(residence, { description: "Those with the most households first" }),
      lose: Type.Array(residence),
      total: Type.Object({ gain: Type.Integer(), lose: Type.Integer() }),
    },
    { title: "ChangedResidences" },
  ),
  circles: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        name: Type.String(),
        presence: nullable(
          Type.Object({ before: presenceSide, after: presenceSide }, { description: "有没有; null where it stays" }),
        ),
        reach: Type.Object(
          { before: nullable(Type.Number()), after: nullable(Type.Number()) },
          { description: "Mean share of the basic categories" },
        ),
        categories: Type.Array(Type.Object(beforeAfter)),
      },
      { title: "ScenarioCircle" },
    ),
    { description: "Where anything is other" },
  ),
  notes: Type.Array(Type.String(), { description: "What should be known of the figures" }),
  ...aboutSchemas,
  computeMs: Type.Number({ description: "Milliseconds of computing" }),
};

const scenarioSaved = {
  id: nullable(Type.String()),
  name: nullable(Type.String()),
  note: nullable(Type.String()),
  version: nullable(Type.Integer()),
  newest: nullable(Type.Integer({ description: "Number of the newest version" })),
  link: nullable(Type.String({ description: "Page that shows it" })),
  edits,
};

export const scenarioAnswer = Type.Object(
  { ...scenarioSaved, ...scenarioFigures },
  {
    title: "ScenarioEffect",
    examples: [
      {
        id: null,
        name: null,
        note: null,
        version: null,
        newest: null,
        link: null,
        edits: { network: { openGates: [{ location: [118.0406848, 38.7556482] }] } },
        areas: [
          {
            level: "community",
            area: { id: "a_000007", name: "联盟社区", nameEn: null, level: "community" },
            categories: [
              {
                category: "food-market",
                ringMinutes: 10,
                before: { covered: 0, gap: 2430, unknown: 0 },
                after: { covered: 2430, gap: 0, unknown: 0 },
              },
            ],
          },
        ],
        households: { gain: 2430, lose: 0, newlyKnown: 0, noLongerKnown: 0 },
        people: { gain: 5127, lose: 0 },
        residences: {
          gain: [
            {
              id: "r_00000a",
              name: "4号楼",
              location: [118.0410415, 38.7554914],
              households: 36,
              categories: [{ category: "food-market", change: "gained", beforeSeconds: 1010.4, afterSeconds: 95.5 }],
            },
          ],
          lose: [],
          total: { gain: 69, lose: 0 },
        },
        circles: [],
        notes: [],
        ...aboutExample,
        computeMs: 6.1,
      },
    ],
  },
);

const scenarioProblems = Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
  description: "Edits that no longer fit the city, such as of an outlet that is gone; there are no figures then",
});

const households = householdChanges;

export const savedScenario = Type.Object(
  {
    ...scenarioSaved,
    id: Type.String(),
    version: Type.Integer(),
    createdAt: Type.String(),
    at: Type.String({ description: "When this version was made" }),
    stale: nullable(
      Type.Object(
        {
          since: Type.String({ description: "When it was worked out before" }),
          households,
          differs: Type.Boolean({ description: "Whether other households gain or lose by it now" }),
        },
        { description: "The city has changed since it was worked out: the figures are new ones. null: nothing has" },
      ),
    ),
    problems: scenarioProblems,
    effect: nullable(Type.Object(scenarioFigures, { title: "ScenarioFigures" })),
  },
  { title: "SavedScenario" },
);

export const scenarioComparison = Type.Object(
  {
    scenarios: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        version: Type.Integer(),
        profile: nullable(profileId),
        speedKmh: nullable(Type.Number()),
        at: nullable(Type.String()),
        households: nullable(households),
        people: peopleChanges,
        problems: scenarioProblems,
      }),
    ),
    categories: Type.Array(
      Type.Object({
        category: categoryId,
        each: Type.Array(
          nullable(
            Type.Object(
              { before: householdCounts, after: householdCounts },
              { description: "In the order of scenarios" },
            ),
          ),
          { description: "null where the scenario leaves it as it is" },
        ),
      }),
      { description: "Of the whole city, where any of them changes something; in policy order" },
    ),
    circles: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        each: Type.Array(
          nullable(
            Type.Object({
              presence: nullable(Type.Object({ before: presenceSide, after: presenceSide })),
              reach: Type.Object({ before: nullable(Type.Number()), after: nullable(Type.Number()) }),
            }),
          ),
        ),
      }),
    ),
  },
  { title: "ScenarioComparison" },
);
