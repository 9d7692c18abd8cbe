import { expect, test } from "vitest";
import { metersBetween } from "../../../src/intake/geometry/sphere.ts";
import { Gazetteer } from "../../../src/intake/geocoding/gazetteer.ts";
import { packMapPlaces, unpackMapPlaces } from "../../../src/intake/geocoding/map-places.ts";
import { GazetteerGeocoder } from "../../../src/intake/geocoding/resolve.ts";
import { DEFAULT_BAR } from "../../../src/intake/geocoding/rows.ts";
import { at, best, doorAt, onSheet, town, townSources } from "./town.ts";

function expectNear(address: string, x: number, y: number, meters: number): void {
  const { location } = best(address);
  expect(metersBetween(location, at(x, y)), `${address} found at ${onSheet(location)}`).toBeLessThanOrEqual(meters);
}

test("a known number is its door", () => {
  const found = best("沧汐区长安路120号");
  expect(found).toMatchObject({ level: "door", provider: "gazetteer", matched: "长安路120号" });
  expect(metersBetween(found.location, doorAt(120))).toBeLessThan(2);
  expect(found.confidence).toBeGreaterThan(0.95);
});

test("a number between two known ones of its side lies between them, on its side", () => {
  for (const number of [100, 101, 270, 271]) {
    const found = best(`长安路${number}号`);
    expect(found.level).toBe("street-number");
    expect(metersBetween(found.location, doorAt(number))).toBeLessThan(15);
    expect(found.confidence).toBeGreaterThan(DEFAULT_BAR);
  }
});

test("a number beyond the last one is reckoned, the less surely the further", () => {
  const [near, far] = [best("长安路404号"), best("长安路900号")];
  expect(metersBetween(near.location, doorAt(404))).toBeLessThan(30);
  expect(far.confidence).toBeLessThan(DEFAULT_BAR);
  expect(far.confidence).toBeLessThan(near.confidence);
});

test("a road without numbers gives its middle and waits, unless it is short", () => {
  const long = best("人民路18号");
  expect(long).toMatchObject({ level: "street" });
  expect(long.confidence).toBeLessThan(0.3);
  const short = best("短巷3号");
  expect(short.level).toBe("street");
  expect(short.confidence).toBeGreaterThan(DEFAULT_BAR);
});

test("crossings, their corners, stretches between roads", () => {
  expect(best("长安路与人民路交叉口")).toMatchObject({ level: "crossing" });
  expectNear("长安路与人民路交叉口", 0, 0, 2);
  expectNear("长安路人民路口", 0, 0, 2);
  expectNear("人民路与中山路交叉口东北角", 14, 414, 3);
  expectNear("人民路（长安路与中山路之间）", 0, 200, 5);
});

test("buildings of a compound by any of their words; a missing one by its neighbours", () => {
  for (const address of ["清漪园1号楼", "清漪园1栋201室", "清漪园小区1幢", "长安路250号清漪园１＃楼"]) {
    expect(best(address).level).toBe("building");
    expectNear(address, 230, 50, 1);
  }
  expectNear("清漪园5号楼", 380, 150, 1); // from the homes in the store
  expectNear("清漪园4号楼", 345, 100, 10);
  expectNear("临江里2号楼", -200, 500, 1); // a compound that only the homes know
  expectNear("金城大厦A座", -285, 35, 1);
});

test("a compound alone is its middle, its gate is its gate, its shops are on the street", () => {
  expect(best("清漪园").level).toBe("compound");
  expectNear("清漪园", 300, 105, 2);
  expectNear("清漪园门口", 300, 30, 2);
  expectNear("清漪园底商", 300, 30, 2);
  expectNear("东堤花园2期", -540, 160, 2);
});

test("beside, opposite, so many metres from", () => {
  expectNear("人民公园北门", 200, 650, 5);
  expectNear("人民公园以东200米", 400, 550, 2);
  expectNear("长安路120号对面", -400, -12, 4);
  expectNear("人民公园旁边", 200, 550, 2);
  expect(best("人民公园附近").confidence).toBeLessThan(best("人民公园").confidence);
});

