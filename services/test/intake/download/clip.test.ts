import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWalkNetwork, EmbeddedEngine, readOsm } from "@quarterhour/isochrones";
import type { OsmMember, Position } from "@quarterhour/isochrones";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { boxFromText, clipOsm, findBoundary } from "../../../src/intake/download/clip.ts";
import { IdSet } from "../../../src/intake/download/id-set.ts";
import { IntakeError } from "../../../src/intake/errors.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "quarterhour-clip-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Two districts side by side, a road through both, a lake over the border, a shop in each:
 *
 *   1───2───3      nodes 1…6 are the corners, way 10 (2-5) the border
 *   │西 │ 东│
 *   4───5───6
 */
const twoDistricts = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="38.76" lon="118.00"/><node id="2" lat="38.76" lon="118.02"/><node id="3" lat="38.76" lon="118.04"/>
  <node id="4" lat="38.74" lon="118.00"/><node id="5" lat="38.74" lon="118.02"/><node id="6" lat="38.74" lon="118.04"/>
  <node id="21" lat="38.75" lon="118.005"><tag k="shop" v="bakery"/><tag k="name" v="西店"/></node>
  <node id="22" lat="38.75" lon="118.035"><tag k="shop" v="bakery"/><tag k="name" v="东店"/></node>
  <node id="31" lat="38.751" lon="118.001"/><node id="32" lat="38.751" lon="118.019"/><node id="33" lat="38.751" lon="118.021"/><node id="34" lat="38.751" lon="118.039"/>
  <node id="41" lat="38.745" lon="118.018"/><node id="42" lat="38.745" lon="118.022"/><node id="43" lat="38.747" lon="118.022"/><node id="44" lat="38.747" lon="118.018"/>
  <node id="51" lat="38.755" lon="118.030"/><node id="52" lat="38.755" lon="118.031"/>
  <way id="10"><nd ref="2"/><nd ref="5"/></way>
  <way id="11"><nd ref="2"/><nd ref="1"/><nd ref="4"/><nd ref="5"/></way>
  <way id="12"><nd ref="5"/><nd ref="6"/><nd ref="3"/><nd ref="2"/></way>
  <way id="13"><nd ref="31"/><nd ref="32"/><nd ref="33"/><nd ref="34"/><tag k="highway" v="residential"/></way>
  <way id="14"><nd ref="41"/><nd ref="44"/></way>
  <way id="15"><nd ref="44"/><nd ref="43"/><nd ref="42"/><nd ref="41"/></way>
  <way id="16"><nd ref="51"/><nd ref="52"/><tag k="highway" v="footway"/></way>
  <relation id="90"><member type="way" ref="11" role="outer"/><member type="way" ref="10" role="outer"/><tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="admin_level" v="6"/><tag k="name" v="西区"/></relation>
  <relation id="91"><member type="way" ref="12" role="outer"/><member type="way" ref="10" role="outer"/><member type="node" ref="22" role="label"/><tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="admin_level" v="6"/><tag k="name" v="东区"/></relation>
  <relation id="92"><member type="way" ref="14" role="outer"/><member type="way" ref="15" role="outer"/><tag k="type" v="multipolygon"/><tag k="natural" v="water"/></relation>
  <relation id="93"><member type="way" ref="99" role="outer"/><tag k="type" v="boundary"/><tag k="boundary" v="administrative"/><tag k="admin_level" v="5"/><tag k="name" v="南市"/></relation>
