/** What other engines got wrong at the map's edge, each on the smallest map that shows it. */
import { describe, expect, test } from "vitest";
import { draw, type DrawnMap } from "./map.ts";

describe("23. a gap reported at the map's edge", () => {
  const toEdge = (map: DrawnMap, from: string, limitMinutes = 15) =>
    map.engine.reachByGroup([map.at(from)], { positions: [], groups: [], groupCount: 1 }, [10], limitMinutes)
      .edgeOfDataSeconds[0];

  test("a way that the extract cuts", async () => {
    const map = await draw({
      picture: `
        a----b----z
        |
        c
      `,
      meters: 50,
      ways: { abz: "highway=residential", ac: "highway=residential" },
      missing: "z",
    });
    expect(toEdge(map, "c")).toBeCloseTo(350 * 0.72, 1);
    expect(toEdge(map, "c", 10)).toBeCloseTo(252, 1);
    // a ring of 10 minutes, and a limit that is not reached
    const found = map.engine.reachByGroup([map.at("c")], { positions: [], groups: [], groupCount: 1 }, [1], 4);
    expect(found.edgeOfDataSeconds[0]).toBe(Infinity);
  });

  test("a way that leaves what the file says it covers", async () => {
    const map = await draw({
      picture: `
        .....P
        a---b---c
        Q....
      `,
      meters: 50,
      ways: { abc: "highway=residential" },
      bounds: "QP",
    });
    expect(toEdge(map, "b")).toBeCloseTo(200 * 0.72, 1);
  });

  test("a way that simply ends is no edge of the map", async () => {
    const map = await draw({
      picture: `
        .........P
        .a---b---.
        Q.........
      `,
      meters: 50,
      ways: { ab: "highway=residential" },
      bounds: "QP",
    });
    expect(toEdge(map, "b")).toBe(Infinity);
  });

  test("a way that bends beyond what the file covers, and goes on", async () => {
    const map = await draw({
      picture: `
        .....P
        a---b---c-------d
        Q....
      `,
      meters: 50,
      ways: { abcd: "highway=residential" },
      bounds: "QP",
    });
    expect(toEdge(map, "b")).toBeCloseTo(200 * 0.72, 1);
  });

  test("a private way that the extract cuts, seen from the street before it", async () => {
    const map = await draw({
      picture: `
        a----b----z
      `,
      meters: 50,
      ways: { ab: "highway=residential", bz: "highway=service access=private" },
      missing: "z",
    });
    expect(toEdge(map, "a")).toBeCloseTo(250 * 0.72, 1);
  });

  test("a private way that the extract cuts, seen from a street beyond a stretch of it", async () => {
    const map = await draw({
      picture: `
        a----b----c----z
      `,
      meters: 50,
      ways: { ab: "highway=residential", bcz: "highway=service access=private" },
      missing: "z",
    });
    expect(toEdge(map, "a")).toBeCloseTo(500 * 0.72, 1);
  });
});