test("an old name, traditional characters, a word that sounds the same, a slip", () => {
  const plain = best("长安路120号");
  expect(best("解放路120号").location).toEqual(plain.location);
  expect(best("長安路120號").location).toEqual(plain.location);
  for (const slip of ["常安路120号", "长按路120号"]) {
    const found = best(slip);
    expect(found.location).toEqual(plain.location);
    expect(found.confidence).toBeLessThan(plain.confidence);
    expect(found.explanation).toContain("长安路");
  }
});

test("the district in front, twice or not at all, of another city", () => {
  const plain = best("长安路120号");
  for (const prefix of ["沧汐区", "沧汐区沧汐区", "天津市沧汐区", "中国天津市沧汐区"]) {
    expect(best(`${prefix}长安路120号`).confidence).toBe(plain.confidence);
  }
  expect(best("广州市天河区长安路120号").confidence).toBeLessThan(DEFAULT_BAR);
  expect(best("沧汐区实验学校").matched).toBe("沧汐区实验学校");
  expectNear("实验学校", -450, 500, 2);
});

test("a community that lies elsewhere casts doubt, one around it does not", () => {
  const plain = best("长安路280号");
  expect(best("沧汐区东海社区长安路280号").confidence).toBe(plain.confidence);
  const doubted = best("沧汐区西堤社区长安路280号");
  expect(doubted.confidence).toBeLessThan(plain.confidence);
  expect(doubted.explanation).toContain("西堤社区");
});

test("of two places with one name both are offered and none is taken, unless the street tells", () => {
  const candidates = town.locate({ address: "中国银行" });
  expect(candidates).toHaveLength(2);
  expect(candidates[0].confidence).toBeLessThan(DEFAULT_BAR);
  expectNear("长安路300号中国银行", 500, 20, 20);
  const [nearest] = town.locate({ address: "中国银行", near: at(500, 0) });
  expect(metersBetween(nearest.location, at(500, 20))).toBeLessThan(2);
});

test("clues that agree make surer than one alone; the shop's own name helps", () => {
  expect(best("清漪园").confidence).toBeLessThan(best("长安路250号清漪园").confidence);
  const named = best("中山路", "福满园便利店");
  expect(metersBetween(named.location, at(-950, 410))).toBeLessThan(2);
});

test("what the town does not know finds nothing, or its area", () => {
  expect(town.locate({ address: "建国门外大街甲6号" })).toEqual([]);
  expect(town.locate({ address: "" })).toEqual([]);
  expect(town.locate({ address: "地址不详" })).toEqual([]);
  const area = best("沧汐区东海社区");
  expect(area.level).toBe("community");
  expect(area.confidence).toBeLessThan(DEFAULT_BAR);
});

test("a wrong number among many is not trusted", () => {
  const { map } = townSources;
  const wrong = { ref: "node/9", road: "长安路", number: "9789", location: at(-950, -12) };
  const geocoder = new GazetteerGeocoder(
    new Gazetteer({ ...townSources, map: { ...map!, addresses: [...map!.addresses, wrong] } }),
  );
  const [found] = geocoder.locate({ address: "长安路101号" });
  expect(metersBetween(found.location, doorAt(101))).toBeLessThan(15);
  expect(geocoder.locate({ address: "长安路450号" })[0].confidence).toBeLessThan(0.95);
});

test("a city without a map goes by its rows, one without anything finds nothing", () => {
  const rows = new GazetteerGeocoder(new Gazetteer({ ...townSources, map: null }));
  expect(rows.locate({ address: "清漪园5号楼" })[0].level).toBe("building");
  const empty = new GazetteerGeocoder(
    new Gazetteer({ map: null, areas: [], outlets: [], residences: [], cityNames: [] }),
  );
  expect(empty.locate({ address: "长安路120号" })).toEqual([]);
});

test("packed and unpacked, a map's names are the same; another format is no map", async () => {
  const { bytes, version } = await packMapPlaces(townSources.map!);
  expect(await unpackMapPlaces(bytes)).toEqual(townSources.map);
  expect((await packMapPlaces(townSources.map!)).version).toBe(version);
});
