import {
  barrierKinds,
  elevatorSeconds,
  ferrySpeedKmh,
  highwayRules,
  legBarriers,
  notBuilt,
  onlyByFootTag,
  otherWalkable,
  PRAM_MIN_WIDTH_METERS,
  sidewalkKeys,
  sidewalkThere,
  WHEELCHAIR_MIN_WIDTH_METERS,
  type WayKind,
} from "./rules.ts";
import { groundOf, inclinePercent, metersOf, noRougherThan, type Ground } from "./surfaces.ts";
import { accessOfValue, weekTimes, type Access, type WeekTimes } from "./times.ts";

type Tags = Record<string, string>;

/** What a way means to a walker. Equal rows are kept once in a network. */
export interface WayClass {
  kind: WayKind;
  forward: boolean;
  backward: boolean;
  /** Usable out of home and into the destination only. */
  private: boolean;
  /** When who may pass, where that changes with the time; `private` is what holds by day. */
  times: WeekTimes | null;
  /** Time relative to firm ground, from the surface, for people on their feet. */
  surfaceFactor: number;
  /** What wheels roll on. */
  ground: Ground;
  /** Whole percent, up or down; null where the map gives none. */
  inclinePercent: number | null;
  noWheelchair: boolean;
  noPram: boolean;
  bridge: boolean;
  tunnel: boolean;
  indoor: boolean;
  /** May a door or a piece of ground join here? Not in a tunnel, on a bridge overhead, on a ferry or in a lift. */
  attachable: boolean;
  /** A marked crossing of a road, drawn as a way of its own. */
  crossing: boolean;
  /** Ferries and lifts run at a speed of their own, whoever rides. */
  fixedSpeedKmh: number | null;
  stepCount: number | null;
  /** Row of the class that the tags alone give; there only where a way is private because of what lies around it. */
  taggedRow?: number;
}

/** Access for people on foot: the most specific key that is present decides. [wiki: Key:access] */
export function footAccess(tags: Tags): Access {
  return accessOfValue(tags.foot, "foot") ?? accessOfValue(tags.access, "access");
}

