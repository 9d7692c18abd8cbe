import type { Position } from "@quarterhour/isochrones";
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { describe, expect, it } from "vitest";
import { boundsGround, boundsOf } from "../../src/assessment/circles/bounds.ts";
import { commonGround, cutByLine, together, without } from "../../src/assessment/circles/clip.ts";
import { TooIntricate } from "../../src/assessment/circles/crossings.ts";
import { membersOfCircle } from "../../src/assessment/circles/members.ts";
import { LineGrid, namedLinesOf } from "../../src/assessment/circles/named-lines.ts";
import { neighboursOf } from "../../src/assessment/circles/neighbours.ts";
import { findOverlaps } from "../../src/assessment/circles/overlaps.ts";
import { PlaceGrid } from "../../src/assessment/circles/place-grid.ts";
import { areaOf, centerOf, contains, Plane } from "../../src/assessment/circles/plane.ts";
import { growCircle } from "../../src/assessment/circles/propose.ts";
import { simplifyRing } from "../../src/assessment/circles/simplify.ts";
import type { ProposedCommunity } from "../../src/assessment/circles/propose.ts";
import type { Boundary, CircleResidence } from "../../src/assessment/circles/types.ts";

const plane = new Plane([118.05, 38.75]);
const at = (x: number, y: number) => plane.position(x, y);

/** In metres from the middle of the plane. */
function box(west: number, south: number, east: number, north: number): Polygon {
  return {
    type: "Polygon",
    coordinates: [[at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]],
  };
}

const multi = (...polygons: Polygon[]): MultiPolygon => ({
  type: "MultiPolygon",
  coordinates: polygons.map(({ coordinates }) => coordinates),
});

function home(x: number, y: number, more: Partial<CircleResidence> = {}): CircleResidence {
  return {
    id: `r_${x}_${y}`,
    location: at(x, y),
    households: 100,
    householdsEstimated: false,
    people: 250,
    areas: { district: null, street: null, community: null },
    ...more,
  };
}

const line = (properties: object, ...places: [number, number][]) => ({
  type: "Feature" as const,
  properties,
  geometry: { type: "LineString" as const, coordinates: places.map(([x, y]) => at(x, y)) },
});
const collection = (features: FeatureCollection["features"]): FeatureCollection => ({
  type: "FeatureCollection",
  features,
});

describe("a boundary", () => {
  it("has the area and the middle that it has on paper, holes left out", () => {
    const shape = box(-500, -300, 500, 300);
    shape.coordinates.push(box(200, -100, 400, 100).coordinates[0].toReversed());
    expect(areaOf(shape) / (1000 * 600 - 200 * 200)).toBeCloseTo(1, 3);
    const [lng, lat] = centerOf(box(-500, -300, 500, 300));
    expect([plane.x(lng), plane.y(lat)].map(Math.round)).toEqual([0, 0].map((zero) => expect.closeTo(zero, 0)));
    expect(contains(shape, at(300, 0))).toBe(false);
    expect(contains(shape, at(450, 0))).toBe(true);
  });

  it("that is bent has its middle inside", async () => {
    const { left } = await without(box(-500, -500, 500, 500), [box(-400, -400, 600, 600)]);
    expect(contains(left!, centerOf(left!))).toBe(true);
  });

  it("finds the places inside, whatever the grid", () => {
    const places: Position[] = [];
    for (let x = -1000; x <= 1000; x += 90) for (let y = -1000; y <= 1000; y += 90) places.push(at(x, y));
    const shape: Boundary = {
      type: "Polygon",
      coordinates: [[at(-700, -600), at(800, -200), at(300, 700), at(0, 100), at(-700, -600)]],
    };
    const grid = new PlaceGrid(places);
    const expected = places.flatMap((place, i) => (contains(shape, place) ? i : []));
    expect([...grid.inside(shape)]).toEqual(expected);
    expect(expected.length).toBeGreaterThan(50);
    expect([...new PlaceGrid([]).inside(shape)]).toEqual([]);
    // places on wrong continents make it coarser, not larger: at 200 m a cell this would be the whole Earth
    const astray: Position[] = [...places, [-180, -90], [180, 90]];
    expect([...new PlaceGrid(astray).inside(shape)]).toEqual(expected);
    // a wavy line with many corners and a hole, some of whose corners are places themselves
    const wavy = Array.from({ length: 400 }, (_, i): Position => {
      const angle = (i / 400) * 2 * Math.PI;
      const far = 700 + 120 * Math.sin(9 * angle);
      return at(Math.round(far * Math.cos(angle)), Math.round(far * Math.sin(angle)));
    });
    const corners = places.filter((_place, i) => i % 37 === 0);
    const ring = [...wavy, wavy[0]];
    const holed: Boundary = { type: "Polygon", coordinates: [ring, box(-90, -100, 270, 80).coordinates[0]] };
    const all = [...places, ...wavy, ...corners];
    const inside = all.flatMap((place, i) => (contains(holed, place) ? i : []));
    expect([...new PlaceGrid(all).inside(holed)]).toEqual(inside);
    expect(inside.filter((i) => i >= places.length && i < places.length + wavy.length)).toHaveLength(wavy.length);
  });
});

