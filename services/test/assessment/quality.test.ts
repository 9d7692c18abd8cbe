/** 好不好, part by part. */
import type { CategoryId } from "@quarterhour/data";
import { describe, expect, it, test } from "vitest";
import type { QualityInputs, QualityOutlet } from "../../src/assessment/quality/types.ts";
import { outlet, partOf, pointsOf, say } from "./quality-inputs.ts";

describe("人民满意", () => {
  const shares = (categorySatisfiedShare: number | null, responses = 100) => ({
    survey: { responses, categorySatisfiedShare, serviceSatisfiedShare: categorySatisfiedShare },
  });

  test.each([
    ["lists", "needAndProjectLists"],
    ["carried-out", "listsCarriedOut"],
  ])("%s: 4 points for yes, 0 for no, open until somebody looked", (id, measure) => {
    expect(pointsOf(id, { evidence: [say(measure, true)] })).toBe(4);
    expect(pointsOf(id, { evidence: [say(measure, false)] })).toBe(0);
    expect(partOf(id)).toMatchObject({ points: null, atLeast: 0, atMost: 4 });
  });

  test.each(["categorySatisfied", "serviceSatisfied"])("%s at 79.9, 80, 89.9 and 90 %%", (id) => {
    expect([0, 0.5, 0.799, 0.8, 0.899, 0.9, 1].map((share) => pointsOf(id, shares(share)))).toEqual([
      0, 0, 0, 10, 10, 16, 16,
    ]);
  });

  test.each(["categorySatisfied", "serviceSatisfied"])("%s with a sample just below and at 10 %%", (id) => {
    expect(pointsOf(id, shares(0.95, 99))).toBe(0);
    expect(pointsOf(id, shares(0.95, 100))).toBe(16);
    expect(pointsOf(id, { ...shares(0.95, 100), people: 1000.5 })).toBe(0);
    expect(partOf(id, shares(0.85, 99)).next).toMatchObject({ points: 10, measures: ["sampleShare"] });
    expect(partOf(id, shares(0.85, 100)).next?.text).toMatch(/达到 90 %（现 85 %）/);
  });

  it("leaves open what nobody was asked, or where nobody knows whom the circle serves", () => {
    expect(partOf("categorySatisfied")).toMatchObject({ points: null, atLeast: 0, atMost: 16 });
    expect(partOf("categorySatisfied", { ...shares(0.85), people: null })).toMatchObject({ points: null, atMost: 10 });
    // whatever the sample is, it is 0
    expect(partOf("categorySatisfied", { ...shares(0.5), people: null }).points).toBe(0);
    expect(partOf("categorySatisfied", shares(null)).points).toBeNull();
  });

  it("never rounds a share up to the next step", () => {
    const shown = partOf("categorySatisfied", shares(0.8996)).measures.find(
      ({ id }) => id === "categorySatisfiedShare",
    );
    expect(shown?.found).toBe("89.9 % 满意");
  });
});

