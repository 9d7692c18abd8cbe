/** Compounds with their gates. */
import { Type } from "typebox";
import { boundingBox, nullable, position } from "./common.ts";

const gate = Type.Object(
  {
    index: Type.Integer({ description: "Its place in the list" }),
    location: position,
    name: nullable(Type.String()),
    kind: nullable(Type.String({ description: "gate, lift_gate, entrance …, as the map says" })),
    openingHours: nullable(Type.String({ description: "In the OSM opening_hours form; null where unknown" })),
    access: nullable(Type.String({ description: "Who may pass on foot, as the map says: yes, private, no …" })),
    locked: nullable(Type.Boolean({ description: "Shut to people on foot; null where nobody says" })),
    ref: nullable(Type.String({ description: "Of the map: node/123" })),
  },
  { title: "Gate" },
);

const fields = {
  id: Type.String({ description: "name:… where homes name a compound that no map has drawn" }),
  name: nullable(Type.String()),
  address: nullable(Type.String()),
  bbox: boundingBox,
  boundary: nullable(
    Type.Unsafe<object>({ type: "object", description: "GeoJSON Polygon or MultiPolygon; only with geometry=1" }),
  ),
  areaSquareMeters: nullable(Type.Number()),
  gates: Type.Array(gate),
  residences: Type.Integer(),
  households: Type.Number(),
  householdsEstimated: Type.Boolean({ description: "At least some of them" }),
  people: nullable(Type.Number({ description: "null where that of any of its homes is unknown" })),
  source: nullable(Type.String()),
  sourceRef: nullable(Type.String({ description: "way/123 or relation/5" })),
};

export const compoundExample = {
  id: "c_000201",
  name: "和乐里",
  address: null,
  bbox: [118.044, 38.7525, 118.0469, 38.7543],
  boundary: null,
  areaSquareMeters: 41_250,
  gates: [
    {
      index: 0,
      location: [118.04416, 38.7531494],
      name: null,
      kind: "gate",
      openingHours: "06:00-22:00",
      access: "yes",
      locked: false,
      ref: "node/4027",
    },
  ],
  residences: 12,
  households: 432,
  householdsEstimated: false,
  people: null,
  source: "osm",
  sourceRef: "way/742",
};

export const compound = Type.Object(fields, { title: "Compound", examples: [compoundExample] });

export const compoundWithHomes = Type.Object(
  { ...fields, residenceIds: Type.Array(Type.String()) },
  { title: "CompoundWithHomes", examples: [{ ...compoundExample, residenceIds: ["r_000003"] }] },
);
