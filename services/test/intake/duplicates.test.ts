import { describe, expect, test } from "vitest";
import type { CategoryId } from "@quarterhour/data";
import { comparableRow, pairsAmong, proposeDuplicates, thresholds } from "../../src/intake/duplicates/index.ts";
import type { Comparable } from "../../src/intake/duplicates/index.ts";
import { changedSubstantially, comparableOf } from "../../src/intake/duplicates/find.ts";
import { phonesOf, plainText, readAddress, readName } from "../../src/intake/duplicates/text.ts";
import { labelledSample } from "../../bench/duplicates-sample.ts";
import { bareOutlet } from "../store/samples.ts";

const streets = new Set(["听澜路", "银湾大街"]);

describe("names", () => {
  test.each([
    ["ＡＢＣ（个体工商户）", "abc", null],
    ["沧汐区王记修鞋铺（个体工商户）", "王记修鞋", null],
    ["天津市沧汐区老张便民商贸有限公司", "老张便民商贸", null],
    ["老張麵館", "老张面", null],
    ["沧惠超市", "沧惠超市", null],
    ["东社区食堂", "东社区食堂", null],
    ["安澜大药房听澜路店", "安澜大药房听澜路", "听澜路"],
    ["安澜大药房（听澜路店）", "安澜大药房听澜路", "听澜路"],
    ["七汐便利店银湾大街41号店", "七汐便利店银湾大街41号", "银湾大街41"],
    ["七汐便利店第二分店", "七汐便利店第二", "2"],
    ["红旗书店（2店）", "红旗书店2", "2"],
    ["", "", null],
    ["店", "店", null],
  ])("%s", (name, full, branch) => {
    expect(readName(name, ["沧汐区", "天津市"], streets)).toEqual({ full, branch });
  });

  test("traditional characters and width do not count", () => {
    expect(plainText("鴻運【書】店　１号")).toBe("鸿运(书)店1号");
  });
});

test.each([
  ["022-01234567", ["1234567"]],
  ["（022）0123-4567 转 8001", ["1234567"]],
  ["+86 22 0123 4567", ["1234567"]],
  ["01234567ext12", ["1234567"]],
  ["13800138000；022-07654321", ["13800138000", "7654321"]],
  ["+8613800138000", ["13800138000"]],
  ["400-810-1234", ["4008101234"]],
  ["110", []],
])("phone %s", (text, numbers) => {
  expect(phonesOf(text)).toEqual(numbers);
});

test.each([
  ["沧汐区听澜路414号", "听澜路", 414, null],
  ["天津市沧汐区听澜路４１４号３层", "听澜路", 414, 3],
  ["幸福街道银湾大街41-2号", "银湾大街", 41, null],
  ["和平里大街12号地下一层", "和平里大街", 12, -1],
  ["听澜路与和乐道交口", "听澜路", null, null],
  ["市场对面", null, null, null],
])("address %s", (text, street, number, floor) => {
  expect(readAddress(text, ["沧汐区", "天津市"])).toEqual({ street, number, floor });
});

let next = 0;
/** Metres east and north of one place. */
function shop(
  name: string,
  fields: Partial<Comparable> & { east?: number; north?: number; is?: CategoryId } = {},
): Comparable {
  const { east = 0, north = 0, is = "restaurant", ...rest } = fields;
  return {
    id: `s${next++}`,
    source: "survey",
    name,
    services: [{ category: is, kind: null }],
    location: [118.05 + east / 86_700, 38.75 + north / 111_195],
    ...rest,
  };
}

/** Score of two shops amid others of the town. */
function scoreOf(a: Comparable, b: Comparable): number {
  const town = Array.from({ length: 60 }, (_, i) =>
    shop(
      ["临海饺子馆", "望潮大药房", "七汐便利店", "小胡理发", "张记包子", "顺达修车"][i % 6] +
        String.fromCharCode(0x4e00 + 37 * i),
      {
        east: 3_000 + 200 * i,
      },
    ),
  );
  const pairs = proposeDuplicates([...town, a, b], { minScore: 0 });
  return pairs.find((pair) => pair.a === a.id && pair.b === b.id)?.score ?? 0;
}

const phone = "022-01234567";
const address = "沧汐区听澜路414号";
const bureau = { source: "bureau" };

