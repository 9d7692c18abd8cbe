import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { metersBetween } from "../../../src/intake/geometry/sphere.ts";
import { GeocodeError } from "../../../src/intake/geocoding/geocoder.ts";
import type { Geocoder } from "../../../src/intake/geocoding/geocoder.ts";
import { AmapGeocoder } from "../../../src/intake/geocoding/providers/amap.ts";
import { NominatimGeocoder, PhotonGeocoder } from "../../../src/intake/geocoding/providers/open.ts";
import { TiandituGeocoder } from "../../../src/intake/geocoding/providers/tianditu.ts";
import { DEFAULT_BAR } from "../../../src/intake/geocoding/rows.ts";
import { fakeService } from "./service.ts";

const KEY = "0123456789abcdef-secret";
const query = { address: "阜通东大街6号", city: "北京市" };
const quick = { intervalMilliseconds: 1, timeoutMilliseconds: 5000 };

async function errorOf(promise: Promise<unknown>): Promise<GeocodeError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GeocodeError);
  expect((error as GeocodeError).message).not.toContain(KEY);
  return error as GeocodeError;
}

const amapFound = {
  status: "1",
  info: "OK",
  infocode: "10000",
  count: "1",
  geocodes: [
    {
      formatted_address: "北京市朝阳区阜通东大街6号",
      country: "中国",
      province: "北京市",
      citycode: "010",
      city: "北京市",
      district: "朝阳区",
      township: [],
      neighborhood: { name: [], type: [] },
      building: { name: [], type: [] },
      adcode: "110105",
      street: "阜通东大街",
      number: "6号",
      location: "116.482086,39.990496",
      level: "门牌号",
    },
  ],
};

const amap = (base: string, more = {}) => new AmapGeocoder(KEY, undefined, { base, ...quick, ...more });
const tianditu = (base: string, more = {}) => new TiandituGeocoder(KEY, undefined, { base, ...quick, ...more });

describe("高德", () => {
  test("asks as documented and gives WGS-84", async () => {
    const service = await fakeService(amapFound);
    const [found] = await amap(service.base).geocode(query);
    const [asked] = service.asked;
    expect(asked.pathname).toBe("/v3/geocode/geo");
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      key: KEY,
      address: "阜通东大街6号",
      city: "北京市",
      output: "JSON",
    });
    expect(found).toMatchObject({ level: "street-number", provider: "amap", matched: "北京市朝阳区阜通东大街6号" });
    expect(found.confidence).toBeGreaterThan(DEFAULT_BAR);
    // GCJ-02 lies some 560 m east-north-east of WGS-84 in Beijing.
    expect(metersBetween(found.location, [116.482086, 39.990496])).toBeGreaterThan(400);
    expect(metersBetween(found.location, [116.47598, 39.98914])).toBeLessThan(30);
  });

  test("an answer about another number, another road, another city is worth little or nothing", async () => {
    const service = await fakeService(amapFound);
    const [other] = await amap(service.base).geocode({ ...query, address: "阜通东大街60号" });
    expect(other.confidence).toBeLessThan(DEFAULT_BAR);
    expect(other.explanation).toContain("门牌号不同");
    const [road] = await amap(service.base).geocode({ ...query, address: "望京街6号" });
    expect(road.confidence).toBeLessThan(DEFAULT_BAR);
    const elsewhere = new AmapGeocoder(KEY, [118, 38, 118.1, 38.1], { base: service.base, ...quick });
    expect(await elsewhere.geocode(query)).toEqual([]);
  });

  test("its levels of streets and areas are below the bar", async () => {
    for (const level of ["道路", "区县", "乡镇", "something new"]) {
      const service = await fakeService({ ...amapFound, geocodes: [{ ...amapFound.geocodes[0], level }] });
      const [found] = await amap(service.base).geocode(query);
      expect(found.confidence).toBeLessThan(DEFAULT_BAR);
    }
  });

  test.each([
    ["10001", "INVALID_USER_KEY", "setup"],
    ["10009", "USERKEY_PLAT_NOMATCH", "setup"],
    ["10003", "DAILY_QUERY_OVER_LIMIT", "quota"],
    ["10044", "USER_DAILY_QUERY_OVER_LIMIT", "quota"],
    ["10021", "CUQPS_HAS_EXCEEDED_THE_LIMIT", "busy"],
  ])("infocode %s %s", async (infocode, info, failure) => {
    const service = await fakeService({ status: "0", info: `${info} ${KEY}`, infocode });
    const error = await errorOf(amap(service.base).geocode(query));
    expect(error).toMatchObject({ provider: "amap", failure });
    expect(error.message).toContain(info);
  });

  test("nothing found is no error", async () => {
    const empty = await fakeService({ status: "1", info: "OK", infocode: "10000", count: "0", geocodes: [] });
    expect(await amap(empty.base).geocode(query)).toEqual([]);
    const engine = await fakeService({ status: "0", info: "ENGINE_RESPONSE_DATA_ERROR", infocode: "30001" });
    expect(await amap(engine.base).geocode(query)).toEqual([]);
  });
});

