// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { CategoryReach, WalkSettings } from "./shared.ts";

export const residences = {
  /** One compound with its outline, gates and homes */
  getCompound: call<{ city: string; id: string }, never, CompoundWithHomes>("GET /api/cities/{city}/compounds/{id}"),
  /** One residence with its reach */
  getResidence: call<
    {
      city: string;
      id: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
    },
    never,
    ResidenceReach
  >("GET /api/cities/{city}/residences/{id}"),
  /** Compounds with their gates and how many live in them */
  listCompounds: call<
    {
      city: string;
      /** west,south,east,north */ bbox?: string;
      /** In name and address; pinyin, initials */ q?: string;
      /** Only those with a gate; with one that is shut to people on foot; with one that has hours */ gates?:
        | "any"
        | "locked"
        | "hours";
      /** 1: with the outline */ geometry?: "0" | "1";
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    { items: Compound[]; nextCursor: string | null }
  >("GET /api/cities/{city}/compounds"),
  /** Buildings and compounds with households */
  listResidences: call<
    {
      city: string;
      /** west,south,east,north */ bbox?: string;
      /** In name, compound, address; pinyin, initials */ q?: string;
      /** Id of a district, street or community */ area?: string;
      /** Only homes from which no walk can be worked out, for any reason or this one */ unattached?:
        | "any"
        | "off-map"
        | "no-way"
        | "barrier"
        | "cut-off"
        | "closed";
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    { items: Residence[]; nextCursor: string | null }
  >("GET /api/cities/{city}/residences"),
};

export interface AreasOfResidence {
  district: string | null;
  street: string | null;
  community: string | null;
}

export interface Compound {
  /** name:… where homes name a compound that no map has drawn */ id: string;
  name: string | null;
  address: string | null;
  /** West, south, east, north in degrees, WGS-84 */ bbox: number[];
  boundary: Record<string, unknown> | null;
  areaSquareMeters: number | null;
  gates: Gate[];
  residences: number;
  households: number;
  /** At least some of them */ householdsEstimated: boolean;
  people: number | null;
  source: string | null;
  sourceRef: string | null;
}

/** The compound */
export interface CompoundWithHomes extends Compound {
  residenceIds: string[];
}

export interface Gate {
  /** Its place in the list */ index: number;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  name: string | null;
  kind: string | null;
  openingHours: string | null;
  access: string | null;
  locked: boolean | null;
  ref: string | null;
}

export interface Residence {
  id: string;
  city: string;
  name: string | null;
  address: string | null;
  compound: string | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  footprint: Record<string, unknown> | null;
  levels: number | null;
  households: number;
  /** Estimated from the building, not counted */ householdsEstimated: boolean;
  people: number | null;
  elderlyShare: number | null;
  childShare: number | null;
  /** Its place was told by a geocoder, from the address */ geocoded?: boolean;
  areas: AreasOfResidence;
  source: string;
  sourceRef: string | null;
  importId: string | null;
  unattached?: Unattached;
}

/** The residence */
export interface ResidenceReach {
  id: string;
  city: string;
  name: string | null;
  address: string | null;
  compound: string | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  footprint: Record<string, unknown> | null;
  levels: number | null;
  households: number;
  /** Estimated from the building, not counted */ householdsEstimated: boolean;
  people: number | null;
  elderlyShare: number | null;
  childShare: number | null;
  /** Its place was told by a geocoder, from the address */ geocoded?: boolean;
  areas: AreasOfResidence;
  source: string;
  sourceRef: string | null;
  importId: string | null;
  accessMeters: number | null;
  unattached: Unattached | null;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  settings: WalkSettings;
  networkVersion: string;
  /** All 50 in policy order */ categories: CategoryReach[];
}

/** Why no walk begins at the door */
export interface Unattached {
  /** off-map: the map does not reach there; no-way: none near; barrier: all lie behind walls, water, railways …; cut-off: those near lead nowhere; closed: those near are shut to people on foot */ code:
    | "off-map"
    | "no-way"
    | "barrier"
    | "cut-off"
    | "closed";
  /** The same in words */ reason: string;
  /** What stands in front of the ways near */ barriers: string[];
  nearestMeters: number | null;
}
