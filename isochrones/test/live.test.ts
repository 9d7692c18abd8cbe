/** A reach table kept up to date through edits of all kinds, beside one worked out anew after each. */
import { describe, expect, test } from "vitest";
import {
  editNetwork,
  EmbeddedEngine,
  LiveReach,
  type GroupReach,
  type NetworkEdits,
  type Position,
  type ReachChange,
  type WalkNetwork,
  type WalkSettings,
} from "../src/index.ts";
import { buildFromXml, moved } from "./map.ts";
import { placeOnWay, randomMap, randomOf, xmlOf, type Random, type RandomMap } from "./random-map.ts";

const SETTINGS: Partial<WalkSettings>[] = [
  {},
  { direction: "inbound" },
  { privateWays: "exclude" },
  { profile: "elder" },
  { profile: "wheelchair", direction: "inbound" },
  { speedKmh: 6.3 },
];
const RINGS = [1, 3, 5];
const GROUPS = 4;

function randomCity(random: Random): RandomMap {
  // on the larger ones most of the map lies beyond what an edit can change
  const map = random() < 0.5 ? randomMap(random) : randomMap(random, 11, 9, 110);
  for (const node of map.nodes) if (node.tags === "barrier=bollard") node.tags = "barrier=gate";
  if (random() < 0.5) {
    const [a, b] = [map.nodes[0].position, map.nodes[map.nodes.length - 1].position];
    map.bounds = [moved(a, -1000, -1000), moved(b, -60, 1000)];
  }
  for (let i = random.below(3); i > 0; i--) {
    const from = random.pick(map.nodes).position;
    map.walls.push([moved(from, 10, -30), moved(from, 15 + random.below(60), 40)]);
  }
  return map;
}

const door = (map: RandomMap, random: Random): Position =>
  moved(placeOnWay(map, random).position, (random() - 0.5) * 60, (random() - 0.5) * 60);

const someGroups = (random: Random): number[] => [0, 1, 2, 3].filter(() => random() < 0.4);

/** One edit of the network: a gate opened or closed, a link, a closed way. Null where the dice name nothing that is there. */
function networkEdit(map: RandomMap, random: Random): NetworkEdits {
  const gates = map.nodes.filter(
    ({ id, tags }) => tags.includes("barrier") && map.ways.some(({ refs }) => refs.includes(id)),
  );
  const kinds = ["link", "link", "way", ...(gates.length > 0 ? ["open", "close"] : [])];
  switch (random.pick(kinds)) {
    case "open":
      return { openGates: [{ near: random.pick(gates).position }] };
    case "close":
      return { closeGates: [{ near: random.pick(gates).position }] };
    case "way":
      return { closeWays: [{ near: placeOnWay(map, random).position }] };
    default: {
      const kind = random.pick(["footway", "path", "steps", "footbridge", "underpass"] as const);
      const geometry = [placeOnWay(map, random).position, door(map, random), placeOnWay(map, random).position];
      return { addLinks: [{ kind, geometry, private: random() < 0.2 }] };
    }
  }
}

/** The network after an edit; the same one where the edit names something that is not there any more. */
function tryEdit(network: WalkNetwork, edits: NetworkEdits): WalkNetwork {
  try {
    return editNetwork(network, edits);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return network;
  }
}

const copyOf = (reach: GroupReach): GroupReach => structuredClone(reach);

/** The same, bit for bit. */
function expectSame(found: GroupReach, expected: GroupReach, message: string): void {
  expect(found.nearestSeconds, message).toEqual(expected.nearestSeconds);
  expect(found.nearestTarget, message).toEqual(expected.nearestTarget);
  expect(found.within, message).toEqual(expected.within);
  expect(found.accessMeters, message).toEqual(expected.accessMeters);
  expect(found.edgeOfDataSeconds, message).toEqual(expected.edgeOfDataSeconds);
}

