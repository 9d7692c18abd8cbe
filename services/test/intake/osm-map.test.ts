/** What intake makes of an OSM file, on maps of a few elements. Lengths: 0.001° of latitude are 111 m. */
import { describe, expect, test } from "vitest";
import { assembleRings } from "../../src/intake/geometry/assemble.ts";
import { polygonsContain, polygonsOf } from "../../src/intake/geometry/polygon.ts";
import { boundariesOf } from "../../src/intake/osm/boundaries.ts";
import { outletsOf } from "../../src/intake/osm/outlets.ts";
import { residencesOf } from "../../src/intake/osm/residences.ts";
import {
  LAT,
  LNG,
  osmNode as node,
  osmRelation as relation,
  osmWay as way,
  readMapOf,
  rectangle,
  temporaryFolder,
} from "./files.ts";

const folder = temporaryFolder();

const mapOf = (elements: string[], bounds = "") => readMapOf(folder, elements, bounds);

describe("outlets", () => {
  test("a node with everything", async () => {
    const map = await mapOf([
      node(7, LNG, LAT, {
        shop: "convenience",
        name: "7-Eleven",
        "name:zh": "七十一便利店",
        brand: "7-Eleven",
        "brand:zh": "七十一",
        phone: "+86 22 23456789",
        opening_hours: "24/7",
        "addr:city": "天津市",
        "addr:district": "和平区",
        "addr:street": "南京路",
        "addr:housenumber": "12",
        "addr:floor": "2",
        wheelchair: "yes",
        self_service: "yes",
        website: "https://example.org/",
        start_date: "2020-01-01",
      }),
    ]);
    expect(outletsOf(map)).toEqual([
      {
        sourceRef: "node/7",
        name: "七十一便利店",
        services: [{ category: "convenience-store", kind: null }],
        location: [LNG, LAT],
        original: null,
        address: "天津市和平区南京路12号2楼",
        phone: "+86 22 23456789",
        openingHours: "24/7",
        openingHoursText: null,
        status: "open",
        openedOn: "2020-01-01",
        closedOn: null,
        attributes: {
          open24h: true,
          selfService: true,
          chain: "七十一",
          wheelchair: "yes",
          url: "https://example.org/",
        },
      },
    ]);
  });

  test("what is gone, empty or no outlet is left out; a start that is no full date is not known", async () => {
    const map = await mapOf([
      node(1, LNG, LAT, { shop: "convenience", disused: "yes" }),
      node(2, LNG, LAT, { "disused:shop": "convenience" }),
      node(3, LNG, LAT, { shop: "vacant" }),
      node(4, LNG, LAT, { highway: "crossing" }),
      node(5, LNG, LAT, { amenity: "pharmacy", end_date: "2024-05-01" }),
      node(6, LNG, LAT, { amenity: "pharmacy", start_date: "2019" }),
    ]);
    expect(outletsOf(map).map(({ sourceRef, status, openedOn }) => [sourceRef, status, openedOn])).toEqual([
      ["node/6", "open", null],
    ]);
  });

  test("without a name the brand, else the category", async () => {
    const map = await mapOf([
      node(1, LNG, LAT, { amenity: "bank", brand: "中国银行" }),
      node(2, LNG, LAT, { amenity: "pharmacy" }),
    ]);
    expect(outletsOf(map).map(({ name }) => name)).toEqual(["中国银行", "药店"]);
  });

  test("a link that could run something is no link", async () => {
    const map = await mapOf([node(1, LNG, LAT, { amenity: "pharmacy", website: "javascript:alert(1)" })]);
    expect(outletsOf(map)[0].attributes).toEqual({});
  });

  test("an area is entered by its main door, else lies at a point inside", async () => {
    const shop = rectangle(1, 0, 0, 20, 20);
    const other = rectangle(11, 100, 0, 20, 20);
    const map = await mapOf([
      node(50, LNG + 0.00005, LAT, { entrance: "service" }),
      node(51, LNG + 0.0001, LAT, { entrance: "yes" }),
      node(52, 117.2002, LAT, { entrance: "main" }),
      shop.nodes,
      other.nodes,
      way(1, [1, 50, 51, 52, 2, 3, 4, 1], { building: "retail", shop: "supermarket" }),
      way(2, other.refs, { building: "retail", shop: "supermarket" }),
    ]);
    const [first, second] = outletsOf(map);
    expect(first).toMatchObject({ sourceRef: "way/1", location: [117.2002, LAT] });
    expect(second.location[0]).toBeCloseTo(LNG + 110 / (111_195 * Math.cos((LAT * Math.PI) / 180)), 5);
  });

  test("a relation counts once, not again for its outline", async () => {
    const outline = rectangle(1, 0, 0, 100, 100);
    const hole = rectangle(11, 40, 40, 20, 20);
    const map = await mapOf([
      outline.nodes,
      hole.nodes,
      way(1, outline.refs, { shop: "supermarket" }),
      way(2, hole.refs),
      relation(
        9,
        [
          ["way", 1, "outer"],
          ["way", 2, "inner"],
        ],
        { type: "multipolygon", shop: "supermarket", name: "大超市" },
      ),
    ]);
    const outlets = outletsOf(map);
    expect(outlets.map(({ sourceRef }) => sourceRef)).toEqual(["relation/9"]);
  });
});

