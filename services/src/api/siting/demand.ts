/** What siting knows of homes: which lack what, and what each counts by. */
import type { CategoryId } from "@quarterhour/data";
import { limitMinutes } from "../../assessment/reach-table.ts";
import { reachState } from "../../assessment/gaps.ts";
import { needOf } from "../../assessment/survey.ts";
import { Areas } from "../../assessment/siting/frontage.ts";
import { stateCodes } from "../../assessment/siting/demand.ts";
import type { Homes, Need, States } from "../../assessment/siting/demand.ts";
import { setImmediate } from "node:timers/promises";
import { reachInThreads } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon } from "geojson";
import type { Outlet, Residence, Store } from "../../store/store.ts";
import { countingAnswers } from "../../surveys/summaries.ts";
import type { CityContext } from "../city-context.ts";
import { homesForThreads } from "../city-reach.ts";
import { localTime } from "../../china-clock.ts";
import type { LongWork } from "../long-work.ts";
import { Problem } from "../problem.ts";
import { openThen, reachOf } from "../reach-variants.ts";
import type { Walkers } from "../reach-variants.ts";
import { circleIndex } from "../division.ts";

/** Between so many homes others get a turn. */
const homesPerTurn = 20_000;

/** Seconds to the nearest outlet of each need, and what makes them certain. */
export interface NeedReach {
  /** By need. */
  nearest: ((home: number, need: number) => number)[];
  uncertain: ((home: number, need: number) => number)[];
  accessMeters: ArrayLike<number>;
  edgeOfDataSeconds: ArrayLike<number>;
}

/** Looks up, or searches, what homes reach of each need. */
export async function reachOfNeeds(
  context: CityContext,
  works: LongWork,
  walkers: Walkers,
  needs: readonly Need[],
  { signal, progress }: { signal: AbortSignal; progress: (step: string, fraction: number | null) => void },
): Promise<NeedReach> {
  const reach: Partial<NeedReach> = {};
  const nearest: NeedReach["nearest"] = [];
  const uncertain: NeedReach["uncertain"] = [];
  if (needs.some(({ kind }) => kind === null)) {
    const { table } = await patiently(signal, progress, () => reachOf(works, context, walkers, 500));
    const width = table.categories.length;
    for (const [need, { category, kind }] of needs.entries()) {
      if (kind !== null) continue;
      const column = table.categories.indexOf(category);
      nearest[need] = (home) => table.nearestSeconds[home * width + column];
      uncertain[need] = (home) => table.uncertainSeconds?.[home * width + column] ?? Infinity;
    }
    reach.accessMeters = table.accessMeters;
    reach.edgeOfDataSeconds = table.edgeOfDataSeconds;
  }
  const ofKinds = [...needs.keys()].filter((need) => needs[need].kind !== null);
  if (ofKinds.length > 0) {
    progress("walking to outlets of these kinds", null);
    const [{ network }, outlets, residences] = await Promise.all([
      context.engine(),
      context.outlets(),
      context.residences(),
    ]);
    const open = outlets.filter(({ status }) => status === "open");
    const isOpen = walkers.moment === null ? null : await openThen(open, walkers.moment);
    const groups = open.map((outlet, i) =>
      ofKinds.flatMap((need, group) => {
        if (!offers(outlet, needs[need]) || isOpen?.[i] === false) return [];
        return [isOpen?.[i] === null ? group + ofKinds.length : group];
      }),
    );
    const groupCount = ofKinds.length * 2;
    const targets = { positions: open.map(({ location }) => location), groups, groupCount };
    const homes = residences.map(({ location }) => location);
    const { moment, settings: asked } = walkers;
    const settings = moment === null ? asked : { ...asked, at: localTime(moment) };
    const found = await reachInThreads(network, homes, targets, [limitMinutes], limitMinutes, {
      settings,
      threads: homes.length < homesForThreads ? 1 : undefined,
      signal,
    });
    for (const [group, need] of ofKinds.entries()) {
      nearest[need] = (home) => found.nearestSeconds[home * groupCount + group];
      uncertain[need] = (home) => found.nearestSeconds[home * groupCount + group + ofKinds.length];
    }
    reach.accessMeters ??= found.accessMeters;
    reach.edgeOfDataSeconds ??= found.edgeOfDataSeconds;
  }
  return { ...(reach as Pick<NeedReach, "accessMeters" | "edgeOfDataSeconds">), nearest, uncertain };
}

