// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { CategoryId, Job } from "./shared.ts";

export const cities = {
  /** Set what homes that nobody has counted are estimated by; a job estimates them anew */
  changeCity: call<{ city: string }, { estimate: ChangeCityEstimate }, { job: Job }>("PATCH /api/cities/{city}"),
  /** One city, with what is known of it */
  getCity: call<{ city: string }, never, City>("GET /api/cities/{city}"),
  /** The city's data described for catalogues: DCAT-AP as JSON-LD, with every form it comes in and its terms */
  getDataset: call<{ city: string }, never, GetDatasetAnswer>("GET /api/cities/{city}/dataset.jsonld"),
  /** What one update changed: outlets by name, households by category and area */
  getUpdate: call<{ city: string; id: string }, never, CityUpdateReport>("GET /api/cities/{city}/updates/{id}"),
  /** All cities, with what is known of each */
  listCities: call<object, never, { items: City[] }>("GET /api/cities"),
  /** When newer maps came, and what each changed */
  listUpdates: call<{ city: string }, never, { items: CityUpdate[] }>("GET /api/cities/{city}/updates"),
};

export interface ChangeCityEstimate {
  squareMetersPerHousehold?: number | null;
  peoplePerHousehold?: number | null;
  elderlyShare?: number | null;
  childShare?: number | null;
}

export interface GetDatasetDcatdistribution {
  "@id": string;
  "@type": "dcat:Distribution";
  "dct:title": string;
}

export interface GetDatasetAnswer {
  "@context": Record<string, unknown>;
  "@id": string;
  "@type": "dcat:Dataset";
  "dct:title": { "@language": string; "@value": string }[];
  "dct:description": { "@language": string; "@value": string }[];
  "dct:identifier": string;
  "dct:modified": { "@type": string; "@value": string };
  "dct:spatial": { "@type": string; "dcat:bbox": { "@type": string; "@value": string } };
  "dcat:distribution": GetDatasetDcatdistribution[];
}

export interface City {
  id: string;
  nameZh: string;
  nameEn: string;
  /** West, south, east, north in degrees, WGS-84 */ bbox: number[];
  /** Made up: every page must say so */ fictional: boolean;
  osmDate: string | null;
  networkVersion: string | null;
  /** To be shown wherever the city is shown */ attribution: string;
  createdAt: string;
  updatedAt: string;
  counts: CityCounts;
  /** What homes that nobody has counted are estimated by; they are marked as estimated */ estimate: CityEstimate;
  knowledge: CityKnowledge;
}

export interface CityCounts {
  /** Open outlets */ outlets: number;
  residences: number;
  households: number;
  areas: number;
}

export interface CityEstimate {
  /** Floor area; households are footprint × levels ÷ this */ squareMetersPerHousehold: number;
  peoplePerHousehold: number | null;
  elderlyShare: number | null;
  childShare: number | null;
  /** None of them was set for this city */ standard: boolean;
  /** Homes that are estimated */ residences: number;
  /** Households of these */ households: number;
}

export interface CityPartly {
  category: CategoryId;
  /** Ids of the areas */ areas: string[];
  householdShare: number | null;
}

export interface CityKnowledge {
  /** Somebody vouches that all outlets of these categories are in the data */ claimed: CategoryId[];
  /** Somebody vouches in some areas; elsewhere a missing outlet is unknown, not a gap */ partly: CityPartly[];
  /** A missing outlet of these is unknown, not a gap */ unclaimed: CategoryId[];
}

export interface CityUpdate {
  id: string;
  /** When it was brought in */ at: string;
  mapBefore: string | null;
  mapAfter: string | null;
  outlets: OutletUpdateCounts;
  homes: HomeUpdateCounts;
  ways: { addedMeters: number; removedMeters: number } | null;
  reach: ReachUpdate | null;
  /** Outlets edited by hand that went with the map's */ lostEdits: number;
  /** Outlets that the map no longer has and other sources hold */ held: number;
}

/** The update */
export interface CityUpdateReport extends CityUpdate {
  /** outlets: by kind of change count, byCategory and the first by name; homes; ways; reach: categories [{category, gained, lost, newlyKnown, noLongerKnown, areas}] and the areas where most changed; lostEdits, held: each outlet */ report: Record<
    string,
    unknown
  >;
}

export interface HomeUpdateCounts {
  added: {
    homes: number;
    /** Households */ households: number;
  };
  gone: {
    homes: number;
    /** Households */ households: number;
  };
  /** Households */ householdsBefore: number;
  /** Households */ householdsAfter: number;
}

export interface OutletUpdateCounts {
  added: number;
  gone: number;
  moved: number;
  reclassified: number;
  changed: number;
}

/** Of homes that both maps have; null where unknown */
export interface ReachUpdate {
  /** Households */ households: number;
  /** Households that reach a category within its ring that they lacked */ gained: number;
  /** Households that lack one that was within its ring */ lost: number;
}
