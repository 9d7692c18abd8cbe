/** Places of staged rows that have an address and no coordinates; rows that look like an outlet or like one another. */
import { Type } from "typebox";
import { reasonsSchema } from "../duplicate-view.ts";
import { cityParams, nullable, oneOf, position, strict } from "./common.ts";
import { outlet } from "./outlet.ts";

const count = Type.Integer({ minimum: 0 });

export const importParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["i_00000a"] }) },
  strict,
);

const found = {
  location: position,
  level: oneOf(
    ["door", "building", "compound", "street-number", "street", "crossing", "landmark", "community", "area"],
    { title: "PlaceLevel" },
  ),
  confidence: Type.Number({ minimum: 0, maximum: 1, description: "How likely it lies within 100 m" }),
  provider: Type.String({ description: "gazetteer, tianditu, amap, nominatim, photon" }),
  explanation: Type.String({ description: "How it was found, in Chinese" }),
};

export const stagedPlace = Type.Object(
  {
    address: Type.String({ description: "What was looked for" }),
    name: nullable(Type.String()),
    taken: nullable(Type.Object(found)),
    by: nullable(oneOf(["geocoder", "person"], { description: "Who took it" })),
    candidates: Type.Array(
      Type.Object({ ...found, matched: Type.String({ description: "The address or name that was found" }) }),
      { description: "The best first; chosen by their number from 0" },
    ),
  },
  { title: "StagedPlace" },
);

export const placeSummary = Type.Object(
  {
    waiting: Type.Integer({ minimum: 0, description: "Rows that wait for a place" }),
    withCandidates: Type.Integer({ minimum: 0, description: "Of those, with something to choose from" }),
    atLeast: Type.Array(Type.Object({ confidence: Type.Number(), rows: count }), {
      description: "Of those, how many have a best candidate of at least so much",
    }),
    placed: Type.Integer({ minimum: 0, description: "Placed by their address" }),
    byPerson: Type.Integer({ minimum: 0, description: "Placed by a person's choice or point" }),
    searchedAt: nullable(Type.String()),
    bar: Type.Number({ description: "Confidence from which a place is taken without a person" }),
    notes: Type.Array(Type.String(), { description: "What map services could not answer" }),
  },
  { description: "Rows with an address and no coordinates" },
);

export const pairSummary = Type.Object(
  {
    open: count,
    sure: Type.Integer({ minimum: 0, description: "Open ones that can be accepted in bulk" }),
    same: count,
    different: count,
    withOutlets: count,
    withRows: count,
    searchedAt: Type.String(),
    isCurrent: Type.Boolean({ description: "No row has changed since" }),
  },
  { description: "Rows that look like an outlet of another source or like one another; null: not looked for" },
);

const pairRow = Type.Object(
  {
    row: Type.Integer(),
    state: Type.String(),
    draft: Type.Unknown({ description: "What would be written; null where the row is not taken in any more" }),
  },
  { title: "PairRow" },
);

export const importPair = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    row: pairRow,
    otherRow: nullable({ ...pairRow, description: "Where it looks like another row of the table" }),
    outlet: nullable({ ...outlet, description: "Where it looks like an outlet; null too where that is gone" }),
    outletId: nullable(Type.String()),
    score: Type.Number({ minimum: 0, maximum: 1 }),
    sure: Type.Boolean(),
    distanceMeters: Type.Number({ minimum: 0 }),
    reasons: reasonsSchema,
    decision: nullable(oneOf(["same", "different"])),
    decidedBy: nullable(Type.String()),
    decidedAt: nullable(Type.String()),
  },
  { title: "ImportPair" },
);
