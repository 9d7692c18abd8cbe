/** What reports are made from, gathered from the store and the city: plain data, the same figures as the routes give. */
import { categoryOf } from "@quarterhour/data";
import type { Tier } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { openOutlets } from "../assessment/reach-table.ts";
import { stateInTable } from "../assessment/gaps.ts";
import type { DocumentFacts } from "../reports/documents/facts.ts";
import type {
  CircleReportInput,
  ReportedHome,
  ReportedOutlet,
  ReportedProject,
} from "../reports/documents/report-data.ts";
import type { ListedOutlet } from "../reports/documents/sign-index.ts";
import type { RingShape } from "../reports/map/furniture.ts";
import type { Circle, Outlet, Project, Residence, Store } from "../store/index.ts";
import { assessCircle } from "./circle-assembly.ts";
import { viewCircle } from "./circle-view.ts";
import { categoryIds } from "./city-reach.ts";
import type { CityContext } from "./city-context.ts";
import { todayInChina } from "../china-clock.ts";
import { readSettings } from "./input.ts";
import { viewProjects } from "./project-effects.ts";
import { viewSurvey } from "./survey-view.ts";

/** Walks in documents are those of the standard settings, as the reach table's. */
const settings = readSettings({});
const limitMinutes = 30;
const ringMinutes = [5, 10, 15];

export async function factsOf(context: CityContext, origin: string): Promise<DocumentFacts> {
  const { city } = context;
  const bySource = new Map<string, number>();
  for (const { source } of openOutlets(await context.outlets())) bySource.set(source, (bySource.get(source) ?? 0) + 1);
  return {
    city: { id: city.id, nameZh: city.nameZh, fictional: city.fictional, attribution: city.attribution },
    mapDate: city.osmDate,
    asOf: todayInChina(),
    sources: [...bySource]
      .map(([name, outlets]) => ({ name: sourceNames[name] ?? name, outlets }))
      .sort((a, b) => b.outlets - a.outlets),
    speedKmh: settings.speedKmh,
    profile: settings.profile,
    networkVersion: city.networkVersion ?? "",
    origin,
  };
}

const sourceNames: Record<string, string> = { osm: "OpenStreetMap", steward: "人工录入", report: "居民上报" };

/** The rings of 5, 10 and 15 minutes around a place. */
export async function ringsAround(context: CityContext, origin: Position, signal?: AbortSignal): Promise<RingShape[]> {
  const question = { origin, minutes: ringMinutes, settings, moment: null, claimed: [], dataDate: null };
  const body = await context.compute.isochrones(question, signal);
  const { features } = JSON.parse(Buffer.from(body).toString("utf8")) as {
    features: { geometry: RingShape["geometry"]; properties: { minutes: number } }[];
  };
  return features.map(({ geometry, properties }) => ({ minutes: properties.minutes, geometry }));
}

/** Walking seconds from a place to each outlet within half an hour, by id. */
async function walksFrom(context: CityContext, origin: Position, signal?: AbortSignal): Promise<Map<string, number>> {
  const [outlets, near] = await Promise.all([
    context.outlets(),
    context.compute.near({ origin, limitMinutes, settings }, signal),
  ]);
  return new Map(Array.from(near.outlet, (index, i) => [outlets[index].id, near.seconds[i]]));
}

export function liveLink(facts: DocumentFacts, [lng, lat]: Position): string {
  return `${facts.origin}/?city=${facts.city.id}&pin=${lng.toFixed(6)},${lat.toFixed(6)}`;
}

/** Names of the district and street where most of the homes stand; null where no boundary tells. */
function areaName(homes: readonly Residence[], names: ReadonlyMap<string, string>): string | null {
  const most = (level: "district" | "street"): string | null => {
    const counts = new Map<string, number>();
    for (const { areas, households } of homes) {
      const id = areas[level];
      if (id !== null) counts.set(id, (counts.get(id) ?? 0) + households);
    }
    const [id] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
    return id === undefined ? null : (names.get(id) ?? null);
  };
  return [most("district"), most("street")].filter((name) => name !== null).join(" · ") || null;
}

function nameOf(outlet: Outlet): string {
  return outlet.name || categoryOf(outlet.services[0].category).nameZh;
}

