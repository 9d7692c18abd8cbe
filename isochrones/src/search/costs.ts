import { minuteOfWeek } from "../foot/hours.ts";
import { paceFactor } from "../foot/pace.ts";
import { profileOf, type Profile } from "../foot/profiles.ts";
import { accessAt } from "../foot/times.ts";
import type { WayClass } from "../foot/ways.ts";
import { VERTEX_ELEVATOR, VERTEX_SIGNALS, type WalkNetwork } from "../network/network.ts";
import type { WalkSettings } from "../types.ts";

/** Cost of an arc that may not be walked. */
export const CLOSED = -1;
/** No arc costs more milliseconds, be it a ferry of a month: longer than any search looks, and it fits 32 bits. */
const MOST = 0x7fffffff;

const minuteAsked = ({ at }: WalkSettings): number | null => (at ? (minuteOfWeek(at)?.minute ?? null) : null);

/** Per edge class: 1 where such a walker does not go at the asked time, whoever owns it; null where no class is closed. */
export function closedClasses(network: WalkNetwork, settings: WalkSettings): Uint8Array | null {
  const profile = profileOf(settings.profile);
  const minute = minuteAsked(settings);
  const closed = Uint8Array.from(network.classes, (row) =>
    paceFactor(profile, row) === null || (row.times && accessAt(row.times, minute) === "forbidden") ? 1 : 0,
  );
  return closed.includes(1) ? closed : null;
}

/**
 * What is open and shut at the asked time, as two words: settings with the same `all` cost the same, with the same
 * `doors` let doors join the network at the same places.
 */
export function stateOfTimes(network: WalkNetwork, settings: WalkSettings): { all: string; doors: string } {
  const minute = minuteAsked(settings);
  const timed = network.classes.flatMap(({ times, attachable }) =>
    times ? [{ attachable, letter: accessAt(times, minute)[0] }] : [],
  );
  return {
    all: timed.map(({ letter }) => letter).join(""),
    doors: timed.map(({ letter, attachable }) => (attachable ? letter : "")).join(""),
  };
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
  /** Of the week; null where the time is ignored. */
  readonly #minute: number | null;

  constructor(network: WalkNetwork, settings: WalkSettings) {
    this.settings = settings;
    this.#minute = minuteAsked(settings);
    this.profile = profileOf(settings.profile);
    this.legRate = 3600 / settings.speedKmh;
    const { classes } = network;
    this.classRate = Float64Array.from(classes, (row) => this.#rate(row));
    const outbound = settings.direction === "outbound";
    // walking towards the origin is walking every way the other way round
    this.classForward = Uint8Array.from(classes, (row) => ((outbound ? row.forward : row.backward) ? 1 : 0));
    this.classBackward = Uint8Array.from(classes, (row) => ((outbound ? row.backward : row.forward) ? 1 : 0));
    this.classPrivate = Uint8Array.from(classes, (row) => (this.#accessOf(row) === "private" ? 1 : 0));

    const { arcEdge, edgeClass, edgeMillimeters, vertexFlags } = network.arrays;
    this.arcMilliseconds = new Int32Array(arcEdge.length);
    this.arcPrivate = new Uint8Array(arcEdge.length);
    let hasPrivate = false;
    const { arcMilliseconds, arcPrivate, classRate, classForward, classBackward, classPrivate } = this;
    for (let arc = 0; arc < arcEdge.length; arc++) {
      const edge = arcEdge[arc] >>> 1;
      const row = edgeClass[edge];
      const open = (arcEdge[arc] & 1) === 0 ? classForward[row] : classBackward[row];
      const rate = classRate[row];
      const shut = open !== 1 || rate === CLOSED;
      arcMilliseconds[arc] = shut ? CLOSED : Math.min(MOST, Math.round((edgeMillimeters[edge] / 1000) * rate));
      arcPrivate[arc] = classPrivate[row];
      if (classPrivate[row] === 1 && !shut) hasPrivate = true;
    }
    this.hasPrivate = hasPrivate;
    const delay = Math.round((settings.signalSeconds ?? this.profile.signalSeconds) * 1000);
    const lift = Math.round(this.profile.elevatorSeconds * 1000);
    // a loop, since `from` with a function takes as long as all the rest here
    this.vertexDelay = new Uint16Array(vertexFlags.length);
    for (let vertex = 0; vertex < vertexFlags.length; vertex++) {
      const flags = vertexFlags[vertex];
      if ((flags & VERTEX_SIGNALS) !== 0) this.vertexDelay[vertex] += delay;
      if ((flags & VERTEX_ELEVATOR) !== 0) this.vertexDelay[vertex] += lift;
    }
  }

  #rate(row: WayClass): number {
    if (this.#accessOf(row) === "private" && this.settings.privateWays === "exclude") return CLOSED;
    if (this.#accessOf(row) === "forbidden") return CLOSED;
    const factor = paceFactor(this.profile, row);
    if (factor === null) return CLOSED;
    return row.fixedSpeedKmh === null ? this.legRate * factor : 3600 / row.fixedSpeedKmh;
  }

  #accessOf(row: WayClass): "allowed" | "private" | "forbidden" {
    if (row.times) return accessAt(row.times, this.#minute);
    return row.private ? "private" : "allowed";
  }
}
