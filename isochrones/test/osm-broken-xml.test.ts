import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { fault, testFolder } from "./osm-helpers.ts";
import { concat, pbf, xml } from "./osm-pbf-writer.ts";
import type { TestElement } from "./osm-pbf-writer.ts";

const write = testFolder();

const xmlCases: Record<string, [content: Uint8Array | string, message: RegExp]> = {
  "an unclosed tag": ["<osm>\n  <node", /line 2, column 7 \(byte 13\): no well-formed XML/],
  "a cut end": [xml([{ type: "way", id: 1, refs: [1, 2] }]).slice(0, -20), /no well-formed XML/],
  "tags that cross": ["<osm><way id='1'></node></osm>", /no well-formed XML: unexpected close tag/],
  "two roots": ["<osm/><osm/>", /no well-formed XML/],
  "an attribute twice": ["<osm><way id='1' id='2'/></osm>", /no well-formed XML: duplicate attribute/],
  "a control character": ["<osm><way id='1'><tag k='a' v='\u0001'/></way></osm>", /disallowed character/],
  "an entity of its own": ["<osm><way id='1'><tag k='a' v='&boom;'/></way></osm>", /undefined entity/],
  "an entity named like a method": ["<osm><way id='1'><tag k='a' v='&constructor;'/></way></osm>", /undefined entity/],
  "a billion laughs": [
    `<?xml version="1.0"?>\n<!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<osm><note>&b;</note></osm>`,
    /line 2.*DTD/,
  ],
  "a file from elsewhere": [`<!DOCTYPE osm SYSTEM "file:///etc/passwd"><osm/>`, /DTD/],
  "another encoding": [`<?xml version="1.0" encoding="GB18030"?><osm/>`, /declared as GB18030/],
  "bytes that are no UTF-8": [
    concat("<osm>\n<note>", Buffer.from([0xc4, 0xcf]), "</note></osm>"),
    /byte 12 is not UTF-8/,
  ],
  "a character cut off at the end": [concat("<osm></osm>\n", Buffer.from([0xe5, 0x8d])), /byte 12 is not UTF-8/],
  changes: ["<osmChange version='0.6'><create/></osmChange>", /osmium apply-changes/],
  "version 0.5": ["<osm version='0.5'/>", /version "0.5"; version 0.6/],
  "an answer that broke off": [
    "<osm version='0.6'><remark> runtime error: Query timed out </remark></osm>",
    /incomplete.*timed out/,
  ],
  "a node without id": ["<osm><node lat='1' lon='2'/></osm>", /a <node> lacks its id/],
  "a node without place": ["<osm>\n\n<node id='7' lon='2'/></osm>", /line 3.*node 7 lacks its lat/],
  "an empty latitude": ["<osm><node id='7' lat='' lon='2'/></osm>", /lat=""/],
  "a latitude in words": [
    "<osm><node id='7' lat='22°33′N' lon='2'/></osm>",
    /lat="22°33′N"; a number between -90 and 90/,
  ],
  "a latitude of infinity": ["<osm><node id='7' lat='1e999' lon='2'/></osm>", /lat="1e999"/],
  "a longitude beyond the date line": ["<osm><node id='7' lat='1' lon='180.0000001'/></osm>", /lon="180.0000001"/],
  "an id that is no integer": ["<osm><way id='1.5'/></osm>", /id="1.5"; a whole number/],
  "an id beyond 2^53": ["<osm><way id='9007199254740993'/></osm>", /id="9007199254740993"/],
  "a hexadecimal ref": ["<osm><way id='1'><nd ref='0x10'/></way></osm>", /an <nd> of way 1 has ref="0x10"/],
  "a ref that is missing": ["<osm><way id='1'><nd/></way></osm>", /an <nd> of way 1 lacks its ref/],
  "a member of a fourth type": [
    "<osm><relation id='1'><member type='area' ref='1' role=''/></relation></osm>",
    /type "area"; node, way or relation/,
  ],
  "a tag without value": ["<osm><way id='1'><tag k='a'/></way></osm>", /a <tag> without v/],
  "nesting without end": [`<osm>${"<a>".repeat(100)}`, /more than 32 deep/],
  "a line without end": [`<osm><note>${"x".repeat(1_200_000)}`, /1048576 characters without a tag/],
  "a value without end": [
    `<osm><way id='1'><tag k='a' v='${"x".repeat(1_200_000)}`,
    /1048576 characters without a tag/,
  ],
  "attributes without end": [
    `<osm><way ${Array.from({ length: 150_000 }, (_, i) => `a${i}='1'`).join(" ")}`,
    /without a tag/,
  ],
  "a comment without end": [`<osm><!--${"x".repeat(1_200_000)}`, /without a tag/],
};

