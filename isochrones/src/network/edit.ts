import { createHash } from "node:crypto";
import { UNITS_PER_DEGREE } from "../geo.ts";
import type { Position } from "../types.ts";
import { carryOut } from "./edit-carry-out.ts";
import { NetworkDraft } from "./edit-draft.ts";
import { findGate, findWay, JOIN_METERS, joinAt } from "./edit-find.ts";
import { closeGate, openGate } from "./edit-gates.ts";
import { tidy } from "./edit-tidy.ts";
import { checkEdits, classOfLink, type NetworkEdits, type NewLink } from "./edit-types.ts";
import type { WalkNetwork } from "./network.ts";

/** What a network was made of: `edgeOf[e]` is edge e of the one before in it, -1 where that is gone. Holds no network. */
interface Lineage {
  edgeCount: number;
  before: { lineage: Lineage; edgeOf: Int32Array } | null;
}

const lineages = new WeakMap<WalkNetwork, Lineage>();

function lineageOf(network: WalkNetwork): Lineage {
  let lineage = lineages.get(network);
  if (!lineage) lineages.set(network, (lineage = { edgeCount: network.edgeCount, before: null }));
  return lineage;
}

/**
 * The network as it would be after some changes to the map, by the same rules: a new one, the given one stays. Its version
 * is a hash of the given one's and of the edits. RangeError naming the edit that cannot be carried out and why.
 *
 * Ground that is crossed in any direction keeps its straight walks: a link that ends on a square joins the nearest of them
 * and its rim.
 */
export function editNetwork(network: WalkNetwork, edits: NetworkEdits): WalkNetwork {
  checkEdits(edits);
  const { closeWays = [], addLinks = [], openGates = [], closeGates = [] } = edits;
  if (closeWays.length + addLinks.length + openGates.length + closeGates.length === 0) return network;
  const gates = {
    open: openGates.map((place, index) => findGate(network, `openGates[${index}]`, place)),
    close: closeGates.map((place, index) => findGate(network, `closeGates[${index}]`, place)),
  };
  gates.open.forEach(({ centre }, index) => {
    const also = gates.close.findIndex((gate) => gate.centre === centre);
    if (also >= 0) throw new RangeError(`openGates[${index}] and closeGates[${also}] are the same gate`);
  });
  const draft = new NetworkDraft(network);
  closeWays
    .flatMap((place, index) => findWay(draft, `closeWays[${index}]`, place))
    .forEach((edge) => draft.close(edge));
  addLinks.forEach((link, index) => addLink(draft, `addLinks[${index}]`, link));
  for (const gate of gates.open) openGate(draft, gate);
  for (const gate of gates.close) closeGate(draft, gate);
  tidy(draft);
  if (!draft.hasWays()) throw new RangeError("closeWays: nothing would be left to walk on");
  const version = createHash("sha256")
    .update(JSON.stringify([network.version, closeWays, addLinks, openGates, closeGates]))
    .digest("hex")
    .slice(0, 16);
  const { network: edited, edgeOf } = carryOut(draft, version);
  lineages.set(edited, { edgeCount: edited.edgeCount, before: { lineage: lineageOf(network), edgeOf } });
  return edited;
}

/**
 * For each edge of one network its row in another, -1 where the other does not have it; null where neither was made of
 * the other, nor both of a third.
 */
export function edgesIn(one: WalkNetwork, other: WalkNetwork): Int32Array | null {
  const up = lineOf(lineageOf(one));
  const down = lineOf(lineageOf(other));
  const meet = up.find((lineage) => down.includes(lineage));
  if (!meet) return null;
  let rows = Int32Array.from({ length: one.edgeCount }, (_, edge) => edge);
  for (const { edgeCount, before } of up.slice(0, up.indexOf(meet))) {
    const { edgeOf } = before!;
    const back = new Int32Array(edgeCount).fill(-1);
    for (let edge = 0; edge < edgeOf.length; edge++) if (edgeOf[edge] >= 0) back[edgeOf[edge]] = edge;
    rows = rows.map((edge) => (edge < 0 ? -1 : back[edge]));
  }
  for (const { before } of down.slice(0, down.indexOf(meet)).reverse()) {
    const { edgeOf } = before!;
    rows = rows.map((edge) => (edge < 0 ? -1 : edgeOf[edge]));
  }
  return rows;
}

/** A network's lineage, that of the one it was made of, and so on. */
function lineOf(lineage: Lineage): Lineage[] {
  const line = [lineage];
  for (let at = lineage.before; at; at = at.lineage.before) line.push(at.lineage);
  return line;
}

function addLink(draft: NetworkDraft, at: string, link: NewLink): void {
  const classRow = draft.rowOfClass(classOfLink(link));
  const name = draft.rowOfName(link.name ?? "");
  const osmId = draft.newOsmId();
  const last = link.geometry.length - 1;
  const joins = new Set([0, ...(link.joins ?? []), last]);
  let joined = 0;
  let line: number[] = [];
  let from = -1;
  const add = (lng: number, lat: number): void => {
    if (line.at(-2) !== lng || line.at(-1) !== lat) line.push(lng, lat);
  };
  link.geometry.forEach((position, index) => {
    const lng = Math.round(position[0] * UNITS_PER_DEGREE);
    const lat = Math.round(position[1] * UNITS_PER_DEGREE);
    if (!joins.has(index)) {
      add(lng, lat);
      return;
    }
    const join = joinAt(draft, position);
    if (join) joined++;
    else if (index > 0 && index < last) throw new RangeError(`${at}.joins: ${nothingNear(position)}`);
    const vertex = join?.vertex ?? draft.addVertex({ lng, lat, flags: 0 });
    const place = draft.vertexAt(vertex);
    // a link drawn up to a little before the way goes on straight to it
    if (index > 0 && join && !join.moved) add(lng, lat);
    add(place.lng, place.lat);
    if (index > 0) {
      if (line.length === 2) {
        if (from === vertex) throw new RangeError(`${at}.geometry: it has no length at ${position.join(",")}`);
        line.push(place.lng, place.lat);
      }
      draft.addEdge({ from, to: vertex, line, classRow, name, osmId });
    }
    from = vertex;
    line = [place.lng, place.lat];
    if (index < last && join && !join.moved) add(lng, lat);
  });
  if (joined === 0) throw new RangeError(`${at}.geometry: ${nothingNear(link.geometry[0])}, and none of its other end`);
}

const nothingNear = (position: Position): string => `no way within ${JOIN_METERS} m of ${position.join(",")}`;
