import { describe, expect, test } from "vitest";
import { metersBetween } from "../../src/intake/geometry/sphere.ts";
import { fromWgs84, pairOf, toWgs84 } from "../../src/intake/tables/coordinates.ts";
import { crsNamed } from "../../src/intake/tables/crs-names.ts";

/** The same points in several systems, from the tests of hujiulong/gcoord (MIT). */
const cities: {
  name: string;
  wgs84: [number, number];
  gcj02: [number, number];
  bd09: [number, number];
  mercator: [number, number];
}[] = [
  {
    name: "驻马店市",
    wgs84: [114.0164322, 33.0133556],
    gcj02: [114.022306, 33.0115324],
    bd09: [114.0287781, 33.0176697],
    mercator: [12692251.175, 3897076.83],
  },
  {
    name: "邵阳市",
    wgs84: [111.4622119, 27.242124],
    gcj02: [111.4677938, 27.2388981],
    bd09: [111.4742271, 27.2451662],
    mercator: [12407916.671, 3153754.648],
  },
  {
    name: "邢台市",
    wgs84: [114.498916, 37.0700925],
    gcj02: [114.5048503, 37.0705911],
    bd09: [114.5113116, 37.0766797],
    mercator: [12745961.026, 4448881.286],
  },
];

describe("coordinate systems", () => {
  test.each(cities)("$name to WGS-84 within a metre", ({ wgs84, gcj02, bd09, mercator }) => {
    expect(metersBetween(toWgs84(...gcj02, "gcj02")!, wgs84)).toBeLessThan(1);
    expect(metersBetween(toWgs84(...bd09, "bd09")!, wgs84)).toBeLessThan(1);
    expect(metersBetween(toWgs84(...mercator, "EPSG:3857")!, wgs84)).toBeLessThan(1);
    expect(toWgs84(...wgs84, "wgs84")).toEqual(wgs84);
  });

  test.each(cities)("$name out to GCJ-02 and BD-09 within a metre", ({ wgs84, gcj02, bd09 }) => {
    expect(metersBetween(fromWgs84(wgs84, "gcj02"), gcj02)).toBeLessThan(1);
    expect(metersBetween(fromWgs84(wgs84, "bd09"), bd09)).toBeLessThan(1);
  });

  /** Latitude and longitude pairs from googollee/eviltransform (MIT). */
  test.each([
    [31.1774276, 121.5272106, 31.17530398364597, 121.531541859215],
    [22.543847, 113.912316, 22.540796131694766, 113.9171774808363],
    [39.911954, 116.377817, 39.91334545536069, 116.38404722455657],
  ])("%d, %d to GCJ-02 as others compute it", (lat, lng, gcjLat, gcjLng) => {
    expect(metersBetween(fromWgs84([lng, lat], "gcj02"), [gcjLng, gcjLat])).toBeLessThan(0.15);
  });

  test("there and back again within five centimetres, all over China", () => {
    let worst = 0;
    for (let lng = 76; lng < 134; lng += 1.37) {
      for (let lat = 19; lat < 53; lat += 1.13) {
        for (const crs of ["gcj02", "bd09"] as const) {
          const back = toWgs84(...fromWgs84([lng, lat], crs), crs)!;
          worst = Math.max(worst, metersBetween(back, [lng, lat]));
        }
      }
    }
    expect(worst).toBeLessThan(0.05);
  });

  test("names as people write them", () => {
    expect(["WGS84", "wgs-84", "EPSG:4326", "EPSG:4490", "GCJ-02", "gcj02", "BD09", "epsg:3857"].map(crsNamed)).toEqual(
      ["wgs84", "wgs84", "wgs84", "EPSG:4490", "gcj02", "gcj02", "bd09", "EPSG:3857"],
    );
  });

  test("a system that cannot be read is refused with those that can", () => {
    expect(() => crsNamed("EPSG:27700")).toThrow(/EPSG:27700.*wgs84.*gcj02.*bd09.*EPSG:3857/s);
  });

  test("values outside the system give null", () => {
    expect(toWgs84(500_000, 4_300_000, "wgs84")).toBeNull();
    expect(toWgs84(5e7, 0, "EPSG:3857")).toBeNull();
  });

  test("two numbers in one cell", () => {
    expect(pairOf("117.2,39.1")).toEqual(["117.2", "39.1"]);
    expect(pairOf("（117.2，39.1）")).toEqual(["117.2", "39.1"]);
    expect(pairOf("117.2 39.1")).toEqual(["117.2", "39.1"]);
    expect(pairOf("117.2")).toBeNull();
  });
});
