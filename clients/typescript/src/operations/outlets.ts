// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type {
  AreaLevel,
  AreaOfLevel,
  CategoryId,
  LayerFormat,
  Outlet,
  OutletAttributesInput,
  OutletStatus,
  ProfileId,
  RepairKindId,
  WalkSettings,
} from "./shared.ts";

export const outlets = {
  /** Add an outlet by hand */
  addOutlet: call<{ city: string }, AddOutletBody, Outlet>("POST /api/cities/{city}/outlets"),
  /** Change fields by hand; they outlive the next import of its table */
  editOutlet: call<{ city: string; id: string }, EditOutletBody, Outlet>("PATCH /api/cities/{city}/outlets/{id}"),
  /** A bureau's outlets as a file that opens in Excel or GIS, and imports again as it was */
  exportLedger: call<
    {
      city: string;
      ledger: string;
      /** Category ids, separated by commas */ category?: string;
      /** Kinds of small repair, separated by commas */ kind?: string;
      /** 基本保障类 or 品质提升类 */ tier?: "basic" | "quality";
      /** west,south,east,north */ bbox?: string;
      /** now or ISO 8601: only those open at that moment. Those of unknown hours are left out and counted in unknownHours */ open?: string;
      /** In the name or address, in characters, pinyin or initials */ q?: string;
      /** Of open, closed, planned, separated by commas; open and planned when left out */ status?: string;
      /** ISO 8601 */ changedSince?: string;
      /** shp: a zipped Shapefile */ format?: LayerFormat;
      /** wgs84 (when left out), gcj02, bd09, EPSG:4490, EPSG:4547 … */ crs?: string;
    },
    never,
    string
  >("GET /api/cities/{city}/ledgers/{ledger}", "text"),
  /** The filtered outlets as a table for spreadsheets */
  exportOutletsCsv: call<
    {
      city: string;
      /** Category ids, separated by commas */ category?: string;
      /** Kinds of small repair, separated by commas */ kind?: string;
      /** 基本保障类 or 品质提升类 */ tier?: "basic" | "quality";
      /** west,south,east,north */ bbox?: string;
      /** now or ISO 8601: only those open at that moment. Those of unknown hours are left out and counted in unknownHours */ open?: string;
      /** In the name or address, in characters, pinyin or initials */ q?: string;
      /** Of open, closed, planned, separated by commas; open and planned when left out */ status?: string;
      /** ISO 8601 */ changedSince?: string;
    },
    never,
    string
  >("GET /api/cities/{city}/outlets.csv", "text"),
  /** The filtered outlets as GeoJSON */
  exportOutletsGeoJson: call<
    {
      city: string;
      /** Category ids, separated by commas */ category?: string;
      /** Kinds of small repair, separated by commas */ kind?: string;
      /** 基本保障类 or 品质提升类 */ tier?: "basic" | "quality";
      /** west,south,east,north */ bbox?: string;
      /** now or ISO 8601: only those open at that moment. Those of unknown hours are left out and counted in unknownHours */ open?: string;
      /** In the name or address, in characters, pinyin or initials */ q?: string;
      /** Of open, closed, planned, separated by commas; open and planned when left out */ status?: string;
      /** ISO 8601 */ changedSince?: string;
    },
    never,
    { type: "FeatureCollection"; features: ExportOutletsGeoJsonFeature[] }
  >("GET /api/cities/{city}/outlets.geojson"),
  /** One outlet, as it is or as it was on a day */
  getOutlet: call<
    {
      city: string;
      id: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
    },
    never,
    OutletAlone
  >("GET /api/cities/{city}/outlets/{id}"),
  /** Who changed what, when, and by which source; of outlets that are gone as well */
  getOutletHistory: call<{ city: string; id: string }, never, GetOutletHistoryAnswer>(
    "GET /api/cities/{city}/outlets/{id}/history",
  ),
  /** The outlet's photo, where a steward has made one public */
  getOutletPhoto: call<
    {
      city: string;
      id: string;
      /** The small one, 320 pixels */ thumb?: "" | "1" | "true";
    },
    never,
    Uint8Array
  >("GET /api/cities/{city}/outlets/{id}/photo", "bytes"),
  /** What became of an outlet: when it opened, moved, changed its name, closed */
  getOutletTimeline: call<{ city: string; id: string }, never, Timeline>(
    "GET /api/cities/{city}/outlets/{id}/timeline",
  ),
  /** Outlets that opened, closed, moved or changed between two days */
  listChanges: call<
    {
      city: string;
      /** The earlier day */ from: string;
      /** The later day; today when left out */ to?: string;
      /** Category ids, separated by commas */ category?: string;
      /** west,south,east,north: those that were or are there */ bbox?: string;
      /** Counts by these areas as well */ level?: AreaLevel;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    Changes
  >("GET /api/cities/{city}/changes"),
  /** The lists that bureaus keep, and the categories of each */
  listLedgers: call<object, never, { items: ListLedgersItem[] }>("GET /api/ledgers"),
  /** Outlets, filtered; with near, the nearest on foot first */
  listOutlets: call<
    {
      city: string;
      /** Category ids, separated by commas */ category?: string;
      /** Kinds of small repair, separated by commas */ kind?: string;
      /** 基本保障类 or 品质提升类 */ tier?: "basic" | "quality";
      /** west,south,east,north */ bbox?: string;
      /** now or ISO 8601: only those open at that moment. Those of unknown hours are left out and counted in unknownHours */ open?: string;
      /** In the name or address, in characters, pinyin or initials */ q?: string;
      /** Of open, closed, planned, separated by commas; open and planned when left out */ status?: string;
      /** ISO 8601 */ changedSince?: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** lng,lat: sorted by walking seconds from there; those out of reach are left out */ near?: string;
      /** With near: only those within so many minutes' walk; 60 when left out */ minutes?: number;
      /** Who walks; each profile has its own speed */ profile?: ProfileId;
      /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
      /** residents: private ways lead out of home and to the destination, never through; exclude: not used */ privateWays?:
        | "residents"
        | "exclude";
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    OutletPage
  >("GET /api/cities/{city}/outlets"),
  /** Say that others are the same outlet: what each source says is kept, and can be taken apart again */
  mergeOutlets: call<{ city: string; id: string }, { with: string[] }, Outlet>(
    "POST /api/cities/{city}/outlets/{id}/merge",
  ),
  /** Take away an outlet that never was; one that closed is changed instead, so that past days keep it */
  removeOutlet: call<{ city: string; id: string }, never, null>("DELETE /api/cities/{city}/outlets/{id}"),
  /** Withdraw the outlet's public photo */
  removeOutletPhoto: call<{ city: string; id: string }, never, null>("DELETE /api/cities/{city}/outlets/{id}/photo"),
  /** Bring back an outlet that was taken away by hand, with its id and its past */
  restoreOutlet: call<{ city: string; id: string }, never, Outlet>("POST /api/cities/{city}/outlets/{id}/restore"),
  /** Take apart what was merged */
  splitOutlet: call<
    { city: string; id: string },
    {
      /** Id that it had before it was merged into this one */ formerId: string;
    },
    { kept: Outlet; split: Outlet }
  >("POST /api/cities/{city}/outlets/{id}/split"),
};

export interface AddOutletBody {
  name: string;
  services: { category: CategoryId; kind: RepairKindId | null }[];
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  address?: string | null;
  phone?: string | null;
  openingHours?: string | null;
  openingHoursText?: string | null;
  status?: OutletStatus;
  openedOn?: string | null;
  closedOn?: string | null;
  attributes?: OutletAttributesInput;
  /** The day from which it is so; today when left out */ effectiveOn?: string;
}

export interface EditOutletBody {
  name?: string;
  services?: { category: CategoryId; kind: RepairKindId | null }[];
  /** Longitude, latitude in degrees, WGS-84 */ location?: [number, number];
  address?: string | null;
  phone?: string | null;
  openingHours?: string | null;
  openingHoursText?: string | null;
  status?: OutletStatus;
  openedOn?: string | null;
  closedOn?: string | null;
  attributes?: OutletAttributesInput;
  /** The day from which it is so; today when left out */ effectiveOn?: string;
  /** It was so all along: past days show it as well */ corrects?: boolean;
}

export interface ExportOutletsGeoJsonFeature {
  type: "Feature";
  id: string;
  geometry: {
    type: "Point";
    /** Longitude, latitude in degrees, WGS-84 */ coordinates: [number, number];
  };
  properties: Record<string, unknown>;
}

export interface GetOutletHistoryVersion {
  seq: number;
  /** When it was written */ at: string;
  effectiveOn: string | null;
  /** Account, or cli, system, resident */ actor: string;
  /** What the change came from; before: known when histories began */ origin:
    | "import"
    | "osm"
    | "edit"
    | "report"
    | "merge"
    | "split"
    | "undo"
    | "before";
  originId: string | null;
  /** What it amounts to */ change: OutletChangeKind;
  state: Record<string, unknown> | null;
}

export interface GetOutletHistoryRecord {
  /** steward: entered by hand */ source: string;
  sourceRef: string | null;
  importId: string | null;
  formerId: string | null;
  /** What this source says */ draft: Record<string, unknown>;
}

export interface GetOutletHistoryAnswer {
  versions: GetOutletHistoryVersion[];
  records: GetOutletHistoryRecord[];
  /** Field → the source that it comes from */ provenance: Record<
    string,
    { source?: string; importId?: string | null }
  >;
}

export interface ListLedgersItem {
  id: string;
  nameZh: string;
  nameEn: string;
  bureauZh: string;
  bureauEn: string;
  /** Empty: all categories */ categories: CategoryId[];
}

export interface CategoryChanges extends ChangeCounts {
  category: CategoryId;
  /** Outlets open on each of the two days */ open: { from: number; to: number };
}

export interface ChangeCounts {
  opened: number;
  closed: number;
  moved: number;
  reclassified: number;
  changed: number;
  added: number;
  removed: number;
}

/** What differs between the outlets of two days */
export interface Changes {
  from: string;
  to: string;
  counts: ChangeCounts;
  /** Those in which anything differs, in policy order; an outlet counts in each that it has or had */ categories: CategoryChanges[];
  /** With level: areas in which anything differs; a moved outlet counts where it is now */ areas?: ChangesArea[];
  /** By id */ items: ChangesItem[];
  nextCursor: string | null;
}

export interface ChangesArea {
  area: AreaOfLevel;
  counts: ChangeCounts;
  /** Those in which anything differs, in policy order; an outlet counts in each that it has or had */ categories: CategoryChanges[];
}

export interface ChangesItem {
  id: string;
  /** opened, closed: by what is known of both days and the outlet's own dates; added, removed: it came into the data or left it, without a word when it opened or closed */ change:
    | "opened"
    | "closed"
    | "moved"
    | "reclassified"
    | "changed"
    | "added"
    | "removed";
  /** What differs */ fields: string[];
  before: OutletBrief | null;
  after: OutletBrief | null;
}

export interface ListedOutlet extends Outlet {
  /** With near: from door to door */ walkSeconds?: number;
  walkMeters?: number;
}

/** The outlet */
export interface OutletAlone extends Outlet {
  /** A steward has made a photo public: GET …/outlets/{id}/photo */ hasPhoto: boolean;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
}

export interface OutletBrief {
  name: string;
  services: { category: CategoryId; kind: RepairKindId | null }[];
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  address: string | null;
  status: "open" | "closed" | "planned";
  openedOn: string | null;
  closedOn: string | null;
  source: string;
}

export type OutletChangeKind =
  | "added"
  | "changed"
  | "moved"
  | "reclassified"
  | "opened"
  | "closed"
  | "removed"
  | "corrected"
  | "restored";

/** One page of outlets */
export interface OutletPage {
  items: ListedOutlet[];
  nextCursor: string | null;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  settings?: WalkSettings;
  /** With open: outlets left out because their hours are not known */ unknownHours?: number;
  /** With near: why none can be walked to */ reason?: string;
}

/** As far as is known */
export interface Timeline {
  /** Oldest first */ items: TimelineItem[];
}

export interface TimelineItem {
  on: string | null;
  /** The day on which it came into the data */ writtenOn: string;
  change: OutletChangeKind;
  /** What differs from before */ fields: (
    | "name"
    | "services"
    | "location"
    | "address"
    | "phone"
    | "openingHours"
    | "status"
  )[];
  formerName: string | null;
}