describe("天地图", () => {
  const found = {
    msg: "ok",
    location: { score: 100, level: "门址", lon: "116.475980", lat: "39.989140", keyWord: "北京市阜通东大街6号" },
    searchVersion: "6.0.0",
    status: "0",
  };

  test("asks as documented; its coordinates are taken as they are", async () => {
    const service = await fakeService(found);
    const [answer] = await tianditu(service.base).geocode(query);
    expect(service.asked[0].pathname).toBe("/geocoder");
    expect(service.asked[0].searchParams.get("tk")).toBe(KEY);
    expect(JSON.parse(service.asked[0].searchParams.get("ds")!)).toEqual({ keyWord: "北京市阜通东大街6号" });
    expect(answer).toMatchObject({ location: [116.47598, 39.98914], level: "street-number", provider: "tianditu" });
    expect(answer.confidence).toBeGreaterThan(DEFAULT_BAR);
    const unsure = await fakeService({ ...found, location: { ...found.location, score: 60 } });
    expect((await tianditu(unsure.base).geocode(query))[0].confidence).toBeLessThan(DEFAULT_BAR);
  });

  test("no result, wrong key, spent quota, trouble", async () => {
    const none = await fakeService({ msg: "无结果", status: "101" });
    expect(await tianditu(none.base).geocode(query)).toEqual([]);
    const key = await fakeService({ msg: "非法Key", resolve: "请到API控制台重新申请Key", code: 1 });
    expect(await errorOf(tianditu(key.base).geocode(query))).toMatchObject({ failure: "setup" });
    const quota = await fakeService({ msg: "Key配额超限", code: 2 });
    expect(await errorOf(tianditu(quota.base).geocode(query))).toMatchObject({ failure: "quota" });
    const trouble = await fakeService({ msg: "服务出错", status: "404" });
    expect(await errorOf(tianditu(trouble.base).geocode(query))).toMatchObject({ failure: "busy" });
    const odd = await fakeService({ status: "0", location: { lon: "north", lat: "" } });
    expect(await errorOf(tianditu(odd.base).geocode(query))).toMatchObject({ failure: "malformed" });
  });
});

test("Nominatim: only within the city's box; a house, a road", async () => {
  const service = await fakeService([
    {
      place_id: 1,
      lat: "38.7501",
      lon: "118.0451",
      category: "place",
      type: "house",
      place_rank: 30,
      addresstype: "place",
      name: "",
      display_name: "6, 阜通东大街, 北京市",
      address: { house_number: "6", road: "阜通东大街" },
    },
    { place_id: 2, lat: "38.75", lon: "118.04", type: "residential", addresstype: "road", name: "阜通东大街" },
    { place_id: 3, lat: "10", lon: "20", addresstype: "road", name: "阜通东大街" },
  ]);
  const geocoder = new NominatimGeocoder(`${service.base}/nominatim/`, [118, 38.7, 118.1, 38.8], quick);
  const found = await geocoder.geocode(query);
  expect(service.asked[0].pathname).toBe("/nominatim/search");
  expect(service.asked[0].searchParams.get("viewbox")).toBe("118,38.7,118.1,38.8");
  expect(service.asked[0].searchParams.get("bounded")).toBe("1");
  expect(found.map(({ level, matched }) => [level, matched])).toEqual([
    ["street-number", "阜通东大街6号"],
    ["street", "阜通东大街"],
  ]);
  expect(found[0].confidence).toBeGreaterThan(DEFAULT_BAR);
  expect(found[1].confidence).toBeLessThan(DEFAULT_BAR);
});

test("Photon: its features", async () => {
  const feature = (properties: object) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [118.045, 38.75] },
    properties,
  });
  const service = await fakeService({
    type: "FeatureCollection",
    features: [
      feature({ type: "house", osm_key: "place", street: "阜通东大街", housenumber: "6" }),
      feature({ type: "house", osm_key: "shop", name: "阜通超市" }),
      feature({ type: "district", name: "朝阳区" }),
      { type: "Feature", geometry: null, properties: null },
    ],
  });
  const found = await new PhotonGeocoder(service.base, undefined, quick).geocode({ ...query, near: [118, 38] });
  expect(service.asked[0].searchParams.get("lon")).toBe("118");
  expect(found.map(({ level }) => level)).toEqual(["street-number", "landmark", "area"]);
});

