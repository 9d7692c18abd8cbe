/** What the report of a district is made from: its parts, circles, projects. */
import { categories } from "@quarterhour/data";
import { boxAsPolygon } from "../box.ts";
import { coverageInSteps, membersOf } from "../assessment/coverage.ts";
import type { CoverageRow } from "../assessment/coverage.ts";
import type { DistrictArea, DistrictCoverageCell, DistrictReportInput } from "../reports/documents/district-report.ts";
import type { Area, Circle, Store } from "../store/index.ts";
import { AreaIndex } from "../store/polygons.ts";
import { centerOf } from "../assessment/circles/plane.ts";
import { assessCircle } from "./circle-assembly.ts";
import type { CityContext } from "./city-context.ts";
import { inTurns } from "./coverage-question.ts";
import { readSettings } from "./input.ts";
import { Problem } from "./problem.ts";
import { allProjects, factsOf, reportedProjects } from "./report-input.ts";

const rings = categories.map(({ id, ringMinutes }) => ({ id, ringMinutes }));
const levelNames = { district: "区县", street: "街道", community: "社区" } as const;

/** `id` is that of a district or street, or of the city itself for the whole of it. Throws a 404 Problem. */
export async function districtReportInput(
  store: Store,
  context: CityContext,
  id: string,
  origin: string,
): Promise<DistrictReportInput> {
  const { city } = context;
  const [areas, residences, reach, claims, circles] = await Promise.all([
    context.areas(),
    context.residences(),
    context.reach(),
    context.claims(),
    store.listCircles(city.id),
  ]);
  const area = id === city.id ? null : areas.find((one) => one.id === id);
  if (area === undefined || area?.level === "community") {
    const known = areas.filter(({ level }) => level !== "community").map((one) => `${one.id} (${one.name})`);
    throw new Problem(
      404,
      `There is no district or street "${id}" in ${city.id}. Known: ${[`${city.id} (all of it)`, ...known.slice(0, 30)].join(", ")}.`,
    );
  }
  const isInside = residences.map((residence) => area === null || residence.areas[area.level] === area.id);
  const partLevel = partsOf(area, areas);
  const parts = areas.filter((one) => one.level === partLevel);
  const indexOf = new Map(parts.map((part, i) => [part.id, i]));
  const partOf = residences.map((residence, row) =>
    isInside[row] ? (indexOf.get(residence.areas[partLevel] ?? "") ?? -1) : -1,
  );
  // A metropolis has a million homes: others get their turn meanwhile.
  const fold = <T>(of: readonly T[], areaOf: ArrayLike<number>): Promise<CoverageRow<T>[]> =>
    inTurns(coverageInSteps(reach.table, residences, of, membersOf(areaOf, of.length), rings, claims));
  const name = area?.name ?? city.nameZh;
  const [total] = await fold(
    [name],
    isInside.map((inside) => (inside ? 0 : -1)),
  );
  const rows = (await fold(parts, partOf)).filter(({ households }) => households > 0);
  const own = circlesWithin(area, circles);
  const assessed = [];
  for (const circle of own) {
    const { assessment } = await assessCircle(store, context, circle);
    assessed.push({ circle, assessment });
  }
  const ids = new Set(own.map((circle) => circle.id));
  const partNames = new Set(rows.map((row) => row.area.name));
  const projects = (await allProjects(store, city.id)).filter(
    ({ circle, community }) =>
      (circle !== null && ids.has(circle)) ||
      (circle === null && (area === null || (community !== null && partNames.has(community)))),
  );
  return {
    facts: await factsOf(context, origin),
    district: {
      name,
      geometry: area?.geometry ?? boxAsPolygon(city.bbox),
      households: total.households,
      partsName: levelNames[partLevel],
    },
    total: total.cells.map(cellOf),
    areas: rows.map(({ area: part, households, cells }): DistrictArea => ({
      id: part.id,
      name: part.name,
      level: part.level,
      geometry: part.geometry,
      households,
      cells: cells.map(cellOf),
    })),
    circles: assessed.map(({ circle, assessment: { members, presence, quality, reach: reached } }) => ({
      id: circle.id,
      name: circle.name,
      boundary: circle.boundary,
      households: members.households,
      people: members.people,
      communities: members.communities.map((community) => community.name),
      presencePoints: presence.points,
      presenceMax: presence.range.max,
      type: presence.type?.nameZh ?? null,
      qualityPoints: quality?.points ?? null,
      qualityUnknown: quality?.unknownPoints ?? null,
      reachShare: reached.meanBasicShare,
      missingBasic: presence.parts.find((part) => part.id === "basic")!.missing,
    })),
    projects: await reportedProjects(context, projects, circles),
    privateWays: readSettings({}).privateWays,
  };
}

/** The finest level there is: communities where their boundaries are known. */
function partsOf(area: Area | null, areas: readonly Area[]): "district" | "street" | "community" {
  const has = (level: Area["level"]): boolean => areas.some((one) => one.level === level);
  if (has("community")) return "community";
  return has("street") || area?.level === "district" ? "street" : "district";
}

/** Those whose middle lies within. */
function circlesWithin(area: Area | null, circles: readonly Circle[]): Circle[] {
  if (area === null) return [...circles];
  const index = new AreaIndex([area]);
  return circles.filter(({ boundary }) => index.find(centerOf(boundary)) !== null);
}

function cellOf({
  category,
  covered,
  gap,
  unknown,
  share,
  meanSeconds,
  p90Seconds,
}: DistrictCoverageCell): DistrictCoverageCell {
  return { category, covered, gap, unknown, share, meanSeconds, p90Seconds };
}
