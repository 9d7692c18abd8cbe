/**
 * What if: edits of one state of a city and whom they change. The table is edited in place and taken back, so it may be
 * asked for one scenario after another, of different people; what two of them begin with alike stays done between them,
 * so that whoever drags a shop beside a new footbridge does not wait for the footbridge each time.
 */
import { editNetwork } from "@quarterhour/isochrones";
import type { GroupReach, LiveReach, NetworkEdits, Position, ReachChange, WalkNetwork } from "@quarterhour/isochrones";
import type { CoverageChange, LiveCoverage, StateChanged } from "../live-coverage.ts";

/** One edit; targets by their number in the table, groups ascending. */
export type ScenarioStep =
  | { do: "network"; edits: NetworkEdits }
  | { do: "add"; position: Position; groups: number[] }
  | { do: "move"; target: number; position: Position }
  | { do: "set"; target: number; groups: number[] };

export interface ScenarioEffect {
  /** Where a household's state is another one, by residence, then category. */
  changed: StateChanged[];
  /** Counts of areas that are others. */
  areas: CoverageChange[];
}

/** A step that cannot be done, and why: the map has no such gate, a link joins nothing. */
export class StepRefused extends Error {
  override name = "StepRefused";
  readonly step: number;
  constructor(step: number, cause: RangeError) {
    super(cause.message, { cause });
    this.step = step;
  }
}

interface Done {
  key: string;
  change: ReachChange;
}

/** So many edited networks are kept ready, each as large as the map's. */
const networksKept = 2;

export class LiveScenario {
  readonly #live: LiveReach;
  readonly #coverage: LiveCoverage;
  readonly #network: WalkNetwork;
  /** What is done at the moment, the first first. */
  readonly #done: Done[] = [];
  /** By edits; the least recently used first. */
  readonly #networks = new Map<string, WalkNetwork>();

  /** `coverage` is of the table of `live`, and neither is used by anybody else from now on. */
  constructor(live: LiveReach, coverage: LiveCoverage) {
    this.#live = live;
    this.#coverage = coverage;
    this.#network = live.network;
  }

  /**
   * The effect of all steps together, against none. Steps of the network come first. Throws StepRefused; the table is then
   * as sound as before.
   */
  run(steps: readonly ScenarioStep[]): ScenarioEffect {
    const keys = steps.map((step) => JSON.stringify(step));
    let same = 0;
    while (same < keys.length && this.#done[same]?.key === keys[same]) same++;
    while (this.#done.length > same) this.#live.undo(this.#done.pop()!.change);
    for (let i = same; i < steps.length; i++) this.#done.push({ key: keys[i], change: this.#take(steps[i], i) });
    const changed = this.#coverage.statesChanged(this.#net());
    return { changed, areas: this.#coverage.changesBy(changed) };
  }

  /** The table after the last scenario. */
  get reach(): GroupReach {
    return this.#live.reach;
  }

  #take(step: ScenarioStep, index: number): ReachChange {
    const live = this.#live;
    switch (step.do) {
      case "network":
        return live.useNetwork(this.#edited(step.edits, index));
      case "add":
        return live.addTarget(step.position, step.groups);
      case "move":
        return live.moveTarget(step.target, step.position);
      case "set":
        return live.setGroups(step.target, step.groups);
    }
  }

  #edited(edits: NetworkEdits, index: number): WalkNetwork {
    const key = JSON.stringify(edits);
    let network = this.#networks.get(key);
    this.#networks.delete(key);
    if (network === undefined) {
      try {
        network = editNetwork(this.#network, edits);
      } catch (error) {
        if (error instanceof RangeError) throw new StepRefused(index, error);
        throw error;
      }
    }
    this.#networks.set(key, network);
    if (this.#networks.size > networksKept) this.#networks.delete(this.#networks.keys().next().value!);
    return network;
  }

  /** All that is done as one change of the table. */
  #net(): ReachChange {
    if (this.#done.length === 1) return this.#done[0].change;
    const { reach } = this.#live;
    const cells = new Map<number, number>();
    const places = new Map<number, [accessMeters: number, edgeOfDataSeconds: number]>();
    for (const { change } of this.#done) {
      change.cells.forEach((cell, i) => {
        if (!cells.has(cell)) cells.set(cell, change.before.nearestSeconds[i]);
      });
      change.places.forEach((place, i) => {
        const { accessMeters, edgeOfDataSeconds } = change.placesBefore;
        if (!places.has(place)) places.set(place, [accessMeters[i], edgeOfDataSeconds[i]]);
      });
    }
    const cellList = Uint32Array.from(cells.keys()).sort();
    const placeList = Uint32Array.from(places.keys()).sort();
    const none = { nearestTarget: new Int32Array(), within: [] };
    return {
      target: -1,
      origins: new Uint32Array(),
      cells: cellList,
      before: { nearestSeconds: Float64Array.from(cellList, (cell) => cells.get(cell)!), ...none },
      after: { nearestSeconds: Float64Array.from(cellList, (cell) => reach.nearestSeconds[cell]), ...none },
      places: placeList,
      placesBefore: {
        accessMeters: Float64Array.from(placeList, (place) => places.get(place)![0]),
        edgeOfDataSeconds: Float64Array.from(placeList, (place) => places.get(place)![1]),
      },
      placesAfter: {
        accessMeters: Float64Array.from(placeList, (place) => reach.accessMeters[place]),
        edgeOfDataSeconds: Float64Array.from(placeList, (place) => reach.edgeOfDataSeconds[place]),
      },
    };
  }
}
