/** Schemas that several routes share. They validate what comes in, type the code and describe the API. */
import { categories, repairKinds } from "@quarterhour/data";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { BoundingBox, Position, ProfileId } from "@quarterhour/isochrones";
import { profiles } from "@quarterhour/isochrones";
import { Type } from "typebox";
import type { TSchema } from "typebox";

/** A text out of a list. */
export function oneOf<T extends string>(values: readonly T[], options: object = {}) {
  return Type.Unsafe<T>({ type: "string", enum: [...values], ...options });
}

/** The schema, or null. */
export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** An object that takes no other fields than these. */
export const strict = { additionalProperties: false } as const;

export const position = Type.Unsafe<Position>({
  type: "array",
  prefixItems: [
    { type: "number", minimum: -180, maximum: 180 },
    { type: "number", minimum: -90, maximum: 90 },
  ],
  items: { type: "number" },
  minItems: 2,
  maxItems: 2,
  description: "Longitude, latitude in degrees, WGS-84",
  examples: [[118.05, 38.75]],
});

export const boundingBox = Type.Unsafe<BoundingBox>({
  type: "array",
  items: { type: "number" },
  minItems: 4,
  maxItems: 4,
  description: "West, south, east, north in degrees, WGS-84",
  examples: [[118.03, 38.74, 118.07, 38.77]],
});

export const categoryId = oneOf<CategoryId>(
  categories.map(({ id }) => id),
  { title: "CategoryId", description: "One of the 50 categories", examples: ["pharmacy"] },
);

export const categoryList = Type.String({
  maxLength: 1000,
  description: "Category ids, separated by commas",
  examples: ["food-market,pharmacy"],
});

export const repairKindId = oneOf<RepairKindId>(
  repairKinds.map(({ id }) => id),
  { title: "RepairKindId", description: "Kind of small repair", examples: ["shoe"] },
);

export const tier = oneOf(["basic", "quality"], { description: "基本保障类 or 品质提升类" });

export const reachState = oneOf(["reached", "gap", "unknown"], {
  description:
    "reached: an open outlet within the ring; gap: none, and the data would know; unknown: nobody vouches for the category, or the map ends within the ring",
});

export const cityParams = Type.Object(
  { city: Type.String({ maxLength: 63, description: "Short name of the city", examples: ["sample"] }) },
  strict,
);

export const profileId = oneOf<ProfileId>(
  profiles.map(({ id }) => id),
  { title: "ProfileId", description: "Who walks; each profile has its own speed", examples: ["adult"] },
);

export const speedKmh = Type.Number({
  minimum: 0.5,
  maximum: 15,
  description: "Speed on level, firm ground; without it the profile's own",
  examples: [5],
});

export const privateWays = oneOf(["residents", "exclude"], {
  description: "residents: private ways lead out of home and to the destination, never through; exclude: not used",
});

export const direction = oneOf(["outbound", "inbound"], {
  description: "outbound: from the origin; inbound: to it",
});

export const walkSettings = Type.Object(
  {
    profile: profileId,
    speedKmh,
    privateWays,
    direction,
    at: Type.Optional(
      nullable(
        Type.String({
          description: "Local time at which gates were judged; null: as by day",
          examples: ["2026-06-01T22:30"],
        }),
      ),
    ),
    signalSeconds: Type.Optional(
      Type.Number({ description: "Seconds lost at each set of traffic lights", examples: [2] }),
    ),
  },
  { title: "WalkSettings" },
);

/** In a question about the outlets of a past day. */
export const askedDay = Type.String({
  maxLength: 40,
  description:
    "A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now",
  examples: ["2026-04-11"],
});

/** In the answer to it. */
export const answeredDay = Type.Optional(
  Type.String({
    description: "The day asked for: outlets are as they were then, households as they are today. Absent: as it is now",
    examples: ["2026-04-11"],
  }),
);

/** Settings a question may bring along in its query string. */
export const walkQuery = {
  profile: Type.Optional(profileId),
  speedKmh: Type.Optional(speedKmh),
  privateWays: Type.Optional(privateWays),
};

/** For examples. */
export const settingsExample = { profile: "adult", speedKmh: 5, privateWays: "residents", direction: "outbound" };

export const engineId = oneOf(["embedded", "osrm"], { description: "Which engine walks", examples: ["embedded"] });

/** In a question. */
export const engineChoice = oneOf(["embedded", "osrm"], {
  description:
    "Which engine walks. osrm only where the server has one; it knows the profile adult and private ways excluded, which are then its standard. Left out: osrm where the server has it and it can do all that is asked, the standard privateWays=residents included, else embedded",
  examples: ["embedded"],
});

export const fallbackReason = Type.Optional(
  Type.String({
    description: "Why the embedded engine answered in place of OSRM, which was meant to; absent otherwise",
    examples: ["OSRM did not answer in time"],
  }),
);

export const limit = (standard: number, most: number) =>
  Type.Integer({ minimum: 1, maximum: most, default: standard, description: "Entries per page", examples: [standard] });

export const cursor = Type.String({ maxLength: 500, description: "nextCursor of the page before" });

export const nextCursor = nullable(Type.String({ description: "Hand it in as cursor for the next page" }));

/** Something with an id and a name in both languages. */
export const named = Type.Object(
  { id: Type.String(), nameZh: Type.String(), nameEn: Type.String() },
  { title: "Named" },
);

/** Households, or people, by what is known of them. */
export const householdCounts = Type.Object(
  { covered: Type.Number(), gap: Type.Number(), unknown: Type.Number() },
  { title: "HouseholdCounts" },
);

export const pointGeometry = Type.Object({ type: Type.Literal("Point"), coordinates: position });

const problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    errors: Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
  },
  { title: "Problem", description: "RFC 9457" },
);

const examples: Record<
  number,
  { detail: string; errors: { field: string; message: string }[]; title: string; type: string }
> = {
  400: {
    type: "urn:quarterhour:problem:invalid-input",
    title: "The request is not right",
    detail: 'near: should be longitude,latitude in degrees, such as 118.05,38.75, and is "here"',
    errors: [
      { field: "near", message: 'should be longitude,latitude in degrees, such as 118.05,38.75, and is "here"' },
    ],
  },
  404: {
    type: "urn:quarterhour:problem:not-found",
    title: "Not found",
    detail: 'There is no city "tianjin". Cities: sample.',
    errors: [],
  },
  422: {
    type: "urn:quarterhour:problem:not-computable",
    title: "This cannot be worked out",
    detail: "There is no way on foot between these places.",
    errors: [],
  },
  503: {
    type: "urn:quarterhour:problem:unavailable",
    title: "Not available at the moment",
    detail: "The database does not answer. Please try again soon.",
    errors: [],
  },
};

const descriptions: Record<number, string> = {
  400: "Something in the request is not right; `errors` says which field and what would be right",
  401: "Nobody is logged in, or login or password is wrong",
  403: "The account may not do this",
  404: "There is nothing with this name",
  409: "At odds with what is stored",
  413: "What was sent is too large",
  415: "This kind of content is not understood",
  429: "Too much was asked in a short time; try again after `Retry-After` seconds",
  422: "The request is right, but has no answer",
  503: "The database or the data is not available; try again after `Retry-After` seconds",
};

/** The problem answers of a route, for its `response`. */
export function problems(...statuses: number[]) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: descriptions[status],
        content: {
          "application/problem+json": {
            schema: { ...problem, examples: [{ ...(examples[status] ?? examples[404]), status }] },
          },
        },
      },
    ]),
  );
}
