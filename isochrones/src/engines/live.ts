import { completeSettings } from "../foot/profiles.ts";
import { edgesIn } from "../network/edit.ts";
import type { WalkNetwork } from "../network/network.ts";
import type { WalkCosts } from "../search/costs.ts";
import { ChangeLog, turnedBack, writeAfter, type ReachChange } from "../search/live-change.ts";
import { farthestWalk } from "../search/live-nearest.ts";
import { changeNetwork } from "../search/live-network.ts";
import { LiveOrigins } from "../search/live-origins.ts";
import { setMember, type LiveGround, type LiveState, type LiveTarget } from "../search/live-state.ts";
import { replaceTarget } from "../search/live-targets.ts";
import { roomForPlaces, setPlace, turnedRound, type AttachedPlaces } from "../search/reach.ts";
import type { Attachment, GroupedTargets, GroupReach, Position, WalkSettings } from "../types.ts";
import { checkPosition, checkReachQuestion } from "./check.ts";
import { EmbeddedEngine } from "./embedded.ts";

/** A many-to-many question that will be asked again and again. */
export interface LiveQuestion {
  origins: Position[];
  targets: GroupedTargets;
  ringMinutes: number[];
  limitMinutes: number;
  settings?: Partial<WalkSettings>;
}

/** What was worked out before for the same question and network. */
export interface KnownReach {
  /** Answer of `reachByGroup` or `reachInThreads`; changed in place from now on. */
  reach: GroupReach;
  /** Where the origins join the network. */
  origins?: AttachedPlaces;
}

/**
 * A reach table that is kept up to date while targets come, go and move and the network is edited. After each edit it is,
 * bit for bit, what `reachByGroup` answers to the changed question; only what can change is searched again. Targets keep
 * their numbers: one that was removed leaves its number empty.
 */
export class LiveReach {
  readonly settings: WalkSettings;
  readonly #state: LiveState;
  readonly #grounds = new WeakMap<WalkNetwork, LiveGround>();
  /** How to take back what the table does not hold, and how many edits there were before. */
  readonly #takeBack = new WeakMap<ReachChange, { edits: number; run: () => void }>();
  #edits = 0;