/** The change is just what is different between two tables. */
function expectDifference(change: ReachChange, before: GroupReach, after: GroupReach, message: string): void {
  const cells = Array.from(before.nearestSeconds.keys()).filter(
    (cell) =>
      before.nearestSeconds[cell] !== after.nearestSeconds[cell] ||
      before.nearestTarget[cell] !== after.nearestTarget[cell] ||
      before.within.some((counts, ring) => counts[cell] !== after.within[ring][cell]),
  );
  const places = Array.from(before.accessMeters.keys()).filter(
    (origin) =>
      !Object.is(before.accessMeters[origin], after.accessMeters[origin]) ||
      before.edgeOfDataSeconds[origin] !== after.edgeOfDataSeconds[origin],
  );
  expect([...change.cells], message).toEqual(cells);
  expect([...change.places], message).toEqual(places);
  const origins = new Set([...places, ...cells.map((cell) => Math.floor(cell / GROUPS))]);
  expect([...change.origins], message).toEqual([...origins].sort((a, b) => a - b));
  for (const [reach, values, facts] of [
    [before, change.before, change.placesBefore],
    [after, change.after, change.placesAfter],
  ] as const) {
    expect([...values.nearestSeconds]).toEqual(cells.map((cell) => reach.nearestSeconds[cell]));
    expect([...values.nearestTarget]).toEqual(cells.map((cell) => reach.nearestTarget[cell]));
    reach.within.forEach((counts, ring) => expect([...values.within[ring]]).toEqual(cells.map((cell) => counts[cell])));
    expect([...facts.accessMeters]).toEqual(places.map((origin) => reach.accessMeters[origin]));
    expect([...facts.edgeOfDataSeconds]).toEqual(places.map((origin) => reach.edgeOfDataSeconds[origin]));
  }
}

describe("after each of 1,000 random edits the table is the one worked out anew, and undo gives back every bit", () => {
  /** For a longer run: `LIVE_MAPS=1000 npx vitest run isochrones/test/live` */
  const MAPS = Number(process.env.LIVE_MAPS ?? 50);
  const EDITS = 20;
  test.each([1, 2, 3, 4, 5])("part %d of 5", async (part) => {
    const changed = { target: 0, network: 0, places: 0 };
    for (let seed = (part - 1) * (MAPS / 5) + 1; seed <= part * (MAPS / 5); seed++) {
      const random = randomOf(seed);
      const map = randomCity(random);
      const base = await buildFromXml(xmlOf(map));
      const settings = SETTINGS[seed % SETTINGS.length];
      const origins = Array.from({ length: 25 }, () => door(map, random));
      const positions = Array.from({ length: 12 }, () => door(map, random));
      positions.push(positions[2], origins[3], moved(positions[0], 2000, 900));
      const targets = { positions, groups: positions.map(() => someGroups(random)), groupCount: GROUPS };
      const limitMinutes = random.pick([5, 6.5, 9]);
      const live = new LiveReach(base, { origins, targets, ringMinutes: RINGS, limitMinutes, settings });
      const done: { change: ReachChange; before: GroupReach; network: WalkNetwork }[] = [];
      for (let edit = 0; edit < EDITS; edit++) {
        const before = copyOf(live.reach);
        const { network } = live;
        const target = random.below(live.targets.positions.length);
        let what = random.pick(["add", "move", "move", "remove", "groups", "network", "network", "network", "base"]);
        let change: ReachChange;
        if (what === "add") change = live.addTarget(door(map, random), someGroups(random));
        else if (what === "move")
          change = live.moveTarget(target, random() < 0.2 ? random.pick(origins) : door(map, random));
        else if (what === "remove") change = live.removeTarget(target);
        else if (what === "groups") change = live.setGroups(target, someGroups(random));
        else {
          const edits = networkEdit(map, random);
          what += ` ${JSON.stringify(edits)}`;
          change = live.useNetwork(tryEdit(what.startsWith("base") ? base : network, edits));
        }
        const message = `map ${seed}, edit ${edit}: ${what}, target ${target}`;
        const anew = new EmbeddedEngine(live.network).reachByGroup(
          origins,
          live.targets,
          RINGS,
          limitMinutes,
          settings,
        );
        expectSame(live.reach, anew, message);
        expectDifference(change, before, anew, message);
        done.push({ change, before, network });
        if (change.cells.length > 0) changed[change.target < 0 ? "network" : "target"]++;
        if (change.places.length > 0) changed.places++;
      }
      for (const { change, before, network } of done.reverse()) {
        const after = copyOf(live.reach);
        const back = live.undo(change);
        expectSame(live.reach, before, `map ${seed}, undone`);
        expect(live.network).toBe(network);
        expectDifference(back, after, before, `map ${seed}, undone`);
      }
      expect(live.targets).toEqual({ ...targets, groups: targets.groups.map((own) => [...own].sort()) });
    }
    // edits that change nothing would show little
    expect(changed.target).toBeGreaterThan(60);
    expect(changed.network).toBeGreaterThan(20);
    expect(changed.places).toBeGreaterThan(10);
  });
});

