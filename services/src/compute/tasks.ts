/** What threads are asked and answer. Types alone: both sides of the pool import it. */
import type {
  GroundRoom,
  HomeWeights,
  IsochroneResult,
  JoinedPlaces,
  NearestPlan,
  NearestRows,
  Position,
  RouteResult,
  WalkSettings,
  WeighPlan,
} from "@quarterhour/isochrones";
import type { Frontage } from "../assessment/siting/frontage.ts";
import type { PlacedCover } from "../assessment/siting/placed-cover.ts";
import type { Solution } from "../assessment/siting/solve.ts";
import type { CityData } from "./city-data.ts";
import type { PointLayer } from "./point-layer.ts";
import type { ScenarioAnswer, ScenarioData, ScenarioQuestion } from "./scenario-data.ts";

/**
 * Something large that threads keep between tasks: plain data over shared memory. A thread is sent it once, before the
 * first task that needs it.
 */
export type Shared =
  | { kind: "network"; id: string; value: { bytes: Uint8Array; room: GroundRoom | null } }
  | { kind: "city"; id: string; value: CityData }
  | { kind: "places"; id: string; value: JoinedPlaces }
  | { kind: "scenario"; id: string; value: ScenarioData }
  | { kind: "points"; id: string; value: PointLayer }
  | { kind: "nearest"; id: string; value: NearestRows }
  | { kind: "weighing"; id: string; value: { plan: WeighPlan; weights: HomeWeights } };

export type SharedOf<K extends Shared["kind"]> = Extract<Shared, { kind: K }>;

/** Ids of the shared values a walk needs: `places` are the city's, joined as the settings want it. */
export interface WalkGround {
  network: string;
  city: string;
  places: string;
}

export interface IsochroneQuestion extends WalkGround {
  origin: Position;
  minutes: number[];
  settings: WalkSettings;
  /** Milliseconds since 1970: only outlets open then count; null counts all. */
  moment: number | null;
  /** Columns of the categories of which somebody vouches that all outlets are in the data. */
  claimed: number[];
  dataDate: string | null;
  /** Day of the outlets, where it is a past one. */
  date?: string;
  /** Of the table that tells the nearest outlets beyond the rings; null: they are searched for. */
  nearest: string | null;
  /** Shared memory for the answer. */
  room?: Uint8Array | null;
  /** What another engine answered; without it the embedded engine draws and walks. */
  answered?: AnsweredElsewhere;
  /** Why the embedded engine answers in place of another one, in words. */
  fallbackReason?: string;
}

/** Rings and walks of another engine. */
export interface AnsweredElsewhere {
  rings: IsochroneResult;
  /** To places within the limit of 30 minutes, or of the largest ring: outlets by index, then residences. */
  walks: { index: number; seconds: number }[];
  accessMeters: number;
  edgeOfDataSeconds: number;
}

export interface NearQuestion extends WalkGround {
  origin: Position;
  limitMinutes: number;
  settings: WalkSettings;
}

/** Outlets by walking seconds; equal ones by index. */
export interface NearAnswer {
  outlet: Uint32Array;
  seconds: Float64Array;
  /** Of the origin; NaN where it has no walkable way near. */
  accessMeters: number;
  /** Infinity where the map's data goes on beyond the limit. */
  edgeOfDataSeconds: number;
}

export interface HomesAroundQuestion extends WalkGround {
  /** Longitude and latitude of each place asked about in turn. */
  lngLat: Float64Array;
  limitMinutes: number;
  settings: WalkSettings;
  /** Shared memory: 1 for each home that is asked for; null: all. */
  among: Uint8Array | null;
}

/** Homes around place i are start[i] … start[i + 1] - 1, in no order; seconds with both access legs. */
export interface HomesAroundAnswer {
  start: Uint32Array;
  home: Uint32Array;
  seconds: Float64Array;
}

export interface MatrixQuestion {
  network: string;
  from: Position[];
  to: Position[];
  settings: WalkSettings;
}

/** JSON: the rows of `from` without the brackets around them, and the places joined. */
export interface MatrixRows {
  seconds: Uint8Array;
  meters: Uint8Array;
  from: Uint8Array;
  to: Uint8Array;
}

export interface Tasks {
  /** The body of the answer, JSON in UTF-8; where it fits into the room given, written there, and its length. */
  isochrones: { input: IsochroneQuestion; output: Uint8Array | number };
  near: { input: NearQuestion; output: NearAnswer };
  /** Of the city's open outlets by category; its rows, in shared memory, are still to be filled. */
  planNearest: { input: WalkGround & { settings: WalkSettings; limitMinutes: number }; output: NearestPlan };
  /** Fills in the columns `from` … `to - 1`. */
  fillNearest: { input: { plan: NearestPlan; from: number; to: number }; output: null };
  /** Longitude and latitude of places where a shop could be. */
  frontage: { input: { network: string; frontage: Frontage }; output: Float64Array };
  chooseSites: { input: { cover: PlacedCover; fixed: number[] }; output: Solution };
  /** Homes whose weight is asked for are those of `among`. */
  planWeighing: {
    input: { network: string; city: string; places: string; settings: WalkSettings; limitMinutes: number } & {
      candidates: JoinedPlaces;
      among: Uint8Array | null;
    };
    output: WeighPlan;
  };
  /** Writes into `sums`, shared memory. */
  weigh: {
    input: { weighing: string; places: Uint32Array; extra: Int32Array | null; sums: Float64Array };
    output: null;
  };
  /** Writes into `leader` and `extra`, shared memory. */
  groupPlaces: {
    input: {
      network: string;
      lngLat: Float64Array;
      places: JoinedPlaces;
      /** Towards the places. */
      settings: WalkSettings;
      withinMinutes: number;
      from: number;
      to: number;
      leader: Int32Array;
      extra: Int32Array;
    };
    output: null;
  };
  homesAround: { input: HomesAroundQuestion; output: HomesAroundAnswer };
  matrix: { input: MatrixQuestion; output: MatrixRows };
  /** Metres of the walks from one place to others, door to door; NaN where there is none. */
  meters: {
    input: { network: string; origin: Position; places: Position[]; settings: WalkSettings };
    output: Float64Array;
  };
  route: {
    input: { network: string; from: Position; to: Position; settings: WalkSettings };
    output: RouteResult | null;
  };
  /** Joins a part of the places; `sort` comes after all parts. */
  join: {
    input: {
      network: string;
      positions: Float64Array;
      settings: WalkSettings;
      places: JoinedPlaces;
      from: number;
      to: number;
    };
    output: null;
  };
  sort: { input: { network: string; places: JoinedPlaces }; output: null };
  /** By the one thread that keeps the table. */
  scenario: { input: ScenarioQuestion; output: ScenarioAnswer };
  /** MVT of one layer of points; null where nothing lies in the tile. */
  tile: {
    input: { points: string; z: number; x: number; y: number };
    output: { bytes: Uint8Array; gzipped: Uint8Array } | null;
  };
}

export type TaskName = keyof Tasks;

export type ToThread = { share: Shared } | { forget: string } | { id: number; name: TaskName; input: unknown };

export type FromThread =
  | { ready: true }
  | { id: number; output: unknown }
  | { id: number; error: { name: string; message: string; stack?: string } };
