/** Circles next to each other: overlaps, what is left over, and proposals. */
import { Type } from "typebox";
import type { Boundary } from "../../assessment/circles/types.ts";
import { nullable, oneOf, position } from "./common.ts";

const geometry = Type.Unsafe<Boundary>({ type: "object", description: "Polygon or MultiPolygon, WGS-84" });

export const overlaps = Type.Object({
  overlaps: Type.Array(
    Type.Object({
      a: Type.Object({ id: Type.String(), name: Type.String() }),
      b: Type.Object({ id: Type.String(), name: Type.String() }),
      areaSquareMeters: Type.Number(),
      households: Type.Number({ description: "With their homes in both" }),
      geometry,
    }),
    { description: "The first 1,000 found at most, most households first" },
  ),
  isCutShort: Type.Boolean({
    description: "There are more overlaps than those, or boundaries too intricate to be cut with others",
  }),
  leftover: Type.Object({
    households: Type.Number({ description: "In no circle" }),
    people: nullable(Type.Number()),
    residences: Type.Integer(),
    communities: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        households: Type.Number(),
        share: nullable(Type.Number({ description: "Of the community's own households" })),
        areaSquareMeters: Type.Number(),
      }),
      { description: "Most households first" },
    ),
    geometry,
  }),
});

const range = Type.Array(Type.Number({ minimum: 1, maximum: 10_000_000 }), {
  minItems: 2,
  maxItems: 2,
  description: "From and to",
});

export const proposalRange = Type.Optional(range);

export const proposal = Type.Object({
  method: oneOf(["communities", "ring"], {
    description: "Grown along borders of communities, or, where none are known, what can be walked to",
  }),
  boundary: geometry,
  center: position,
  steps: Type.Array(
    Type.Object({
      community: Type.Object({ id: Type.String(), name: Type.String() }),
      households: Type.Number(),
      people: nullable(Type.Number()),
      meanSeconds: nullable(Type.Number({ description: "Mean walk of its households from the middle" })),
      householdsSoFar: Type.Number(),
      peopleSoFar: nullable(Type.Number()),
      reasonZh: Type.String(),
      reasonEn: Type.String(),
    }),
    { description: "The communities in the order they were taken in" },
  ),
  enclosed: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), households: Type.Number() }), {
    description: "Communities that the others surround; counted too",
  }),
  households: Type.Number(),
  people: nullable(Type.Number()),
  endZh: Type.String({ description: "Why it stopped there" }),
  endEn: Type.String(),
  meetsStandard: Type.Boolean(),
  standard: Type.Object({
    nameZh: Type.String(),
    minutes: Type.Integer(),
    dwellings: range,
    people: range,
    source: Type.String(),
  }),
  basis: Type.Object({
    formulas: Type.Array(Type.String()),
    networkVersion: Type.String(),
    dataDate: nullable(Type.String()),
    speedKmh: Type.Number(),
    profile: Type.String(),
  }),
});
