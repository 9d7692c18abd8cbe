// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

export type AreaLevel = "city" | "district" | "street" | "community";

export interface AreaOfLevel {
  id: string;
  name: string;
  nameEn: string | null;
  level: AreaLevel;
}

export interface Basis {
  /** Ids in services/src/assessment/README.md */ formulas: string[];
  dataDate: string | null;
  networkVersion: string;
  profile: ProfileId;
  speedKmh: number;
  date: string | null;
  at: string | null;
  knownShare: number | null;
}

/** One of the 50 categories */
export type CategoryId =
  | "convenience-store"
  | "supermarket"
  | "food-market"
  | "fresh-supermarket"
  | "breakfast"
  | "restaurant"
  | "staple-food-kitchen"
  | "hairdresser"
  | "laundry"
  | "pharmacy"
  | "photo-print"
  | "hardware"
  | "housekeeping"
  | "small-repair"
  | "property-service"
  | "recycling"
  | "parcel"
  | "mobile-stall"
  | "water-vending"
  | "bank"
  | "elderly-care"
  | "childcare"
  | "children-play"
  | "neighborhood-center"
  | "art-training"
  | "specialty-restaurant"
  | "tea-coffee"
  | "bakery"
  | "bookstore"
  | "florist"
  | "optician"
  | "stationery"
  | "sports-goods"
  | "brand-store"
  | "lifestyle-store"
  | "fitness"
  | "cinema"
  | "performance-venue"
  | "chess-cards"
  | "massage-wellness"
  | "beauty"
  | "bathhouse"
  | "hotel"
  | "car-wash"
  | "car-repair"
  | "pet-service"
  | "community-canteen"
  | "smart-store"
  | "locker-storage"
  | "vending-machine";

export interface CategoryReach {
  category: CategoryId;
  /** 基本保障类 or 品质提升类 */ tier: "basic" | "quality";
  /** The ring in which the policy wants it */ ringMinutes: number;
  /** reached: an open outlet within the ring; gap: none, and the data would know; unknown: nobody vouches for the category, or the map ends within the ring */ state:
    | "reached"
    | "gap"
    | "unknown";
  nearestSeconds: number | null;
  nearestOutlet: CategoryReachNearestOutlet | null;
  /** Known open outlets within 5, 10 and 15 minutes; where the state is unknown there may be more */ within: CategoryReachWithin;
}

export interface CategoryReachNearestOutlet {
  id: string;
  name: string;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  kinds: RepairKindId[];
}

export interface CategoryReachWithin {
  "5": number;
  "10": number;
  "15": number;
}

export interface CircleSatisfaction {
  responses: number;
  people: number | null;
  sampleShare: number | null;
  sufficient: boolean | null;
  categorySatisfiedShare: number | null;
  serviceSatisfiedShare: number | null;
}

export type CoverageLevel = "city" | "district" | "street" | "community" | "circle" | "cell";

export interface DuplicateReason {
  key:
    | "name.same"
    | "name.alike"
    | "name.sounds"
    | "name.contained"
    | "name.different"
    | "name.none"
    | "chain.same"
    | "branch.same"
    | "branch.different"
    | "phone.same"
    | "phone.hotline"
    | "phone.different"
    | "category.same"
    | "category.related"
    | "category.different"
    | "kinds.different"
    | "address.same"
    | "address.different"
    | "floors.different"
    | "distance.near"
    | "distance.far"
    | "distance.shifted"
    | "status.different"
    | "dates.successive"
    | "opened.same"
    | "rival.alike";
  zh: string;
  en: string;
}

export interface FiguredArea {
  /** Of cells, the H3 index */ id: string;
  name: string;
  nameEn: string | null;
  level: CoverageLevel;
  /** West, south, east, north in degrees, WGS-84 */ bbox?: number[];
  /** With geometry=1; of the whole city the box of its map */ geometry?: {
    type: "Polygon" | "MultiPolygon";
    coordinates: unknown[];
  };
}

export interface HouseholdCounts {
  covered: number;
  gap: number;
  unknown: number;
}

export interface IndicatorValue {
  id: string;
  nameZh: string;
  nameEn: string;
  group: string;
  value: number | null;
  reason: string | null;
  /** It rests on categories of which nobody vouches that all are in the data */ incomplete: boolean;
  unit: string;
  level: string | null;
  colour: string | null;
  formula: string;
}

export interface Job {
  id: string;
  kind: string;
  city: string | null;
  state: "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";
  step: string | null;
  fraction: number | null;
  /** What came of it, once it is done */ result: unknown;
  error: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

export type LayerFormat = "csv" | "xlsx" | "geojson" | "gpkg" | "shp";

/** Open it in 高德, 百度, 腾讯, with coordinates converted to theirs */
export interface MapLinks {
  amap: string;
  baidu: string;
  tencent: string;
}

export interface Named {
  id: string;
  nameZh: string;
  nameEn: string;
}

/** Coordinates as they came, with their reference system */
export interface OriginalCoordinates {
  x: number;
  y: number;
  crs: string;
}

export interface Outlet {
  id: string;
  city: string;
  name: string;
  /** What it does; one shop may do several things */ services: { category: CategoryId; kind: RepairKindId | null }[];
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  original: OriginalCoordinates | null;
  address: string | null;
  phone: string | null;
  openingHours: string | null;
  openingHoursText: string | null;
  status: OutletStatus;
  openedOn: string | null;
  closedOn: string | null;
  attributes: OutletAttributes;
  /** osm, or who sent the table */ source: string;
  sourceRef: string | null;
  importId: string | null;
  createdAt: string;
  updatedAt: string;
  openNow: boolean | null;
  links: MapLinks;
}

export interface OutletAttributes {
  open24h?: boolean;
  selfService?: boolean;
  delivery?: boolean;
  chain?: string;
  areaSquareMeters?: number;
  wheelchair?: "yes" | "limited" | "no";
  priceHint?: string;
  url?: string;
}

export interface OutletAttributesInput {
  open24h?: boolean;
  selfService?: boolean;
  delivery?: boolean;
  chain?: string;
  areaSquareMeters?: number;
  wheelchair?: "yes" | "limited" | "no";
  priceHint?: string;
  url?: string;
}

export type OutletStatus = "open" | "closed" | "planned";

/** Who walks; each profile has its own speed */
export type ProfileId = "adult" | "elder" | "child" | "pram" | "wheelchair";

/** Kind of small repair */
export type RepairKindId =
  | "shoe"
  | "watch"
  | "appliance"
  | "bicycle"
  | "key"
  | "clothes"
  | "electronics"
  | "furniture"
  | "bag"
  | "zipper";

export interface WalkSettings {
  profile: ProfileId;
  /** Speed on level, firm ground; without it the profile's own */ speedKmh: number;
  /** residents: private ways lead out of home and to the destination, never through; exclude: not used */ privateWays:
    | "residents"
    | "exclude";
  /** outbound: from the origin; inbound: to it */ direction: "outbound" | "inbound";
  at?: string | null;
  /** Seconds lost at each set of traffic lights */ signalSeconds?: number;
}
