/** What other engines got wrong about the way that a place joins, each on the smallest map that shows it. */
import { describe, expect, test } from "vitest";
import { draw } from "./map.ts";
import { seconds, wayOf } from "./questions.ts";

describe("13. snapping to an edge's end, into a tunnel or onto a bridge overhead", () => {
  test("an edge's end", async () => {
    const map = await draw({
      picture: `
        .....H....
        a---------b
      `,
      meters: 40,
      ways: { ab: "highway=residential" },
    });
    const attachment = map.engine.attach(map.at("H"));
    expect(attachment?.offsetMeters).toBeCloseTo(200, 0);
    expect(attachment?.accessMeters).toBeCloseTo(40, 0);
    expect(attachment?.location[0]).toBeCloseTo(map.at("H")[0], 6);
    expect(seconds(map, map.at("H"), map.at("a", 210, -10))).toBeCloseTo(10 * 0.72, 1);
  });

  const above = (tags: string) => ({
    picture: `
      .        d---e
      .        | H
      a--------b
               |
               c
    `,
    meters: 20,
    // c–b–d passes under or over the street; the door H is nearest to it
    ways: { ab: "highway=residential", bc: "highway=residential", bd: "highway=residential", de: tags },
  });

  test("a tunnel", async () => {
    const map = await draw(above("highway=footway tunnel=yes layer=-1"));
    expect(wayOf(map, map.at("H", 0, 12))).not.toBe(1004);
  });

  test("a bridge overhead", async () => {
    const map = await draw(above("highway=footway bridge=yes layer=1"));
    expect(wayOf(map, map.at("H", 0, 12))).not.toBe(1004);
  });
});

describe("14. snapping onto a tiny cut-off component, or a road no one may walk", () => {
  test("a cut-off piece", async () => {
    const map = await draw({
      picture: `
        ...c-d....
           H
        a---------b
      `,
      meters: 20,
      ways: { ab: "highway=residential", cd: "highway=footway" },
    });
    expect(wayOf(map, map.at("H", 0, 15))).toBe(1001);
  });

  test.each(["highway=motorway", "highway=trunk", "highway=residential foot=no", "highway=construction"])(
    "%s",
    async (tags) => {
      const map = await draw({
        picture: `
          a---------b
          ...H.....
          d---------c
          |         |
          e---------f
        `,
        meters: 20,
        ways: { dc: "highway=residential", defc: "highway=residential", ab: tags, ad: tags },
      });
      expect(wayOf(map, map.at("H", 0, 5))).toBe(1001);
    },
  );
});
