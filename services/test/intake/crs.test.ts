/** Coordinate systems: held to what PROJ, map services and others compute. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { metersBetween } from "../../src/intake/geometry/sphere.ts";
import { readOutlets } from "../../src/intake/index.ts";
import type { Crs } from "../../src/intake/tables/coordinates.ts";
import { fromWgs84, toWgs84 } from "../../src/intake/tables/coordinates.ts";
import { guessCrs } from "../../src/intake/tables/crs-guess.ts";
import { crsNamed } from "../../src/intake/tables/crs-names.ts";
import { crsOfWkt } from "../../src/intake/tables/crs-wkt.ts";
import { intakeError, temporaryFolder, write } from "./files.ts";
import wkt from "./fixtures/proj-wkt.json" with { type: "json" };
import zones from "./fixtures/proj-zones.json" with { type: "json" };
import { inWords } from "../../src/words/index.ts";

describe("zones", () => {
  test("every Gauss–Krüger and UTM zone as PROJ computes it, both ways", () => {
    expect(zones).toHaveLength(75);
    for (const { epsg, lng, lat, x, y } of zones) {
      const crs: Crs = `EPSG:${epsg}`;
      const [easting, northing] = fromWgs84([lng, lat], crs);
      expect(Math.hypot(easting - x, northing - y), crs).toBeLessThan(0.001);
      expect(metersBetween(toWgs84(x, y, crs)!, [lng, lat]), crs).toBeLessThan(0.02);
    }
  });

  test("the zone's number before the easting or not: both are read for either name", () => {
    const [x, y] = fromWgs84([114.05, 22.54], "EPSG:4547");
    for (const crs of ["EPSG:4547", "EPSG:4526"] as const) {
      expect(metersBetween(toWgs84(x, y, crs)!, [114.05, 22.54])).toBeLessThan(0.02);
      expect(metersBetween(toWgs84(x + 38e6, y, crs)!, [114.05, 22.54])).toBeLessThan(0.02);
      expect(toWgs84(x + 39e6, y, crs)).toBeNull();
    }
  });

  test("there and back within two centimetres, all over each zone", () => {
    for (const { epsg } of zones) {
      const crs: Crs = `EPSG:${epsg}`;
      const meridian = toWgs84(500_000, 3e6, crs)![0];
      for (let east = -1.5; east <= 1.5; east += 0.75) {
        for (let lat = 4; lat < 54; lat += 7.3) {
          const [x, y] = fromWgs84([meridian + east, lat], crs);
          expect(metersBetween(toWgs84(x, y, crs)!, [meridian + east, lat])).toBeLessThan(0.02);
        }
      }
    }
  });

  test("what is no coordinate of the zone gives null", () => {
    expect(toWgs84(114, 22.5, "EPSG:4526")).toBeNull();
    expect(toWgs84(38_500_000, -1, "EPSG:4526")).toBeNull();
    expect(toWgs84(Number.NaN, 2e6, "EPSG:4526")).toBeNull();
    expect(toWgs84(Number.NaN, Number.NaN, "wgs84")).toBeNull();
    expect(toWgs84(Number.NaN, 0, "EPSG:3857")).toBeNull();
  });
});

describe("names", () => {
  test.each([
    ["wgs84", ["WGS84", "wgs-84", "EPSG:4326", "4326", "GPS", "urn:ogc:def:crs:OGC:1.3:CRS84", "WGS_1984"]],
    ["gcj02", ["GCJ-02", "高德", "高德坐标系", "腾讯地图", "国测局", "国测局坐标", "火星坐标系", "GCJ02（高德）"]],
    ["bd09", ["BD-09", "bd09ll", "百度", "百度坐标系", "百度地图坐标"]],
    ["EPSG:4490", ["CGCS2000", "大地2000", "国家2000", "国家2000坐标系", "2000国家大地坐标系", "EPSG:4490", "天地图"]],
    ["EPSG:3857", ["EPSG:3857", "Web Mercator", "Web墨卡托", "EPSG:900913", "urn:ogc:def:crs:EPSG::3857"]],
    [
      "EPSG:4526",
      [
        "CGCS2000 3度带 38带",
        "CGCS2000 三度带 第38带",
        "大地2000 3度带38",
        "EPSG:4526",
        "CGCS2000_3_Degree_GK_Zone_38",
        "CGCS2000 / 3-degree Gauss-Kruger zone 38",
      ],
    ],
    ["EPSG:4527", ["EPSG:4527", "国家2000 39带", "urn:ogc:def:crs:EPSG:6.9:4527"]],
    ["EPSG:4547", ["CGCS2000 中央子午线114", "CGCS2000_3_Degree_GK_CM_114E", "2000国家大地坐标系 3度带 中央经线114°"]],
    ["EPSG:4498", ["CGCS2000 6度带 20带", "CGCS2000_GK_Zone_20"]],
    ["EPSG:32650", ["EPSG:32650"]],
  ])("%s", (crs, names) => {
    expect(names.map(crsNamed)).toEqual(names.map(() => crs));
  });

  test.each(["北京54", "Beijing 1954", "西安80坐标系", "Xian_1980", "EPSG:4214", "EPSG:4610", "EPSG:2383"])(
    "%s is refused with the reason",
    (name) => expect(() => crsNamed(name)).toThrow(/not public.*CGCS2000/s),
  );

  test.each(["EPSG:27700", "EPSG:2000", "城市独立坐标系", "CGCS2000 3度带 99带", ""])("“%s” is not known", (name) =>
    expect(() => crsNamed(name)).toThrow(/cannot be read. Supported are/),
  );
});

describe(".prj and other WKT, as GDAL writes it", () => {
  const expected: Record<string, string | RegExp> = {
    4490: "EPSG:4490",
    4491: "EPSG:4491",
    4502: "EPSG:4502",
    4513: "EPSG:4513",
    4526: "EPSG:4526",
    4547: "EPSG:4547",
    3857: "EPSG:3857",
    32650: "EPSG:32650",
    4326: "wgs84",
    4214: /Beijing.*not public/,
    4610: /Xian.*not public/,
    2383: /Xian.*not public/,
    27700: /not one that can be read/,
  };
  test.each(Object.entries(wkt))("%s", (key, text) => {
    const reading = crsOfWkt(text);
    const want = expected[key.split(" ")[0]];
    if (typeof want === "string") {
      // Without EPSG's number the two names of one projection cannot be told apart.
      const same = "crs" in reading ? fromWgs84([117, 30], reading.crs) : null;
      expect(same).toEqual(fromWgs84([117, 30], want as Crs));
    } else expect("problem" in reading ? inWords(reading.problem, "en") : "").toMatch(want);
  });

  test("a meridian of one's own is refused with its figures", () => {
    const own = wkt["4547 wkt_esri"].replace("114.0", "113.8333");
    const refused = crsOfWkt(own);
    expect("problem" in refused && inWords(refused.problem, "en")).toMatch(/central meridian 113.8333.*reproject/);
  });
});

describe("what the values say", () => {
  const nanshan: [number, number, number, number] = [113.87, 22.47, 114.01, 22.65];
  const places: [number, number][] = [
    [113.93, 22.53],
    [113.94, 22.54],
    [113.95, 22.55],
  ];
  const inCrs = (crs: Crs) => places.map((place) => fromWgs84(place, crs));
  const turned = (points: [number, number][]) => points.map(([x, y]): [number, number] => [y, x]);

  test("eight digits of easting name their zone, with or without a city", () => {
    expect(guessCrs(inCrs("EPSG:4526"), null).sure).toBe("EPSG:4526");
    expect(guessCrs(inCrs("EPSG:4526"), nanshan).sure).toBe("EPSG:4526");
    expect(guessCrs(inCrs("EPSG:4497"), nanshan)).toMatchObject({ sure: "EPSG:4497", swapped: false });
  });

  test("six digits need the city to tell the meridian", () => {
    expect(guessCrs(inCrs("EPSG:4547"), nanshan).sure).toBe("EPSG:4547");
    const open = guessCrs(inCrs("EPSG:4547"), null);
    expect(open.sure).toBeNull();
    expect(open.candidates).toContain("EPSG:4547");
  });

  test("Web Mercator in a city", () => {
    expect(guessCrs(inCrs("EPSG:3857"), nanshan).sure).toBe("EPSG:3857");
  });

  test("degrees are never guessed", () => {
    for (const crs of ["wgs84", "gcj02", "bd09"] as const) {
      const guess = guessCrs(inCrs(crs), nanshan);
      expect(guess.sure).toBeNull();
      expect(guess.candidates).toEqual(["wgs84", "gcj02", "bd09", "EPSG:4490"]);
    }
  });

  test("exchanged axes are noticed", () => {
    expect(guessCrs(turned(places), nanshan)).toMatchObject({ sure: null, swapped: true });
    expect(guessCrs(turned(inCrs("EPSG:4526")), nanshan)).toMatchObject({ sure: "EPSG:4526", swapped: true });
  });

  test("nothing fits, or there is nothing", () => {
    expect(guessCrs([[5e7, 5e7]], nanshan)).toMatchObject({ sure: null, candidates: [] });
    expect(guessCrs([], nanshan).sure).toBeNull();
    expect(guessCrs([[2.35, 48.85]], nanshan).candidates).toEqual([]);
  });
});

describe("tables in metres", () => {
  const folder = temporaryFolder();
  const places: [number, number][] = [
    [113.93, 22.53],
    [113.94, 22.54],
  ];
  const table = (header: string, rows: string[]) =>
    write(folder, "metres.csv", [header, ...rows.map((row, i) => `店${i},bank,${row}`)].join("\n"));

  test("a zone by name; originals are kept", async () => {
    const points = places.map((place) => fromWgs84(place, "EPSG:4526"));
    const file = table(
      "店名,业态,x,y",
      points.map(([x, y]) => `${x.toFixed(3)},${y.toFixed(3)}`),
    );
    const { drafts } = await readOutlets(file, { crs: "CGCS2000 3度带 38带" });
    drafts.forEach(({ location }, i) => expect(metersBetween(location, places[i])).toBeLessThan(0.02));
    expect(drafts[0].original).toEqual({
      x: Number(points[0][0].toFixed(3)),
      y: Number(points[0][1].toFixed(3)),
      crs: "CGCS2000 3度带 38带",
    });
  });

  test("surveyors' X to the north is taken as such, with a note", async () => {
    const points = places.map((place) => fromWgs84(place, "EPSG:4547"));
    const file = table(
      "店名,业态,X坐标,Y坐标",
      points.map(([x, y]) => `${y.toFixed(3)},${x.toFixed(3)}`),
    );
    const { drafts, warnings } = await readOutlets(file, { crs: "EPSG:4547" });
    drafts.forEach(({ location }, i) => expect(metersBetween(location, places[i])).toBeLessThan(0.02));
    expect(warnings).toMatchObject([{ message: expect.stringMatching(/In 2 rows X is the northing/) }]);
  });

  test("no system named: eight digits are understood, with a warning; six without a city are not", async () => {
    const prefixed = places.map((place) => fromWgs84(place, "EPSG:4526"));
    const read = await readOutlets(
      table(
        "店名,业态,x,y",
        prefixed.map((point) => point.join(",")),
      ),
    );
    expect(read.crs).toBe("EPSG:4526");
    expect(metersBetween(read.drafts[1].location, places[1])).toBeLessThan(0.02);
    expect(read.warnings[0].message).toMatch(/CGCS2000 3° Gauss–Krüger, zone 38.*Beijing 54/s);
    const plain = places.map((place) => fromWgs84(place, "EPSG:4547"));
    const error = await intakeError(
      readOutlets(
        table(
          "店名,业态,x,y",
          plain.map((point) => point.join(",")),
        ),
      ),
    );
    expect(error.problems[0].message).toMatch(/need their coordinate system named/);
  });

  test("the wrong zone names the system that was expected", async () => {
    const file = table("店名,业态,x,y", ["39500000,2500000"]);
    const error = await intakeError(readOutlets(file, { crs: "EPSG:4526" }));
    expect(error.problems[0].message).toMatch(/CGCS2000 3° Gauss–Krüger, zone 38/);
  });
});

/** Cities in several systems, from the tests of hujiulong/gcoord (MIT); the set as a whole, where it lies beside. */
describe("exports for 高德, 百度 and 腾讯", () => {
  const some = [
    {
      name: "驻马店市",
      WGS84: [114.0164322, 33.0133556],
      GCJ02: [114.022306, 33.0115324],
      BD09: [114.0287781, 33.0176697],
    },
    {
      name: "邵阳市",
      WGS84: [111.4622119, 27.242124],
      GCJ02: [111.4677938, 27.2388981],
      BD09: [111.4742271, 27.2451662],
    },
    {
      name: "邢台市",
      WGS84: [114.498916, 37.0700925],
      GCJ02: [114.5048503, 37.0705911],
      BD09: [114.5113116, 37.0766797],
    },
  ];
  const beside = fileURLToPath(
    new URL("../../../../shared/data/coordinates/gcoord-china-cities.json", import.meta.url),
  );
  const cities = existsSync(beside)
    ? (JSON.parse(readFileSync(beside, "utf8")) as { attrs: { name: string }; coords: (typeof some)[number] }[]).map(
        ({ attrs, coords }) => ({ ...coords, name: attrs.name }),
      )
    : some;

  test("land within a metre, and come back within half a metre", () => {
    for (const { name, WGS84, GCJ02, BD09 } of cities) {
      const wgs84 = WGS84 as [number, number];
      expect(metersBetween(fromWgs84(wgs84, "gcj02"), GCJ02 as [number, number]), name).toBeLessThan(1);
      expect(metersBetween(fromWgs84(wgs84, "bd09"), BD09 as [number, number]), name).toBeLessThan(1);
      for (const crs of ["gcj02", "bd09"] as const) {
        expect(metersBetween(toWgs84(...fromWgs84(wgs84, crs), crs)!, wgs84), name).toBeLessThan(0.5);
      }
    }
  });
});
