/** Nominatim and Photon, both over OpenStreetMap: run by the city itself, or a public server within its usage policy. */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { GeocodeCandidate, GeocodeQuery, Geocoder, MatchLevel } from "../geocoder.ts";
import { ServiceClient } from "./client.ts";
import type { ClientOptions } from "./client.ts";
import { judged, member, positionOf, textOf } from "./judge.ts";

const MOST_ANSWERS = 5;
/** Public servers ask for a name to write to when something is wrong; and for no more than one question a second. */
const POLITE = { intervalMilliseconds: 1100, concurrency: 1, headers: { "user-agent": "quarterhour geocoder" } };

export class NominatimGeocoder implements Geocoder {
  readonly name = "nominatim";
  readonly #client: ServiceClient;
  readonly #box: BoundingBox | undefined;

  constructor(base: string, box?: BoundingBox, client: Partial<ClientOptions> = {}) {
    this.#box = box;
    this.#client = new ServiceClient({ provider: this.name, title: "Nominatim", base, ...POLITE, ...client });
  }

  /** https://nominatim.org/release-docs/latest/api/Search/ */
  async geocode(query: GeocodeQuery, signal?: AbortSignal): Promise<GeocodeCandidate[]> {
    const parameters: Record<string, string> = {
      q: query.address.includes(query.city) ? query.address : `${query.city}${query.address}`,
      format: "jsonv2",
      addressdetails: "1",
      limit: String(MOST_ANSWERS),
      "accept-language": "zh-CN,zh",
    };
    if (this.#box !== undefined) Object.assign(parameters, { viewbox: this.#box.join(","), bounded: "1" });
    const answer = await this.#client.json("/search", parameters, signal);
    if (!Array.isArray(answer)) {
      throw this.#client.failed(
        "malformed",
        `回答的形式不认识（${textOf(member(member(answer, "error"), "message"))}）`,
      );
    }
    return answer.slice(0, MOST_ANSWERS).flatMap((found: unknown) => {
      const location = positionOf(member(found, "lon"), member(found, "lat"));
      if (location === null) return [];
      const type = textOf(member(found, "addresstype")) || textOf(member(found, "type"));
      const address = member(found, "address");
      const number = textOf(member(address, "house_number"));
      const road = textOf(member(address, "road"));
      const name = textOf(member(found, "name"));
      const matched =
        number !== "" && road !== ""
          ? `${road}${number.replace(/号$/, "")}号`
          : name || textOf(member(found, "display_name"));
      const level: MatchLevel = number !== "" ? "street-number" : levelOf(type);
      const candidate = judged(this.name, "Nominatim", query, { location, level, matched, ownLevel: type }, this.#box);
      return candidate === null ? [] : [candidate];
    });
  }
}

export class PhotonGeocoder implements Geocoder {
  readonly name = "photon";
  readonly #client: ServiceClient;
  readonly #box: BoundingBox | undefined;

  constructor(base: string, box?: BoundingBox, client: Partial<ClientOptions> = {}) {
    this.#box = box;
    this.#client = new ServiceClient({ provider: this.name, title: "Photon", base, ...POLITE, ...client });
  }

  /** https://github.com/komoot/photon/blob/master/docs/api-v1.md */
  async geocode(query: GeocodeQuery, signal?: AbortSignal): Promise<GeocodeCandidate[]> {
    const parameters: Record<string, string> = { q: query.address, limit: String(MOST_ANSWERS) };
    if (this.#box !== undefined) parameters.bbox = this.#box.join(",");
    if (query.near !== undefined) Object.assign(parameters, { lon: String(query.near[0]), lat: String(query.near[1]) });
    const answer = await this.#client.json("/api", parameters, signal);
    const features = member(answer, "features");
    if (!Array.isArray(features)) throw this.#client.failed("malformed", "回答里没有 features");
    return features.slice(0, MOST_ANSWERS).flatMap((feature: unknown) => {
      const coordinates = member(member(feature, "geometry"), "coordinates");
      const location = Array.isArray(coordinates) ? positionOf(coordinates[0], coordinates[1]) : null;
      if (location === null) return [];
      const properties = member(feature, "properties");
      const [type, street, number, name] = ["type", "street", "housenumber", "name"].map((key) =>
        textOf(member(properties, key)),
      );
      const numbered = number !== "" && street !== "";
      const matched = numbered ? `${street}${number.replace(/号$/, "")}号` : name || street;
      // Photon calls every point a house, shops and parks too.
      const level: MatchLevel = numbered ? "street-number" : type === "house" ? "landmark" : levelOf(type);
      const candidate = judged(this.name, "Photon", query, { location, level, matched, ownLevel: type }, this.#box);
      return candidate === null ? [] : [candidate];
    });
  }
}

function levelOf(type: string): MatchLevel {
  if (type === "house" || type === "house_number" || type === "place") return "street-number";
  if (type === "building") return "building";
  if (type === "road" || type === "street") return "street";
  if (type === "residential" || type === "neighbourhood" || type === "locality") return "compound";
  if (
    /^(?:city|town|county|state|country|district|suburb|city_district|municipality|postcode|borough|village)$/.test(
      type,
    )
  ) {
    return "area";
  }
  return type === "quarter" ? "community" : "landmark";
}
