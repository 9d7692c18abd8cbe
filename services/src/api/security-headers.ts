/** What browsers are told to allow: this origin only. */
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";

const directives = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  // The map decodes its tiles in workers that it makes from blobs.
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
];

const policyFor = (ancestors: string) => [...directives, `frame-ancestors ${ancestors}`].join("; ");

interface SecurityHeaderOptions {
  /** Origins that may show the page made for it in a frame; `*` for all. */
  embedOrigins?: readonly string[];
}

/** The one page that others may show in a frame. It knows nobody who is logged in, so nothing can be clicked away. */
const embedPath = /^\/embed\/?(?:\?|$)/;

export const securityHeaders = plugin(
  async (app: FastifyInstance, { embedOrigins = [] }: SecurityHeaderOptions) => {
    const policy = policyFor("'self'");
    const embedPolicy = policyFor(["'self'", ...embedOrigins].join(" "));
    app.addHook("onRequest", async (request, reply) => {
      reply.headers({
        "Content-Security-Policy": embedPath.test(request.url) ? embedPolicy : policy,
        "X-Content-Type-Options": "nosniff",
        // Links to other maps must not tell them where on ours somebody was.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
      });
    });
  },
  { name: "security-headers" },
);
