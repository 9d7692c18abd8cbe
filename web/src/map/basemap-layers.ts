/**
 * The quiet basemap: ground first, then what one walks on. Paths are drawn as carefully as roads; the motorway stays
 * in the background.
 */
import type { LayerSpecification } from "maplibre-gl";
import { both, byZoom, fontStack, kindIn, nameIn } from "./expressions.ts";
import type { MapPalette } from "./palette.ts";

const source = "basemap";
const polygons = ["==", ["geometry-type"], "Polygon"] as const;
const lines = ["==", ["geometry-type"], "LineString"] as const;

const roads = ["trunk", "primary", "secondary", "tertiary", "minor", "service"];
const footKinds = ["footway", "path", "pedestrian", "track", "platform", "cycleway"];

/** Line widths in pixels per kind of road, at zoom 12 and 18. */
function roadWidth(extra: number) {
  const width = (motorway: number, primary: number, tertiary: number, minor: number, service: number) => [
    "match",
    ["get", "kind"],
    "motorway",
    motorway + extra,
    ["trunk", "primary"],
    primary + extra,
    ["secondary", "tertiary"],
    tertiary + extra,
    "minor",
    minor + extra,
    service + extra,
  ];
  return [
    "interpolate",
    ["exponential", 1.5],
    ["zoom"],
    11,
    width(1.4, 1, 0.7, 0.3, 0.1),
    14,
    width(4, 4, 3, 1.6, 0.8),
    16,
    width(9, 9, 7, 5, 3),
    18,
    width(22, 22, 18, 13, 8),
  ];
}

/** Ground, water, buildings: everything below the walking rings. */
export function groundLayers(palette: MapPalette): LayerSpecification[] {
  const fill = (kind: string[], color: string, minzoom = 10): LayerSpecification => ({
    id: `land-${kind[0]}`,
    type: "fill",
    source,
    "source-layer": "landuse",
    minzoom,
    filter: kindIn(...kind),
    paint: { "fill-color": color },
  });
  return [
    { id: "background", type: "background", paint: { "background-color": palette.land } },
    fill(["residential"], palette.residential),
    fill(["farmland"], palette.farmland),
    fill(["industrial"], palette.industrial),
    fill(["commercial"], palette.commercial),
    fill(["school"], palette.school, 12),
    fill(["hospital"], palette.hospital, 12),
    fill(["compound"], palette.compound, 12),
    fill(["square"], palette.square, 12),
    fill(["park", "green"], palette.green),
    {
      id: "water",
      type: "fill",
      source,
      "source-layer": "water",
      filter: [...polygons] as never,
      paint: { "fill-color": palette.water },
    },
    {
      id: "water-line",
      type: "line",
      source,
      "source-layer": "water",
      filter: [...lines] as never,
      paint: { "line-color": palette.water, "line-width": byZoom(11, 0.6, 16, 5, 18, 14) },
      layout: { "line-cap": "round", "line-join": "round" },
    },
    {
      id: "building",
      type: "fill",
      source,
      "source-layer": "building",
      minzoom: 14,
      paint: {
        "fill-color": palette.building,
        "fill-outline-color": palette.buildingLine,
        "fill-opacity": byZoom(14, 0.3, 15.5, 1),
      },
    },
    {
      id: "square-area",
      type: "fill",
      source,
      "source-layer": "way",
      minzoom: 13,
      filter: [...polygons] as never,
      paint: { "fill-color": palette.square },
    },
  ];
}