/** Asks again until it is done. */
async function patiently<T>(
  signal: AbortSignal,
  progress: (step: string, fraction: number | null) => void,
  ask: () => Promise<{ done: T } | { working: { step: string; fraction: number | null } }>,
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask();
    if ("done" in answer) return answer.done;
    progress(answer.working.step, null);
  }
}

/** Does an outlet offer what is needed? */
export function offers({ services }: Pick<Outlet, "services">, { category, kind }: Need): boolean {
  return services.some((service) => service.category === category && (kind === null || service.kind === kind));
}

/** Per need the state of each home, by the rule of coverage. */
export async function statesOf(context: CityContext, reach: NeedReach, needs: readonly Need[]): Promise<States[]> {
  const [claims, residences] = await Promise.all([context.claims(), context.residences()]);
  const states: States[] = [];
  for (const [need, { category, ringMinutes }] of needs.entries()) {
    const ofNeed = new Uint8Array(residences.length);
    for (let home = 0; home < residences.length; home++) {
      if (home % homesPerTurn === homesPerTurn - 1) await setImmediate();
      const state = reachState(
        {
          nearestSeconds: reach.nearest[need](home, need),
          uncertainSeconds: reach.uncertain[need](home, need),
          edgeOfDataSeconds: reach.edgeOfDataSeconds[home],
          accessMeters: reach.accessMeters[home],
          claimed: claims.has(category, home),
        },
        ringMinutes * 60,
      );
      ofNeed[home] = stateCodes[state];
    }
    states.push(ofNeed);
  }
  return states;
}

export interface AskedArea {
  /** Shown in the answer; null: the city. */
  id: string | null;
  name: string | null;
  /** null: the whole city. */
  isWithin: Uint8Array | null;
  /** Polygons of it, as candidates must lie within; null: anywhere. */
  rings: MultiPolygon["coordinates"] | null;
}

/** Whose homes count. Throws a 404 Problem. */
export async function areaOf(
  store: Store,
  context: CityContext,
  area: string | Polygon | MultiPolygon | undefined,
): Promise<AskedArea> {
  if (area === undefined) return { id: null, name: null, isWithin: null, rings: null };
  const residences = await context.residences();
  const isWithin = new Uint8Array(residences.length);
  const ringsOf = (shape: Polygon | MultiPolygon): MultiPolygon["coordinates"] =>
    shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  if (typeof area !== "string") {
    const rings = ringsOf(area);
    const areas = new Areas(rings);
    for (const [home, { location }] of residences.entries()) isWithin[home] = areas.has(...location) ? 1 : 0;
    return { id: null, name: null, isWithin, rings };
  }
  const circle = await store.getCircle(context.city.id, area);
  if (circle !== null) {
    const index = circleIndex(circle);
    for (const [home, { location }] of residences.entries()) isWithin[home] = index.find(location) === null ? 0 : 1;
    return { id: area, name: circle.name, isWithin, rings: ringsOf(circle.boundary) };
  }
  const known = (await context.areas()).find(({ id }) => id === area);
  if (known === undefined) {
    throw new Problem(404, `There is no area and no circle ${area} in ${context.city.id}.`, [
      { field: "area", message: "should be the id of a district, street, community or circle, or a polygon" },
    ]);
  }
  for (const [home, { areas }] of residences.entries()) isWithin[home] = areas[known.level] === area ? 1 : 0;
  return { id: area, name: known.name, isWithin, rings: known.geometry.coordinates };
}

export type Weighing = "households" | "people" | "elderly" | "need";