describe("residences", () => {
  const compound = rectangle(1, 0, 0, 200, 200);
  const ground = (tags: Record<string, string>) =>
    compound.nodes + way(1, compound.refs, { landuse: "residential", ...tags });

  test("households from flats, else from footprint and storeys, marked as estimates", async () => {
    const flats = rectangle(11, 10, 10, 50, 12);
    const tower = rectangle(21, 10, 40, 25, 20);
    const slab = rectangle(31, 10, 80, 50, 12);
    const house = rectangle(41, 10, 120, 10, 10);
    const map = await mapOf([
      ground({ name: "滨海花园" }),
      flats.nodes + way(2, flats.refs, { building: "apartments", "building:flats": "48", "building:levels": "12" }),
      tower.nodes + way(3, tower.refs, { building: "apartments", "building:levels": "30", name: "3号楼" }),
      slab.nodes + way(4, slab.refs, { building: "residential" }),
      house.nodes + way(5, house.refs, { building: "house" }),
    ]);
    const { drafts } = residencesOf(map);
    expect(
      drafts.map(({ sourceRef, name, compound: of, levels, households, householdsEstimated }) => [
        sourceRef,
        name,
        of,
        levels,
        households,
        householdsEstimated,
      ]),
    ).toEqual([
      ["way/2", null, "滨海花园", 12, 48, false],
      // 25 m × 20 m × 30 storeys ÷ 100 m²
      ["way/3", "3号楼", "滨海花园", 30, 150, true],
      // 50 m × 12 m × 6 storeys assumed ÷ 100 m²
      ["way/4", null, "滨海花园", null, 36, true],
      ["way/5", null, "滨海花园", null, 1, true],
    ]);
    for (const { location, footprint } of drafts) expect(polygonsContain(polygonsOf(footprint!), location)).toBe(true);
  });

  test("storeys from the height, and nonsense passed over", async () => {
    const a = rectangle(11, 0, 0, 50, 20);
    const b = rectangle(21, 0, 50, 50, 20);
    const map = await mapOf([
      a.nodes + way(2, a.refs, { building: "apartments", height: "60 m" }),
      b.nodes + way(3, b.refs, { building: "apartments", "building:levels": "1000" }),
    ]);
    expect(residencesOf(map).drafts.map(({ levels, households }) => [levels, households])).toEqual([
      [20, 200],
      [null, 60],
    ]);
  });

  test("building=yes is a home inside a residential area, unless it is something else", async () => {
    const buildings = [0, 1, 2, 3, 4].map((i) => rectangle(11 + i * 10, 10, 10 + i * 30, 30, 12));
    const outside = rectangle(91, 400, 0, 30, 12);
    const shed = rectangle(101, 100, 10, 4, 4);
    const tags: Record<string, string>[] = [
      {},
      { shop: "yes" },
      { amenity: "kindergarten" },
      { name: "滨海幼儿园" },
      { office: "no" },
    ];
    const map = await mapOf([
      ground({}),
      ...buildings.map(({ nodes, refs }, i) => nodes + way(10 + i, refs, { building: "yes", ...tags[i] })),
      outside.nodes + way(90, outside.refs, { building: "yes" }),
      shed.nodes + way(91, shed.refs, { building: "yes" }),
    ]);
    expect(residencesOf(map).drafts.map(({ sourceRef }) => sourceRef)).toEqual(["way/10", "way/14"]);
  });

  test("the door where one is mapped", async () => {
    const slab = rectangle(11, 10, 10, 50, 12);
    const map = await mapOf([
      node(60, LNG + 0.0004, LAT + 0.00009, { entrance: "staircase" }),
      node(61, LNG + 0.0003, LAT + 0.00009, { entrance: "main" }),
      slab.nodes + way(2, [11, 61, 60, 12, 13, 14, 11], { building: "apartments" }),
    ]);
    expect(residencesOf(map).drafts[0].location).toEqual([LNG + 0.0003, LAT + 0.00009]);
  });

  test("a compound of which no home is mapped becomes one residence, a nameless one is only counted", async () => {
    const nameless = rectangle(11, 400, 0, 100, 100);
    const school = rectangle(21, 10, 10, 50, 20);
    const map = await mapOf([
      ground({ name: "滨海花园" }),
      nameless.nodes + way(2, nameless.refs, { landuse: "residential" }),
      school.nodes + way(3, school.refs, { building: "school" }),
    ]);
    const { drafts, namelessAreas } = residencesOf(map);
    // 200 m × 200 m × 1.8 ÷ 100 m²
    expect(drafts).toMatchObject([
      { sourceRef: "way/1", name: "滨海花园", compound: "滨海花园", households: 720, householdsEstimated: true },
    ]);
    expect(namelessAreas).toBe(1);
  });

  test("the compound's name comes from the smallest named area around", async () => {
    const quarter = rectangle(101, -500, -500, 2000, 2000);
    const slab = rectangle(11, 10, 10, 50, 12);
    const far = rectangle(21, 600, 600, 50, 12);
    const map = await mapOf([
      quarter.nodes + way(9, quarter.refs, { place: "neighbourhood", name: "海河片" }),
      ground({ name: "滨海花园" }),
      slab.nodes + way(2, slab.refs, { building: "apartments" }),
      far.nodes + way(3, far.refs, { building: "apartments" }),
    ]);
    expect(residencesOf(map).drafts.map(({ compound: of }) => of)).toEqual(["滨海花园", "海河片"]);
  });

  test("a footprint that crosses itself is dropped, its people are not", async () => {
    const slab = rectangle(11, 10, 10, 50, 12);
    const map = await mapOf([
      slab.nodes + way(2, [11, 12, 13, 11, 14, 12, 11], { building: "apartments", "building:flats": "9" }),
    ]);
    for (const { footprint, households } of residencesOf(map).drafts)
      expect([footprint, households]).toEqual([null, 9]);
  });
});

