/** What an access leg crosses and what stops it, and what walls and gates are to a way; each on the smallest map. */
import { describe, expect, test } from "vitest";
import type { WalkSettings } from "../src/index.ts";
import { draw, type DrawnMap } from "./map.ts";
import { isInside } from "./shapes.ts";

const street = "highway=residential";
const lane = "highway=service";

const legMeters = (map: DrawnMap, letter: string, settings?: Partial<WalkSettings>): number | null => {
  const attachment = map.engine.attach(map.at(letter), settings);
  return attachment && Math.round(attachment.accessMeters);
};
const meters = (map: DrawnMap, from: string, to: string, settings?: Partial<WalkSettings>): number | null => {
  const length = map.engine.matrixSync([map.at(from)], [map.at(to)], settings).meters[0][0];
  return length === null ? null : Math.round(length);
};
const seconds = (map: DrawnMap, from: string, to: string, settings?: Partial<WalkSettings>): number | null =>
  map.engine.matrixSync([map.at(from)], [map.at(to)], settings).seconds[0][0];

describe("a leg crosses", () => {
  const between = (tags: string) => ({
    picture: `
      a---------b
      v---------w
           H
    `,
    meters: 10,
    ways: { ab: street, vw: tags },
  });
  test.each([
    ["a hedge: it has gaps that nobody maps", "barrier=hedge"],
    ["a guard rail", "barrier=guard_rail"],
    ["a kerb", "barrier=kerb"],
    ["a stream: stepped over or bridged in too many places to be mapped", "waterway=stream"],
    ["a river in a culvert", "waterway=river tunnel=culvert"],
    ["a railway below the ground", "railway=subway"],
    ["a railway overhead", "railway=rail bridge=viaduct layer=1"],
    ["a motorway overhead", "highway=motorway bridge=yes layer=1"],
    ["a trunk road: it has pavements and crossings", "highway=trunk"],
    ["the outline of a residential area: it is no wall", "landuse=residential"],
    ["a building: homes stand inside one", "building=apartments"],
  ])("%s", async (_, tags) => expect(legMeters(await draw(between(tags)), "H")).toBe(20));
});

test("a walled home without a way inside is joined through the gate that the street's way ends at, or touches", async () => {
  const yard = (ways: Record<string, string>) => ({
    picture: `
      a----m------b
           |
      v####g######w
      #           #
      #       H   #
      #           #
      x###########y
    `,
    meters: 10,
    ways: { amb: street, vgwyxv: "barrier=wall", ...ways },
    nodes: { g: "barrier=gate" },
  });
  const stub = await draw(yard({ mg: lane }));
  expect(stub.engine.attach(stub.at("H"))?.location[0]).toBeCloseTo(stub.at("g")[0], 6);
  expect(legMeters(stub, "H")).toBe(Math.round(Math.hypot(30, 20)));
  expect(meters(stub, "H", "m")).toBe(20);
  // a gate that no way comes to opens to nowhere that is known
  const alone = await draw(yard({}));
  expect(legMeters(alone, "H")).toBeNull();
  expect(alone.engine.whyUnattached(alone.at("H"))?.code).toBe("barrier");
});

describe("a wall and a way", () => {
  const crossing = (way: string, wall: string, nodes: Record<string, string> = {}) => ({
    picture: `
           v
      a----x----b
           w
    `,
    meters: 20,
    ways: { [way]: street, [wall]: "barrier=fence" },
    nodes,
  });
  test.each([
    ["drawn over a road that shares no node with it: the fence has a gap there", "ab", "vw", {}, 200],
    ["that share a node which says nothing", "axb", "vxw", {}, 200],
    ["that share a gate", "axb", "vxw", { x: "barrier=gate" }, 200],
    ["that share a gap", "axb", "vxw", { x: "barrier=entrance" }, 200],
    ["that share a node of the fence", "axb", "vxw", { x: "barrier=fence" }, null],
    ["that share a locked gate", "axb", "vxw", { x: "barrier=gate locked=yes" }, null],
  ])("%s", async (_, way, wall, nodes, expected) => {
    expect(meters(await draw(crossing(way, wall, nodes)), "a", "b")).toBe(expected);
  });
});

describe("over water", () => {
  const lake = (tags: string) => ({
    picture: `
      ...v---------w
      .  |         |
      a--p----P----q--b
      .  |         |
      ...x---------y
    `,
    meters: 15,
    ways: { ap: street, qb: street, pq: tags, vwqyxpv: "natural=water" },
  });
  test("a dam or a causeway is walked, and a bridge", async () => {
    for (const tags of ["highway=footway", "highway=footway bridge=yes layer=1"]) {
      expect(meters(await draw(lake(tags)), "a", "b")).toBe(240);
    }
  });
  test("a place in the water is no neighbour of a bridge overhead", async () => {
    const map = await draw(lake("highway=footway bridge=yes layer=1"));
    // the shore, where a road comes down to it
    expect(map.engine.attach(map.at("P", 0, 8))?.accessMeters).toBeCloseTo(Math.hypot(75, 8), 0);
    expect(isInside(map.engine.isochronesSync(map.at("a"), [15]).rings[0].geometry, map.at("P", 0, 12))).toBe(false);
  });
  test("beside a dam the shore is not crossed, so what floats there is joined to the dam", async () => {
    expect(legMeters(await draw(lake("highway=footway")), "P")).toBe(0);
  });
});

