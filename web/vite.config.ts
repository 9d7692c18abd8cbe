import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig } from "vite";
import type { Plugin } from "vite";

const mapLibreFolder = dirname(createRequire(import.meta.url).resolve("maplibre-gl/package.json"));

/**
 * MapLibre's published bundles hold much of the same code twice: once for the page, once for its worker (443 kB
 * gzipped together). Built from the sources in the same package, page and worker share one chunk (about 315 kB).
 * While developing, the published bundles are used as they are.
 */
function mapLibre(): Plugin {
  const workerUrlId = "virtual:maplibre-worker-url";
  let building = false;
  return {
    name: "maplibre",
    enforce: "pre",
    config: (_config, { command }) => {
      building = command === "build";
    },
    resolveId(id) {
      if (id === workerUrlId) return `\0${workerUrlId}`;
      if (building && id === "maplibre-gl") return join(mapLibreFolder, "src/index.ts");
      return null;
    },
    load(id) {
      if (id !== `\0${workerUrlId}`) return null;
      if (!building) return `export { default } from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";`;
      const worker = this.emitFile({
        type: "chunk",
        id: join(mapLibreFolder, "src/source/worker.ts"),
        name: "map-worker",
      });
      return `export default import.meta.ROLLUP_FILE_URL_${worker};`;
    },
  };
}

const server = process.env.QUARTERHOUR_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [mapLibre()],
  oxc: {
    jsx: { runtime: "automatic", importSource: "preact" },
    // MapLibre's sources declare fields that a base class fills; as real fields they would be emptied again.
    typescript: { removeClassFieldsWithoutInitializer: true },
    assumptions: { setPublicClassFields: true },
  },
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    // No inlined data: URLs and no inline polyfill, so that a strict content security policy holds.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    proxy: { "/api": server, "/tiles": server },
  },
});
