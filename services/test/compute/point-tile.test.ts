import { VectorTile } from "@mapbox/vector-tile";
import { categories } from "@quarterhour/data";
import { PbfReader } from "pbf";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { outletPoints, residencePoints } from "../../src/compute/point-layer.ts";
import type { PointLayer } from "../../src/compute/point-layer.ts";
import { pointTile } from "../../src/compute/point-tile.ts";
import type { Outlet, Residence } from "../../src/store/index.ts";

interface Feature {
  properties: Record<string, string | number | boolean>;
  /** Of 4096. */
  at: { x: number; y: number };
}

function featuresIn(layer: PointLayer, z: number, x: number, y: number): Feature[] {
  const tile = pointTile(layer, z, x, y);
  if (tile === null) return [];
  expect(gunzipSync(tile.gzipped)).toEqual(Buffer.from(tile.bytes));
  const decoded = new VectorTile(new PbfReader(tile.bytes)).layers[layer.name];
  expect(decoded.extent).toBe(4096);
  return Array.from({ length: decoded.length }, (_, i) => {
    const feature = decoded.feature(i);
    return { properties: feature.properties, at: feature.loadGeometry()[0][0] };
  });
}

/** The tile that 0° east, 0° north is the upper left corner of. */
function corner(z: number): [number, number, number] {
  return [z, 2 ** (z - 1), 2 ** (z - 1)];
}

function outlet(i: number, location: [number, number], more: Partial<Outlet> = {}): Outlet {
  const id = categories[i % categories.length].id;
  return {
    id: `o_${i}`,
    name: `店 ${i}`,
    services: [{ category: id, kind: id === "small-repair" ? "shoe" : null }],
    location,
    status: "open",
    attributes: {},
    ...more,
  } as Outlet;
}

/** Side of a tile of zoom 10, in degrees of longitude. */
const side = 360 / 2 ** 10;

/** So many over the tile's upper left quarter. */
function many(count: number): Outlet[] {
  return Array.from({ length: count }, (_, i) => {
    const location: [number, number] = [((i * 0.618) % 1) * side * 0.5, -((i * 0.414) % 1) * side * 0.5];
    const attributes = i === 19_999 ? { delivery: true } : {};
    return outlet(i, location, { status: i % 10 === 0 ? "planned" : "open", attributes });
  });
}

describe("tiles of points", () => {
  it("hold each point at its place with its properties, and nothing of other tiles", async () => {
    const layer = await outletPoints([
      outlet(0, [side / 4, -side / 2]),
      outlet(1, [side * 1.5, -side / 2]),
      outlet(13, [side / 2, -side / 4], {
        services: [
          { category: "small-repair", kind: "shoe" },
          { category: "laundry", kind: null },
        ],
        attributes: { open24h: true },
      }),
    ]);
    const features = featuresIn(layer, ...corner(10));
    expect(features.map(({ properties }) => properties.id)).toEqual(["o_0", "o_13"]);
    expect(features[0].at.x).toBe(1024);
    expect(Math.abs(features[0].at.y - 2048)).toBeLessThan(2);
    expect(features[1].properties).toEqual({
      id: "o_13",
      name: "店 13",
      category: "small-repair",
      categories: "small-repair,laundry",
      kinds: "shoe",
      has: "24h,several",
      tier: "basic",
      status: "open",
    });
    expect(pointTile(layer, 10, 1, 1)).toBeNull();
  });

  it("hold points just outside too, whose marks reach in", async () => {
    const layer = await outletPoints([outlet(0, [-side / 100, -side / 2]), outlet(1, [-side / 50, -side / 2])]);
    expect(featuresIn(layer, ...corner(10)).map(({ properties }) => properties.id)).toEqual(["o_0"]);
  });

  it("put points together where there are too many, and say for how many each stands and what is among them", async () => {
    const outlets = many(20_000);
    const features = featuresIn(await outletPoints(outlets), ...corner(10));
    expect(features.length).toBeGreaterThan(100);
    expect(features.length).toBeLessThanOrEqual(2000);
    const count = ({ properties }: Feature): number => Number(properties.count ?? 1);
    expect(features.reduce((sum, feature) => sum + count(feature), 0)).toBe(outlets.length);
    for (const status of ["open", "planned"]) {
      for (const tier of ["basic", "quality"]) {
        const standing = features.filter(({ properties }) => properties.status === status && properties.tier === tier);
        const stoodFor = outlets.filter(
          ({ services, status: own }) =>
            own === status && categories.find(({ id }) => id === services[0].category)!.tier === tier,
        );
        expect(standing.reduce((sum, feature) => sum + count(feature), 0)).toBe(stoodFor.length);
      }
    }
    const named = new Set(features.flatMap(({ properties }) => String(properties.categories).split(",")));
    expect(named.size).toBe(categories.length);
    expect(features.some(({ properties }) => properties.kinds === "shoe")).toBe(true);
    expect(features.filter(({ properties }) => properties.has === "delivery")).toHaveLength(1);
    expect(pointTile(await outletPoints(outlets), ...corner(10))!.bytes.byteLength).toBeLessThan(500_000);
  });

  it("leave out nobody close up", async () => {
    const outlets = Array.from({ length: 3000 }, (_, i) => outlet(i, [(side / 32) * ((i * 0.618) % 1), -side / 64]));
    const features = featuresIn(await outletPoints(outlets), ...corner(15));
    expect(new Set(features.map(({ properties }) => properties.id)).size).toBe(3000);
  });

  it("add up households", async () => {
    const residences = Array.from(
      { length: 5000 },
      (_, i) =>
        ({
          id: `r_${i}`,
          name: i % 2 === 0 ? null : `${i} 号楼`,
          location: [((i * 0.618) % 1) * side * 0.1, -((i * 0.414) % 1) * side * 0.1],
          households: 7,
          householdsEstimated: i === 4999,
        }) as Residence,
    );
    const features = featuresIn(await residencePoints(residences), ...corner(10));
    expect(features.length).toBeLessThanOrEqual(2000);
    expect(features.reduce((sum, { properties }) => sum + Number(properties.households), 0)).toBe(35_000);
    expect(features.filter(({ properties }) => properties.estimated === true)).toHaveLength(1);
  });

  it("are none of a city without any", async () => {
    expect(pointTile(await outletPoints([]), 10, 0, 0)).toBeNull();
  });
});
