/** 天地图, the state's map service. Coordinates are CGCS2000, which is WGS-84 to within centimetres. */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { GeocodeCandidate, GeocodeQuery, Geocoder, MatchLevel } from "../geocoder.ts";
import { ServiceClient } from "./client.ts";
import type { ClientOptions } from "./client.ts";
import { judged, member, positionOf, textOf } from "./judge.ts";

const TITLE = "天地图";

/** `location.level` of an answer. http://lbs.tianditu.gov.cn/server/geocodinginterface.html */
const LEVELS: [RegExp, MatchLevel][] = [
  [/门址|门牌/u, "street-number"],
  [/楼|单元/u, "building"],
  [/兴趣点|POI|地名/iu, "landmark"],
  [/小区/u, "compound"],
  [/交叉/u, "crossing"],
  [/道路|路|街/u, "street"],
  [/村|社区/u, "community"],
];

export class TiandituGeocoder implements Geocoder {
  readonly name = "tianditu";
  readonly #client: ServiceClient;
  readonly #key: string;
  readonly #box: BoundingBox | undefined;

  constructor(key: string, box?: BoundingBox, client: Partial<ClientOptions> = {}) {
    this.#key = key;
    this.#box = box;
    this.#client = new ServiceClient({
      provider: this.name,
      title: TITLE,
      base: "https://api.tianditu.gov.cn",
      secrets: [key],
      intervalMilliseconds: 250,
      concurrency: 2,
      ...client,
    });
  }

  async geocode(query: GeocodeQuery, signal?: AbortSignal): Promise<GeocodeCandidate[]> {
    const keyWord = query.address.includes(query.city) ? query.address : query.city + query.address;
    const answer = await this.#client.json("/geocoder", { ds: JSON.stringify({ keyWord }), tk: this.#key }, signal);
    const status = textOf(member(answer, "status"));
    const message = textOf(member(answer, "msg"));
    if (status === "101") return []; // no result
    if (status !== "0") {
      // Errors about the key come as {code, msg, resolve} without a status.
      if (/配额|超限|次数|流量|quota|limit/iu.test(message))
        throw this.#client.failed("quota", `配额已用完（${message}）`);
      if (/key|密钥|权限|非法|白名单/iu.test(message)) throw this.#client.failed("setup", `密钥不被接受（${message}）`);
      if (status === "") throw this.#client.failed("malformed", `回答的形式不认识（${message}）`);
      throw this.#client.failed("busy", `出错（${message}）`);
    }
    const found = member(answer, "location");
    const location = positionOf(member(found, "lon"), member(found, "lat"));
    if (location === null) throw this.#client.failed("malformed", "回答里没有坐标");
    const ownLevel = textOf(member(found, "level"));
    const score = Number.parseFloat(textOf(member(found, "score")));
    const level = LEVELS.find(([pattern]) => pattern.test(ownLevel))?.[1] ?? "area";
    const candidate = judged(
      this.name,
      TITLE,
      query,
      {
        location,
        level,
        matched: textOf(member(found, "keyWord")) || keyWord,
        ownLevel: ownLevel || "未注明级别",
        score: score >= 0 && score <= 100 ? score / 100 : 1,
      },
      this.#box,
    );
    return candidate === null ? [] : [candidate];
  }
}
