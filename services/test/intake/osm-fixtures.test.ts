import { join } from "node:path";
import { readOsm } from "@quarterhour/isochrones";
import { expect, test } from "vitest";

test.each([
  "osmium.osm",
  "osmium.osm.gz",
  "osmium.osm.pbf",
  "osmium-plain-nodes.osm.pbf",
  "osmium-uncompressed.osm.pbf",
])("%s holds what osmium was given", async (file) => {
  const found: unknown[] = [];
  const header = await readOsm(join(import.meta.dirname, "fixtures", file), {
    node: (id, lng, lat, tags) => void found.push(["node", id, lng.toFixed(6), lat.toFixed(6), { ...tags }]),
    way: (id, refs, tags) => void found.push(["way", id, [...refs], { ...tags }]),
    relation: (id, members, tags) => void found.push(["relation", id, members, { ...tags }]),
  });
  expect(header.writingProgram).toMatch(/^osmium/);
  const shop = (id: number, name: string, lng: string, lat: string) =>
    ["node", id, lng, lat, { name, shop: "convenience" }] as const;
  expect(found).toEqual([
    shop(1, "张记便利店", "113.930000", "22.530000"),
    shop(2, "李家“好邻居”药店", "113.931000", "22.531000"),
    shop(3, "㐂来\u{20021}缝补", "113.932000", "22.532000"),
    ["node", 11, "113.900000", "22.500000", {}],
    ["node", 12, "113.950000", "22.500000", {}],
    ["node", 13, "113.950000", "22.550000", {}],
    ["node", 14, "113.900000", "22.550000", {}],
    ["way", 21, [11, 12, 13, 14, 11], { building: "residential" }],
    [
      "relation",
      31,
      [{ type: "way", ref: 21, role: "outer" }],
      { type: "boundary", boundary: "administrative", admin_level: "6", name: "南山区" },
    ],
  ]);
});
