export { EmbeddedEngine } from "./engines/embedded.ts";
export {
  joinPlaces,
  PlaceFinder,
  roomForJoinedPlaces,
  sortJoinedPlaces,
  type JoinedPlaces,
  type PlacesAround,
} from "./engines/places.ts";
export { OsrmEngine, type OsrmEngineOptions, type OsrmWalks } from "./engines/osrm/engine.ts";
export { parseOsrmUrl } from "./engines/osrm/client.ts";
export { OsrmCannotHonour, OsrmError } from "./engines/osrm/errors.ts";
export { osrmSettings } from "./engines/osrm/settings.ts";
export { FallbackEngine, withFallback } from "./engines/osrm/fallback.ts";
export { LiveReach, type KnownReach, type LiveQuestion } from "./engines/live.ts";
export { reachInThreads, type ReachInThreadsOptions } from "./engines/threads.ts";
export { ReachInParts } from "./engines/parts.ts";
export { planNearest } from "./engines/nearest.ts";
export { planWeighing, Weigher, type WeighPlan } from "./engines/weigh.ts";
export { completeSettings, defaultSettings, profiles, type Profile } from "./foot/profiles.ts";
export { pointsAlongWays } from "./network/along-ways.ts";
export { straightPieces } from "./network/pieces.ts";
export { buildWalkNetwork, NoWalkableWayError } from "./network/build.ts";
export { editNetwork } from "./network/edit.ts";
export type { GatePlace, LinkKind, NetworkEdits, NewLink, WayPlace } from "./network/edit-types.ts";
export { NetworkFileError, openWalkNetwork, type WalkNetwork } from "./network/network.ts";
export { OsmFormatError, readOsm, type OsmHandler, type OsmHeader, type OsmMember, type OsmTags } from "./osm/index.ts";
export { roomForGround, type GroundRoom } from "./surface/ground-room.ts";
export { NEVER } from "./search/bulk-compounds.ts";
export { fillRows, type GroupedPlaces, type NearestPlan, type NearestRows } from "./search/nearest-rows.ts";
export type { Soonest } from "./search/bulk-search.ts";
export type { HomeWeights } from "./search/bulk-reach.ts";
export type { CellValues, PlaceValues, ReachChange } from "./search/live-change.ts";
export type * from "./types.ts";
