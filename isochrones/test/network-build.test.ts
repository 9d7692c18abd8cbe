/** From file to network: what the build keeps in mind of nodes and tags, and that the form of the file does not matter. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { buildWalkNetwork, type OsmTags, type WalkNetwork } from "../src/index.ts";
import { growing } from "../src/network/column.ts";
import { Marks, MISSING, NodeStore } from "../src/network/node-store.ts";
import { orderBy, spatialOrder } from "../src/network/order.ts";
import { TagMemo } from "../src/osm/index.ts";
import { collect, testFolder } from "./osm-helpers.ts";
import { pbf, type TestElement } from "./osm-pbf-writer.ts";
import { randomOf } from "./random-map.ts";

const SAMPLE = join(import.meta.dirname, "../../data/sample/files/sample.osm.gz");
const write = testFolder();

describe("the sample city in other forms gives the same network", () => {
  let network: WalkNetwork;
  let elements: TestElement[];
  let bbox: [number, number, number, number];
  beforeAll(async () => {
    network = await buildWalkNetwork(SAMPLE);
    const { seen, header } = await collect(SAMPLE);
    elements = seen.map((element): TestElement => {
      const tags = element.tags ?? undefined;
      if (element.type !== "node") return { ...element, tags } as TestElement;
      const { id, lng, lat } = element;
      return { type: "node", id, lngUnits: Math.round(lng * 1e7), latUnits: Math.round(lat * 1e7), tags };
    });
    const [west, south, east, north] = header.bbox!.map((degrees) => Math.round(degrees * 1e9));
    bbox = [west, east, north, south];
  });
  const ofType = (...types: string[]): TestElement[] => elements.filter(({ type }) => types.includes(type));
  const parts = ({ arrays, classes, unreadTimes }: WalkNetwork): unknown => [arrays, classes, unreadTimes];
  const partsFrom = async (name: string, list: TestElement[], options: Parameters<typeof pbf>[1]): Promise<unknown> =>
    parts(await buildWalkNetwork(write(name, pbf(list, { bbox, ...options }))));

  test("XML once more", async () => {
    const again = await buildWalkNetwork(SAMPLE);
    expect(Buffer.from(again.bytes).equals(Buffer.from(network.bytes))).toBe(true);
  });

  test("PBF, its nodes dense or one by one, in many blocks or few", async () => {
    expect(await partsFrom("dense.osm.pbf", elements, { elementsPerBlock: 8000 })).toEqual(parts(network));
    expect(await partsFrom("plain.osm.pbf", elements, { dense: false, elementsPerBlock: 500, packing: "raw" })).toEqual(
      parts(network),
    );
  });

  test("ways before their nodes, the nodes in any order", async () => {
    const random = randomOf(5);
    const nodes = ofType("node");
    for (let i = nodes.length - 1; i > 0; i--) {
      const other = random.below(i + 1);
      [nodes[i], nodes[other]] = [nodes[other], nodes[i]];
    }
    expect(
      await partsFrom("turned.osm.pbf", [...ofType("relation", "way"), ...nodes], { elementsPerBlock: 300 }),
    ).toEqual(parts(network));
  });

  test("all kinds mixed, many nodes twice, once of them bare", async () => {
    const nodes = ofType("node");
    const bare = nodes.map((node) => ({ ...node, tags: undefined }));
    const ways = ofType("way", "relation");
    const mixed = nodes.flatMap((node, i) => [node, ...ways.slice(i * 2, i * 2 + 2), bare[i]]);
    expect(
      await partsFrom("mixed.osm.pbf", [...mixed, ...ways.slice(nodes.length * 2)], { elementsPerBlock: 50 }),
    ).toEqual(parts(network));
  });

  test("of a node written twice the later place counts", async () => {
    const wrong = ofType("node").map((node) => ({ ...node, lngUnits: 0, latUnits: 0 }) as TestElement);
    expect(await partsFrom("twice.osm.pbf", [...wrong, ...elements], { elementsPerBlock: 1000 })).toEqual(
      parts(network),
    );
  });
});

describe("nodes by id", () => {
  const ids = (count: number, make: (i: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => make(i));
  const filled = (list: Float64Array): NodeStore => {
    const store = new NodeStore();
    const lng = list.map((_, i) => (i % 3600) / 10 - 180);
    const lat = list.map((_, i) => (i % 1800) / 10 - 90);
    for (let from = 0; from < list.length; from += 1000) {
      const part = (all: Float64Array): Float64Array => all.subarray(from, from + 1000);
      store.add({ count: part(list).length, ids: part(list), lng: part(lng), lat: part(lat) });
    }
    return store;
  };

  test.each<[string, (i: number, random: () => number) => number]>([
    ["one after the other", (i) => i + 1],
    ["with gaps", (i, random) => i * 50 + Math.floor(random() * 50)],
    ["over the borders of 32 bits, far apart", (i, random) => i * 3_000_000 + Math.floor(random() * 3_000_000)],
    ["below zero and far beyond", (i) => (i - 2500) * 1_000_000_007],
  ])("%s", (_what, make) => {
    const random = randomOf(9);
    const list = ids(5000, (i) => make(i, random));
    const store = filled(list);
    expect(store.sort()).toBeNull();
    const rows = new Map([...list].map((id, row) => [id, row]));
    for (let round = 0; round < 4000; round++) {
      const near = list[random.below(list.length)] + (random.below(2) === 0 ? 0 : random.below(5) - 2);
      expect(store.rowOf(near)).toBe(rows.get(near) ?? MISSING);
    }
    for (let row = 0; row < list.length; row += 7) expect(store.id(row)).toBe(list[row]);
    expect([...list].map((id) => store.rowOf(id))).toEqual([...list.keys()]);
    // many at a time: runs of neighbours, some of them not there
    for (let round = 0; round < 400; round++) {
      const first = random.below(list.length);
      const asked = Array.from(
        { length: 1 + random.below(30) },
        (_, i) => (list[first + i] ?? 7.5e14) + (i % 11 === 7 ? 1 : 0),
      );
      const found = new Uint32Array(40);
      store.rowsOf(asked, found);
      expect([...found.subarray(0, asked.length)]).toEqual(asked.map((id) => rows.get(id) ?? MISSING));
    }
  });

  test("in any order, some twice: the later one stays", () => {
    const random = randomOf(11);
    const list = ids(5000, () => random.below(4000) * 2_000_003 - 10);
    const store = filled(list);
    const newRows = store.sort()!;
    const last = new Map([...list].map((id, row) => [id, row]));
    const ascending = [...last.keys()].toSorted((a, b) => a - b);
    expect(store.count).toBe(ascending.length);
    ascending.forEach((id, row) => {
      expect(store.rowOf(id)).toBe(row);
      expect(store.lng(row)).toBe(Math.round(((last.get(id)! % 3600) / 10 - 180) * 1e7));
    });
    list.forEach((id, row) => expect(newRows[row]).toBe(store.rowOf(id)));
  });

  test("marks tell how many lie before", () => {
    const random = randomOf(3);
    const marks = new Marks(3000);
    const rows = new Set(Array.from({ length: 900 }, () => random.below(3000)));
    for (const row of rows) marks.add(row);
    marks.count();
    expect(marks.total).toBe(rows.size);
    [...rows].toSorted((a, b) => a - b).forEach((row, index) => expect(marks.rank(row)).toBe(index));
    const store = filled(ids(3000, (i) => i));
    const { lng } = store.takePlaces(marks, 1);
    expect(lng.length).toBe(rows.size + 1);
    for (const row of rows) expect(lng[marks.rank(row)]).toBe(Math.round(((row % 3600) / 10 - 180) * 1e7));
  });

  test("a list grows", () => {
    const list = growing(Uint16Array);
    for (let i = 0; i < 700_000; i++) list.push(i);
    list.pushFirst(2, [7, 8, 9]);
    expect(list.length).toBe(700_002);
    const taken = list.take();
    expect([taken.length, taken[0], taken[65_535], taken[65_537], taken[700_001]]).toEqual([700_002, 0, 65_535, 1, 8]);
  });
});

describe("orders", () => {
  test("along the Z-order curve, equal places as they were", () => {
    const random = randomOf(21);
    const places = 400;
    const lng = Int32Array.from({ length: places }, () => random.below(3.6e9) - 1.8e9);
    const lat = Int32Array.from({ length: places }, () => random.below(1.8e9) - 0.9e9);
    const node = Uint32Array.from({ length: 3000 }, () => random.below(places));
    const key = (row: number): bigint => {
      let sum = 0n;
      for (let bit = 31n; bit >= 0n; bit--) {
        const [x, y] = [lng[node[row]], lat[node[row]]].map((units) => (BigInt(units) + 0x80000000n) >> bit) as [
          bigint,
          bigint,
        ];
        sum = (sum << 2n) | ((y & 1n) << 1n) | (x & 1n);
      }
      return sum;
    };
    const keys = Array.from(node.keys(), key);
    const expected = [...node.keys()].toSorted((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
    expect([...spatialOrder(node, lng, lat)]).toEqual(expected);
  });

  test("by number, equal ones as they were", () => {
    const random = randomOf(22);
    const numbers = Uint32Array.from({ length: 2000 }, () => random.below(300));
    const expected = [...numbers.keys()].toSorted((a, b) => numbers[a] - numbers[b] || a - b);
    expect([...orderBy(numbers, 300)]).toEqual(expected);
  });
});

describe("what is remembered of tags", () => {
  const tagsOf = (entries: Record<string, string>): OsmTags => Object.assign(Object.create(null) as OsmTags, entries);

  test("is what judging anew would say, whichever keys matter", () => {
    let judged = 0;
    // which key is looked at depends on what another says
    const judge = (tags: OsmTags): number => {
      judged++;
      const next = tags.a === undefined ? "b" : tags.a;
      return (tags[next]?.length ?? 0) * 10 + ("c" in tags ? 1 : 0);
    };
    const memo = new TagMemo(judge);
    const random = randomOf(31);
    const words = ["b", "c", "d", "e", "xx", "yyy"];
    for (let round = 0; round < 20_000; round++) {
      const tags = tagsOf({});
      for (const key of ["name", "a", "b", "c", "d", "e"]) {
        if (random.below(2) === 0) tags[key] = key === "name" ? String(round) : random.pick(words);
      }
      const found = memo.ofTags(tags);
      const before = judged;
      expect(found).toBe(judge(tags));
      judged = before;
    }
    // names are never looked at, so that no two of the 20,000 need differ
    expect(judged).toBeLessThan(18_000);
    expect(judged).toBeGreaterThan(100);
  });

  test("is forgotten before it fills memory", () => {
    const memo = new TagMemo((tags) => Number(tags.ref));
    for (let ref = 0; ref < 450_000; ref++) if (memo.ofTags(tagsOf({ ref: String(ref) })) !== ref) expect(ref).toBe(-1);
    expect(memo.ofTags(tagsOf({ ref: "12" }))).toBe(12);
  });

  test("rules that list the tags are refused: nobody could tell what matters to them", () => {
    const memo = new TagMemo((tags) => Object.keys(tags).length);
    expect(() => memo.ofTags(tagsOf({ a: "b" }))).toThrow(/looked up by key only/);
  });
});