/** Walls, rails, roads and paths: drawn over the rings' tint, so that the way stays readable. */
export function wayLayers(palette: MapPalette): LayerSpecification[] {
  const roadLayout = { "line-cap": "round", "line-join": "round" } as const;
  const footWidth = byZoom(13, 0.6, 15, 1.3, 16, 2, 18, 4);
  return [
    {
      id: "rail",
      type: "line",
      source,
      "source-layer": "rail",
      filter: kindIn("rail", "tram"),
      paint: { "line-color": palette.rail, "line-width": byZoom(11, 0.7, 16, 2.5) },
    },
    {
      id: "rail-ties",
      type: "line",
      source,
      "source-layer": "rail",
      minzoom: 14,
      filter: kindIn("rail"),
      paint: { "line-color": palette.rail, "line-width": byZoom(14, 3, 17, 8), "line-dasharray": [0.2, 1.6] },
    },
    {
      id: "tunnel",
      type: "line",
      source,
      "source-layer": "way",
      minzoom: 14,
      filter: both(["all", ["==", ["get", "tunnel"], true]], kindIn("motorway", ...roads)),
      paint: {
        "line-color": palette.roadCasing,
        "line-width": roadWidth(0) as never,
        "line-dasharray": [1, 0.8],
        "line-opacity": 0.6,
      },
    },
    {
      id: "motorway",
      type: "line",
      source,
      "source-layer": "way",
      filter: both(kindIn("motorway"), ["!=", ["get", "tunnel"], true]),
      layout: roadLayout,
      paint: { "line-color": palette.motorway, "line-width": roadWidth(0) as never },
    },
    {
      id: "road-casing",
      type: "line",
      source,
      "source-layer": "way",
      minzoom: 12,
      filter: both(kindIn(...roads), ["!=", ["get", "tunnel"], true]),
      layout: roadLayout,
      paint: { "line-color": palette.roadCasing, "line-width": roadWidth(1.4) as never },
    },
    {
      id: "road",
      type: "line",
      source,
      "source-layer": "way",
      filter: both(kindIn(...roads), ["!=", ["get", "tunnel"], true]),
      layout: roadLayout,
      paint: { "line-color": palette.road, "line-width": roadWidth(0) as never },
    },
    {
      id: "barrier",
      type: "line",
      source,
      "source-layer": "barrier",
      minzoom: 14.5,
      paint: {
        "line-color": palette.barrier,
        "line-width": byZoom(14.5, 0.5, 17, 1.6),
        "line-opacity": 0.8,
      },
    },
    {
      id: "bridge-casing",
      type: "line",
      source,
      "source-layer": "way",
      minzoom: 14,
      filter: both(kindIn(...footKinds, "steps"), ["==", ["get", "bridge"], true]),
      paint: { "line-color": palette.steps, "line-width": byZoom(14, 3, 16, 6, 18, 11), "line-opacity": 0.55 },
    },
    {
      id: "foot-casing",
      type: "line",
      source,
      "source-layer": "way",
      minzoom: 14,
      filter: both([...lines] as never, kindIn(...footKinds, "steps"), ["!=", ["get", "tunnel"], true]),
      layout: roadLayout,
      paint: { "line-color": palette.footCasing, "line-width": byZoom(14, 1.6, 16, 4, 18, 7) },
    },
    {
      id: "foot",
      type: "line",
      source,
      "source-layer": "way",
      minzoom: 13,
      filter: both(
        [...lines] as never,
        kindIn(...footKinds),
        ["!=", ["get", "private"], true],
        ["!=", ["get", "tunnel"], true],
      ),
      layout: roadLayout,
      paint: { "line-color": palette.foot, "line-width": footWidth },
    },
    {
      id: "foot-hidden",
      type: "line",
      source,
      "source-layer": "way",
      minzoom: 14,
      filter: both([...lines] as never, kindIn(...footKinds), [
        "any",
        ["==", ["get", "private"], true],
        ["==", ["get", "tunnel"], true],
      ]),
      paint: {
        "line-color": palette.foot,
        "line-width": footWidth,
        "line-dasharray": [2.2, 1.4],
        "line-opacity": 0.75,
      },
    },
    {
      id: "steps",
      type: "line",
      source,
      "source-layer": "way",
      minzoom: 14,
      filter: both([...lines] as never, kindIn("steps")),
      paint: {
        "line-color": palette.steps,
        "line-width": byZoom(14, 2, 16, 4.5, 18, 9),
        "line-dasharray": [0.35, 0.35],
      },
    },
    {
      id: "crossing",
      type: "circle",
      source,
      "source-layer": "crossing",
      minzoom: 16,
      paint: {
        "circle-radius": byZoom(16, 1.6, 18, 3.4),
        "circle-color": palette.paper,
        "circle-stroke-color": palette.labelQuiet,
        "circle-stroke-width": ["case", ["==", ["get", "signals"], true], 2, 1],
      },
    },
    {
      id: "gate",
      type: "circle",
      source,
      "source-layer": "gate",
      minzoom: 15.5,
      filter: kindIn("gate", "entrance", "lift_gate"),
      paint: {
        "circle-radius": byZoom(15.5, 2, 18, 4.5),
        "circle-color": palette.gate,
        "circle-stroke-color": palette.paper,
        "circle-stroke-width": 1.2,
      },
    },
  ];
}

/** Names, largest first; the renderer drops those that would collide. `scale` enlarges them in elder mode. */
export function labelLayers(palette: MapPalette, lang: "zh" | "en", scale: number): LayerSpecification[] {
  const halo = { "text-halo-color": palette.halo, "text-halo-width": 1.4 };
  const place = (
    id: string,
    kinds: string[],
    minzoom: number,
    size: number,
    color: string,
    weight: "regular" | "medium",
    maxzoom = 24,
  ): LayerSpecification => ({
    id: `label-${id}`,
    type: "symbol",
    source,
    "source-layer": "label",
    minzoom,
    maxzoom,
    filter: kindIn(...kinds),
    layout: {
      "text-field": nameIn(lang),
      "text-font": fontStack(weight),
      "text-size": size * scale,
      "text-max-width": 8,
      "text-padding": 6,
      "symbol-sort-key": ["coalesce", ["get", "rank"], 5],
    },
    paint: { "text-color": color, ...halo },
  });
  return [
    place("building", ["building"], 16.5, 11, palette.labelQuiet, "regular"),
    {
      id: "label-way",
      type: "symbol",
      source,
      "source-layer": "way",
      minzoom: 14,
      filter: both([...lines] as never, ["has", "name"]),
      layout: {
        "text-field": nameIn(lang),
        "text-font": fontStack("regular"),
        "text-size": byZoom(14, 10.5 * scale, 17, 13 * scale),
        "symbol-placement": "line",
        "symbol-spacing": 320,
        "text-max-angle": 35,
        "text-padding": 4,
      },
      paint: { "text-color": palette.labelQuiet, ...halo },
    },
    place("compound", ["compound"], 14.5, 12, palette.label, "medium"),
    place("park", ["park"], 13.5, 12, palette.labelQuiet, "regular"),
    place("station", ["station"], 13, 12.5, palette.labelWater, "medium"),
    place("community", ["community"], 13, 12, palette.labelQuiet, "regular", 15.5),
    place("street", ["street"], 12, 13.5, palette.label, "medium", 14.5),
    place("district", ["district", "city"], 9, 15, palette.label, "medium", 13),
  ];
}
