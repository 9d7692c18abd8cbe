/** The areas on the map, coloured by the share of households without; hatched where nobody can say. */
import type { FeatureCollection } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import type { Overlay } from "../map/desk-map.ts";
import type { MapPalette } from "../map/palette.ts";
import { areaName } from "./matrix.tsx";
import { meanGapShare } from "./state.ts";
import type { Row } from "./state.ts";

/** Warm, by the share without; the lowest step is nearly nothing, so that what is well stands back. */
export const gapSteps = [
  { above: 0, light: "#fde9d2", dark: "#3a2717" },
  { above: 0.1, light: "#fbcb94", dark: "#5c3514" },
  { above: 0.25, light: "#f5a04e", dark: "#8a4a14" },
  { above: 0.5, light: "#e06f1f", dark: "#c2641b" },
  { above: 0.75, light: "#b83a0b", dark: "#f08a3e" },
] as const;
const noGap = { light: "#ffffff", dark: "#20262e" };

function shareWithout(row: Row, category: string | null): number | null {
  if (!category) return meanGapShare(row);
  const share = row.byCategory.get(category)?.share;
  return share === null || share === undefined ? null : 1 - share;
}

export function areaFeatures(rows: readonly Row[], category: string | null): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: rows
      .filter((row) => row.area.geometry)
      .map((row) => ({
        type: "Feature",
        geometry: row.area.geometry!,
        properties: { id: row.area.id, name: areaName(row), without: shareWithout(row, category) ?? -1 },
      })),
  };
}

function layers(
  palette: MapPalette,
  isDark: boolean,
  selected: string | null,
  compared: string | null,
): LayerSpecification[] {
  const shade = isDark ? "dark" : "light";
  const steps = gapSteps.flatMap((step, index) => (index === 0 ? [1e-9, step[shade]] : [step.above, step[shade]]));
  return [
    {
      id: "area-fill",
      type: "fill",
      source: "areas",
      filter: [">=", ["get", "without"], 0],
      paint: {
        "fill-color": ["step", ["get", "without"], noGap[shade], ...steps] as never,
        "fill-opacity": 0.78,
      },
    },
    {
      id: "area-unknown",
      type: "fill",
      source: "areas",
      filter: ["<", ["get", "without"], 0],
      paint: { "fill-pattern": "hatch/unknown" },
    },
    {
      id: "area-line",
      type: "line",
      source: "areas",
      paint: { "line-color": palette.ink, "line-width": 0.8, "line-opacity": 0.55 },
    },
    {
      id: "area-on",
      type: "line",
      source: "areas",
      filter: ["==", ["get", "id"], selected ?? ""],
      paint: { "line-color": palette.accent, "line-width": 3.5 },
    },
    {
      id: "area-beside",
      type: "line",
      source: "areas",
      filter: ["==", ["get", "id"], compared ?? ""],
      paint: { "line-color": palette.ink, "line-width": 3.5, "line-dasharray": [2, 1] },
    },
  ];
}

/** @param compared the area beside the selected one, drawn with a broken line */
export function areaOverlay(data: FeatureCollection, selected: string | null, compared: string | null): Overlay {
  return {
    id: "areas",
    data,
    promoteId: "id",
    place: "ground",
    layers: (palette, isDark) => layers(palette, isDark, selected, compared),
  };
}
