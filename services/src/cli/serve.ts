import { parseOsrmUrl } from "@quarterhour/isochrones";
import { isIP } from "node:net";
import type { AddressInfo } from "node:net";
import { firstAdmin } from "../accounts/login.ts";
import { tiandituOf } from "../api/tianditu.ts";
import type { Tianditu } from "../api/tianditu.ts";
import { buildApp } from "../api/app.ts";
import { readyOnlyCity } from "../api/ready-city.ts";
import { limitClasses, standardLimits } from "../api/limits.ts";
import type { RateLimits } from "../api/limits.ts";
import type { MetricsOptions } from "../api/metrics.ts";
import { geocodeEnvironment } from "./geocode.ts";
import { oidcEnvironment, readOidc } from "./oidc.ts";
import { UsageError } from "./options.ts";
import type { CommandSpec } from "./options.ts";
import { print } from "./output.ts";
import { Progress } from "./progress.ts";
import { addSampleCity } from "./sample.ts";
import { readTraces, traceEnvironment } from "./traces.ts";
import { dataFolderOfEnvironment, openStoreOfEnvironment, storeEnvironment } from "./store.ts";

export const serveCommand: CommandSpec = {
  positionals: [],
  options: [],
  environment: [
    { name: "PORT", description: "8080 when left out; 0 takes any free one" },
    { name: "HOST", description: "127.0.0.1 when left out; 0.0.0.0 to be reached from other machines" },
    ...storeEnvironment,
    {
      name: "OSRM_URL",
      description: "http(s) address of an OSRM server with the foot profile; the embedded engine alone when left out",
    },
    ...geocodeEnvironment,
    { name: "COMPUTE_THREADS", description: "threads that walk and cut tiles; as many as processors when left out" },
    {
      name: "SESSION_SECRET",
      description: "signs residents' forms, the same on all instances; made up at each start when left out",
    },
    {
      name: "TRUSTED_PROXIES",
      description:
        "addresses or networks (10.0.0.0/8), with commas, of proxies in front: residents are told apart by the address they name",
    },
    {
      name: "COMMENTS",
      description: "after-review when left out: a steward reads each first; at-once: all but those with links are seen",
    },
    {
      name: "EMBED_ORIGINS",
      description:
        "web sites that may show /embed in a frame, with commas: https://www.example.gov.cn; * for all; only this service's own pages when left out",
    },
    ...oidcEnvironment,
    ...traceEnvironment,
    {
      name: "TIANDITU_BROWSER_KEY",
      description:
        "offers 天地图 as ground of the maps: a key of the kind 浏览器端, which everybody can see; none when left out",
    },
    {
      name: "TIANDITU_TILES_URL",
      description: "origins in the place of https://t0.tianditu.gov.cn to t7, with commas",
    },
    { name: "TIANDITU_REVIEW_NUMBER", description: "审图号 of that map, shown with it; goes with the key" },
    {
      name: "METRICS_TOKEN",
      description:
        "whoever asks for /metrics sends it as a bearer; without it only this machine may ask, not through a proxy",
    },
    { name: "SLOW_QUERY_MS", description: "statements to the database that take longer are logged; 500 when left out" },
    { name: "SLOW_SEARCH_MS", description: "searches that take longer are logged; 1000 when left out" },
    {
      name: "CORS_ORIGINS",
      description:
        "web sites whose pages may read the API, with commas; * for all; none when left out. Sessions stay out of their reach",
    },
    {
      name: "RATE_LIMITS",
      description: `requests a minute from one address, in place of ${limitsText(standardLimits)}; off for none`,
    },
    { name: "LOG_LEVEL", description: "of the log on stderr: warn when left out; info shows every request" },
  ],
  details: "Where the store has no city yet, the fictional sample city is added first.",
  async run() {
    const port = readPort();
    const host = process.env.HOST || "127.0.0.1";
    const osrm = readOsrm();
    const threads = readThreads();
    const trustedProxies = readProxies();
    const commentsAtOnce = readComments();
    const embedOrigins = readOrigins("EMBED_ORIGINS");
    const corsOrigins = readOrigins("CORS_ORIGINS");
    const limits = readLimits();
    const oidc = readOidc();
    const traces = readTraces();
    const tianditu = readTianditu();
    const progress = new Progress();
    const store = await openStoreOfEnvironment(progress);
    try {
      if ((await store.listCities()).length === 0) {
        progress.note("The store is empty: adding the sample city (示例数据，纯属虚构)");
        await addSampleCity(store, ({ step, fraction }) => progress.tell(step, fraction));
      }
      const first = await firstAdmin(store);
      progress.done();
      if (first) {
        progress.note(`The first administrator: login ${first.login}, password ${first.password} (told this once)`);
      }
      const app = await buildApp({
        store,
        dataFolder: dataFolderOfEnvironment(),
        ...(osrm && { osrm: { url: osrm } }),
        geocoding: process.env,
        tianditu,
        compute: { threads },
        ...(process.env.DATABASE_URL && { workers: { databaseUrl: process.env.DATABASE_URL } }),
        ...(process.env.SESSION_SECRET && { secret: process.env.SESSION_SECRET }),
        ...(trustedProxies && { trustedProxies }),
        commentsAtOnce,
        ...(embedOrigins && { embedOrigins }),
        ...(corsOrigins && { corsOrigins }),
        ...(limits && { limits }),
        ...(oidc && { oidc }),
        ...(traces && { traces }),
        metrics: readMetrics(),
        logger: { level: process.env.LOG_LEVEL || "warn", stream: process.stderr },
      });
      // Until now a signal ends the process at once, which the store survives; from now on answers are finished first.
      const stop = stopSignal();
      let readying: Promise<void> | null = null;
      try {
        await app.listen({ port, host });
        const address = app.server.address() as AddressInfo;
        const shownHost = address.family === "IPv6" ? `[${address.address}]` : address.address;
        await print(`quarterhour is ready at http://${shownHost}:${address.port}\n`);
        readying = readyOnlyCity(app);
        await stop;
        progress.note("stopping");
      } finally {
        await app.close();
        await readying;
      }
    } finally {
      progress.done();
      await store.close();
    }
    return 0;
  },
};

