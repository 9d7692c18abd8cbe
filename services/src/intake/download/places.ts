/** Finds the extract that a person means: a city of BBBike's list, a province or country of Geofabrik's. */
import { IntakeError } from "../errors.ts";
import { fetchText } from "./fetch-file.ts";
import type { FetchOptions } from "./fetch-file.ts";
import osmSources from "./servers.json" with { type: "json" };
import { say } from "../../words/index.ts";

export interface Extract {
  /** As the server calls it. */
  name: string;
  url: URL;
  /** Asks the server for the file's MD5; null where it keeps none. */
  md5(options?: FetchOptions): Promise<string | null>;
}

/** Where the servers are; others for mirrors and tests. */
export interface ExtractServers {
  geofabrik: string;
  bbbike: string;
}

export function serversOfEnvironment(env: NodeJS.ProcessEnv = process.env): ExtractServers {
  return {
    geofabrik: env.GEOFABRIK_URL || osmSources.geofabrik.url,
    bbbike: env.BBBIKE_URL || osmSources.bbbike.url,
  };
}

interface Region {
  id: string;
  parent?: string;
  name: string;
  urls: { pbf?: string };
}

/** Neighbours first: a name that two regions share means the one in or beside China. */
const CHINA = ["china", "asia"];
const NAMED_IN_ERROR = 12;

/**
 * `北京`, `guangdong`, `Hong Kong`; with `bbbike:` or `geofabrik:` before it, of that server only. Rejects with
 * IntakeError that names what comes near, where there is no such place.
 */
export async function findExtract(
  place: string,
  servers: ExtractServers,
  options: FetchOptions = {},
): Promise<Extract> {
  const [, only, wanted] = /^(?:(bbbike|geofabrik):)?(.*)$/s.exec(place.trim())!;
  const name = english(wanted);
  if (key(name) === "") throw new IntakeError(say("download.which"));
  const near: string[] = [];
  if (only !== "geofabrik") {
    const cities = await bbbikeCities(servers, options, only === "bbbike");
    const city = cities.find((one) => key(one) === key(name));
    if (city !== undefined) return bbbikeExtract(city, servers);
    near.push(...cities.filter((one) => isNear(one, name)).map((one) => `bbbike:${one}`));
  }
  if (only !== "bbbike") {
    const regions = await geofabrikRegions(servers, options);
    const found = regions
      .filter((region) => [region.name, region.id, region.id.split("/").at(-1)!].some((one) => key(one) === key(name)))
      .sort((a, b) => rank(a) - rank(b));
    if (found.length > 0) return geofabrikExtract(found[0], servers);
    near.push(...regions.filter((region) => isNear(region.name, name)).map((region) => region.name));
    if (near.length === 0)
      near.push(...regions.filter(({ parent }) => parent === "china").map((region) => region.name));
  }
  const others = [...near.slice(0, NAMED_IN_ERROR), ...(near.length > NAMED_IN_ERROR ? ["…"] : [])];
  throw new IntakeError(
    others.length > 0 ? say("download.others", { name: wanted, others }) : say("download.none", { name: wanted }),
  );
}

const rank = ({ parent }: Region): number => (CHINA.indexOf(parent ?? "") + CHINA.length + 1) % (CHINA.length + 1);

/** 江苏省 → Jiangsu; other names as they are. */
function english(name: string): string {
  const bare = name.trim().replace(/(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$/, "");
  return (osmSources.regionsZh as Record<string, string>)[bare] ?? name.trim();
}

const key = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
const isNear = (one: string, other: string): boolean => key(one).includes(key(other)) || key(other).includes(key(one));

async function bbbikeCities(servers: ExtractServers, options: FetchOptions, mustAnswer: boolean): Promise<string[]> {
  const folder = new URL(`${servers.bbbike}/`);
  let page: string;
  try {
    page = await fetchText(folder, mustAnswer ? options : { ...options, retries: 0 });
  } catch (error) {
    // the other server may have the place as well
    if (mustAnswer || !(error instanceof IntakeError)) throw error;
    return [];
  }
  return [...page.matchAll(/href="([A-Za-z][\w-]*)\/"/g)].map(([, name]) => name);
}

function bbbikeExtract(city: string, servers: ExtractServers): Extract {
  const folder = new URL(`${servers.bbbike}/${city}/`);
  const file = `${city}.osm.pbf`;
  return {
    name: city,
    url: new URL(file, folder),
    md5: async (options) => md5Of(await fetchText(new URL("CHECKSUM.txt", folder), options), file),
  };
}

async function geofabrikRegions(servers: ExtractServers, options: FetchOptions): Promise<Region[]> {
  const url = new URL(servers.geofabrik + osmSources.geofabrik.index);
  const text = await fetchText(url, options);
  try {
    const { features } = JSON.parse(text) as { features: { properties: Region }[] };
    return features.map(({ properties }) => properties).filter(({ urls }) => urls?.pbf !== undefined);
  } catch (error) {
    throw new IntakeError(say("download.no-list", { url: `${url.origin}${url.pathname}` }), [], {
      cause: error,
    });
  }
}

function geofabrikExtract({ name, urls }: Region, servers: ExtractServers): Extract {
  // a mirror has the same paths under an address of its own
  const own = new URL(urls.pbf!);
  const url = new URL(servers.geofabrik + own.pathname);
  return {
    name,
    url,
    md5: async (options) =>
      md5Of(await fetchText(new URL(`${url.href}.md5`), options), own.pathname.split("/").at(-1)!),
  };
}

/** The line of `md5sum`'s form that is about the file; checksums of other kinds are longer. */
function md5Of(text: string, file: string): string | null {
  for (const line of text.split("\n")) {
    const [, sum, name] = /^([0-9a-f]{32})\s+\*?(\S+)\s*$/i.exec(line) ?? [];
    if (sum !== undefined && name.split("/").at(-1) === file) return sum;
  }
  // Geofabrik names the dated file behind “latest”
  return /^([0-9a-f]{32})\s/i.exec(text)?.[1] ?? null;
}
