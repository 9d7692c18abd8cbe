/** What if (情景), as the store keeps it; what edits and results are is the assessment's matter. */

export interface ScenarioDraft {
  name: string;
  note: string | null;
  /** JSON object. */
  edits: unknown;
}

/** One version; the newest unless another was asked for. */
export interface Scenario extends ScenarioDraft {
  id: string;
  city: string;
  version: number;
  /** Who made this version, and when. */
  by: string;
  at: string;
  createdAt: string;
  /** The number of the newest version. */
  newest: number;
  /** Of the newest version, as last worked out; null where it has not been, and for older versions. */
  computed: ScenarioComputed | null;
}

export interface ScenarioComputed {
  /** JSON: the answer. */
  result: unknown;
  /** JSON object: the state of the city that the result is of. */
  base: unknown;
  at: string;
}

/** The part of a store that keeps scenarios. Nothing here counts as a change to the city's `revision`. */
export interface ScenarioStore {
  /** Newest versions, the latest changed first; without results. */
  listScenarios(city: string): Promise<Scenario[]>;
  /** Null where there is none, or no such version. */
  getScenario(city: string, id: string, version?: number): Promise<Scenario | null>;
  /** Throws UnknownCity, InvalidInput. */
  addScenario(city: string, draft: ScenarioDraft, actor: string): Promise<Scenario>;
  /** Makes a new version. Throws NotFound, InvalidInput, StoreConflict where it is not at `version` any more. */
  changeScenario(city: string, id: string, draft: ScenarioDraft, version: number, actor: string): Promise<Scenario>;
  /** Throws NotFound, StoreConflict. */
  removeScenario(city: string, id: string, version: number): Promise<void>;
  /** Keeps what came out of a version; nothing where a newer one is there by now. */
  noteScenarioResult(city: string, id: string, version: number, result: object, base: object): Promise<void>;
}
