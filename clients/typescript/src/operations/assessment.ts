// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type {
  AreaLevel,
  AreaOfLevel,
  Basis,
  CategoryId,
  CoverageLevel,
  FiguredArea,
  HouseholdCounts,
  ProfileId,
  WalkSettings,
} from "./shared.ts";

export const assessment = {
  /** Households that gained or lost a category between two days, by area */
  compareCoverage: call<
    {
      city: string;
      /** The earlier day */ from: string;
      /** The later day; today when left out */ to?: string;
      /** Which areas */ level?: AreaLevel;
      /** Category ids, separated by commas */ category?: string;
    },
    never,
    CoverageComparison
  >("GET /api/cities/{city}/coverage/compare"),
  /** Households covered per category and area, the worst first */
  getCoverage: call<
    {
      city: string;
      /** Which areas */ level?: CoverageLevel;
      /** Category ids, separated by commas */ category?: string;
      /** Minutes of the ring; the policy's own when left out */ ring?: number;
      /** Who walks; each profile has its own speed */ profile?: ProfileId;
      /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
      /** Only outlets open then: HH:MM, on the day asked for or else the Wednesday of this week, or a moment such as 2026-06-01T22:00. Households within the ring of an outlet whose hours nobody knows are unknown, not a gap. Gates are those open then */ at?: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** Id of a district, street, community or circle; the whole city when left out */ area?: string;
      /** Of H3 cells, for level=cell */ resolution?: number;
      /** 1: with the shape of each area */ geometry?: "0" | "1";
      /** The lowest mean share first, or the most households without, then the longest mean walk */ sort?:
        | "share"
        | "gap";
      /** So many areas, the first */ limit?: number;
      format?: "json" | "csv" | "xlsx" | "geojson";
    },
    never,
    Coverage | Working
  >("GET /api/cities/{city}/coverage"),
  /** Households by minutes walked to the nearest outlet of a category */
  getCoverageDistribution: call<
    {
      city: string;
      /** One of the 50 categories */ category: CategoryId;
      /** Id of a district, street, community or circle; the whole city when left out */ area?: string;
      /** Minutes of the ring; the policy's own when left out */ ring?: number;
      /** Who walks; each profile has its own speed */ profile?: ProfileId;
      /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
      /** Only outlets open then: HH:MM, on the day asked for or else the Wednesday of this week, or a moment such as 2026-06-01T22:00. Households within the ring of an outlet whose hours nobody knows are unknown, not a gap. Gates are those open then */ at?: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
    },
    never,
    CoverageDistribution | Working
  >("GET /api/cities/{city}/coverage/distribution"),
  /** Coverage month by month */
  getCoverageTrend: call<
    {
      city: string;
      /** Category ids, separated by commas */ category: string;
      /** Id of a district, street, community or circle; the whole city when left out */ area?: string;
      /** Minutes of the ring; the policy's own when left out */ ring?: number;
      /** How far back */ months?: number;
    },
    never,
    CoverageTrend | Working
  >("GET /api/cities/{city}/coverage/trend"),
  /** Residences that lack a category in its ring, or H3 cells of them */
  listGaps: call<
    {
      city: string;
      /** One of the 50 categories */ category: CategoryId;
      /** The ring; the policy's own when left out */ minutes?: number;
      /** Who walks; each profile has its own speed */ profile?: ProfileId;
      /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
      /** Only outlets open then: HH:MM, on the day asked for or else the Wednesday of this week, or a moment such as 2026-06-01T22:00. Households within the ring of an outlet whose hours nobody knows are unknown, not a gap. Gates are those open then */ at?: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** Which residences: of gap, unknown, reached, separated by commas */ state?: string;
      /** As H3 cells of this resolution */ resolution?: number;
    },
    never,
    Gaps | Working
  >("GET /api/cities/{city}/gaps"),
};

/** Coverage by area */
export interface Coverage {
  /** Areas with households, the worst first: see `sort` */ items: CoverageItem[];
  /** Residences that lie in no area of this level */ outside: { residences: number; households: number };
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: { time: string; asked: string };
  settings: WalkSettings;
  networkVersion: string;
  basis: Basis;
}

export interface CoverageCategory {
  category: CategoryId;
  ringMinutes: number;
  /** Households */ covered: number;
  /** Households */ gap: number;
  /** Households of which the data cannot say */ unknown: number;
  share: number | null;
  knownShare: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
  people: HouseholdCounts | null;
  /** Households with an outlet within 30 minutes; mean and p90 are theirs */ measuredHouseholds: number;
}

