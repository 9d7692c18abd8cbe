import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readOsm } from "../src/osm/index.ts";
import { collect, testFolder } from "./osm-helpers.ts";
import type { Seen } from "./osm-helpers.ts";
import {
  blob,
  blockContent,
  bytesField,
  concat,
  deltas,
  headerContent,
  numberField,
  packed,
  pbf,
  varint,
  xml,
} from "./osm-pbf-writer.ts";
import type { TestElement } from "./osm-pbf-writer.ts";

const write = testFolder();

const elements: TestElement[] = [
  { type: "node", id: 74385640, lngUnits: 1139501933, latUnits: 225289418 },
  {
    type: "node",
    id: 74385641,
    lngUnits: 1139501934,
    latUnits: 225289417,
    tags: { name: "南山 “菜市场” 🥬", shop: "greengrocer" },
  },
  { type: "node", id: -5, lngUnits: -1800000000, latUnits: -900000000 },
  {
    type: "node",
    id: 4503599627370495,
    lngUnits: 1800000000,
    latUnits: 900000000,
    tags: { note: "", 'a"<b>&\n\t': "1\ufffd" },
  },
  {
    type: "node",
    id: 12345678901,
    lngUnits: 1,
    latUnits: -1,
    tags: { ["__proto__"]: "x", constructor: "y", toString: "z" },
  },
  { type: "way", id: 8, refs: [74385640, 12345678901, -5, 74385640], tags: { highway: "footway", name: "一刻路" } },
  { type: "way", id: 9, refs: [] },
  { type: "way", id: -3, refs: [4503599627370495, 0, 74385641] },
  {
    type: "relation",
    id: 11,
    members: [
      { type: "way", ref: 8, role: "outer" },
      { type: "node", ref: -5, role: "" },
      { type: "relation", ref: 12345678901, role: "入口" },
    ],
    tags: { type: "multipolygon" },
  },
  { type: "relation", id: -12, members: [] },
];

/** What reading must give. Degrees are the decimals of the map, to the last bit. */
const expected: Seen[] = elements.map((element) => {
  const tags = element.tags ? Object.assign(Object.create(null), element.tags) : null;
  // Object.assign would set the prototype.
  if (element.tags && Object.hasOwn(element.tags, "__proto__")) tags["__proto__"] = "x";
  if (element.type === "node")
    return { type: "node", id: element.id, lng: element.lngUnits / 1e7, lat: element.latUnits / 1e7, tags };
  if (element.type === "way") return { type: "way", id: element.id, refs: element.refs, tags };
  return { type: "relation", id: element.id, members: element.members, tags };
});

describe("the same map in every form", () => {
  const text = xml(elements);
  const forms: [string, Uint8Array | string][] = [
    ["zlib.osm.pbf", pbf(elements)],
    ["raw.osm.pbf", pbf(elements, { packing: "raw" })],
    ["zstd.osm.pbf", pbf(elements, { packing: "zstd" })],
    ["plain-nodes.osm.pbf", pbf(elements, { dense: false })],
    ["one-per-block.osm.pbf", pbf(elements, { elementsPerBlock: 1 })],
    ["granularity.osm.pbf", pbf(elements, { granularity: 10, latOffset: -1_000_000_000, lngOffset: 5_000_000_000 })],
    [
      "places-on-ways.osm.pbf",
      pbf(elements, { locationsOnWays: true, features: ["OsmSchema-V0.6", "DenseNodes", "LocationsOnWays"] }),
    ],
    ["map.osm", text],
    ["byte-order-mark.osm", `\ufeff${text}`],
    ["crlf.osm", text.replaceAll("\n", "\r\n")],
    ["map.osm.gz", gzipSync(text)],
    ["two-members.osm.gz", concat(gzipSync(text.slice(0, 700)), gzipSync(text.slice(700)))],
    ["wrongly-named.osm.pbf", text],
    ["wrongly-named.osm.gz", pbf(elements)],
    ["wrongly-named.osm", gzipSync(text)],
  ];
  test.each(forms)("%s", async (name, content) => {
    const { seen } = await collect(write(name, content));
    expect(seen).toEqual(expected);
  });

  test("tags have no prototype, and keys like __proto__ are keys", async () => {
    for (const name of ["zlib.osm.pbf", "map.osm"]) {
      const { seen } = await collect(write(name, name.endsWith(".osm") ? text : pbf(elements)));
      const { tags } = seen[4];
      expect(Object.getPrototypeOf(tags)).toBeNull();
      expect(Object.entries(tags!)).toEqual([
        ["__proto__", "x"],
        ["constructor", "y"],
        ["toString", "z"],
      ]);
    }
  });
});

