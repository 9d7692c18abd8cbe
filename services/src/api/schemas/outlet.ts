import { Type } from "typebox";
import { categoryId, nullable, oneOf, position, repairKindId } from "./common.ts";

const outletStatus = oneOf(["open", "closed", "planned"], { title: "OutletStatus" });

const attributes = Type.Object(
  {
    open24h: Type.Optional(Type.Boolean()),
    selfService: Type.Optional(Type.Boolean()),
    delivery: Type.Optional(Type.Boolean()),
    chain: Type.Optional(Type.String({ maxLength: 200 })),
    areaSquareMeters: Type.Optional(Type.Number()),
    wheelchair: Type.Optional(oneOf(["yes", "limited", "no"])),
    priceHint: Type.Optional(Type.String({ maxLength: 200 })),
    url: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { title: "OutletAttributes" },
);

const text = (maxLength: number) => nullable(Type.String({ maxLength }));
const date = nullable(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }));

/** What can be entered by hand. */
export const outletInput = {
  name: Type.String({ maxLength: 200 }),
  services: Type.Array(
    Type.Object({ category: categoryId, kind: nullable(repairKindId) }, { additionalProperties: false }),
    {
      minItems: 1,
      maxItems: 50,
    },
  ),
  location: position,
  address: text(500),
  phone: text(100),
  openingHours: nullable(Type.String({ maxLength: 500, description: "In the OSM opening_hours form" })),
  openingHoursText: nullable(
    Type.String({ maxLength: 500, description: "As people write it; becomes openingHours where that is not given" }),
  ),
  status: outletStatus,
  openedOn: date,
  closedOn: date,
  attributes: Type.Object(
    { ...attributes.properties, url: Type.Optional(Type.String({ maxLength: 500, pattern: "^https?://\\S+$" })) },
    { title: "OutletAttributesInput", additionalProperties: false },
  ),
};

const fields = {
  id: Type.String(),
  city: Type.String(),
  name: Type.String(),
  services: Type.Array(Type.Object({ category: categoryId, kind: nullable(repairKindId) }), {
    description: "What it does; one shop may do several things",
  }),
  location: position,
  original: nullable(
    Type.Object(
      { x: Type.Number(), y: Type.Number(), crs: Type.String() },
      { title: "OriginalCoordinates", description: "Coordinates as they came, with their reference system" },
    ),
  ),
  address: nullable(Type.String()),
  phone: nullable(Type.String()),
  openingHours: nullable(Type.String({ description: "In the OSM opening_hours form; null where unknown" })),
  openingHoursText: nullable(Type.String({ description: "As somebody wrote it" })),
  status: outletStatus,
  openedOn: nullable(Type.String()),
  closedOn: nullable(Type.String()),
  attributes,
  source: Type.String({ description: "osm, or who sent the table" }),
  sourceRef: nullable(Type.String({ description: "Its key there" })),
  importId: nullable(Type.String()),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  openNow: nullable(Type.Boolean({ description: "By the clock of Asia/Shanghai; null for a past day" })),
  links: Type.Object(
    { amap: Type.String(), baidu: Type.String(), tencent: Type.String() },
    { title: "MapLinks", description: "Open it in 高德, 百度, 腾讯, with coordinates converted to theirs" },
  ),
};

const example = {
  id: "o_000017",
  city: "sample",
  name: "老王修鞋",
  services: [{ category: "small-repair", kind: "shoe" }],
  location: [118.0512, 38.7534],
  original: { x: 118.0573, y: 38.7543, crs: "gcj02" },
  address: "同福里 12 号",
  phone: null,
  openingHours: "Mo-Sa 08:30-18:00",
  openingHoursText: "周一至周六 8:30-18:00",
  status: "open",
  openedOn: "2024-03-01",
  closedOn: null,
  attributes: { priceHint: "换底 30 元起" },
  source: "market-regulation",
  sourceRef: "92120000MA00000000",
  importId: null,
  createdAt: "2025-06-04T08:30:00.000Z",
  updatedAt: "2025-06-04T08:30:00.000Z",
  openNow: true,
  links: {
    amap: "https://uri.amap.com/marker?position=118.057306,38.754318&name=…",
    baidu: "https://api.map.baidu.com/marker?location=38.760111,118.063812&title=…",
    tencent: "https://apis.map.qq.com/uri/v1/marker?marker=coord:38.754318,118.057306;title:…",
  },
};

export const outlet = Type.Object(fields, { title: "Outlet", examples: [example] });

export const listedOutlet = Type.Object(
  {
    ...fields,
    walkSeconds: Type.Optional(Type.Number({ description: "With near: from door to door" })),
    walkMeters: Type.Optional(Type.Number()),
  },
  { title: "ListedOutlet", examples: [{ ...example, walkSeconds: 312.4, walkMeters: 433.9 }] },
);
