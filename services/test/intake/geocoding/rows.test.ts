import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { AnswerCache } from "../../../src/intake/geocoding/answer-cache.ts";
import { GeocodeError } from "../../../src/intake/geocoding/geocoder.ts";
import type { GeocodeCandidate, Geocoder } from "../../../src/intake/geocoding/geocoder.ts";
import { geocodeRows } from "../../../src/intake/geocoding/rows.ts";
import { at, town } from "./town.ts";

const rows = [
  { row: 5, address: "长安路120号" },
  { row: 6, address: "某某路6号" },
  { row: 7, address: " " },
  { row: 8, address: "人民路18号" },
];

function answering(name: string, confidence: number, asked: string[] = []): Geocoder {
  const candidate: GeocodeCandidate = {
    location: at(1, 2),
    level: "street-number",
    confidence,
    matched: name,
    provider: name,
    explanation: name,
  };
  return {
    name,
    geocode: ({ address }) => {
      asked.push(address);
      return Promise.resolve([candidate]);
    },
  };
}

test("offline: taken above the bar, waiting with candidates below it, in the order of the rows", async () => {
  const fractions: number[] = [];
  const { rows: placed, notes } = await geocodeRows(
    rows,
    { geocoders: [town] },
    { city: "沧汐区", progress: (fraction) => fractions.push(fraction) },
  );
  expect(placed.map(({ row, accepted }) => [row, accepted?.level ?? null])).toEqual([
    [5, "door"],
    [6, null],
    [7, null],
    [8, null],
  ]);
  expect(placed[0].accepted).toMatchObject({ provider: "gazetteer", location: placed[0].candidates[0].location });
  expect(placed[2].candidates).toEqual([]);
  expect(placed[3].candidates[0].level).toBe("street");
  expect(notes).toEqual([]);
  expect(fractions.at(-1)).toBe(1);
});

test("services are asked in turn about what is left, up to the first good answer", async () => {
  const [first, second, third]: string[][] = [[], [], []];
  const chain = {
    geocoders: [town, answering("a", 0.5, first), answering("b", 0.9, second), answering("c", 0.9, third)],
  };
  const { rows: placed } = await geocodeRows(rows, chain, { city: "沧汐区" });
  expect(first.sort()).toEqual(["人民路18号", "某某路6号"].sort());
  expect(second).toHaveLength(2);
  expect(third).toEqual([]);
  expect(placed[1].accepted!.provider).toBe("b");
  expect(placed[3].candidates.map(({ provider }) => provider)).toEqual(["b", "a", "gazetteer"]);
});

test("a service that fails is noted once, the next one is asked", async () => {
  const broken: Geocoder = {
    name: "broken",
    geocode: () => Promise.reject(new GeocodeError("broken", "quota", "坏了")),
  };
  const { rows: placed, notes } = await geocodeRows(
    rows,
    { geocoders: [town, broken, answering("b", 0.9)] },
    { city: "沧汐区" },
  );
  expect(notes).toEqual(["坏了"]);
  expect(placed[1].accepted!.provider).toBe("b");
  const faulty: Geocoder = { name: "faulty", geocode: () => Promise.reject(new TypeError("a fault of ours")) };
  await expect(geocodeRows(rows, { geocoders: [town, faulty] }, { city: "沧汐区" })).rejects.toThrow("a fault of ours");
});

test("no more questions than allowed; the rest waits", async () => {
  const asked: string[] = [];
  const many = Array.from({ length: 10 }, (_, index) => ({ row: index, address: `某某路${index}号` }));
  const { rows: placed, notes } = await geocodeRows(
    many,
    { geocoders: [town, answering("a", 0.9, asked)] },
    { city: "沧汐区", mostQuestions: 3 },
  );
  expect(asked).toHaveLength(3);
  expect(placed.filter(({ accepted }) => accepted !== null)).toHaveLength(3);
  expect(notes).toHaveLength(1);
});

test("cancelled between rows", async () => {
  const controller = new AbortController();
  const slow: Geocoder = {
    name: "slow",
    geocode: () => {
      controller.abort(new Error("enough"));
      return Promise.resolve([]);
    },
  };
  const work = geocodeRows(rows, { geocoders: [town, slow] }, { city: "沧汐区", signal: controller.signal });
  await expect(work).rejects.toThrow("enough");
});

test("what was answered once is not asked again, for a month; only what may be kept is written", async () => {
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-geocoded-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "deep", "town.jsonl");
  let now = Date.UTC(2026, 0, 1);
  const [kept, forgotten]: string[][] = [[], []];
  const geocoders = [town, answering("amap", 0.1, forgotten), answering("photon", 0.9, kept)];
  const run = async () => {
    const cache = new AnswerCache(file, { now: () => now });
    await cache.load();
    await geocodeRows(rows, { geocoders, cache }, { city: "沧汐区" });
    await geocodeRows(rows, { geocoders, cache }, { city: "沧汐区" });
    await cache.save();
  };
  await run();
  expect([kept.length, forgotten.length]).toEqual([2, 2]);
  await run();
  expect([kept.length, forgotten.length]).toEqual([2, 4]);
  expect(await readFile(file, "utf8")).not.toContain("amap");
  now += 31 * 86_400_000;
  await run();
  expect(kept.length).toBe(4);
});

test("the store of answers is bounded", () => {
  const cache = new AnswerCache(null, { most: 3 });
  for (let index = 0; index < 10; index++) cache.put("photon", { address: `路${index}号`, city: "" }, []);
  const left = Array.from({ length: 10 }, (_, index) => cache.get("photon", { address: `路${index}号`, city: "" }));
  expect(left.filter((answer) => answer !== null)).toHaveLength(3);
});