describe("one shop", () => {
  test.each<[string, Comparable, Comparable]>([
    [
      "as two clerks write it",
      shop("老张面馆", { phone, address }),
      shop("老張麵館（个体工商户）", { ...bureau, phone: "(022)0123-4567", address, east: 30 }),
    ],
    [
      "without an address",
      shop("汐月蛋糕房", { phone, is: "bakery" }),
      shop("汐月蛋糕", { ...bureau, phone, is: "bakery", north: 40 }),
    ],
    [
      "listed twice in one table",
      shop("海棠干洗", { phone, address, is: "laundry" }),
      shop("海棠干洗", { phone, address, is: "laundry" }),
    ],
  ])("%s is sure", (_what, a, b) => {
    expect(scoreOf(a, b)).toBeGreaterThanOrEqual(thresholds.sure);
  });

  test.each<[string, Comparable, Comparable]>([
    [
      "with a slip of sound",
      shop("沧州路口造型", { is: "hairdresser" }),
      shop("苍洲路口造型", { ...bureau, is: "hairdresser", east: 15 }),
    ],
    [
      "of a chain, on the map by its chain alone",
      shop("安澜大药房听澜路店", { is: "pharmacy", chain: "安澜大药房" }),
      shop("安澜大药房", { source: "osm", is: "pharmacy", chain: "安澜大药房", east: 10 }),
    ],
    [
      "of a related category",
      shop("渔家小院", { address }),
      shop("渔家小院", { ...bureau, address, is: "specialty-restaurant", east: 25 }),
    ],
    [
      "off by the shift of GCJ-02",
      shop("岸边琴行", { is: "art-training", phone }),
      shop("岸边琴行", { ...bureau, is: "art-training", phone, location: [118.056291, 38.750922] }),
    ],
    [
      "closed by one table, open by another",
      shop("同福客栈", { is: "hotel", phone, status: "closed" }),
      shop("同福客栈", { ...bureau, is: "hotel", phone }),
    ],
    [
      "registered in its owner's name",
      shop("海风小馆", { phone, address }),
      shop("李某某餐饮店", { ...bureau, phone, address, east: 10 }),
    ],
  ])("%s is proposed, for a person to say", (_what, a, b) => {
    const score = scoreOf(a, b);
    expect(score).toBeGreaterThanOrEqual(thresholds.propose);
    expect(score).toBeLessThanOrEqual(1);
  });
});

describe("two shops", () => {
  test.each<[string, Comparable, Comparable]>([
    ["next door to each other, of one trade", shop("王记饺子馆"), shop("李记面馆", { ...bureau, east: 8 })],
    [
      "in one house, with other names",
      shop("海晏书店", { is: "bookstore", address: `${address}1层` }),
      shop("明澜眼镜", { ...bureau, is: "optician", address: `${address}2层`, east: 3 }),
    ],
    [
      "of one chain, 60 m apart",
      shop("七汐便利店听澜路414号店", { is: "convenience-store", chain: "七汐便利店", address, phone }),
      shop("七汐便利店听澜路454号店", {
        ...bureau,
        is: "convenience-store",
        chain: "七汐便利店",
        address: "听澜路454号",
        phone: "022-07654321",
        east: 60,
      }),
    ],
    [
      "one after the other in one room",
      shop("老槐树面馆", { address, status: "closed", openedOn: "2020-01-01", closedOn: "2025-03-01" }),
      shop("老槐树饺子", { ...bureau, address, openedOn: "2025-05-01" }),
    ],
    [
      "of one name in other quarters",
      shop("福来超市", { is: "supermarket", address, phone }),
      shop("福来超市", { ...bureau, is: "supermarket", address: "银湾大街41号", phone: "022-07654321", east: 900 }),
    ],
    [
      "where one has moved",
      shop("岸上酒店", { is: "hotel", phone, openedOn: "2010-01-01", closedOn: "2025-01-01", status: "closed" }),
      shop("岸上酒店", { ...bureau, is: "hotel", phone, openedOn: "2025-01-01", east: 500 }),
    ],
  ])("%s are not proposed", (_what, a, b) => {
    expect(scoreOf(a, b)).toBeLessThan(thresholds.propose);
  });

  test("machines of one name in one compound are never taken for granted", () => {
    const a = shop("秋水苑智能快件箱", { is: "parcel" });
    const b = shop("秋水苑智能快件箱", { ...bureau, is: "parcel", east: 5 });
    expect(scoreOf(a, b)).toBeLessThan(thresholds.sure);
  });
});

