// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type {
  AreaLevel,
  Basis,
  CategoryId,
  FiguredArea,
  HouseholdCounts,
  Job,
  Named,
  ProfileId,
  RepairKindId,
  WalkSettings,
} from "./shared.ts";

export const scenarios = {
  /** A new version of a scenario */
  changeScenario: call<{ city: string; id: string }, ChangeScenarioBody, SavedScenario>(
    "PUT /api/cities/{city}/scenarios/{id}",
  ),
  /** Scenarios side by side */
  compareScenarios: call<
    {
      city: string;
      /** Two to six, by comma */ ids: string;
    },
    never,
    ScenarioComparison
  >("GET /api/cities/{city}/scenarios/compare"),
  /** A kept scenario with its figures as they are now */
  getScenario: call<
    {
      city: string;
      id: string;
      /** An older one */ version?: number;
      /** So many homes are listed */ top?: number;
    },
    never,
    SavedScenario
  >("GET /api/cities/{city}/scenarios/{id}"),
  /** The scenarios that are kept, the latest changed first */
  listScenarios: call<{ city: string }, never, { items: ListScenariosItem[] }>("GET /api/cities/{city}/scenarios"),
  /** Take a scenario away, with all its versions */
  removeScenario: call<
    {
      city: string;
      id: string;
      /** As it was seen; 409 where somebody changed it since */ version: number;
    },
    never,
    { id: string }
  >("DELETE /api/cities/{city}/scenarios/{id}"),
  /** What edits of outlets and ways would change, for whom; kept with save */
  tryScenario: call<{ city: string }, TryScenarioBody, ScenarioEffect | TryScenarioAnswer>(
    "POST /api/cities/{city}/scenarios",
  ),
};

export interface ChangeScenarioBody {
  /** As it was seen; 409 where somebody changed it since */ version: number;
  name?: string;
  note?: string | null;
  outlets?: OutletEdits;
  network?: NetworkEdits;
  profile?: ProfileId;
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** HH:MM on the Wednesday of this week, or a moment: only outlets open then count, see coverage */ at?: string;
}

export interface ListScenariosItem {
  id: string;
  name: string;
  note: string | null;
  version: number;
  /** When this version was made */ at: string;
  createdAt: string;
  link: string;
  /** How many edits of outlets, and of the network */ edits: { outlets: number; network: number };
}

export interface TryScenarioAnswer {
  job: Job;
  id: string | null;
  version: number | null;
}

export interface TryScenarioBody {
  outlets?: OutletEdits;
  network?: NetworkEdits;
  profile?: ProfileId;
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** HH:MM on the Wednesday of this week, or a moment: only outlets open then count, see coverage */ at?: string;
  name?: string;
  note?: string | null;
  /** Keep it under its name */ save?: boolean;
  /** So many homes are listed */ top?: number;
  /** Which areas are told; all levels when left out */ levels?: AreaLevel[];
}

export interface ChangedResidence {
  id: string;
  name: string | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  households: number;
  categories: ChangedResidenceCategory[];
}

export interface ChangedResidenceCategory {
  category: CategoryId;
  change: "gained" | "lost" | "newlyKnown" | "noLongerKnown";
  beforeSeconds: number | null;
  afterSeconds: number | null;
}

export interface ChangedResidences {
  /** Those with the most households first */ gain: ChangedResidence[];
  lose: ChangedResidence[];
  total: { gain: number; lose: number };
}

/** Households for which it is so of any category, each once. gain: a gap before, reached now; newlyKnown: unknown before, reached now */
export interface HouseholdChanges {
  gain: number;
  lose: number;
  newlyKnown: number;
  noLongerKnown: number;
}

/** A gate or way within 25 m of a place. Takes up to some seconds in a metropolis */
export interface NetworkEdits {
  openGates?: (
    | {
        /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
      }
    | {
        /** Its number in OSM, or node/… or way/… */ id: number | string;
      }
  )[];
  closeGates?: (
    | {
        /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
      }
    | {
        /** Its number in OSM, or node/… or way/… */ id: number | string;
      }
  )[];
  /** Each end joins a way within 15 m; it passes over all else */ addLinks?: NetworkEditsAddLink[];
  closeWays?: (
    | {
        /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
      }
    | {
        /** Its number in OSM, or node/… or way/… */ id: number | string;
      }
  )[];
}

