/** The city's own basemap, as stored: layers of GeoJSON features, and those of them that a sheet shows. */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { Feature, Geometry } from "geojson";
import { gunzipSync } from "node:zlib";

export type LayerName = "landuse" | "water" | "building" | "barrier" | "way" | "rail" | "gate" | "label" | "crossing";

export interface MapFeature {
  geometry: Geometry;
  properties: Record<string, unknown>;
  bbox: BoundingBox;
}

export type Basemap = Record<LayerName, MapFeature[]>;

const layerNames: LayerName[] = ["landuse", "water", "building", "barrier", "way", "rail", "gate", "label", "crossing"];

/** Reads the artifact `basemap`: gzipped JSON of a FeatureCollection per layer. */
export function readBasemap(bytes: Uint8Array): Basemap {
  const layers = JSON.parse(gunzipSync(bytes).toString("utf8")) as Record<string, { features: Feature[] } | undefined>;
  const features = (name: LayerName): MapFeature[] =>
    (layers[name]?.features ?? []).map(({ geometry, properties }) => ({
      geometry,
      properties: properties ?? {},
      bbox: boxOfGeometry(geometry),
    }));
  return Object.fromEntries(layerNames.map((name) => [name, features(name)])) as Basemap;
}

/** What of it touches the box. */
export function withinBox(basemap: Basemap, [west, south, east, north]: BoundingBox): Basemap {
  const touches = ({ bbox }: MapFeature): boolean =>
    bbox[0] <= east && bbox[2] >= west && bbox[1] <= north && bbox[3] >= south;
  return Object.fromEntries(layerNames.map((name) => [name, basemap[name].filter(touches)])) as Basemap;
}

function boxOfGeometry(geometry: Geometry): BoundingBox {
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (coordinates: unknown): void => {
    if (!Array.isArray(coordinates)) return;
    if (typeof coordinates[0] === "number") {
      const [lng, lat] = coordinates as number[];
      box[0] = Math.min(box[0], lng);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lng);
      box[3] = Math.max(box[3], lat);
    } else for (const child of coordinates) visit(child);
  };
  if (geometry.type === "GeometryCollection") {
    for (const child of geometry.geometries) {
      const [west, south, east, north] = boxOfGeometry(child);
      visit([
        [west, south],
        [east, north],
      ]);
    }
  } else visit(geometry.coordinates);
  return box;
}