describe("“一店一早”服务", () => {
  const extra: CategoryId[] = ["laundry", "parcel", "photo-print", "water-vending", "housekeeping", "recycling"];
  const stores = (kinds: number, open24h: number) => ({
    outlets: [
      outlet(["convenience-store", ...extra.slice(0, Math.min(kinds, 6))], { open24h: open24h > 0 }),
      outlet(["convenience-store", ...(kinds > 6 ? (["hardware"] as CategoryId[]) : [])], { open24h: open24h > 1 }),
    ],
  });

  it("gives 4 points for 7 services and 2 stores open all day, 2 for 5 and 1", () => {
    const points = (kinds: number, open24h: number) => pointsOf("convenience-services", stores(kinds, open24h));
    expect(points(7, 2)).toBe(4);
    expect(points(7, 1)).toBe(2);
    expect(points(6, 2)).toBe(2);
    expect(points(5, 1)).toBe(2);
    expect(points(5, 0)).toBe(0);
    expect(points(4, 2)).toBe(0);
  });

  it("says what is short of the next step", () => {
    expect(partOf("convenience-services", stores(6, 1)).next).toMatchObject({
      points: 2,
      text: "便利店叠加的便民服务类数达到 7（现 6），24 小时便利店家数达到 2（现 1）",
    });
  });

  it("takes hours for an answer, and no hours for none", () => {
    const services = ["convenience-store", ...extra] as CategoryId[];
    const all = outlet(services, {}, { openingHours: "24/7" });
    expect(partOf("convenience-services", { outlets: [all] }).points).toBe(2);
    expect(
      partOf("convenience-services", { outlets: [outlet(services, {}, { openingHours: "06:30-22:30" })] }).points,
    ).toBe(0);
    const unknown = partOf("convenience-services", { outlets: [outlet(services)] });
    expect(unknown).toMatchObject({ points: null, atLeast: 0, atMost: 2 });
    expect(unknown.measures[1]).toMatchObject({ value: null, range: { min: 0, max: 1 }, from: "outlets" });
  });

  it("counts closed outlets for nothing, and leaves it open where stores may be missing from the data", () => {
    const closed = stores(7, 2).outlets.map((one) => ({ ...one, status: "closed" }));
    expect(partOf("convenience-services", { outlets: closed }).points).toBe(0);
    expect(partOf("convenience-services", { claimed: new Set<CategoryId>() })).toMatchObject({
      points: null,
      atMost: 4,
    });
    // what was found is certain all the same
    expect(partOf("convenience-services", { ...stores(5, 1), claimed: new Set<CategoryId>() })).toMatchObject({
      points: null,
      atLeast: 2,
      atMost: 4,
    });
    expect(pointsOf("convenience-services", { ...stores(7, 2), claimed: new Set<CategoryId>() })).toBe(4);
  });

  it("gives 4, 2, 0 points for 8, 5 and fewer kinds of breakfast", () => {
    expect(
      [9, 8, 7, 5, 4, 0].map((kinds) => pointsOf("breakfast-variety", { evidence: [say("breakfastKinds", kinds)] })),
    ).toEqual([4, 4, 2, 2, 0, 0]);
    expect(partOf("breakfast-variety").points).toBeNull();
  });

  test.each([
    ["breakfast-delivery", "breakfast"],
    ["retail-delivery", "bakery"],
  ] as const)("%s: one that delivers", (id, category) => {
    expect(pointsOf(id, { outlets: [outlet(category, { delivery: true })] })).toBe(1);
    expect(pointsOf(id, { outlets: [outlet(category, { delivery: false })] })).toBe(0);
    expect(pointsOf(id, { outlets: [outlet(category)] })).toBeNull();
    expect(pointsOf(id, { outlets: [outlet("bank", { delivery: true })] })).toBe(0);
  });
});

describe("“一菜一修”服务", () => {
  const services = ["residue-test", "price-display", "fair-scales", "price-tags", "hygiene", "food-safety"];
  const market = (squareMeters?: number) =>
    outlet("food-market", squareMeters === undefined ? {} : { areaSquareMeters: squareMeters });
  const points = (more: Partial<QualityInputs>, missing = 0) =>
    partOf("market", { evidence: [say("marketServices", services.slice(missing))], ...more });

  it("wants 50 m² for every thousand people", () => {
    expect(points({ outlets: [market(1000)], people: 20_000 }).points).toBe(5);
    expect(points({ outlets: [market(999)], people: 20_000 }).points).toBe(4);
    expect(
      points({ outlets: [market(600), outlet("fresh-supermarket", { areaSquareMeters: 400 })], people: 20_000 }).points,
    ).toBe(5);
  });

  it("leaves the area open where people, areas or markets may be missing", () => {
    expect(points({ outlets: [market(1000)], people: null })).toMatchObject({ points: null, atLeast: 4, atMost: 5 });
    expect(points({ outlets: [market(500), market()], people: 20_000 }).points).toBeNull();
    expect(
      points({ outlets: [market(500)], people: 20_000, claimed: new Set(["food-market"] as const) }).points,
    ).toBeNull();
  });

  it("takes one point for each service that is missing, down to none", () => {
    const outlets = [market(1000)];
    expect([0, 1, 2, 5, 6].map((missing) => points({ outlets }, missing).points)).toEqual([5, 4, 3, 0, 0]);
    expect(points({ outlets }, 2).next).toMatchObject({ points: 1, measures: ["marketServices"] });
    expect(partOf("market", { outlets })).toMatchObject({ points: null, atLeast: 0, atMost: 5 });
  });

  it("gives nothing without a market, and says so first", () => {
    const none = partOf("market");
    expect(none.points).toBe(0);
    expect(none.next?.text).toBe("先要有菜市场或生鲜超市");
    expect(partOf("market", { claimed: new Set<CategoryId>() })).toMatchObject({ points: null, atLeast: 0, atMost: 5 });
    // somebody listed its services: there is one
    expect(points({ claimed: new Set<CategoryId>() }).atLeast).toBe(4);
  });

  const kinds = ["shoe", "watch", "appliance", "bicycle", "key", "clothes", "electronics", "bag", "furniture"];
  const repair = (count: number) => kinds.slice(0, count).map((kind) => outlet([{ category: "small-repair", kind }]));

  it("takes 0.6 for each kind of repair short of 8", () => {
    expect([9, 8, 7, 6, 1, 0].map((count) => pointsOf("small-repair", { outlets: repair(count) }))).toEqual([
      5, 5, 4.4, 3.8, 0.8, 0,
    ]);
    expect(partOf("small-repair", { outlets: repair(6) }).next).toMatchObject({ points: 0.6 });
  });

  it("counts a kind once, several in one shop each, and leaves open what a shop without kinds repairs", () => {
    const both = outlet([
      { category: "small-repair", kind: "shoe" },
      { category: "small-repair", kind: "key" },
    ]);
    expect(pointsOf("small-repair", { outlets: [both, ...repair(1)] })).toBe(1.4);
    expect(partOf("small-repair", { outlets: [...repair(8), outlet("small-repair")] }).points).toBe(5);
    expect(partOf("small-repair", { outlets: [...repair(7), outlet("small-repair")] })).toMatchObject({
      points: null,
      atLeast: 4.4,
      atMost: 5,
    });
  });

  it("records tidiness and takes nothing for it", () => {
    expect(pointsOf("small-repair", { outlets: repair(8), evidence: [say("repairTidy", false)] })).toBe(5);
  });
});