export interface CoverageItem {
  area: FiguredArea;
  households: number;
  people: number | null;
  /** In policy order: those asked for, or all 50 */ categories: CoverageCategory[];
}

/** Coverage on two days. Households, the map and what somebody vouches for are today's on both */
export interface CoverageComparison {
  from: string;
  to: string;
  /** Areas with households; those where most lost something first */ items: CoverageComparisonItem[];
  settings: WalkSettings;
  networkVersion: string;
}

export interface CoverageComparisonCategory {
  category: CategoryId;
  ringMinutes: number;
  /** Households on the first day */ from: HouseholdCounts;
  /** On the second */ to: HouseholdCounts;
  /** The second less the first */ difference: HouseholdCounts;
  /** Households that lacked it on the first day and reach it on the second */ gained: number;
  /** Households that reached it on the first day and lack it on the second */ lost: number;
  /** Unknown on the first day, reached on the second: no gain */ newlyKnown: number;
  /** Reached on the first day, unknown on the second: no loss */ noLongerKnown: number;
}

export interface CoverageComparisonItem {
  area: AreaOfLevel;
  /** Today's, on both days */ households: number;
  /** Households that gained any category, each counted once */ gained: number;
  /** Households that lost any */ lost: number;
  /** In policy order */ categories: CoverageComparisonCategory[];
}

/** The distribution */
export interface CoverageDistribution {
  area: FiguredArea;
  category: CategoryId;
  ringMinutes: number;
  households: number;
  /** Households by minutes walked to the nearest: more than fromMinutes, at most toMinutes */ bins: CoverageDistributionBin[];
  /** Households that have none within 30 minutes, where the data would know */ beyond: number;
  /** Households that have none, of which the data cannot say */ unknownBeyond: number;
  medianSeconds: number | null;
  /** Households */ covered: number;
  /** Households */ gap: number;
  /** Households of which the data cannot say */ unknown: number;
  share: number | null;
  knownShare: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: { time: string; asked: string };
  settings: WalkSettings;
  networkVersion: string;
  basis: Basis;
}

export interface CoverageDistributionBin {
  fromMinutes: number;
  toMinutes: number;
  households: number;
}

/** The trend */
export interface CoverageTrend {
  area: FiguredArea;
  /** The oldest first */ points: {
    /** First of a month; the last is today */ date: string;
    categories: CoverageTrendCategory[];
  }[];
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: { time: string; asked: string };
  settings: WalkSettings;
  networkVersion: string;
  basis: Basis;
}

export interface CoverageTrendCategory {
  category: CategoryId;
  ringMinutes: number;
  /** Households */ covered: number;
  /** Households */ gap: number;
  /** Households of which the data cannot say */ unknown: number;
  share: number | null;
  knownShare: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
  /** Open in the whole city on that day */ outlets: number;
}

/** The gaps */
export interface Gaps {
  type: "FeatureCollection";
  category: CategoryId;
  minutes: number;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: { time: string; asked: string };
  settings: WalkSettings;
  networkVersion: string;
  basis: Basis;
  /** Of the whole city */ summary: GapsSummary;
  features: (GapsFeature | GapsFeature2)[];
}

export interface GapsSummary {
  households: number;
  /** Households that reach one */ covered: number;
  /** Households that reach none */ gap: number;
  /** Households of which the data cannot say */ unknown: number;
}

export interface GapsProperties {
  id: string;
  name: string | null;
  households: number;
  nearestSeconds: number | null;
  /** reached: an open outlet within the ring; gap: none, and the data would know; unknown: nobody vouches for the category, or the map ends within the ring */ state:
    | "reached"
    | "gap"
    | "unknown";
}

export interface GapsFeature {
  type: "Feature";
  geometry: {
    type: "Point";
    /** Longitude, latitude in degrees, WGS-84 */ coordinates: [number, number];
  };
  properties: GapsProperties;
}

export interface GapsProperties2 {
  /** H3 index */ cell: string;
  households: number;
  /** Households that reach one */ covered: number;
  /** Households that reach none */ gap: number;
  /** Households of which the data cannot say */ unknown: number;
}

export interface GapsFeature2 {
  type: "Feature";
  geometry: { type: "Polygon"; coordinates: [number, number][][] };
  properties: GapsProperties2;
}

/** Being worked out */
export interface Working {
  state: "working";
  step: string;
  fraction: number | null;
  startedAt: string;
}
