/** The assessment of a circle, as it is described to the outside. */
import { Type } from "typebox";
import { circleBounds } from "./circle.ts";
import { categoryId, named, nullable, oneOf, tier } from "./common.ts";
import { qualityAssessment } from "./quality.ts";

const type = nullable(named);
const categoryIds = Type.Array(categoryId);

const members = Type.Object(
  {
    communities: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        shareInside: Type.Number({ description: "Of its households; of its ground where nobody lives" }),
      }),
    ),
    residences: Type.Integer(),
    households: Type.Number(),
    householdsEstimated: Type.Boolean(),
    people: nullable(Type.Number({ description: "null where a home inside has no count" })),
    peopleCounted: Type.Number({ description: "Of the homes that have a count" }),
    householdsWithoutPeople: Type.Number(),
    peopleEstimated: Type.Boolean(),
  },
  { title: "CircleMembers" },
);

const presence = Type.Object(
  {
    points: Type.Number({ description: "Those that are sure" }),
    maxPoints: Type.Number(),
    type: { ...type, description: "By the points that are sure; null: not yet a circle" },
    parts: Type.Array(
      Type.Object({
        id: tier,
        formula: Type.String(),
        points: Type.Number(),
        maxPoints: Type.Number(),
        pointsAtMost: Type.Number(),
        present: categoryIds,
        missing: categoryIds,
        unknown: categoryIds,
        textZh: Type.String(),
        textEn: Type.String(),
        explanationZh: Type.String(),
        explanationEn: Type.String(),
      }),
    ),
    categories: Type.Array(
      Type.Object({
        category: categoryId,
        tier,
        present: nullable(Type.Boolean({ description: "null: nobody knows" })),
        outlets: Type.Integer(),
        exampleOutlets: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
        required: Type.Boolean(),
        points: Type.Number(),
      }),
      { description: "All 50 in policy order" },
    ),
    range: Type.Object({ min: Type.Number(), max: Type.Number() }),
    typeAtMost: type,
    next: nullable(Type.Object({ textZh: Type.String(), textEn: Type.String(), points: Type.Number() })),
  },
  { title: "CirclePresence" },
);

const reach = Type.Object(
  {
    categories: Type.Array(
      Type.Object({
        category: categoryId,
        tier,
        ringMinutes: Type.Integer(),
        households: Type.Object({ reached: Type.Number(), gap: Type.Number(), unknown: Type.Number() }),
        share: nullable(Type.Number()),
        meanSeconds: nullable(Type.Number()),
        p90Seconds: nullable(Type.Number()),
      }),
    ),
    meanBasicShare: nullable(Type.Number({ description: "Over the basic categories whose share is known" })),
    knownBasic: Type.Integer({ description: "How many basic categories those are" }),
    contradictions: Type.Array(
      Type.Object({
        category: categoryId,
        present: Type.Boolean(),
        share: Type.Number(),
        householdsWithout: Type.Number(),
      }),
      { description: "There is one inside, and many homes do not reach any: most households first" },
    ),
  },
  { title: "CircleReach" },
);

const survey = Type.Object(
  {
    responses: Type.Integer(),
    people: nullable(Type.Number()),
    sampleShare: nullable(Type.Number()),
    sufficient: nullable(Type.Boolean()),
    categorySatisfiedShare: nullable(Type.Number()),
    serviceSatisfiedShare: nullable(Type.Number()),
  },
  { title: "CircleSatisfaction" },
);

export const indicatorValue = Type.Object(
  {
    id: Type.String(),
    nameZh: Type.String(),
    nameEn: Type.String(),
    group: Type.String(),
    value: nullable(Type.Number()),
    reason: nullable(Type.String({ description: "Why it is not known" })),
    incomplete: Type.Boolean({
      description: "It rests on categories of which nobody vouches that all are in the data",
    }),
    unit: Type.String(),
    level: nullable(Type.String()),
    colour: nullable(Type.String()),
    formula: Type.String(),
  },
  { title: "IndicatorValue" },
);

const assessed = {
  circle: nullable(
    Type.Object({ id: Type.String(), name: Type.String(), version: Type.Integer() }, { title: "CircleVersion" }),
  ),
  asOf: Type.String(),
  basis: Type.Object(
    {
      speedKmh: Type.Number(),
      profile: Type.String(),
      privateWays: Type.String(),
      networkVersion: Type.String(),
      dataDate: nullable(Type.String()),
      knownShare: nullable(
        Type.Number({ description: "Share of households × basic categories for which somebody vouches for the data" }),
      ),
      formulas: Type.Array(Type.String()),
    },
    { title: "AssessmentBasis" },
  ),
  members,
  presence,
  reach,
  quality: nullable(qualityAssessment),
  survey: nullable(survey),
  indicators: Type.Array(indicatorValue),
  proposals: Type.Array(
    Type.Object(
      {
        category: categoryId,
        reason: oneOf(["missing", "required-missing", "out-of-reach"]),
        reasonZh: Type.String(),
        reasonEn: Type.String(),
        householdsGain: nullable(Type.Number({ description: "Households that lack it now" })),
      },
      { title: "CircleProposal" },
    ),
  ),
};

export const circleAssessment = Type.Object(assessed, { title: "CircleAssessment" });

export const measuredBoundary = Type.Object(
  {
    ...assessed,
    bounds: circleBounds,
    areaSquareMeters: Type.Number(),
  },
  { title: "MeasuredBoundary" },
);