describe("“一老一小”服务", () => {
  const cases = [
    ["elderlyCare", "elderly-care", ["daily-care", "emergency", "health", "rehabilitation", "comfort"]],
    ["childcare", "childcare", ["full-day", "half-day", "temporary", "hourly", "meals"]],
  ] as const;

  test.each(cases)("%s: 1 point for the area, 0.6 for each service", (id, category, services) => {
    const outlets = [outlet(category, { areaSquareMeters: 300 })];
    const points = (missing: number, isEnough: boolean) =>
      pointsOf(id, {
        outlets,
        evidence: [say(`${id}Services`, services.slice(missing)), say(`${id}AreaSufficient`, isEnough)],
      });
    expect([0, 1, 2, 5].map((missing) => points(missing, true))).toEqual([5, 4.4, 3.8, 2]);
    expect([0, 1, 5].map((missing) => points(missing, false))).toEqual([4, 3.4, 1]);
    expect(pointsOf(id, {})).toBe(0);
  });

  it("reads the area of childcare off the data, of elderly care never", () => {
    const evidence = [say("childcareServices", cases[1][2]), say("elderlyCareServices", cases[0][2])];
    const childcare = (...areas: (number | undefined)[]) =>
      pointsOf("childcare", {
        evidence,
        outlets: areas.map((area) => outlet("childcare", area === undefined ? {} : { areaSquareMeters: area })),
      });
    expect([childcare(200), childcare(199), childcare(200, 199)]).toEqual([5, 4, 4]);
    expect([childcare(undefined), childcare(200, undefined)]).toEqual([null, null]);
    const care = partOf("elderlyCare", { evidence, outlets: [outlet("elderly-care", { areaSquareMeters: 5000 })] });
    expect(care).toMatchObject({ points: null, atLeast: 4, atMost: 5 });
  });
});

describe("品质质量", () => {
  const chains = (count: number, of: number) => ({
    outlets: Array.from({ length: of }, (_, i) => outlet("restaurant", i < count ? { chain: "津味" } : {})),
  });
  const tier = (id: string) => ({ evidence: [say("cityTier", id)] });

  test.each([
    ["first", 30],
    ["second", 25],
    ["other", 20],
  ])("%s: 6 points from %i %% on", (id, percent) => {
    expect(pointsOf("chains", { ...chains(percent, 100), ...tier(id) })).toBe(6);
    expect(pointsOf("chains", { ...chains(percent - 1, 100), ...tier(id) })).toBe(0);
  });

  it("is open until somebody says the tier of the city, unless all tiers come to the same", () => {
    expect(pointsOf("chains", chains(25, 100))).toBeNull();
    expect(pointsOf("chains", chains(30, 100))).toBe(6);
    expect(pointsOf("chains", chains(19, 100))).toBe(0);
  });

  it("does not take a shop for one without chain where its source never names chains", () => {
    const osm = Array.from({ length: 50 }, () => outlet("restaurant", {}, { source: "osm" }));
    const known = chains(25, 50).outlets;
    const open = partOf("chains", { outlets: [...osm, ...known], ...tier("first") });
    expect(open).toMatchObject({ points: null, atMost: 6 });
    expect(open.measures[0]).toMatchObject({ range: { min: 0.25, max: 0.75 } });
    expect(pointsOf("chains", { outlets: [...osm, ...known], ...tier("second") })).toBe(6);
  });
});

