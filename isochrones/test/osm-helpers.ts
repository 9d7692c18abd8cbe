import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { readOsm } from "../src/osm/index.ts";
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
