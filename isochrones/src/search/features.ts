import type { WayClass } from "../foot/ways.ts";
import { VERTEX_CROSSING, VERTEX_ELEVATOR, VERTEX_GATE, VERTEX_SIGNALS, type WalkNetwork } from "../network/network.ts";
import type { Position, RouteFeature } from "../types.ts";

type Kind = RouteFeature["kind"];

/** Shorter bits of a way are where it was cut, nothing that a walker notices. */
const LEAST_METERS = 0.5;
const SAME_PLACE_METERS = 0.01;

/** Gathers what a walker notices, told edge by edge and vertex by vertex in the order walked. */
export class FeatureNotes {
  readonly features: RouteFeature[] = [];
  readonly #network: WalkNetwork;
  /** What may go on at the next edge, and the OSM way it was last met on; -1 where that was a node. */
  #open: RouteFeature | null = null;
  #openWay = -1;

  constructor(network: WalkNetwork) {
    this.#network = network;
  }

  /** `location` is where the edge is stepped on, `atMeters` how far has been walked until there. */
  passEdge(edge: number, location: Position, meters: number, atMeters: number): void {
    if (meters < LEAST_METERS) return;
    const row = this.#network.edgeClassOf(edge);
    const kind = kindOfEdge(row);
    if (!kind) {
      this.#open = null;
      return;
    }
    const way = this.#network.arrays.edgeOsmId[edge];
    const open = this.#goesOn(kind, way, atMeters);
    if (open) {
      open.meters += meters;
      // a way's count is that of the whole way, into however many edges it is cut
      if (row.stepCount !== null && way !== this.#openWay) open.stepCount = (open.stepCount ?? 0) + row.stepCount;
      this.#openWay = way;
      return;
    }
    const name = this.#network.edgeNameOf(edge);
    const feature: RouteFeature = { kind, location, meters, atMeters };
    if (row.stepCount !== null) feature.stepCount = row.stepCount;
    if (name !== "") feature.name = name;
    this.#add(feature, way);
  }

  passVertex(vertex: number, atMeters: number): void {
    const kind = kindOfVertex(this.#network.arrays.vertexFlags[vertex]);
    if (!kind) return;
    // a crossing drawn as a way has a node of its own in the middle of the road
    if (kind === "crossing" && this.#goesOn(kind, -1, atMeters)) return;
    // a gate that is not free for all is several vertices in one place
    const last = this.features.at(-1);
    if (last && last.kind === kind && atMeters - last.atMeters < SAME_PLACE_METERS) return;
    const feature = { kind, location: this.#network.vertexPosition(vertex), meters: 0, atMeters };
    if (kind === "crossing") this.#add(feature, -1);
    else this.features.push(feature);
  }

  #add(feature: RouteFeature, way: number): void {
    this.features.push(feature);
    this.#open = feature;
    this.#openWay = way;
  }

  /**
   * The feature that goes on here. One bridge cut into several edges is one bridge; flights of steps stay apart where
   * the ground between is level. Two crossings may meet at a corner: they are one only where they are one way.
   */
  #goesOn(kind: Kind, way: number, atMeters: number): RouteFeature | null {
    const open = this.#open;
    if (!open || open.kind !== kind || Math.abs(open.atMeters + open.meters - atMeters) > SAME_PLACE_METERS)
      return null;
    const oneWay = way === this.#openWay || way === -1 || this.#openWay === -1;
    return kind !== "crossing" || oneWay ? open : null;
  }
}

function kindOfEdge(row: WayClass): Kind | null {
  if (row.kind === "steps" || row.kind === "escalator" || row.kind === "ferry") return row.kind;
  if (row.kind === "elevator") return "lift";
  if (row.crossing) return "crossing";
  if (row.kind === "road" || row.kind === "service") return null;
  if (row.bridge) return "footbridge";
  return row.tunnel ? "underpass" : null;
}

function kindOfVertex(flags: number): Kind | null {
  if ((flags & VERTEX_SIGNALS) !== 0) return "signals";
  if ((flags & VERTEX_CROSSING) !== 0) return "crossing";
  if ((flags & VERTEX_ELEVATOR) !== 0) return "lift";
  return (flags & VERTEX_GATE) !== 0 ? "gate" : null;
}
