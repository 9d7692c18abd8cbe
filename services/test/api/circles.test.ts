/** The circles of the sample city, asked of the API on both stores. */
import type { Polygon } from "geojson";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import type { CircleAssessment, CircleBounds, Side } from "../../src/assessment/circles/types.ts";
import type { Store } from "../../src/store/index.ts";
import { bothStores } from "../stores.ts";
import { DocumentedApp } from "./documented.ts";
import { signedIn } from "./signed-in.ts";

interface CircleTruth {
  name: string;
  categoriesPresent: string[];
  basic: number;
  quality: number;
  points: number;
  type: string;
  bounds: Record<Side, string | null>;
}

interface Truths {
  circles: CircleTruth[];
  presentButOutOfReach: {
    circle: string;
    category: string;
    households: number;
    householdsEastOfRailway: number;
    householdsWestOfRailway: number;
  };
}

interface ListedCircle {
  id: string;
  name: string;
  version: number;
  boundary: Polygon;
  bounds: CircleBounds;
  areaSquareMeters: number;
  summary: { households: number; presence: { points: number } };
}

const data = join(import.meta.dirname, "../../../data/sample");

describe.each(Object.entries(bothStores))("circles of the sample city in the %s store", (_name, open) => {
  const city = "/api/cities/sample";
  let store: Store;
  let app: DocumentedApp;
  let close: () => Promise<void>;
  let truths: Truths;
  let planner: Record<string, string>;
  let circles: ListedCircle[];

  beforeAll(async () => {
    truths = JSON.parse(await readFile(join(data, "truths.json"), "utf8"));
    const opened = await open("sample");
    store = opened.store;
    const server = await buildApp({ store, webFolder: "/nowhere" });
    app = await DocumentedApp.of(server);
    planner = (await signedIn(store, ["planner"])).planner!;
    circles = (await get<{ items: ListedCircle[] }>(`${city}/circles?geometry=1`)).items;
    close = async () => {
      await server.close();
      await store.close();
      await opened.stop();
    };
  });

  afterAll(() => close?.());

  const get = async <T>(url: string): Promise<T> => (await app.ask(200, url)).json<T>();
  const assessmentOf = (name: string) =>
    get<CircleAssessment>(`${city}/circles/${circles.find((one) => one.name === name)!.id}/assessment`);

  const send = async <T>(status: number, method: "POST" | "PATCH" | "DELETE", url: string, payload?: object) => {
    const response = await app.ask(status, { method, url: `${city}${url}`, headers: planner, payload });
    return (status === 204 ? null : response.json()) as T;
  };

  it("come with the city and score as they were made to", async () => {
    const found = [];
    for (const truth of truths.circles) {
      const { presence } = await assessmentOf(truth.name);
      const [basic, quality] = presence.parts;
      found.push({
        ...truth,
        categoriesPresent: [...basic.present, ...quality.present].sort(),
        basic: basic.present.length,
        quality: quality.present.length,
        points: presence.points,
        type: presence.type?.nameZh ?? "未达标",
      });
      // nobody has looked for self-service lockers
      expect(quality.unknown).toEqual(["locker-storage"]);
    }
    expect(found).toEqual(truths.circles);
  });

  it("lie between the streets that they were drawn along", () => {
    for (const truth of truths.circles) {
      const { bounds } = circles.find(({ name }) => name === truth.name)!;
      for (const [side, street] of Object.entries(truth.bounds)) {
        if (street !== null) expect(bounds[side as Side], `${truth.name} ${side}`).toMatchObject({ text: street });
      }
    }
    const [shiqiao] = circles;
    expect(shiqiao.bounds.text).toBe("东至铁西路，南至清漪北道，西至望潮路，北至临海道");
    expect(shiqiao.bounds.east.features[0]).toMatchObject({ kind: "road", share: expect.closeTo(1, 1) });
    // 1,500 m by 780 m
    expect(shiqiao.areaSquareMeters / (1500 * 780)).toBeCloseTo(1, 2);
  });

  it("say first what the table has and the homes have not", async () => {
    const truth = truths.presentButOutOfReach;
    const { members, presence, reach, proposals } = await assessmentOf(truth.circle);
    expect(members).toMatchObject({ households: truth.households, householdsEstimated: false });
    expect(presence.categories.find(({ category }) => category === truth.category)).toMatchObject({ present: true });
    const market = reach.categories.find(({ category }) => category === truth.category)!;
    expect(market.households.unknown).toBe(0);
    expect(market.households.gap).toBeGreaterThanOrEqual(truth.householdsEastOfRailway);
    expect(market.households.reached).toBeLessThanOrEqual(truth.householdsWestOfRailway);
    expect(reach.contradictions[0]).toMatchObject({
      category: truth.category,
      householdsWithout: market.households.gap,
      share: market.households.reached / truth.households,
    });
    expect(proposals[0]).toMatchObject({ category: truth.category, reason: "out-of-reach" });
  });

  it("are kept, changed by one at a time, and taken away", async () => {
    const [shiqiao] = circles;
    const body = { name: "试画的圈", boundary: shiqiao.boundary, bounds: { west: "望潮路西侧" }, note: "草稿" };
    await app.ask(401, { method: "POST", url: `${city}/circles`, payload: body });
    const added = await send<ListedCircle & { boundaryVersion: number }>(201, "POST", "/circles", body);
    expect(added.bounds.west).toMatchObject({ text: "望潮路西侧", derived: "望潮路", edited: true, outdated: false });
    const measured = await app.ask(200, {
      method: "POST",
      url: `${city}/circles/measure`,
      payload: { boundary: shiqiao.boundary },
    });
    const whole = await assessmentOf(shiqiao.name);
    expect(measured.json()).toMatchObject({ circle: null, presence: whole.presence, reach: whole.reach });
    expect(measured.json()).toMatchObject({ bounds: shiqiao.bounds, areaSquareMeters: shiqiao.areaSquareMeters });
    const asItsOwn = await app.ask(200, {
      method: "POST",
      url: `${city}/circles/measure`,
      payload: { boundary: shiqiao.boundary, circle: shiqiao.id },
    });
    expect(asItsOwn.json()).toMatchObject({ circle: whole.circle, quality: whole.quality, survey: whole.survey });
    const dockyard = circles[2].boundary;
    const moved = await send<ListedCircle>(200, "PATCH", `/circles/${added.id}`, {
      version: added.version,
      boundary: dockyard,
      details: { operators: ["street"], residents: 1200 },
    });
    expect(moved.bounds.west).toMatchObject({ text: "望潮路西侧", derived: "铁东路", edited: true, outdated: true });
    expect(moved).toMatchObject({ details: { operators: ["street"], residents: 1200, form: null } });
    await send(409, "PATCH", `/circles/${added.id}`, { version: added.version, name: "旧的" });
    const back = await send<ListedCircle>(200, "PATCH", `/circles/${added.id}`, {
      version: moved.version,
      bounds: { west: null },
      details: { platform: "便民通" },
    });
    expect(back.bounds.west).toMatchObject({ text: "铁东路", edited: false });
    expect(back).toMatchObject({ details: { operators: ["street"], platform: "便民通" } });
    await send(409, "DELETE", `/circles/${added.id}?version=${moved.version}`);
    await send(204, "DELETE", `/circles/${added.id}?version=${back.version}`);
    await app.ask(404, `${city}/circles/${added.id}`);
  });

  it("have 好不好 and indicators worked out beside, by formulas that the district may add to", async () => {
    const { quality, survey, indicators, presence, members } = await assessmentOf("船坞生活圈");
    expect(quality).toMatchObject({ maxPoints: 100, indicators: expect.arrayContaining([]) });
    expect(quality!.indicators).toHaveLength(10);
    const valueOf = (id: string) => indicators.find((one) => one.id === id);
    expect(valueOf("categories-basic")).toMatchObject({ value: 14, level: "short", incomplete: false });
    expect(valueOf("people")).toMatchObject({ value: members.people, unit: "人" });
    // every formula that the answer rests on is explained
    const explained = await readFile(join(import.meta.dirname, "../../src/assessment/README.md"), "utf8");
    const { basis } = await assessmentOf("船坞生活圈");
    const dotted = (id: string) => `.${id.split(".").at(-1)}`;
    expect(basis.formulas.filter((id) => !explained.includes(id) && !explained.includes(dotted(id)))).toEqual([]);
    expect(basis.formulas.length).toBeGreaterThan(20);
    // 60 asked by the survey that comes with the sample
    expect(survey).toMatchObject({ responses: 60, people: members.people });
    expect(valueOf("satisfied-categories")!.value).toBeCloseTo(survey!.categorySatisfiedShare! * 100, 9);
    const url = "/indicators/pharmacies";
    const definition = {
      nameZh: "每千户药店数",
      formula: 'outlets("pharmacy") / households * 1000',
      unit: "家/千户",
      thresholds: [
        { id: "good", nameZh: "达标", nameEn: "Met", from: 1, colour: "#1b7f5c" },
        { id: "short", nameZh: "不足", nameEn: "Short", from: null, colour: "#c8403a" },
      ],
    };
    const put = async (status: number, payload: object, to = url) =>
      (await app.ask(status, { method: "PUT", url: `${city}${to}`, headers: planner, payload })).json();
    expect(await put(200, definition)).toMatchObject({ id: "pharmacies", own: true, version: 1, group: "own" });
    const own = (await assessmentOf("船坞生活圈")).indicators.find(({ id }) => id === "pharmacies")!;
    const pharmacies = presence.categories.find(({ category }) => category === "pharmacy")!.outlets;
    expect(own.value).toBeCloseTo((pharmacies / members.households) * 1000, 9);
    expect(own.level).toBe(own.value! >= 1 ? "good" : "short");
    const wrong = await put(400, { ...definition, formula: 'outlets("pharmcy") * 2', version: 1 });
    expect(wrong.detail).toMatch(
      /formula: outlets does not know “pharmcy”; is “pharmacy” meant\? \(at character 9, near/,
    );
    await put(409, definition);
    await put(409, definition, "/indicators/outlets");
    const communities = await get<{ items: { area: { name: string }; values: { value: number | null }[] }[] }>(
      `${city}/indicators/values?level=community&ids=pharmacies,reach-food-market`,
    );
    expect(communities.items).toHaveLength(14);
    const lianmeng = communities.items.find(({ area }) => area.name === "联盟社区")!;
    // a wall stands between it and the market
    expect(lianmeng.values[1].value).toBe(0);
    const tried = await get<{ items: { values: { value: number }[] }[] }>(
      `${city}/indicators/values?level=city&formula=${encodeURIComponent("households")}`,
    );
    expect(tried.items[0].values[0].value).toBe(27_995);
    await send(204, "DELETE", `${url}?version=1`);
    const { items } = await get<{ items: { id: string; own: boolean }[] }>(`${city}/indicators`);
    expect(items.filter((one) => one.own)).toEqual([]);
  });

  it("leave as files and come back as they were", async () => {
    const geojson = (await app.ask(200, `${city}/circles.geojson`)).json();
    expect(geojson.features.map((one: { properties: { name: string } }) => one.properties.name)).toEqual(
      circles.map(({ name }) => name),
    );
    expect(geojson.features[0].properties).toMatchObject({
      bounds: circles[0].bounds.text,
      presence_points: 100,
      presence_type: "品质型",
      households: circles[0].summary.households,
    });
    const csv = (await app.ask(200, `${city}/circles.csv`)).body.split("\n");
    expect(csv[0]).toMatch(/^\uFEFFid,name,kind,bounds/);
    expect(csv[1]).toContain("石桥—潮声生活圈");
    const bring = <T>(status: number, more: object) =>
      send<T>(status, "POST", "/circles/import", { geojson, source: "区商务局", ...more });
    expect(await bring(200, { dryRun: true })).toMatchObject({ read: 3, accepted: 3, changes: null, circles: [] });
    const first = await bring<{ circles: ListedCircle[] }>(200, {});
    expect(first).toMatchObject({ changes: { added: 3, changed: 0 } });
    expect(first.circles.map(({ boundary }) => boundary)).toEqual(circles.map(({ boundary }) => boundary));
    geojson.features[1].properties.name = "铁东新圈";
    expect(await bring(200, {})).toMatchObject({ changes: { added: 0, changed: 1, unchanged: 2 } });
    geojson.features[2].geometry.coordinates[0].pop();
    const { detail } = await bring<{ detail: string }>(400, {});
    expect(detail).toMatch(/circles\.geojson: 1 of 3/);
    expect(await bring(200, { skipBadRows: true })).toMatchObject({
      accepted: 2,
      problems: [
        { row: 3, field: "geometry", message: expect.stringMatching(/of “船坞生活圈” is not valid: .*not closed/) },
      ],
    });
    for (const { id } of first.circles) {
      const { version } = (await store.getCircle("sample", id))!;
      await send(204, "DELETE", `/circles/${id}?version=${version}`);
    }
  });

  it("say where they overlap, and who lives in none", async () => {
    const { overlaps, leftover } = await get<{
      overlaps: { a: { name: string }; b: { name: string }; areaSquareMeters: number; households: number }[];
      leftover: { households: number; communities: { name: string; households: number; share: number }[] };
    }>(`${city}/circles/overlaps`);
    // 230 m by 215 m between 铁西路 and the middle of the block
    expect(overlaps).toMatchObject([{ a: { name: "石桥—潮声生活圈" }, b: { name: "铁东生活圈" } }]);
    expect(overlaps[0].areaSquareMeters / (230 * 215)).toBeCloseTo(1, 2);
    const covered = circles.reduce((sum, { summary }) => sum + summary.households, 0) - overlaps[0].households;
    expect(leftover.households).toBe(27_995 - covered);
    expect(leftover.communities.find(({ name }) => name === "西园社区")).toMatchObject({ share: 1 });
    expect(leftover.communities.map(({ name }) => name)).not.toContain("联盟社区");
  });

  it("are proposed along the borders of communities, the nearest on foot first", async () => {
    const propose = (status: number, payload: object) =>
      app.ask(status, { method: "POST", url: `${city}/circles/propose`, payload });
    const grown = (await propose(200, { center: [118.0475, 38.7545], minutes: 10 })).json();
    expect(grown.steps[0]).toMatchObject({ community: { name: "和乐社区" }, reasonZh: "起点" });
    expect(grown).toMatchObject({ meetsStandard: true, standard: { people: [15_000, 25_000], minutes: 10 } });
    expect(grown.people).toBeGreaterThanOrEqual(15_000);
    expect(grown.people).toBe(grown.steps.at(-1).peopleSoFar);
    const walks = grown.steps.map((step: { meanSeconds: number }) => step.meanSeconds);
    expect(Math.max(...walks)).toBeLessThanOrEqual(900);
    // what is proposed can be kept as it is, and holds whom it says
    const measured = await app.ask(200, {
      method: "POST",
      url: `${city}/circles/measure`,
      payload: { boundary: grown.boundary },
    });
    expect(measured.json()).toMatchObject({ members: { households: grown.households, people: grown.people } });
    await propose(400, { minutes: 10 });
    await propose(404, { community: "a_none" });
    expect((await propose(422, { center: [118.0316, 38.7384] })).json().detail).toMatch(/lies in no community/);
  });

  it("are cut in two and made one again, with what people said of them", async () => {
    const shiqiao = circles[0];
    const body = { name: "可拆的圈", boundary: shiqiao.boundary };
    const whole = await send<ListedCircle>(201, "POST", "/circles", body);
    const cut = { version: whole.version, name: "东半" };
    const beside = {
      ...cut,
      line: [
        [118.0335, 38.74],
        [118.0335, 38.76],
      ],
    };
    expect((await send<{ detail: string }>(400, "POST", `/circles/${whole.id}/split`, beside)).detail).toMatch(
      /does not part the circle/,
    );
    const through = {
      ...cut,
      line: [
        [118.047, 38.74],
        [118.0465, 38.76],
      ],
    };
    const { kept, added } = await send<{ kept: ListedCircle; added: ListedCircle }>(
      200,
      "POST",
      `/circles/${whole.id}/split`,
      through,
    );
    expect(kept).toMatchObject({ id: whole.id, version: 2, name: "可拆的圈" });
    expect(added).toMatchObject({ name: "东半", version: 1 });
    expect((kept.areaSquareMeters + added.areaSquareMeters) / whole.areaSquareMeters).toBeCloseTo(1, 4);
    await send(409, "POST", `/circles/${whole.id}/split`, through);
    const said = (text: string) => ({ value: true, text, date: null, file: null });
    await store.putEvidence("sample", added.id, "ramp", said("东半有坡道"), "u_1");
    await store.putEvidence("sample", added.id, "signs", said("东半有导视牌"), "u_1");
    await store.putEvidence("sample", kept.id, "signs", said("西半有导视牌"), "u_1");
    const both = [kept, added].map(({ id, version }) => ({ id, version }));
    await send(409, "POST", "/circles/merge", { circles: [both[0], { ...both[1], version: 7 }] });
    expect(await store.getCircle("sample", kept.id)).toMatchObject({ version: 2 });
    await send(400, "POST", "/circles/merge", { circles: [both[0], both[0]] });
    const merged = await send<ListedCircle>(200, "POST", "/circles/merge", { circles: both, name: "又成一个" });
    expect(merged).toMatchObject({ id: whole.id, version: 3, name: "又成一个" });
    expect(merged.areaSquareMeters / whole.areaSquareMeters).toBeCloseTo(1, 4);
    await app.ask(404, `${city}/circles/${added.id}`);
    const evidence = await store.listEvidence("sample", merged.id, true);
    expect(
      evidence
        .filter(({ endedAt }) => endedAt === null)
        .map(({ text }) => text)
        .sort(),
    ).toEqual(["东半有坡道", "西半有导视牌"]);
    expect(evidence).toHaveLength(3);
    await send(204, "DELETE", `/circles/${merged.id}?version=3`);
  });

  it("are refused with what is wrong, where, and what would be right", async () => {
    const ring = (...positions: [number, number][]) => ({
      type: "Polygon",
      coordinates: [[...positions, positions[0]]],
    });
    const messageFor = async (boundary: unknown) =>
      (await send<{ detail: string }>(400, "POST", "/circles", { name: "坏圈", boundary: boundary as object })).detail;
    const folded = ring([118.04, 38.745], [118.05, 38.755], [118.05, 38.745], [118.04, 38.755]);
    expect(await messageFor(folded)).toMatch(/boundary: the outer ring crosses itself near 118\.04/);
    const tiny = ring([118.04, 38.75], [118.0401, 38.75], [118.0401, 38.7501], [118.04, 38.7501]);
    expect(await messageFor(tiny)).toMatch(/encloses only 9\d m², near 118\.04,38\.75; a circle has at least 10000 m²/);
    const away = ring([118.05, 38.75], [118.2, 38.75], [118.2, 38.76]);
    expect(await messageFor(away)).toMatch(
      /leaves the map of 沧汐区（示例） at 118\.2,38\.75; it should lie within 118\.03/,
    );
    const swapped = ring([38.75, 118.04], [38.76, 118.04], [38.76, 118.05]);
    expect(await messageFor(swapped)).toMatch(/±90/);
    const long = Array.from({ length: 6000 }, (_, i): [number, number] => [118.05 + i / 1e6, 38.75 + (i % 2) / 100]);
    expect(await messageFor(ring(...long))).toMatch(/has 6001 positions; a boundary has at most 5000/);
    const unclosed = {
      type: "Polygon",
      coordinates: [
        [
          [118.04, 38.75],
          [118.05, 38.75],
          [118.05, 38.76],
          [118.04, 38.76],
        ],
      ],
    };
    expect(await messageFor(unclosed)).toMatch(/is not closed/);
    expect(await messageFor({ type: "Point", coordinates: [118, 38] })).toMatch(/Polygon or a MultiPolygon/);
    const named = { name: "圈", boundary: circles[0].boundary, requiredBasic: ["pharmacy", "cinema"] };
    const { detail } = await send<{ detail: string }>(400, "POST", "/circles", named);
    expect(detail).toMatch(/"cinema" is no basic category/);
    const fourteen = { ...named, requiredBasic: ["pharmacy"] };
    expect((await send<{ detail: string }>(400, "POST", "/circles", fourteen)).detail).toMatch(/names 1 .* name 15/);
  });
});
