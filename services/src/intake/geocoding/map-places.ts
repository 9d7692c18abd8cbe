/** What a map knows of names and addresses, small enough to be kept with the city: an artifact of kind `gazetteer`. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { OsmTags, Position } from "@quarterhour/isochrones";
import { pointInside } from "../geometry/polygon.ts";
import { polygonsArea } from "../geometry/sphere.ts";
import { Doors } from "../osm/doors.ts";
import type { MapArea, OsmMap } from "../osm/map.ts";

export const GAZETTEER_ARTIFACT = "gazetteer";

export interface MapRoad {
  names: string[];
  line: Position[];
}

/** A house number somewhere on the map. */
export interface MapAddress {
  /** `node/1`, `way/2`, `relation/3`. */
  ref: string;
  road: string;
  number: string;
  location: Position;
}

export interface MapPlace {
  ref: string;
  /** `stop`: a bus stop, named after something near. */
  kind: "compound" | "building" | "landmark" | "stop";
  names: string[];
  location: Position;
  /** Outline and gates on it, where it is drawn as an area. */
  ring: Position[] | null;
  gates: Position[];
  squareMeters: number;
}

export interface MapPlaces {
  roads: MapRoad[];
  addresses: MapAddress[];
  places: MapPlace[];
  /** Cities, districts and provinces that addresses name. */
  cities: string[];
}

const NAME_KEYS = [
  "name",
  "name:zh",
  "name:zh-Hans",
  "name:zh-Hant",
  "alt_name",
  "old_name",
  "official_name",
  "short_name",
  "loc_name",
  "addr:housename",
];

/** What makes a named thing a landmark. Machines, stalls and the like are left out by having no name. */
const LANDMARK_KEYS = [
  "amenity",
  "shop",
  "office",
  "leisure",
  "tourism",
  "healthcare",
  "historic",
  "public_transport",
  "railway",
  "station",
  "craft",
  "man_made",
  "landuse",
  "natural",
  "place",
  "building",
  "club",
  "sport",
];

const COMPOUND_PLACES = new Set(["neighbourhood", "city_block", "quarter", "hamlet", "village", "isolated_dwelling"]);
/** Named ground too large to be a place that one would look for. */
const LARGE_PLACES = new Set(["city", "town", "county", "district", "borough", "suburb", "island", "state", "region"]);
const HOMES = new Set(["apartments", "residential", "dormitory", "terrace", "house"]);
const GATES = new Set(["gate", "lift_gate", "entrance", "swing_gate", "sliding_gate"]);

/** All names that an element has, the Chinese part of one written in two scripts among them. */
function namesOf(tags: OsmTags): string[] {
  const names = new Set<string>();
  for (const key of NAME_KEYS) {
    for (const part of (tags[key] ?? "").split(/[;；/]/)) {
      const name = part.trim();
      if (name === "") continue;
      names.add(name);
      const han = /^\p{Script=Han}[\p{Script=Han}\d]+(?=\s+[A-Za-z])/u.exec(name)?.[0];
      if (han !== undefined) names.add(han);
    }
  }
  return [...names];
}

