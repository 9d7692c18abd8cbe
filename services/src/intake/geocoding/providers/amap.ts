/** 高德. Answers are in GCJ-02; its terms forbid keeping them as a store of one's own, so they live for one run only. */
import type { BoundingBox } from "@quarterhour/isochrones";
import { toWgs84 } from "../../tables/coordinates.ts";
import type { GeocodeCandidate, GeocodeQuery, Geocoder, MatchLevel } from "../geocoder.ts";
import { ServiceClient } from "./client.ts";
import type { ClientOptions } from "./client.ts";
import { judged, member, textOf } from "./judge.ts";

const TITLE = "高德";
const MOST_ANSWERS = 5;

/** 匹配级别: https://lbs.amap.com/api/webservice/guide/api/georegeo */
const LEVELS: Record<string, MatchLevel> = {
  门牌号: "street-number",
  单元号: "building",
  兴趣点: "landmark",
  公交站台: "landmark",
  地铁站: "landmark",
  道路交叉路口: "crossing",
  道路: "street",
  住宅区: "compound",
  村庄: "community",
};

/** infocode: https://lbs.amap.com/api/webservice/guide/tools/info */
const QUOTA = new Set(["10003", "10010", "10029", "10044", "10045", "40000", "40002", "40003"]);
const BUSY = new Set(["10004", "10014", "10015", "10016", "10017", "10019", "10020", "10021", "10022", "10023"]);
/** Nothing found: the engine's own complaint, and coordinates outside of China. */
const NOTHING = new Set(["30001", "30002", "30003", "20800", "20801", "20802", "20803"]);

export class AmapGeocoder implements Geocoder {
  readonly name = "amap";
  readonly #client: ServiceClient;
  readonly #key: string;
  readonly #box: BoundingBox | undefined;

  constructor(key: string, box?: BoundingBox, client: Partial<ClientOptions> = {}) {
    this.#key = key;
    this.#box = box;
    this.#client = new ServiceClient({
      provider: this.name,
      title: TITLE,
      base: "https://restapi.amap.com",
      secrets: [key],
      intervalMilliseconds: 400,
      concurrency: 1,
      ...client,
    });
  }

  async geocode(query: GeocodeQuery, signal?: AbortSignal): Promise<GeocodeCandidate[]> {
    // A bar separates several addresses of one question.
    const address = query.address.replaceAll("|", " ");
    const parameters = { key: this.#key, address, city: query.city, output: "JSON" };
    const answer = await this.#client.json("/v3/geocode/geo", parameters, signal);
    if (textOf(member(answer, "status")) !== "1") return this.#refused(answer);
    const list = member(answer, "geocodes");
    if (!Array.isArray(list)) throw this.#client.failed("malformed", "回答里没有 geocodes");
    return list.slice(0, MOST_ANSWERS).flatMap((found: unknown) => {
      const [x, y] = textOf(member(found, "location")).split(",").map(Number);
      const location = Number.isFinite(x) && Number.isFinite(y) ? toWgs84(x, y, "gcj02") : null;
      if (location === null) return [];
      const ownLevel = textOf(member(found, "level"));
      const matched = textOf(member(found, "formatted_address")) || address;
      const candidate = judged(
        this.name,
        TITLE,
        query,
        { location, level: LEVELS[ownLevel] ?? "area", matched, ownLevel: ownLevel || "未注明级别" },
        this.#box,
      );
      return candidate === null ? [] : [candidate];
    });
  }

  #refused(answer: unknown): never[] {
    const code = textOf(member(answer, "infocode"));
    const info = textOf(member(answer, "info"));
    if (NOTHING.has(code)) return [];
    if (QUOTA.has(code)) throw this.#client.failed("quota", `配额已用完（${info}）`);
    if (BUSY.has(code)) throw this.#client.failed("busy", `访问过于频繁（${info}）`);
    if (/^100\d\d$/.test(code)) throw this.#client.failed("setup", `密钥不被接受（${info}）`);
    if (code.startsWith("2")) return []; // it cannot read the address
    throw this.#client.failed("malformed", `回答的形式不认识（${info || "无说明"}）`);
  }
}