function reportedOutlet(outlet: Outlet, walks: ReadonlyMap<string, number>): ReportedOutlet {
  const { id, location, services, address, phone, openingHoursText, attributes } = outlet;
  const openingHours = outlet.openingHours ?? (attributes.open24h === true ? "24/7" : null);
  return {
    id,
    name: nameOf(outlet),
    location,
    services,
    address,
    phone,
    openingHours,
    openingHoursText,
    chain: attributes.chain ?? null,
    walkSeconds: walks.get(id) ?? null,
  };
}

export function listedOutlet({ services, id, name, location, walkSeconds }: ReportedOutlet): ListedOutlet {
  const own = [...new Set(services.map(({ category }) => category))];
  const tier: Tier = own.some((category) => categoryOf(category).tier === "basic") ? "basic" : "quality";
  return { id, name, location, categories: own, tier, walkSeconds };
}

export async function reportedProjects(
  context: CityContext,
  projects: readonly Project[],
  circles: readonly Circle[],
): Promise<ReportedProject[]> {
  const names = new Map(circles.map(({ id, name }) => [id, name]));
  return (await viewProjects(context, projects)).map((project) => ({
    id: project.id,
    name: project.name,
    community: project.community,
    category: project.category,
    kind: project.kind,
    content: project.content,
    site: project.site,
    responsibleUnit: project.responsibleUnit,
    investmentNote: project.investmentNote,
    costNote: project.costNote,
    deadline: project.deadline,
    state: project.state,
    forecast: project.forecast,
    circleName: project.circle === null ? null : (names.get(project.circle) ?? null),
    measured: project.measured && { households: project.measured.households, asOf: project.measured.asOf },
  }));
}

/** All pages of the list. */
export async function allProjects(store: Store, city: string, circle?: string): Promise<Project[]> {
  const found: Project[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listProjects(city, { ...(circle && { circle }), limit: 1000, ...(cursor && { cursor }) });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

/** `from`: where rings and minutes begin, the circle's middle where left out. */
export async function circleReportInput(
  store: Store,
  context: CityContext,
  circle: Circle,
  origin: string,
  { from, signal }: { from?: Position; signal?: AbortSignal } = {},
): Promise<CircleReportInput> {
  const [facts, view, { assessment, findings }, reach, claims, areas, survey, projects] = await Promise.all([
    factsOf(context, origin),
    viewCircle(context, circle),
    assessCircle(store, context, circle),
    context.reach(),
    context.claims(),
    context.areas(),
    viewSurvey(store, context, circle, {}),
    allProjects(store, context.city.id, circle.id),
  ]);
  const start = from ?? view.center;
  const [rings, walks] = await Promise.all([ringsAround(context, start, signal), walksFrom(context, start, signal)]);
  const basicColumns = categoryIds.flatMap((id, column) => (categoryOf(id).tier === "basic" ? [column] : []));
  const homes = Array.from(findings.rows, (row): ReportedHome => {
    const { location, households } = reach.residences[row];
    const states = basicColumns.map((column) => stateInTable(reach.table, row, column, basicRingMinutes, claims));
    const times = (state: string): number => states.filter((one) => one === state).length;
    return { location, households, gaps: times("gap"), unknown: times("unknown") };
  });
  const outlets = openOutlets(findings.outlets)
    .map((outlet) => reportedOutlet(outlet, walks))
    .sort((a, b) => (a.walkSeconds ?? Infinity) - (b.walkSeconds ?? Infinity) || (a.id < b.id ? -1 : 1));
  return {
    facts,
    circle: {
      id: circle.id,
      name: circle.name,
      kind: circle.kind,
      boundary: circle.boundary,
      center: start,
      bbox: view.bbox,
      areaSquareMeters: view.areaSquareMeters,
      bounds: view.bounds,
      details: circle.details,
      note: circle.note,
    },
    area: areaName(
      Array.from(findings.rows, (row) => reach.residences[row]),
      new Map(areas.map(({ id, name }) => [id, name])),
    ),
    // To the day, so that the same state of things gives the same document.
    assessment: { ...assessment, asOf: facts.asOf },
    claimed: [...findings.claimed],
    outlets,
    homes,
    wishes: survey.responses > 0 ? survey.missing : null,
    projects: await reportedProjects(context, projects, [circle]),
    rings,
    link: liveLink(facts, start),
  };
}

const basicRingMinutes = 10;
