/** What is marked on the map: numbered places, or the outlets that the tiles hold. */
import type { Feature } from "geojson";
import type { FilterSpecification, Map as MapLibreMap } from "maplibre-gl";
import type { Position } from "../api/types.ts";
import { numberImage, outletImage } from "./images.ts";
import { groupOverlapping } from "./marks.ts";
import { markZoom } from "./style.ts";

export interface NumberedPlace {
  id: string;
  name: string;
  location: Position;
}

const markDistance = 30;

/** Marks of these places only, numbered in their order. */
export function numberedMarks(places: NumberedPlace[], selected: string | null): Feature[] {
  return places.map(({ id, name, location }, index) => ({
    type: "Feature",
    properties: { id, name, image: numberImage(index + 1, id === selected), order: index },
    geometry: { type: "Point", coordinates: location },
  }));
}

/** Marks of the outlets in view: one each, shared where they would lie on each other; far out only the chosen one. */
export function outletMarks(map: MapLibreMap, filter: FilterSpecification, selected: string | null): Feature[] {
  const closeUp = map.getZoom() >= markZoom;
  if (!closeUp && selected === null) return [];
  // Far out there are thousands, of which one is looked for: read only that one.
  const wanted = closeUp ? filter : (["all", filter, ["==", ["get", "id"], selected]] as FilterSpecification);
  const { clientWidth, clientHeight } = map.getContainer();
  const seen = new Map<string, { properties: Record<string, unknown>; at: Position }>();
  for (const feature of map.querySourceFeatures("outlets", { sourceLayer: "outlets", filter: wanted })) {
    const id = String(feature.properties.id);
    if (feature.geometry.type !== "Point" || seen.has(id)) continue;
    seen.set(id, { properties: feature.properties, at: feature.geometry.coordinates as Position });
  }
  const points = [...seen.keys()]
    .sort((a, b) => Number(b === selected) - Number(a === selected) || (a < b ? -1 : 1))
    .map((id) => ({ id, ...map.project(seen.get(id)!.at) }))
    .filter(
      ({ x, y }) =>
        x > -clientWidth * 0.3 && x < clientWidth * 1.3 && y > -clientHeight * 0.3 && y < clientHeight * 1.3,
    );
  const chosen = points.filter(({ id }) => id === selected);
  const others = points.filter(({ id }) => id !== selected);
  const groups = groupOverlapping(others, markDistance).map(({ members }) =>
    members.map((member) => others[member].id),
  );
  return [...groups, ...chosen.map(({ id }) => [id])].map((ids) => {
    const { properties, at } = seen.get(ids[0])!;
    const kinds = String(properties.kinds ?? "");
    const category = String(properties.category);
    const kind = category === "small-repair" && kinds && !kinds.includes(",") ? kinds : null;
    const image = outletImage(category, String(properties.tier), kind);
    return {
      type: "Feature",
      properties: {
        id: ids[0],
        ids: ids.join("|"),
        count: ids.length,
        name: properties.name,
        image: ids[0] === selected ? `${image}/on` : image,
        order: ids[0] === selected ? 1 : 0,
      },
      geometry: { type: "Point", coordinates: at },
    };
  });
}
