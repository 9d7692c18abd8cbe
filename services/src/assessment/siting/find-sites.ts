/** Which new outlets would help most: candidates, who could walk to each, the choice, and what it gains. */
import { Demand, stateCodes } from "./demand.ts";
import { OptionFinder } from "./options.ts";
import { solvePlaced } from "./placed-cover.ts";
import type { SitingQuestion } from "./question.ts";

export interface FoundSite {
  candidate: number;
  need: number;
  isFixed: boolean;
  /** In what homes count. */
  gained: number;
  gainedHouseholds: number;
  /** null where nobody counted the people of one of the homes. */
  gainedPeople: number | null;
  /** Homes that lack it no longer. */
  residences: number;
  /** Households within the ring of whom nobody knows whether they lack it. */
  unknownHouseholds: number;
  householdsInRing: number;
}

export interface FoundSites {
  sites: FoundSite[];
  /** Per need, households of the homes that count. */
  uncoveredBefore: number[];
  coveredAfter: number[];
  bound: { upper: number; gained: number; gapShare: number; exact: boolean };
  method: "exact" | "greedy+swap";
  candidates: { considered: number; searched: number; tooFewHouseholds: number };
}

/**
 * Chooses `count` pairs of a candidate and a need that cover the most weight of homes lacking it. The same question gives
 * the same answer. Rejects with the signal's reason.
 */
export async function findSites(question: SitingQuestion): Promise<FoundSites> {
  const { homes, needs, states, candidates, signal, progress } = question;
  const demand = await Demand.of(homes, states);
  const options = await new OptionFinder(question, demand).find();
  signal?.throwIfAborted();
  progress?.("choosing sites", null);
  const solution = await (question.solve ?? solvePlaced)(options.cover, options.fixed);
  const chosen = solution.options.map((option) => ({
    candidate: options.candidateOf[option],
    need: options.needOf[option],
  }));
  progress?.("counting who gains", 0.95);
  const sites = await whoGains(question, demand, chosen);
  const uncoveredBefore = needs.map((_need, n) => {
    let households = 0;
    for (let element = demand.start[n]; element < demand.start[n + 1]; element++) {
      households += homes.households[demand.homes[element]];
    }
    return households;
  });
  const coveredAfter = needs.map((_need, n) =>
    sites.reduce((sum, site) => sum + (site.need === n ? site.gainedHouseholds : 0), 0),
  );
  const { value, upper, exact } = solution;
  return {
    sites,
    uncoveredBefore,
    coveredAfter,
    bound: { upper, gained: value, gapShare: upper > 0 ? (upper - value) / upper : 0, exact },
    method: solution.method,
    candidates: {
      considered: candidates.count,
      searched: options.searched,
      tooFewHouseholds: options.tooFewHouseholds,
    },
  };
}

/** What each site adds to those before it, by searches among all homes. */
async function whoGains(
  { homes, needs, states, around, fixed }: SitingQuestion,
  demand: Demand,
  chosen: readonly { candidate: number; need: number }[],
): Promise<FoundSite[]> {
  const longest = Math.max(...needs.map(({ ringMinutes }) => ringMinutes));
  const candidates = Uint32Array.from(new Set(chosen.map(({ candidate }) => candidate)));
  const { start, home, seconds } = await around(candidates, longest, null);
  const isCovered = new Uint8Array(demand.weights.length);
  return chosen.map(({ candidate, need }, order): FoundSite => {
    const i = candidates.indexOf(candidate);
    const site: FoundSite = {
      candidate,
      need,
      isFixed: order < fixed.length,
      gained: 0,
      gainedHouseholds: 0,
      gainedPeople: 0,
      residences: 0,
      unknownHouseholds: 0,
      householdsInRing: 0,
    };
    // by number, so that sums are the same however threads found them
    const within = home
      .slice(start[i], start[i + 1])
      .filter((_, k) => seconds[start[i] + k] <= needs[need].ringMinutes * 60);
    for (const at of within.sort()) {
      const households = homes.households[at];
      site.householdsInRing += households;
      const isCounted = homes.isCounted?.[at] !== 0;
      if (isCounted && states[need][at] === stateCodes.unknown) site.unknownHouseholds += households;
      const element = demand.elementOf(at, need);
      if (element < 0 || isCovered[element] === 1) continue;
      isCovered[element] = 1;
      site.gained += demand.weights[element];
      site.gainedHouseholds += households;
      const people = homes.people[at];
      site.gainedPeople = site.gainedPeople === null || Number.isNaN(people) ? null : site.gainedPeople + people;
      site.residences++;
    }
    return site;
  });
}