describe("促消费活动", () => {
  it("gives a point for each event of the year, at most 6", () => {
    expect(
      [0, 1, 5, 6, 9].map((events) => pointsOf("events-held", { evidence: [say("eventsThisYear", events)] })),
    ).toEqual([0, 1, 5, 6, 6]);
  });

  it("asks again in a new year", () => {
    expect(pointsOf("events-held", { evidence: [say("eventsThisYear", 6, "2025-12-31")] })).toBeNull();
    expect(pointsOf("events-held", { evidence: [say("eventsThisYear", 6, null)] })).toBe(6);
  });
});

describe("智慧服务", () => {
  const kinds: [CategoryId, QualityOutlet["attributes"]][] = [
    ["bank", { selfService: true }],
    ["parcel", { selfService: true }],
    ["pharmacy", { selfService: true }],
    ["vending-machine", {}],
    ["water-vending", {}],
  ];
  const machines = (complete: number) => ({
    outlets: kinds.flatMap(([category, attributes], i) =>
      Array.from({ length: i < complete ? 2 : 1 }, () => outlet(category, attributes)),
    ),
  });

  it("takes 0.4 for each kind of machine of which there are fewer than 2", () => {
    expect([5, 4, 3, 2, 1, 0].map((complete) => pointsOf("machines", machines(complete)))).toEqual([
      2, 1.6, 1.2, 0.8, 0.4, 0,
    ]);
    expect(partOf("machines", machines(3)).next).toMatchObject({ points: 0.4 });
  });

  it("counts no counter with people as a machine, and leaves open what nobody said", () => {
    const counter = machines(5).outlets.map((one) =>
      one.services[0].category === "bank" ? { ...one, attributes: { selfService: false } } : one,
    );
    expect(pointsOf("machines", { outlets: counter })).toBe(1.6);
    const unsaid = machines(5).outlets.map((one) => ({ ...one, attributes: {} }));
    expect(partOf("machines", { outlets: unsaid })).toMatchObject({ points: null, atLeast: 0.8, atMost: 2 });
  });

  it("takes a person's count by kind", () => {
    const value = { bank: 2, parcel: 2, medicine: 1, drinks: 2, water: 2 };
    expect(pointsOf("machines", { evidence: [say("machinesByKind", value)] })).toBe(1.6);
  });

  test.each([
    ["scan-to-pay", "scanToPayAndCameras"],
    ["sign-map", "signMap"],
  ])("%s: 2 points or none", (id, measure) => {
    expect(pointsOf(id, { evidence: [say(measure, true)] })).toBe(2);
    expect(pointsOf(id, { evidence: [say(measure, false)] })).toBe(0);
    expect(pointsOf(id, {})).toBeNull();
  });

  it("wants both shops and residents on the platform", () => {
    const points = (shops: number, residents: number) =>
      pointsOf("platform", { evidence: [say("platformShopShare", shops), say("platformResidentShare", residents)] });
    expect([points(0.7, 0.4), points(0.699, 0.4), points(0.7, 0.399)]).toEqual([4, 2, 2]);
    expect([points(0.5, 0.2), points(0.499, 0.4), points(0.7, 0.199)]).toEqual([2, 0, 0]);
    expect(partOf("platform", { evidence: [say("platformShopShare", 0.6)] })).toMatchObject({
      points: null,
      atMost: 2,
    });
  });
});

test("商居和谐: 8, 4 or 0 points", () => {
  expect(["yes", "mostly", "no"].map((id) => pointsOf("harmony-grade", { evidence: [say("harmony", id)] }))).toEqual([
    8, 4, 0,
  ]);
  expect(partOf("harmony-grade").points).toBeNull();
  expect(partOf("harmony-grade", { evidence: [say("harmony", "no")] }).next).toMatchObject({ points: 4 });
});
