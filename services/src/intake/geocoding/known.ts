/** What a gazetteer is made from, and the places and areas in it. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { MultiPolygon } from "geojson";
import type { AreaLevel } from "../../store/index.ts";
import type { Point } from "./frame.ts";
import type { MapPlaces } from "./map-places.ts";

/** A row of the store (or of a table) with an address and a place. */
export interface KnownRow {
  name: string | null;
  address: string | null;
  location: Position;
  /** Of homes: the compound; its building is the name. */
  compound?: string | null;
}

export interface KnownArea {
  level: AreaLevel;
  name: string;
  geometry: MultiPolygon;
}

export interface GazetteerSources {
  map: MapPlaces | null;
  areas: KnownArea[];
  outlets: KnownRow[];
  residences: KnownRow[];
  /** The city, and what it belongs to: 南京市, 江苏省. */
  cityNames: string[];
}

export interface Place {
  kind: "compound" | "building" | "landmark" | "stop";
  name: string;
  at: Point;
  /** Of a circle as large as its ground. */
  radiusMeters: number;
  ring: Point[] | null;
  gates: Point[];
  /** By number or letter, as in 3号楼 and A座. */
  buildings: Map<string, Building>;
}

export interface Building {
  at: Point;
  /** Its doors, or buildings with one number: how far they lie from `at`. */
  spreadMeters: number;
}

export interface Area {
  level: AreaLevel;
  name: string;
  polygons: Position[][][];
  box: BoundingBox;
  squareMeters: number;
}
