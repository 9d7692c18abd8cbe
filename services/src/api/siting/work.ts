/** The work of the jobs of siting: from a question about a city to its result. */
import { defaultSettings } from "@quarterhour/isochrones";
import type { Position, WalkSettings } from "@quarterhour/isochrones";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { worstClosures, stateWithout } from "../../assessment/siting/closures.ts";
import { stateCodes } from "../../assessment/siting/demand.ts";
import type { Homes, States } from "../../assessment/siting/demand.ts";
import { findSites } from "../../assessment/siting/find-sites.ts";
import type { Around } from "../../assessment/siting/question.ts";
import type { Store } from "../../store/store.ts";
import type { CityContext } from "../city-context.ts";
import { readWalkers } from "../coverage-question.ts";
import { localTime } from "../../china-clock.ts";
import type { LongWork } from "../long-work.ts";
import { openThen } from "../reach-variants.ts";
import { candidatesOf } from "./candidates.ts";
import type { CandidateName } from "./candidates.ts";
import { areaOf, homesOf, offers, reachOfNeeds, statesOf } from "./demand.ts";
import { readNeeds } from "./question.ts";
import type { ClosuresBody, SitingBody } from "./question.ts";

export interface Workplace {
  store: Store;
  works: LongWork;
  signal: AbortSignal;
  progress: (step: string, fraction: number | null) => void;
}

export interface Note {
  id: string;
  text: string;
}

export interface Basis {
  formula: string;
  weights: string;
  networkVersion: string;
  dataDate: string | null;
  /** The state of the city that it is about. */
  version: string;
  settings: WalkSettings;
  at: string | null;
  area: { id: string | null; name: string | null } | null;
}

export interface SitingSite {
  order: number;
  location: Position;
  candidate: CandidateName;
  category: CategoryId;
  kind: RepairKindId | null;
  ringMinutes: number;
  fixed: boolean;
  gained: number;
  gainedHouseholds: number;
  gainedPeople: number | null;
  cumulativeHouseholds: number;
  residences: number;
  unknownHouseholds: number;
  householdsInRing: number;
  accessMeters: number | null;
}

export interface SitingResult {
  sites: SitingSite[];
  curve: { count: number; gained: number; households: number; people: number | null }[];
  categories: {
    category: CategoryId;
    kind: RepairKindId | null;
    ringMinutes: number;
    uncoveredBefore: number;
    coveredAfter: number;
    knownShare: number | null;
  }[];
  uncoveredBefore: number;
  coveredAfter: number;
  bound: { upper: number; gained: number; gapShare: number; exact: boolean };
  method: "exact" | "greedy+swap";
  candidates: { considered: number; searched: number; tooFewHouseholds: number };
  notes: Note[];
  basis: Basis;
  computeMs: number;
}

export interface ClosuresResult {
  closures: {
    order: number;
    outlet: { id: string; name: string; location: Position };
    category: CategoryId;
    kind: RepairKindId | null;
    ringMinutes: number;
    lost: number;
    lostHouseholds: number;
    lostPeople: number | null;
    cumulativeHouseholds: number;
    residences: number;
    unknownHouseholds: number;
    householdsInRing: number;
  }[];
  curve: { count: number; lost: number; households: number; people: number | null }[];
  notes: Note[];
  basis: Basis;
  computeMs: number;
}

/** What both questions begin with. */
async function prepare(context: CityContext, body: ClosuresBody, { store, works, signal, progress }: Workplace) {
  const needs = readNeeds(body);
  const walkers = readWalkers(body);
  const area = await areaOf(store, context, body.area);
  progress("reading the homes", 0);
  const { homes, notes } = await homesOf(store, context, needs, body.weights ?? "households", area.isWithin);
  const reach = await reachOfNeeds(context, works, walkers, needs, { signal, progress });
  signal.throwIfAborted();
  const states = await statesOf(context, reach, needs);
  const { network } = await context.engine();
  const { moment } = walkers;
  const settings: WalkSettings = {
    ...defaultSettings,
    ...walkers.settings,
    ...(moment !== null && { at: localTime(moment) }),
  };
  const claims = await context.claims();
  for (const { category } of needs) {
    if (claims.everywhere.has(category)) continue;
    const text = claims.inParts.has(category)
      ? `Only in parts of the city somebody vouches that all outlets of ${category} are in the data; elsewhere nobody is known to lack it`
      : `Nobody vouches that all outlets of ${category} are in the data, so nobody is known to lack it`;
    notes.push({ id: claims.inParts.has(category) ? "claimed-in-parts" : "unclaimed", text });
  }
  const basis: Basis = {
    formula: "siting.coverage",
    weights: body.weights ?? "households",
    networkVersion: network.version,
    dataDate: context.city.osmDate,
    version: context.version,
    settings,
    at: moment && localTime(moment),
    area: body.area === undefined ? null : { id: area.id, name: area.name },
  };
  return { needs, area, homes, notes, reach, states, settings, moment, basis, claims };
}

/** Searches from places to homes; walks lead from the homes. */
function aroundOf(context: CityContext, lngLat: Float64Array, settings: WalkSettings, signal: AbortSignal): Around {
  return (candidates, limitMinutes, among) => {
    const places = new Float64Array(candidates.length * 2);
    candidates.forEach((candidate, i) => places.set(lngLat.subarray(2 * candidate, 2 * candidate + 2), 2 * i));
    const inbound = { ...settings, direction: "inbound" as const };
    return context.compute.homesAround({ lngLat: places, limitMinutes, settings: inbound, among }, signal);
  };
}

