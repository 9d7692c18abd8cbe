/** The built web pages: every page's address gives the one index.html, which then shows what the address says. */
import staticFiles from "@fastify/static";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./problem.ts";

const pages = ["/", "/repair", "/planning", "/coverage", "/data", "/survey", "/embed"];

export interface WebPagesOptions {
  /** Folder with index.html and assets/. */
  webFolder: string;
}

export const webPages = plugin(
  async (app: FastifyInstance, { webFolder }: WebPagesOptions) => {
    if (!existsSync(join(webFolder, "index.html"))) {
      for (const page of pages) {
        app.get(page, { schema: { hide: true } }, async () => {
          throw new Problem(
            503,
            "The web pages are not built yet: npm start builds them. The API is at /api/openapi.json.",
          );
        });
      }
      return;
    }
    await app.register(staticFiles, {
      root: webFolder,
      index: false,
      // The build leaves each file packed beside it.
      preCompressed: true,
      setHeaders: (reply, path) => {
        // Names under assets/ carry a hash of their content.
        const fixed = path.startsWith(join(webFolder, "assets"));
        // Other sites' pages bring it to show a map in a frame.
        if (path.replace(/\.(?:br|gz)$/, "") === join(webFolder, "embed.js")) {
          reply.header("Cross-Origin-Resource-Policy", "cross-origin");
        }
        // Caches on the way must not give a packed file to whoever cannot unpack it.
        reply.header("Vary", "Accept-Encoding");
        reply.header("Cache-Control", fixed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
    for (const page of pages) {
      app.get(page, { schema: { hide: true } }, (_request, reply) => reply.sendFile("index.html"));
    }
  },
  { name: "web-pages", dependencies: ["security-headers"] },
);
