/** Circles: what comes in, and what is shown of them. */
import { situationForm } from "@quarterhour/data";
import { Type } from "typebox";
import type { Boundary } from "../../assessment/circles/types.ts";
import type { CircleKind } from "../../store/index.ts";
import { boundingBox, categoryId, cityParams, nullable, oneOf, position, strict } from "./common.ts";

export const circleParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["q_000001"] }) },
  strict,
);

export const circleKind = oneOf<CircleKind>(["15min", "elderly", "childcare", "fitness", "parcel", "other"], {
  title: "CircleKind",
  description: "What it is a circle for",
  examples: ["15min"],
});

const ring = [
  [118.0386, 38.7488],
  [118.0557, 38.75],
  [118.055, 38.7569],
  [118.0378, 38.7558],
  [118.0386, 38.7488],
];

/** Looked at by hand, since its errors should say where. */
export const boundaryInput = Type.Unsafe<Boundary>({
  type: "object",
  description: "GeoJSON Polygon or MultiPolygon, WGS-84, within the city",
  examples: [{ type: "Polygon", coordinates: [ring] }],
});

const choices = (field: string) => situationForm.fields.find(({ id }) => id === field)!.choices!.map(({ id }) => id);

const text = (maxLength: number) => nullable(Type.String({ maxLength }));
const count = nullable(Type.Number({ minimum: 0 }));

const circleDetails = Type.Object(
  {
    operators: Type.Array(oneOf(choices("operators"), { title: "CircleOperator" }), {
      uniqueItems: true,
      maxItems: 20,
    }),
    form: nullable(oneOf(choices("form"))),
    platform: text(200),
    commercialCenters: count,
    residents: count,
    serviceAreaPercent: nullable(Type.Number({ minimum: 0, maximum: 100 })),
    workers: count,
    missing: text(2000),
  },
  { title: "CircleDetails", ...strict, description: "What attachment 5 asks and no data tells" },
);

const requiredBasic = nullable(
  Type.Array(categoryId, {
    uniqueItems: true,
    maxItems: 20,
    description: "The 15 basic categories that must be there; null: any 15",
  }),
);

export const requiredInput = Type.Optional(requiredBasic);

const sideText = Type.Optional(
  nullable(Type.String({ minLength: 1, maxLength: 200, description: "Your own words; null: what the map says" })),
);

const sideTexts = Type.Object(
  { east: sideText, south: sideText, west: sideText, north: sideText },
  { ...strict, title: "SideTexts" },
);

export const circleInput = {
  name: Type.String({ minLength: 1, maxLength: 200, pattern: "\\S", examples: ["石桥—潮声生活圈"] }),
  kind: circleKind,
  boundary: boundaryInput,
  details: nullable(Type.Partial(circleDetails, { ...strict, title: "CircleDetailsInput" })),
  requiredBasic,
  note: text(2000),
  bounds: sideTexts,
};

export const versionField = Type.Integer({
  minimum: 1,
  description: "The version that was looked at; 409 where somebody has changed it since",
  examples: [3],
});

const side = Type.Object(
  {
    text: Type.String({
      description: "To be read: what somebody wrote, else what was worked out; — where nothing runs along",
    }),
    derived: Type.String(),
    edited: Type.Boolean(),
    outdated: Type.Boolean({ description: "It was written for an earlier boundary" }),
    features: Type.Array(
      Type.Object({
        name: Type.String(),
        kind: oneOf(["road", "river", "railway", "community", "none"]),
        share: Type.Number({ description: "Of the side's length" }),
      }),
    ),
  },
  { title: "CircleSide" },
);

export const circleBounds = Type.Object(
  {
    east: side,
    south: side,
    west: side,
    north: side,
    text: Type.String({ examples: ["东至铁西路，南至清漪北道，西至望潮路，北至临海道"] }),
  },
  { title: "CircleBounds", description: "四至" },
);

const circleSummary = Type.Object(
  {
    communities: Type.Integer(),
    residences: Type.Integer(),
    households: Type.Number(),
    people: nullable(Type.Number()),
    presence: Type.Object({ points: Type.Number(), type: nullable(Type.String()) }),
    quality: nullable(
      Type.Object({ points: Type.Number(), grade: nullable(Type.String()), unknownPoints: Type.Number() }),
    ),
    reachShare: nullable(Type.Number({ description: "Mean of the shares of the basic categories" })),
    gapsBasic: Type.Array(categoryId, { description: "Basic categories that are missing for sure" }),
    contradictions: Type.Integer({
      description: "Categories that are there and that less than 80 % of the homes reach",
    }),
    knownShare: nullable(Type.Number()),
  },
  { title: "CircleSummary" },
);

const shown = {
  id: Type.String(),
  name: Type.String(),
  kind: circleKind,
  source: Type.String(),
  sourceRef: nullable(Type.String()),
  details: nullable(circleDetails),
  requiredBasic,
  note: nullable(Type.String()),
  version: Type.Integer(),
  boundaryVersion: Type.Integer(),
  by: Type.String(),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  boundary: Type.Optional(Type.Unsafe<Boundary>({ type: "object" })),
  center: position,
  bbox: boundingBox,
  areaSquareMeters: Type.Number(),
  bounds: circleBounds,
};

export const circle = Type.Object(shown, { title: "Circle" });

export const circleListed = Type.Object({ ...shown, summary: circleSummary }, { title: "CircleListed" });
