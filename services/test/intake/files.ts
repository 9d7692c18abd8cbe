/** Small files written for one test each. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterAll, expect } from "vitest";
import { IntakeError } from "../../src/intake/index.ts";

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
  return error as IntakeError;
}

/** An OSM XML document of these elements. */
export function osmXml(elements: string, bounds = ""): string {
  return `<?xml version="1.0" encoding="UTF-8"?><osm version="0.6" generator="test">${bounds}${elements}</osm>`;
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

function osmTags(tags: Record<string, string>): string {
  return Object.entries(tags)
    .map(([key, value]) => `<tag k="${key}" v="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"/>`)
    .join("");
}
