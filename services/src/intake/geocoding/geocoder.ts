/** What every geocoder takes and gives: the city's own gazetteer, map services, and the chain over them. */
import type { Position } from "@quarterhour/isochrones";

/** What of the address was found, the most exact first. */
export type MatchLevel =
  | "door"
  | "building"
  | "compound"
  | "street-number"
  | "street"
  | "crossing"
  | "landmark"
  | "community"
  | "area";

export interface GeocodeQuery {
  /** As it stands in the table. */
  address: string;
  /** Of the shop or house, where known: it can settle which of several places is meant. */
  name?: string;
  /** The city's Chinese name, 南京市: map services need it, the gazetteer knows only its own city. */
  city: string;
  /** Somewhere near; of equal answers the nearer one is taken. */
  near?: Position;
}

export interface GeocodeCandidate {
  /** WGS-84. */
  location: Position;
  level: MatchLevel;
  /** 0 to 1: how likely the place lies within 100 m, as measured on addresses with known places. */
  confidence: number;
  /** The address or name that was found, for a person to compare. */
  matched: string;
  /** `gazetteer`, `tianditu`, `amap`, `nominatim`, `photon`. */
  provider: string;
  /** How it was found, in Chinese, for a person. */
  explanation: string;
}

export interface Geocoder {
  readonly name: string;
  /** Candidates, the best first; none where nothing was found. Rejects with GeocodeError where it cannot answer. */
  geocode(query: GeocodeQuery, signal?: AbortSignal): Promise<GeocodeCandidate[]>;
}

/** Why a service gave no answer. `setup`: key or address of the service are wrong, asking again is no use. */
export type GeocodeFailure = "setup" | "quota" | "busy" | "unreachable" | "timeout" | "malformed";

/** A geocoder that could not answer; its message names neither key nor query. */
export class GeocodeError extends Error {
  readonly provider: string;
  readonly failure: GeocodeFailure;

  constructor(provider: string, failure: GeocodeFailure, message: string) {
    super(message);
    this.name = "GeocodeError";
    this.provider = provider;
    this.failure = failure;
  }
}