describe("a simpler ring", () => {
  it("keeps the corners and leaves out what lies within the tolerance", () => {
    const wavy: Position[] = [];
    for (let x = -500; x < 500; x += 10) wavy.push(at(x, -500 + (x % 20 === 0 ? 5 : 0)));
    const ring = [...wavy, at(500, -500), at(500, 500), at(-500, 500), wavy[0]];
    const simple = simplifyRing(ring, 20);
    expect(simple).toHaveLength(5);
    expect(simple.at(-1)).toEqual(simple[0]);
    expect(simplifyRing(ring, 1).length).toBeGreaterThan(50);
  });
});

describe("members", () => {
  const square = box(-500, -500, 500, 500);

  it("people are unknown as soon as one home has no count, and estimates are marked", () => {
    const homes = [
      home(0, 0),
      home(100, 0, { people: null, households: 40 }),
      home(200, 0, { householdsEstimated: true }),
    ];
    const members = membersOfCircle(square, [0, 1, 2], homes, []);
    expect(members).toMatchObject({
      residences: 3,
      households: 240,
      householdsEstimated: true,
      people: null,
      peopleCounted: 500,
      householdsWithoutPeople: 40,
      peopleEstimated: true,
    });
    expect(membersOfCircle(square, [0], homes, [])).toMatchObject({ people: 250, peopleEstimated: false });
    expect(membersOfCircle(square, [], homes, [])).toMatchObject({ households: 0, people: null });
  });

  it("communities count by their households, by ground where nobody lives", () => {
    const inside = (community: string) => ({ areas: { district: null, street: null, community } });
    const homes = [home(0, 0, inside("a")), home(900, 0, inside("a"))];
    const communities = [
      { id: "a", name: "甲", geometry: multi(box(-100, -100, 1000, 100)), households: 200 },
      { id: "b", name: "乙", geometry: multi(box(0, -400, 1000, -200)), households: 0 },
      { id: "c", name: "丙", geometry: multi(box(2000, 0, 2500, 500)), households: 0 },
    ];
    expect(membersOfCircle(square, [0], homes, communities).communities).toEqual([
      { id: "a", name: "甲", shareInside: 0.5 },
      { id: "b", name: "乙", shareInside: 0.5 },
    ]);
  });
});

