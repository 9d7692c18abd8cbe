import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { OsmFile, OsmFormatError, readOsm, TagMemo, type OsmTags } from "../src/osm/index.ts";
import { testFolder } from "./osm-helpers.ts";
import { blob, blockContent, concat, headerContent, pbf, xml } from "./osm-pbf-writer.ts";
import type { TestElement } from "./osm-pbf-writer.ts";

/*
 * Sound files, damaged at random: each must be read, or be refused with OsmFormatError. FUZZ_INPUTS sets how many
 * (a million take a quarter of an hour), FUZZ_FORMAT=pbf or xml which, FUZZ_SEED where to start; input number n of a seed
 * and format is always the same.
 */
const inputs = Number(process.env.FUZZ_INPUTS ?? 1500);
const seed = Number(process.env.FUZZ_SEED ?? 20_15);
const format = process.env.FUZZ_FORMAT;

const write = testFolder();

const elements: TestElement[] = [];
for (let i = 0; i < 40; i++)
  elements.push({
    type: "node",
    id: 7_000_000_000 + i * i * 31,
    lngUnits: 1_139_500_000 + i * 3571,
    latUnits: 225_400_000 - i * 977,
    tags: i % 5 === 0 ? { name: `第${i}号楼`, "addr:housenumber": String(i) } : undefined,
  });
for (let i = 0; i < 12; i++)
  elements.push({
    type: "way",
    id: 900_000 + i,
    refs: elements.slice(i, i + 9).map((node) => node.id),
    tags: { highway: "footway", name: `路${i}` },
  });
for (let i = 0; i < 4; i++)
  elements.push({
    type: "relation",
    id: 5000 + i,
    members: [
      { type: "way", ref: 900_000 + i, role: "outer" },
      { type: "node", ref: 7_000_000_000, role: "" },
    ],
    tags: { type: "multipolygon" },
  });

const header = headerContent({ bbox: [113e9, 114e9, 23e9, 22e9], writingProgram: "test", replicationSeconds: 1.6e9 });
const text = xml(elements, "<bounds minlat='22' minlon='113' maxlat='23' maxlon='114'/>");
const raw = pbf(elements, { packing: "raw", writingProgram: "test", elementsPerBlock: 20 });

/** Makes a file from bytes after damage: most faults should get behind the checksums of the packing. */
const allKinds: { name: string; base: Buffer; pack(damaged: Buffer): Uint8Array }[] = [
  { name: "raw.osm.pbf", base: raw, pack: (damaged) => damaged },
  { name: "zlib.osm.pbf", base: pbf(elements, { elementsPerBlock: 20 }), pack: (damaged) => damaged },
  {
    name: "dense-block.osm.pbf",
    base: blockContent(elements),
    pack: (damaged) => concat(blob("OSMHeader", header, "raw"), blob("OSMData", damaged, "raw")),
  },
  {
    name: "plain-block.osm.pbf",
    base: blockContent(elements, { dense: false, granularity: 20, latOffset: 1000, locationsOnWays: true }),
    pack: (damaged) => concat(blob("OSMHeader", header, "raw"), blob("OSMData", damaged, "zlib")),
  },
  {
    name: "header.osm.pbf",
    base: header,
    pack: (damaged) => concat(blob("OSMHeader", damaged, "raw"), blob("OSMData", blockContent(elements), "raw")),
  },
  { name: "text.osm", base: Buffer.from(text), pack: (damaged) => damaged },
  { name: "text.osm.gz", base: Buffer.from(text), pack: (damaged) => gzipSync(damaged, { level: 1 }) },
  { name: "packed.osm.gz", base: gzipSync(text), pack: (damaged) => damaged },
];

const kinds = allKinds.filter(({ name }) => !format || (name.endsWith("pbf") ? "pbf" : "xml") === format);

