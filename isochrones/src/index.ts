export { EmbeddedEngine } from "./engines/embedded.ts";
export {
  joinPlaces,
  PlaceFinder,
  roomForJoinedPlaces,
  sortJoinedPlaces,
  type JoinedPlaces,
  type PlacesAround,
} from "./engines/places.ts";
export { reachInThreads, type ReachInThreadsOptions } from "./engines/threads.ts";
export { completeSettings, defaultSettings, profiles, type Profile } from "./foot/profiles.ts";
export { buildWalkNetwork, NoWalkableWayError } from "./network/build.ts";
export { NetworkFileError, openWalkNetwork, type WalkNetwork } from "./network/network.ts";
export { OsmFormatError, readOsm, type OsmHandler, type OsmHeader, type OsmMember, type OsmTags } from "./osm/index.ts";
export type * from "./types.ts";
