import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
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

/** Files that the residents' pages never need: the desks of planners, stewards and bureaus, and what only these bring. */
const deskModules = /\/web\/src\/(?:planning|coverage|stewardship|survey|embed)\//;

/**
 * The service worker `/sw.js`, with the list of the files that the residents' pages need, now or later. Its version is
 * that of their content, so that a build that changes nothing brings nobody anything anew.
 */
function serviceWorker(): Plugin {
  let building = false;
  return {
    name: "service-worker",
    config: (_config, { command }) => {
      building = command === "build";
      return { define: { HAS_SERVICE_WORKER: String(building) } };
    },
    buildStart() {
      if (!building) return;
      this.emitFile({ type: "chunk", id: join(import.meta.dirname, "src/offline/worker.ts"), fileName: "sw.js" });
    },
    generateBundle(_options, bundle) {
      const files = new Set(["/", "/favicon.svg", "/manifest.webmanifest", "/icons/icon-192.png"]);
      const take = (name: string) => {
        const chunk = bundle[name];
        if (chunk?.type !== "chunk" || files.has(`/${name}`)) return;
        if (chunk.facadeModuleId && deskModules.test(chunk.facadeModuleId)) return;
        files.add(`/${name}`);
        for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(`/${style}`);
        for (const next of [...chunk.imports, ...chunk.dynamicImports]) take(next);
      };
      for (const chunk of Object.values(bundle)) {
        if (
          chunk.type === "chunk" &&
          (/map-worker/.test(chunk.fileName) || (chunk.isEntry && chunk.name === "index"))
        ) {
          take(chunk.fileName);
        }
      }
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("there is no service worker in the build");
      // Browsers of a few years ago take no service worker made of modules.
      if (worker.imports.length > 0) throw new Error(`the service worker imports ${worker.imports.join(", ")}`);
      const list = [...files].sort();
      // Names carry a hash of what is in them.
      const page = readFileSync(join(import.meta.dirname, "index.html"));
      const version = createHash("sha256")
        .update(list.join())
        .update(page)
        .update(worker.code)
        .digest("hex")
        .slice(0, 12);
      worker.code = worker.code
        .replace("SHELL_FILES", JSON.stringify(list))
        .replace("SHELL_VERSION", JSON.stringify(version));
    },
  };
}

const compressed = /\.(?:js|css|html|svg|json|webmanifest)$/;
/** Smaller ones fit in one packet as they are. */
const leastBytesCompressed = 1024;

/**
 * Packs each file once, as tightly as it goes, beside the file itself: `….js.br`, `….js.gz`. That takes seconds, which
 * the server has not while somebody waits; packed in haste the scripts would be a fifth larger.
 */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    async writeBundle({ dir = "" }) {
      const names = readdirSync(dir, { recursive: true, encoding: "utf8" }).filter((name) => compressed.test(name));
      await Promise.all(
        names.map(async (name) => {
          const file = join(dir, name);
          const bytes = await readFile(file);
          if (bytes.length < leastBytesCompressed) return;
          await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes));
          await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
        }),
      );
    },
  };
}

const server = process.env.QUARTERHOUR_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [mapLibre(), serviceWorker(), packed()],
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
