/** What browsers are told to allow: this origin only. */
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";

const policy = [
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
  "frame-ancestors 'self'",
].join("; ");

export const securityHeaders = plugin(
  async (app: FastifyInstance) => {
    app.addHook("onRequest", async (_request, reply) => {
      reply.headers({
        "Content-Security-Policy": policy,
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
