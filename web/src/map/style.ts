/** The whole style, built in code from our own tiles. No sprite, no glyph server: nothing is asked of another host. */
import type { FeatureCollection } from "geojson";
import type { FilterSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Basemap } from "../api/types.ts";
import { backdropParts } from "./backdrop.ts";
import { groundLayers, labelLayers, wayLayers } from "./basemap-layers.ts";
import { byZoom, fontStack } from "./expressions.ts";
import { mapPalette } from "./palette.ts";
import type { MapPalette } from "./palette.ts";

/** From this zoom on outlets are marks with a picture; below they are dots. */
export const markZoom = 15;

export const nothing: FeatureCollection = { type: "FeatureCollection", features: [] };

interface StyleData {
  rings: FeatureCollection;
  walk: FeatureCollection;
  marks: FeatureCollection;
  /** What opened or closed lately: `kind`, and `fresh` from 1 down to 0. */
  changes: FeatureCollection;
  /** One area that the map is about. */
  outline: FeatureCollection;
}

interface StyleInput {
  city: string;
  dark: boolean;
  lang: "zh" | "en";
  /** 1, or more in elder mode. */
  textScale: number;
  outletFilter: FilterSpecification;
  /** The day of the outlets; null: today. */
  day: string | null;
  /** Another map in the place of our own ground. */
  backdrop: Basemap | null;
  /** False where numbered places stand in for them. */
  showOutlets: boolean;
  data: StyleData;
}

/** Tints add up where rings lie on each other, so the inmost is the darkest. */
const ringTint: Record<"light" | "dark", Record<number, number>> = {
  light: { 15: 0.13, 10: 0.14, 5: 0.2 },
  dark: { 15: 0.15, 10: 0.2, 5: 0.3 },
};
/** At zoom 16; thinner far out, where the edge winds around every block. */
const ringLineWidth: Record<number, number> = { 15: 1.5, 10: 1.9, 5: 2.5 };
const ringMinutes = [15, 10, 5];

export function ringPaint(
  shown: number,
  dark: boolean,
): { id: string; property: "fill-opacity" | "line-opacity" | "text-opacity"; value: number }[] {
  return ringMinutes.flatMap((minutes) => [
    {
      id: `ring-${minutes}`,
      property: "fill-opacity" as const,
      value: ringTint[dark ? "dark" : "light"][minutes] * shown,
    },
    { id: `ring-line-${minutes}`, property: "line-opacity" as const, value: 0.9 * shown },
    { id: `ring-label-${minutes}`, property: "text-opacity" as const, value: shown },
  ]);
}

function ringFill(palette: MapPalette, dark: boolean): LayerSpecification[] {
  return ringMinutes.map((minutes) => ({
    id: `ring-${minutes}`,
    type: "fill",
    source: "rings",
    filter: ["==", ["get", "minutes"], minutes],
    paint: { "fill-color": palette.ring, "fill-opacity": ringTint[dark ? "dark" : "light"][minutes] },
  }));
}

function ringEdges(palette: MapPalette): LayerSpecification[] {
  return ringMinutes.map((minutes) => ({
    id: `ring-line-${minutes}`,
    type: "line",
    source: "rings",
    filter: ["==", ["get", "minutes"], minutes],
    layout: { "line-join": "round" },
    paint: {
      "line-color": palette.ringLine,
      "line-width": byZoom(12, ringLineWidth[minutes] * 0.35, 16, ringLineWidth[minutes]),
      "line-opacity": 0.9,
    },
  }));
}

function ringLabels(palette: MapPalette, input: StyleInput): LayerSpecification[] {
  return ringMinutes.map((minutes) => ({
    id: `ring-label-${minutes}`,
    type: "symbol",
    source: "rings",
    filter: ["==", ["get", "minutes"], minutes],
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 420,
      "text-field": input.lang === "en" ? `${minutes} min` : `${minutes} 分钟`,
      "text-font": fontStack("medium"),
      "text-size": 12 * input.textScale,
      "text-keep-upright": true,
      "text-max-angle": 60,
    },
    paint: { "text-color": palette.ringLine, "text-halo-color": palette.halo, "text-halo-width": 2 },
  }));
}

