/** The network's file: opened as built, refused when it is not whole, unchanged and of this format. */
import { crc32 } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { EmbeddedEngine, NetworkFileError, openWalkNetwork, type WalkNetwork } from "../src/index.ts";
import { buildFromXml, draw } from "./map.ts";
import { placeOnWay, randomMap, randomOf, xmlOf } from "./random-map.ts";

/*
 * Sound files, damaged at random: each must be opened, and then answer, or be refused with NetworkFileError.
 * FUZZ_INPUTS sets how many (a million take some minutes), FUZZ_SEED where to start; input number n of a seed is always
 * the same.
 */
const inputs = Number(process.env.FUZZ_INPUTS ?? 4000);
const seed = Number(process.env.FUZZ_SEED ?? 20_15);

const HEADER_BYTES = 32;
const map = randomMap(randomOf(77), 4, 4);
map.ways[0].tags = "highway=residential name=建设路";
const places = Array.from({ length: 3 }, (_, index) => placeOnWay(map, randomOf(index)).position);

let network: WalkNetwork;
/** The same bytes in plain memory, a copy for each caller. */
const copy = (bytes: Uint8Array = network.bytes): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
beforeAll(async () => {
  network = await buildFromXml(xmlOf(map));
});

/** Bytes with the length and the checksum that belong to them. */
function signed(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  header.setFloat64(16, bytes.byteLength, true);
  header.setUint32(12, crc32(bytes.subarray(HEADER_BYTES)), true);
  return bytes;
}

function fault(bytes: Uint8Array): string {
  try {
    openWalkNetwork(bytes);
  } catch (error) {
    if (error instanceof NetworkFileError) return error.message;
    throw error;
  }
  throw new Error("it was opened without complaint");
}

function answers(opened: WalkNetwork): unknown {
  const engine = new EmbeddedEngine(opened);
  return [
    engine.isochronesSync(places[0], [1, 3]).rings,
    engine.matrixSync(places, places, { direction: "inbound" }),
    engine.routeSync(places[0], places[1]),
    engine.reachByGroup(places, { positions: places, groups: [[0], [1], [0]], groupCount: 2 }, [5], 10),
    Array.from({ length: opened.edgeCount }, (_, edge) => [opened.edgeNameOf(edge), opened.edgeClassOf(edge)]),
  ];
}

describe("a sound file", () => {
  test("opened equals built", () => {
    const opened = openWalkNetwork(copy());
    expect(opened.version).toBe(network.version);
    expect(opened.bbox).toEqual(network.bbox);
    expect(opened.arrays).toEqual(network.arrays);
    expect(answers(opened)).toEqual(answers(network));
    expect(JSON.stringify(answers(network))).toContain("建设路");
  });

  test("in the middle of a larger buffer, wherever it starts", () => {
    for (const start of [8, 13]) {
      const room = new Uint8Array(network.bytes.length + 32).fill(0xff);
      room.set(network.bytes, start);
      const opened = openWalkNetwork(room.subarray(start, start + network.bytes.length));
      expect(opened.arrays).toEqual(network.arrays);
    }
  });

  test("the same bytes from the same map, other bytes and another version from another", async () => {
    const again = await buildFromXml(xmlOf(map));
    expect(Buffer.from(again.bytes).equals(Buffer.from(network.bytes))).toBe(true);
    const picture = { picture: `a--b`, meters: 10, ways: { ab: "highway=footway" } };
    const one = await draw(picture);
    const other = await draw({ ...picture, ways: { ab: "highway=steps" } });
    expect(other.network.version).not.toBe(one.network.version);
  });
});

describe("a file that is refused", () => {
  test("a changed byte anywhere", () => {
    const random = randomOf(1);
    const positions = [
      ...Array(HEADER_BYTES).keys(),
      ...Array.from({ length: 500 }, () => random.below(network.bytes.length)),
    ];
    for (const position of positions) {
      if (position >= 28 && position < 32) continue; // room kept free in the header
      const bytes = copy();
      bytes[position] ^= 1 + random.below(255);
      const message = fault(bytes);
      expect(message).toMatch(/Build it anew from the OSM file/);
      if (position >= HEADER_BYTES) expect(message).toMatch(/checksum/);
    }
  });

  test("another format", () => {
    const bytes = copy();
    bytes[8] = 99;
    expect(fault(bytes)).toMatch(/^Walking network of format 99; this program reads format \d+\./);
  });

  test("cut anywhere, or longer than it says", () => {
    for (let length = 0; length < network.bytes.length; length += length < 100 ? 1 : 97) {
      expect(fault(copy().subarray(0, length))).toMatch(length < HEADER_BYTES ? /Not a walking network/ : /is cut/);
    }
    const longer = new Uint8Array(network.bytes.length + 8);
    longer.set(network.bytes);
    expect(fault(longer)).toMatch(/has grown/);
  });

  test.each([
    ["empty", ""],
    ["text", "<osm version='0.6'>".repeat(10)],
    ["zeros", "\0".repeat(100)],
  ])("%s", (_what, text) => {
    expect(fault(Buffer.from(text))).toMatch(/^Not a walking network/);
  });
});

