import { Type } from "typebox";
import { nullable, oneOf, position } from "./common.ts";

const fields = {
  id: Type.String(),
  city: Type.String(),
  name: nullable(Type.String()),
  address: nullable(Type.String()),
  compound: nullable(Type.String({ description: "Name of the compound (小区) it stands in" })),
  location: position,
  footprint: nullable(Type.Unsafe<object>({ type: "object", description: "GeoJSON Polygon or MultiPolygon" })),
  levels: nullable(Type.Number()),
  households: Type.Number(),
  householdsEstimated: Type.Boolean({ description: "Estimated from the building, not counted" }),
  people: nullable(Type.Number()),
  elderlyShare: nullable(Type.Number({ description: "0 to 1" })),
  childShare: nullable(Type.Number({ description: "0 to 1" })),
  geocoded: Type.Optional(Type.Boolean({ description: "Its place was told by a geocoder, from the address" })),
  areas: Type.Object(
    {
      district: nullable(Type.String()),
      street: nullable(Type.String()),
      community: nullable(Type.String()),
    },
    { title: "AreasOfResidence" },
  ),
  source: Type.String(),
  sourceRef: nullable(Type.String()),
  importId: nullable(Type.String()),
};

const example = {
  id: "r_000003",
  city: "sample",
  name: "3 号楼",
  address: "同福里 3 号楼",
  compound: "同福里",
  location: [118.0498, 38.7521],
  footprint: null,
  levels: 6,
  households: 72,
  householdsEstimated: false,
  people: 180,
  elderlyShare: 0.31,
  childShare: 0.05,
  areas: { district: "a_000001", street: "a_000002", community: "a_000007" },
  source: "residences",
  sourceRef: "3",
  importId: null,
};

export const unattached = Type.Object(
  {
    code: oneOf(["off-map", "no-way", "barrier", "cut-off", "closed"], {
      description:
        "off-map: the map does not reach there; no-way: none near; barrier: all lie behind walls, water, railways …; cut-off: those near lead nowhere; closed: those near are shut to people on foot",
    }),
    reason: Type.String({ description: "The same in words" }),
    barriers: Type.Array(Type.String(), { description: "What stands in front of the ways near" }),
    nearestMeters: nullable(Type.Number({ description: "Straight metres to the nearest way of any kind" })),
  },
  { title: "Unattached", description: "Why no walk begins at the door" },
);

export const residence = Type.Object(
  { ...fields, unattached: Type.Optional(unattached) },
  { title: "Residence", examples: [example] },
);
export const residenceFields = fields;
export const residenceExample = example;
