/** The basemap of an OSM file, its box and the name of its city, on maps of a few elements. Lengths: 0.001° of latitude are 111 m. */
import { gunzipSync } from "node:zlib";
import type { FeatureCollection } from "geojson";
import { describe, expect, test } from "vitest";
import { basemapArtifact } from "../../src/intake/osm/basemap/basemap.ts";
import { guessCityName } from "../../src/intake/osm/city-name.ts";
import { readMap } from "../../src/intake/osm/map.ts";
import {
  LAT,
  LNG,
  osmNode as node,
  osmRelation as relation,
  osmWay as way,
  osmXml,
  readMapOf,
  rectangle,
  temporaryFolder,
  write,
} from "./files.ts";

const folder = temporaryFolder();

const mapOf = (elements: string[], bounds = "") => readMapOf(folder, elements, bounds);

describe("basemap", () => {
  test("layers and properties as the pages expect them", async () => {
    const park = rectangle(1, 0, 0, 400, 400);
    const lake = rectangle(11, 100, 100, 50, 50);
    const island = rectangle(21, 110, 110, 10, 10);
    const homes = rectangle(31, 500, 0, 200, 200);
    const block = rectangle(41, 520, 20, 60, 60);
    const map = await mapOf([
      node(60, LNG, LAT + 0.001234567, { barrier: "lift_gate" }),
      node(61, LNG, LAT, { highway: "crossing", crossing: "traffic_signals" }),
      node(62, LNG, LAT, { highway: "crossing", crossing: "uncontrolled" }),
      node(63, LNG, LAT, { place: "suburb", name: "和平", "name:en": "Heping" }),
      node(64, LNG, LAT, { railway: "station", name: "营口道" }),
      park.nodes + lake.nodes + island.nodes + homes.nodes + block.nodes,
      way(1, park.refs, { leisure: "park", name: "中心公园" }),
      way(2, lake.refs),
      way(3, island.refs),
      relation(
        9,
        [
          ["way", 2, "outer"],
          ["way", 3, "inner"],
        ],
        { type: "multipolygon", natural: "water", name: "湖" },
      ),
      way(4, homes.refs, { landuse: "residential", name: "滨海花园" }),
      way(5, block.refs, { building: "apartments", "building:levels": "18" }),
      way(6, [1, 2, 3], { highway: "footway", bridge: "yes", name: "桥", access: "private" }),
      way(7, [1, 2], { highway: "motorway_link", layer: "2" }),
      way(8, [1, 2], { highway: "proposed" }),
      way(9, [1, 2], { railway: "subway", tunnel: "yes" }),
      way(10, [1, 2, 3, 4, 1], { barrier: "wall" }),
      way(11, [1, 3], { waterway: "stream" }),
    ]);
    const { bytes, version } = await basemapArtifact(map);
    const layers = JSON.parse(gunzipSync(bytes).toString()) as Record<string, FeatureCollection>;
    const properties = (layer: string) => layers[layer].features.map((feature) => feature.properties);
    expect(Object.keys(layers)).toEqual([
      "landuse",
      "water",
      "building",
      "barrier",
      "way",
      "rail",
      "gate",
      "label",
      "crossing",
    ]);
    expect(properties("landuse")).toEqual([
      { kind: "park", name: "中心公园" },
      { kind: "compound", name: "滨海花园" },
    ]);
    expect(properties("water")).toEqual([{ kind: "water", name: "湖" }, { kind: "stream" }]);
    expect(layers.water.features[0].geometry).toMatchObject({ type: "Polygon" });
    expect((layers.water.features[0].geometry as { coordinates: unknown[] }).coordinates).toHaveLength(2);
    expect(properties("building")).toEqual([{ levels: 18 }]);
    expect(properties("barrier")).toEqual([{ kind: "wall" }]);
    expect(properties("way")).toEqual([
      { kind: "footway", private: true, bridge: true, tunnel: false, layer: 1, name: "桥" },
      { kind: "motorway", private: false, bridge: false, tunnel: false, layer: 2 },
    ]);
    expect(properties("rail")).toEqual([{ kind: "subway", tunnel: true }]);
    expect(properties("gate")).toEqual([{ kind: "lift_gate" }]);
    expect(layers.gate.features[0].geometry).toEqual({ type: "Point", coordinates: [LNG, 39.101235] });
    expect(properties("crossing")).toEqual([{ signals: true }, { signals: false }]);
    expect(properties("label")).toEqual([
      { kind: "street", name: "和平", nameEn: "Heping", rank: 3 },
      { kind: "station", name: "营口道", rank: 4 },
      { kind: "park", name: "中心公园", rank: 4 },
      { kind: "compound", name: "滨海花园", rank: 6 },
    ]);
    expect((await basemapArtifact(map)).version).toBe(version);
  });
});

describe("the map as a whole", () => {
  test("the box is the header's, else that of what certainly lies inside", async () => {
    const house = rectangle(11, 0, 0, 100, 100);
    const elements = [
      house.nodes + way(1, house.refs, { building: "yes" }),
      node(50, LNG - 0.01, LAT, { amenity: "bench" }),
      node(60, LNG + 1, LAT + 1),
      way(2, [11, 60], { highway: "motorway" }),
    ];
    const withHeader = await mapOf(elements, `<bounds minlat="39" minlon="117" maxlat="39.2" maxlon="117.4"/>`);
    expect(withHeader.bbox).toEqual([117, 39, 117.4, 39.2]);
    const { bbox } = await mapOf(elements);
    expect(bbox[0]).toBeCloseTo(LNG - 0.01, 6);
    expect(bbox[2]).toBeLessThan(LNG + 0.002);
  });

  test("a file without a node is no map", async () => {
    expect(await readMap(write(folder, "nothing.osm", osmXml("")))).toBeNull();
  });

  test("names are guessed from the one district there is, else from addresses", async () => {
    const district = (id: number, name: string) =>
      relation(id, [["way", 1, "outer"]], {
        type: "boundary",
        boundary: "administrative",
        admin_level: "6",
        name,
        "name:en": "X",
      });
    const shop = (id: number, city: string) => node(id, LNG, LAT, { amenity: "bank", "addr:city": city });
    const bench = node(9, LNG, LAT, { amenity: "bench" });
    expect(guessCityName(await mapOf([bench, district(1, "南山区")]))).toEqual({
      nameZh: "南山区",
      nameEn: "X",
    });
    const two = [district(1, "玄武区"), district(2, "鼓楼区"), shop(1, "南京"), shop(2, "南京市"), shop(3, "南京市")];
    expect(guessCityName(await mapOf(two))).toEqual({ nameZh: "南京市", nameEn: null });
    expect(guessCityName(await mapOf([shop(1, "Nanjing")]))).toBeNull();
    const inDistrict = (id: number, name: string) =>
      node(id, LNG, LAT, { amenity: "bank", "addr:city": "深圳市", "addr:district": name });
    const district3 = [inDistrict(1, "南山区"), inDistrict(2, "南山"), inDistrict(3, "南山区")];
    expect(guessCityName(await mapOf(district3))).toEqual({ nameZh: "南山区", nameEn: null });
    const districts = [...district3, inDistrict(4, "福田区")];
    expect(guessCityName(await mapOf(districts))).toEqual({ nameZh: "深圳市", nameEn: null });
  });
});