function outletLayers(palette: MapPalette, input: StyleInput): LayerSpecification[] {
  const basic = ["==", ["get", "tier"], "basic"] as never;
  const isCluster: FilterSpecification = [">", ["coalesce", ["get", "count"], 1], 1];
  return [
    {
      id: "outlet-dots",
      type: "circle",
      source: "outlets",
      "source-layer": "outlets",
      filter: input.outletFilter,
      layout: { "circle-sort-key": ["case", basic, 1, 0], visibility: input.showOutlets ? "visible" : "none" },
      // Unseen, not left out, where marks take over: a source without a layer would load no tiles for them.
      paint: {
        "circle-opacity": ["step", ["zoom"], 1, markZoom, 0],
        "circle-stroke-opacity": ["step", ["zoom"], 1, markZoom, 0],
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 1.8, 13, 3, 15, 5],
        "circle-color": ["case", basic, palette.ink, palette.paper],
        "circle-stroke-color": ["case", basic, palette.paper, palette.ink],
        "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 11, 0.6, 14, 1.4],
      },
    },
    {
      // Below the marks, hence placed after them: a name gives way to every mark.
      id: "mark-names",
      type: "symbol",
      source: "marks",
      minzoom: 16.5,
      filter: ["!", isCluster] as FilterSpecification,
      layout: {
        "text-field": ["get", "name"],
        "text-font": fontStack("regular"),
        "text-size": 11.5 * input.textScale,
        "text-anchor": "top",
        "text-offset": [0, 1.3],
        "text-max-width": 9,
        "symbol-sort-key": ["get", "order"],
      },
      paint: { "text-color": palette.label, "text-halo-color": palette.halo, "text-halo-width": 1.5 },
    },
    {
      id: "marks",
      type: "symbol",
      source: "marks",
      filter: ["!", isCluster] as FilterSpecification,
      layout: {
        "icon-image": ["get", "image"],
        "icon-allow-overlap": true,
        "symbol-sort-key": ["get", "order"],
      },
    },
    {
      id: "mark-clusters",
      type: "circle",
      source: "marks",
      filter: isCluster,
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["get", "count"], 2, 14, 30, 21],
        "circle-color": palette.paper,
        "circle-stroke-color": palette.ink,
        "circle-stroke-width": 2.4,
      },
    },
    {
      id: "mark-cluster-counts",
      type: "symbol",
      source: "marks",
      filter: isCluster,
      layout: {
        "text-field": ["to-string", ["get", "count"]],
        "text-font": fontStack("medium"),
        "text-size": 13 * input.textScale,
        "text-allow-overlap": true,
      },
      paint: { "text-color": palette.ink },
    },
  ];
}

function walkLines(palette: MapPalette): LayerSpecification[] {
  const isLine: FilterSpecification = ["==", ["geometry-type"], "LineString"];
  return [
    {
      id: "walk-casing",
      type: "line",
      source: "walk",
      filter: isLine,
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": palette.paper, "line-width": byZoom(12, 5, 18, 12) },
    },
    {
      id: "walk",
      type: "line",
      source: "walk",
      filter: isLine,
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": palette.accent, "line-width": byZoom(12, 3, 18, 7) },
    },
  ];
}

const walkFeatures: LayerSpecification = {
  id: "walk-features",
  type: "symbol",
  source: "walk",
  filter: ["==", ["geometry-type"], "Point"],
  layout: { "icon-image": ["get", "image"], "icon-allow-overlap": true },
};

/** Openings are full and rise out of a wide ring; closings are hollow and fade. */
function changeLayers(palette: MapPalette): LayerSpecification[] {
  const fresh = ["get", "fresh"];
  const isOf = (kind: string) => ["==", ["get", "kind"], kind] as FilterSpecification;
  const paint = (fill: string): Record<string, unknown> => ({
    "circle-radius": ["interpolate", ["linear"], fresh, 0, 5, 1, 11],
    "circle-color": fill,
    "circle-stroke-color": palette.ink,
    "circle-stroke-width": ["interpolate", ["linear"], fresh, 0, 1, 1, 3.5],
    "circle-opacity": ["interpolate", ["linear"], fresh, 0, 0.35, 1, 0.9],
    "circle-stroke-opacity": ["interpolate", ["linear"], fresh, 0, 0.2, 1, 1],
  });
  return [
    { id: "closings", type: "circle", source: "changes", filter: isOf("closed"), paint: paint(palette.paper) },
    { id: "openings", type: "circle", source: "changes", filter: isOf("opened"), paint: paint(palette.ink) },
  ];
}

function outlineLayers(palette: MapPalette): LayerSpecification[] {
  return [
    {
      id: "outline-fill",
      type: "fill",
      source: "outline",
      paint: { "fill-color": palette.accent, "fill-opacity": 0.07 },
    },
    {
      id: "outline-line",
      type: "line",
      source: "outline",
      layout: { "line-join": "round" },
      paint: { "line-color": palette.accent, "line-width": 3 },
    },
  ];
}

/** Where the outlets of a day are; null: today's. */
export function outletTiles(city: string, day: string | null): string {
  return `${location.origin}/tiles/${encodeURIComponent(city)}/outlets.json${day ? `?date=${day}` : ""}`;
}

export function buildStyle(input: StyleInput): StyleSpecification {
  const palette = mapPalette(input.dark);
  // TileJSON names the state of the city in the tiles' addresses, so that browsers may keep them.
  const tiles = (layer: string) => ({
    type: "vector" as const,
    url: `${location.origin}/tiles/${encodeURIComponent(input.city)}/${layer}.json`,
  });
  const other = input.backdrop ? backdropParts(input.backdrop, palette, input.dark, input.lang) : null;
  return {
    version: 8,
    sources: {
      ...other?.sources,
      basemap: tiles("basemap"),
      outlets: { type: "vector", url: outletTiles(input.city, input.day) },
      rings: { type: "geojson", data: input.data.rings },
      walk: { type: "geojson", data: input.data.walk },
      marks: { type: "geojson", data: input.data.marks },
      changes: { type: "geojson", data: input.data.changes },
      outline: { type: "geojson", data: input.data.outline },
    },
    layers: [
      ...(other?.ground ?? groundLayers(palette)),
      ...ringFill(palette, input.dark),
      ...(other ? [] : wayLayers(palette)),
      ...ringEdges(palette),
      ...outlineLayers(palette),
      ...(other?.labels ?? labelLayers(palette, input.lang, input.textScale)),
      ...ringLabels(palette, input),
      ...walkLines(palette),
      ...outletLayers(palette, input),
      ...changeLayers(palette),
      walkFeatures,
    ],
  };
}
