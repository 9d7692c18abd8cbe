/** Compounds (小区): residential areas with a name or with gates, and the gates in their walls. */
import type { OsmTags, Position } from "@quarterhour/isochrones";
import { polygonProblem } from "../../store/index.ts";
import type { CompoundDraft, CompoundGate } from "../../store/index.ts";
import { BoxIndex } from "../geometry/boxes.ts";
import { toGeometry } from "../geometry/polygon.ts";
import { degreesFor, metersToRing } from "../geometry/sphere.ts";
import type { MapArea, MapNode, OsmMap } from "./map.ts";
import { addressOf, nameOf } from "./names.ts";

/** `barrier=` values that people can be let through; bollards and kerbs stand in the open. */
const GATES = new Set([
  "gate",
  "swing_gate",
  "sliding_gate",
  "kissing_gate",
  "wicket_gate",
  "turnstile",
  "full-height_turnstile",
  "lift_gate",
  "entrance",
]);

/** A gate stands on the wall, and both were drawn from pictures taken from above. */
export const IN_THE_WALL_METERS = 15;

export function compoundsOf(map: OsmMap): CompoundDraft[] {
  const gates = new BoxIndex<MapNode>();
  for (const node of map.nodes) {
    if (!GATES.has(node.tags.barrier ?? "")) continue;
    const [lng, lat] = node.location;
    const reach = degreesFor(IN_THE_WALL_METERS, lat);
    gates.add([lng - reach.lng, lat - reach.lat, lng + reach.lng, lat + reach.lat], node);
  }
  const drafts: CompoundDraft[] = [];
  for (const area of map.areas((tags) => tags.landuse === "residential")) {
    const name = nameOf(area.tags);
    const around = gatesOf(area, gates);
    const boundary = toGeometry(area.polygons);
    if ((name === null && around.length === 0) || polygonProblem(boundary) !== null) continue;
    drafts.push({
      sourceRef: area.ref,
      name,
      address: addressOf(area.tags),
      boundary,
      gates: around.map(({ id, location, tags }) => ({ ...gateOf(tags), location, ref: `node/${id}` })),
    });
  }
  return drafts;
}

/** Gates in the area's walls, in the order of their ids. */
function gatesOf(area: MapArea, gates: BoxIndex<MapNode>): MapNode[] {
  const onRing = new Set(area.nodeIds);
  const found = new Set<MapNode>();
  const rings = area.polygons.flat();
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      for (const place of alongSide(ring[i - 1], ring[i])) {
        for (const gate of gates.at(place)) {
          if (!found.has(gate) && (onRing.has(gate.id) || isInWall(gate, ring))) found.add(gate);
        }
      }
    }
  }
  return [...found].sort((a, b) => a.id - b.id);
}

function isInWall({ location }: MapNode, ring: Position[]): boolean {
  return metersToRing(location, ring) <= IN_THE_WALL_METERS;
}

/** Places along a side, so close together that every box of a gate by it holds one of them. */
function* alongSide(from: Position, to: Position): Generator<Position> {
  const step = degreesFor(IN_THE_WALL_METERS, from[1]);
  const count = Math.ceil(Math.max(Math.abs(to[0] - from[0]) / step.lng, Math.abs(to[1] - from[1]) / step.lat, 1));
  for (let i = 0; i <= count; i++) {
    yield [from[0] + ((to[0] - from[0]) * i) / count, from[1] + ((to[1] - from[1]) * i) / count];
  }
}

function gateOf(tags: OsmTags): Omit<CompoundGate, "location" | "ref"> {
  const access = tags.foot ?? tags.access ?? null;
  return {
    name: nameOf(tags) ?? tags.ref?.trim() ?? null,
    kind: tags.barrier,
    openingHours: tags.opening_hours?.trim() || null,
    access,
    locked: isLocked(tags, access),
  };
}

/** Nothing said is nothing known: whether the walking network lets people through all the same is its own rule. */
function isLocked(tags: OsmTags, access: string | null): boolean | null {
  if (access === "no") return true;
  if (tags.locked === "yes" && tags.foot === undefined) return true;
  return access !== null || tags.locked === "no" || tags.opening_hours !== undefined ? false : null;
}
