import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { OsmFormatError, readOsm } from "../src/osm/index.ts";
import type { OsmHeader, OsmMember, OsmTags, ReadOsmOptions } from "../src/osm/index.ts";

export type Seen =
  | { type: "node"; id: number; lng: number; lat: number; tags: OsmTags | null }
  | { type: "way"; id: number; refs: number[]; tags: OsmTags | null }
  | { type: "relation"; id: number; members: OsmMember[]; tags: OsmTags | null };

/** A folder for this test file; gone when its tests are done. */
export function testFolder(): (name: string, content: Uint8Array | string) => string {
  const folder = mkdtempSync(join(tmpdir(), "osm-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
}

/** Everything in a file, in its order. */
export async function collect(file: string, options?: ReadOsmOptions): Promise<{ header: OsmHeader; seen: Seen[] }> {
  const seen: Seen[] = [];
  const header = await readOsm(
    file,
    {
      node: (id, lng, lat, tags) => void seen.push({ type: "node", id, lng, lat, tags }),
      way: (id, refs, tags) => void seen.push({ type: "way", id, refs: [...refs], tags }),
      relation: (id, members, tags) => void seen.push({ type: "relation", id, members, tags }),
    },
    options,
  );
  return { header, seen };
}

/** The complaint about a file that must be refused. */
export async function fault(file: string): Promise<OsmFormatError> {
  const error: unknown = await collect(file).then(
    () => new Error("it was read without complaint"),
    (reason) => reason,
  );
  if (!(error instanceof OsmFormatError)) throw error;
  expect(error.file).toBe(file);
  expect(error.byteOffset).toBeGreaterThanOrEqual(0);
  return error;
}
