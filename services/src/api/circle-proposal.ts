/** Where the next circle could lie: the walk from its middle to every home near, and the communities those stand in. */
import { defaultSettings } from "@quarterhour/isochrones";
import type { Position } from "@quarterhour/isochrones";
import type { Polygon } from "geojson";
import { boxAsPolygon } from "../box.ts";
import { commonGround, together } from "../assessment/circles/clip.ts";
import { neighboursOf } from "../assessment/circles/neighbours.ts";
import { areaOf, centerOf, contains, ringsOf } from "../assessment/circles/plane.ts";
import { growCircle } from "../assessment/circles/propose.ts";
import type { ProposalGoal, ProposedCommunity } from "../assessment/circles/propose.ts";
import { simplifyRing } from "../assessment/circles/simplify.ts";
import type { CircleStandard } from "../assessment/circles/standard.ts";
import type { Boundary, CircleResidence } from "../assessment/circles/types.ts";
import { polygonProblem } from "../store/index.ts";
import { cutting } from "./circle-boundary.ts";
import { circleGround } from "./circle-ground.ts";
import type { CityContext } from "./city-context.ts";
import { Problem } from "./problem.ts";

export interface ProposalQuestion {
  /** Id of a community. */
  community?: string;
  center?: Position;
  standard: CircleStandard;
  people?: readonly [number, number];
  dwellings?: readonly [number, number];
}

/** Throws a Problem where nothing can be grown. */
export async function proposeCircle(context: CityContext, question: ProposalQuestion, signal?: AbortSignal) {
  const { communities, residences } = await circleGround(context);
  const goal: ProposalGoal = {
    minutes: question.standard.minutes,
    people: question.people ?? question.standard.people,
    dwellings: question.dwellings ?? question.standard.dwellings,
  };
  if (communities.length === 0 && question.center !== undefined) {
    return ringAround(context, question.center, goal, question.standard, signal);
  }
  const start = communities.findIndex((community) =>
    question.center === undefined ? community.id === question.community : contains(community.geometry, question.center),
  );
  if (start < 0) {
    throw question.center === undefined
      ? new Problem(404, `There is no community "${question.community}" in ${context.city.id}.`)
      : new Problem(422, `${question.center.join(",")} lies in no community; choose a place that does.`);
  }
  const homes = new Map<string, number[]>();
  for (const [row, { areas }] of residences.entries()) {
    if (areas.community === null) continue;
    const known = homes.get(areas.community);
    if (known === undefined) homes.set(areas.community, [row]);
    else known.push(row);
  }
  const center = question.center ?? middleOf(communities[start], homes.get(communities[start].id) ?? [], residences);
  const walks = await walksFrom(context, center, goal.minutes, residences.length, signal);
  const neighbours = await context.now.once("neighbours of communities", async () => neighboursOf(communities));
  const candidates = communities.map(({ id, name }, i): ProposedCommunity => {
    const rows = homes.get(id) ?? [];
    return {
      id,
      name,
      neighbours: neighbours[i],
      ...sizeOf(rows, residences),
      meanSeconds: meanOf(rows, walks, residences),
    };
  });
  const grown = growCircle(candidates, start, goal);
  const [first, ...others] = grown.members.map((index): Boundary => communities[index].geometry);
  const united = cutting("community", () => together(first, ...others));
  const boundary = withoutHoles(united);
  // ground that it surrounds is its own, and so are those who live there
  const taken = new Set(grown.members);
  const enclosed = communities.flatMap(({ geometry }, i) =>
    !taken.has(i) && contains(boundary, centerOf(geometry)) ? [candidates[i]] : [],
  );
  const { members: _members, ...rest } = grown;
  return {
    method: "communities" as const,
    boundary,
    center,
    ...rest,
    households: grown.households + enclosed.reduce((sum, { households }) => sum + households, 0),
    people: enclosed.reduce<number | null>(
      (sum, { people }) => (sum === null || people === null ? null : sum + people),
      grown.people,
    ),
    enclosed: enclosed.map(({ id, name, households }) => ({ id, name, households })),
    ...(await saidOf(context, goal, question.standard)),
  };
}

/** What every proposal says of what it rests on. */
async function saidOf(context: CityContext, goal: ProposalGoal, { nameZh, source }: CircleStandard) {
  const { minutes, dwellings, people } = goal;
  return {
    standard: { nameZh, minutes, dwellings: [...dwellings], people: [...people], source },
    basis: {
      formulas: ["circle.proposed-boundary"],
      networkVersion: (await context.reach()).table.parameters.networkVersion,
      dataDate: context.city.osmDate,
      speedKmh: defaultSettings.speedKmh,
      profile: defaultSettings.profile,
    },
  };
}

/** Corners of a ring of walking time are finer than anybody draws. */
const ringToleranceMeters = 20;

