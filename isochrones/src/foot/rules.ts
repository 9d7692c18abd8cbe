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
    // walked like primary roads, they would take the difference on Nanshan from 1.7 % to 2.9 %
    source:
      "[osrm] not walked without a foot tag or a mapped pavement; in Chinese cities mostly elevated or fenced expressways",
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
    // walked like footways, 95 % of the walks measured on Nanshan would differ by up to 21 % instead of 1.7 %
    source:
      "[osrm] only with a foot tag or a mapped pavement: non-motorised lanes run beside a road that is walked itself",
  },
  platform: { kind: "platform", walkable: true, source: "[osrm]" },
  corridor: { kind: "corridor", walkable: true, source: "[wiki] indoor passage" },
  elevator: { kind: "elevator", walkable: true, source: "[wiki] lift drawn as a way" },
  pier: { kind: "path", walkable: true, source: "[osrm]" },
};

/** Walkable ways that are no highway, by key and value. */
export const otherWalkable: { key: string; value: string; kind: WayKind; source: string }[] = [
  { key: "indoor", value: "corridor", kind: "corridor", source: "[wiki] Simple Indoor Tagging" },
  { key: "railway", value: "platform", kind: "platform", source: "[osrm]" },
  { key: "public_transport", value: "platform", kind: "platform", source: "[wiki] a platform is walked on" },
  { key: "man_made", value: "pier", kind: "path", source: "[osrm]" },
  { key: "amenity", value: "parking", kind: "service", source: "[osrm] rim of a car park" },
  { key: "amenity", value: "parking_entrance", kind: "service", source: "[osrm]" },
];

/** Values of foot=* and, where that is missing, access=* . [wiki: Key:access] [osrm] */
export const accessAllowed = new Set(["yes", "designated", "permissive", "public", "official", "foot"]);
/** Out of home and into the destination only. Customers and deliveries go in and come out again. */
export const accessOwn = new Set(["private", "residents", "delivery", "permit", "customers", "key"]);
/** Such on foot=* alone: access=destination is written for cars, and people on foot walk through. [wiki] */
export const accessOwnOnFoot = new Set(["destination"]);
/** foot=use_sidepath says that a way of its own lies beside. [wiki] */
export const accessForbidden = new Set(["no", "agricultural", "forestry", "use_sidepath", "military", "emergency"]);

/** highway=* values that are no way yet, or no more; `construction` is walked where foot=* says so in as many words. */
export const notBuilt = new Set([
  "construction",
  "proposed",
  "planned",
  "abandoned",
  "razed",
  "demolished",
  "disused",
  "raceway",
  "bus_guideway",
]);

/** highway=* values that access=yes does not open, only foot=yes: it speaks of cars. [wiki: motorways bar people on foot] */
export const onlyByFootTag = new Set(["motorway", "motorway_link"]);

/** sidewalk=*, sidewalk:both, sidewalk:left, sidewalk:right: a pavement beside the carriageway. [wiki: Key:sidewalk] */
export const sidewalkKeys = ["sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right"];
export const sidewalkThere = new Set(["both", "left", "right", "yes"]);

/** Speed of a ferry whose timetable the map does not give, km/h. [osrm] */
export const ferrySpeedKmh = 5;

/** A ride in a lift, on a node or drawn as a way from floor to floor. [own] Half a minute of waiting, ten seconds of riding. */
export const elevatorSeconds = 40;

/** What a barrier on a node is to a walker who is not told more by a foot or access tag on it. [wiki: Key:barrier] */
export interface BarrierRule {
  passable: boolean;
  /** A gate is worth telling a walker about. */
  gate: boolean;
  wheelchair: boolean;
  pram: boolean;
  source: string;
}

const barrierRow = (
  passable: boolean,
  gate: boolean,
  wheelchair: boolean,
  pram: boolean,
  source: string,
): BarrierRule => ({
  passable,
  gate,
  wheelchair,
  pram,
  source,
});

