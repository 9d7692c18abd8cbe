/** What each edit of a network does, on the smallest map that shows it. */
import { describe, expect, test } from "vitest";
import {
  editNetwork,
  EmbeddedEngine,
  openWalkNetwork,
  type NetworkEdits,
  type Position,
  type WalkNetwork,
} from "../src/index.ts";
import { edgesIn } from "../src/network/edit.ts";
import { draw } from "./map.ts";
import { factsOf } from "./network-facts.ts";

/** Seconds from letter to letter, rounded; null where there is no way. */
function secondsOn(network: WalkNetwork, from: Position, to: Position): number | null {
  const [[seconds]] = new EmbeddedEngine(network).matrixSync([from], [to]).seconds;
  return seconds === null ? null : Math.round(seconds);
}

const legOn = (network: WalkNetwork, place: Position): number | undefined =>
  new EmbeddedEngine(network).attach(place)?.accessMeters;

/** Two streets with a river between, and a lane with a gate. */
const CITY = {
  picture: `
    a-----b-----c

    w-----------v

    d-----e--g--f
                |
                h
  `,
  meters: 50,
  ways: {
    abc: "highway=residential name=北街",
    wv: "waterway=river",
    deg: "highway=residential name=南街",
    gf: "highway=residential",
    fh: "highway=service access=private",
    ad: "highway=footway",
  },
  nodes: { g: "barrier=gate access=no" },
};

describe("new links", () => {
  test("a footbridge joins the ways near its ends and nothing that it crosses", async () => {
    const { network, at } = await draw(CITY);
    expect(secondsOn(network, at("b"), at("e"))).toBe(Math.round((300 + 200 + 300) * 0.72));
    // its ends are drawn 10 m off the streets
    const edits: NetworkEdits = {
      addLinks: [{ kind: "footbridge", geometry: [at("b", 30, -10), at("e", 30, 10)], name: "新桥" }],
    };
    const edited = editNetwork(network, edits);
    expect(secondsOn(edited, at("b"), at("e"))).toBe(Math.round((30 + 200 + 30) * 0.72));
    const walk = new EmbeddedEngine(edited).routeSync(at("b"), at("e"));
    expect(walk?.ways.map(({ name }) => name)).toEqual(["北街", "新桥", "南街"]);
    expect(walk?.features.map(({ kind }) => kind)).toEqual(["footbridge"]);
    // no door joins it overhead, and the old network is as it was
    expect(new EmbeddedEngine(edited).attach(at("b", 30, -60))?.accessMeters).toBeGreaterThan(45);
    expect(secondsOn(network, at("b"), at("e"))).toBe(576);
  });

  test("a path passes over a way in its middle, unless it says that it joins it there", async () => {
    const { network, at } = await draw({
      picture: `
        .  x
        a--m--b
           y
      `,
      meters: 100,
      ways: { amb: "highway=residential" },
    });
    const link = { kind: "path" as const, geometry: [at("x"), at("m"), at("y")] };
    expect(() => editNetwork(network, { addLinks: [link] })).toThrow(/addLinks\[0\]\.geometry: no way within 15 m/);
    const joined = editNetwork(network, { addLinks: [{ ...link, joins: [1] }] });
    expect(secondsOn(joined, at("x"), at("b"))).toBe(Math.round((100 + 300) * 0.72));
    expect(() =>
      editNetwork(network, { addLinks: [{ ...link, geometry: [at("a"), at("x"), at("y")], joins: [1] }] }),
    ).toThrow(/addLinks\[0\]\.joins: no way within 15 m/);
  });

  test("does not go on through a wall to the way behind", async () => {
    const { network, at } = await draw({
      picture: `
        a-----b
        c-----d
        .  x
      `,
      meters: 10,
      ways: { ab: "highway=residential", cd: "barrier=wall" },
    });
    const geometry = [at("x", 0, 6), at("x", 40, -40)];
    expect(() => editNetwork(network, { addLinks: [{ kind: "path", geometry }] })).toThrow(/no way within 15 m/);
  });

  test("one that leads up to a gate has a side of its own there", async () => {
    const { network, at } = await draw(CITY);
    const addLinks = [{ kind: "path" as const, geometry: [at("g"), at("g", 0, -80)] }];
    const shut = editNetwork(network, { addLinks });
    // what lies behind the gate is cut off, so that nobody is taken there
    expect(legOn(shut, at("g", 0, -70))).toBeCloseTo(70, 0);
    const open = editNetwork(network, { addLinks, openGates: [{ near: at("g") }] });
    expect(secondsOn(open, at("e"), at("g", 0, -70))).toBe(Math.round((150 + 70) * 0.72));
  });

  test("keep to the rules: stairs and soft ground are not for wheels, private ones lead nobody through", async () => {
    const { network, at } = await draw(CITY);
    const bridge = (facts: object): WalkNetwork =>
      editNetwork(network, { addLinks: [{ kind: "footway", geometry: [at("b"), at("e")], ...facts }] });
    const seconds = (edited: WalkNetwork, profile: "adult" | "wheelchair"): number | null =>
      new EmbeddedEngine(edited).matrixSync([at("b")], [at("e")], { profile, speedKmh: 3.6 }).seconds[0][0];
    expect(seconds(bridge({}), "wheelchair")).toBeCloseTo(200, 0);
    expect(seconds(bridge({ kind: "steps", stepCount: 30 }), "wheelchair")).toBeGreaterThan(700);
    expect(seconds(bridge({ surface: "sand" }), "wheelchair")).toBeGreaterThan(700);
    expect(seconds(bridge({ inclinePercent: 12 }), "wheelchair")).toBeGreaterThan(700);
    expect(seconds(bridge({ widthMeters: 0.5 }), "wheelchair")).toBeGreaterThan(700);
    expect(seconds(bridge({ private: true }), "adult")).toBeGreaterThan(700);
  });
});