</osm>`;

function districts(): string {
  const file = join(folder, "districts.osm");
  writeFileSync(file, twoDistricts);
  return file;
}

async function content(file: string) {
  const found = { nodes: [] as number[], ways: [] as number[], relations: [] as [number, OsmMember[]][] };
  const names: string[] = [];
  const header = await readOsm(file, {
    node(id, _lng, _lat, tags) {
      found.nodes.push(id);
      if (tags?.name) names.push(tags.name);
    },
    way: (id) => void found.ways.push(id),
    relation: (id, members) => void found.relations.push([id, members.map((member) => ({ ...member }))]),
  });
  return { ...found, names, bbox: header.bbox };
}

describe("clipping", () => {
  test("by a boundary of the map keeps what lies in it, with its ways and areas whole", async () => {
    const clip = await findBoundary(districts(), "西");
    expect(clip).toMatchObject({ name: "西区", box: [118, 38.74, 118.02, 38.76] });
    const target = join(folder, "west.osm.pbf");
    const written = await clipOsm(districts(), clip, target);
    const cut = await content(target);
    expect(cut.names).toEqual(["西店"]);
    // the road and the lake run on to their ends; the footway in the east does not come along
    expect(cut.ways).toEqual([10, 11, 13, 14, 15]);
    expect(cut.nodes).toEqual(expect.arrayContaining([33, 34, 42, 43]));
    expect(cut.nodes).not.toContain(51);
    expect(cut.relations.map(([id]) => id)).toEqual([90, 92]);
    expect(cut.relations[1][1]).toEqual([
      { type: "way", ref: 14, role: "outer" },
      { type: "way", ref: 15, role: "outer" },
    ]);
    expect(cut.bbox).toEqual([118, 38.74, 118.02, 38.76]);
    expect(written).toEqual({ nodes: cut.nodes.length, ways: cut.ways.length, relations: cut.relations.length });
  });

  test("by a box", async () => {
    const target = join(folder, "east.osm.pbf");
    await clipOsm(districts(), boxFromText("118.025, 38.74, 118.04, 38.76")!, target);
    const cut = await content(target);
    expect(cut.names).toEqual(["东店"]);
    expect(cut.ways).toEqual(expect.arrayContaining([12, 13, 16]));
    expect(cut.ways).not.toContain(14);
  });

  test("what cannot be clipped by is told, with what comes near", async () => {
    await expect(findBoundary(districts(), "北区")).rejects.toThrow(/no administrative boundary called “北区”/);
    await expect(findBoundary(districts(), "东区一")).rejects.toThrow(/There are: 东区/);
    await expect(findBoundary(districts(), "南市")).rejects.toThrow(/only a part of the boundary of 南市/);
    await expect(clipOsm(districts(), boxFromText("10,10,11,11")!, join(folder, "no.osm.pbf"))).rejects.toThrow(
      /Nothing of the map/,
    );
    expect(() => boxFromText("118.04,38.74,118.02,38.76")).toThrow(IntakeError);
    expect(boxFromText("南京市")).toBeNull();
  });

  test("walks within the clip are those of the whole map", async () => {
    const sample = fileURLToPath(new URL("../../../../data/sample/files/sample.osm.gz", import.meta.url));
    const target = join(folder, "sample.osm.pbf");
    await clipOsm(sample, boxFromText("118.036,38.744,118.06,38.762")!, target);
    const whole = new EmbeddedEngine(await buildWalkNetwork(sample));
    const part = new EmbeddedEngine(await buildWalkNetwork(target));
    expect(part.network.vertexCount).toBeLessThan(whole.network.vertexCount);
    const doors: Position[] = Array.from({ length: 12 }, (_, i) => [
      118.044 + (i % 4) * 0.002,
      38.7505 + Math.floor(i / 4) * 0.002,
    ]);
    const seconds = (engine: EmbeddedEngine) => engine.matrixSync(doors, doors).seconds;
    expect(seconds(part)).toEqual(seconds(whole));
  });
});

test("ids are kept whatever their size", () => {
  const ids = [1, 31, 32, 33, 32_767, 32_768, 2 ** 31, 2 ** 32 + 5, 12_345_678_901];
  const set = new IdSet();
  for (const id of ids) expect(set.add(id)).toBe(true);
  for (const id of ids) expect(set.add(id)).toBe(false);
  expect(set.size).toBe(ids.length);
  for (const id of ids) expect([set.has(id), set.has(id + 1)]).toEqual([true, ids.includes(id + 1)]);
});
