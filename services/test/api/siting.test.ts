/** Siting in the sample city: its designed best site, forecasts against what happens, closures, and what is refused. */
import { EmbeddedEngine, openWalkNetwork } from "@quarterhour/isochrones";
import type { Position } from "@quarterhour/isochrones";
import type { FastifyInstance } from "fastify";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import type { ClosuresResult, SitingResult } from "../../src/api/siting/work.ts";
import { isFrontage } from "../../src/assessment/siting/frontage.ts";
import type { OutletDraft, Store } from "../../src/store/index.ts";
import { DocumentedApp } from "./documented.ts";
import { signedIn } from "./signed-in.ts";
import { openAnyStore } from "../stores.ts";

const url = "/api/cities/sample/siting";
const truthsFile = join(import.meta.dirname, "../../../data/sample/truths.json");
let folder: string;
let store: Store;
let app: FastifyInstance;
let documented: DocumentedApp;
let headers: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-siting-"));
  store = await openAnyStore(folder, "sample");
  app = await buildApp({ store });
  documented = await DocumentedApp.of(app);
  headers = await signedIn(store, ["planner", "steward"]);
}, 120_000);

afterAll(async () => {
  await app?.close();
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (status: number, path: string, payload?: object, role: "planner" | "steward" = "planner") =>
  documented.ask(status, {
    method: payload ? "POST" : "GET",
    url: path,
    headers: headers[role],
    ...(payload && { payload }),
  });

async function ended(path: string, payload: object): Promise<{ id: string; state: string; error: string | null }> {
  const { job } = (await ask(202, path, payload)).json();
  for (;;) {
    const now = (await ask(200, `/api/jobs/${job.id}`)).json();
    if (now.endedAt !== null) return now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function asked<Result>(payload: object, path = url): Promise<Result> {
  const { id, state, error } = await ended(path, payload);
  expect([state, error]).toEqual(["done", null]);
  return (await ask(200, `${url}/${id}`)).json().result;
}

const find = (payload: object) => asked<SitingResult>(payload);

interface Coverage {
  items: { categories: { category: string; covered: number; gap: number; unknown: number }[] }[];
}

async function coverageOf(category: string): Promise<{ covered: number; gap: number; unknown: number }> {
  const { items } = (await documented.ask(200, "/api/cities/sample/coverage")).json<Coverage>();
  const { covered, gap, unknown } = items[0].categories.find((cell) => cell.category === category)!;
  return { covered, gap, unknown };
}

const shop = (location: Position, category: OutletDraft["services"][number]["category"]): OutletDraft => ({
  sourceRef: location.join(),
  name: "新开的店",
  services: [{ category, kind: null }],
  location,
  original: null,
  address: null,
  phone: null,
  openingHours: null,
  openingHoursText: null,
  status: "open",
  openedOn: null,
  closedOn: null,
  attributes: {},
});

test("finds where the cobbler should go, as a search of every site and pair of sites does", async () => {
  const { cobbler } = JSON.parse(await readFile(truthsFile, "utf8"));
  const [city, residences, outlets, sites] = await Promise.all([
    store.getCity("sample"),
    store.allResidences("sample"),
    store.allOutlets("sample"),
    store.listSites("sample"),
  ]);
  const bytes = await store.getArtifact({ city: "sample", kind: "network", version: city!.networkVersion! });
  const engine = new EmbeddedEngine(openWalkNetwork(bytes!));
  const cobblers = outlets.filter(
    ({ status, services }) => status === "open" && services.some(({ kind }) => kind === "shoe"),
  );
  expect(cobblers).toHaveLength(cobbler.existing.length);
  const reached = (places: Position[]): Uint8Array => {
    const homes = residences.map(({ location }) => location);
    const targets = { positions: places, groups: places.map((_, i) => [i]), groupCount: places.length };
    const { nearestSeconds, edgeOfDataSeconds } = engine.reachByGroup(homes, targets, [10], 10);
    return Uint8Array.from(nearestSeconds, (seconds, cell) => {
      const home = Math.floor(cell / places.length);
      return seconds <= 600 ? 1 : edgeOfDataSeconds[home] < 600 ? 2 : 0;
    });
  };
  const now = reached(cobblers.map(({ location }) => location));
  const then = reached(sites.map(({ location }) => location));
  const lacks = residences.map((_, home) => cobblers.every((_one, i) => now[home * cobblers.length + i] === 0));
  const gainOf = (some: number[]): number =>
    residences.reduce((sum, { households }, home) => {
      const isHelped = lacks[home] && some.some((site) => then[home * sites.length + site] === 1);
      return sum + (isHelped ? households : 0);
    }, 0);
  const gains = sites.map((_site, i) => gainOf([i]));
  const best = sites[gains.indexOf(Math.max(...gains))];
  expect(best.sourceRef).toBe(cobbler.best);

  const question = { categories: [{ category: "small-repair", kind: "shoe" }], candidates: ["sites"] };
  const one = await find({ ...question, count: 1 });
  expect(one).toMatchObject({
    method: "exact",
    bound: { exact: true, gapShare: 0, upper: Math.max(...gains) },
    sites: [
      {
        order: 1,
        candidate: { kind: "site", id: best.id, name: cobbler.bestName },
        category: "small-repair",
        kind: "shoe",
        ringMinutes: cobbler.minutes,
        gainedHouseholds: Math.max(...gains),
      },
    ],
  });
  let mostOfTwo = 0;
  for (let a = 0; a < sites.length; a++) {
    for (let b = 0; b < a; b++) mostOfTwo = Math.max(mostOfTwo, gainOf([a, b]));
  }
  const two = await find({ ...question, count: 2 });
  expect(two.coveredAfter).toBe(mostOfTwo);
  expect(two.curve.map(({ households }) => households)).toEqual([0, two.sites[0].gainedHouseholds, mostOfTwo]);
});

test("forecasts to the household what coverage is once the outlets are there, behind gates as well", async () => {
  const home = (await store.allResidences("sample")).find(({ compound }) => compound === "联盟里")!;
  for (const question of [
    { categories: ["food-market"], count: 3, candidates: ["frontage", "sites", "outlets"] },
    // inside a compound: its people reach it, others only by its gates
    { categories: ["food-market"], count: 1, candidates: [home.location] },
    { categories: ["cinema"], count: 2, candidates: ["frontage"], minimumDistanceMeters: 400 },
  ] as const) {
    const { sites, coveredAfter } = await find(question);
    expect(coveredAfter).toBeGreaterThan(0);
    const [category] = question.categories;
    const before = await coverageOf(category);
    let soFar = before;
    for (const [i, { location, gainedHouseholds, unknownHouseholds }] of sites.entries()) {
      await store.addOutlets("sample", `siting ${category} ${i}`, null, [shop(location, category)]);
      const now = await coverageOf(category);
      expect(soFar.gap - now.gap).toBe(gainedHouseholds);
      if (i === 0) expect(soFar.unknown - now.unknown).toBe(unknownHouseholds);
      soFar = now;
    }
    expect(before.gap - soFar.gap).toBe(coveredAfter);
    for (const i of sites.keys()) await store.replaceOutlets("sample", `siting ${category} ${i}`, null, []);
    expect(await coverageOf(category)).toEqual(before);
  }
});

test("weighs many places in threads as single searches find them", async () => {
  const { compute } = await app.cities.get("sample");
  const outlets = await store.allOutlets("sample");
  const frontage = {
    outlets: Float64Array.from(outlets.flatMap(({ location }) => location)),
    commercial: [],
    chosen: null,
    within: null,
  };
  const lngLat = await compute.frontage(frontage);
  expect(lngLat.length / 2).toBeGreaterThan(200);
  const isOne = isFrontage(frontage);
  for (let i = 0; i < lngLat.length; i += 2) expect(isOne(lngLat[i], lngLat[i + 1])).toBe(true);
  const residences = await store.allResidences("sample");
  const count = residences.length;
  const among = new Uint8Array(new SharedArrayBuffer(count)).map((_, home) => (home % 3 === 0 ? 0 : 1));
  const wanted = residences.map((_, home) => home).filter((home) => home % 3 !== 0);
  const start = Uint32Array.from({ length: count + 1 }, (_, i) => 2 * wanted.filter((home) => home < i).length);
  const weights = {
    limits: [600_000, 300_000],
    start,
    what: Uint8Array.from({ length: wanted.length * 2 }, (_, i) => i % 2),
    weight: Float64Array.from(wanted.flatMap((home) => [residences[home].households, 1])),
  };
  for (const profile of ["adult", "wheelchair"] as const) {
    const settings = {
      profile,
      speedKmh: profile === "adult" ? 5 : 4,
      privateWays: "residents" as const,
      direction: "outbound" as const,
    };
    const all = Uint32Array.from({ length: lngLat.length / 2 }, (_, place) => place);
    const weighing = await compute.weighing({ lngLat, settings, among, weights }, true);
    const sums = await weighing.weigh(all, null);
    // a leader, with so much more time, comes to no less than any place of its group
    const { leader, extra } = weighing.groups!;
    const extraOf = new Int32Array(new SharedArrayBuffer(all.length * 4));
    for (const place of all) extraOf[leader[place]] = Math.max(extraOf[leader[place]], extra[place]);
    const leaders = all.filter((place) => leader[place] === place);
    expect(leaders.length).toBeLessThan(all.length / 2);
    const most = await weighing.weigh(leaders, extraOf);
    for (const place of all) {
      for (const what of [0, 1]) expect(most[2 * leader[place] + what]).toBeGreaterThanOrEqual(sums[2 * place + what]);
    }
    // asked again, whatever was weighed before
    expect(await weighing.weigh(all.slice(0, 1), null)).toHaveProperty("0", sums[0]);
    expect(await weighing.weigh(all.slice(0, 1), extraOf)).toHaveProperty("0", most[0]);
    expect(await weighing.weigh(all.slice(0, 1), extraOf)).toHaveProperty("0", most[0]);
    weighing.release();
    const inbound = { ...settings, direction: "inbound" as const };
    const found = await compute.homesAround({ lngLat, limitMinutes: 10, settings: inbound, among });
    for (let place = 0; place < lngLat.length / 2; place++) {
      let households = 0;
      let near = 0;
      for (let k = found.start[place]; k < found.start[place + 1]; k++) {
        households += residences[found.home[k]].households;
        if (found.seconds[k] <= 300) near++;
      }
      expect([sums[2 * place], sums[2 * place + 1]]).toEqual([households, near]);
    }
  }
});

test("takes what is settled, leaves out what is forbidden, keeps distances and customers, shares over categories", async () => {
  const sites = await store.listSites("sample");
  const base = { categories: ["food-market", "pharmacy"], count: 4, candidates: ["sites"] };
  const free = await find(base);
  expect(free.sites.length).toBeGreaterThan(0);
  expect(new Set(free.sites.map(({ candidate }) => candidate.id)).size).toBe(free.sites.length);
  expect(free.uncoveredBefore).toBe(free.categories[0].uncoveredBefore + free.categories[1].uncoveredBefore);
  const first = free.sites[0].candidate.id!;
  const without = await find({ ...base, forbidden: { sites: [first] } });
  expect(without.sites.map(({ candidate }) => candidate.id)).not.toContain(first);
  expect(without.coveredAfter).toBeLessThanOrEqual(free.coveredAfter);
  const other = sites.find(({ id }) => free.sites.every(({ candidate }) => candidate.id !== id))!;
  const settled = await find({ ...base, fixed: [{ site: other.id, category: "pharmacy" }] });
  expect(settled.sites[0]).toMatchObject({ fixed: true, candidate: { id: other.id }, category: "pharmacy" });
  expect(settled.sites.slice(1).every(({ fixed }) => !fixed)).toBe(true);
  const far = await find({ ...base, candidates: ["frontage"], minimumDistanceMeters: 800 });
  for (const [i, a] of far.sites.entries()) {
    for (const b of far.sites.slice(0, i).filter(({ category }) => category === a.category)) {
      const meters = Math.hypot((a.location[0] - b.location[0]) * 86_720, (a.location[1] - b.location[1]) * 111_000);
      expect(meters).toBeGreaterThan(795);
    }
  }
  const busy = await find({ ...base, minimumHouseholds: 1500 });
  expect(busy.sites.every(({ householdsInRing }) => householdsInRing >= 1500)).toBe(true);
  const area = (await store.listAreas("sample", "community")).find(({ name }) => name === "联盟社区")!.id;
  const inArea = await find({ categories: ["food-market"], count: 1, area, candidates: ["frontage"] });
  expect(inArea.sites[0].gainedHouseholds).toBeLessThanOrEqual(2430);
  expect(inArea.uncoveredBefore).toBe(2430);
  const people = await find({ ...base, weights: "people", profile: "elder", ring: 15 });
  expect(people.sites[0].gained).toBe(people.sites[0].gainedPeople);
  expect(people.basis.settings.profile).toBe("elder");
  expect(people.sites.every(({ ringMinutes }) => ringMinutes === 15)).toBe(true);
});

test("tells which closures would hurt most, as coverage without the outlet says", async () => {
  const { closures } = await asked<ClosuresResult>({ categories: ["food-market"], count: 3 }, `${url}/closures`);
  expect(closures).toHaveLength(3);
  const before = await coverageOf("food-market");
  let soFar = before;
  const change = { actor: "system", origin: "edit" as const };
  for (const { outlet, lostHouseholds, unknownHouseholds } of closures) {
    await store.editOutlet("sample", outlet.id, { status: "closed" }, change);
    const now = await coverageOf("food-market");
    expect([now.gap - soFar.gap, now.unknown - soFar.unknown]).toEqual([lostHouseholds, unknownHouseholds]);
    soFar = now;
  }
  for (const { outlet } of closures) await store.editOutlet("sample", outlet.id, { status: "open" }, change);
  // the first is the worst of all, one by one
  const markets = (await store.allOutlets("sample")).filter(
    ({ status, services }) => status === "open" && services.some(({ category }) => category === "food-market"),
  );
  for (const { id } of markets) {
    await store.editOutlet("sample", id, { status: "closed" }, change);
    expect((await coverageOf("food-market")).gap - before.gap).toBeLessThanOrEqual(closures[0].lostHouseholds);
    await store.editOutlet("sample", id, { status: "open" }, change);
  }
}, 30_000);

test("hands out results as files, lists what was asked, and can be called off", async () => {
  const { id } = await ended(url, { categories: ["food-market"], count: 2 });
  const csv = await ask(200, `${url}/${id}?format=csv`);
  const { result } = (await ask(200, `${url}/${id}`)).json();
  expect(csv.body.split("\r\n").filter(Boolean)).toHaveLength(1 + result.sites.length);
  expect(csv.body.startsWith("\uFEFF顺序,业态")).toBe(true);
  const { features } = (await ask(200, `${url}/${id}?format=geojson`)).json();
  expect(features[0].geometry.coordinates).toEqual(result.sites[0].location);
  const { items } = (await ask(200, url)).json();
  expect(items[0]).toMatchObject({ job: id, kind: "siting.find", state: "done", summary: { sites: 2 } });
  await ask(404, `${url}/j_nothing`);
  const { job } = (await ask(202, url, { categories: ["food-market"], count: 50, candidates: ["frontage"] })).json();
  const cancelled = await documented.ask(200, {
    method: "DELETE",
    url: `/api/jobs/${job.id}`,
    headers: headers.planner,
  });
  expect(cancelled.json().state).toBe("cancelled");
  await ask(409, `${url}/${job.id}`);
});

test("refuses what cannot be asked, saying what would be right", async () => {
  const good = { categories: ["food-market"], count: 1 };
  await ask(403, url, good, "steward");
  await documented.ask(401, { method: "POST", url, payload: good });
  for (const [more, field] of [
    [{ categories: ["food-market", "food-market"] }, "categories[1]"],
    [{ categories: [{ category: "pharmacy", kind: "shoe" }] }, "categories[0].kind"],
    [{ fixed: [{}] }, "fixed[0]"],
    [{ count: 1, fixed: [{ location: [118, 38] }, { location: [118.1, 38] }] }, "fixed"],
    [{ categories: ["food-market", "pharmacy"], fixed: [{ location: [118, 38] }] }, "fixed[0].category"],
    [{ at: "25:00" }, "at"],
    [{ candidates: [[38.75, 118.05]] }, "candidates[0]"],
    [{ area: { type: "Polygon", coordinates: [[[118, 38]]] } }, "area"],
  ] as const) {
    const problem = (await ask(400, url, { ...good, ...more })).json();
    expect(problem.errors[0].field).toBe(field);
  }
  const unclaimed = (await ask(422, url, { ...good, categories: ["locker-storage"] })).json();
  expect(unclaimed.detail).toContain("locker-storage");
  expect(await ended(url, { ...good, area: "nowhere" })).toMatchObject({
    state: "failed",
    error: expect.stringContaining("no area"),
  });
});
