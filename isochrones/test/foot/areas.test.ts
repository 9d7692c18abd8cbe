/** Squares and other open ground: crossed straight, round what stands on them. One step of the pictures is 10 m. */
import { expect, test } from "vitest";
import { EmbeddedEngine, type Position } from "../../src/index.ts";
import { buildFromXml, draw, type TextMap } from "../map.ts";

const METERS = 10;

async function walked(map: Omit<TextMap, "meters">, from = "a", to = "z"): Promise<number | null> {
  const { engine, at } = await draw({ meters: METERS, ...map });
  return engine.matrixSync([at(from)], [at(to)]).meters[0][0];
}

/** a–A and z–C lead to opposite corners of the square ABCD, 80 × 60 m. */
const square = `
  a.A.......B
  . .       .
  . .       .
  . .  e.f  .
  . .  h.g  .
  . .       .
  . D.......C.z
`;
const streets = { aA: "highway=footway", Cz: "highway=footway" };
const ends = 20 + 20;

test.each([
  "highway=pedestrian area=yes",
  "highway=footway area=yes",
  "highway=pedestrian place=square",
  "railway=platform",
  "public_transport=platform",
  "man_made=pier area=yes",
])("%s is crossed straight", async (tags) => {
  expect(await walked({ picture: square, ways: { ...streets, ABCDA: tags } })).toBeCloseTo(ends + 100, 0);
});

test.each(["highway=pedestrian", "highway=footway area=no", "highway=steps area=yes", "amenity=parking"])(
  "%s is walked around",
  async (tags) => {
    expect(await walked({ picture: square, ways: { ...streets, ABCDA: tags } })).toBeCloseTo(ends + 140, 0);
  },
);

test("a building in the middle is walked round by its corners, a roof is walked under", async () => {
  const ways = { ...streets, ABCDA: "highway=pedestrian area=yes" };
  const shortest = Math.min(Math.hypot(50, 30) + Math.hypot(30, 30), Math.hypot(30, 40) + Math.hypot(50, 20));
  expect(await walked({ picture: square, ways: { ...ways, efghe: "building=yes" } })).toBeCloseTo(ends + shortest, 0);
  expect(await walked({ picture: square, ways: { ...ways, efghe: "building=roof" } })).toBeCloseTo(ends + 100, 0);
  expect(await walked({ picture: square, ways: { ...ways, efghe: "building=yes layer=1" } })).toBeCloseTo(
    ends + 100,
    0,
  );
});

test("a wall across the square is walked round by its end", async () => {
  const picture = `
    a.A.....w.....B
    . .           .
    . .           .
    . .     v     .
    . D...........C.z
  `;
  const ways = { ...streets, AwBCDA: "highway=pedestrian area=yes", wv: "barrier=wall" };
  const round = Math.hypot(60, 30) + Math.hypot(60, 10);
  expect(await walked({ picture, ways })).toBeCloseTo(ends + round, 0);
});

test("a bay in the rim is not cut across", async () => {
  const picture = `
    a.A...B.....E...F.z
    . .            .
    . .   C.....D   .
    . .             .
    . H.............G
  `;
  // from A the walk touches C and D and goes up to F
  const ways = { aA: "highway=footway", Fz: "highway=footway", ABCDEFGHA: "highway=pedestrian area=yes" };
  expect(await walked({ picture, ways })).toBeCloseTo(ends + 2 * Math.hypot(40, 20) + 60, 0);
});

test("an unwalkable way across a square does not split it, nor is a square crossed that may not be entered", async () => {
  expect(
    await walked({ picture: square, ways: { ...streets, ABCDA: "highway=pedestrian area=yes access=no" } }),
  ).toBeNull();
});

test("a way that ends on the square leads on to it", async () => {
  const ways = { ...streets, ABCDA: "highway=pedestrian area=yes", ef: "highway=steps" };
  expect(await walked({ picture: square, ways }, "z", "e")).toBeCloseTo(20 + Math.hypot(50, 30), 0);
});

test("a square drawn as a relation: rims of several ways, a fountain as a hole", async () => {
  const node = (id: number, x: number, y: number): string =>
    `<node id="${id}" lon="${114 + x * 1e-5}" lat="${22.6 + y * 1e-5}"/>`;
  const way = (id: number, refs: number[], tags = ""): string =>
    `<way id="${id}">${refs.map((ref) => `<nd ref="${ref}"/>`).join("")}${tags}</way>`;
  const footway = '<tag k="highway" v="footway"/>';
  const xml = (inner: string) => `<osm version="0.6">
    ${node(1, 0, 0)}${node(2, 100, 0)}${node(3, 100, 100)}${node(4, 0, 100)}
    ${node(5, 30, 30)}${node(6, 70, 30)}${node(7, 70, 70)}${node(8, 30, 70)}
    ${node(9, -100, 0)}${node(10, 200, 100)}
    ${way(21, [9, 1], footway)}${way(22, [3, 10], footway)}
    ${way(31, [1, 2, 3])}${way(32, [3, 4, 1])}${way(33, [5, 6, 7, 8, 5])}
    <relation id="1"><member type="way" ref="31" role="outer"/><member type="way" ref="32" role="outer"/>${inner}
    <tag k="type" v="multipolygon"/><tag k="highway" v="pedestrian"/></relation></osm>`;
  const meters = async (text: string): Promise<number | null> => {
    const engine = new EmbeddedEngine(await buildFromXml(text));
    const [from, to]: Position[] = [
      [114, 22.6],
      [114.001, 22.601],
    ];
    return engine.matrixSync([from], [to]).meters[0][0];
  };
  const x = 1.0288; // metres of 1e-5 degree of longitude, and of latitude below
  const y = 1.1075;
  const round = Math.hypot(70 * x, 30 * y) + Math.hypot(30 * x, 70 * y);
  expect(await meters(xml(""))).toBeCloseTo(Math.hypot(100 * x, 100 * y), 0);
  expect(await meters(xml('<member type="way" ref="33" role="inner"/>'))).toBeCloseTo(
    Math.min(round, Math.hypot(30 * x, 70 * y) + Math.hypot(70 * x, 30 * y)),
    0,
  );
});

