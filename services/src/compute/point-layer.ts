/** Points of a tile layer as threads need them: an index in shared memory, and properties as JSON. */
import KDBush from "kdbush";
import { categories, categoryOf, repairKinds } from "@quarterhour/data";
import { setImmediate } from "node:timers/promises";
import type { Outlet, Residence } from "../store/store.ts";
import { makeTexts, shared } from "./city-data.ts";
import type { Texts } from "./city-data.ts";
import { categoriesOf, kindsOf } from "./outlet-services.ts";

export interface PointLayer {
  /** Name of the sublayer. */
  name: "outlets" | "residences";
  /** Of kdbush, over x, y. */
  index: SharedArrayBuffer;
  /** Web Mercator, 0 to 1 over the whole world, y southwards. */
  xy: Float64Array;
  /** Per point: only those of the same kind may stand for each other. */
  kind: Uint8Array;
  kindCount: number;
  /** Per outlet: bit of each category (two words: policy order 0–31, 32–49) and of each kind of repair. */
  categoryBits: Uint32Array;
  repairBits: Uint32Array;
  /** Per outlet: bit of each of `outletFeatures`. */
  featureBits: Uint8Array;
  /** Per residence. */
  households: Float64Array;
  isEstimated: Uint8Array;
  /** Per point: its properties, JSON. */
  properties: Texts;
}

const statuses = ["open", "closed", "planned"] as const;
const tiers = ["basic", "quality"] as const;
const columnOf = new Map<string, number>(categories.map(({ id }, column) => [id, column]));
const repairOf = new Map<string, number>(repairKinds.map(({ id }, bit) => [id, bit]));
const rowsPerTurn = 5000;

/** What people look for besides the category, as the tiles' `has` lists it. */
export const outletFeatures = ["24h", "several", "chain", "self", "delivery"] as const;
type OutletFeature = (typeof outletFeatures)[number];

function featuresOf({ attributes, services }: Outlet): OutletFeature[] {
  const has: Record<OutletFeature, boolean> = {
    "24h": attributes.open24h === true,
    several: services.length > 1,
    chain: attributes.chain !== undefined && attributes.chain !== "",
    self: attributes.selfService === true,
    delivery: attributes.delivery === true,
  };
  return outletFeatures.filter((feature) => has[feature]);
}

export async function outletPoints(outlets: readonly Outlet[]): Promise<PointLayer> {
  const layer = await pointsOf("outlets", outlets, statuses.length * tiers.length, (outlet) =>
    JSON.stringify(outletProperties(outlet)),
  );
  for (const [i, outlet] of outlets.entries()) {
    const categoryIds = categoriesOf(outlet);
    layer.kind[i] = statuses.indexOf(outlet.status) * tiers.length + tiers.indexOf(categoryOf(categoryIds[0]).tier);
    for (const id of categoryIds) {
      const column = columnOf.get(id)!;
      layer.categoryBits[i * 2 + (column >> 5)] |= 1 << (column & 31);
    }
    for (const kind of kindsOf(outlet)) layer.repairBits[i] |= 1 << repairOf.get(kind)!;
    for (const feature of featuresOf(outlet)) layer.featureBits[i] |= 1 << outletFeatures.indexOf(feature);
  }
  return layer;
}

export async function residencePoints(residences: readonly Residence[]): Promise<PointLayer> {
  const layer = await pointsOf("residences", residences, 1, ({ id, name, households, householdsEstimated }) =>
    JSON.stringify({ id, ...(name === null ? {} : { name }), households, estimated: householdsEstimated }),
  );
  for (const [i, residence] of residences.entries()) {
    layer.households[i] = residence.households;
    layer.isEstimated[i] = residence.householdsEstimated ? 1 : 0;
  }
  return layer;
}

/** As the tiles have them. */
function outletProperties(outlet: Outlet): Record<string, string> {
  const categoryIds = categoriesOf(outlet);
  const properties: Record<string, string> = {
    id: outlet.id,
    name: outlet.name,
    category: categoryIds[0],
    categories: categoryIds.join(","),
    tier: categoryOf(categoryIds[0]).tier,
    status: outlet.status,
  };
  const kinds = kindsOf(outlet);
  if (kinds.length > 0) properties.kinds = kinds.join(",");
  const features = featuresOf(outlet);
  if (features.length > 0) properties.has = features.join(",");
  return properties;
}

async function pointsOf<T extends { location: [number, number] }>(
  name: PointLayer["name"],
  rows: readonly T[],
  kindCount: number,
  propertiesOf: (row: T) => string,
): Promise<PointLayer> {
  const count = rows.length;
  const ofOutlets = name === "outlets" ? count : 0;
  const ofResidences = count - ofOutlets;
  const xy = new Float64Array(shared(count * 16));
  const properties = await makeTexts(rows, propertiesOf);
  // No index of nothing: kdbush wants one point or more.
  const index = new KDBush(
    Math.max(1, count),
    64,
    Float64Array,
    SharedArrayBuffer as unknown as ArrayBufferConstructor,
  );
  for (const [i, { location }] of rows.entries()) {
    if (i % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
    const [x, y] = mercator(location);
    xy[i * 2] = x;
    xy[i * 2 + 1] = y;
    index.add(x, y);
  }
  if (count === 0) index.add(-1, -1);
  index.finish();
  return {
    name,
    index: index.data as unknown as SharedArrayBuffer,
    xy,
    kind: new Uint8Array(shared(count)),
    kindCount,
    categoryBits: new Uint32Array(shared(ofOutlets * 8)),
    repairBits: new Uint32Array(shared(ofOutlets * 4)),
    featureBits: new Uint8Array(shared(ofOutlets)),
    households: new Float64Array(shared(ofResidences * 8)),
    isEstimated: new Uint8Array(shared(ofResidences)),
    properties,
  };
}

/** Clamped at the map's poles, 85.05° north and south. */
function mercator([lng, lat]: [number, number]): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI;
  return [lng / 360 + 0.5, Math.min(1, Math.max(0, y))];
}
