/** Circles, the borders of communities, rings around a place asked about. */
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import type { IsochroneAnswer, Position } from "../api/types.ts";
import { byZoom, fontStack } from "../map/expressions.ts";
import type { Overlay } from "../map/desk-map.ts";
import type { MapPalette } from "../map/palette.ts";
import type { ListedCircle } from "./api.ts";

const typeColors: Record<string, string> = {
  quality: "#2f7d4f",
  improved: "#2a6fd0",
  basic: "#8a63c9",
  none: "#8a8f99",
};

export function circleFeatures(
  circles: readonly ListedCircle[],
  selected: string | null,
  hidden: string | null,
): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: circles
      .filter(({ id, boundary }) => boundary && id !== hidden)
      .map(({ id, name, boundary, summary }) => ({
        type: "Feature",
        geometry: boundary as Geometry,
        properties: { id, name, type: summary.presence.type ?? "none", on: id === selected },
      })),
  };
}

function circleLayers(palette: MapPalette): LayerSpecification[] {
  const color = ["match", ["get", "type"], ...Object.entries(typeColors).flat(), typeColors["none"]] as never;
  return [
    {
      id: "circle-fill",
      type: "fill",
      source: "circles",
      paint: { "fill-color": color, "fill-opacity": ["case", ["get", "on"], 0.16, 0.1] },
    },
    {
      id: "circle-line",
      type: "line",
      source: "circles",
      layout: { "line-join": "round" },
      paint: {
        "line-color": ["case", ["get", "on"], palette.accent, color] as never,
        "line-width": ["case", ["get", "on"], 4, 2],
      },
    },
    {
      id: "circle-name",
      type: "symbol",
      source: "circles",
      layout: { "text-field": ["get", "name"], "text-font": fontStack("medium"), "text-size": 14 },
      paint: { "text-color": palette.label, "text-halo-color": palette.halo, "text-halo-width": 2 },
    },
  ];
}

export function circleOverlay(data: FeatureCollection): Overlay {
  return { id: "circles", data, place: "ways", promoteId: "id", layers: circleLayers };
}

/** Drawn thinly; boundaries under the hand snap to them. */
export function borderOverlay(data: FeatureCollection): Overlay {
  return {
    id: "borders",
    data,
    place: "ways",
    layers: (palette) => [
      {
        id: "snap-lines",
        type: "line",
        source: "borders",
        paint: {
          "line-color": palette.labelQuiet,
          "line-width": byZoom(11, 0.8, 16, 1.8),
          "line-dasharray": [4, 2, 1, 2],
        },
      },
    ],
  };
}

export function probeOverlay(position: Position | null, rings: IsochroneAnswer | null): Overlay {
  const features: Feature[] = [...(position && rings ? (rings.features as Feature[]) : [])];
  if (position) features.push({ type: "Feature", geometry: { type: "Point", coordinates: position }, properties: {} });
  return {
    id: "probe",
    data: { type: "FeatureCollection", features },
    place: "ways",
    layers: (palette) => [
      {
        id: "probe-rings",
        type: "fill",
        source: "probe",
        filter: ["has", "minutes"],
        paint: { "fill-color": palette.ring, "fill-opacity": 0.12 },
      },
      {
        id: "probe-edges",
        type: "line",
        source: "probe",
        filter: ["has", "minutes"],
        paint: { "line-color": palette.ringLine, "line-width": 1.4 },
      },
      {
        id: "probe-point",
        type: "circle",
        source: "probe",
        filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-radius": 8,
          "circle-color": palette.accent,
          "circle-stroke-color": palette.paper,
          "circle-stroke-width": 3,
        },
      },
    ],
  };
}

/** All open outlets as quiet dots. */
export const outletOverlay: Overlay = {
  id: "outlets",
  data: { tiles: "outlets" },
  place: "ways",
  layers: (palette) => [
    {
      id: "outlet-dots",
      type: "circle",
      source: "outlets",
      "source-layer": "outlets",
      filter: ["==", ["coalesce", ["get", "status"], "open"], "open"],
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 12, 1.4, 15, 3, 18, 6],
        "circle-color": ["case", ["==", ["get", "tier"], "basic"], palette.ink, palette.paper] as never,
        "circle-stroke-color": palette.ink,
        "circle-stroke-width": 0.8,
      },
    },
  ],
};
