/** Ways, rails and barriers of the basemap. */
import type { OsmTags, Position } from "@quarterhour/isochrones";
import type { Feature } from "geojson";
import type { OsmMap } from "../map.ts";
import { englishNameOf, nameOf } from "../names.ts";
import type { BasemapProperties } from "./layers.ts";
import { feature, lineGeometry } from "./layers.ts";

const WAY_KINDS: Record<string, string> = {
  motorway: "motorway",
  motorway_link: "motorway",
  trunk: "trunk",
  trunk_link: "trunk",
  primary: "primary",
  primary_link: "primary",
  secondary: "secondary",
  secondary_link: "secondary",
  tertiary: "tertiary",
  tertiary_link: "tertiary",
  unclassified: "minor",
  residential: "minor",
  living_street: "minor",
  road: "minor",
  service: "service",
  pedestrian: "pedestrian",
  footway: "footway",
  corridor: "footway",
  path: "path",
  bridleway: "path",
  steps: "steps",
  cycleway: "cycleway",
  track: "track",
  platform: "platform",
};

function wayKind(tags: OsmTags): string | null {
  if (Object.hasOwn(WAY_KINDS, tags.highway ?? "")) return WAY_KINDS[tags.highway];
  return tags.railway === "platform" || tags.public_transport === "platform" ? "platform" : null;
}

export function* way(map: OsmMap): Generator<Feature> {
  for (const { tags, line } of linesOf(map, wayKind)) {
    yield feature(lineGeometry(line), {
      kind: wayKind(tags),
      private: isPrivate(tags),
      bridge: isSet(tags.bridge),
      tunnel: isSet(tags.tunnel),
      layer: layerOf(tags),
      name: nameOf(tags),
      nameEn: englishNameOf(tags),
    });
  }
}

const PRIVATE = new Set(["private", "no", "residents"]);

/** Closed to the public on foot: `foot` speaks before `access`. */
function isPrivate(tags: OsmTags): boolean {
  return PRIVATE.has(tags.foot ?? tags.access ?? "");
}

const RAIL_KINDS: Record<string, string> = {
  rail: "rail",
  narrow_gauge: "rail",
  funicular: "rail",
  subway: "subway",
  light_rail: "subway",
  monorail: "subway",
  tram: "tram",
};

function railKind(tags: OsmTags): string | null {
  return Object.hasOwn(RAIL_KINDS, tags.railway ?? "") ? RAIL_KINDS[tags.railway] : null;
}

/** `tunnel` tells a line under the ground, which nobody has to walk around, from one that parts the city. */
export function rail(map: OsmMap): Generator<Feature> {
  return featuresByKind(map, railKind, (tags) => ({ tunnel: isSet(tags.tunnel), name: nameOf(tags) }));
}

const BARRIER_KINDS: Record<string, string> = {
  wall: "wall",
  city_wall: "wall",
  fence: "fence",
  hedge: "hedge",
  retaining_wall: "retaining",
};

function barrierKind(tags: OsmTags): string | null {
  return Object.hasOwn(BARRIER_KINDS, tags.barrier ?? "") ? BARRIER_KINDS[tags.barrier] : null;
}

export function barrier(map: OsmMap): Generator<Feature> {
  return featuresByKind(map, barrierKind, () => ({}));
}

function* featuresByKind(
  map: OsmMap,
  kindOf: (tags: OsmTags) => string | null,
  more: (tags: OsmTags) => BasemapProperties,
): Generator<Feature> {
  for (const { tags, line } of linesOf(map, kindOf)) {
    yield feature(lineGeometry(line), { kind: kindOf(tags), ...more(tags) });
  }
}

function* linesOf(
  map: OsmMap,
  kindOf: (tags: OsmTags) => string | null,
): Generator<{ tags: OsmTags; line: Position[] }> {
  for (const candidate of map.ways) {
    if (kindOf(candidate.tags) === null) continue;
    const line = map.line(candidate);
    if (line !== null) yield { tags: candidate.tags, line };
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "no";
}

/** Height order of bridges and tunnels; 0 is the ground. */
function layerOf(tags: OsmTags): number {
  const layer = Number.parseInt(tags.layer ?? "", 10);
  if (Number.isInteger(layer) && Math.abs(layer) <= 10) return layer;
  return isSet(tags.bridge) ? 1 : isSet(tags.tunnel) ? -1 : 0;
}
