/** Random networks with changes beside networks built from a file that has the changes in it. */
import { describe, expect, test } from "vitest";
import { editNetwork, type NetworkEdits, type Position } from "../src/index.ts";
import { buildFromXml, moved } from "./map.ts";
import { placeOnWay, randomMap, randomOf, xmlOf, type Random, type RandomMap } from "./random-map.ts";
import { factsOf } from "./network-facts.ts";

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
function drawLinks(random: Random, { after, edits }: Change): void {
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

/** Everything at once, in the order in which edits are carried out. */
function changeAll(random: Random, change: Change): void {
  closeWays(random, change);
  drawLinks(random, change);
  changeGates(random, change);
}

describe("an edited network is the one built from a file with the edits in it", () => {
  const MAPS = 60;
  test.each([
    ["gates opened and closed", changeGates],
    ["ways closed", closeWays],
    ["links added", drawLinks],
    ["everything at once", changeAll],
  ])("%s", async (_what, make) => {
    let different = 0;
    for (let seed = 1; seed <= MAPS; seed++) {
      const random = randomOf(seed);
      const change = randomChange(random);
      make(random, change);
      const before = await buildFromXml(xmlOf(change.before));
      const edited = editNetwork(before, change.edits);
      const built = await buildFromXml(xmlOf(change.after));
      expect(factsOf(edited, built), `map ${seed}: ${JSON.stringify(change.edits)}`).toEqual(factsOf(built, edited));
      if (edited.edgeCount !== before.edgeCount || make === changeGates) different++;
    }
    expect(different).toBeGreaterThan(MAPS / 3);
  });
});