describe("OSM XML", () => {
  test.each(Object.entries(xmlCases))("%s", async (name, [content, message]) => {
    expect((await fault(write(`${name}.osm`, content))).message).toMatch(message);
    const fromGzip = await fault(write(`${name}.osm.gz`, gzipSync(content)));
    // Where the text is not even begun, the packed file is judged in its own words.
    expect(fromGzip.message.replace(" of the unpacked text", "")).toMatch(message);
  });

  test("a way of more than a million nodes", async () => {
    const refs = "<nd ref='1'/>".repeat(1_000_001);
    const error = await fault(write("million.osm", `<osm><way id='1'>${refs}</way></osm>`));
    expect(error.message).toMatch(/way 1 has more than 1000000 parts/);
  });

  test("the byte is right where characters take several", async () => {
    const before = "<osm>\n<note>南山区 🥬</note>\n".repeat(1) + "<!-- 一刻圈 -->".repeat(9000);
    const error = await fault(write("bytes.osm", `${before}<node id='x'/></osm>`));
    expect(error.byteOffset).toBe(Buffer.byteLength(`${before}<node id='x'/>`));
  });
});

describe("gzip", () => {
  const text = xml(
    Array.from({ length: 5000 }, (_, i): TestElement => ({
      type: "node",
      id: i * 7919,
      lngUnits: i * 31,
      latUnits: i * 17,
    })),
  );
  const gz = gzipSync(text);
  const cut = /too early|nothing in it/;
  test.each([3, 11, 100, gz.length >> 1, gz.length - 9, gz.length - 1])("cut off after %i bytes", async (length) => {
    expect((await fault(write(`cut-${length}.osm.gz`, gz.subarray(0, length)))).message).toMatch(cut);
  });

  test("a wrong checksum", async () => {
    const wrong = Buffer.from(gz);
    wrong[wrong.length - 6] ^= 1;
    expect((await fault(write("checksum.osm.gz", wrong))).message).toMatch(/packed data are damaged/);
  });

  test("a PBF packed once more, something else, gzip in gzip, nothing", async () => {
    expect((await fault(write("a.osm.gz", gzipSync(pbf([]))))).message).toMatch(
      /PBF packed with gzip; unpack it first/,
    );
    expect((await fault(write("b.osm.gz", gzipSync("name,lng\n")))).message).toMatch(/holds no OSM XML but something/);
    expect((await fault(write("c.osm.gz", gzipSync(gz)))).message).toMatch(/gzip again/);
    expect((await fault(write("d.osm.gz", gzipSync("")))).message).toMatch(/nothing in it/);
  });

  test("a bomb of sound XML is stopped", async () => {
    const lines = Buffer.from("<node id='1' lat='1' lon='1'/>\n".repeat(1 << 17));
    const part = gzipSync(lines);
    const bomb = concat(gzipSync("<osm>"), ...Array.from({ length: 40 }, () => part));
    expect((await fault(write("bomb.osm.gz", bomb))).message).toMatch(/more than 200 times its size/);
  });
});
