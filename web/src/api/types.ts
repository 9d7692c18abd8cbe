/** What the server answers, as far as the pages read it. Seconds, metres, degrees WGS-84, ISO 8601 dates. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { FeatureCollection, LineString, MultiPolygon, Polygon } from "geojson";

export type Position = [lng: number, lat: number];
export type BoundingBox = [west: number, south: number, east: number, north: number];
export type Tier = "basic" | "quality";
export type ReachState = "reached" | "gap" | "unknown";

export interface City {
  id: string;
  nameZh: string;
  nameEn: string;
  bbox: BoundingBox;
  fictional: boolean;
  osmDate: string | null;
  networkVersion: string | null;
  attribution: string;
  updatedAt: string;
  counts?: { outlets: number; residences: number; households: number };
  knowledge?: { claimed: CategoryId[]; unclaimed: CategoryId[] };
}

/** A map of others that may lie under ours. */
export interface Basemap {
  id: string;
  nameZh: string;
  nameEn: string;
  /** Addresses with {z}, {x}, {y}. */
  ground: string[];
  labelsZh: string[];
  labelsEn: string[];
  maxZoom: number;
  attribution: string;
}

export interface Category {
  id: CategoryId;
  nameZh: string;
  nameEn: string;
  tier: Tier;
  ringMinutes: number;
  order: number;
}

export interface RepairKind {
  id: RepairKindId;
  nameZh: string;
  nameEn: string;
  large: boolean;
}

export interface Catalogue {
  categories: Category[];
  repairKinds: RepairKind[];
}

export interface WalkSettings {
  profile: string;
  speedKmh: number;
  privateWays: string;
  direction: string;
}

export interface OutletService {
  category: CategoryId;
  kind: RepairKindId | null;
}

export interface MapLinks {
  amap: string;
  baidu: string;
  tencent: string;
}

export interface Outlet {
  id: string;
  name: string;
  services: OutletService[];
  location: Position;
  address: string | null;
  phone: string | null;
  openingHours: string | null;
  openingHoursText: string | null;
  status: "open" | "closed" | "planned";
  openedOn: string | null;
  closedOn: string | null;
  attributes: {
    open24h?: boolean;
    selfService?: boolean;
    delivery?: boolean;
    chain?: string;
    areaSquareMeters?: number;
    wheelchair?: "yes" | "limited" | "no";
    priceHint?: string;
    url?: string;
  };
  source: string;
  updatedAt: string;
  walkSeconds?: number | null;
  walkMeters?: number | null;
  openNow: boolean | null;
  /** Only of an outlet asked for by itself. */
  hasPhoto?: boolean;
  /** The past day that it is told of; absent: as it is now. */
  date?: string;
  links: MapLinks;
}

export interface OutletPage {
  items: Outlet[];
  nextCursor: string | null;
  settings?: WalkSettings;
  /** Why nothing can be walked to. */
  reason?: string;
}

export interface CategoryReach {
  category: CategoryId;
  tier: Tier;
  ringMinutes: number;
  state: ReachState;
  nearestSeconds: number | null;
  nearestOutlet: { id: string; name: string; location: Position; kinds: RepairKindId[] } | null;
  within: { "5": number; "10": number; "15": number };
}

export interface RingProperties {
  minutes: number;
  areaSquareMeters: number;
  households: number | null;
  population: number | null;
  householdsEstimated?: boolean;
}

/** Largest ring first. */
export interface IsochroneAnswer extends FeatureCollection<MultiPolygon | Polygon, RingProperties> {
  engine: string;
  origin: Position;
  accessMeters: number | null;
  attachment: Position | null;
  reason?: string;
  /** Why another engine answered than was meant to. */
  fallbackReason?: string;
  settings: WalkSettings;
  networkVersion: string;
  dataDate: string | null;
  categories: CategoryReach[];
}

export type WalkFeatureKind =
  | "steps"
  | "crossing"
  | "signals"
  | "footbridge"
  | "underpass"
  | "lift"
  | "escalator"
  | "ferry"
  | "gate";

export interface WalkFeature {
  kind: WalkFeatureKind;
  location: Position;
  meters: number;
  /** Metres walked from the start until it begins. */
  atMeters: number;
  stepCount?: number;
  name?: string;
}

export interface WalkRoute {
  type: "Feature";
  geometry: LineString;
  properties: {
    engine: string;
    seconds: number;
    meters: number;
    accessMeters: { from: number; to: number };
    features: WalkFeature[];
    /** Kinds that the engine cannot tell: there may be some though none is listed. */
    unknownFeatures?: WalkFeatureKind[];
    fallbackReason?: string;
    ways: { name: string; meters: number; atMeters: number }[];
    settings: WalkSettings;
    networkVersion: string;
  };
}

export interface SearchHit {
  type: "outlet" | "residence" | "compound" | "area" | "place";
  id: string;
  name: string;
  address: string | null;
  location: Position;
  bbox?: BoundingBox;
}