/** Throws Problems, and the signal's reason. */
export async function siteWork(context: CityContext, body: SitingBody, at: Workplace): Promise<SitingResult> {
  const began = performance.now();
  const { needs, area, homes, notes, states, settings, basis } = await prepare(context, body, at);
  const { signal, progress } = at;
  progress("looking for candidates", null);
  const { candidates, names, fixed } = await candidatesOf(at.store, context, body, needs, area.rings, signal);
  const found = await findSites({
    homes,
    needs,
    states,
    candidates,
    count: body.count,
    fixed,
    minimumDistanceMeters: body.minimumDistanceMeters ?? 0,
    minimumHouseholds: body.minimumHouseholds ?? 0,
    around: aroundOf(context, candidates.lngLat, settings, signal),
    weigh: (weights, among, grouped) =>
      context.compute.weighing({ lngLat: candidates.lngLat, settings, among, weights }, grouped, signal),
    solve: (cover, settled) => context.compute.chooseSites(cover, settled, signal),
    signal,
    progress,
  });
  const engine = await context.engine();
  let cumulative = 0;
  const sites = found.sites.map((site, i): SitingSite => {
    const { candidate, need, isFixed, ...gains } = site;
    const location: Position = [candidates.lngLat[2 * candidate], candidates.lngLat[2 * candidate + 1]];
    const attachment = engine.attach(location, settings);
    const street = attachment ? engine.network.edgeNameOf(attachment.edge) : "";
    cumulative += gains.gainedHouseholds;
    return {
      order: i + 1,
      location,
      candidate: names[candidate] ?? { kind: "frontage", id: null, name: street || null },
      ...needs[need],
      fixed: isFixed,
      ...gains,
      cumulativeHouseholds: cumulative,
      accessMeters: attachment?.accessMeters ?? null,
    };
  });
  return {
    sites,
    curve: curveOf(sites.map((site) => [site.gained, site.gainedHouseholds, site.gainedPeople])).map(
      ([count, gained, households, people]) => ({ count, gained, households, people }),
    ),
    categories: needs.map((need, n) => ({
      ...need,
      uncoveredBefore: found.uncoveredBefore[n],
      coveredAfter: found.coveredAfter[n],
      knownShare: knownShareOf(homes, states[n]),
    })),
    uncoveredBefore: sumOf(found.uncoveredBefore),
    coveredAfter: sumOf(found.coveredAfter),
    bound: found.bound,
    method: found.method,
    candidates: found.candidates,
    notes,
    basis,
    computeMs: Math.round(performance.now() - began),
  };
}

/** Throws Problems, and the signal's reason. */
export async function closureWork(context: CityContext, body: ClosuresBody, at: Workplace): Promise<ClosuresResult> {
  const began = performance.now();
  const { needs, homes, notes, reach, states, settings, moment, basis, claims } = await prepare(context, body, at);
  const asked = (await context.outlets()).filter(
    (outlet) => outlet.status === "open" && needs.some((need) => offers(outlet, need)),
  );
  const isOpen = moment === null ? null : await openThen(asked, moment);
  const outlets = asked.filter((_outlet, i) => isOpen === null || isOpen[i] === true);
  const lngLat = Float64Array.from(outlets.flatMap(({ location }) => location));
  const found = await worstClosures({
    homes,
    needs,
    states,
    outlets: { count: outlets.length, offers: (outlet, need) => offers(outlets[outlet], needs[need]) },
    wouldBeGap: (home, need) => {
      const { category, ringMinutes } = needs[need];
      const claimed = claims.has(category, home);
      return stateWithout(reach.edgeOfDataSeconds[home], reach.accessMeters[home], claimed, ringMinutes) === "gap";
    },
    count: body.count,
    around: aroundOf(context, lngLat, settings, at.signal),
    signal: at.signal,
    progress: at.progress,
  });
  let cumulative = 0;
  const closures = found.map(({ outlet, need, ...losses }, i) => {
    const { id, name, location } = outlets[outlet];
    cumulative += losses.lostHouseholds;
    return {
      order: i + 1,
      outlet: { id, name, location },
      ...needs[need],
      ...losses,
      cumulativeHouseholds: cumulative,
    };
  });
  return {
    closures,
    curve: curveOf(closures.map((closure) => [closure.lost, closure.lostHouseholds, closure.lostPeople])).map(
      ([count, lost, households, people]) => ({ count, lost, households, people }),
    ),
    notes,
    basis: { ...basis, formula: "siting.closure" },
    computeMs: Math.round(performance.now() - began),
  };
}

/** What so many bring together, from none on. */
function curveOf(steps: [number, number, number | null][]): [number, number, number, number | null][] {
  const curve: [number, number, number, number | null][] = [[0, 0, 0, 0]];
  for (const [weight, households, people] of steps) {
    const [count, weightBefore, householdsBefore, peopleBefore] = curve.at(-1)!;
    const all = peopleBefore === null || people === null ? null : peopleBefore + people;
    curve.push([count + 1, weightBefore + weight, householdsBefore + households, all]);
  }
  return curve;
}

/** Of the households that count, those of which the data can say. */
function knownShareOf({ households, isCounted }: Homes, states: States): number | null {
  let known = 0;
  let all = 0;
  for (let home = 0; home < states.length; home++) {
    if (isCounted?.[home] === 0) continue;
    all += households[home];
    if (states[home] !== stateCodes.unknown) known += households[home];
  }
  return all > 0 ? known / all : null;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
