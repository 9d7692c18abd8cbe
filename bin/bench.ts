// npm run bench -- [NAME…] [options] [--json]: runs the benchmarks that are named, each as a process of its own, so that
// none warms or crowds another. With --json each prints one JSON value; several are put together under their names.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Script of each benchmark and what it measures. Those of one script are handed to it together. */
const benches: Record<string, { script: string; about: string }> = {
  accuracy: { script: "isochrones/bench/main.ts", about: "walking times and polygons against a reference file" },
  speed: { script: "isochrones/bench/main.ts", about: "5+10+15-minute isochrones beside Valhalla" },
  osrm: { script: "isochrones/bench/osrm.ts", about: "rings through OSRM, from measured times at cell centres" },
  network: {
    script: "isochrones/bench/network.ts",
    about: "OSM file to network, opening it, beside osmium and reading",
  },
  streets: {
    script: "isochrones/bench/streets.ts",
    about: "street statistics of maps, the generated city beside real ones",
  },
  reach: { script: "isochrones/bench/reach.ts", about: "the reach table of a metropolis, beside memory bandwidth" },
  edit: { script: "services/bench/edit.ts", about: "one outlet added, moved, removed: coverage up to date again" },
  siting: { script: "services/bench/siting.ts", about: "where new outlets of the metropolis would help most" },
  scenario: {
    script: "services/bench/scenario.ts",
    about: "what if: one outlet in the metropolis, as planners ask it",
  },
  circles: { script: "services/bench/circles.ts", about: "a boundary that is drawn: everything worked out anew" },
  http: { script: "services/bench/http.ts", about: "isochrones through HTTP under 64 connections" },
  load: {
    script: "services/bench/metropolis-load.ts",
    about: "isochrones of the metropolis under autocannon, overloaded fourfold, and again",
  },
  mixed: {
    script: "services/bench/mixed.ts",
    about: "half an hour of everything at once: memory, lost writes, stale answers",
  },
  intake: {
    script: "services/bench/intake.ts",
    about: "a table of 100,000 rows: previewed, committed, undone; time and memory",
  },
  workers: {
    script: "services/bench/workers.ts",
    about: "the reach of the metropolis by workers, one of them killed; speed-up, bytes",
  },
  tiles: { script: "services/bench/tiles.ts", about: "cold vector tiles of 100,000 outlets" },
  geocode: {
    script: "services/bench/geocode.ts",
    about: "addresses placed by a city's own gazetteer: how many, how well",
  },
  duplicates: { script: "services/bench/duplicates.ts", about: "shops listed twice: how many are found, how fast" },
  screens: { script: "web/bench/screens.ts", about: "pictures of every page on a phone and a desktop" },
  hostile: { script: "services/bench/hostile.ts", about: "20,000 wrong and hostile requests: no 5xx, no stack trace" },
  "holds-up": {
    script: "services/bench/holds-up.ts",
    about: "kills, outages, broken files, roles × routes, hostile requests: one table of counts",
  },
  browser: { script: "web/bench/browser.ts", about: "first usable map in a slow browser; JavaScript sent" },
  moving: { script: "web/bench/moving.ts", about: "a map of 100,000 outlets dragged and zoomed: work for each frame" },
  "slow-line": { script: "web/bench/slow-line.ts", about: "pages over 3G: when words, lists and the map are there" },
};

const root = fileURLToPath(new URL("../", import.meta.url));

function usage(): string {
  const lines = Object.entries(benches).map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`);
  return `npm run bench -- [NAME…] [options of that benchmark] [--json]\n\n${lines.join("\n")}\n\nNone named: all of them. NAME --help tells its options.\n`;
}

function main(args: string[]): number {
  const firstOption = args.findIndex((word) => !(word in benches));
  const names = args.slice(0, firstOption < 0 ? args.length : firstOption);
  const options = args.slice(names.length);
  const [stray] = options;
  if (stray && !stray.startsWith("-")) {
    process.stderr.write(`"${stray}" is no benchmark\n\n${usage()}`);
    return 2;
  }
  if (names.length === 0 && options.includes("--help")) {
    process.stdout.write(usage());
    return 0;
  }
  // options such as --osm belong to the first two, which have always been run without a name
  const wanted =
    names.length > 0 ? names : options.some((word) => word !== "--json") ? ["accuracy", "speed"] : Object.keys(benches);
  const byScript = Map.groupBy(wanted, (name) => benches[name].script);
  const json = options.includes("--json");
  const answers: string[] = [];
  let failed = false;
  for (const [script, ofScript] of byScript) {
    if (!existsSync(root + script)) {
      process.stderr.write(`${script} is missing\n`);
      failed = true;
      continue;
    }
    const words = script.endsWith("/main.ts") ? ofScript : [];
    const child = spawnSync(process.execPath, ["--expose-gc", root + script, ...words, ...options], {
      cwd: root,
      stdio: ["inherit", json && byScript.size > 1 ? "pipe" : "inherit", "inherit"],
      maxBuffer: 2 ** 28,
      encoding: "utf8",
    });
    failed ||= child.status !== 0;
    if (child.stdout) answers.push(`${JSON.stringify(ofScript.join("+"))}: ${child.stdout.trim() || "null"}`);
  }
  if (answers.length > 0) process.stdout.write(`{${answers.join(",\n")}}\n`);
  return failed ? 1 : 0;
}

process.exitCode = main(process.argv.slice(2));
