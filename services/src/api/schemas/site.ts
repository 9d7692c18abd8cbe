/** Spare sites. */
import { siteKinds } from "@quarterhour/data";
import type { SiteKindId } from "@quarterhour/data";
import { Type } from "typebox";
import { nullable, oneOf, position } from "./common.ts";

export const siteKind = oneOf<SiteKindId>(
  siteKinds.map(({ id }) => id),
  { title: "SiteKind", description: "What sort of place it is", examples: ["kiosk"] },
);

const day = (description: string) =>
  nullable(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$", description, examples: ["2026-06-30"] }));

/** What a planner says of a site. */
export const siteInput = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  kind: nullable(siteKind),
  location: position,
  areaSquareMeters: nullable(Type.Number({ exclusiveMinimum: 0, maximum: 10_000_000 })),
  address: nullable(Type.String({ maxLength: 500 })),
  owner: nullable(Type.String({ maxLength: 200, description: "Who owns it or answers for it" })),
  availableFrom: day("First day on which it can be had; null: no limit is known"),
  availableUntil: day("Last day on which it can be had; null: no limit is known"),
  note: nullable(Type.String({ maxLength: 4000 })),
};

const fields = {
  ...siteInput,
  id: Type.String(),
  kindText: nullable(Type.String({ description: "As its source wrote it" })),
  kindNameZh: nullable(Type.String()),
  kindNameEn: nullable(Type.String()),
  original: nullable(
    Type.Object(
      { x: Type.Number(), y: Type.Number(), crs: Type.String() },
      { title: "OriginalCoordinates", description: "Coordinates as they came" },
    ),
  ),
  available: Type.Boolean({ description: "On the day asked for, today where none is; no limit known counts as yes" }),
  source: Type.String({ description: "The table's sender, or steward where somebody entered it" }),
  sourceRef: nullable(Type.String()),
  importId: nullable(Type.String()),
  edited: Type.Array(Type.String(), { description: "Fields set by hand; they stay when the table comes again" }),
  createdAt: Type.String(),
  updatedAt: Type.String(),
};

export const siteExample = {
  id: "s_00004d",
  name: "安澜道闲置报刊亭",
  kind: "kiosk" as const,
  kindText: "闲置报亭",
  kindNameZh: "闲置报刊亭",
  kindNameEn: "Idle kiosk",
  location: [118.043578, 38.7430129],
  original: null,
  areaSquareMeters: 6,
  address: "沧汐区安澜道196号",
  owner: "区城市管理委",
  availableFrom: null,
  availableUntil: null,
  available: true,
  note: "可用于便民网点",
  source: "sites",
  sourceRef: "DK01",
  importId: "i_00004c",
  edited: [],
  createdAt: "2026-06-01T08:00:00.000Z",
  updatedAt: "2026-06-01T08:00:00.000Z",
};

export const site = Type.Object(fields, { title: "Site", examples: [siteExample] });