describe("a table of one's own", () => {
  const place = (east: number): Position => moved([114, 22.5], east, 0);
  const street = `<osm version="0.6">${[0, 1, 2]
    .map((id) => `<node id="${id + 1}" lon="${place(id * 500)[0]}" lat="22.5"/>`)
    .join("")}<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="footway"/></way></osm>`;
  const origins = [place(10), place(900)];
  const question = (positions: Position[], groups: number[][]) => ({
    origins,
    targets: { positions, groups, groupCount: 2 },
    ringMinutes: [5, 10],
    limitMinutes: 10,
  });

  test("goes on from a table that was worked out before", async () => {
    const network = await buildFromXml(street);
    const asked = question([place(50), place(600)], [[0], [0, 1]]);
    const reach = new EmbeddedEngine(network).reachByGroup(origins, asked.targets, [5, 10], 10);
    const { originPlaces } = new LiveReach(network, asked);
    const live = new LiveReach(network, asked, { reach, origins: originPlaces });
    expect(live.reach).toBe(reach);
    const change = live.removeTarget(1);
    expect([...change.cells]).toEqual([0, 1, 2, 3]);
    expect([...change.after.nearestTarget]).toEqual([0, -1, -1, -1]);
    const other = { ...asked, origins: [place(1)] };
    expect(() => new LiveReach(network, other, { reach })).toThrow(
      "reach: 2 origins, 2 groups, rings 5, 10; the question has 1,",
    );
  });

  test("counts on where more targets lie near than the table holds", async () => {
    const network = await buildFromXml(street);
    const many = 65_537;
    const positions = Array.from({ length: many }, (_, i) => place(i % 800));
    const live = new LiveReach(
      network,
      question(
        positions,
        positions.map(() => [0]),
      ),
    );
    const anew = (): GroupReach => new EmbeddedEngine(live.network).reachByGroup(origins, live.targets, [5, 10], 10);
    expect(live.reach.within[1][0]).toBe(65_535);
    for (let target = 0; target < 3; target++) live.removeTarget(target);
    expect(live.reach.within[1][0]).toBe(65_534);
    live.moveTarget(3, place(5000));
    expectSame(live.reach, anew(), "fewer");
    live.addTarget(place(300), [0]);
    live.addTarget(place(300), [0]);
    live.useNetwork(
      editNetwork(live.network, { addLinks: [{ kind: "path", geometry: [place(100), moved(place(300), 0, 80)] }] }),
    );
    expectSame(live.reach, anew(), "more again");
  });

  test("refuses what it does not know", async () => {
    const network = await buildFromXml(street);
    const live = new LiveReach(network, question([place(50)], [[0]]));
    expect(() => live.removeTarget(1)).toThrow("target: 1 is not a number from 0 to 0");
    expect(() => live.moveTarget(0, [200, 0])).toThrow("[200, 0] is not a place");
    expect(() => live.addTarget(place(1), [2])).toThrow("groups: 2 is not a whole number from 0 to 1");
    expect(() => live.setGroups(0, [0.5])).toThrow("groups: 0.5 is not a whole number from 0 to 1");
    await expect(async () => live.useNetwork(await buildFromXml(street))).rejects.toThrow(/was not made of network/);
    const first = live.moveTarget(0, place(70));
    const second = live.moveTarget(0, place(90));
    expect(() => live.undo(first)).toThrow("only the last change");
    live.undo(second);
    live.undo(first);
    expect(() => live.undo(first)).toThrow("only the last change");
    expect(live.targets.positions).toEqual([place(50)]);
  });
});