function directedAccess(tags: Tags, direction: "forward" | "backward"): Access {
  const general = onlyByFootTag.has(tags.highway ?? "") ? {} : tags;
  return (
    accessOfValue(tags[`foot:${direction}`], "foot") ??
    accessOfValue(tags.foot, "foot") ??
    accessOfValue(general[`access:${direction}`], "access") ??
    accessOfValue(general.access, "access")
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

const yes = (value: string | undefined): boolean => value !== undefined && value !== "no";

function kindOf(tags: Tags): { kind: WayKind; walkable: boolean } | null {
  const { highway } = tags;
  if (tags.route === "ferry") return { kind: "ferry", walkable: true };
  if (highway === "construction") {
    // a passage kept open through a building site is tagged so; anything less certain is not walked
    const kept = tags.foot === "yes" || tags.foot === "designated" || tags.foot === "permissive";
    return kept ? { kind: "path", walkable: false } : null;
  }
  if (highway !== undefined) {
    if (notBuilt.has(highway)) return null;
    const rule = highwayRules[highway];
    if (!rule) return null;
    // a mapped pavement says that people walk there
    const pavement = sidewalkKeys.some((key) => sidewalkThere.has(tags[key] ?? "")) && !onlyByFootTag.has(highway);
    return { kind: rule.kind, walkable: rule.walkable || pavement };
  }
  const other = otherWalkable.find((row) => tags[row.key] === row.value);
  return other ? { kind: other.kind, walkable: true } : null;
}

/** Has a ride on it a time of its own, so that its speed follows from its length? */
export const needsLength = (tags: Tags, { kind }: WayClass): boolean =>
  kind === "elevator" || (kind === "ferry" && tags.duration !== undefined);

/**
 * The walker's view of a way, or null where nobody may walk.
 * `lengthMeters` is needed only where `needsLength`; NaN uses the default speed. Times that are not
 * understood go to `unread`.
 */
export function classifyWay(
  tags: Tags,
  lengthMeters: () => number,
  unread: (value: string) => void = () => {},
): WayClass | null {
  // [wiki: Key:motorroad] closed to people on foot; OSRM walks there, as along the ramps at 113.9452,22.5430 in Nanshan
  if (tags.motorroad === "yes" || tags.impassable === "yes" || tags.status === "impassable") return null;
  if (tags.smoothness === "impassable") return null;
  const found = kindOf(tags);
  if (!found) return null;
  const { walkable } = found;
  let { kind } = found;

  let fixedSpeedKmh: number | null = null;
  if (kind === "ferry") {
    const seconds = durationSeconds(tags.duration);
    const meters = seconds === null ? Number.NaN : lengthMeters();
    fixedSpeedKmh = seconds !== null && seconds > 0 && meters > 0 ? (meters / seconds) * 3.6 : ferrySpeedKmh;
  }
  if (kind === "elevator") {
    // to 10 cm, so that lifts share rows
    const meters = Math.round(lengthMeters() * 10) / 10;
    if (meters > 0) fixedSpeedKmh = (meters / elevatorSeconds) * 3.6;
  }

  // a pavement drawn as a way of its own is walked instead of the carriageway
  const besideIt = sidewalkKeys.some((key) => tags[key] === "separate");
  const otherwise = walkable && !besideIt ? "allowed" : "forbidden";
  // the hours of a car park or of a platform's lift are not those of the ground
  const times = tags.highway === undefined ? null : weekTimes(tags, otherwise, unread);
  if (times && times.access.every((access) => access === "forbidden")) return null;
  const open = (direction: "forward" | "backward"): Access => {
    if (times) return times.byDay === "private" ? "private" : "allowed";
    const access = directedAccess(tags, direction);
    if (access === "forbidden") return null;
    if (access === null) return otherwise === "allowed" ? "allowed" : null;
    return access === "private" && !walkable ? null : access;
  };
  let forward = open("forward");
  let backward = open("backward");

  const oneway = tags["oneway:foot"];
  if (oneway === "yes" || oneway === "1" || oneway === "true") backward = null;
  if (oneway === "-1") forward = null;
  const { conveying } = tags;
  if (yes(conveying) && (kind === "steps" || kind === "footway" || kind === "corridor")) {
    if (kind === "steps") kind = "escalator";
    if (tags.oneway !== "no") {
      if (conveying === "forward") backward = null;
      if (conveying === "backward") forward = null;
    }
  }
  if (forward === null && backward === null) return null;

  const bridge = yes(tags.bridge);
  const tunnel = yes(tags.tunnel) && tags.tunnel !== "building_passage";
  const stepCount = kind === "steps" && /^\d{1,4}$/.test(tags.step_count ?? "") ? Number(tags.step_count) : null;
  const surface = groundOf(tags);
  return {
    kind,
    forward: forward !== null,
    backward: backward !== null,
    private: forward === "private" || backward === "private",
    times,
    surfaceFactor: surface.feetFactor,
    ...wheelsOn(tags, kind, surface.ground),
    bridge,
    tunnel,
    indoor: kind === "corridor" || yes(tags.indoor),
    attachable: !isAwayFromGround(kind, tunnel, bridge && Number(tags.layer ?? 0) >= 1),
    crossing: tags.footway === "crossing" || tags.path === "crossing" || tags.cycleway === "crossing",
    fixedSpeedKmh,
    stepCount,
  };
}

/**
 * No door and no ground joins here: the place below or above is not beside the way. [own] A pedestrian deck is let be,
 * for doors of malls open on it; so is a bridge that claims no layer, mostly over a brook or a ditch.
 */
function isAwayFromGround(kind: WayKind, tunnel: boolean, overhead: boolean): boolean {
  if (kind === "ferry" || kind === "elevator" || kind === "escalator" || tunnel) return true;
  return overhead && kind !== "pedestrian";
}

/** [wiki: Key:wheelchair, Key:ramp, Key:width, Key:kerb] */
function wheelsOn(
  tags: Tags,
  kind: WayKind,
  ground: Ground,
): Pick<WayClass, "ground" | "inclinePercent" | "noWheelchair" | "noPram"> {
  const stairs = kind === "steps" || kind === "escalator";
  const width = metersOf(tags.width) ?? metersOf(tags.est_width);
  const said = tags.wheelchair;
  const incline = inclinePercent(tags.incline);
  if (stairs) {
    const ramp = yes(tags["ramp:wheelchair"]);
    return {
      ground,
      inclinePercent: incline,
      noWheelchair: !ramp || kind === "escalator",
      // a ramp for bicycles is a groove at the side, too narrow for a pram
      noPram: (!ramp && !yes(tags["ramp:stroller"])) || kind === "escalator",
    };
  }
  const surveyed = said === "yes" || said === "designated";
  return {
    // somebody went there on wheels and says that it works
    ground: surveyed ? noRougherThan(ground, "uneven") : ground,
    inclinePercent: surveyed ? null : incline,
    noWheelchair: said === "no" || (!surveyed && width !== null && width < WHEELCHAIR_MIN_WIDTH_METERS),
    noPram: tags.stroller === "no" || tags.pram === "no" || (width !== null && width < PRAM_MIN_WIDTH_METERS),
  };
}

/** What a line is to a straight access leg, as its place in `barrierKinds`; -1 where the leg may cross it. */
export function legBarrierOf(tags: Tags): number {
  if (tags.tunnel !== undefined && tags.tunnel !== "no") return -1;
  if (tags.bridge !== undefined && tags.bridge !== "no") return -1;
  if (tags.location === "underground" || tags.covered === "yes") return -1;
  if (Number(tags.layer ?? 0) < 0) return -1;
  for (const { key, kinds } of legBarriers) {
    const value = tags[key];
    if (value !== undefined && Object.hasOwn(kinds, value)) return barrierKinds.indexOf(kinds[value]);
  }
  return -1;
}