export function mapPlacesOf(map: OsmMap): MapPlaces {
  const roads: MapRoad[] = [];
  for (const way of map.ways) {
    if (way.tags.highway === undefined || way.tags.highway === "platform") continue;
    const names = namesOf(way.tags);
    const line = names.length > 0 ? map.line(way) : null;
    if (line !== null) roads.push({ names, line: line.map(rounded) });
  }
  const addresses: MapAddress[] = [];
  const places: MapPlace[] = [];
  const cities = new Set<string>();
  const gates = new Set<number>();
  const note = (ref: string, tags: OsmTags, location: Position) => {
    for (const key of ["addr:province", "addr:city", "addr:district"]) {
      const city = tags[key]?.trim();
      if (city) cities.add(city);
    }
    const road = tags["addr:street"]?.trim() ?? tags["addr:place"]?.trim();
    const number = tags["addr:housenumber"]?.trim();
    if (road && number) addresses.push({ ref, road, number, location: rounded(location) });
  };
  for (const node of map.nodes) {
    if (GATES.has(node.tags.barrier) || node.tags.entrance !== undefined) gates.add(node.id);
    const ref = `node/${node.id}`;
    note(ref, node.tags, node.location);
    const kind = kindOf(node.tags);
    const names = namesOf(node.tags);
    if (kind === null || names.length === 0) continue;
    places.push({ ref, kind, names, location: rounded(node.location), ring: null, gates: [], squareMeters: 0 });
  }
  const doors = new Doors(map);
  for (const area of map.areas((tags) => kindOf(tags) !== null || tags["addr:housenumber"] !== undefined)) {
    const location = area.tags.building === undefined ? pointInside(area.polygons) : doors.of(area);
    note(area.ref, area.tags, location);
    const kind = kindOf(area.tags);
    const names = namesOf(area.tags);
    const label = area.tags.building === undefined ? undefined : buildingLabel(area.tags);
    if (label !== undefined && names.length === 0) names.push(label);
    if (kind === null || names.length === 0) continue;
    places.push({
      ref: area.ref,
      kind,
      names,
      location: rounded(location),
      ring: kind === "building" ? null : area.polygons[0][0].map(rounded),
      gates: kind === "building" ? [] : gatesOf(map, area, gates),
      squareMeters: Math.round(polygonsArea(area.polygons)),
    });
  }
  return { roads, addresses, places, cities: [...cities] };
}

/** A building whose house number is that of a compound: M6, 7栋. */
function buildingLabel(tags: OsmTags): string | undefined {
  const number = tags["addr:housenumber"]?.trim() ?? tags.ref?.trim();
  return number !== undefined && /^(?:[A-Z]?\d{1,3}[A-Z]?|[A-Z])(?:栋|幢|号楼|座)$|^[A-Z]\d{1,2}$/u.test(number)
    ? number
    : undefined;
}

function gatesOf(map: OsmMap, area: MapArea, gates: Set<number>): Position[] {
  return [...new Set(area.nodeIds)]
    .filter((id) => gates.has(id))
    .map((id) => map.positionOfNode(id))
    .filter((position) => position !== null)
    .map(rounded);
}

function kindOf(tags: OsmTags): MapPlace["kind"] | null {
  if (tags.highway === "bus_stop" || tags.public_transport === "platform") return "stop";
  if (tags.boundary === "administrative" || LARGE_PLACES.has(tags.place)) return null;
  if (tags.landuse === "residential" || COMPOUND_PLACES.has(tags.place)) return "compound";
  if (tags.building !== undefined && tags.building !== "no") {
    return HOMES.has(tags.building) || tags.amenity === undefined ? "building" : "landmark";
  }
  return LANDMARK_KEYS.some((key) => tags[key] !== undefined && tags[key] !== "no") ? "landmark" : null;
}

const rounded = ([lng, lat]: Position): Position => [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];

const FORMAT = 1;
/** A gazetteer of a province unpacks to less; more is a damaged artifact. */
const MOST_BYTES = 1 << 30;

/** As an artifact of the store: gzipped JSON and the hash that names it. */
export async function packMapPlaces(places: MapPlaces): Promise<{ bytes: Uint8Array; version: string }> {
  const text = JSON.stringify({ format: FORMAT, ...places });
  return {
    bytes: await promisify(gzip)(text, { level: 6 }),
    version: createHash("sha256").update(text).digest("hex").slice(0, 16),
  };
}

/** null where the bytes are of another format: the map then has to be read again. */
export async function unpackMapPlaces(bytes: Uint8Array): Promise<MapPlaces | null> {
  const text = (await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES })).toString("utf8");
  const { format, ...places } = JSON.parse(text) as MapPlaces & { format: number };
  return format === FORMAT ? places : null;
}
