import { Type } from "typebox";
import { categoryId, nullable, position, reachState, repairKindId, tier } from "./common.ts";

export const categoryReachExample = {
  category: "pharmacy",
  tier: "basic",
  ringMinutes: 10,
  state: "reached",
  nearestSeconds: 312.4,
  nearestOutlet: { id: "o_000009", name: "同心大药房", location: [118.051, 38.753], kinds: [] },
  within: { "5": 0, "10": 2, "15": 3 },
};

export const categoryReachSchema = Type.Object(
  {
    category: categoryId,
    tier,
    ringMinutes: Type.Integer({ description: "The ring in which the policy wants it" }),
    state: reachState,
    nearestSeconds: nullable(
      Type.Number({ description: "Walking seconds from door to door; null where none is within 30 minutes" }),
    ),
    nearestOutlet: nullable(
      Type.Object({ id: Type.String(), name: Type.String(), location: position, kinds: Type.Array(repairKindId) }),
    ),
    within: Type.Object(
      { "5": Type.Integer(), "10": Type.Integer(), "15": Type.Integer() },
      { description: "Known open outlets within 5, 10 and 15 minutes; where the state is unknown there may be more" },
    ),
  },
  {
    title: "CategoryReach",
    examples: [categoryReachExample],
  },
);
