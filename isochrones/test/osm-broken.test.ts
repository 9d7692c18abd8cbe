import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { collect, fault, testFolder } from "./osm-helpers.ts";
import {
  blob,
  blockContent,
  bytesField,
  concat,
  deltas,
  envelope,
  headerContent,
  numberField,
  packed,
  pbf,
  uint32,
  varint,
  zigzag,
} from "./osm-pbf-writer.ts";
import type { TestElement } from "./osm-pbf-writer.ts";

const write = testFolder();

const header = blob("OSMHeader", headerContent());
const data = (...content: (Uint8Array | string)[]): Buffer => concat(header, blob("OSMData", concat(...content)));
const strings = (...texts: (Uint8Array | string)[]): Buffer =>
  bytesField(1, ...texts.map((text) => bytesField(1, text)));
const dense = (...fields: (Uint8Array | string)[]): Buffer => bytesField(2, bytesField(2, ...fields));
const way = (...fields: (Uint8Array | string)[]): Buffer => bytesField(2, bytesField(3, ...fields));
const relation = (...fields: (Uint8Array | string)[]): Buffer => bytesField(2, bytesField(4, ...fields));
const ids = packed(1, deltas([1, 2, 3]));
const lats = packed(8, deltas([10, 20, 30]));
const lngs = packed(9, deltas([10, 20, 30]));
const blobOf = (...fields: (Uint8Array | string)[]): Buffer => concat(header, envelope("OSMData", concat(...fields)));