describe("gates", () => {
  test("are named by their OSM node or by a place near", async () => {
    const { network, at } = await draw(CITY);
    const node = 8;
    for (const place of [{ osmNode: node }, { near: at("g", 10, 5) }]) {
      const open = editNetwork(network, { openGates: [place] });
      expect(secondsOn(open, at("e"), at("f", -20))).toBe(Math.round((300 - 20) * 0.72));
      expect(legOn(editNetwork(open, { closeGates: [{ near: at("g") }] }), at("f"))).toBeCloseTo(150, 0);
    }
    expect(legOn(network, at("f"))).toBeCloseTo(150, 0);
  });

  test("open already, or shut already: nothing is different", async () => {
    const { network, at } = await draw(CITY);
    const shut = editNetwork(network, { closeGates: [{ near: at("g") }] });
    expect(factsOf(shut, network)).toEqual(factsOf(network, shut));
    const open = editNetwork(network, { openGates: [{ near: at("g") }] });
    const again = editNetwork(open, { openGates: [{ near: at("g") }] });
    expect(factsOf(again, open)).toEqual(factsOf(open, again));
  });
});

describe("versions", () => {
  test("say which network and which edits, and nothing else", async () => {
    const { network, at } = await draw(CITY);
    const edits: NetworkEdits = { openGates: [{ near: at("g") }] };
    const once = editNetwork(network, edits);
    const stored = JSON.parse(JSON.stringify(edits)) as NetworkEdits;
    expect(editNetwork(network, stored).version).toBe(once.version);
    expect(Buffer.from(editNetwork(network, stored).bytes).equals(Buffer.from(once.bytes))).toBe(true);
    expect(once.version).not.toBe(network.version);
    expect(editNetwork(network, { closeGates: edits.openGates }).version).not.toBe(once.version);
    expect(editNetwork(once, edits).version).not.toBe(once.version);
    expect(editNetwork(network, {})).toBe(network);
    expect(openWalkNetwork(once.bytes).version).toBe(once.version);
  });

  test("edges are found again in networks of the same origin", async () => {
    const { network, at } = await draw(CITY);
    const one = editNetwork(network, { addLinks: [{ kind: "path", geometry: [at("b"), at("e")] }] });
    const two = editNetwork(editNetwork(network, { closeWays: [{ osmWay: 1006 }] }), {
      openGates: [{ near: at("g") }],
    });
    const edges = edgesIn(one, two)!;
    const found = Array.from(edges).flatMap((to, edge) => (to < 0 ? [] : [[edge, to]]));
    expect(found.length).toBeGreaterThan(0);
    for (const [edge, to] of found) {
      expect(two.arrays.edgeOsmId[to]).toBe(one.arrays.edgeOsmId[edge]);
      expect(two.arrays.edgeMillimeters[to]).toBe(one.arrays.edgeMillimeters[edge]);
    }
    expect([...edgesIn(one, one)!]).toEqual([...one.arrays.edgeFrom.keys()]);
    expect(edgesIn(network, (await draw(CITY)).network)).toBeNull();
  });
});