function readPort(): number {
  const text = process.env.PORT || "8080";
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`PORT should be a whole number from 0 to 65535, and is "${text}"`, "serve");
  }
  return port;
}

function readProxies(): string[] | null {
  const text = process.env.TRUSTED_PROXIES;
  if (!text) return null;
  return text.split(",").map((part) => {
    const proxy = part.trim();
    const [address, bits, ...rest] = proxy.split("/");
    const most = isIP(address) === 4 ? 32 : 128;
    const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
    if (isIP(address) !== 0 && isNetwork && rest.length === 0) return proxy;
    throw new UsageError(
      `TRUSTED_PROXIES should be addresses or networks such as 10.0.0.0/8, with commas, and has "${proxy}"`,
      "serve",
    );
  });
}

function readMetrics(): MetricsOptions {
  const milliseconds = (name: string): number | undefined => {
    const text = process.env[name];
    if (!text) return undefined;
    if (/^\d{1,7}$/.test(text)) return Number(text);
    throw new UsageError(`${name} should be a whole number of milliseconds, and is "${text}"`, "serve");
  };
  return {
    token: process.env.METRICS_TOKEN || undefined,
    slowQueryMilliseconds: milliseconds("SLOW_QUERY_MS"),
    slowSearchMilliseconds: milliseconds("SLOW_SEARCH_MS"),
  };
}

function readComments(): boolean {
  const text = process.env.COMMENTS || "after-review";
  if (text === "after-review" || text === "at-once") return text === "at-once";
  throw new UsageError(`COMMENTS should be after-review or at-once, and is "${text}"`, "serve");
}

function limitsText(limits: RateLimits): string {
  return limitClasses.map((kind) => `${kind}=${limits[kind]}`).join(",");
}

function readLimits(): RateLimits | null {
  const text = process.env.RATE_LIMITS;
  if (!text) return standardLimits;
  if (text === "off") return null;
  const limits = { ...standardLimits };
  for (const part of text.split(",")) {
    const [kind, count, ...rest] = part.trim().split("=");
    const known = limitClasses.find((one) => one === kind);
    if (known === undefined || !/^[1-9]\d{0,8}$/.test(count ?? "") || rest.length > 0) {
      throw new UsageError(
        `RATE_LIMITS should be off, or such as ${limitsText(standardLimits)}, and has "${part.trim()}"`,
        "serve",
      );
    }
    limits[known] = Number(count);
  }
  return limits;
}

function readOrigins(name: string): string[] | null {
  const text = process.env[name];
  if (!text) return null;
  return text.split(",").map((part) => {
    const origin = part.trim();
    if (origin === "*") return origin;
    const { protocol, origin: read } = URL.canParse(origin) ? new URL(origin) : { protocol: "", origin: "" };
    // Written into a header: nothing but an origin may come through.
    if ((protocol === "https:" || protocol === "http:") && read === origin.toLowerCase()) return read;
    throw new UsageError(
      `${name} should be origins such as https://www.example.gov.cn, with commas, or *, and has "${origin}"`,
      "serve",
    );
  });
}

function readTianditu(): Tianditu | null {
  const origins = readOrigins("TIANDITU_TILES_URL") ?? undefined;
  if (origins?.includes("*")) {
    throw new UsageError("TIANDITU_TILES_URL should be origins such as https://t0.tianditu.gov.cn, and is *", "serve");
  }
  const { TIANDITU_BROWSER_KEY: key, TIANDITU_REVIEW_NUMBER: reviewNumber } = process.env;
  try {
    return tiandituOf({ key, origins, reviewNumber });
  } catch (error) {
    throw new UsageError(`TIANDITU_REVIEW_NUMBER ${(error as Error).message}`, "serve");
  }
}

function readOsrm(): URL | null {
  const text = process.env.OSRM_URL;
  if (!text) return null;
  try {
    return parseOsrmUrl(text);
  } catch (error) {
    throw new UsageError(`OSRM_URL ${(error as Error).message}`, "serve");
  }
}

function readThreads(): number | undefined {
  const text = process.env.COMPUTE_THREADS;
  if (!text) return undefined;
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new UsageError(`COMPUTE_THREADS should be a whole number from 1 to 256, and is "${text}"`, "serve");
  }
  return threads;
}

/** Settles when the process is asked to end; asked a second time, it ends at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
