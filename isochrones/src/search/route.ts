import { UNITS_PER_DEGREE, unitsToMeters } from "../geo.ts";
import type { Attachment, Position, RouteResult } from "../types.ts";
import { FeatureNotes } from "./features.ts";
import type { Search } from "./search.ts";

type Walk = Pick<RouteResult, "geometry" | "seconds" | "meters" | "accessMeters" | "features" | "ways">;

/** A stretch of one edge in the order walked. */
interface Stretch {
  edge: number;
  /** Metres from the edge's first vertex where the walker steps on and off. */
  from: number;
  to: number;
  /** Vertex at its end, -1 at the destination. */
  endVertex: number;
}

/** The walk to a place from the one seed of a finished search, door to door; null where the search did not reach it. */
export function traceRoute(
  search: Search,
  fromDoor: Position,
  start: Attachment,
  toDoor: Position,
  end: Attachment,
): Walk | null {
  if (!search.arrive(end.edge, end.offsetMeters)) return null;
  const { milliseconds, state } = search.arrival;
  const millimeters = walkedMillimeters(search, end.edge, end.offsetMeters);
  const stretches =
    state < 0
      ? [{ edge: end.edge, from: start.offsetMeters, to: end.offsetMeters, endVertex: -1 }]
      : stretchesTo(search, state, start, end);
  if (search.costs.settings.direction === "inbound") reverse(stretches, search);

  const inbound = search.costs.settings.direction === "inbound";
  const coordinates: Position[] = [inbound ? toDoor : fromDoor];
  const add = (position: Position): void => {
    const last = coordinates[coordinates.length - 1];
    if (last[0] !== position[0] || last[1] !== position[1]) coordinates.push(position);
  };
  const accessStart = inbound ? end.accessMeters : start.accessMeters;
  const accessEnd = inbound ? start.accessMeters : end.accessMeters;
  const notes = new FeatureNotes(search.network);
  const ways: RouteResult["ways"] = [];
  let walked = accessStart;
  for (const stretch of stretches) {
    const meters = Math.abs(stretch.to - stretch.from);
    const line = cutEdge(search, stretch);
    line.forEach(add);
    notes.passEdge(stretch.edge, line[0], meters, walked);
    const name = search.network.edgeNameOf(stretch.edge);
    const last = ways[ways.length - 1];
    if (last && last.name === name && Math.abs(last.atMeters + last.meters - walked) < 0.01) last.meters += meters;
    else if (name !== "" && meters > 0) ways.push({ name, meters, atMeters: walked });
    walked += meters;
    if (stretch.endVertex >= 0) notes.passVertex(stretch.endVertex, walked);
  }
  add(inbound ? fromDoor : toDoor);
  if (coordinates.length === 1) coordinates.push(coordinates[0]);
  // rounded one by one, as reach tables do, so that both say the same to the millisecond
  const legMilliseconds = [start, end].map((each) => Math.round(each.accessMeters * search.costs.legRate));
  return {
    geometry: { type: "LineString", coordinates },
    seconds: (milliseconds + legMilliseconds[0] + legMilliseconds[1]) / 1000,
    meters: millimeters / 1000 + start.accessMeters + end.accessMeters,
    accessMeters: { from: accessStart, to: accessEnd },
    features: notes.features,
    ways,
  };
}

function stretchesTo(search: Search, lastState: number, start: Attachment, end: Attachment): Stretch[] {
  const { arcEdge, edgeMillimeters } = search.network.arrays;
  const lengthOf = (edge: number): number => edgeMillimeters[edge] / 1000;
  const backwards: Stretch[] = [];
  const lastVertex = search.vertexOf(lastState);
  const entersAtStart = search.arrival.enteredAtStart;
  backwards.push({ edge: end.edge, from: entersAtStart ? 0 : lengthOf(end.edge), to: end.offsetMeters, endVertex: -1 });
  let state = lastState;
  let vertex = lastVertex;
  for (;;) {
    const previous = search.previousOf(state);
    if (previous < 0) {
      // the seed's own edge: it left by the end that the first vertex stands at; a loop has both ends there
      const toEnd = search.leftForward(state);
      backwards.push({
        edge: start.edge,
        from: start.offsetMeters,
        to: toEnd ? lengthOf(start.edge) : 0,
        endVertex: vertex,
      });
      break;
    }
    const arc = arcEdge[search.arcTo(state)];
    const edge = arc >>> 1;
    const forward = (arc & 1) === 0;
    backwards.push({ edge, from: forward ? 0 : lengthOf(edge), to: forward ? lengthOf(edge) : 0, endVertex: vertex });
    state = previous;
    vertex = search.vertexOf(state);
  }
  return backwards.reverse();
}

