import {
  accessAllowed,
  accessForbidden,
  accessPrivate,
  ferrySpeedKmh,
  highwayRules,
  legBarriers,
  notBuilt,
  otherWalkable,
  surfaceFactors,
  type WayKind,
} from "./rules.ts";

type Tags = Record<string, string>;

/** What a way means to a walker. Equal rows are kept once in a network. */
export interface WayClass {
  kind: WayKind;
  forward: boolean;
  backward: boolean;
  /** Usable out of home and into the destination only. */
  private: boolean;
  /** Time relative to firm ground, from the surface. */
  surfaceFactor: number;
  bridge: boolean;
  tunnel: boolean;
  indoor: boolean;
  /** May a door or a piece of ground join here? Not in a tunnel, on a ferry or in a lift. */
  attachable: boolean;
  /** A marked crossing of a road, drawn as a way of its own. */
  crossing: boolean;
  /** Ferries and lifts run at a speed of their own, whoever rides. */
  fixedSpeedKmh: number | null;
  stepCount: number | null;
}

type Access = "allowed" | "private" | "forbidden" | null;

function accessValue(value: string | undefined): Access {
  if (value === undefined) return null;
  for (const part of value.split(";")) {
    const word = part.trim();
    if (accessAllowed.has(word)) return "allowed";
    if (accessPrivate.has(word)) return "private";
    if (accessForbidden.has(word)) return "forbidden";
  }
  // customers, destination, unknown, …: somebody may walk there
  return "allowed";
}

/** Access for people on foot: the most specific key that is present decides. [wiki: Key:access] */
export function footAccess(tags: Tags): Access {
  return accessValue(tags.foot) ?? accessValue(tags.access);
}

function directedAccess(tags: Tags, direction: "forward" | "backward"): Access {
  return (
    accessValue(tags[`foot:${direction}`]) ??
    accessValue(tags.foot) ??
    accessValue(tags[`access:${direction}`]) ??
    accessValue(tags.access)
  );
}

/** Minutes or hh:mm(:ss) as in duration=*, in seconds; null where it is not readable. */
function durationSeconds(value: string | undefined): number | null {
  if (value === undefined) return null;
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(value);
  if (/^\d+$/.test(value)) return Number(value) * 60;
  if (clock && clock[1] !== undefined) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  if (clock) return Number(clock[2]) * 3600 + Number(clock[3]) * 60;
  const iso = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(value);
  if (iso && value !== "PT") return Number(iso[1] ?? 0) * 3600 + Number(iso[2] ?? 0) * 60 + Number(iso[3] ?? 0);
  return null;
}

function separateSidewalk(tags: Tags): boolean {
  return ["sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"].some((key) => tags[key] === "separate");
}

/**
 * The walker's view of a way, or null where nobody may walk.
 * `lengthMeters` is needed only for ferries that carry a duration; pass NaN to use the default speed.
 */
export function classifyWay(tags: Tags, lengthMeters: () => number): WayClass | null {
  const highway = tags.highway;
  if (highway !== undefined && notBuilt.has(highway)) return null;
  if (tags.motorroad === "yes" || tags.impassable === "yes" || tags.status === "impassable") return null;

  let kind: WayKind | null = null;
  let walkable = false;
  let fixedSpeedKmh: number | null = null;
  if (tags.route === "ferry") {
    kind = "ferry";
    walkable = true;
    const seconds = durationSeconds(tags.duration);
    const meters = seconds === null ? Number.NaN : lengthMeters();
    fixedSpeedKmh = seconds !== null && seconds > 0 && meters > 0 ? (meters / seconds) * 3.6 : ferrySpeedKmh;
  } else if (highway !== undefined && highwayRules[highway]) {
    kind = highwayRules[highway].kind;
    walkable = highwayRules[highway].walkable;
  } else if (highway === undefined) {
    const other = otherWalkable.find((row) => tags[row.key] === row.value);
    if (other) {
      kind = other.kind;
      walkable = true;
    }
  }
  if (kind === null) return null;

  const open = (direction: "forward" | "backward"): Access => {
    const access = directedAccess(tags, direction);
    if (access === "forbidden") return null;
    if (access === null) return walkable && !separateSidewalk(tags) ? "allowed" : null;
    return access === "private" && !walkable ? null : access;
  };
  let forward = open("forward");
  let backward = open("backward");

  const oneway = tags["oneway:foot"];
  if (oneway === "yes" || oneway === "1" || oneway === "true") backward = null;
  if (oneway === "-1") forward = null;
  const conveying = tags.conveying;
  if (
    conveying !== undefined &&
    conveying !== "no" &&
    (kind === "steps" || kind === "footway" || kind === "corridor")
  ) {
    if (kind === "steps") kind = "escalator";
    if (tags.oneway !== "no") {
      if (conveying === "forward") backward = null;
      if (conveying === "backward") forward = null;
    }
  }
  if (forward === null && backward === null) return null;

  const bridge = tags.bridge !== undefined && tags.bridge !== "no";
  const tunnel = tags.tunnel !== undefined && tags.tunnel !== "no" && tags.tunnel !== "building_passage";
  const indoor = kind === "corridor" || (tags.indoor !== undefined && tags.indoor !== "no");
  const stepCount = kind === "steps" && /^\d{1,4}$/.test(tags.step_count ?? "") ? Number(tags.step_count) : null;
  return {
    kind,
    forward: forward !== null,
    backward: backward !== null,
    private: forward === "private" || backward === "private",
    surfaceFactor: surfaceFactors[tags.surface ?? ""] ?? 1,
    bridge,
    tunnel,
    indoor,
    attachable: kind !== "ferry" && kind !== "elevator" && kind !== "escalator",
    crossing: tags.footway === "crossing" || tags.path === "crossing" || tags.cycleway === "crossing",
    fixedSpeedKmh,
    stepCount,
  };
}

/** True where a straight access leg may not cross this line: walls, fences, water, rail, motorways on the ground. */
export function stopsAccessLegs(tags: Tags): boolean {
  if (tags.tunnel !== undefined && tags.tunnel !== "no") return false;
  if (tags.bridge !== undefined && tags.bridge !== "no") return false;
  if (tags.location === "underground" || tags.covered === "yes") return false;
  if (Number(tags.layer ?? 0) < 0) return false;
  return legBarriers.some((row) => tags[row.key] !== undefined && row.values.has(tags[row.key]));
}
