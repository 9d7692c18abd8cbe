/** Small files written for one test each. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import iconv from "iconv-lite";
import { afterAll, expect } from "vitest";
import { IntakeError } from "../../src/intake/index.ts";
import { readMap } from "../../src/intake/osm/map.ts";
import { inWords } from "../../src/words/index.ts";
import type { Said } from "../../src/words/index.ts";

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "quarterhour-intake-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function write(folder: string, name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

export const gb18030 = (text: string): Buffer => iconv.encode(text, "gb18030");
export const utf16le = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(text, "utf-16le")]);
export const utf16be = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode(text, "utf-16be")]);

/** The IntakeError that a promise must be rejected with. */
export async function intakeError(promise: Promise<unknown>): Promise<IntakeError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(IntakeError);
  const refused = error as IntakeError;
  for (const said of [refused.said, ...refused.problems.map((problem) => problem.said)]) expectChinese(said);
  return refused;
}

/** It can be said in Chinese, every part of it. */
export function expectChinese(said: Said): void {
  expect(inWords(said, "zh")).toMatch(/\p{Script=Han}/u);
  // the key `text` stands for what is said in English only
  expect(JSON.stringify(said)).not.toContain('"key":"text"');
}

/** An OSM XML document of these elements. */
export function osmXml(elements: string, bounds = ""): string {
  return `<?xml version="1.0" encoding="UTF-8"?><osm version="0.6" generator="test">${bounds}${elements}</osm>`;
}

/** The map of these elements, read from a file of its own in the folder. */
export async function readMapOf(folder: string, elements: string[], bounds = "") {
  const map = await readMap(write(folder, "map.osm", osmXml(elements.join(""), bounds)));
  return map!;
}

export function osmNode(id: number, lng: number, lat: number, tags: Record<string, string> = {}): string {
  return `<node id="${id}" lat="${lat}" lon="${lng}">${osmTags(tags)}</node>`;
}

export function osmWay(id: number, refs: number[], tags: Record<string, string> = {}): string {
  return `<way id="${id}">${refs.map((ref) => `<nd ref="${ref}"/>`).join("")}${osmTags(tags)}</way>`;
}

export function osmRelation(
  id: number,
  members: [type: string, ref: number, role: string][],
  tags: Record<string, string>,
): string {
  const list = members.map(([type, ref, role]) => `<member type="${type}" ref="${ref}" role="${role}"/>`);
  return `<relation id="${id}">${list.join("")}${osmTags(tags)}</relation>`;
}

/** Where the maps of the tests lie. */
export const LNG = 117.2;
export const LAT = 39.1;

/** Four corners of a rectangle as nodes first…first+3, and the closed list of them. South-west corner and size in metres. */
export function rectangle(first: number, east: number, north: number, width: number, height: number) {
  const lng = (meters: number) => LNG + meters / (111_195 * Math.cos((LAT * Math.PI) / 180));
  const lat = (meters: number) => LAT + meters / 111_195;
  const corners = [
    [east, north],
    [east + width, north],
    [east + width, north + height],
    [east, north + height],
  ];
  return {
    nodes: corners.map(([x, y], i) => osmNode(first + i, lng(x), lat(y))).join(""),
    refs: [first, first + 1, first + 2, first + 3, first],
  };
}

function osmTags(tags: Record<string, string>): string {
  return Object.entries(tags)
    .map(([key, value]) => `<tag k="${key}" v="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"/>`)
    .join("");
}

/** An archive with these entries, packed. `lie` changes what the directory says of their unpacked size. */
export function zip(entries: Record<string, string | Uint8Array>, lie: (bytes: number) => number = (n) => n): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const data = Buffer.from(content);
    const packed = deflateRawSync(data);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(lie(data.length), 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const entry = Buffer.concat([Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), common, Buffer.alloc(14), nameBytes]);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, nameBytes, packed]);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** The smallest workbook with this sheet; other parts can be given too. */
export function workbook(sheet: string, others: Record<string, string> = {}): Record<string, string> {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  return {
    "_rels/.rels": `<Relationships>${relation("a", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="表" sheetId="1" r:id="b"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${relation("b", "worksheet", "worksheets/sheet1.xml")}${relation("c", "sharedStrings", "sharedStrings.xml")}</Relationships>`,
    "xl/worksheets/sheet1.xml": sheet,
    ...others,
  };
}

/** `<sheetData>` with these cells as in-line texts; a cell that begins with `<` stands as it is. */
export function sheetXml(rows: string[][]): string {
  const cell = (text: string) => (text.startsWith("<") ? text : `<c t="inlineStr"><is><t>${text}</t></is></c>`);
  return `<worksheet><sheetData>${rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("")}</sheetData></worksheet>`;
}
