import { classifyWay, type WayClass } from "../foot/ways.ts";
import type { Position } from "../types.ts";

/** A gate: the one nearest to a position, within 25 m, or the OSM node that it is (gates that not everybody passes only). */
export type GatePlace = { near: Position } | { osmNode: number };

/** The stretch between two junctions nearest to a position, within 25 m, or all of an OSM way. */
export type WayPlace = { near: Position } | { osmWay: number };

/** A way that is not on the map yet. */
export interface NewLink {
  /** Two positions or more. An end within 15 m of a way joins it; the rest passes over whatever it crosses. */
  geometry: Position[];
  kind: LinkKind;
  name?: string;
  /** Places in `geometry` between its ends that join the way there too. */
  joins?: number[];
  /** As in OSM's surface=*; default: firm. */
  surface?: string;
  inclinePercent?: number;
  widthMeters?: number;
  stepCount?: number;
  /** Only for those who live or go there. */
  private?: boolean;
}

export type LinkKind = "footway" | "path" | "pedestrian" | "steps" | "footbridge" | "underpass";

/** What is different from the map; plain JSON. Ways are closed first, then links added, then gates opened and closed. */
export interface NetworkEdits {
  closeWays?: WayPlace[];
  addLinks?: NewLink[];
  openGates?: GatePlace[];
  closeGates?: GatePlace[];
}

const linkTags: Record<LinkKind, Record<string, string>> = {
  footway: { highway: "footway" },
  path: { highway: "path" },
  pedestrian: { highway: "pedestrian" },
  steps: { highway: "steps" },
  footbridge: { highway: "footway", bridge: "yes", layer: "1" },
  underpass: { highway: "footway", tunnel: "yes", layer: "-1" },
};

/** What a walker finds on a new link, by the rules that hold for the map. */
export function classOfLink(link: NewLink): WayClass {
  const tags: Record<string, string> = { ...linkTags[link.kind] };
  if (link.surface !== undefined) tags.surface = link.surface;
  if (link.inclinePercent !== undefined) tags.incline = `${link.inclinePercent}%`;
  if (link.widthMeters !== undefined) tags.width = String(link.widthMeters);
  if (link.stepCount !== undefined) tags.step_count = String(link.stepCount);
  if (link.private) tags.access = "private";
  const found = classifyWay(tags, () => Number.NaN);
  if (!found) throw new RangeError(`a link of kind ${link.kind} cannot be walked with these facts`);
  return found;
}

/** RangeError saying which part of the edits is not of the right form, and what would be. */
export function checkEdits(edits: NetworkEdits): void {
  onlyKeys("edits", edits, ["closeWays", "addLinks", "openGates", "closeGates"]);
  for (const [name, key, whole] of [
    ["openGates", "osmNode", "an OSM node"],
    ["closeGates", "osmNode", "an OSM node"],
    ["closeWays", "osmWay", "an OSM way"],
  ] as const) {
    listOf<GatePlace | WayPlace>(name, edits[name]).forEach((place, index) => {
      const at = `${name}[${index}]`;
      const given = onlyKeys(at, place, ["near", key]);
      if ("near" in given === key in given) {
        throw new RangeError(`${at}: give either near: [longitude, latitude] or ${key}: the number of ${whole}`);
      }
      if ("near" in given) placeOnEarth(`${at}.near`, given.near);
      else if (!Number.isSafeInteger(given[key])) {
        throw new RangeError(`${at}.${key}: ${JSON.stringify(given[key])} is not the number of ${whole}`);
      }
    });
  }
  listOf("addLinks", edits.addLinks).forEach((link, index) => checkLink(`addLinks[${index}]`, link));
}

function checkLink(at: string, link: NewLink): void {
  const facts = [
    "geometry",
    "kind",
    "name",
    "joins",
    "surface",
    "inclinePercent",
    "widthMeters",
    "stepCount",
    "private",
  ];
  onlyKeys(at, link, facts);
  if (!Object.hasOwn(linkTags, link.kind)) {
    throw new RangeError(`${at}.kind: ${JSON.stringify(link.kind)} is none of ${Object.keys(linkTags).join(", ")}`);
  }
  if (!Array.isArray(link.geometry) || link.geometry.length < 2) {
    throw new RangeError(`${at}.geometry: give two or more positions [longitude, latitude], in the order walked`);
  }
  link.geometry.forEach((position, i) => placeOnEarth(`${at}.geometry[${i}]`, position));
  for (const place of listOf(`${at}.joins`, link.joins)) {
    if (!(Number.isInteger(place) && place > 0 && place < link.geometry.length - 1)) {
      throw new RangeError(
        `${at}.joins: ${JSON.stringify(place)} is no place between the ends of geometry, 1 to ${link.geometry.length - 2}; ends join by themselves`,
      );
    }
  }
  const limits = { inclinePercent: [-100, 100], widthMeters: [0.1, 100], stepCount: [1, 9999] } as const;
  for (const [name, [least, most]] of Object.entries(limits)) {
    const value: unknown = link[name as keyof typeof limits];
    if (value !== undefined && !((value as number) >= least && (value as number) <= most)) {
      throw new RangeError(`${at}.${name}: ${JSON.stringify(value)} is no number from ${least} to ${most}`);
    }
  }
  for (const name of ["name", "surface"] as const) {
    if (link[name] !== undefined && typeof link[name] !== "string") throw new RangeError(`${at}.${name}: give a text`);
  }
  if (link.private !== undefined && typeof link.private !== "boolean") {
    throw new RangeError(`${at}.private: give true or false`);
  }
}

function listOf<T>(name: string, value: T[] | undefined): T[] {
  if (value !== undefined && !Array.isArray(value)) throw new RangeError(`${name}: give a list`);
  return value ?? [];
}

function onlyKeys(at: string, value: unknown, keys: string[]): Record<string, unknown> {
  if (typeof value !== "object" || value === null)
    throw new RangeError(`${at}: give an object with ${keys.join(", ")}`);
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) throw new RangeError(`${at}.${key} is unknown; there are ${keys.join(", ")}`);
  }
  return value as Record<string, unknown>;
}

function placeOnEarth(at: string, value: unknown): void {
  const [lng, lat] = Array.isArray(value) ? (value as unknown[]) : [];
  const fits =
    Number.isFinite(lng) && Number.isFinite(lat) && Math.abs(lng as number) <= 180 && Math.abs(lat as number) <= 89;
  if (!fits)
    throw new RangeError(`${at}: ${JSON.stringify(value)} is not a place; give [longitude, latitude] in degrees`);
}