test("a building drawn as a relation, of one way or of two, stands on a square like any other", async () => {
  const node = (id: number, x: number, y: number): string =>
    `<node id="${id}" lon="${114 + x * 1e-5}" lat="${22.6 + y * 1e-5}"/>`;
  const way = (id: number, refs: number[], tags = ""): string =>
    `<way id="${id}">${refs.map((ref) => `<nd ref="${ref}"/>`).join("")}${tags}</way>`;
  const tag = (key: string, value: string): string => `<tag k="${key}" v="${value}"/>`;
  const openGround = tag("highway", "pedestrian") + tag("area", "yes");
  const xml = (ways: string, members: string, tags: string) => `<osm version="0.6">
    ${node(1, 0, 0)}${node(2, 100, 0)}${node(3, 100, 100)}${node(4, 0, 100)}
    ${node(5, 30, 30)}${node(6, 70, 30)}${node(7, 70, 70)}${node(8, 30, 70)}
    ${node(9, -100, 0)}${node(10, 200, 100)}
    ${way(21, [9, 1], tag("highway", "footway"))}${way(22, [3, 10], tag("highway", "footway"))}
    ${way(31, [1, 2, 3, 4, 1], openGround)}${ways}
    <relation id="1">${members}${tag("type", "multipolygon")}${tags}</relation></osm>`;
  const meters = async (text: string): Promise<number | null> => {
    const engine = new EmbeddedEngine(await buildFromXml(text));
    return engine.matrixSync([[114, 22.6]], [[114.001, 22.601]]).meters[0][0];
  };
  const outer = (ref: number): string => `<member type="way" ref="${ref}" role="outer"/>`;
  const [x, y] = [1.0288, 1.1075];
  const straight = Math.hypot(100 * x, 100 * y);
  const round = Math.hypot(30 * x, 70 * y) + Math.hypot(70 * x, 30 * y);
  const whole = way(33, [5, 6, 7, 8, 5]);
  const halves = way(33, [5, 6, 7]) + way(34, [5, 8, 7]);
  const building = tag("building", "yes");
  expect(await meters(xml(whole, outer(33), building))).toBeCloseTo(round, 0);
  expect(await meters(xml(halves, outer(33) + outer(34), building))).toBeCloseTo(round, 0);
  // a courtyard is inside of its building; a roof is walked under; half an outline is none
  expect(await meters(xml(whole, `<member type="way" ref="33" role="inner"/>`, building))).toBeCloseTo(straight, 0);
  expect(await meters(xml(whole, outer(33), tag("building", "roof")))).toBeCloseTo(straight, 0);
  expect(await meters(xml(halves, outer(33), building))).toBeCloseTo(straight, 0);
});

test("a square between two compounds is public, though a walk over it joins their private gates", async () => {
  const map = await draw({
    picture: `
      k--A-------B--s
         .       .
         .       .
      t--D-------C--l--z
                 .
    `,
    meters: 10,
    ways: {
      ABCDA: "highway=pedestrian area=yes",
      kA: "highway=service access=private",
      tD: "highway=residential",
      Bs: "highway=residential",
      Cl: "highway=service access=private",
      lz: "highway=residential",
      sz: "highway=residential",
    },
    nodes: { A: "barrier=gate access=private", C: "barrier=gate access=private" },
  });
  const meters = (from: string, to: string, east = 0): number | null =>
    map.engine.matrixSync([map.at(from)], [map.at(to, east)]).meters[0][0];
  // from one compound into the other, not through it
  expect(meters("k", "C", 20)).toBeCloseTo(30 + Math.hypot(80, 30) + 20, 0);
  expect(meters("k", "z")).toBeCloseTo(30 + 80 + 30 + Math.hypot(30, 30), 0);
  expect(meters("t", "s")).toBeCloseTo(30 + Math.hypot(80, 30) + 30, 0);
});

test("a square with very many entries is crossed still", async () => {
  const count = 90;
  const nodes: string[] = [];
  const ways: string[] = [];
  const rim: number[] = [];
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count;
    const place = (radius: number) =>
      `lon="${114 + radius * Math.cos(angle) * 1e-5}" lat="${22.6 + radius * Math.sin(angle) * 1e-5}"`;
    nodes.push(`<node id="${i + 1}" ${place(100)}/><node id="${i + 1001}" ${place(120)}/>`);
    ways.push(`<way id="${i + 1}"><nd ref="${i + 1}"/><nd ref="${i + 1001}"/><tag k="highway" v="footway"/></way>`);
    rim.push(i + 1);
  }
  const refs = [...rim, 1].map((ref) => `<nd ref="${ref}"/>`).join("");
  const network = await buildFromXml(
    `<osm version="0.6">${nodes.join("")}${ways.join("")}<way id="999">${refs}<tag k="highway" v="pedestrian"/><tag k="area" v="yes"/></way></osm>`,
  );
  expect(network.thinnedAreas).toBe(1);
  const across = Array.from({ length: network.edgeCount }, (_, edge) => network.edgeClassOf(edge).kind === "area");
  expect(across.filter(Boolean).length).toBeGreaterThan(count);
  expect(across.filter(Boolean).length).toBeLessThan(count * 12);
});