/** Where no communities are known: what can be walked to within the minutes. */
async function ringAround(
  context: CityContext,
  center: Position,
  goal: ProposalGoal,
  standard: CircleStandard,
  signal?: AbortSignal,
) {
  const { minutes } = goal;
  const question = { origin: center, minutes: [minutes], settings: defaultSettings, moment: null, claimed: [] };
  const bytes = await context.compute.isochrones(
    { ...question, dataDate: null },
    signal ?? new AbortController().signal,
  );
  const answer = JSON.parse(Buffer.from(bytes).toString("utf8")) as {
    features: { geometry: { coordinates: Position[][][] } }[];
    reason?: string;
  };
  const shells = answer.features[0].geometry.coordinates.map(([shell]) => shell);
  if (shells.length === 0) {
    throw new Problem(422, `Nothing can be walked to from ${center.join(",")}: ${answer.reason ?? "no way is near"}.`);
  }
  const polygons = shells.map((shell): Polygon => ({ type: "Polygon", coordinates: [shell] }));
  const largest = polygons.reduce((best, polygon) => (areaOf(polygon) > areaOf(best) ? polygon : best));
  const simple = {
    type: "Polygon" as const,
    coordinates: [simplifyRing(largest.coordinates[0] as Position[], ringToleranceMeters)],
  };
  const drawn: Boundary = polygonProblem(simple) === null ? simple : largest;
  // beyond the map nothing is known, and no circle may lie there
  const boundary = cutting("community", () => commonGround(drawn, boxAsPolygon(context.city.bbox))) ?? drawn;
  const isCut = areaOf(boundary) < 0.999 * areaOf(drawn);
  const { residences, residenceGrid } = await circleGround(context);
  const { households, people } = sizeOf([...residenceGrid.inside(boundary)], residences);
  const [size, [least, most], unitZh, unitEn] =
    people === null || residences.length === 0
      ? ([households, goal.dwellings, "户", "households"] as const)
      : ([people, goal.people, "人", "people"] as const);
  return {
    method: "ring" as const,
    boundary,
    center,
    steps: [],
    enclosed: [],
    households,
    people,
    endZh: `没有社区边界可循，取步行 ${minutes} 分钟可达的范围：${size} ${unitZh}，标准为 ${least}–${most}。${isCut ? "范围在地图边缘截止。" : ""}`,
    endEn: `No borders of communities to follow: what is within ${minutes} minutes on foot, ${size} ${unitEn}; the standard is ${least} to ${most}.${isCut ? " It ends where the map does." : ""}`,
    meetsStandard: size >= least && size <= most,
    ...(await saidOf(context, goal, standard)),
  };
}

/** Seconds to each home by row; Infinity beyond the search, which goes half as far again as the minutes, twice at most. */
async function walksFrom(
  context: CityContext,
  [lng, lat]: Position,
  minutes: number,
  homes: number,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const { start, home, seconds } = await context.compute.homesAround(
    { lngLat: Float64Array.of(lng, lat), limitMinutes: minutes * 2, settings: defaultSettings, among: null },
    signal,
  );
  const found = new Float64Array(homes).fill(Infinity);
  for (let i = start[0]; i < start[1]; i++) found[home[i]] = Math.min(found[home[i]], seconds[i]);
  return found;
}

/** Of the households; one that is beyond the search counts as far as the search goes. */
function meanOf(rows: readonly number[], walks: Float64Array, residences: readonly CircleResidence[]): number | null {
  let [all, within, sum] = [0, 0, 0];
  const farthest = rows.reduce((most, row) => (Number.isFinite(walks[row]) ? Math.max(most, walks[row]) : most), 0);
  for (const row of rows) {
    const { households } = residences[row];
    all += households;
    const isWithin = Number.isFinite(walks[row]);
    if (isWithin) within += households;
    sum += households * (isWithin ? walks[row] : farthest * 1.5);
  }
  // where most homes are out of reach, so is the community
  return within * 2 < all || all === 0 ? null : sum / all;
}

function sizeOf(rows: readonly number[], residences: readonly CircleResidence[]) {
  let households = 0;
  let people: number | null = 0;
  for (const row of rows) {
    const home = residences[row];
    households += home.households;
    people = people === null || home.people === null ? null : people + home.people;
  }
  return { households, people };
}

/** Where its households live, on average, or the nearest of its homes to that: a place that people walk from. */
function middleOf(
  { geometry }: { geometry: Boundary },
  rows: readonly number[],
  residences: readonly CircleResidence[],
): Position {
  if (rows.length === 0) return centerOf(geometry);
  let [lng, lat, all] = [0, 0, 0];
  for (const row of rows) {
    const { households, location } = residences[row];
    lng += location[0] * households;
    lat += location[1] * households;
    all += households;
  }
  const mean: Position = all > 0 ? [lng / all, lat / all] : centerOf(geometry);
  const squeeze = Math.cos((mean[1] * Math.PI) / 180);
  const distance = ([x, y]: Position) => ((x - mean[0]) * squeeze) ** 2 + (y - mean[1]) ** 2;
  return rows
    .map((row) => residences[row].location)
    .reduce((best, place) => (distance(place) < distance(best) ? place : best));
}

/** Ground that a circle surrounds is its own. */
function withoutHoles(boundary: Boundary): Boundary {
  const shells = ringsOf(boundary).map(([shell]) => [shell] as Position[][]);
  return shells.length === 1
    ? { type: "Polygon", coordinates: shells[0] }
    : { type: "MultiPolygon", coordinates: shells };
}
