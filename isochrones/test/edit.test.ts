/** Networks with changes beside networks built from a file that has the changes in it. */
import { describe, expect, test } from "vitest";
import { editNetwork, EmbeddedEngine, type NetworkEdits, type Position, type WalkNetwork } from "../src/index.ts";
import { edgesIn } from "../src/network/edit.ts";
import { buildFromXml, draw, moved } from "./map.ts";
import { placeOnWay, randomMap, randomOf, xmlOf, type Random, type RandomMap } from "./random-map.ts";

/** The network as plain facts. Left out: ids of what is new, and the order in which classes and names are kept. */
function factsOf(network: WalkNetwork, grid: string): unknown {
  const { arrays } = network;
  const edges = Array.from({ length: network.edgeCount }, (_, edge) => {
    const { taggedRow, ...row } = network.edgeClassOf(edge);
    return {
      from: arrays.edgeFrom[edge],
      to: arrays.edgeTo[edge],
      shape: [arrays.shapeLng, arrays.shapeLat].map((values) => [
        ...values.subarray(arrays.shapeStart[edge], arrays.shapeStart[edge + 1]),
      ]),
      millimeters: arrays.edgeMillimeters[edge],
      row,
      inside: taggedRow !== undefined,
      flags: arrays.edgeFlags[edge],
      name: network.edgeNameOf(edge),
    };
  });
  const { vertexLng, vertexLat, vertexFlags, arcStart, arcEdge, arcHead, edgeCellStart, edgeCellItems } = arrays;
  const facts = { edges, vertexLng, vertexLat, vertexFlags, arcStart, arcEdge, arcHead };
  // what is closed at the rim makes the box of a new file smaller, and shifts the cells
  return JSON.stringify(network.grid) === grid ? { ...facts, edgeCellStart, edgeCellItems } : facts;
}

/** A map before and after changes, and the changes. */
interface Change {
  before: RandomMap;
  after: RandomMap;
  edits: Required<NetworkEdits>;
}

const isUsed = (map: RandomMap, id: number): boolean => map.ways.some(({ refs }) => refs.includes(id));

function randomChange(random: Random): Change {
  const before = randomMap(random);
  for (const node of before.nodes) {
    if (node.tags === "barrier=bollard") node.tags = "barrier=gate";
    // where ways only pass over each other a click would mean either
    node.position = node.position.map((degrees) => Math.round(degrees * 1e7) / 1e7) as Position;
  }
  before.ways = before.ways.filter(({ refs }) => refs.length > 2 || Math.abs(refs[0] - refs[1]) < 8);
  const after = structuredClone(before);
  const edits: Required<NetworkEdits> = { openGates: [], closeGates: [], addLinks: [], closeWays: [] };
  return { before, after, edits };
}

function changeGates(random: Random, { before, after, edits }: Change): void {
  for (const { id, tags, position } of before.nodes) {
    if (!tags.includes("barrier") || !isUsed(before, id) || random() < 0.5) continue;
    const open = random() < 0.5;
    edits[open ? "openGates" : "closeGates"].push({ near: position });
    after.nodes[id - 1].tags = `barrier=gate access=${open ? "yes" : "no"}`;
  }
}

function closeWays(random: Random, { after, edits }: Change): void {
  for (let i = random.below(4); i > 0; i--) {
    const [way] = after.ways.splice(random.below(after.ways.length), 1);
    edits.closeWays.push({ osmWay: way.id });
  }
}

const LINKS = [
  ["footway", "highway=footway"],
  ["steps", "highway=steps"],
  ["pedestrian", "highway=pedestrian"],
  ["footbridge", "highway=footway bridge=yes layer=1"],
] as const;

/** New ways from one place on a way to another, by way of a corner; a file has nodes there. */
function addLinks(random: Random, { after, edits }: Change): void {
  const ids = Array.from({ length: 2 * random.below(3) }, () => {
    const { way, piece, position } = placeOnWay(after, random);
    const id = after.nodes.length + 1;
    const exact = position.map((degrees) => Math.round(degrees * 1e7) / 1e7) as Position;
    after.nodes.push({ id, position: exact, tags: "" });
    after.ways[way].refs.splice(piece + 1, 0, id);
    return id;
  });
  for (let i = 0; i + 1 < ids.length; i += 2) {
    const [kind, tags] = random.pick(LINKS);
    const [a, b] = [after.nodes[ids[i] - 1].position, after.nodes[ids[i + 1] - 1].position];
    const corner = moved(a, 5, 7).map((degrees) => Math.round(degrees * 1e7) / 1e7) as Position;
    const id = after.nodes.push({ id: after.nodes.length + 1, position: corner, tags: "" });
    after.ways.push({ id: 9000 + i, refs: [ids[i], id, ids[i + 1]], tags: `${tags} name=新${i}` });
    edits.addLinks.push({ kind, geometry: [a, corner, b], name: `新${i}` });
  }
}

describe("an edited network is the one built from a file with the edits in it", () => {
  test.each([
    ["gates opened and closed", changeGates, 60],
    ["ways closed", closeWays, 60],
    ["links added", addLinks, 60],
  ])("%s", async (_what, make, maps) => {
    let same = 0;
    for (let seed = 1; seed <= maps; seed++) {
      const random = randomOf(seed);
      const change = randomChange(random);
      make(random, change);
      const edited = editNetwork(await buildFromXml(xmlOf(change.before)), change.edits);
      const built = await buildFromXml(xmlOf(change.after));
      const [one, two] = [
        JSON.stringify(factsOf(edited, JSON.stringify(built.grid))),
        JSON.stringify(factsOf(built, JSON.stringify(edited.grid))),
      ];
      if (one === two) same++;
      else if (process.env.SHOW) {
        const [f, g] = [
          factsOf(edited, JSON.stringify(built.grid)),
          factsOf(built, JSON.stringify(edited.grid)),
        ] as any;
        console.log(seed, JSON.stringify(change.edits));
        for (const k of Object.keys(f)) {
          if (JSON.stringify(f[k]) === JSON.stringify(g[k])) continue;
          const n = Math.max(f[k].length, g[k].length);
          let c = 0;
          for (let i = 0; i < n && c < 3; i++)
            if (JSON.stringify(f[k][i]) !== JSON.stringify(g[k][i])) {
              c++;
              console.log(
                " ",
                k,
                i,
                f[k].length,
                g[k].length,
                "\n    E",
                JSON.stringify(f[k][i]),
                "\n    B",
                JSON.stringify(g[k][i]),
              );
            }
        }
        if (seed > 4) break;
      }
    }
    expect(same).toBe(maps);
  });
});
void edgesIn;
void draw;
void EmbeddedEngine;
