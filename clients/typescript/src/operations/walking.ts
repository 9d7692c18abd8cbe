// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { CategoryReach, ProfileId, WalkSettings } from "./shared.ts";

export const walking = {
  /** Where one gets on foot in so many minutes, and what is there */
  computeIsochrones: call<{ city: string }, ComputeIsochronesBody, Isochrones>("POST /api/cities/{city}/isochrones"),
  /** Walking times from many places to many, up to 250000 pairs */
  computeMatrix: call<{ city: string }, ComputeMatrixBody, Matrix>("POST /api/cities/{city}/matrix"),
  /** The walk between two places, with steps and crossings on it */
  getWalk: call<
    {
      city: string;
      /** lng,lat */ from: string;
      /** lng,lat */ to: string;
      /** Who walks; each profile has its own speed */ profile?: ProfileId;
      /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
      /** residents: private ways lead out of home and to the destination, never through; exclude: not used */ privateWays?:
        | "residents"
        | "exclude";
      /** Which engine walks. osrm only where the server has one; it knows the profile adult and private ways excluded, which are then its standard. Left out: osrm where the server has it and it can do all that is asked, the standard privateWays=residents included, else embedded */ engine?:
        | "embedded"
        | "osrm";
    },
    never,
    Walk
  >("GET /api/cities/{city}/routes"),
};

export interface ComputeIsochronesBody {
  /** Longitude, latitude in degrees, WGS-84 */ origin: [number, number];
  /** The rings; 5, 10 and 15 when left out */ minutes?: number[];
  profile?: ProfileId;
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** residents: private ways lead out of home and to the destination, never through; exclude: not used */ privateWays?:
    | "residents"
    | "exclude";
  /** outbound: from the origin; inbound: to it */ direction?: "outbound" | "inbound";
  /** Which engine walks. osrm only where the server has one; it knows the profile adult and private ways excluded, which are then its standard. Left out: osrm where the server has it and it can do all that is asked, the standard privateWays=residents included, else embedded */ engine?:
    | "embedded"
    | "osrm";
  /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
  /** now or ISO 8601: gates that are shut then stay shut, and only outlets open then count; those of unknown hours make a category unknown */ at?: string;
}

export interface ComputeMatrixBody {
  from: [number, number][];
  to: [number, number][];
  profile?: ProfileId;
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** residents: private ways lead out of home and to the destination, never through; exclude: not used */ privateWays?:
    | "residents"
    | "exclude";
  /** Which engine walks. osrm only where the server has one; it knows the profile adult and private ways excluded, which are then its standard. Left out: osrm where the server has it and it can do all that is asked, the standard privateWays=residents included, else embedded */ engine?:
    | "embedded"
    | "osrm";
}

/** The rings */
export interface Isochrones {
  type: "FeatureCollection";
  /** The largest ring first */ features: IsochronesFeature[];
  /** Which engine walks */ engine: "embedded" | "osrm";
  /** Longitude, latitude in degrees, WGS-84 */ origin: [number, number];
  accessMeters: number | null;
  attachment: [number, number] | null;
  /** Why nothing is reached, where nothing is */ reason?: string;
  settings: WalkSettings;
  networkVersion: string;
  dataDate: string | null;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Why the embedded engine answered in place of OSRM, which was meant to; absent otherwise */ fallbackReason?: string;
  /** From how many H3 cells of which resolutions the rings were drawn; only by OSRM */ sampling?: {
    h3Resolutions: number[];
    cells: number;
  };
  /** Known open outlets by ring and category; categories without any are left out */ outlets: Record<
    string,
    Record<string, number>
  >;
  /** All 50 in policy order */ categories: CategoryReach[];
}

export interface IsochronesProperties {
  minutes: number;
  areaSquareMeters: number;
  /** Of residences whose own walk is within the ring */ households: number;
  population: number | null;
  /** Some of the households are estimates */ householdsEstimated: boolean;
}

export interface IsochronesFeature {
  type: "Feature";
  geometry: { type: "MultiPolygon"; coordinates: [number, number][][][] };
  properties: IsochronesProperties;
}

/** The matrix */
export interface Matrix {
  /** Rows from, columns to; null where there is no way; between the snapped places, access legs left out */ seconds: (
    | number
    | null
  )[][];
  meters: (number | null)[][];
  from: { location: [number, number] | null; accessMeters: number | null }[];
  to: { location: [number, number] | null; accessMeters: number | null }[];
  /** Which engine walks */ engine: "embedded" | "osrm";
  settings: WalkSettings;
  networkVersion: string;
  /** Why the embedded engine answered in place of OSRM, which was meant to; absent otherwise */ fallbackReason?: string;
}

/** The walk */
export interface Walk {
  type: "Feature";
  geometry: { type: "LineString"; coordinates: [number, number][] };
  properties: WalkProperties;
}

export interface WalkFeature {
  kind: WayFeature;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  meters: number;
  /** Metres walked until it begins */ atMeters: number;
  stepCount?: number;
  name?: string;
}

export interface WalkWay {
  name: string;
  meters: number;
  atMeters: number;
}

export interface WalkProperties {
  /** Which engine walks */ engine: "embedded" | "osrm";
  /** From door to door, access legs included */ seconds: number;
  meters: number;
  accessMeters: { from: number; to: number };
  /** What a walker notices on the way, in order */ features: WalkFeature[];
  /** Kinds that the engine cannot tell: there may be some though none is listed */ unknownFeatures?: WayFeature[];
  ways: WalkWay[];
  settings: WalkSettings;
  networkVersion: string;
  /** Why the embedded engine answered in place of OSRM, which was meant to; absent otherwise */ fallbackReason?: string;
}

export type WayFeature =
  | "steps"
  | "crossing"
  | "signals"
  | "footbridge"
  | "underpass"
  | "lift"
  | "escalator"
  | "ferry"
  | "gate";