test("XML and PBF agree where characters and elements are cut by the chunks they are read in", async () => {
  const many: TestElement[] = [];
  for (let i = 0; i < 6000; i++)
    many.push({
      type: "node",
      id: i + 1,
      lngUnits: 1180000000 + i,
      latUnits: 380000000 - i,
      tags: { name: `第${i}号楼🏠` },
    });
  const refs = many.map((node) => node.id);
  // Short ways before and after the long one, which makes the shared buffer of refs grow.
  const lists = [[3, 4], refs, [7, 9], refs.slice(0, 3000)];
  lists.forEach((list, i) => many.push({ type: "way", id: i + 1, refs: list }));
  const text = xml(many);
  const fromXml = await collect(write("long.osm", text));
  const fromGzip = await collect(write("long.osm.gz", gzipSync(text)));
  const fromPbf = await collect(write("long.osm.pbf", pbf(many, { elementsPerBlock: 700 })));
  expect(fromPbf.seen).toHaveLength(6004);
  expect(fromXml.seen).toEqual(fromPbf.seen);
  expect(fromGzip.seen).toEqual(fromPbf.seen);
  expect(fromPbf.seen.slice(6000)).toEqual(
    lists.map((list, i) => ({ type: "way", id: i + 1, refs: list, tags: null })),
  );
});

test("what one block sets does not reach into the next, and an empty list of tags is none", async () => {
  const place = concat(packed(1, deltas([1])), packed(8, deltas([10_000_000])), packed(9, deltas([20_000_000])));
  const settings = concat(numberField(17, varint(1000)), numberField(19, varint(5e9)), numberField(20, varint(-5e9)));
  const file = concat(
    blob("OSMHeader", headerContent()),
    blob("OSMData", concat(settings, bytesField(2, bytesField(2, place, packed(10, []))))),
    blob("OSMData", bytesField(2, bytesField(2, place))),
  );
  const { seen } = await collect(write("settings.osm.pbf", file));
  expect(seen).toEqual([
    { type: "node", id: 1, lng: 15, lat: 15, tags: null },
    { type: "node", id: 1, lng: 2, lat: 1, tags: null },
  ]);
});

describe("the header", () => {
  test("of a PBF", async () => {
    const options = {
      bbox: [113_923_200_000, 113_967_700_000, 22_558_600_000, 22_540_700_000] as [number, number, number, number],
      writingProgram: "a program",
      replicationSeconds: 1_616_889_600,
      features: ["OsmSchema-V0.6", "DenseNodes"],
    };
    const { header } = await collect(write("header.osm.pbf", pbf([], options)));
    expect(header).toEqual({
      bbox: [113.9232, 22.5407, 113.9677, 22.5586],
      writingProgram: "a program",
      replicationTimestamp: "2021-03-28T00:00:00Z",
    });
  });

  test("of an XML file", async () => {
    const head = `<meta osm_base="2021-03-28T00:00:00Z"/><bounds minlat="22.5407" minlon="113.9232" maxlat="22.5586" maxlon="113.9677"/>`;
    const { header } = await collect(write("header.osm", xml([], head)));
    expect(header).toEqual({
      bbox: [113.9232, 22.5407, 113.9677, 22.5586],
      writingProgram: "test",
      replicationTimestamp: "2021-03-28T00:00:00Z",
    });
  });

  test("is null where the file says nothing", async () => {
    const { header } = await collect(write("silent.osm.pbf", pbf([])));
    expect(header).toEqual({ bbox: null, writingProgram: null, replicationTimestamp: null });
  });
});