/** Homes as siting takes them. Throws a 422 Problem where there is nothing to weigh them by. */
export async function homesOf(
  store: Store,
  context: CityContext,
  needs: readonly Need[],
  weighing: Weighing,
  isCounted: Uint8Array | null,
): Promise<{ homes: Homes; notes: { id: string; text: string }[] }> {
  const residences = await context.residences();
  const households = Float64Array.from(residences, (home) => home.households);
  const people = Float64Array.from(residences, (home) => home.people ?? Number.NaN);
  const lngLat = new Float64Array(residences.length * 2);
  for (const [i, { location }] of residences.entries()) lngLat.set(location, 2 * i);
  const homes = { count: residences.length, lngLat, households, people, isCounted };
  if (weighing === "households") return { homes: { ...homes, weights: needs.map(() => households) }, notes: [] };
  if (weighing === "need") {
    const { weights, notes } = await needWeights(store, context, needs, residences);
    return { homes: { ...homes, weights }, notes };
  }
  const perHousehold = meanOf(
    residences,
    (home) => home.people,
    (home) => home.households,
  );
  if (perHousehold === null) {
    throw new Problem(422, "No residence of this city has a count of people. Weigh by households.");
  }
  const counted = residences.map((home) => home.people ?? home.households * perHousehold);
  const notes: { id: string; text: string }[] = [];
  const unknown = residences.filter((home) => home.people === null).length;
  if (unknown > 0) {
    const text = `${unknown} residences have no count of people: ${perHousehold.toFixed(2)} to a household, as in the others`;
    notes.push({ id: "people-estimated", text });
  }
  let ofHome = Float64Array.from(counted);
  if (weighing === "elderly") {
    const share = meanOf(
      residences,
      (home) => (home.elderlyShare === null ? null : home.elderlyShare),
      (home) => (home.elderlyShare === null ? 0 : 1),
    );
    if (share === null) {
      throw new Problem(422, "No residence of this city has a share of old people. Weigh by households or people.");
    }
    ofHome = ofHome.map((count, i) => count * (residences[i].elderlyShare ?? share));
    const without = residences.filter((home) => home.elderlyShare === null).length;
    if (without > 0) {
      const text = `${without} residences have no share of old people: ${(share * 100).toFixed(1)} %, as the mean of the others`;
      notes.push({ id: "elderly-estimated", text });
    }
  }
  return { homes: { ...homes, weights: needs.map(() => ofHome) }, notes };
}

/** Sum ÷ sum over those where it is known; null where it is known of none. */
function meanOf(
  residences: readonly Residence[],
  value: (home: Residence) => number | null,
  by: (home: Residence) => number,
): number | null {
  let sum = 0;
  let all = 0;
  for (const home of residences) {
    const known = value(home);
    if (known === null) continue;
    sum += known;
    all += by(home);
  }
  return all > 0 ? sum / all : null;
}

/** Households times the share of answers in their circle that miss the category; elsewhere that of all answers. */
async function needWeights(
  store: Store,
  context: CityContext,
  needs: readonly Need[],
  residences: readonly Residence[],
) {
  const city = context.city.id;
  const circles = await store.listCircles(city);
  const weightsOf = (answers: Parameters<typeof needOf>[0]) =>
    new Map<CategoryId, number | null>(needOf(answers).map(({ category, weight }) => [category, weight]));
  const all: Parameters<typeof needOf>[0][number][] = [];
  const asked: { index: ReturnType<typeof circleIndex>; weights: Map<CategoryId, number | null> }[] = [];
  for (const circle of circles) {
    const answers = await countingAnswers(store, city, circle.id);
    if (answers.length === 0) continue;
    all.push(...answers);
    asked.push({ index: circleIndex(circle), weights: weightsOf(answers) });
  }
  const everywhere = weightsOf(all);
  const missing = needs.filter(({ category }) => (everywhere.get(category) ?? null) === null);
  if (missing.length > 0) {
    const names = missing.map(({ category }) => category).join(", ");
    throw new Problem(422, `No survey answer of this city says anything about ${names}. Weigh by households.`);
  }
  const weights = needs.map(() => new Float64Array(residences.length));
  let elsewhere = 0;
  for (const [home, { location, households }] of residences.entries()) {
    if (home % homesPerTurn === homesPerTurn - 1) await setImmediate();
    const circle = asked.find(({ index }) => index.find(location) !== null);
    if (circle === undefined) elsewhere++;
    for (const [need, { category }] of needs.entries()) {
      weights[need][home] = households * (circle?.weights.get(category) ?? everywhere.get(category)!);
    }
  }
  const text = `${elsewhere} residences lie in no circle that was asked: they count by the answers of all circles`;
  return { weights, notes: elsewhere > 0 ? [{ id: "need-elsewhere", text }] : [] };
}
