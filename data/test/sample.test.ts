import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import gcoordModule from "gcoord";
import { beforeAll, describe, expect, it } from "vitest";
import { bounds, greatCircleMeters, type LngLat } from "../sample/geometry.ts";
import { buildSample, sampleFiles } from "../sample/sample.ts";
import { notSurveyed } from "../sample/designed.ts";
import { trades } from "../sample/trades.ts";
import { categories } from "../src/index.ts";

const gcoord = gcoordModule as unknown as typeof gcoordModule.default;
const folder = join(import.meta.dirname, "../sample");
const read = (name: string) =>
  readFileSync(join(folder, name.toLowerCase().startsWith("truths") ? name : `files/${name}`));
const rowsOf = (csv: string) =>
  csv
    .trimEnd()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(","));

interface OsmNode {
  place: LngLat;
  tags: Record<string, string>;
}
interface OsmWay {
  id: number;
  refs: number[];
  tags: Record<string, string>;
}
const nodes = new Map<number, OsmNode>();
const ways: OsmWay[] = [];
let xml = "";
const tagsOf = (text: string) =>
  Object.fromEntries([...text.matchAll(/k="(.*?)" v="(.*?)"/g)].map(([, k, v]) => [k, v]));

beforeAll(() => {
  xml = gunzipSync(read("sample.osm.gz")).toString("utf8");
  for (const [, id, lat, lon, rest] of xml.matchAll(
    /<node id="(\d+)" lat="([\d.]+)" lon="([\d.]+)"[^>]*?(\/>|>.*?<\/node>)/g,
  ))
    nodes.set(Number(id), { place: [Number(lon), Number(lat)], tags: tagsOf(rest) });
  for (const [, id, body] of xml.matchAll(/<way id="(\d+)"[^>]*>(.*?)<\/way>/g))
    ways.push({
      id: Number(id),
      refs: [...body.matchAll(/ref="(\d+)"/g)].map(([, ref]) => Number(ref)),
      tags: tagsOf(body),
    });
});