test("of two that are as like, a table's is only one: neither is sure", () => {
  const survey = shop("张记包子", { phone, is: "breakfast" });
  const left = shop("张记包子", { ...bureau, is: "breakfast", east: 12, address: "听澜路1号" });
  const right = shop("张记包子", { ...bureau, is: "breakfast", east: -12, address: "银湾大街41号" });
  const pairs = proposeDuplicates([survey, left, right]);
  const own = pairs.filter(({ a }) => a === survey.id);
  expect(own).toHaveLength(2);
  for (const { score, reasons } of own) {
    expect(score).toBeLessThan(thresholds.sure);
    expect(reasons).toContain("rival.alike");
  }
});

describe("the sample's tables", () => {
  test("what the generator knows to be one is found, and hardly anything else", async () => {
    const rows = await labelledSample();
    const options = { placeNames: ["沧汐区", "天津市"] };
    const pairs = proposeDuplicates(rows, options);
    const entity = new Map(rows.map((row) => [row.id, row.entity]));
    const isRight = ({ a, b }: { a: string; b: string }) => entity.get(a) === entity.get(b);
    let truths = 0;
    for (const group of Map.groupBy(rows, (row) => row.entity).values())
      truths += (group.length * (group.length - 1)) / 2;
    expect(truths).toBeGreaterThan(650);
    const right = pairs.filter(isRight).length;
    expect(right / pairs.length).toBeGreaterThan(0.97);
    expect(right / truths).toBeGreaterThan(0.97);
    const sure = pairs.filter(({ score }) => score >= thresholds.sure);
    expect(sure.filter(isRight).length / sure.length).toBeGreaterThan(0.99);
    expect(sure.length / truths).toBeGreaterThan(0.85);

    // the same pairs with the same scores when only some are looked at
    const among = new Set(rows.filter((_row, i) => i % 7 === 0).map(({ id }) => id));
    expect(proposeDuplicates(rows, { ...options, among })).toEqual(
      pairs.filter(({ a, b }) => among.has(a) || among.has(b)),
    );
  });
});

test("rows of a new table are set against what is there and against each other", async () => {
  const at = (i: number): [number, number] => [118.05 + i / 500, 38.75];
  const names = ["海棠干洗", "临海书局", "望潮眼镜", "小胡理发", "岸边花坊"];
  const existing = names.map((name, i) =>
    comparableOf({
      ...bareOutlet({ name, location: at(i), phone: `022-0${i}234567` }),
      id: `o_00000${i}`,
      source: "survey",
    }),
  );
  const rows = [
    comparableRow(2, bareOutlet({ name: "海棠干洗店", location: at(0), phone: "01234567-0" }), "new"),
    comparableRow(7, bareOutlet({ name: "全新小店", location: at(9) }), "new"),
    comparableRow(5, bareOutlet({ name: "全新小店", location: at(9) }), "new"),
  ];
  const found = await pairsAmong(rows, existing, {});
  expect(found.map(({ row, otherRow, outlet }) => [row, otherRow, outlet]).sort()).toEqual([
    [2, null, "o_000000"],
    [5, 7, null],
  ]);
  const stopped = AbortSignal.abort(new Error("enough"));
  const many = Array.from({ length: 5_000 }, (_, i) =>
    comparableRow(i, bareOutlet({ name: `甲${i}`, location: at(i % 50) }), "new"),
  );
  await expect(pairsAmong(many, [], { signal: stopped })).rejects.toThrow("enough");
});

test("thousands at one point, as from a geocoder that knew the street only, stay few comparisons", () => {
  const rows = Array.from({ length: 4_000 }, (_, i) =>
    shop(String.fromCharCode(0x4e00 + (i % 80), 0x4f00 + Math.floor(i / 80), 0x5200 + ((i * 7) % 3_000)), {
      ...(i % 2 ? bureau : {}),
    }),
  );
  const twin = shop("独一无二修表铺");
  const pairs = proposeDuplicates([...rows, twin, { ...twin, id: "twin", source: "bureau" }]);
  expect(pairs).toContainEqual(expect.objectContaining({ a: twin.id, b: "twin" }));
});

test("what makes an outlet another", () => {
  const was = { ...bareOutlet({ name: "张记", phone: "022-01234567" }), source: "s" };
  expect(changedSubstantially(was, { ...was, name: "张 记", address: "新", status: "closed" })).toBe(false);
  expect(changedSubstantially(was, { ...was, phone: null })).toBe(false);
  expect(changedSubstantially(was, { ...was, name: "李记" })).toBe(true);
  expect(changedSubstantially(was, { ...was, phone: "022-07654321" })).toBe(true);
  expect(changedSubstantially(was, { ...was, location: [was.location[0], was.location[1] + 0.001] })).toBe(true);
  expect(changedSubstantially(was, { ...was, services: [{ category: "bookstore", kind: null }] })).toBe(true);
});