/** The description as text, to be changed, and put back with everything signed. */
function described(change: (text: string) => string): Uint8Array {
  const bytes = copy();
  const end = HEADER_BYTES + new DataView(bytes.buffer).getUint32(24, true);
  const text = new TextDecoder().decode(bytes.subarray(HEADER_BYTES, end)).trimEnd();
  const changed = change(text);
  expect(changed).not.toBe(text);
  bytes.fill(0x20, HEADER_BYTES, end);
  bytes.set(new TextEncoder().encode(changed), HEADER_BYTES);
  return signed(bytes);
}

describe("a description that contradicts the file, checksum and all", () => {
  test.each<[string, (text: string) => string, RegExp]>([
    ["no JSON", (text) => text.slice(0, -1), /description is not readable/],
    ["null", () => "null", /lists no parts/],
    ["no list of parts", (text) => text.replace('"arrays":', '"parts":'), /lists no parts/],
    ["a part missing", (text) => text.replace('"arcHead"', '"arcTail"'), /no part "arcHead"/],
    ["another type", (text) => text.replace(/("edgeTo","type":)"Uint32Array"/, '$1"Int32Array"'), /part "edgeTo"/],
    ["a type of JavaScript's own", (text) => text.replace('"Uint16Array"', '"constructor"'), /part "edgeClass"/],
    ["an offset off by one", (text) => text.replace(/("arcEdge".*?"offset":\d+)/, "$11"), /part "arcEdge"/],
    ["a negative offset", (text) => text.replace(/("arcEdge".*?"offset":)\d+/, "$1-8"), /part "arcEdge"/],
    ["an offset in the header", (text) => text.replace(/("arcEdge".*?"offset":)\d+/, "$18"), /part "arcEdge"/],
    ["a part beyond the end", (text) => text.replace(/("nameStart".*?"length":\d+)/, "$19"), /part "nameStart"/],
    ["a huge part", (text) => text.replace(/("vertexLng".*?"length":)\d+/, "$11e300"), /part "vertexLng"/],
    ["half a point", (text) => text.replace(/("vertexLng".*?"length":)\d+/, "$11.5"), /part "vertexLng"/],
    [
      "fewer vertices",
      (text) => text.replace(/("vertexLng".*?"length":)\d+/, "$13"),
      /vertexLat of length \d+ where 3/,
    ],
    ["no box", (text) => text.replace(/"bbox":\[.*?\]/, '"bbox":[1,2,3]'), /no box/],
    ["a box at the pole", (text) => text.replace(/"bbox":\[.*?\]/, '"bbox":[1,2,3,90]'), /impossible box/],
    ["another box", (text) => text.replace(/"bbox":\[.*?\]/, '"bbox":[1,2,3,4]'), /outside of the network's box/],
    ["tiny cells", (text) => text.replace(/"cellLng":\d+/, '"cellLng":1'), /grid cells of/],
    ["another grid", (text) => text.replace(/"columns":\d+/, '"columns":1000'), /edgeCellStart of length/],
    ["no columns", (text) => text.replace(/"columns":\d+/, '"columns":null'), /grid without whole numbers/],
    [
      "no classes",
      (text) => text.replace(/"classes":\[.*?\],"arrays"/, '"classes":[],"arrays"'),
      /edgeClass that names/,
    ],
    ["an unknown class", (text) => text.replace('"forward":true', '"forward":7'), /class 0 with forward: 7/],
    [
      "time that runs backwards",
      (text) => text.replace('"surfaceFactor":1', '"surfaceFactor":-1'),
      /surfaceFactor: -1/,
    ],
  ])("%s", (_what, change, expected) => {
    expect(fault(described(change))).toMatch(expected);
  });

  test.each([
    ["arcHead", /arcHead that names row/],
    ["arcEdge", /arcEdge that names row/],
    ["edgeFrom", /edgeFrom that names row/],
    ["edgeTo", /edgeTo that names row/],
    ["edgeClass", /edgeClass that names row/],
    ["edgeName", /edgeName that names row/],
    ["edgeCellItems", /edgeCellItems that names row/],
    ["arcStart", /arcStart that does not ascend/],
    ["shapeStart", /shapeStart that does not ascend/],
    ["edgeCellStart", /edgeCellStart that does not ascend/],
    ["barrierCellStart", /barrierCellStart that does not ascend/],
    ["nameStart", /nameStart that does not ascend/],
    ["vertexLng", /vertexLng outside/],
    ["vertexLat", /vertexLat outside/],
  ] as const)("a wrong number in %s", (name, expected) => {
    for (const at of [0, Math.floor(network.arrays[name].length / 2)]) {
      const bytes = copy();
      const array = network.arrays[name];
      const view = new DataView(bytes.buffer, array.byteOffset - network.bytes.byteOffset, array.byteLength);
      if (array.BYTES_PER_ELEMENT === 2) view.setUint16(at * 2, 0xfff0, true);
      else view.setUint32(at * 4, 0x7ffffff0, true);
      expect(fault(signed(bytes))).toMatch(expected);
    }
  });
});

const telling = [0, 1, 2, 0x7f, 0x80, 0xff];

function damage(base: Uint8Array, pick: (below: number) => number): Uint8Array<ArrayBuffer> {
  let bytes = copy(base);
  const jsonEnd = HEADER_BYTES + new DataView(bytes.buffer).getUint32(24, true);
  const textEnd = Buffer.from(bytes.buffer).indexOf("  ", HEADER_BYTES);
  for (let count = 1 + pick(3); count > 0; count--) {
    // header, description and arrays alike, though the arrays are most of the file
    const ranges = [
      [0, HEADER_BYTES],
      [HEADER_BYTES, textEnd],
      [jsonEnd, bytes.length],
    ];
    const [from, to] = ranges[pick(3)];
    const at = from + pick(Math.max(1, to - from));
    switch (pick(7)) {
      case 0:
        bytes[at] ^= 1 << pick(8);
        break;
      case 1:
        bytes[at] = pick(256);
        break;
      case 2:
        bytes.fill(telling[pick(telling.length)], at, at + 1 + pick(8));
        break;
      case 3: {
        const other = pick(bytes.length);
        bytes.copyWithin(at, other, other + 1 + pick(64));
        break;
      }
      case 4:
        // digits of the description, so that it stays JSON
        for (let i = at; i < textEnd; i++) {
          if (bytes[i] < 48 || bytes[i] > 57) continue;
          bytes[i] = 48 + pick(10);
          break;
        }
        break;
      case 5: {
        const longer = new Uint8Array(Math.max(0, bytes.length + 8 * (pick(3) - 1)));
        longer.set(bytes.subarray(0, longer.length));
        bytes = longer;
        break;
      }
      default:
        if (pick(10) === 0) bytes = bytes.slice(0, at);
    }
  }
  return bytes;
}

test(
  `${inputs} damaged files answer or are refused`,
  () => {
    const outcomes = { opened: 0, refused: 0, refusedThoughSigned: 0 };
    for (let number = 0; number < inputs; number++) {
      const random = randomOf(seed * 1_000_003 + number);
      let bytes = damage(network.bytes, random.below);
      const sign = number % 8 !== 0 && bytes.length >= HEADER_BYTES;
      if (sign) {
        bytes.set(network.bytes.subarray(0, 12));
        bytes = signed(bytes);
      }
      try {
        answers(openWalkNetwork(bytes));
        outcomes.opened++;
      } catch (error) {
        if (!(error instanceof NetworkFileError) || error.message.length > 1000)
          throw new Error(`input ${number} of seed ${seed}`, { cause: error });
        outcomes.refused++;
        if (sign) outcomes.refusedThoughSigned++;
      }
    }
    if (process.env.FUZZ_INPUTS) console.log(outcomes);
    // damage that always or never matters would test little
    expect(outcomes.opened).toBeGreaterThan(inputs / 20);
    expect(outcomes.refusedThoughSigned).toBeGreaterThan(inputs / 10);
  },
  60_000 + inputs * 20,
);
