/**
 * Who may walk where: the one place that knows what OSM tags mean to a person on foot.
 * Sources in brackets: [wiki] the OSM wiki's page of the key; [osrm] OSRM's foot profile, taken as a fact;
 * [own] our own reason, given beside it.
 */

/** What kind of way an edge is, as far as walking goes. */
export type WayKind =
  | "road"
  | "service"
  | "pedestrian"
  | "footway"
  | "path"
  | "steps"
  | "cycleway"
  | "track"
  | "platform"
  | "area"
  | "corridor"
  | "escalator"
  | "elevator"
  | "ferry"
  | "gate";

interface HighwayRule {
  kind: WayKind;
  /** Walkable when nothing else is said. */
  walkable: boolean;
  source: string;
}

export const highwayRules: Record<string, HighwayRule> = {
  motorway: { kind: "road", walkable: false, source: "[wiki] forbidden to people on foot" },
  motorway_link: { kind: "road", walkable: false, source: "[wiki] forbidden to people on foot" },
  trunk: {
    kind: "road",
    walkable: false,
    source: "[osrm] not walked without a foot tag; in Chinese cities mostly elevated or fenced expressways",
  },
  trunk_link: { kind: "road", walkable: false, source: "[osrm] as trunk" },
  primary: {
    kind: "road",
    walkable: true,
    source: "[osrm] [wiki] pavement assumed; most in China carry none in the map",
  },
  primary_link: { kind: "road", walkable: true, source: "[osrm]" },
  secondary: { kind: "road", walkable: true, source: "[osrm]" },
  secondary_link: { kind: "road", walkable: true, source: "[osrm]" },
  tertiary: { kind: "road", walkable: true, source: "[osrm]" },
  tertiary_link: { kind: "road", walkable: true, source: "[osrm]" },
  unclassified: { kind: "road", walkable: true, source: "[osrm]" },
  residential: { kind: "road", walkable: true, source: "[osrm]" },
  living_street: { kind: "road", walkable: true, source: "[osrm]" },
  road: { kind: "road", walkable: true, source: "[own] kind not yet surveyed, but a road" },
  service: { kind: "service", walkable: true, source: "[osrm]" },
  pedestrian: { kind: "pedestrian", walkable: true, source: "[osrm]" },
  footway: { kind: "footway", walkable: true, source: "[osrm]" },
  path: { kind: "path", walkable: true, source: "[osrm]" },
  steps: { kind: "steps", walkable: true, source: "[osrm]" },
  track: { kind: "track", walkable: true, source: "[osrm]" },
  bridleway: { kind: "path", walkable: false, source: "[osrm] only with a foot tag" },
  cycleway: {
    kind: "cycleway",
    walkable: false,
    source: "[osrm] only with a foot tag; most run beside a road that is walked",
  },
  platform: { kind: "platform", walkable: true, source: "[osrm]" },
  corridor: { kind: "corridor", walkable: true, source: "[wiki] indoor passage" },
  elevator: { kind: "elevator", walkable: true, source: "[wiki] lift drawn as a way" },
  pier: { kind: "path", walkable: true, source: "[osrm]" },
};

/** Walkable ways that are no highway, by key and value. */
export const otherWalkable: { key: string; value: string; kind: WayKind; source: string }[] = [
  { key: "railway", value: "platform", kind: "platform", source: "[osrm]" },
  { key: "public_transport", value: "platform", kind: "platform", source: "[wiki] a platform is walked on" },
  { key: "man_made", value: "pier", kind: "path", source: "[osrm]" },
  { key: "amenity", value: "parking", kind: "service", source: "[osrm] rim of a car park" },
  { key: "amenity", value: "parking_entrance", kind: "service", source: "[osrm]" },
];

/** Values of foot=* and, where that is missing, access=* . */
export const accessAllowed = new Set(["yes", "designated", "permissive", "public", "official", "foot"]);
export const accessPrivate = new Set(["private", "residents", "delivery", "permit"]);
/** foot=use_sidepath says that a way of its own lies beside. */
export const accessForbidden = new Set(["no", "agricultural", "forestry", "use_sidepath", "military", "emergency"]);

/** highway=* values that are no way yet, or no more. */
export const notBuilt = new Set([
  "construction",
  "proposed",
  "planned",
  "abandoned",
  "razed",
  "disused",
  "raceway",
  "bus_guideway",
]);

/** Time on a surface relative to firm ground. [osrm] 0.75 and 0.5 of the speed. */
export const surfaceFactors: Record<string, number> = {
  fine_gravel: 1 / 0.75,
  gravel: 1 / 0.75,
  pebblestone: 1 / 0.75,
  mud: 2,
  sand: 2,
};

/** Speed of a ferry whose timetable the map does not give, km/h. [osrm] */
export const ferrySpeedKmh = 5;

/** barrier=* on a node that stops a walker, and may be set aside by a foot or access tag on the same node. [osrm] */
export const blockingNodeBarriers = new Set([
  "yes",
  "wall",
  "fence",
  "hedge",
  "retaining_wall",
  "city_wall",
  "guard_rail",
]);

/** Nodes that are gates: passable unless tagged otherwise, and worth telling a walker about. [wiki] */
export const gateNodes = new Set([
  "gate",
  "lift_gate",
  "swing_gate",
  "sliding_gate",
  "wicket_gate",
  "kissing_gate",
  "turnstile",
  "full-height_turnstile",
  "entrance",
  "sally_port",
]);

/** Lines that an access leg never crosses. [own] A door is not reached through a wall, a river or a railway. */
export const legBarriers: { key: string; values: Set<string>; source: string }[] = [
  {
    key: "barrier",
    values: new Set(["wall", "fence", "retaining_wall", "city_wall"]),
    source: "[wiki] hedges and guard rails end or have gaps that nobody maps, so they stop no leg",
  },
  { key: "waterway", values: new Set(["river", "canal", "riverbank", "dock"]), source: "[wiki] culverts excepted" },
  { key: "natural", values: new Set(["water", "coastline"]), source: "[wiki]" },
  {
    key: "railway",
    values: new Set(["rail", "light_rail", "narrow_gauge", "monorail"]),
    source: "[wiki] on the ground only",
  },
  {
    key: "highway",
    values: new Set(["motorway", "motorway_link"]),
    source: "[own] on the ground only; a trunk road in a city has pavements and crossings, so it stops no leg",
  },
];
