import { indicatorGroups } from "@quarterhour/data";
import { Type } from "typebox";
import { nullable, oneOf, strict } from "./common.ts";

const threshold = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,62}$" }),
    nameZh: Type.String({ minLength: 1, maxLength: 100 }),
    nameEn: Type.String({ minLength: 1, maxLength: 100 }),
    from: nullable(Type.Number({ description: "From this value on; null in the last one: all below" })),
    colour: Type.String({ pattern: "^#[0-9a-f]{6}$", examples: ["#1b7f5c"] }),
  },
  { ...strict, title: "Threshold" },
);

const fields = {
  nameZh: Type.String({ minLength: 1, maxLength: 100, pattern: "\\S" }),
  nameEn: Type.String({ maxLength: 100 }),
  group: oneOf(
    indicatorGroups.map(({ id }) => id),
    { title: "IndicatorGroup" },
  ),
  formula: Type.String({ minLength: 1, maxLength: 1000, examples: ['outlets("pharmacy") / people * 10000'] }),
  unit: Type.String({ maxLength: 40, examples: ["家/万人"] }),
  inReports: Type.Boolean({ description: "Shown with a circle and printed in reports" }),
  thresholds: Type.Array(threshold, { maxItems: 12, description: "The highest first" }),
  source: Type.String({ maxLength: 500 }),
};

export const indicatorInput = Type.Object(
  {
    ...Type.Partial(Type.Object(fields)).properties,
    nameZh: fields.nameZh,
    formula: fields.formula,
    unit: fields.unit,
    version: Type.Optional(
      Type.Integer({ minimum: 0, description: "The version that was looked at; 0 or left out: it is new" }),
    ),
  },
  {
    ...strict,
    examples: [
      {
        nameZh: "每万人药店数",
        formula: 'outlets("pharmacy") / people * 10000',
        unit: "家/万人",
        thresholds: [
          { id: "good", nameZh: "达标", nameEn: "Met", from: 3, colour: "#1b7f5c" },
          { id: "short", nameZh: "不足", nameEn: "Short", from: null, colour: "#c8403a" },
        ],
      },
    ],
  },
);

export const indicator = Type.Object(
  {
    id: Type.String(),
    ...fields,
    own: Type.Boolean({ description: "The district's own; else of the library" }),
    version: nullable(Type.Integer({ description: "null: of the library" })),
  },
  { title: "Indicator" },
);