describe("四至", () => {
  const square = box(-500, -500, 500, 500);
  const layers = {
    way: collection([
      line({ kind: "primary", name: "东路" }, [510, -900], [510, 900]),
      // dual carriageway, half as far as the tolerance
      line({ kind: "primary", name: "东路辅路" }, [490, -900], [490, 900]),
      line({ kind: "minor", name: "南一街" }, [-600, -505], [0, -505]),
      line({ kind: "minor", name: "南二街" }, [0, -505], [600, -505]),
      // crosses the boundary, and a path beside it
      line({ kind: "secondary", name: "穿心路" }, [0, -900], [0, 900]),
      line({ kind: "path", name: "小径" }, [-900, 500], [900, 500]),
      line({ kind: "minor" }, [-900, 500], [900, 500]),
    ]),
    water: collection([
      { type: "Feature", properties: { kind: "river", name: "西河" }, geometry: box(-640, -900, -540, 900) },
    ]),
    rail: collection([
      line({ kind: "rail" }, [-400, 530], [400, 530]),
      line({ kind: "subway", tunnel: true }, [-900, 500], [900, 500]),
    ]),
  };

  it("names what runs along each side, by its share", () => {
    const bounds = boundsOf(square, boundsGround(new LineGrid(namedLinesOf(layers)), []));
    expect(bounds.text).toBe("东至东路，南至南一街、南二街，西至西河，北至铁路");
    expect(bounds.east.features).toEqual([{ name: "东路", kind: "road", share: 1 }]);
    expect(bounds.south.features.map(({ name, share }) => [name, share])).toEqual([
      ["南一街", expect.closeTo(0.5, 1)],
      ["南二街", expect.closeTo(0.5, 1)],
    ]);
    expect(bounds.west.features[0]).toMatchObject({ kind: "river" });
    expect(bounds.north.features).toEqual([
      { name: "铁路", kind: "railway", share: expect.closeTo(0.84, 1) },
      { name: "—", kind: "none", share: expect.closeTo(0.16, 1) },
    ]);
  });

  it("falls back to the community beyond, else to nothing", () => {
    const communities = [
      { name: "本社区", geometry: multi(square) },
      { name: "东邻社区", geometry: multi(box(500, -500, 900, 500)) },
    ];
    const bounds = boundsOf(square, boundsGround(new LineGrid(namedLinesOf({ way: collection([]) })), communities));
    expect(bounds.east).toMatchObject({ text: "东邻社区界", features: [{ name: "东邻社区", kind: "community" }] });
    expect(bounds.west.text).toBe("本社区界");
    expect(boundsOf(square, boundsGround(new LineGrid(namedLinesOf({})), [])).text).toBe("东至—，南至—，西至—，北至—");
  });

  it("keeps what somebody wrote, and says when it was of another boundary", () => {
    const edits = { north: { text: "老铁路", outdated: false }, east: { text: "旧东路", outdated: true } };
    const bounds = boundsOf(square, boundsGround(new LineGrid(namedLinesOf(layers)), []), edits);
    expect(bounds.north).toMatchObject({ text: "老铁路", derived: "铁路", edited: true, outdated: false });
    expect(bounds.east).toMatchObject({ text: "旧东路", derived: "东路", outdated: true });
    expect(bounds.text).toBe("东至旧东路，南至南一街、南二街，西至西河，北至老铁路");
  });
});