export const barrierRules: Record<string, BarrierRule> = {
  yes: barrierRow(false, false, false, false, "[osrm] something bars the way"),
  wall: barrierRow(false, false, false, false, "[osrm]"),
  fence: barrierRow(false, false, false, false, "[osrm]"),
  hedge: barrierRow(false, false, false, false, "[osrm]"),
  retaining_wall: barrierRow(false, false, false, false, "[osrm]"),
  city_wall: barrierRow(false, false, false, false, "[osrm]"),
  guard_rail: barrierRow(false, false, false, false, "[own] on a node of the way it stands across it"),
  gate: barrierRow(true, true, true, true, "[osrm] [wiki] open unless tagged otherwise"),
  lift_gate: barrierRow(true, true, true, true, "[wiki] for cars; people pass beside it"),
  swing_gate: barrierRow(true, true, true, true, "[wiki] as a lift gate"),
  sliding_gate: barrierRow(true, true, true, true, "[wiki] as a gate"),
  wicket_gate: barrierRow(true, true, true, true, "[wiki] a small gate for people"),
  hampshire_gate: barrierRow(true, true, false, false, "[wiki] wire that is taken off by hand"),
  sally_port: barrierRow(true, true, true, true, "[wiki]"),
  entrance: barrierRow(true, true, true, true, "[wiki] a gap in a wall or fence"),
  border_control: barrierRow(true, true, true, true, "[wiki]"),
  toll_booth: barrierRow(true, false, true, true, "[wiki] for cars"),
  bollard: barrierRow(
    true,
    false,
    true,
    true,
    "[wiki] stops cars alone, unless maxwidth:physical says how narrow it is",
  ),
  block: barrierRow(true, false, true, true, "[wiki] as a bollard"),
  planter: barrierRow(true, false, true, true, "[wiki] as a bollard"),
  jersey_barrier: barrierRow(true, false, true, true, "[wiki] stops cars; people go round"),
  bus_trap: barrierRow(true, false, false, false, "[wiki] a pit for cars, with a pavement beside"),
  kissing_gate: barrierRow(true, true, false, false, "[wiki] no room to turn on wheels, unless wheelchair=yes"),
  turnstile: barrierRow(true, true, false, false, "[wiki]"),
  "full-height_turnstile": barrierRow(true, true, false, false, "[wiki] lets people pass one by one"),
  stile: barrierRow(true, false, false, false, "[wiki] steps over a fence"),
  step: barrierRow(true, false, false, true, "[wiki] one step; a pram is lifted"),
  log: barrierRow(true, false, false, true, "[wiki] stepped over"),
  cycle_barrier: barrierRow(true, false, false, true, "[wiki] chicane; too tight for many wheelchairs"),
  chain: barrierRow(true, false, false, false, "[wiki] stepped over or gone round"),
  debris: barrierRow(true, false, false, false, "[wiki] climbed over"),
};

/** kerb=* and barrier=kerb: a raised kerb stops a wheelchair; a pram is tipped up. [wiki: Key:kerb] */
export const kerbsForWheelchairs = new Set(["lowered", "flush", "no"]);

/** Narrower than this a wheelchair does not pass: clear width of a door, GB 50763-2012, 3.5.3. */
export const WHEELCHAIR_MIN_WIDTH_METERS = 0.8;
/** Own estimate: a pram is 0.6 m wide. */
export const PRAM_MIN_WIDTH_METERS = 0.65;

/** What stands in an access leg's way, as an answer names it. The network file keeps a kind as its place in this list. */
export const barrierKinds = ["wall", "fence", "retaining wall", "city wall", "water", "railway", "motorway"] as const;
export type BarrierKind = (typeof barrierKinds)[number];

/** Lines that an access leg never crosses. [own] A door is not reached through a wall, a river or a railway. */
export const legBarriers: { key: string; kinds: Record<string, BarrierKind>; source: string }[] = [
  {
    key: "barrier",
    kinds: { wall: "wall", fence: "fence", retaining_wall: "retaining wall", city_wall: "city wall" },
    source: "[wiki] hedges and guard rails end or have gaps that nobody maps, so they stop no leg",
  },
  {
    key: "waterway",
    kinds: { river: "water", canal: "water", riverbank: "water", dock: "water" },
    source: "[wiki] culverts excepted",
  },
  { key: "natural", kinds: { water: "water", coastline: "water" }, source: "[wiki]" },
  {
    key: "railway",
    kinds: { rail: "railway", light_rail: "railway", narrow_gauge: "railway", monorail: "railway" },
    source: "[wiki] on the ground only",
  },
  {
    key: "highway",
    kinds: { motorway: "motorway", motorway_link: "motorway" },
    source: "[own] on the ground only; a trunk road in a city has pavements and crossings, so it stops no leg",
  },
];
