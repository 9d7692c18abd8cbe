/** 好不好 and the evidence for it, as the API tells them. */
import { Type } from "typebox";
import { measureIds } from "../../assessment/quality/evidence.ts";
import { named, nullable, oneOf } from "./common.ts";

export const measureId = oneOf(measureIds, {
  title: "MeasureId",
  description: "A measure of the table 好不好 (attachment 3)",
  examples: ["breakfastKinds"],
});

/** Of a measure; which form it has depends on its unit. */
export const measureValue = Type.Union(
  [
    Type.Number(),
    Type.Boolean(),
    Type.String({ maxLength: 100 }),
    Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 }),
    Type.Record(Type.String({ maxLength: 100 }), Type.Number(), { maxProperties: 100 }),
  ],
  {
    description:
      "count: a whole number; share: 0 to 1; yesNo: true or false; choice: an id; list: ids; countByKind: numbers by kind",
    examples: [8],
  },
);

const id = Type.String();
const names = { nameZh: Type.String(), nameEn: Type.String() };
const points = nullable(Type.Number({ description: "null: not decided; it lies from atLeast to atMost" }));
const scored = { points, atLeast: Type.Number(), atMost: Type.Number(), maxPoints: Type.Number() };
const from = nullable(oneOf(["outlets", "survey", "person"]));
const value = nullable(measureValue);

const measure = Type.Object({
  id,
  ...names,
  unit: oneOf(["count", "countByKind", "share", "yesNo", "choice", "list"]),
  value,
  range: nullable(Type.Object({ min: Type.Number(), max: nullable(Type.Number()) })),
  from,
  overrules: nullable(Type.Object({ value, found: Type.String(), foundEn: Type.String() })),
  found: Type.String(),
  foundEn: Type.String(),
  examples: Type.Array(Type.Object({ id, name: Type.String() })),
  evidence: Type.Array(
    Type.Object({
      id: Type.Optional(id),
      text: nullable(Type.String()),
      file: nullable(Type.String()),
      date: nullable(Type.String()),
      by: nullable(Type.String()),
    }),
  ),
});

const part = Type.Object({
  id,
  formula: Type.String(),
  ...scored,
  textZh: Type.String(),
  textEn: Type.String(),
  measures: Type.Array(measure),
  next: nullable(
    Type.Object({
      text: Type.String(),
      textEn: Type.String(),
      points: Type.Number(),
      measures: Type.Array(Type.String()),
    }),
  ),
});

/** As `assessQuality` gives it. */
export const qualityAssessment = Type.Object(
  {
    points: Type.Number({ description: "Those that are certain" }),
    maxPoints: Type.Number(),
    unknownPoints: Type.Number({ description: "Still open: the total lies from points to points + unknownPoints" }),
    grade: nullable(named),
    indicators: Type.Array(
      Type.Object({
        id,
        order: Type.Integer(),
        group: oneOf(["satisfaction", "experience"]),
        ...names,
        ...scored,
        parts: Type.Array(part),
      }),
    ),
  },
  { title: "QualityAssessment" },
);

export const circleFile = Type.Object(
  { id, name: Type.String(), mediaType: Type.String(), bytes: Type.Integer() },
  { title: "CircleFile" },
);

export const evidence = Type.Object(
  {
    id,
    measure: measureId,
    value: measureValue,
    text: nullable(Type.String()),
    date: nullable(Type.String({ description: "The day it was so" })),
    file: nullable(circleFile),
    at: Type.String(),
    endedAt: nullable(Type.String({ description: "When something else took its place; null: it holds" })),
  },
  { title: "Evidence" },
);
