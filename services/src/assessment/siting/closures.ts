/** Which outlets would be missed most: what homes lose that reach no other. */
import { reachState } from "../gaps.ts";
import { stateCodes } from "./demand.ts";
import type { Homes, Need, States } from "./demand.ts";
import type { Around } from "./question.ts";

export interface ClosureQuestion {
  homes: Homes;
  needs: Need[];
  /** Per need. */
  states: States[];
  /** Open outlets that offer anything asked for. */
  outlets: { count: number; offers: (outlet: number, need: number) => boolean };
  /** Would a home that loses the last outlet of a need be known to lack it? */
  wouldBeGap: (home: number, need: number) => boolean;
  count: number;
  around: Around;
  signal?: AbortSignal;
  progress?: (step: string, fraction: number | null) => void;
}

export interface Closure {
  outlet: number;
  need: number;
  /** In what homes count. */
  lost: number;
  /** Households that would lack it. */
  lostHouseholds: number;
  lostPeople: number | null;
  /** Homes that would lack it. */
  residences: number;
  /** Households of whom nobody would know any more. */
  unknownHouseholds: number;
  householdsInRing: number;
}

/** What a home would be without an outlet of the category; see `reachState`. */
export function stateWithout(edgeOfDataSeconds: number, accessMeters: number, claimed: boolean, ringMinutes: number) {
  return reachState({ nearestSeconds: Infinity, edgeOfDataSeconds, accessMeters, claimed }, ringMinutes * 60);
}

const batch = 1024;

/**
 * One closure after another, each the one that takes most away beside those before it; none that takes nothing away.
 * Pairs of an outlet and a need: one service of a shop may be given up while others stay.
 */
export async function worstClosures(question: ClosureQuestion): Promise<Closure[]> {
  const { homes, needs, states, outlets, wouldBeGap, around, signal, progress } = question;
  const longest = Math.max(...needs.map(({ ringMinutes }) => ringMinutes));
  const all = Uint32Array.from({ length: outlets.count }, (_, outlet) => outlet);
  // per need and home: how many outlets cover it, and the sum of their numbers, which is the last one's when one is left
  const times = needs.map(() => new Uint32Array(homes.count));
  const sums = needs.map(() => new Float64Array(homes.count));
  const services: { outlet: number; need: number; homes: Uint32Array }[] = [];
  for (let at = 0; at < all.length; at += batch) {
    signal?.throwIfAborted();
    const { start, home, seconds } = await around(all.subarray(at, at + batch), longest, null);
    for (let i = 0; i < start.length - 1; i++) {
      for (let need = 0; need < needs.length; need++) {
        if (!outlets.offers(at + i, need)) continue;
        const limit = needs[need].ringMinutes * 60;
        const within: number[] = [];
        for (let k = start[i]; k < start[i + 1]; k++) if (seconds[k] <= limit) within.push(home[k]);
        for (const each of within) {
          times[need][each]++;
          sums[need][each] += services.length;
        }
        services.push({ outlet: at + i, need, homes: Uint32Array.from(within).sort() });
      }
    }
    progress?.("looking at outlets", (0.9 * at) / all.length);
  }
  const counts = (home: number, need: number): boolean =>
    homes.isCounted?.[home] !== 0 && states[need][home] === stateCodes.reached;
  const lostWith = (service: number): Closure => {
    const { outlet, need, homes: within } = services[service];
    const closure: Closure = {
      outlet,
      need,
      lost: 0,
      lostHouseholds: 0,
      lostPeople: 0,
      residences: 0,
      unknownHouseholds: 0,
      householdsInRing: 0,
    };
    for (const home of within) {
      closure.householdsInRing += homes.households[home];
      if (times[need][home] !== 1 || sums[need][home] !== service || !counts(home, need)) continue;
      if (!wouldBeGap(home, need)) {
        closure.unknownHouseholds += homes.households[home];
        continue;
      }
      closure.lost += homes.weights[need][home];
      closure.lostHouseholds += homes.households[home];
      const people = homes.people[home];
      closure.lostPeople = closure.lostPeople === null || Number.isNaN(people) ? null : closure.lostPeople + people;
      closure.residences++;
    }
    return closure;
  };
  const losses = services.map((_service, service) => lostWith(service));
  const closures: Closure[] = [];
  const isGone = new Uint8Array(services.length);
  while (closures.length < question.count) {
    let worst = -1;
    for (let service = 0; service < services.length; service++) {
      if (isGone[service] === 0 && (worst < 0 || losses[service].lost > losses[worst].lost)) worst = service;
    }
    if (worst < 0 || losses[worst].lost <= 0) break;
    closures.push(losses[worst]);
    isGone[worst] = 1;
    const { need, homes: within } = services[worst];
    const dearer = new Set<number>();
    for (const home of within) {
      times[need][home]--;
      sums[need][home] -= worst;
      if (times[need][home] === 1) dearer.add(sums[need][home]);
    }
    for (const service of dearer) losses[service] = lostWith(service);
  }
  return closures;
}
