/** Land use, water and buildings of the basemap. */
import type { OsmTags, Position } from "@quarterhour/isochrones";
import type { Feature } from "geojson";
import { polygonsArea } from "../../geometry/sphere.ts";
import { statedLevels } from "../households.ts";
import type { OsmMap } from "../map.ts";
import { nameOf } from "../names.ts";
import type { BasemapProperties } from "./layers.ts";
import { feature, lineGeometry, polygonGeometry } from "./layers.ts";

const LANDUSE_KINDS: Record<string, Record<string, string>> = {
  amenity: {
    school: "school",
    kindergarten: "school",
    college: "school",
    university: "school",
    hospital: "hospital",
    clinic: "hospital",
    grave_yard: "green",
    marketplace: "commercial",
  },
  leisure: {
    park: "park",
    nature_reserve: "park",
    garden: "green",
    golf_course: "green",
    pitch: "green",
    playground: "green",
    common: "green",
    track: "green",
  },
  place: { square: "square", island: "land", islet: "land" },
  landuse: {
    commercial: "commercial",
    retail: "commercial",
    industrial: "industrial",
    railway: "industrial",
    port: "industrial",
    depot: "industrial",
    education: "school",
    grass: "green",
    forest: "green",
    meadow: "green",
    village_green: "green",
    recreation_ground: "green",
    cemetery: "green",
    flowerbed: "green",
    greenery: "green",
    farmland: "farmland",
    farmyard: "farmland",
    orchard: "farmland",
    vineyard: "farmland",
    plant_nursery: "farmland",
    greenhouse_horticulture: "farmland",
    construction: "land",
    brownfield: "land",
    greenfield: "land",
  },
  natural: {
    wood: "green",
    scrub: "green",
    grassland: "green",
    heath: "green",
    sand: "land",
    beach: "land",
    bare_rock: "land",
    shingle: "land",
  },
};

/** `residential`, `compound` (a residential area with a name), `park` …; null where the tags say no land use. */
function landuseKind(tags: OsmTags): string | null {
  if (tags.building !== undefined && tags.building !== "no") return null;
  if (tags.landuse === "residential") return nameOf(tags) === null ? "residential" : "compound";
  if (isSquare(tags)) return "square";
  for (const [key, kinds] of Object.entries(LANDUSE_KINDS)) {
    const value = tags[key];
    if (value !== undefined && Object.hasOwn(kinds, value)) return kinds[value];
  }
  return null;
}

function isSquare(tags: OsmTags): boolean {
  const walkedOver = tags.highway === "pedestrian" || tags["area:highway"] === "pedestrian";
  return walkedOver && (tags.area === "yes" || tags.type === "multipolygon" || tags["area:highway"] !== undefined);
}

export function landuse(map: OsmMap): Feature[] {
  return areasByKind(map, landuseKind, (tags) => ({ name: nameOf(tags) }));
}

const WATER_LANDUSE = new Set(["reservoir", "basin", "salt_pond"]);
const RIVERS = new Set(["river", "canal"]);
const STREAMS = new Set(["stream", "drain", "ditch", "brook"]);

function waterAreaKind(tags: OsmTags): string | null {
  if (tags.waterway === "riverbank") return "river";
  if (tags.waterway === "dock") return "water";
  if (tags.natural === "water" || tags.natural === "bay") return RIVERS.has(tags.water) ? "river" : "water";
  return WATER_LANDUSE.has(tags.landuse) || tags.leisure === "swimming_pool" ? "water" : null;
}

export function water(map: OsmMap): Feature[] {
  const features = areasByKind(map, waterAreaKind, (tags) => ({ name: nameOf(tags) }));
  for (const way of map.ways) {
    const kind = RIVERS.has(way.tags.waterway) ? "river" : STREAMS.has(way.tags.waterway) ? "stream" : null;
    // A culvert is under the ground that people walk on.
    if (kind === null || (way.tags.tunnel !== undefined && way.tags.tunnel !== "no")) continue;
    const line = map.line(way);
    if (line !== null) features.push(feature(lineGeometry(line), { kind, name: nameOf(way.tags) }));
  }
  return features;
}

export function* building(map: OsmMap): Generator<Feature> {
  for (const area of map.areas(isBuilding)) {
    const geometry = polygonGeometry(area.polygons);
    if (geometry === null) continue;
    yield feature(geometry, { levels: statedLevels(area.tags), name: nameOf(area.tags) });
  }
}

export function isBuilding(tags: OsmTags): boolean {
  return tags.building !== undefined && tags.building !== "no" && tags.location !== "underground";
}

/** The largest first, so that a park inside a district is drawn over it. */
function areasByKind(
  map: OsmMap,
  kindOf: (tags: OsmTags) => string | null,
  more: (tags: OsmTags) => BasemapProperties,
): Feature[] {
  const found: { polygons: Position[][][]; squareMeters: number; properties: BasemapProperties }[] = [];
  for (const { tags, polygons } of map.areas((candidate) => kindOf(candidate) !== null)) {
    found.push({
      polygons,
      squareMeters: polygonsArea(polygons),
      properties: { kind: kindOf(tags), ...more(tags) },
    });
  }
  found.sort((a, b) => b.squareMeters - a.squareMeters);
  const features: Feature[] = [];
  for (const { polygons, properties } of found) {
    const geometry = polygonGeometry(polygons);
    if (geometry !== null) features.push(feature(geometry, properties));
  }
  return features;
}
