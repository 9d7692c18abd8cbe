// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { OriginalCoordinates } from "./shared.ts";

export const sites = {
  /** Enter a spare site */
  addSite: call<{ city: string }, AddSiteBody, Site>("POST /api/cities/{city}/sites"),
  /** Change fields by hand; they outlive the next import of its table */
  editSite: call<{ city: string; id: string }, EditSiteBody, Site>("PATCH /api/cities/{city}/sites/{id}"),
  /** One spare site */
  getSite: call<{ city: string; id: string }, never, Site>("GET /api/cities/{city}/sites/{id}"),
  /** Places that stand empty and could take in outlets */
  listSites: call<
    {
      city: string;
      /** What sort of place it is */ kind?: SiteKind;
      /** west,south,east,north */ bbox?: string;
      /** Only those that can be had on this day */ availableOn?: string;
    },
    never,
    { items: Site[] }
  >("GET /api/cities/{city}/sites"),
  /** Take away a spare site; one that its table still has comes back with the table's next import */
  removeSite: call<{ city: string; id: string }, never, null>("DELETE /api/cities/{city}/sites/{id}"),
};

export interface AddSiteBody {
  name: string;
  kind?: SiteKind | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  areaSquareMeters?: number | null;
  address?: string | null;
  owner?: string | null;
  availableFrom?: string | null;
  availableUntil?: string | null;
  note?: string | null;
}

export interface EditSiteBody {
  name?: string;
  kind?: SiteKind | null;
  /** Longitude, latitude in degrees, WGS-84 */ location?: [number, number];
  areaSquareMeters?: number | null;
  address?: string | null;
  owner?: string | null;
  availableFrom?: string | null;
  availableUntil?: string | null;
  note?: string | null;
}

export interface Site {
  name: string;
  kind: SiteKind | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  areaSquareMeters: number | null;
  address: string | null;
  owner: string | null;
  availableFrom: string | null;
  availableUntil: string | null;
  note: string | null;
  id: string;
  kindText: string | null;
  kindNameZh: string | null;
  kindNameEn: string | null;
  original: OriginalCoordinates | null;
  /** On the day asked for, today where none is; no limit known counts as yes */ available: boolean;
  /** The table's sender, or steward where somebody entered it */ source: string;
  sourceRef: string | null;
  importId: string | null;
  /** Fields set by hand; they stay when the table comes again */ edited: string[];
  createdAt: string;
  updatedAt: string;
}

/** What sort of place it is */
export type SiteKind =
  | "kiosk"
  | "guard-post"
  | "community-room"
  | "shopfront"
  | "premises"
  | "plant"
  | "shed"
  | "land"
  | "other";