describe("gates and the hour", () => {
  const gate = {
    picture: `
      a------------------g--b
    `,
    meters: 50,
    ways: { agb: "highway=footway" },
    nodes: { g: "barrier=gate opening_hours=06:00-22:00" },
  };
  test("the hour at which the walk starts decides, not the one at which the gate is met", async () => {
    const map = await draw(gate);
    const at = (time: string) => meters(map, "a", "b", { at: `2026-06-01T${time}` });
    // 13 minutes to the gate
    expect(at("21:59")).toBe(1100);
    expect(at("22:00")).toBeNull();
    expect(at("05:59")).toBeNull();
  });
  test("so a walk there and the same walk asked for from its end agree", async () => {
    const map = await draw(gate);
    for (const at of ["2026-06-01T21:55", "2026-06-01T22:05"]) {
      expect(seconds(map, "a", "b", { at })).toBe(seconds(map, "b", "a", { at, direction: "inbound" }));
    }
  });
  test("a gate shut at night by access:conditional", async () => {
    const map = await draw({ ...gate, nodes: { g: "barrier=gate access:conditional=no@(22:00-06:00)" } });
    expect(meters(map, "a", "b")).toBe(1100);
    expect(meters(map, "a", "b", { at: "2026-06-01T12:00" })).toBe(1100);
    expect(meters(map, "a", "b", { at: "2026-06-01T23:00" })).toBeNull();
  });
  test("homes behind a gate that is shut stay on their own way, and reach what is inside", async () => {
    const map = await draw({
      picture: `
        a------b
        v###g##w
            |
            k---l
          H
      `,
      meters: 20,
      ways: { ab: street, bg: lane, gk: lane, kl: lane, vgw: "barrier=wall" },
      nodes: { g: "barrier=gate opening_hours=06:00-22:00" },
    });
    const night = { at: "2026-06-01T23:00" };
    expect(legMeters(map, "H", night)).toBe(legMeters(map, "H"));
    expect(meters(map, "H", "l", night)).toBe(80);
    expect(meters(map, "H", "a", night)).toBeNull();
  });
});

describe("a lift", () => {
  const lift = (tags: string) => ({
    picture: `
      a----b-c----d
    `,
    meters: 10,
    ways: { ab: street, bc: tags, cd: street },
  });
  test("drawn as a way takes 40 s, however fast one walks and however long its line is", async () => {
    const map = await draw(lift("highway=elevator"));
    for (const speedKmh of [3, 5]) expect(seconds(map, "b", "c", { speedKmh })).toBeCloseTo(40, 1);
    expect(seconds(map, "a", "d", { profile: "wheelchair" })).toBeCloseTo(100 / (4 / 3.6) + 40, 0);
    const long = await draw({ ...lift("highway=elevator"), meters: 25 });
    expect(seconds(long, "b", "c")).toBeCloseTo(40, 1);
  });
  test("at a node takes 40 s once, though not everybody can use it and it is several vertices", async () => {
    const map = await draw({
      picture: `
        a---c---b
            d
      `,
      meters: 10,
      ways: { ac: street, cb: street, dc: street },
      nodes: { c: "highway=elevator wheelchair=no" },
    });
    for (const to of ["b", "d"]) {
      const walk = to === "b" ? 80 : 50;
      expect(seconds(map, "a", to, { speedKmh: 5 })).toBeCloseTo(walk / (5 / 3.6) + 40, 1);
    }
    const route = map.engine.routeSync(map.at("a"), map.at("b"));
    expect(route?.features.map(({ kind }) => kind)).toEqual(["lift"]);
    expect(seconds(map, "a", "b", { profile: "wheelchair" })).toBeNull();
  });
  test("is no way that a door joins", async () => {
    const map = await draw(lift("highway=elevator"));
    const attachment = map.engine.attach(map.at("b", 8, 1));
    expect(map.network.edgeClassOf(attachment!.edge).kind).toBe("road");
  });
});

test("platforms and indoor corridors are walked, pavements drawn apart instead of their road", async () => {
  const map = await draw({
    picture: `
      a---b---c---d---e
      s---t
    `,
    meters: 10,
    ways: {
      ab: "highway=primary sidewalk=separate",
      as: street,
      st: "highway=footway footway=sidewalk",
      tb: street,
      bc: "railway=platform",
      cd: "highway=corridor indoor=yes level=-1",
      de: "indoor=corridor",
    },
  });
  expect(meters(map, "a", "e")).toBe(20 + 40 + 120);
  expect(meters(map, "a", "b")).toBe(60);
});
