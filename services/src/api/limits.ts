/**
 * How much one address may ask in a minute, by what it costs. Counted in memory; instances that share a PostgreSQL tell
 * one another about once a second, so that together they give little more than one would. These keep machines from
 * taking all there is; what residents send has narrower limits of its own (inbox/limits.ts), and so do passwords (a
 * locked account).
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { createHmac } from "node:crypto";
import { networkOf } from "../inbox/sender.ts";
import { Problem } from "./problem.ts";

export const limitClasses = ["reading", "computing", "writing", "login"] as const;
type LimitClass = (typeof limitClasses)[number];

/** Requests per minute and address. */
export type RateLimits = Record<LimitClass, number>;

/** A map that is dragged about asks for some thousand tiles a minute; behind one address sit whole offices. */
export const standardLimits: RateLimits = { reading: 6000, computing: 1200, writing: 600, login: 30 };

const WINDOW_MILLISECONDS = 60_000;
/** Addresses beyond are counted as one. 50 MB when all were used. */
const MOST_ADDRESSES = 200_000;
const BEYOND = "beyond";
/** Whoever has used less than this share of a limit need not be told to other instances. */
const TOLD_FROM = 0.05;
const TELL_MILLISECONDS = 1000;

/** What searches the city, or writes a document. */
const computing =
  /\/(isochrones|matrix|routes|measure|propose|scenarios|compare|coverage|trend|distribution|changes|gaps|assessment|overlaps|values)$|\.(pdf|docx|xlsx|svg)$|\/(exports|ledgers)\/|\/siting$|\/closures$|(outlets|circles|report|:area)\.(csv|geojson)$|\/export$/;
/** A list that is searched for on foot where this is asked. */
const searching = /[?&]near=/;
const login = /^\/api\/(session|session\/password|invitations\/:token)$/;
/** Logging in elsewhere, which is asked for by opening a page. */
const signIn = /^\/api\/session\/oidc(\/callback)?$/;
/** Asked by whoever watches over the service, and cheap. */
const unlimited = /^\/(api\/(health|ready)|metrics)$/;

/** What a route counts as; null: not counted. @param url as the route was declared, with its `:parameters` */
export function limitClassOf(method: string, url: string | undefined): LimitClass | null {
  const isReading = method === "GET" || method === "HEAD" || method === "OPTIONS";
  if (url === undefined) return "reading";
  if (unlimited.test(url)) return null;
  if (signIn.test(url)) return "login";
  if (login.test(url)) return isReading ? "reading" : "login";
  if (computing.test(url)) return "computing";
  return isReading ? "reading" : "writing";
}

interface Count {
  /** In this window, here. */
  own: number;
  /** Of these, those that others were told of. */
  told: number;
  /** In this window, on other instances, as last heard. */
  others: number;
}

export interface LimitOptions {
  /** null: nobody is held back. */
  limits: RateLimits | null;
  /** Keys what addresses are written down as, where counts are shared. */
  secret: string | null;
  /** Whether requests from the machine itself count; they do not otherwise, unless a trusted proxy made them. */
  countLoopback?: boolean;
  now?: () => number;
}

export const rateLimits = plugin(
  async (app: FastifyInstance, { limits, secret, countLoopback = false, now = Date.now }: LimitOptions) => {
    if (limits === null) return;
    let window = -1;
    const counts = new Map<string, Count>();

    app.addHook("onRequest", async (request) => {
      const route = limitClassOf(request.method, request.routeOptions.url);
      const kind = route === "reading" && searching.test(request.url) ? "computing" : route;
      if (kind === null || (!countLoopback && isLoopback(request))) return;
      const at = now();
      const current = Math.floor(at / WINDOW_MILLISECONDS);
      if (current !== window) {
        window = current;
        counts.clear();
      }
      const count = countOf(counts, `${kind} ${networkOf(request.ip)}`, kind);
      count.own++;
      if (count.own + count.others <= limits[kind]) return;
      const seconds = Math.ceil(((window + 1) * WINDOW_MILLISECONDS - at) / 1000);
      throw new Problem(
        429,
        `More than ${limits[kind]} requests of this kind (${kind}) came from your address within a minute. Please try again in ${seconds} s.`,
        [],
        Math.max(1, seconds),
      );
    });

    if (app.store.kind !== "postgres") return;
    let telling = false;
    const tell = async () => {
      const many = [...counts].filter(([key, { own, told }]) => {
        const kind = key.split(" ", 1)[0] as LimitClass;
        return own > told && own >= limits[kind] * TOLD_FROM;
      });
      if (many.length === 0) return;
      const ofWindow = window;
      const salt = Buffer.concat([await app.store.saltOfDay(), Buffer.from(secret ?? "")]);
      const added = many.slice(0, 1000).map(([key, count]) => {
        const hash = createHmac("sha256", salt).update(key).digest("base64url");
        return { count, own: count.own, key: `rate ${ofWindow} ${hash}`, by: count.own - count.told, seconds: 120 };
      });
      const totals = await app.store.addToCounts(added.map(({ key, by, seconds }) => ({ key, by, seconds })));
      for (const [i, { count, own }] of added.entries()) {
        count.told = own;
        count.others = totals[i] - own;
      }
    };
    const timer = setInterval(() => {
      if (telling) return;
      telling = true;
      tell()
        // Without the database each instance counts for itself.
        .catch((error: unknown) => app.log.debug({ err: error }, "counts of requests could not be shared"))
        .finally(() => (telling = false));
    }, TELL_MILLISECONDS);
    timer.unref();
    app.addHook("onClose", async () => clearInterval(timer));
  },
  { name: "rate-limits", dependencies: ["cities"] },
);

function countOf(counts: Map<string, Count>, key: string, kind: LimitClass): Count {
  const known = counts.get(key);
  if (known) return known;
  if (counts.size >= MOST_ADDRESSES) key = `${kind} ${BEYOND}`;
  const count = counts.get(key) ?? { own: 0, told: 0, others: 0 };
  counts.set(key, count);
  return count;
}

function isLoopback(request: FastifyRequest): boolean {
  return request.ip === "::1" || /^(::ffff:)?127\./.test(request.ip);
}
