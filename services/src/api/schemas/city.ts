import { Type } from "typebox";
import { boundingBox, categoryId, nullable } from "./common.ts";

export const city = Type.Object(
  {
    id: Type.String(),
    nameZh: Type.String(),
    nameEn: Type.String(),
    bbox: boundingBox,
    fictional: Type.Boolean({ description: "Made up: every page must say so" }),
    osmDate: nullable(Type.String({ description: "Date of the map data" })),
    networkVersion: nullable(Type.String()),
    attribution: Type.String({ description: "To be shown wherever the city is shown" }),
    createdAt: Type.String(),
    updatedAt: Type.String(),
    counts: Type.Object({
      outlets: Type.Integer({ description: "Open outlets" }),
      residences: Type.Integer(),
      households: Type.Number(),
      areas: Type.Integer(),
    }),
    estimate: Type.Object(
      {
        squareMetersPerHousehold: Type.Number({ description: "Floor area; households are footprint × levels ÷ this" }),
        peoplePerHousehold: nullable(Type.Number({ description: "null: unknown" })),
        elderlyShare: nullable(Type.Number({ description: "0 to 1; null: unknown" })),
        childShare: nullable(Type.Number({ description: "0 to 1; null: unknown" })),
        standard: Type.Boolean({ description: "None of them was set for this city" }),
        residences: Type.Integer({ description: "Homes that are estimated" }),
        households: Type.Number({ description: "Households of these" }),
      },
      { description: "What homes that nobody has counted are estimated by; they are marked as estimated" },
    ),
    knowledge: Type.Object({
      claimed: Type.Array(categoryId, {
        description: "Somebody vouches that all outlets of these categories are in the data",
      }),
      partly: Type.Array(
        Type.Object({
          category: categoryId,
          areas: Type.Array(Type.String(), { description: "Ids of the areas" }),
          householdShare: nullable(
            Type.Number({ description: "Of all households, those in these areas, 0 to 1; null without households" }),
          ),
        }),
        { description: "Somebody vouches in some areas; elsewhere a missing outlet is unknown, not a gap" },
      ),
      unclaimed: Type.Array(categoryId, { description: "A missing outlet of these is unknown, not a gap" }),
    }),
  },
  {
    title: "City",
    examples: [
      {
        id: "sample",
        nameZh: "示例区",
        nameEn: "Sample district",
        bbox: [118.03, 38.74, 118.07, 38.77],
        fictional: true,
        osmDate: "2025-06-01T00:00:00Z",
        networkVersion: "8c2f…",
        attribution: "示例数据，纯属虚构",
        createdAt: "2025-06-04T08:30:00.000Z",
        updatedAt: "2025-06-04T08:30:00.000Z",
        counts: { outlets: 700, residences: 900, households: 28_000, areas: 18 },
        estimate: {
          squareMetersPerHousehold: 100,
          peoplePerHousehold: null,
          elderlyShare: null,
          childShare: null,
          standard: true,
          residences: 120,
          households: 4100,
        },
        knowledge: {
          claimed: ["pharmacy"],
          partly: [{ category: "bank", areas: ["a_000007"], householdShare: 0.0868 }],
          unclaimed: ["cinema"],
        },
      },
    ],
  },
);