describe("boundaries beside each other", () => {
  const a = box(-500, -500, 100, 500);
  const b = box(0, -500, 500, 500);

  it("are cut, joined and taken from each other", async () => {
    expect(areaOf(commonGround(a, b)!) / (100 * 1000)).toBeCloseTo(1, 2);
    expect(areaOf(together(a, b)) / (1000 * 1000)).toBeCloseTo(1, 3);
    const { left, isWhole } = await without(b, [a]);
    expect(areaOf(left!) / (400 * 1000)).toBeCloseTo(1, 2);
    expect(isWhole).toBe(true);
    expect(await without(a, [together(a, b)])).toEqual({ left: null, isWhole: true });
    expect(commonGround(a, box(700, 0, 900, 100))).toBeNull();
    expect(together(box(-500, 0, -400, 100), box(400, 0, 500, 100)).type).toBe("MultiPolygon");
  });

  /** As many teeth side by side, from north to south or from west to east. */
  const comb = (teeth: number, turned: boolean): Boundary => {
    const corners: [number, number][] = [];
    const width = 1000 / teeth;
    for (let x = -500; x < 499; x += width) {
      corners.push([x, 500], [x + width / 2, 500], [x + width / 2, -450], [x + width, -450]);
    }
    corners.push([500, -500], [-500, -500], corners[0]);
    return { type: "Polygon", coordinates: [corners.map(([x, y]) => (turned ? at(y, x) : at(x, y)))] };
  };

  it("are refused where they cross so often that cutting them would keep everybody waiting", async () => {
    const [few, fewTurned] = [comb(20, false), comb(20, true)];
    // a crossing for each side of each tooth with each of the other
    expect(areaOf(commonGround(few, fewTurned)!)).toBeGreaterThan(0);
    const [many, manyTurned] = [comb(1000, false), comb(1000, true)];
    expect(() => commonGround(many, manyTurned)).toThrow(TooIntricate);
    expect(() => together(a, many, manyTurned)).toThrow(/more than 5000 times/);
    expect(await without(many, [manyTurned])).toMatchObject({ left: { type: "Polygon" }, isWhole: false });
    const across = Array.from({ length: 20 }, (_, i) => [at(-900, -400 + i * 30), at(900, -385 + i * 30)]).flat();
    expect(() => cutByLine(many, across)).toThrow(TooIntricate);
    // beside each other, or the one in a corner of the other, they may be what they like
    expect(areaOf(together(many, box(400, -500, 900, 500))) / 1e6).toBeGreaterThan(0.9);

    const circles = [many, manyTurned, a].map((boundary, i) => ({ id: `${i}`, name: `${i}`, boundary }));
    const nobody = { residences: [], residenceGrid: new PlaceGrid([]), communities: [] };
    const { overlaps, isCutShort } = await findOverlaps(circles, nobody);
    expect(overlaps.map((each) => [each.a, each.b])).toEqual(expect.arrayContaining([["0", "2"]]));
    expect(overlaps.map((each) => [each.a, each.b])).not.toContainEqual(["0", "1"]);
    expect(isCutShort).toBe(true);
    expect((await findOverlaps(circles.slice(1), nobody)).isCutShort).toBe(false);
  });

  it.each([
    ["straight", [at(0, -900), at(0, 900)], [500_000, 500_000]],
    ["that ends inside", [at(-100, -900), at(-100, 0)], [400_000, 600_000]],
    ["within", [at(-10, 250), at(10, 250)], [250_000, 750_000]],
    ["with a corner", [at(-900, 0), at(0, 0), at(0, 900)], [250_000, 750_000]],
    ["the other way round", [at(0, 900), at(0, 0), at(-900, 0)], [250_000, 750_000]],
  ])("a line %s cuts one in two", (_name, cut, areas) => {
    const parts = cutByLine(box(-500, -500, 500, 500), cut)!;
    expect(parts.map((part) => areaOf(part)).sort((x, y) => x - y)).toEqual(
      areas.map((area) => expect.closeTo(area, -4)),
    );
    expect(commonGround(...parts)).toBeNull();
  });

  it("a line beside it cuts nothing", () => {
    expect(cutByLine(a, [at(300, -900), at(300, 900)])).toBeNull();
  });

  it("say where they overlap and who is left over", async () => {
    const inside = (community: string) => ({ areas: { district: null, street: null, community } });
    const residences = [
      home(-300, 0, inside("w")),
      home(50, 0, inside("w")),
      home(300, 0, inside("e")),
      home(800, 0, { ...inside("e"), people: null }),
    ];
    const ground = {
      residences,
      residenceGrid: new PlaceGrid(residences.map(({ location }) => location)),
      communities: [
        { id: "w", name: "西", geometry: multi(box(-500, -500, 200, 500)), households: 200 },
        { id: "e", name: "东", geometry: multi(box(200, -500, 1000, 500)), households: 200 },
      ],
    };
    const circles = [
      { id: "1", name: "一", boundary: a },
      { id: "2", name: "二", boundary: b },
      // shares a line with the second, which is no overlap
      { id: "3", name: "三", boundary: box(500, -500, 600, 500) },
    ];
    const { overlaps, isCutShort, leftover } = await findOverlaps(circles, ground);
    expect(isCutShort).toBe(false);
    expect(overlaps).toMatchObject([{ a: "1", b: "2", households: 100 }]);
    expect(overlaps[0].areaSquareMeters / 100_000).toBeCloseTo(1, 2);
    expect(leftover).toMatchObject({ households: 100, people: null, residences: 1 });
    expect(leftover.communities).toMatchObject([{ id: "e", households: 100, share: 0.5 }]);
    expect(leftover.communities[0].areaSquareMeters / 400_000).toBeCloseTo(1, 2);
    expect(areaOf(leftover.geometry) / 400_000).toBeCloseTo(1, 2);
  });

  it("say that there are more where very many circles lie on each other", async () => {
    const residences = [home(0, 0)];
    const ground = {
      residences,
      residenceGrid: new PlaceGrid(residences.map(({ location }) => location)),
      communities: [{ id: "w", name: "西", geometry: multi(box(-500, -500, 500, 700)), households: 100 }],
    };
    // two boundaries many times over, and some that are a little different
    const circles = Array.from({ length: 120 }, (_, i) => ({
      id: String(i),
      name: String(i),
      boundary: i < 100 ? [a, b][i % 2] : box(-200 - i, -500, 400, 500),
    }));
    const { overlaps, isCutShort, leftover } = await findOverlaps(circles, ground);
    expect([overlaps.length, isCutShort]).toEqual([1000, true]);
    expect(overlaps.every(({ areaSquareMeters }) => areaSquareMeters > 1_000)).toBe(true);
    expect(leftover.communities).toMatchObject([{ id: "w", households: 0 }]);
    expect(areaOf(leftover.geometry) / (1000 * 200)).toBeCloseTo(1, 2);
  });
});