describe("what is asked for", () => {
  const forms = [
    ["pbf", pbf(elements)],
    ["plain", pbf(elements, { dense: false })],
    ["xml", xml(elements)],
  ] as const;
  test.each(forms)("only some types (%s)", async (name, content) => {
    const file = write(`only.${name}`, content);
    for (const only of [["node"], ["way"], ["relation"], ["way", "relation"], []] as Seen["type"][][]) {
      const { seen } = await collect(file, { only });
      expect(seen).toEqual(expected.filter((element) => only.includes(element.type)));
    }
  });

  test.each(forms)("only what there is a function for (%s)", async (name, content) => {
    const ids: number[] = [];
    await readOsm(write(`handler.${name}`, content), { way: (id) => void ids.push(id) });
    expect(ids).toEqual([8, 9, -3]);
  });

  test("what is not asked for is not decoded, so a fault in it does not matter", async () => {
    const broken: TestElement[] = [{ type: "node", id: 1, lngUnits: 1900000000, latUnits: 0 }, elements[5]];
    const file = write("not-decoded.osm.pbf", pbf(broken));
    const { seen } = await collect(file, { only: ["way"] });
    expect(seen).toEqual([expected[5]]);
    await expect(collect(file)).rejects.toThrow("node 1 lies at 190,0");
  });
});

test("deleted elements are left out", async () => {
  const text = `<osm version="0.6">
    <node id="1" visible="false"/><node id="2" lat="1" lon="2" visible="true"/>
    <node id="3" lat="1" lon="2" action="delete"/><way id="4" visible="false"><nd ref="1"/></way>
    <relation id="5" action="delete"/></osm>`;
  const { seen } = await collect(write("deleted.osm", text));
  expect(seen).toEqual([{ type: "node", id: 2, lng: 2, lat: 1, tags: null }]);
});

test("elements that the reader does not know are passed over", async () => {
  const text = `<osm version="0.6"><note>Zahlen &amp; Zeichen</note><changeset id="1"><tag k="a" v="b"/></changeset>
    <way id="4"><bounds minlat="1" minlon="2" maxlat="3" maxlon="4"/><nd ref="1" lat="1" lon="2"/><new><deep/></new></way></osm>`;
  const { header, seen } = await collect(write("unknown.osm", text));
  expect(seen).toEqual([{ type: "way", id: 4, refs: [1], tags: null }]);
  expect(header.bbox).toBeNull();
  const index = blob("OSMIndex", Buffer.from("whatever"));
  const withIndex = concat(blob("OSMHeader", headerContent()), index, blob("OSMData", blockContent(elements)));
  expect((await collect(write("index.osm.pbf", withIndex))).seen).toEqual(expected);
});

describe("progress and end", () => {
  const many = Array.from({ length: 20000 }, (_, i): TestElement => ({
    type: "node",
    id: i + 1,
    lngUnits: i,
    latUnits: i,
  }));
  const text = xml(many);
  const forms = [
    ["pbf", pbf(many, { elementsPerBlock: 1000 })],
    ["xml", text],
    ["gz", gzipSync(text)],
  ] as const;

  test.each(forms)("progress rises to the size of the file (%s)", async (name, content) => {
    const seen: number[] = [];
    await collect(write(`progress.${name}`, content), {
      onProgress(bytesRead, bytesTotal) {
        expect(bytesTotal).toBe(content.length);
        seen.push(bytesRead);
      },
    });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(content.length);
  });

  test.each(forms)("an abort ends the reading with its reason (%s)", async (name, content) => {
    const file = write(`abort.${name}`, content);
    const controller = new AbortController();
    let nodes = 0;
    const reading = readOsm(
      file,
      {
        node() {
          if (++nodes === 500) controller.abort(new Error("the user went away"));
        },
      },
      { signal: controller.signal },
    );
    await expect(reading).rejects.toThrow("the user went away");
    expect(nodes).toBeLessThan(20000);
    await expect(collect(file, { signal: AbortSignal.abort("at once") })).rejects.toBe("at once");
  });

  test.each(forms)("what the handler throws comes out unchanged (%s)", async (name, content) => {
    const mine = new RangeError("mine");
    const reading = readOsm(write(`throws.${name}`, content), {
      node() {
        throw mine;
      },
    });
    await expect(reading).rejects.toBe(mine);
  });
});