  /** RangeError for an impossible question, and for a table that is not its answer's size. */
  constructor(network: WalkNetwork, question: LiveQuestion, known?: KnownReach) {
    const { origins, targets, limitMinutes } = question;
    this.settings = completeSettings(question.settings);
    const ringMinutes = checkReachQuestion(origins, targets, question.ringMinutes, limitMinutes);
    const engine = new EmbeddedEngine(network);
    const ground = this.#groundOf(network, engine);
    const reach = known?.reach ?? engine.reachByGroup(origins, targets, ringMinutes, limitMinutes, this.settings);
    checkKnown(reach, origins.length, targets.groupCount, ringMinutes);
    const lngLat = Float64Array.from(origins.flat());
    const originPosition = (origin: number): Position => [lngLat[origin * 2], lngLat[origin * 2 + 1]];
    let places = known?.origins;
    if (!places) {
      places = roomForPlaces(origins.length);
      for (let i = 0; i < origins.length; i++) setPlace(places, i, ground.attach(originPosition(i)));
    }
    const all = targets.positions.map((position, i): LiveTarget => ({
      position,
      groups: ascending(targets.groups[i]),
      attachment: targets.groups[i].length > 0 ? ground.attach(position) : null,
    }));
    const members: number[][] = Array.from({ length: targets.groupCount }, () => []);
    all.forEach(({ groups, attachment }, target) => {
      if (attachment) for (const group of groups) members[group].push(target);
    });
    this.#state = {
      ground,
      origins: new LiveOrigins(network, places, ground.search.costs.legRate),
      originPosition,
      targets: all,
      members,
      reach,
      rings: ringMinutes.map((minutes) => Math.round(minutes * 60_000)),
      limit: Math.round(limitMinutes * 60_000),
    };
  }

  /** The table as it is now; it changes with every edit, so copy what must stay. */
  get reach(): GroupReach {
    return this.#state.reach;
  }

  /** Where the origins join the network as it is now; kept beside the table, it spares the next one finding out. */
  get originPlaces(): AttachedPlaces {
    return this.#state.origins.places;
  }

  get network(): WalkNetwork {
    return this.#state.ground.network;
  }

  /** The targets as they are now; those that were removed have no groups. */
  get targets(): GroupedTargets {
    return {
      positions: this.#state.targets.map(({ position }) => position),
      groups: this.#state.targets.map(({ groups }) => [...groups]),
      groupCount: this.reach.groupCount,
    };
  }

  /** Its number is `target` of the change: one more than the last. */
  addTarget(position: Position, groups: number[]): ReachChange {
    checkPosition(position);
    this.#checkGroups(groups);
    const target = this.#state.targets.length;
    const there: Position = [...position];
    this.#state.targets.push({ position: there, groups: [], attachment: null });
    return this.#replace(target, { position: there, groups: ascending(groups) }, () => this.#state.targets.pop());
  }

  moveTarget(target: number, position: Position): ReachChange {
    checkPosition(position);
    return this.#replace(target, { position: [...position], groups: this.#target(target).groups });
  }

  removeTarget(target: number): ReachChange {
    return this.#replace(target, { position: this.#target(target).position, groups: [] });
  }

  /** What the target is from now on; no group at all is as good as removed. */
  setGroups(target: number, groups: number[]): ReachChange {
    this.#checkGroups(groups);
    return this.#replace(target, { position: this.#target(target).position, groups: ascending(groups) });
  }

  /**
   * Walks on another network from now on: one that `editNetwork` made of the one in use, or the one that this was made
   * of, or another made of the same. RangeError where they have nothing to do with each other.
   */
  useNetwork(network: WalkNetwork): ReachChange {
    const state = this.#state;
    const edges = edgesIn(state.ground.network, network);
    if (!edges) {
      throw new RangeError(
        `network ${network.version} was not made of network ${state.ground.network.version} by editNetwork; begin anew with it`,
      );
    }
    const log = new ChangeLog(state.reach);
    const { ground, origins, targets, members } = state;
    if (network !== ground.network) changeNetwork(state, this.#groundOf(network), edges, log);
    return this.#done(log.finish(-1), () => Object.assign(state, { ground, origins, targets, members }));
  }

  /** Takes back the last edit that was not taken back yet; the change is the same from its other end. RangeError for another. */
  undo(change: ReachChange): ReachChange {
    const known = this.#takeBack.get(change);
    if (!known || known.edits !== this.#edits - 1) {
      throw new RangeError("undo: only the last change that was not taken back yet can be taken back");
    }
    this.#takeBack.delete(change);
    this.#edits--;
    const back = turnedBack(change);
    writeAfter(this.#state.reach, back);
    known.run();
    return back;
  }

  #replace(target: number, next: Omit<LiveTarget, "attachment">, beforeUndo = (): unknown => null): ReachChange {
    const state = this.#state;
    const before = this.#target(target);
    const log = new ChangeLog(state.reach);
    const stays = next.position === before.position && before.attachment !== null;
    const attachment: Attachment | null =
      next.groups.length === 0 ? null : stays ? before.attachment : state.ground.attach(next.position);
    replaceTarget(state, target, { ...next, attachment }, log);
    return this.#done(log.finish(target), () => {
      for (const group of next.groups) setMember(state.members[group], target, false);
      if (before.attachment) for (const group of before.groups) setMember(state.members[group], target, true);
      state.targets[target] = before;
      beforeUndo();
    });
  }

  #done(change: ReachChange, run: () => void): ReachChange {
    this.#takeBack.set(change, { edits: this.#edits++, run });
    return change;
  }

  #target(target: number): LiveTarget {
    const found = this.#state.targets[target];
    if (!found) throw new RangeError(`target: ${target} is not a number from 0 to ${this.#state.targets.length - 1}`);
    return found;
  }

  #checkGroups(groups: number[]): void {
    const { groupCount } = this.reach;
    for (const group of groups) {
      if (!(Number.isInteger(group) && group >= 0 && group < groupCount)) {
        throw new RangeError(`groups: ${group} is not a whole number from 0 to ${groupCount - 1}`);
      }
    }
  }

  #groundOf(network: WalkNetwork, engine = new EmbeddedEngine(network)): LiveGround {
    let ground = this.#grounds.get(network);
    if (!ground) {
      // the search runs from the targets back to the origins
      const search = engine.searchFor(turnedRound(this.settings));
      ground = {
        network,
        search,
        // without ways of one direction only, every walk takes as long from its other end
        back: () => (isTheSameBackwards(search.costs) ? search : engine.searchFor(this.settings)),
        attach: (position) => engine.attach(position, this.settings),
        metersIn: farthestWalk(network, search.costs),
      };
      this.#grounds.set(network, ground);
    }
    return ground;
  }
}

const ascending = (groups: number[]): number[] => [...new Set(groups)].sort((a, b) => a - b);

const isTheSameBackwards = ({ classForward, classBackward }: WalkCosts): boolean =>
  classForward.every((open, row) => open === classBackward[row]);

function checkKnown(reach: GroupReach, origins: number, groupCount: number, ringMinutes: number[]): void {
  const fits =
    reach.groupCount === groupCount &&
    reach.accessMeters.length === origins &&
    reach.nearestSeconds.length === origins * groupCount &&
    reach.ringMinutes.join() === ringMinutes.join();
  if (fits) return;
  throw new RangeError(
    `reach: ${reach.accessMeters.length} origins, ${reach.groupCount} groups, rings ${reach.ringMinutes.join(", ")}; the question has ${origins}, ${groupCount}, ${ringMinutes.join(", ")}`,
  );
}