/** Turns a walk found from its end into the order it is walked. */
function reverse(stretches: Stretch[], search: Search): void {
  stretches.reverse();
  const { edgeFrom, edgeTo } = search.network.arrays;
  stretches.forEach((stretch, index) => {
    [stretch.from, stretch.to] = [stretch.to, stretch.from];
    stretch.endVertex =
      index === stretches.length - 1 ? -1 : stretch.to > stretch.from ? edgeTo[stretch.edge] : edgeFrom[stretch.edge];
  });
}

/** The line of a stretch, with cut ends in their exact place. */
function cutEdge(search: Search, stretch: Stretch): Position[] {
  const { shapeStart, shapeLng, shapeLat, vertexLng, vertexLat, edgeFrom, edgeTo, edgeMillimeters } =
    search.network.arrays;
  const { edge } = stretch;
  const lngs = [
    vertexLng[edgeFrom[edge]],
    ...shapeLng.subarray(shapeStart[edge], shapeStart[edge + 1]),
    vertexLng[edgeTo[edge]],
  ];
  const lats = [
    vertexLat[edgeFrom[edge]],
    ...shapeLat.subarray(shapeStart[edge], shapeStart[edge + 1]),
    vertexLat[edgeTo[edge]],
  ];
  const low = Math.min(stretch.from, stretch.to);
  const high = Math.max(stretch.from, stretch.to);
  const along = [0];
  for (let i = 1; i < lngs.length; i++)
    along.push(along[i - 1] + unitsToMeters(lngs[i - 1], lats[i - 1], lngs[i], lats[i]));
  const scale = along[along.length - 1] > 0 ? edgeMillimeters[edge] / 1000 / along[along.length - 1] : 1;
  const at = (meters: number): Position => {
    for (let i = 1; i < along.length; i++) {
      if (along[i] * scale < meters && i < along.length - 1) continue;
      const span = (along[i] - along[i - 1]) * scale;
      const t = span > 0 ? Math.min(1, Math.max(0, (meters - along[i - 1] * scale) / span)) : 0;
      return [
        (lngs[i - 1] + t * (lngs[i] - lngs[i - 1])) / UNITS_PER_DEGREE,
        (lats[i - 1] + t * (lats[i] - lats[i - 1])) / UNITS_PER_DEGREE,
      ];
    }
    return [lngs[0] / UNITS_PER_DEGREE, lats[0] / UNITS_PER_DEGREE];
  };
  const line: Position[] = [at(low)];
  for (let i = 1; i < along.length - 1; i++) {
    if (along[i] * scale > low && along[i] * scale < high)
      line.push([lngs[i] / UNITS_PER_DEGREE, lats[i] / UNITS_PER_DEGREE]);
  }
  line.push(at(high));
  return stretch.from <= stretch.to ? line : line.reverse();
}

/** Millimetres along the network of the walk that `arrive` found last, to that point of an edge. */
export function walkedMillimeters(search: Search, edge: number, offsetMeters: number): number {
  const { arcEdge, edgeMillimeters } = search.network.arrays;
  const { arrival } = search;
  const seed = search.seeds[arrival.seed];
  const start = seed.vertex === undefined ? seed.attachment : null;
  if (arrival.state < 0) return Math.abs(offsetMeters - (start?.offsetMeters ?? 0)) * 1000;
  let walked = arrival.enteredAtStart ? offsetMeters * 1000 : edgeMillimeters[edge] - offsetMeters * 1000;
  let { state } = arrival;
  for (let previous = search.previousOf(state); previous >= 0; previous = search.previousOf(state)) {
    walked += edgeMillimeters[arcEdge[search.arcTo(state)] >>> 1];
    state = previous;
  }
  if (!start) return walked;
  const offset = start.offsetMeters * 1000;
  return walked + (search.leftForward(state) ? edgeMillimeters[start.edge] - offset : offset);
}