describe("the committed files", () => {
  it("are what the generator writes, byte for byte", () => {
    const made = sampleFiles();
    expect(
      made
        .map(([name]) => name)
        .filter((name) => !name.toLowerCase().startsWith("truths"))
        .toSorted(),
    ).toEqual(readdirSync(join(folder, "files")).toSorted());
    // What gzip makes of the same bytes may differ with the version of zlib, so the content is compared.
    const plain = (name: string, data: Uint8Array) => (name.endsWith(".gz") ? gunzipSync(data) : Buffer.from(data));
    const stale = made.filter(([name, bytes]) => !plain(name, bytes).equals(plain(name, read(name))));
    expect(stale.map(([name]) => name)).toEqual([]);
  });

  it("carry no time of writing", () => {
    const head = read("sample.osm.gz").subarray(0, 10);
    expect([...head.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  });
});

describe("the map", () => {
  it("has every node and way that is referred to", () => {
    expect(ways.flatMap((way) => way.refs).filter((ref) => !nodes.has(ref))).toEqual([]);
    const ids = new Set(ways.map((way) => way.id));
    expect(ids.size).toBe(ways.length);
    const members = [...xml.matchAll(/<member type="way" ref="(\d+)"/g)].map(([, ref]) => Number(ref));
    expect(members).toHaveLength(2);
    expect(members.filter((ref) => !ids.has(ref))).toEqual([]);
  });

  it("lies within its bounds", () => {
    const { west, south, east, north } = bounds;
    const rounding = 2e-7;
    const outside = [...nodes].filter(
      ([, { place }]) =>
        place[0] < west - rounding ||
        place[0] > east + rounding ||
        place[1] < south - rounding ||
        place[1] > north + rounding,
    );
    expect(outside).toEqual([]);
    expect(xml).toContain(`<bounds minlat="${south}" minlon="${west}" maxlat="${north}" maxlon="${east}"/>`);
  });

  it("has the bridges, footbridges, exits and gates of the plan", () => {
    const names = (test: (way: OsmWay) => boolean) =>
      new Set(ways.filter(test).map((way) => way.tags["bridge:name"] ?? way.tags.name));
    expect(names((way) => "bridge:name" in way.tags)).toEqual(new Set(["望潮桥", "沧汐桥", "东海桥"]));
    expect(names((way) => way.tags.highway === "footway" && way.tags.bridge === "yes" && "name" in way.tags).size).toBe(
      4,
    );
    expect(ways.filter((way) => way.tags.name === "和乐道" && way.tags.tunnel === "yes")).toHaveLength(1);
    const tagged = [...nodes.values()];
    expect(tagged.filter(({ tags }) => tags.railway === "subway_entrance")).toHaveLength(4);
    expect(tagged.filter(({ tags }) => tags.highway === "elevator")).toHaveLength(2);
    expect(tagged.filter(({ tags }) => tags["access:conditional"])).toHaveLength(1);
    expect(tagged.filter(({ tags }) => tags.barrier === "lift_gate" && tags.foot === "no")).toHaveLength(1);
    expect(tagged.filter(({ tags }) => tags.locked === "yes")).toHaveLength(1);
  });

  it("lets no way on the ground pass a wall or fence but through a node of both", () => {
    const onGround = (way: OsmWay) =>
      "highway" in way.tags &&
      !way.tags.bridge &&
      !way.tags.tunnel &&
      !("layer" in way.tags) &&
      !["elevator", "construction"].includes(way.tags.highway);
    const segments = (test: (way: OsmWay) => boolean) =>
      ways.filter(test).flatMap((way) =>
        way.refs.slice(1).map((ref, i) => ({
          way,
          a: way.refs[i],
          b: ref,
          p: nodes.get(way.refs[i])!.place,
          q: nodes.get(ref)!.place,
        })),
      );
    const walls = segments((way) => way.tags.barrier === "wall" || way.tags.barrier === "fence");
    const side = (a: LngLat, b: LngLat, c: LngLat) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    const crossings: string[] = [];
    for (const s of segments(onGround))
      for (const w of walls) {
        if (s.a === w.a || s.a === w.b || s.b === w.a || s.b === w.b) continue;
        if (Math.max(s.p[0], s.q[0]) < Math.min(w.p[0], w.q[0]) || Math.max(w.p[0], w.q[0]) < Math.min(s.p[0], s.q[0]))
          continue;
        if (side(s.p, s.q, w.p) * side(s.p, s.q, w.q) < 0 && side(w.p, w.q, s.p) * side(w.p, w.q, s.q) < 0)
          crossings.push(`way ${s.way.id} through wall ${w.way.id}`);
      }
    expect(crossings).toEqual([]);
  });
});

describe("the tables", () => {
  const residences = rowsOf(read("residences.csv").toString("utf8"));
  const outlets = rowsOf(
    read("outlets.csv")
      .toString("utf8")
      .replaceAll(/"[^"]*"/g, (text) => text.replaceAll(",", "，")),
  );

  it("name some 28,000 households in more than sixty compounds and in courtyards", () => {
    const households = residences.reduce((sum, row) => sum + Number(row[5]), 0);
    expect(households).toBeGreaterThan(27_000);
    expect(households).toBeLessThan(29_000);
    const compounds = new Set(residences.map((row) => row[1]).filter((name) => name !== ""));
    expect(compounds.size).toBe(68);
    expect(residences.filter((row) => row[1] === "").length).toBeGreaterThan(100);
    expect(new Set(residences.map((row) => row[0])).size).toBe(residences.length);
  });

  it("have outlets in all categories but the one that nobody surveyed", () => {
    const open = outlets.filter((row) => row[9] === "营业");
    for (const category of categories) {
      const count = open.filter((row) => row[2] === category.nameZh).length;
      // Small repair is made up of its kinds.
      const planned =
        category.id === "small-repair" ? 38 : (trades.find((trade) => trade.category === category.id)?.count ?? 0);
      expect([category.id, count]).toEqual([category.id, planned]);
    }
    expect(trades.map((trade) => trade.category)).not.toContain(notSurveyed);
    expect(outlets.length).toBeGreaterThan(650);
    expect(outlets.length).toBeLessThan(780);
    expect(xml).not.toMatch(/luggage_locker|left_luggage|storage_rental/);
  });

  it("use only numbers that were never given out, days before the data's day, and places on the map", () => {
    for (const row of outlets) {
      expect(row[5]).toMatch(/^(022-0\d{7})?$/);
      for (const day of [row[10], row[11]]) {
        expect(day).toMatch(/^((199|20[012])\d-\d\d-\d\d)?$/);
        expect(day <= "2026-10-31").toBe(true);
      }
      expect([row[0], row[11] !== ""]).toEqual([row[0], row[9] === "停业"]);
    }
    for (const [lng, lat] of [
      ...outlets.map((row) => [row[7], row[8]]),
      ...residences.map((row) => [row[10], row[11]]),
    ].map((pair) => pair.map(Number))) {
      expect(lng > bounds.west && lng < bounds.east && lat > bounds.south && lat < bounds.north).toBe(true);
    }
  });

  it("agree between WGS-84 and the bureau's GCJ-02, which is GB18030", () => {
    const text = new TextDecoder("gb18030", { fatal: true }).decode(read("outlets-market-regulation.csv"));
    expect(
      text.startsWith("网点名称,业态,小类,地址,电话,营业时间,经度,纬度,状态,开业日期,停业日期,面积,连锁品牌,服务"),
    ).toBe(true);
    expect(text).toContain("鿍䶮便民理发");
    const theirs = new Map<string, string[]>();
    for (const cells of text.split("\r\n").map((line) => line.split(",")))
      if (!theirs.has(cells[0])) theirs.set(cells[0], cells);
    let compared = 0;
    for (const row of outlets) {
      const other = theirs.get(row[1]);
      if (outlets.filter(([, name]) => name === row[1]).length > 1) continue;
      if (!other || row[9] !== "营业" || row[17] !== "" || !(Number(other[6]) > 118 && Number(other[7]) > 38)) continue;
      const place: LngLat = [Number(row[7]), Number(row[8])];
      const given: LngLat = [Number(other[6]), Number(other[7])];
      // One row in a few hundred was left in WGS-84: the usual dirt.
      if (greatCircleMeters(given, place) < 1) continue;
      expect(greatCircleMeters(given, place)).toBeGreaterThan(300);
      expect(greatCircleMeters(gcoord.transform(given, gcoord.GCJ02, gcoord.WGS84) as LngLat, place)).toBeLessThan(0.5);
      compared++;
    }
    expect(compared).toBeGreaterThan(300);
  });
});

describe("the boundaries", () => {
  const areas = JSON.parse(read("boundaries.geojson").toString("utf8")).features as {
    properties: { level: string; name: string; nameEn: string };
    geometry: { coordinates: LngLat[][] };
  }[];
  const inside = ([x, y]: LngLat, ring: LngLat[]) =>
    ring.reduce((is, [bx, by], i) => {
      const [ax, ay] = ring[(i || ring.length) - 1];
      return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !is : is;
    }, false);

  it("are one district, three streets and fourteen communities", () => {
    const count = (level: string) => areas.filter((area) => area.properties.level === level).length;
    expect([count("district"), count("street"), count("community")]).toEqual([1, 3, 14]);
    for (const { properties, geometry } of areas) {
      expect(properties.name).not.toBe("");
      expect(properties.nameEn).toMatch(/^[A-Z][A-Za-z ]+$/);
      expect(geometry.coordinates[0].at(-1)).toEqual(geometry.coordinates[0][0]);
    }
  });

  it("hold every home in exactly one community, the one its table names", () => {
    for (const row of rowsOf(read("residences.csv").toString("utf8"))) {
      const at: LngLat = [Number(row[10]), Number(row[11])];
      const found = areas.filter(
        (area) => area.properties.level === "community" && inside(at, area.geometry.coordinates[0]),
      );
      expect([row[0], ...found.map((area) => area.properties.name)]).toEqual([row[0], row[4]]);
    }
  });
});

describe("the designed truths", () => {
  const truths = JSON.parse(read("truths.json").toString("utf8"));

  it("add up: every leg is a straight line of the given metres, and the time follows", () => {
    expect(truths.reach.length).toBeGreaterThanOrEqual(12);
    for (const truth of truths.reach) {
      const { legs, corners, meters, seconds, signals } = truth.walk;
      expect(corners).toHaveLength(legs.length + 1);
      legs.forEach((leg: { meters: number }, i: number) =>
        expect(leg.meters).toBeCloseTo(greatCircleMeters(corners[i], corners[i + 1]), 1),
      );
      const sum = legs.reduce((total: number, leg: { meters: number }) => total + leg.meters, 0);
      expect(meters).toBeCloseTo(sum, 1);
      expect(seconds).toBeCloseTo((sum * 3.6) / 5 + 2 * signals, 0);
      expect(truth.nearestSeconds).toBe(seconds);
    }
  });

  it("go along ways of the map, and past as many traffic lights as they say", () => {
    const metersX = 86_717;
    const metersY = 111_195;
    const walkable = ways.filter((way) => way.tags.highway && way.tags.foot !== "no");
    const offWay = (place: LngLat) => {
      let least = Infinity;
      for (const way of walkable)
        for (let i = 1; i < way.refs.length; i++) {
          const a = nodes.get(way.refs[i - 1])!.place;
          const b = nodes.get(way.refs[i])!.place;
          const [ax, ay, bx, by] = [
            (a[0] - place[0]) * metersX,
            (a[1] - place[1]) * metersY,
            (b[0] - place[0]) * metersX,
            (b[1] - place[1]) * metersY,
          ];
          const length = (bx - ax) ** 2 + (by - ay) ** 2;
          const t = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / length));
          least = Math.min(least, Math.hypot(ax + t * (bx - ax), ay + t * (by - ay)));
        }
      return least;
    };
    const lights = [...nodes.values()].filter(({ tags }) => tags.highway === "traffic_signals");
    const off: string[] = [];
    for (const truth of truths.reach) {
      const corners = truth.walk.corners as LngLat[];
      let passed = 0;
      // The first and the last leg are access legs, off the network.
      for (let i = 2; i < corners.length - 1; i++) {
        const [from, to] = [corners[i - 1], corners[i]];
        for (const t of [0.02, 0.35, 0.5, 0.8, 0.99])
          if (offWay([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]) > 0.2)
            off.push(`${truth.id}: ${truth.walk.legs[i - 1].what}`);
        for (const { place } of lights) {
          const detour = greatCircleMeters(from, place) + greatCircleMeters(place, to) - greatCircleMeters(from, to);
          // A light at the corner between two legs is counted once, with the leg that ends there.
          if (detour < 0.01 && greatCircleMeters(from, place) > 0.1) passed++;
        }
      }
      expect([truth.id, passed]).toEqual([truth.id, truth.walk.signals]);
    }
    expect(off).toEqual([]);
  });

  it("stand on rows of the tables", () => {
    const { city, outlets, sites } = buildSample();
    const homes = new Set(city.residences.map((home) => home.id));
    for (const truth of truths.reach) {
      expect(homes.has(truth.residence)).toBe(true);
      expect(outlets.find((outlet) => outlet.id === truth.outlet)).toMatchObject({
        name: truth.outletName,
        category: truth.category,
        status: "营业",
      });
    }
    expect(sites.map((site) => site.id)).toContain(truths.cobbler.best);
    expect(nodes.get(truths.openedGate.gateNode)!.tags).toMatchObject({ barrier: "gate", locked: "yes" });
    expect(outlets.some((outlet) => outlet.category === truths.unsurveyed.category)).toBe(false);
  });
});