describe("a proposal", () => {
  it("knows who shares a border and who only a corner", () => {
    const communities = [
      box(0, 0, 500, 500),
      // drawn some metres off
      box(506, 0, 900, 500),
      box(506, 506, 900, 900),
      box(2000, 0, 2500, 500),
    ].map((polygon) => ({ geometry: multi(polygon) }));
    expect(neighboursOf(communities)).toEqual([[1], [0, 2], [1], []]);
  });

  const community = (
    id: string,
    people: number | null,
    minutes: number | null,
    ...neighbours: number[]
  ): ProposedCommunity => ({
    id,
    name: id,
    households: 1000,
    people,
    meanSeconds: minutes === null ? null : minutes * 60,
    neighbours,
  });
  const goal = { minutes: 10, dwellings: [2500, 4000], people: [6000, 9000] } as const;

  it("takes the nearest neighbours until it is large enough, and no farther than one can walk", () => {
    const town = [
      community("start", 2500, 2, 1, 2, 3),
      community("near", 2500, 6, 0, 4),
      community("nearer", 2500, 4, 0, 4),
      community("far", 2500, 20, 0),
      community("beyond", 1000, 9, 1, 2),
    ];
    const grown = growCircle(town, 0, goal);
    expect(grown.steps.map(({ community: { id } }) => id)).toEqual(["start", "nearer", "near"].concat("beyond"));
    expect(grown).toMatchObject({ people: 8500, households: 4000, meetsStandard: true });
    expect(grown.steps[3].reasonZh).toMatch(/仍在 10 分钟内/);
  });

  it("counts dwellings where people are not known, and says when the size cannot be reached", () => {
    const town = [community("start", null, 1, 1), community("next", 9000, 5, 0)];
    expect(growCircle(town, 0, goal)).toMatchObject({
      people: null,
      households: 2000,
      meetsStandard: false,
      endZh: expect.stringMatching(/只有 2000 户，不足 2500；没有步行 15 分钟以内的相邻社区/),
    });
    const crowded = [community("start", 5000, 1, 1), community("next", 8000, 5, 0)];
    expect(growCircle(crowded, 0, goal)).toMatchObject({
      members: [0],
      meetsStandard: false,
      endZh: expect.stringMatching(/都会超过 9000/),
    });
    expect(growCircle([community("start", 20_000, 1)], 0, goal).endZh).toMatch(/本身已有 20000 人/);
  });
});