describe("what cannot be done is refused, with what and where", () => {
  test.each<[string, unknown, RegExp]>([
    [
      "no gate near",
      { openGates: [{ near: [114, 22.6] }] },
      /openGates\[0\]: no gate within 25 m of 114,22\.6; the nearest is \d+\.\d m away/,
    ],
    ["no such gate", { closeGates: [{ osmNode: 1 }] }, /closeGates\[0\]: no gate is OSM node 1; .*near/],
    ["no way near", { closeWays: [{ near: [114, 22.61] }] }, /closeWays\[0\]: no way within 25 m of 114,22\.61/],
    ["no such way", { closeWays: [{ osmWay: 77 }] }, /closeWays\[0\]: no walkable way is OSM way 77/],
    ["neither", { openGates: [{}] }, /openGates\[0\]: give either near: \[longitude, latitude\] or osmNode/],
    ["both", { closeWays: [{ near: [1, 2], osmWay: 3 }] }, /closeWays\[0\]: give either/],
    ["no number", { openGates: [{ osmNode: "8" }] }, /openGates\[0\]\.osmNode: "8" is not the number of an OSM node/],
    ["no place", { openGates: [{ near: [200, 95] }] }, /openGates\[0\]\.near: \[200,95\] is not a place/],
    ["no list", { openGates: 3 }, /openGates: give a list/],
    ["unknown", { openGate: [] }, /edits\.openGate is unknown; there are closeWays, addLinks, openGates, closeGates/],
    ["no kind", { addLinks: [{ geometry: [], kind: "tram" }] }, /addLinks\[0\]\.kind: "tram" is none of footway, path/],
    [
      "one place",
      { addLinks: [{ geometry: [[114, 22.6]], kind: "path" }] },
      /addLinks\[0\]\.geometry: give two or more/,
    ],
    [
      "joins its end",
      {
        addLinks: [
          {
            geometry: [
              [114, 22.6],
              [114.1, 22.6],
            ],
            kind: "path",
            joins: [1],
          },
        ],
      },
      /joins: 1 is no place between/,
    ],
    [
      "too steep",
      {
        addLinks: [
          {
            geometry: [
              [114, 22.6],
              [114.1, 22.6],
            ],
            kind: "path",
            inclinePercent: 900,
          },
        ],
      },
      /inclinePercent: 900 is no number from -100 to 100/,
    ],
    [
      "all closed",
      { closeWays: [1001, 1003, 1004, 1005, 1006].map((osmWay) => ({ osmWay })) },
      /nothing would be left to walk on/,
    ],
  ])("%s", async (_what, edits, message) => {
    const { network } = await draw(CITY);
    expect(() => editNetwork(network, edits as NetworkEdits)).toThrow(RangeError);
    expect(() => editNetwork(network, edits as NetworkEdits)).toThrow(message);
  });

  test("a link without length", async () => {
    const { network, at } = await draw(CITY);
    const addLinks = [{ kind: "path" as const, geometry: [at("b"), at("b")] }];
    expect(() => editNetwork(network, { addLinks })).toThrow(/addLinks\[0\]\.geometry: it has no length at 114/);
  });

  test("one gate both opened and closed", async () => {
    const { network, at } = await draw(CITY);
    const gate = [{ near: at("g") }];
    expect(() => editNetwork(network, { openGates: gate, closeGates: gate })).toThrow(
      "openGates[0] and closeGates[0] are the same gate",
    );
  });
});

describe("a lift behind a gate", () => {
  const town = (node: string, ways: Record<string, string> = {}) =>
    draw({
      picture: `
        a---c---b
            |
            d---e
      `,
      meters: 20,
      ways: { ac: "highway=footway", cb: "highway=footway", de: "highway=footway", be: "highway=footway", ...ways },
      nodes: { c: node },
    });
  test("takes its time once when the gate is shut for some, opened, or joined by a link", async () => {
    const free = await town("highway=elevator barrier=gate");
    const shut = await town("highway=elevator barrier=gate access=no");
    const near = { near: free.at("c") };
    expect(factsOf(editNetwork(free.network, { closeGates: [near] }), shut.network)).toEqual(
      factsOf(shut.network, free.network),
    );
    expect(factsOf(editNetwork(shut.network, { openGates: [near] }), free.network)).toEqual(
      factsOf(free.network, shut.network),
    );
    const some = await town("highway=elevator barrier=gate wheelchair=no");
    const linked = editNetwork(some.network, {
      addLinks: [{ kind: "footway", geometry: [some.at("d"), some.at("c")] }],
    });
    const engine = new EmbeddedEngine(linked);
    const seconds = engine.matrixSync([some.at("a")], [some.at("b"), some.at("d")], { speedKmh: 5 }).seconds[0];
    expect(seconds[0]).toBeCloseTo(160 / (5 / 3.6) + 40, 1);
    expect(seconds[1]).toBeCloseTo(120 / (5 / 3.6) + 40, 1);
  });
});
