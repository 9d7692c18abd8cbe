/** Figures of coverage, as several routes give them. */
import { Type } from "typebox";
import { coverageLevels } from "../division.ts";
import { boundingBox, categoryId, householdCounts, nullable, oneOf } from "./common.ts";

const peopleCounts = nullable({
  ...householdCounts,
  description: "The same in people; null where a residence of the area has no count of people",
});

const share = nullable(
  Type.Number({
    description:
      "covered / (covered + gap); where some are unknown because nobody vouches for the category there, of the others alone; null where nothing is known",
  }),
);

const knownShare = nullable(
  Type.Number({
    description: "(covered + gap) / all households: of how many the data can say; null where there are none",
  }),
);

/** Households, how sure, and how far they walk. */
export const figures = {
  covered: Type.Number({ description: "Households" }),
  gap: Type.Number({ description: "Households" }),
  unknown: Type.Number({ description: "Households of which the data cannot say" }),
  share,
  knownShare,
  meanSeconds: nullable(
    Type.Number({ description: "Walk to the nearest, mean over the households that have one within 30 minutes" }),
  ),
  p90Seconds: nullable(Type.Number({ description: "So long at most for 90 % of those households" })),
};

export const coverageCell = Type.Object({
  category: categoryId,
  ringMinutes: Type.Number(),
  ...figures,
  people: peopleCounts,
  measuredHouseholds: Type.Number({
    description: "Households with an outlet within 30 minutes; mean and p90 are theirs",
  }),
});

export const coverageLevel = oneOf(coverageLevels, { title: "CoverageLevel" });

export const figuredArea = Type.Object(
  {
    id: Type.String({ description: "Of cells, the H3 index" }),
    name: Type.String(),
    nameEn: nullable(Type.String()),
    level: coverageLevel,
    bbox: Type.Optional(boundingBox),
    geometry: Type.Optional(
      Type.Object(
        { type: oneOf(["Polygon", "MultiPolygon"]), coordinates: Type.Array(Type.Unknown()) },
        { description: "With geometry=1; of the whole city the box of its map" },
      ),
    ),
  },
  { title: "FiguredArea" },
);