export interface NetworkEditsAddLink {
  path: [number, number][];
  kind: "footbridge" | "path" | "crossing" | "footway" | "steps" | "underpass" | "pedestrian";
  name?: string | null;
}

export interface OutletEdits {
  add?: OutletEditsAdd[];
  move?: {
    /** Of an open outlet */ id: string;
    /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  }[];
  remove?: string[];
  change?: OutletEditsChange[];
}

export interface OutletEditsAdd {
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  /** All that it does from then on */ services: { category: CategoryId; kind?: RepairKindId | null }[];
  name?: string | null;
  openingHours?: string | null;
}

export interface OutletEditsChange {
  /** Of an open outlet */ id: string;
  /** All that it does from then on */ services?: { category: CategoryId; kind?: RepairKindId | null }[];
  openingHours?: string | null;
}

export interface SavedScenario {
  id: string;
  name: string | null;
  note: string | null;
  version: number;
  newest: number | null;
  link: string | null;
  edits: ScenarioEdits;
  createdAt: string;
  /** When this version was made */ at: string;
  stale: SavedScenarioStale | null;
  /** Edits that no longer fit the city, such as of an outlet that is gone; there are no figures then */ problems: {
    field: string;
    message: string;
  }[];
  effect: ScenarioFigures | null;
}

export interface SavedScenarioStale {
  /** When it was worked out before */ since: string;
  households: HouseholdChanges;
  /** Whether other households gain or lose by it now */ differs: boolean;
}

export interface ScenarioArea {
  level: AreaLevel;
  area: FiguredArea;
  categories: ScenarioAreaCategory[];
}

export interface ScenarioAreaCategory {
  category: CategoryId;
  before: HouseholdCounts;
  after: HouseholdCounts;
  ringMinutes: number;
}

export interface ScenarioCircle {
  id: string;
  name: string;
  presence: { before: { points: number; type: Named | null }; after: { points: number; type: Named | null } } | null;
  /** Mean share of the basic categories */ reach: { before: number | null; after: number | null };
  categories: ScenarioCircleCategory[];
}

export interface ScenarioCircleCategory {
  category: CategoryId;
  before: HouseholdCounts;
  after: HouseholdCounts;
}

/** Side by side */
export interface ScenarioComparison {
  scenarios: ScenarioComparisonScenario[];
  /** Of the whole city, where any of them changes something; in policy order */ categories: {
    category: CategoryId;
    /** null where the scenario leaves it as it is */ each: ({
      before: HouseholdCounts;
      after: HouseholdCounts;
    } | null)[];
  }[];
  circles: ScenarioComparisonCircle[];
}

export interface ScenarioComparisonScenario {
  id: string;
  name: string;
  version: number;
  profile: ProfileId | null;
  speedKmh: number | null;
  at: string | null;
  households: HouseholdChanges | null;
  people: { gain: number; lose: number } | null;
  /** Edits that no longer fit the city, such as of an outlet that is gone; there are no figures then */ problems: {
    field: string;
    message: string;
  }[];
}

export interface ScenarioComparisonCircle {
  id: string;
  name: string;
  each: ({
    presence: { before: { points: number; type: Named | null }; after: { points: number; type: Named | null } } | null;
    reach: { before: number | null; after: number | null };
  } | null)[];
}

export interface ScenarioEdits {
  outlets?: OutletEdits;
  network?: NetworkEdits;
  profile?: ProfileId;
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** HH:MM on the Wednesday of this week, or a moment: only outlets open then count, see coverage */ at?: string;
}

export interface ScenarioEffect extends ScenarioFigures {
  id: string | null;
  name: string | null;
  note: string | null;
  version: number | null;
  newest: number | null;
  link: string | null;
  edits: ScenarioEdits;
}

export interface ScenarioFigures {
  /** Where anything is other: the city first, then those where most is */ areas: ScenarioArea[];
  households: HouseholdChanges;
  people: { gain: number; lose: number } | null;
  residences: ChangedResidences;
  /** Where anything is other */ circles: ScenarioCircle[];
  /** What should be known of the figures */ notes: string[];
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: { time: string; asked: string };
  settings: WalkSettings;
  networkVersion: string;
  basis: Basis;
  /** Milliseconds of computing */ computeMs: number;
}
