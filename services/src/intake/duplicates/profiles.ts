/** What is compared of each outlet, worked out once for a whole city. */
import { categories } from "@quarterhour/data";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { HAND_SOURCE } from "../../store/index.ts";
import type { OutletDraft } from "../../store/index.ts";
import { phonesOf, plainText, readAddress, readName, syllablesOf } from "./text.ts";
import type { ReadAddress } from "./text.ts";

/** An outlet or a row of a table; what is left out counts as unknown. */
export interface Comparable extends Pick<OutletDraft, "name" | "services" | "location"> {
  /** Any text that tells it from the others. */
  id: string;
  /** Who says so; a table rarely lists a shop twice. */
  source?: string | null;
  address?: string | null;
  phone?: string | null;
  status?: OutletDraft["status"];
  openedOn?: string | null;
  closedOn?: string | null;
  chain?: string | null;
}

export interface CompareOptions {
  /** Names of the city and its districts, which stand in front of names and addresses. */
  placeNames?: string[];
  /** How far off a source's points are, one standard deviation; usual values where it is not named. */
  positionErrorMeters?: Record<string, number>;
}

export interface Profile {
  id: string;
  source: string;
  full: string;
  branch: string | null;
  /** Ids of one- and two-character parts of the name, ascending, and of its syllables. */
  grams: Int32Array;
  sounds: Int32Array;
  weight: number;
  soundWeight: number;
  phones: string[];
  address: ReadAddress;
  /** Metres east and north of a fixed place. */
  x: number;
  y: number;
  location: Position;
  errorMeters: number;
  categories: CategoryId[];
  kinds: RepairKindId[];
  chain: string;
  status: OutletDraft["status"];
  openedOn: string | null;
  closedOn: string | null;
}

export interface Profiles {
  list: Profile[];
  /** How much each part of a name tells: the logarithm of how rare it is, by its id. */
  gramWeights: Float64Array;
  soundWeights: Float64Array;
  /** How many have a part of a name, by its id; how many have the name. */
  gramCounts: Int32Array;
  nameCounts: Map<string, number>;
}

/**
 * One standard deviation of where a source puts its shops. Mappers set them into the right house on an aerial picture;
 * tables come from geocoders and phones, and mean the door, the middle of the house or the number on the street.
 */
const usualErrorMeters = { osm: 10, [HAND_SOURCE]: 10, other: 25 };

const metersPerDegree = 111_195;

/** The map gives what has no name the name of its category. */
const noNames = new Set(categories.map(({ nameZh }) => plainText(nameZh)));

/** Works through outlets in turn; yields now and then how far it is, 0 to 1. */
export function* profilesOf(outlets: readonly Comparable[], options: CompareOptions): Generator<number, Profiles> {
  const placeNames = (options.placeNames ?? []).map(plainText).filter((name) => name.length >= 2);
  const middle = outlets.length === 0 ? 0 : outlets[outlets.length >> 1].location[1];
  const eastPerDegree = metersPerDegree * Math.cos((middle * Math.PI) / 180);
  const addresses: ReadAddress[] = [];
  const streets = new Set<string>();
  for (const [i, { address }] of outlets.entries()) {
    const read = address ? readAddress(address, placeNames) : { street: null, number: null, floor: null };
    if (read.street !== null && read.number !== null) streets.add(read.street);
    addresses.push(read);
    if (i % chunk === 0) yield (0.2 * i) / outlets.length;
  }
  const gramIds = new Ids();
  const soundIds = new Ids();
  const nameCounts = new Map<string, number>();
  const list: Profile[] = [];
  for (const [i, outlet] of outlets.entries()) {
    const name = noNames.has(plainText(outlet.name)) ? "" : outlet.name;
    const { full, branch } = readName(name, placeNames, streets);
    const source = outlet.source ?? "";
    if (full !== "") nameCounts.set(full, (nameCounts.get(full) ?? 0) + 1);
    list.push({
      id: outlet.id,
      source,
      full,
      branch,
      grams: gramIds.of(partsOf(Array.from(full))),
      sounds: soundIds.of(partsOf(syllablesOf(full))),
      weight: 0,
      soundWeight: 0,
      phones: outlet.phone ? phonesOf(outlet.phone) : [],
      address: addresses[i],
      x: outlet.location[0] * eastPerDegree,
      y: outlet.location[1] * metersPerDegree,
      location: outlet.location,
      errorMeters:
        options.positionErrorMeters?.[source] ??
        usualErrorMeters[source as keyof typeof usualErrorMeters] ??
        usualErrorMeters.other,
      categories: [...new Set(outlet.services.map(({ category }) => category))],
      kinds: outlet.services.flatMap(({ kind }) => kind ?? []),
      chain: outlet.chain ? plainText(outlet.chain) : "",
      status: outlet.status ?? "open",
      openedOn: outlet.openedOn ?? null,
      closedOn: outlet.closedOn ?? null,
    });
    if (i % chunk === 0) yield 0.2 + (0.8 * i) / outlets.length;
  }
  const gramWeights = gramIds.weights(list.length);
  const soundWeights = soundIds.weights(list.length);
  for (const profile of list) {
    for (const gram of profile.grams) profile.weight += gramWeights[gram];
    for (const sound of profile.sounds) profile.soundWeight += soundWeights[sound];
  }
  return { list, gramWeights, soundWeights, gramCounts: Int32Array.from(gramIds.counts), nameCounts };
}

const chunk = 2_000;

/** Single parts and pairs of neighbours, with an end mark, so that order counts. */
function partsOf(parts: string[]): string[] {
  const all = new Set(parts);
  for (let i = 0; i + 1 < parts.length; i++) all.add(`${parts[i]} ${parts[i + 1]}`);
  return [...all];
}

class Ids {
  readonly counts: number[] = [];
  readonly #ids = new Map<string, number>();

  of(parts: string[]): Int32Array {
    const ids = new Int32Array(parts.length);
    for (const [i, part] of parts.entries()) {
      let id = this.#ids.get(part);
      if (id === undefined) this.#ids.set(part, (id = this.counts.push(0) - 1));
      this.counts[id]++;
      ids[i] = id;
    }
    return ids.sort();
  }

  weights(total: number): Float64Array {
    return Float64Array.from(this.counts, (count) => Math.log(1 + total / count));
  }
}
