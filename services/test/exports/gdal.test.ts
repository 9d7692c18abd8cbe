/** GDAL reads what is exported, where it is there. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Position } from "@quarterhour/isochrones";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { areaLayer, siteLayer } from "../../src/exports/layers.ts";
import { fromWgs84 } from "../../src/intake/index.ts";
import { exported, randomAreas, randomSites } from "./random-rows.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "quarterhour-gdal-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const hasOgr = spawnSync("ogrinfo", ["--version"]).status === 0;

describe.runIf(hasOgr)("GDAL reads", () => {
  const ogr = (...args: string[]): string => execFileSync("ogrinfo", args, { encoding: "utf8" });

  test.each([
    ["shp", "wgs84", '"WGS 84"'],
    ["shp", "EPSG:4490", "China Geodetic Coordinate System 2000"],
    ["shp", "EPSG:4527", 'ID["EPSG",4527]'],
    ["shp", "EPSG:4509", 'ID["EPSG",4509]'],
    ["shp", "EPSG:3857", 'ID["EPSG",3857]'],
    ["gpkg", "EPSG:4548", 'ID["EPSG",4548]'],
    ["gpkg", "EPSG:32650", 'ID["EPSG",32650]'],
  ] as const)("a layer of points as %s in %s", async (format, crs, system) => {
    const sites = randomSites(40, 2);
    const file = await exported(folder, format, siteLayer(sites), crs);
    const path = format === "shp" ? `/vsizip/${file}` : file;
    const summary = ogr("-so", "-al", path);
    expect(summary).toContain("Feature Count: 40");
    expect(summary).toContain("Geometry: Point");
    expect(summary).toContain(system);
    const first = ogr("-al", "-q", "-fid", format === "shp" ? "0" : "1", path);
    expect(first).toContain(`= ${sites[0].name}`);
    const point = /POINT \(([\d.]+) ([\d.]+)\)/.exec(first)!.slice(1).map(Number) as Position;
    const wanted = fromWgs84(sites[0].location, crs);
    const off = Math.hypot(point[0] - wanted[0], point[1] - wanted[1]);
    expect(off).toBeLessThan(crs === "wgs84" || crs === "EPSG:4490" ? 1e-9 : 1e-3);
  });

  test.each(["shp", "gpkg"] as const)(
    "outlines as %s, holes and parts as they were, and finds nothing wrong",
    async (format) => {
      const areas = randomAreas(12, 4);
      const file = await exported(folder, format, areaLayer(areas), "EPSG:4490");
      const path = format === "shp" ? `/vsizip/${file}` : file;
      const text = execFileSync("ogr2ogr", ["-f", "GeoJSON", "-t_srs", "EPSG:4326", "/vsistdout/", path], {
        encoding: "utf8",
      });
      const { features } = JSON.parse(text) as {
        features: { geometry: { type: string; coordinates: Position[][][] } }[];
      };
      expect(features).toHaveLength(12);
      for (const [i, { geometry }] of features.entries()) {
        const polygons = (
          geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates
        ) as Position[][][];
        const shape = (parts: Position[][][]) => parts.map((rings) => rings.map(({ length }) => length)).sort();
        expect(shape(polygons)).toEqual(shape(areas[i].geometry.coordinates as Position[][][]));
      }
    },
  );
});