function random(state: number): (below: number) => number {
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const telling = [
  "00",
  "01",
  "7f",
  "80",
  "ff",
  "ffffffffffffffffff01",
  "ffffffff0f",
  "80808080808080808001",
  "8080808010",
  "ed",
];
const tellingText = [
  "<",
  ">",
  "&",
  '"',
  "'",
  "/",
  "<!DOCTYPE a>",
  "&#0;",
  "<![CDATA[",
  "-",
  "1e308",
  "<node ",
  "]]>",
  "\u{10ffff}",
];

function damage(base: Buffer, pick: (below: number) => number): Buffer {
  let bytes: Buffer = Buffer.from(base);
  for (let count = 1 + pick(4); count > 0; count--) {
    const at = pick(bytes.length + 1);
    const length = 1 + pick(pick(4) === 0 ? 200 : 4);
    const rest = bytes.subarray(Math.min(at + length, bytes.length));
    switch (pick(8)) {
      case 0:
        if (at < bytes.length) bytes[at] ^= 1 << pick(8);
        break;
      case 1:
        if (at < bytes.length) bytes[at] = pick(256);
        break;
      case 2:
        bytes = concat(bytes.subarray(0, at), rest);
        break;
      case 3:
        bytes = concat(bytes.subarray(0, at), Buffer.from(telling[pick(telling.length)], "hex"), bytes.subarray(at));
        break;
      case 4:
        bytes = concat(bytes.subarray(0, at), Buffer.from(telling[pick(telling.length)], "hex"), rest);
        break;
      case 5:
        bytes = concat(bytes.subarray(0, at), tellingText[pick(tellingText.length)], bytes.subarray(at));
        break;
      case 6: {
        const from = pick(base.length);
        bytes = concat(bytes.subarray(0, at), base.subarray(from, from + length), bytes.subarray(at));
        break;
      }
      default:
        if (pick(4) === 0) bytes = Buffer.from(bytes.subarray(0, at));
    }
  }
  return bytes;
}

function whole(...numbers: number[]): void {
  for (const number of numbers)
    if (!Number.isSafeInteger(number)) throw new Error(`${number} was handed over as an id`);
}

function strings(values: unknown[]): void {
  for (const value of values) if (typeof value !== "string") throw new Error(`${value} was handed over as text`);
}

/** Reads it and checks what is handed over. */
async function readAll(file: string): Promise<void> {
  await readOsm(file, {
    node(id, lng, lat, tags) {
      whole(id);
      if (!(Math.abs(lng) <= 180 && Math.abs(lat) <= 90)) throw new Error(`node at ${lng},${lat}`);
      if (tags) strings(Object.values(tags));
    },
    way(id, refs, tags) {
      whole(id, ...refs);
      if (tags) strings(Object.values(tags));
    },
    relation(id, members, tags) {
      whole(id, ...members.map((member) => member.ref));
      strings(members.flatMap((member) => [member.role, member.type]));
      if (tags) strings(Object.values(tags));
    },
  });
}

/** A meaning that looks at some keys only, and at one of them only where another says so. */
const meaningOf = (tags: OsmTags): number =>
  (tags.highway?.length ?? 0) + 100 * (tags.type === "multipolygon" ? (tags.name?.length ?? 0) + 1 : 0) + 1;

/** Reads it as the network's builder does, and holds what is remembered of tags against the tags. */
async function readInPasses(file: string): Promise<void> {
  const nodeMemo = new TagMemo(meaningOf);
  const wayMemo = new TagMemo(meaningOf);
  const osm = await OsmFile.open(file);
  const same = (meaning: number, tags: OsmTags | null): void => {
    if (meaning !== (tags ? meaningOf(tags) : 0)) throw new Error(`${JSON.stringify(tags)} means ${meaning}`);
  };
  try {
    await osm.read({
      nodes(run) {
        for (let row = 0; row < run.count; row++) {
          whole(run.ids[row]);
          same(run.meaning(row, nodeMemo), run.tags(row));
        }
      },
      relation() {},
    });
    await osm.read({
      way(way) {
        whole(way.id, ...Array.from(way.refs()));
        same(way.meaning(wayMemo), way.tags());
        if (way.tag("name") !== way.tags()?.name) throw new Error(`way ${way.id} with another name`);
      },
    });
  } finally {
    await osm.close();
  }
}

test(
  `${inputs} damaged files are read or refused`,
  async () => {
    for (const kind of kinds) await readAll(write(kind.name, kind.pack(kind.base)));
    const outcomes = { read: 0, refused: 0 };
    for (let number = 0; number < inputs; number++) {
      const kind = kinds[number % kinds.length];
      const file = write(kind.name, kind.pack(damage(kind.base, random(seed * 1_000_003 + number))));
      const refused = (error: unknown): true => {
        if (!(error instanceof OsmFormatError) || !(error.byteOffset >= 0) || error.message.length > 1000)
          throw new Error(`input ${number} of seed ${seed} (${kind.name})`, { cause: error });
        return true;
      };
      const isRefused = await readAll(file).then(() => false, refused);
      const isRefusedInPasses = await readInPasses(file).then(() => false, refused);
      // what nobody asks for is not decoded there, so it may be faulty; but whatever is read here can be read there
      if (isRefusedInPasses && !isRefused) throw new Error(`input ${number} of seed ${seed} is refused in passes only`);
      outcomes[isRefused ? "refused" : "read"]++;
    }
    if (process.env.FUZZ_INPUTS) console.log(outcomes);
    // Damage that always or never matters would test little.
    expect(outcomes.read).toBeGreaterThan(inputs / 20);
    expect(outcomes.refused).toBeGreaterThan(inputs / 4);
  },
  60_000 + inputs * 20,
);
