/** What is changed, and for whom: shops shut, links and gates, homes that gain or lose. */
import type { Feature, FeatureCollection } from "geojson";
import type { Position } from "../../api/types.ts";
import type { Overlay } from "../../map/desk-map.ts";
import type { ScenarioAnswer } from "./api.ts";
import type { Change } from "./edits.ts";

const point = (coordinates: Position, properties: object): Feature => ({
  type: "Feature",
  geometry: { type: "Point", coordinates },
  properties,
});

export function changeFeatures(changes: readonly Change[], start: Position | null): FeatureCollection {
  const features: Feature[] = changes.flatMap((change): Feature[] => {
    switch (change.type) {
      case "remove":
        return [point(change.outlet.location, { what: "gone" })];
      case "move":
        return [
          point(change.outlet.location, { what: "gone" }),
          {
            type: "Feature",
            geometry: { type: "LineString", coordinates: [change.outlet.location, change.location] },
            properties: { what: "moved" },
          },
        ];
      case "service":
        return [point(change.outlet.location, { what: "more" })];
      case "open-gate":
      case "close-gate":
        return [point(change.location, { what: change.type })];
      case "link":
        return [
          { type: "Feature", geometry: { type: "LineString", coordinates: change.path }, properties: { what: "link" } },
        ];
      default:
        return [];
    }
  });
  if (start) features.push(point(start, { what: "start" }));
  return { type: "FeatureCollection", features };
}

export function homeFeatures(answer: ScenarioAnswer | null): FeatureCollection {
  const of = (list: ScenarioAnswer["residences"]["gain"], gains: boolean) =>
    list.map(({ location, households, name }) => point(location, { gains, households, name }));
  return {
    type: "FeatureCollection",
    features: answer ? [...of(answer.residences.gain, true), ...of(answer.residences.lose, false)] : [],
  };
}

/** Blue gains and orange loses: told apart by the colour-blind as well, and by their edge. */
export function scenarioOverlays(changed: FeatureCollection, homes: FeatureCollection): Overlay[] {
  return [
    {
      id: "scenario-homes",
      data: homes,
      place: "ways",
      layers: (palette) => [
        {
          id: "scenario-homes",
          type: "circle",
          source: "scenario-homes",
          paint: {
            "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "households"]], 0, 3, 20, 14] as never,
            "circle-color": ["case", ["get", "gains"], "#2a78e0", "#e0701f"],
            "circle-opacity": 0.65,
            "circle-stroke-color": ["case", ["get", "gains"], palette.paper, palette.ink] as never,
            "circle-stroke-width": 1.2,
          },
        },
      ],
    },
    {
      id: "scenario-changes",
      data: changed,
      place: "top",
      layers: (palette) => [
        {
          id: "scenario-lines",
          type: "line",
          source: "scenario-changes",
          filter: ["==", ["geometry-type"], "LineString"],
          layout: { "line-cap": "round" },
          paint: {
            "line-color": palette.accent,
            "line-width": ["case", ["==", ["get", "what"], "link"], 6, 2] as never,
            "line-dasharray": [2, 1.4],
          },
        },
        {
          id: "scenario-points",
          type: "circle",
          source: "scenario-changes",
          filter: ["==", ["geometry-type"], "Point"],
          paint: {
            "circle-radius": 8,
            "circle-color": ["match", ["get", "what"], "gone", "#e0701f", palette.accent] as never,
            "circle-stroke-color": palette.paper,
            "circle-stroke-width": 2.5,
          },
        },
      ],
    },
  ];
}
