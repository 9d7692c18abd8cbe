/** Why a place joins no way, each reason on the smallest map that gives it. */
import { describe, expect, test } from "vitest";
import { draw } from "./map.ts";

const street = "highway=residential";

describe("a place that joins no way is told why", () => {
  const yard = (walls: Record<string, string>, nodes: Record<string, string> = {}) => ({
    picture: `
      a--------m---b
      v------------w
      |            |
      |     H      |
      |            |
      x------------y
    `,
    meters: 10,
    ways: { amb: street, ...walls },
    nodes,
  });

  test.each([
    ["barrier=wall", "a wall"],
    ["barrier=fence", "a fence"],
    ["barrier=retaining_wall", "a retaining wall"],
    ["barrier=city_wall", "a city wall"],
    ["natural=water", "water"],
    ["railway=rail", "a railway"],
    ["highway=motorway", "a motorway"],
  ])("wholly enclosed by %s", async (tags, words) => {
    const map = await draw(yard({ vwyxv: tags }));
    expect(map.engine.attach(map.at("H"))).toBeNull();
    expect(map.engine.whyUnattached(map.at("H"))).toEqual({
      code: "barrier",
      barriers: [words.replace(/^an? /, "")],
      nearestMeters: expect.closeTo(30, 1),
      reason: `every walkable way within 500 m lies behind ${words}`,
    });
  });

  test("of two barriers in a row the nearer is named", async () => {
    const map = await draw({
      picture: `
        a---------b
        p---------q
        v---------w
             H
        x---------y
      `,
      meters: 10,
      ways: { ab: street, pq: "waterway=river", vwyxv: "barrier=wall" },
    });
    expect(map.engine.whyUnattached(map.at("H"))?.barriers).toEqual(["wall"]);
    expect(map.engine.whyUnattached(map.at("H", 0, 15))?.barriers).toEqual(["water"]);
  });

  test("the same words in every answer", async () => {
    const map = await draw(yard({ vwyxv: "barrier=wall" }));
    const [home, shop] = [map.at("H"), map.at("a")];
    const reason = "every walkable way within 500 m lies behind a wall";
    expect(map.engine.isochronesSync(home, [5]).reason).toBe(reason);
    const { from, to } = map.engine.matrixSync([home, shop], [home]);
    expect(from).toEqual([
      { location: null, accessMeters: null, reason },
      { location: expect.anything(), accessMeters: expect.closeTo(0, 3) },
    ]);
    expect(to[0].reason).toBe(reason);
    expect(map.engine.routeSync(home, shop)).toBeNull();
    expect(map.engine.whyUnattached(shop)).toBeNull();
  });

  test("a lane inside that no gate ties to the street", async () => {
    const map = await draw({
      ...yard({ vwyxv: "barrier=wall" }),
      picture: `
        a--------m---b
        v------------w
        |   c-----d  |
        |     H      |
        x------------y
      `,
      ways: { amb: street, cd: "highway=service", vwyxv: "barrier=wall" },
    });
    expect(map.engine.whyUnattached(map.at("H"))).toMatchObject({
      code: "cut-off",
      barriers: ["wall"],
      reason: "the way 10 m away is cut off from all others; every other within 500 m lies behind a wall",
    });
  });

  test("far from every way, and off the map", async () => {
    const map = await draw(yard({}));
    expect(map.engine.whyUnattached(map.at("H", 0, -600))).toMatchObject({ code: "off-map", nearestMeters: null });
    expect(map.engine.whyUnattached(map.at("H", 9000))?.reason).toBe("the place lies 9 km outside of the map");
    const wide = await draw({
      picture: `
        c
        |
        a----------b
        .
        ......H....
        .
        e----------f
      `,
      meters: 300,
      ways: { ca: street, ab: street, ae: street, ef: street },
    });
    expect(wide.engine.whyUnattached(wide.at("H"))?.reason).toBe("no walkable way within 500 m");
  });

  test("a private lane, asked without private ways", async () => {
    const map = await draw({
      picture: `
        a---b
            |
            |
            c--d
      `,
      meters: 400,
      ways: { ab: street, bc: "highway=service access=private", cd: "highway=service" },
    });
    const why = (letter: string) => map.engine.whyUnattached(map.at(letter, 0, -5), { privateWays: "exclude" });
    expect(why("c")).toMatchObject({
      code: "closed",
      reason: "the way 5 m away is private, and those are left out",
    });
    expect(map.engine.whyUnattached(map.at("c", 0, -5))).toBeNull();
  });

  test("stairs for a wheelchair, and a way that is shut at night", async () => {
    const stairs = await draw({ picture: `a-b`, meters: 100, ways: { ab: "highway=steps" } });
    expect(stairs.engine.whyUnattached(stairs.at("a"), { profile: "wheelchair" })).toMatchObject({
      code: "closed",
      reason: 'the way 0 m away is none for the profile "wheelchair"',
    });
    const park = await draw({ picture: `a-b`, meters: 100, ways: { ab: "highway=footway opening_hours=06:00-22:00" } });
    expect(park.engine.whyUnattached(park.at("a"), { at: "2026-06-01T23:00" })?.reason).toBe(
      "the way 0 m away is shut 2026-06-01T23:00",
    );
  });

  test("a bridge overhead and nothing else", async () => {
    const map = await draw({
      picture: `a--b---------c--d`,
      meters: 200,
      ways: { ab: street, bc: "highway=footway bridge=yes layer=1", cd: street },
    });
    expect(map.engine.whyUnattached(map.at("b", 900))?.reason).toBe("no way within 500 m that a door could join");
  });
});