describe("any service", () => {
  const html = (_: unknown, response: ServerResponse) => {
    response.setHeader("content-type", "text/html");
    response.end(`<html><body>login ${KEY}</body></html>`);
  };

  test.each<[string, (base: string) => Geocoder]>([
    ["amap", amap],
    ["tianditu", tianditu],
    ["nominatim", (base) => new NominatimGeocoder(base, undefined, quick)],
    ["photon", (base) => new PhotonGeocoder(base, undefined, quick)],
  ])("%s: HTML, other JSON, nothing at all", async (_, make) => {
    const page = await fakeService(html);
    expect(await errorOf(make(page.base).geocode(query))).toMatchObject({ failure: "malformed" });
    for (const odd of [null, 5, "text", {}, { status: "7" }]) {
      const service = await fakeService(odd);
      const error = await errorOf(make(service.base).geocode(query));
      expect(["malformed", "busy", "setup"]).toContain(error.failure);
    }
    const cut = await fakeService((_: unknown, response: ServerResponse) => response.destroy());
    expect(await errorOf(make(cut.base).geocode(query))).toMatchObject({ failure: "unreachable" });
    expect(cut.asked).toHaveLength(2);
  });

  test("a redirect is not followed, a key is not carried elsewhere", async () => {
    const other = await fakeService(amapFound);
    const service = await fakeService((_: unknown, response: ServerResponse) => {
      response.writeHead(302, { location: `${other.base}/v3/geocode/geo?key=${KEY}` });
      response.end();
    });
    expect(await errorOf(amap(service.base).geocode(query))).toMatchObject({ failure: "setup" });
    expect(other.asked).toHaveLength(0);
  });

  test("slow: given up in time, not asked again at once", async () => {
    const service = await fakeService(() => {});
    const geocoder = amap(service.base, { timeoutMilliseconds: 60 });
    expect(await errorOf(geocoder.geocode(query))).toMatchObject({ failure: "timeout" });
    expect(service.asked).toHaveLength(1);
  });

  test("an endless answer is cut off", async () => {
    const service = await fakeService((_: unknown, response: ServerResponse) => {
      const piece = "x".repeat(65_536);
      const write = () => {
        if (!response.destroyed) response.write(piece, write);
      };
      write();
    });
    expect(await errorOf(amap(service.base, { timeoutMilliseconds: 5000 }).geocode(query))).toMatchObject({
      failure: "malformed",
    });
  });

  test("busy for a moment: asked once more", async () => {
    const service = await fakeService((_: unknown, response: ServerResponse, count: number) => {
      if (count === 1) response.writeHead(503, { "retry-after": "0" }).end();
      else response.end(JSON.stringify(amapFound));
    });
    expect(await amap(service.base).geocode(query)).toHaveLength(1);
    const long = await fakeService((_: unknown, response: ServerResponse) => {
      response.writeHead(429, { "retry-after": "3600" }).end();
    });
    expect(await errorOf(amap(long.base).geocode(query))).toMatchObject({ failure: "busy" });
    expect(long.asked).toHaveLength(1);
  });

  test("after failures it is left alone for a while, then asked again", async () => {
    let works = false;
    const service = await fakeService((_: unknown, response: ServerResponse) => {
      response.end(works ? JSON.stringify(amapFound) : "out of order");
    });
    const geocoder = amap(service.base, { pauseMilliseconds: { malformed: 150 } });
    for (let time = 0; time < 5; time++) await errorOf(geocoder.geocode(query));
    expect(service.asked).toHaveLength(3);
    works = true;
    await new Promise((resolve) => {
      setTimeout(resolve, 170);
    });
    expect(await geocoder.geocode(query)).toHaveLength(1);
  });

  test("a wrong key is tried once, not for every row", async () => {
    const service = await fakeService({ status: "0", info: "INVALID_USER_KEY", infocode: "10001" });
    const geocoder = amap(service.base);
    for (let time = 0; time < 5; time++) await errorOf(geocoder.geocode(query));
    expect(service.asked).toHaveLength(1);
  });

  test("never more at once than agreed, however many ask; all are answered", async () => {
    const service = await fakeService((_: unknown, response: ServerResponse) => {
      setTimeout(() => response.end(JSON.stringify(amapFound)), 5);
    });
    const geocoder = amap(service.base, { concurrency: 2 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => geocoder.geocode(query)));
    expect(answers.every((answer) => answer.length === 1)).toBe(true);
    expect(service.mostAtOnce).toBeLessThanOrEqual(2);
  });

  test("cancelled while it waits", async () => {
    const service = await fakeService(() => {});
    const controller = new AbortController();
    const asked = amap(service.base, { timeoutMilliseconds: 5000 }).geocode(query, controller.signal);
    setTimeout(() => controller.abort(new Error("enough")), 20);
    await expect(asked).rejects.toThrow("enough");
  });

  test("only addresses of the web, without passwords in them", () => {
    for (const base of ["file:///etc/passwd", "nowhere", "https://me:secret@host/"]) {
      expect(() => new PhotonGeocoder(base)).toThrow(RangeError);
    }
  });
});
