/** What browsers are told to allow: this origin only, and those that the operator names. */
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";

/** @param mapOrigins where pictures of another map come from, see tianditu.ts */
const directivesFor = (mapOrigins: readonly string[]) => [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  ["img-src 'self' data: blob:", ...mapOrigins].join(" "),
  "font-src 'self'",
  ["connect-src 'self'", ...mapOrigins].join(" "),
  // The map decodes its tiles in workers that it makes from blobs.
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
];

const policyFor = (ancestors: string, mapOrigins: readonly string[]) =>
  [...directivesFor(mapOrigins), `frame-ancestors ${ancestors}`].join("; ");

interface SecurityHeaderOptions {
  /** Origins that may show the page made for it in a frame; `*` for all. */
  embedOrigins?: readonly string[];
  /** Origins whose pages may read what this service answers; `*` for all. Never with the cookie of a session. */
  corsOrigins?: readonly string[];
  /** Origins of tiles that the maps may lie on; none without a key. */
  mapOrigins?: readonly string[];
}

/** The one page that others may show in a frame. It knows nobody who is logged in, so nothing can be clicked away. */
const embedPath = /^\/embed\/?(?:\?|$)/;

/** What other origins may be let read; the pages themselves are not among it. */
const sharedPath = /^\/(?:api|tiles|ogc)(?:[/?]|$)/;

const sharedMethods = "GET, HEAD, POST, PUT, PATCH, DELETE";
const askedHeaders = "Authorization, Content-Type, If-Match, If-None-Match";
const toldHeaders = "Content-Crs, Content-Disposition, ETag, Link, Retry-After";

export const securityHeaders = plugin(
  async (app: FastifyInstance, { embedOrigins = [], corsOrigins = [], mapOrigins = [] }: SecurityHeaderOptions) => {
    const policy = policyFor("'self'", mapOrigins);
    const embedPolicy = policyFor(["'self'", ...embedOrigins].join(" "), mapOrigins);
    const allowed = new Set(corsOrigins);
    app.addHook("onRequest", async (request, reply) => {
      const isEmbedded = embedPath.test(request.url);
      const isShared = allowed.size > 0 && sharedPath.test(request.url);
      reply.headers({
        "Content-Security-Policy": isEmbedded ? embedPolicy : policy,
        "X-Content-Type-Options": "nosniff",
        // Links to other maps must not tell them where on ours somebody was.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": isShared ? "cross-origin" : "same-origin",
        "Origin-Agent-Cluster": "?1",
        "X-DNS-Prefetch-Control": "off",
        "X-Permitted-Cross-Domain-Policies": "none",
      });
      // For browsers that do not know frame-ancestors; it cannot name origins.
      if (!isEmbedded) reply.header("X-Frame-Options", "SAMEORIGIN");
      if (request.protocol === "https") reply.header("Strict-Transport-Security", "max-age=31536000");
      if (!isShared) return;
      if (!allowed.has("*")) reply.header("Vary", "Origin");
      const { origin } = request.headers;
      const granted = allowed.has("*") ? "*" : origin !== undefined && allowed.has(origin) ? origin : null;
      if (granted === null) return;
      // Without Allow-Credentials: a session's cookie is of no use to other origins, an API key is.
      reply.headers({ "Access-Control-Allow-Origin": granted, "Access-Control-Expose-Headers": toldHeaders });
      if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return;
      reply.headers({
        "Access-Control-Allow-Methods": sharedMethods,
        "Access-Control-Allow-Headers": askedHeaders,
        "Access-Control-Max-Age": "600",
      });
      return reply.code(204).send();
    });
  },
  { name: "security-headers" },
);
