/**
 * What a GIS finds at /ogc: four collections over all cities. A feature's id is its city's id and its own, `sample.o_1`.
 * Ids within a city do not change, so lists go by city, then by id.
 */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { Geometry } from "geojson";
import { categoriesOf, kindsOf } from "../../compute/outlet-services.ts";
import type { Area, Circle, City, Outlet, Page, Residence, Store } from "../../store/index.ts";
import { invalidField } from "../problem.ts";
import type { AskedBox } from "./systems.ts";
import { intersects, lifetime } from "./times.ts";
import type { Interval } from "./times.ts";

/** A feature as it is stored: WGS-84, id within its city. */
export interface StoredFeature {
  city: string;
  id: string;
  geometry: Geometry;
  properties: Record<string, unknown>;
}

export interface ItemFilter {
  bbox: AskedBox | null;
  datetime: Interval | null;
}

export interface Collection {
  id: string;
  title: string;
  description: string;
  /** Whether its features say when they were there. */
  temporal: boolean;
  /** Names and JSON types of a feature's properties, as the API's definition tells them. */
  properties: Record<string, object>;
  /** A page of one city, by id; a page may be short, or empty, and go on. */
  page(
    store: Store,
    city: string,
    filter: ItemFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<StoredFeature>>;
  one(store: Store, city: string, id: string): Promise<StoredFeature | null>;
  /** How many a city has; null where it is not known without looking at all of them. */
  count(store: Store, city: string): Promise<number | null>;
}

const text = { type: "string" };
const orNull = (type: string, more: object = {}) => ({ type, nullable: true, ...more });

const outlets: Collection = {
  id: "outlets",
  title: "网点 · Outlets",
  description:
    "Shops and service points of the 50 categories of 便民生活圈. In time they last from the day of opening to that of closing; without either day they match every datetime.",
  temporal: true,
  properties: {
    city: text,
    name: text,
    categories: { type: "array", items: text },
    kinds: { type: "array", items: text },
    status: { type: "string", enum: ["open", "closed", "planned"] },
    address: orNull("string"),
    phone: orNull("string"),
    openingHours: orNull("string", { description: "As OpenStreetMap writes them" }),
    openedOn: orNull("string", { format: "date" }),
    closedOn: orNull("string", { format: "date" }),
    source: text,
    updatedAt: { type: "string", format: "date-time" },
  },
  async page(store, city, { bbox, datetime }, limit, cursor) {
    const { items, nextCursor } = await store.findOutlets(city, {
      limit,
      ...(bbox && { bbox: bbox.around }),
      ...(cursor !== undefined && { cursor }),
    });
    const wanted = items.filter((outlet) => {
      if (bbox && !bbox.holds(outlet.location)) return false;
      const life = datetime && lifetime(outlet.openedOn, outlet.closedOn);
      return !datetime || !life || intersects(life, datetime);
    });
    return { items: wanted.map(outletFeature), nextCursor };
  },
  async one(store, city, id) {
    const outlet = await store.getOutlet(city, id);
    return outlet && outletFeature(outlet);
  },
  count: async (store, city) => (await store.countCity(city)).outlets,
};

function outletFeature(outlet: Outlet): StoredFeature {
  const { city, id, name, status, address, phone, openingHours, openedOn, closedOn, source, updatedAt } = outlet;
  return {
    city,
    id,
    geometry: { type: "Point", coordinates: [...outlet.location] },
    properties: {
      city,
      name,
      categories: categoriesOf(outlet),
      kinds: kindsOf(outlet),
      status,
      address,
      phone,
      openingHours,
      openedOn,
      closedOn,
      source,
      updatedAt,
    },
  };
}

const residences: Collection = {
  id: "residences",
  title: "住宅 · Residences",
  description: "Homes by building, each at its door where that is known, with how many households live there.",
  temporal: false,
  properties: {
    city: text,
    name: orNull("string"),
    address: orNull("string"),
    compound: orNull("string"),
    households: { type: "number" },
    householdsEstimated: { type: "boolean" },
    people: orNull("number"),
    levels: orNull("number"),
    source: text,
  },
  async page(store, city, { bbox }, limit, cursor) {
    const { items, nextCursor } = await store.findResidences(city, {
      limit,
      ...(bbox && { bbox: bbox.around }),
      ...(cursor !== undefined && { cursor }),
    });
    const wanted = items.filter(({ location }) => !bbox || bbox.holds(location));
    return { items: wanted.map(residenceFeature), nextCursor };
  },
  async one(store, city, id) {
    const residence = await store.getResidence(city, id);
    return residence && residenceFeature(residence);
  },
  count: async (store, city) => (await store.countCity(city)).residences,
};

function residenceFeature(residence: Residence): StoredFeature {
  const { city, id, name, address, compound, households, householdsEstimated, people, levels, source } = residence;
  return {
    city,
    id,
    geometry: { type: "Point", coordinates: [...residence.location] },
    properties: { city, name, address, compound, households, householdsEstimated, people, levels, source },
  };
}

const circles: Collection = {
  id: "circles",
  title: "生活圈 · Living circles",
  description: "Circles that planners drew, as they are now.",
  temporal: false,
  properties: {
    city: text,
    name: text,
    kind: { type: "string", enum: ["15min", "elderly", "childcare", "fitness", "parcel", "other"] },
    version: { type: "integer" },
    updatedAt: { type: "string", format: "date-time" },
  },
  async page(store, city, { bbox }, limit, cursor) {
    return pageOf(await store.listCircles(city), circleFeature, bbox, limit, cursor);
  },
  async one(store, city, id) {
    const circle = await store.getCircle(city, id);
    return circle && circleFeature(circle);
  },
  count: async (store, city) => (await store.listCircles(city)).length,
};

const circleFeature = ({ city, id, boundary, name, kind, version, updatedAt }: Circle): StoredFeature => ({
  city,
  id,
  geometry: boundary,
  properties: { city, name, kind, version, updatedAt },
});

const communities: Collection = {
  id: "communities",
  title: "社区 · Communities",
  description: "Communities whose boundaries are known.",
  temporal: false,
  properties: { city: text, name: text, nameEn: orNull("string"), source: text },
  async page(store, city, { bbox }, limit, cursor) {
    return pageOf(await store.listAreas(city, "community"), areaFeature, bbox, limit, cursor);
  },
  async one(store, city, id) {
    const area = (await store.listAreas(city, "community")).find((one) => one.id === id);
    return area === undefined ? null : areaFeature(area);
  },
  count: async (store, city) => (await store.listAreas(city, "community")).length,
};

const areaFeature = ({ city, id, geometry, name, nameEn, source }: Area): StoredFeature => ({
  city,
  id,
  geometry,
  properties: { city, name, nameEn, source },
});

/** Of lists that are short enough to be read whole; the cursor is the last id. */
function pageOf<T extends { id: string }>(
  all: T[],
  feature: (item: T) => StoredFeature,
  bbox: AskedBox | null,
  limit: number,
  cursor: string | undefined,
): Page<StoredFeature> {
  if (cursor !== undefined && !/^[\w-]{1,40}$/.test(cursor)) throw wrongCursor();
  const ordered = all
    .filter(({ id }) => cursor === undefined || id > cursor)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(feature)
    .filter(({ geometry }) => !bbox || bbox.meets(geometry));
  return { items: ordered.slice(0, limit), nextCursor: ordered.length > limit ? ordered[limit - 1].id : null };
}

export const collections: readonly Collection[] = [outlets, residences, circles, communities];

/** Where a list over several cities goes on. */
interface Place {
  city: string;
  cursor?: string;
}

/** A page of all cities, or of those named. At most ten short pages of the store are put together for one. */
export async function itemsOf(
  store: Store,
  collection: Collection,
  cities: readonly City[],
  filter: ItemFilter,
  limit: number,
  cursor: string | undefined,
): Promise<Page<StoredFeature>> {
  const inOrder = cities
    .filter(({ bbox }) => !filter.bbox || boxesMeet(bbox, filter.bbox.around))
    .map(({ id }) => id)
    .sort();
  let place: Place | null = cursor === undefined ? first(inOrder) : readPlace(cursor);
  const items: StoredFeature[] = [];
  for (let pages = 0; place !== null && pages < 10 && items.length < limit; pages++) {
    const { city, cursor: within }: Place = place;
    if (!inOrder.includes(city)) throw wrongCursor();
    const page = await collection.page(store, city, filter, limit - items.length, within);
    items.push(...page.items);
    place = page.nextCursor !== null ? { city, cursor: page.nextCursor } : first(inOrder.filter((id) => id > city));
  }
  return { items, nextCursor: place && Buffer.from(JSON.stringify(place)).toString("base64url") };
}

/** Map data runs over the edge of its city's box. */
const EDGE_DEGREES = 0.5;

function boxesMeet(a: BoundingBox, b: BoundingBox): boolean {
  return (
    a[0] - EDGE_DEGREES <= b[2] &&
    b[0] <= a[2] + EDGE_DEGREES &&
    a[1] - EDGE_DEGREES <= b[3] &&
    b[1] <= a[3] + EDGE_DEGREES
  );
}

const first = (ids: readonly string[]): Place | null => (ids.length === 0 ? null : { city: ids[0] });

const wrongCursor = () =>
  invalidField("cursor", "is not one that this list gave out; leave it out to begin at the start");

function readPlace(cursor: string): Place {
  try {
    const { city, cursor: within } = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as Place;
    if (typeof city === "string" && (within === undefined || typeof within === "string")) {
      return { city, ...(within !== undefined && { cursor: within }) };
    }
  } catch {
    // Not JSON: no cursor of ours.
  }
  throw wrongCursor();
}

/** `sample.o_1` → city and id there; null for what no feature is called. */
export function splitFeatureId(id: string): { city: string; id: string } | null {
  const match = /^([a-z0-9-]{1,63})\.([\w-]{1,60})$/.exec(id);
  return match && { city: match[1], id: match[2] };
}
