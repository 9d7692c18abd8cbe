import { profileOf, type Profile } from "../foot/profiles.ts";
import type { WayClass } from "../foot/ways.ts";
import { VERTEX_SIGNALS, type WalkNetwork } from "../network/network.ts";
import type { WalkSettings } from "../types.ts";

/** Cost of an arc that may not be walked. */
export const CLOSED = -1;

/** Per edge class: 1 where such a walker never goes, whatever the access; null where no class is closed. */
export function closedClasses(network: WalkNetwork, profile: Profile): Uint8Array | null {
  const closed = Uint8Array.from(network.classes, (row) => (isClosedTo(profile, row) ? 1 : 0));
  return closed.includes(1) ? closed : null;
}

function isClosedTo(profile: Profile, row: WayClass): boolean {
  if (row.fixedSpeedKmh !== null) return false;
  if (row.surfaceFactor > 1 && !profile.softGround) return true;
  return (row.kind === "steps" || row.kind === "escalator") && !profile.steps;
}

/**
 * What each arc costs under given settings, in whole milliseconds: whole numbers add up to the same sum in any order,
 * so results do not depend on who searched or from which side.
 */
export class WalkCosts {
  readonly settings: WalkSettings;
  readonly profile: Profile;
  /** Per arc, in the order of the network's arcs, for walking away from the vertex (towards it, when inbound). CLOSED where shut. */
  readonly arcMilliseconds: Int32Array;
  /** Per arc: 1 where the way is private. */
  readonly arcPrivate: Uint8Array;
  /** Per vertex: lost when walking on through it. */
  readonly vertexDelay: Uint16Array;
  /** Per edge class: milliseconds per metre; CLOSED where this walker cannot go. */
  readonly classRate: Float64Array;
  readonly classForward: Uint8Array;
  readonly classBackward: Uint8Array;
  readonly classPrivate: Uint8Array;
  readonly hasPrivate: boolean;
  /** Milliseconds per metre off the network. */
  readonly legRate: number;

  constructor(network: WalkNetwork, settings: WalkSettings) {
    this.settings = settings;
    this.profile = profileOf(settings.profile);
    this.legRate = 3600 / settings.speedKmh;
    const { classes } = network;
    this.classRate = Float64Array.from(classes, (row) => this.#rate(row));
    const outbound = settings.direction === "outbound";
    // walking towards the origin is walking every way the other way round
    this.classForward = Uint8Array.from(classes, (row) => ((outbound ? row.forward : row.backward) ? 1 : 0));
    this.classBackward = Uint8Array.from(classes, (row) => ((outbound ? row.backward : row.forward) ? 1 : 0));
    this.classPrivate = Uint8Array.from(classes, (row) => (row.private ? 1 : 0));

    const { arcEdge, edgeClass, edgeMillimeters, vertexFlags } = network.arrays;
    this.arcMilliseconds = new Int32Array(arcEdge.length);
    this.arcPrivate = new Uint8Array(arcEdge.length);
    let hasPrivate = false;
    for (let arc = 0; arc < arcEdge.length; arc++) {
      const edge = arcEdge[arc] >>> 1;
      const row = edgeClass[edge];
      const open = (arcEdge[arc] & 1) === 0 ? this.classForward[row] : this.classBackward[row];
      const rate = this.classRate[row];
      this.arcMilliseconds[arc] =
        open === 1 && rate !== CLOSED ? Math.round((edgeMillimeters[edge] / 1000) * rate) : CLOSED;
      this.arcPrivate[arc] = this.classPrivate[row];
      if (this.classPrivate[row] === 1 && this.arcMilliseconds[arc] !== CLOSED) hasPrivate = true;
    }
    this.hasPrivate = hasPrivate;
    const delay = Math.round(this.profile.signalDelaySeconds * 1000);
    this.vertexDelay = Uint16Array.from(vertexFlags, (flags) => ((flags & VERTEX_SIGNALS) !== 0 ? delay : 0));
  }

  #rate(row: WayClass): number {
    if (row.private && this.settings.privateWays === "exclude") return CLOSED;
    if (isClosedTo(this.profile, row)) return CLOSED;
    if (row.fixedSpeedKmh !== null) return 3600 / row.fixedSpeedKmh;
    const onSteps = row.kind === "steps" || row.kind === "escalator";
    return this.legRate * row.surfaceFactor * (onSteps ? this.profile.stepsFactor : 1);
  }
}