describe("boundaries", () => {
  const outer = rectangle(1, 0, 0, 1000, 1000);
  const hole = rectangle(11, 300, 300, 100, 100);
  const tags = (level: string, name: string) => ({
    type: "boundary",
    boundary: "administrative",
    admin_level: level,
    name,
  });

  test("rings are joined from ways in any order and direction, with holes", async () => {
    const map = await mapOf([
      outer.nodes,
      hole.nodes,
      way(1, [1, 2, 3]),
      way(2, [1, 4]),
      way(3, [3, 4]),
      way(4, hole.refs),
      relation(
        9,
        [
          ["way", 3, "outer"],
          ["way", 1, "outer"],
          ["way", 4, "inner"],
          ["way", 2, "outer"],
          ["node", 1, "label"],
        ],
        {
          ...tags("8", "和平街道"),
          "name:en": "Heping",
        },
      ),
    ]);
    const { drafts, leftOut } = boundariesOf(map);
    expect(leftOut).toEqual([]);
    expect(drafts).toMatchObject([{ sourceRef: "relation/9", level: "street", name: "和平街道", nameEn: "Heping" }]);
    const [[shell, inner]] = drafts[0].geometry.coordinates;
    expect([shell.length, inner.length]).toEqual([5, 5]);
  });

  test("levels of China; other levels are no areas", async () => {
    const relations = ["4", "6", "8", "10"].map((level, i) =>
      relation(20 + i, [["way", 1, "outer"]], tags(level, `区${level}`)),
    );
    const map = await mapOf([outer.nodes, way(1, outer.refs), ...relations]);
    expect(boundariesOf(map).drafts.map(({ level, name }) => [level, name])).toEqual([
      ["district", "区6"],
      ["street", "区8"],
      ["community", "区10"],
    ]);
  });

  test("a boundary cut by the edge of the file is left out and named", async () => {
    const map = await mapOf([
      outer.nodes,
      way(1, [1, 2, 3]),
      relation(
        8,
        [
          ["way", 1, "outer"],
          ["way", 77, "outer"],
        ],
        tags("8", "缺一段街道"),
      ),
      relation(9, [["way", 1, "outer"]], tags("8", "开口街道")),
    ]);
    const { drafts, leftOut } = boundariesOf(map);
    expect(drafts).toEqual([]);
    expect(leftOut).toEqual([
      { name: "缺一段街道", reason: "incomplete" },
      { name: "开口街道", reason: "incomplete" },
    ]);
  });

  test("two rings that touch in one node stay two", () => {
    // A figure of eight around node 0.
    const { rings, looseWays } = assembleRings([
      [0, 1, 2],
      [2, 0],
      [3, 4, 0],
      [0, 3],
    ]);
    expect(looseWays).toBe(0);
    expect(rings.map((ring) => ring.length).sort()).toEqual([4, 4]);
  });
});
