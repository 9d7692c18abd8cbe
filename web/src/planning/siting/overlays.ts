/** Numbered sites with what each would gain; closures likewise. */
import type { FeatureCollection } from "geojson";
import { fontStack } from "../../map/expressions.ts";
import type { Overlay } from "../../map/desk-map.ts";
import type { ClosuresResult, SitingResult } from "./api.ts";
import { sitingWords } from "./words.ts";

export function siteFeatures(result: SitingResult | null, closures: ClosuresResult | null): FeatureCollection {
  const words = sitingWords.value;
  const point = (coordinates: [number, number], order: number, text: string) => ({
    type: "Feature" as const,
    geometry: { type: "Point" as const, coordinates },
    properties: { order: String(order), text, hurts: result === null },
  });
  return {
    type: "FeatureCollection",
    features: result
      ? result.sites.map((site) => point(site.location, site.order, words.gains(Math.round(site.gainedHouseholds))))
      : (closures?.closures ?? []).map((one) =>
          point(one.outlet.location, one.order, words.loses(Math.round(one.lostHouseholds))),
        ),
  };
}

export function siteOverlay(data: FeatureCollection): Overlay {
  return {
    id: "sites",
    data,
    place: "top",
    layers: (palette) => [
      {
        id: "site-discs",
        type: "circle",
        source: "sites",
        paint: {
          "circle-radius": 14,
          "circle-color": ["case", ["get", "hurts"], "#c2500f", palette.accent] as never,
          "circle-stroke-color": palette.paper,
          "circle-stroke-width": 3,
        },
      },
      {
        id: "site-numbers",
        type: "symbol",
        source: "sites",
        layout: {
          "text-field": ["get", "order"],
          "text-font": fontStack("medium"),
          "text-size": 14,
          "text-allow-overlap": true,
        },
        paint: { "text-color": palette.onAccent },
      },
      {
        id: "site-gains",
        type: "symbol",
        source: "sites",
        layout: {
          "text-field": ["get", "text"],
          "text-font": fontStack("medium"),
          "text-size": 13,
          "text-anchor": "top",
          "text-offset": [0, 1.3],
        },
        paint: { "text-color": palette.label, "text-halo-color": palette.halo, "text-halo-width": 2 },
      },
    ],
  };
}