const cases: Record<string, [content: Uint8Array | string, message: RegExp]> = {
  // What is no OSM file at all.
  "an empty file": ["", /is empty/],
  "a picture": [Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /a PNG picture/],
  "a spreadsheet": [Buffer.from("504b030414000600", "hex"), /a ZIP archive/],
  "a bzip2 archive": ["BZh91AY&SY", /bunzip2/],
  GeoJSON: ['{"type":"FeatureCollection"}', /JSON/],
  "UTF-16": [Buffer.from("\ufeff<osm/>", "utf16le"), /UTF-16/],
  "a table": ["name,lng,lat\n", /begins with the bytes 6e 61 6d 65/],
  "white space": ["   \n", /begins with the bytes 20 20 20 0a/],
  zeros: [Buffer.alloc(1000), /header of 0 bytes/],
  "a web page": ["<!DOCTYPE html><html><body>404</body></html>", /DTD/],
  "a web page without a type": ["<html><body>404</body></html>", /<html>; OSM XML is <osm>/],

  // The frame of a PBF.
  "one byte": [Buffer.from([0]), /ends too early/],
  "a header of 64 KiB and a byte": [concat(uint32(65537), header.subarray(4)), /header of 65537 bytes.*1 to 65536/],
  "a header of 4 GiB": [concat(uint32(0xffffffff), header.subarray(4)), /header of 4294967295 bytes/],
  "a file without header": [blob("OSMData", blockContent([])), /begins with a block of type OSMHeader/],
  "two files one behind the other": [concat(pbf([]), pbf([])), /second header/],
  "no known block": [blob("Whatever", Buffer.alloc(10)), /no block of type OSMHeader/],
  "a block of 32 MiB and a byte": [
    envelope("OSMHeader", Buffer.alloc(10), 32 * 1024 * 1024 + 1),
    /33554433 bytes is announced/,
  ],
  "a block of negative size": [envelope("OSMHeader", Buffer.alloc(10), -1), /block of -1 bytes/],
  "a block larger than the file": [envelope("OSMHeader", Buffer.alloc(10), 11), /needs 11 bytes.*10 are there/],
  "a block header without type": [concat(uint32(2), numberField(3, varint(0))), /no type/],
  "a block header without size": [concat(uint32(11), bytesField(1, "OSMHeader")), /no size/],
  "a block header of noise": [concat(uint32(4), Buffer.from("ffffffff", "hex")), /an integer is cut off/],
  "a block without data": [blobOf(), /holds no data/],
  "data twice": [blobOf(bytesField(1, "a"), bytesField(1, "b")), /data twice/],
  LZMA: [blobOf(numberField(2, varint(1)), bytesField(4, "a")), /packed with LZMA; zlib, zstd/],
  LZ4: [blobOf(numberField(2, varint(1)), bytesField(6, "a")), /packed with LZ4/],
  "zlib without the unpacked size": [blobOf(bytesField(3, deflateSync("a"))), /how large it is unpacked/],
  "an unpacked size beyond the limit": [
    blobOf(numberField(2, varint(2 ** 25 + 1)), bytesField(3, deflateSync("a"))),
    /33554433 unpacked bytes/,
  ],
  "an unpacked size that cannot be": [
    blobOf(numberField(2, varint(2 ** 25)), bytesField(3, deflateSync("a"))),
    /more than 9 packed ones can hold/,
  ],
  "more unpacked than announced": [
    blobOf(numberField(2, varint(10)), bytesField(3, deflateSync(Buffer.alloc(2000)))),
    /more than the 10 bytes announced/,
  ],
  "less unpacked than announced": [
    blobOf(numberField(2, varint(10)), bytesField(3, deflateSync("abc"))),
    /unpacks to 3 bytes, but 10/,
  ],
  "zlib data cut off": [
    blobOf(numberField(2, varint(100)), bytesField(3, deflateSync(Buffer.alloc(100)).subarray(0, 9))),
    /zlib data are damaged/,
  ],
  "zlib data of noise": [blobOf(numberField(2, varint(3)), bytesField(3, "noise")), /zlib data are damaged/],
  "zstd data of noise": [blobOf(numberField(2, varint(3)), bytesField(7, "noise")), /zstd data are damaged/],

  // The header.
  "features of the future": [
    pbf([], { features: ["OsmSchema-V0.6", "Teleport", "Warp"] }),
    /needs a reader with "Teleport", "Warp"/,
  ],
  "a history": [pbf([], { features: ["OsmSchema-V0.6", "HistoricalInformation"] }), /history file.*osmium time-filter/],
  "a bounding box outside the world": [pbf([], { bbox: [0, 200e9, 1, 0] }), /bounding box 0,0,200,1e-9 lies outside/],
  "a bounding box without an edge": [blob("OSMHeader", bytesField(1, numberField(1, zigzag(1)))), /lacks an edge/],
  "a date beyond dates": [pbf([], { replicationSeconds: 9e15 }), /is no date/],

  // The wire.
  "a varint without end": [data(dense(packed(1, [Buffer.alloc(11, 0xff)]), lats, lngs)), /more than 64 bits/],
  "a varint of 70 bits": [
    data(dense(packed(1, [Buffer.from("ffffffffffffffffff02", "hex")]), lats, lngs)),
    /more than 64 bits/,
  ],
  "a varint cut off": [data(dense(packed(1, [Buffer.from([0x80])]), lats, lngs)), /an integer is cut off/],
  "a varint that runs over its list": [
    data(dense(packed(1, [Buffer.from([2, 0x80])]), lats, lngs)),
    /an integer is cut off/,
  ],
  "a field longer than its message": [data(Buffer.from("120a00", "hex")), /field of 10 bytes where only 1 are left/],
  "a length of 2^63": [data(concat(Buffer.from([0x12]), varint(2n ** 63n))), /beyond 2\^53/],
  "a field of eight bytes cut off": [data(Buffer.from([0x29, 1, 2, 3])), /a field is cut off/],
  "a wire type that is none": [data(Buffer.from([0x13])), /wire type 3/],
  "field number zero": [data(Buffer.from([0x02, 0x00])), /where a field's key belongs/],
  "a wrong wire type": [data(numberField(2, varint(5))), /field 2 has wire type 0/],

  // Blocks.
  "granularity zero": [data(numberField(17, varint(0))), /granularity of 0/],
  "a negative granularity": [data(numberField(17, varint(-100))), /granularity of -100/],
  "fewer latitudes than ids": [data(dense(ids, packed(8, deltas([1, 2])), lngs)), /fewer coordinates than ids/],
  "more longitudes than ids": [data(dense(ids, lats, packed(9, deltas([1, 2, 3, 4])))), /more coordinates than ids/],
  "no longitudes": [data(dense(ids, lats)), /without coordinates/],
  "ids in two parts": [data(dense(ids, ids, lats, lngs)), /in two parts/],
  "tags that end early": [
    data(strings("", "a"), dense(ids, lats, lngs, packed(10, [varint(0)]))),
    /tags end before the ids/,
  ],
  "a key without value": [
    data(strings("", "a"), dense(ids, lats, lngs, packed(10, [varint(1)]))),
    /key without a value/,
  ],
  "tags without their end": [
    data(strings("", "a"), dense(ids, lats, lngs, packed(10, [varint(1), varint(1)]))),
    /without the 0/,
  ],
  "more tags than ids": [
    data(strings("", "a"), dense(ids, lats, lngs, packed(10, [0, 0, 0, 0].map(varint)))),
    /more tags than ids/,
  ],
  "a string that is not there": [
    data(strings("", "a"), dense(ids, lats, lngs, packed(10, [1, 2, 0, 0, 0].map(varint)))),
    /string number 2 is asked for, but the block has 2/,
  ],
  "a string number below zero": [
    data(strings("", "a"), way(numberField(1, varint(1)), packed(2, [varint(-1)]), packed(3, [varint(1)]))),
    /beyond 2\^53/,
  ],
  "no strings": [
    data(way(numberField(1, varint(1)), packed(2, [varint(0)]), packed(3, [varint(0)]))),
    /the block has 0 strings/,
  ],
  "a block of nothing but strings": [
    data(bytesField(1, Buffer.from("0a00".repeat(2_100_000), "hex"))),
    /more than 2000000 strings/,
  ],
  "a string that is no UTF-8": [
    data(
      strings("", Buffer.from([0xe5, 0x8d])),
      way(numberField(1, varint(1)), packed(2, [varint(1)]), packed(3, [varint(1)])),
    ),
    /is not UTF-8/,
  ],
  "a latitude beyond the pole": [
    pbf([{ type: "node", id: 4, lngUnits: 0, latUnits: 900000001 }]),
    /node 4 lies at 0,90.0000001; .* latitude to ±90/,
  ],
  "a longitude beyond the date line": [
    pbf([{ type: "node", id: 4, lngUnits: -1800000001, latUnits: 0 }], { dense: false }),
    /node 4 lies at -180.0000001,0/,
  ],
  "ids that add up beyond 2^53": [
    data(dense(packed(1, [zigzag(2 ** 53 - 1), zigzag(1)]), packed(8, deltas([0, 0])), packed(9, deltas([0, 0])))),
    /beyond ±2\^53/,
  ],
  "a node without id": [
    data(bytesField(2, bytesField(1, numberField(8, zigzag(1)), numberField(9, zigzag(1))))),
    /node without id/,
  ],
  "a node without place": [
    data(bytesField(2, bytesField(1, numberField(1, zigzag(1)), numberField(9, zigzag(1))))),
    /node 1 lacks a coordinate/,
  ],
  "a way without id": [data(way(packed(8, deltas([1])))), /way without id/],
  "an id beyond 2^53": [data(way(numberField(1, varint(2n ** 53n)))), /beyond ±2\^53/],
  "refs that add up beyond 2^53": [
    data(way(numberField(1, varint(1)), packed(8, [zigzag(2 ** 53 - 1), zigzag(2 ** 53 - 1)]))),
    /beyond ±2\^53/,
  ],
  "refs that step beyond 2^53 by one": [
    data(way(numberField(1, varint(1)), packed(8, [zigzag(2 ** 53 - 1), zigzag(1)]))),
    /beyond ±2\^53/,
  ],
  "refs that are no list": [data(way(numberField(1, varint(1)), numberField(8, zigzag(1)))), /field 8 has wire type 0/],
  "more keys than values": [
    data(strings("", "a"), way(numberField(1, varint(1)), packed(2, [1, 1].map(varint)), packed(3, [varint(1)]))),
    /more keys than values/,
  ],
  "more values than keys": [
    data(strings("", "a"), way(numberField(1, varint(1)), packed(2, [varint(1)]), packed(3, [1, 1].map(varint)))),
    /more values than keys/,
  ],
  "keys without values": [
    data(strings("", "a"), way(numberField(1, varint(1)), packed(2, [varint(1)]))),
    /keys but no values/,
  ],
  "a relation without id": [data(relation(packed(9, deltas([1])))), /relation without id/],
  "members without roles": [
    data(relation(numberField(1, varint(1)), packed(9, deltas([1])), packed(10, [varint(0)]))),
    /without a role or type/,
  ],
  "roles without members": [
    data(strings(""), relation(numberField(1, varint(1)), packed(8, [varint(0)]))),
    /roles or types without a member/,
  ],
  "a member of a fourth type": [
    data(
      strings(""),
      relation(numberField(1, varint(1)), packed(8, [varint(0)]), packed(9, deltas([1])), packed(10, [varint(3)])),
    ),
    /no node, way or relation/,
  ],
  "a way of two million nodes": [
    data(way(numberField(1, varint(1)), packed(8, [Buffer.alloc(2_000_000, 2)]))),
    /a way of more than/,
  ],
  "a relation of two million members": [
    data(
      strings(""),
      relation(
        numberField(1, varint(1)),
        packed(8, [Buffer.alloc(2_000_000)]),
        packed(9, [Buffer.alloc(2_000_000, 2)]),
        packed(10, [Buffer.alloc(2_000_000)]),
      ),
    ),
    /more than 1000000 members/,
  ],
};

test.each(Object.entries(cases))("%s", async (name, [content, message]) => {
  const error = await fault(write(`${name}.osm.pbf`, content));
  expect(error.message).toMatch(message);
  expect(error.message).toContain(`${name}.osm.pbf: `);
});

describe("places that are no files", () => {
  test("a missing one, a folder, a file taken for a folder", async () => {
    const file = write("here.osm", "<osm/>");
    expect((await fault(join(dirname(file), "not-here.osm.pbf"))).message).toMatch(/there is no such file/);
    expect((await fault(join(file, "x"))).message).toMatch(/there is no such file/);
    mkdirSync(join(dirname(file), "folder.osm.pbf"));
    expect((await fault(join(dirname(file), "folder.osm.pbf"))).message).toMatch(/is a folder/);
    expect((await fault("bad\0name")).message).toMatch(/cannot be opened/);
  });

  test.skipIf(process.platform === "win32")("a pipe that nobody writes to is not waited for", async () => {
    const pipe = join(dirname(write("x", "")), "pipe.osm");
    execFileSync("mkfifo", [pipe]);
    expect((await fault(pipe)).message).toMatch(/no ordinary file/);
  });
});

test("a PBF cut off anywhere but between two blocks is refused, and says where", async () => {
  const elements: TestElement[] = [
    { type: "node", id: 1, lngUnits: 5, latUnits: 6, tags: { name: "南山" } },
    { type: "way", id: 2, refs: [1, 1] },
    { type: "relation", id: 3, members: [{ type: "way", ref: 2, role: "outer" }] },
  ];
  const whole = pbf(elements, { elementsPerBlock: 1 });
  const borders = new Set<number>();
  await collect(write("whole.osm.pbf", whole), { onProgress: (bytesRead) => borders.add(bytesRead) });
  expect([...borders].at(-1)).toBe(whole.length);
  expect(borders.size).toBe(4);
  for (let length = 1; length < whole.length; length++) {
    if (borders.has(length)) continue;
    const error = await fault(write("cut.osm.pbf", whole.subarray(0, length)));
    expect(error.message).toMatch(/ends too early/);
    expect(error.byteOffset).toBe([0, ...borders].findLast((border) => border <= length));
  }
});
