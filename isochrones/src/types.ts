import type { BarrierKind } from "./foot/rules.ts";

/** Longitude, latitude in degrees, WGS-84. */
export type Position = [lng: number, lat: number];

/** West, south, east, north in degrees, WGS-84. */
export type BoundingBox = [west: number, south: number, east: number, north: number];

export interface MultiPolygon {
  type: "MultiPolygon";
  coordinates: Position[][][];
}

export interface LineString {
  type: "LineString";
  coordinates: Position[];
}

export type ProfileId = "adult" | "elder" | "child" | "pram" | "wheelchair";

/** What a walk depends on besides the map. Every result carries the settings that made it. */
export interface WalkSettings {
  profile: ProfileId;
  /** Speed on level, firm ground; each profile brings its own default. */
  speedKmh: number;
  /** `residents`: private ways lead out of home and into the destination, never through. `exclude`: not used at all. */
  privateWays: "residents" | "exclude";
  /** `outbound`: from the origin to places; `inbound`: from places to the origin. */
  direction: "outbound" | "inbound";
  /**
   * Local date and time in China, `2026-06-01T22:30`: gates and ways that are shut at the start of the walk are not used.
   * null ignores the time: whatever is open at some hour between 08:00 and 20:00 counts as open.
   */
  at?: string | null;
  /** Seconds lost at each set of traffic lights walked through; each profile brings its own default. */
  signalSeconds?: number;
}

/** Where a point off the network meets its nearest walkable way. */
export interface Attachment {
  /** Index of the edge in the network. */
  edge: number;
  /** Metres from the edge's first vertex to the foot of the access leg. */
  offsetMeters: number;
  /** Straight metres between the point and its foot. */
  accessMeters: number;
  /** Foot of the access leg. */
  location: Position;
}

/** Why a place joins no way. */
export interface Unattached {
  /**
   * `off-map`: the map does not reach there. `no-way`: none near, or only tunnels, bridges and the like. `barrier`: all
   * lie behind walls, fences, water, railways or motorways. `cut-off`: those near lead nowhere. `closed`: those near are
   * shut to this walker, at this time, or private while private ways are left out.
   */
  code: "off-map" | "no-way" | "barrier" | "cut-off" | "closed";
  /** What stands in front of the ways near, the most frequent first. */
  barriers: BarrierKind[];
  /** Straight metres to the nearest way of any kind; null where none is near. */
  nearestMeters: number | null;
  /** The same in a sentence without a capital or a full stop. */
  reason: string;
}

/**
 * A ring of corners among others in one array: longitude and latitude of each in turn, corners[from] … corners[to - 1], whole
 * numbers of 1e-8 degree; the last corner is the first. Outer rings run counter-clockwise, holes clockwise.
 */
export interface FlatRing {
  corners: Float64Array;
  from: number;
  to: number;
}

export interface Ring {
  minutes: number;
  geometry: MultiPolygon;
  areaSquareMeters: number;
}

export interface IsochroneResult {
  engine: "embedded" | "osrm";
  origin: Position;
  /** null where no walkable way is near; then every ring is empty and `reason` says why. */
  attachment: { location: Position; accessMeters: number } | null;
  /** In ascending order of minutes; each contains the ones before it. */
  rings: Ring[];
  reason?: string;
  settings: WalkSettings;
  networkVersion: string;
  /** Where OSRM drew them: from how many points, the centres of H3 cells of which resolutions, the finest first. */
  sampling?: { h3Resolutions: number[]; cells: number };
  /** Why this engine answered in place of OSRM, in words. */
  fallbackReason?: string;
}

/** Isochrones as they were drawn, for whoever writes them down at once: the next drawing uses the arrays again. */
export interface OutlineResult extends Omit<IsochroneResult, "rings"> {
  /** In ascending order of minutes. Polygons are each the outer ring and then its holes. */
  rings: { minutes: number; polygons: FlatRing[][]; areaSquareMeters: number }[];
}

export interface MatrixPlace {
  /** Snapped place on the network, or null where no walkable way is near. */
  location: Position | null;
  accessMeters: number | null;
  /** Why there is none, where there is none. */
  reason?: string;
}

/** Rows are origins, columns destinations; null where there is no way. Access legs are left out. */
export interface MatrixResult {
  seconds: (number | null)[][];
  meters: (number | null)[][];
  from: MatrixPlace[];
  to: MatrixPlace[];
  /** Left out by the embedded engine, which is asked directly; settings and version are then those it was asked with. */
  engine?: "embedded" | "osrm";
  settings?: WalkSettings;
  networkVersion?: string;
  /** Why this engine answered in place of OSRM, in words. */
  fallbackReason?: string;
}

/** Something a walker notices on the way. */
export interface RouteFeature {
  kind: "steps" | "crossing" | "signals" | "footbridge" | "underpass" | "lift" | "escalator" | "ferry" | "gate";
  location: Position;
  meters: number;
  /** Metres walked from the start until it begins. */
  atMeters: number;
  /** Number of stairs where the map says. */
  stepCount?: number;
  name?: string;
}

export interface RouteResult {
  engine: "embedded" | "osrm";
  /** From door to door, access legs included. */
  geometry: LineString;
  seconds: number;
  meters: number;
  accessMeters: { from: number; to: number };
  features: RouteFeature[];
  /** Kinds of feature that the engine cannot tell; there may be some though `features` has none. */
  unknownFeatures?: RouteFeature["kind"][];
  /** Named ways in the order walked, with the metres on each and those walked from the start until it begins. */
  ways: { name: string; meters: number; atMeters: number }[];
  settings: WalkSettings;
  networkVersion: string;
  /** Why this engine answered in place of OSRM, in words. */
  fallbackReason?: string;
}

/** The two engines' common face. Outcomes without a way are `null` or carry a `reason`; wrong arguments throw RangeError. */
export interface WalkingEngine {
  readonly name: "embedded" | "osrm";
  isochrones(origin: Position, minutes: number[], settings?: Partial<WalkSettings>): Promise<IsochroneResult>;
  matrix(from: Position[], to: Position[], settings?: Partial<WalkSettings>): Promise<MatrixResult>;
  route(from: Position, to: Position, settings?: Partial<WalkSettings>): Promise<RouteResult | null>;
}

/** Targets of a many-to-many question: each stands at a position and belongs to one or more groups. */
export interface GroupedTargets {
  positions: Position[];
  /** For each target the indices of its groups, each below `groupCount`. */
  groups: number[][];
  groupCount: number;
}

/**
 * Answer for `origins × groups`, row by origin: cell = origin * groupCount + group.
 * Seconds include both access legs.
 */
export interface GroupReach {
  groupCount: number;
  /** Seconds to the nearest target of the group; Infinity where none is reached within the limit. */
  nearestSeconds: Float64Array;
  /** Index of that target, -1 where none. Equal times: the lower index. */
  nearestTarget: Int32Array;
  /** How many targets of the group lie within each of `ringMinutes`. */
  within: Uint16Array[];
  ringMinutes: number[];
  /** Per origin, metres of its access leg; NaN where it has no walkable way near. */
  accessMeters: Float64Array;
  /** Per origin, seconds to where the map data ends; Infinity where the end is not reached within the limit. */
  edgeOfDataSeconds: Float64Array;
}
