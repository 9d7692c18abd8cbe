// npm run bench -- siting [--districts n] [--category id] [--count n] [--ring n] [--rounds n] [--json]
// Where to put new outlets in the metropolis: streets with shops are the candidates, homes that lack the category the
// demand. Measured from the reach table, with the city known to the threads, to the sites with their bound.
import { parseArgs } from "node:util";
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import { defaultSettings, EmbeddedEngine, pointsAlongWays } from "@quarterhour/isochrones";
import { stateCodes } from "../src/assessment/siting/demand.ts";
import { findSites } from "../src/assessment/siting/find-sites.ts";
import { frontageSpacingMeters, isFrontage } from "../src/assessment/siting/frontage.ts";
import { reachState } from "../src/assessment/gaps.ts";
import { CityCompute } from "../src/compute/city-compute.ts";
import { ComputePool } from "../src/compute/pool.ts";
import type { Outlet, Residence } from "../src/store/store.ts";
import { loadMetropolis } from "./edit-city.ts";

const BAR_SECONDS = 5;

const usage = `npm run bench -- siting [options]
  --districts n   size of the generated city (656: about a million residences, vertices, 100,000 outlets)
  --category id   what is to be placed (food-market)
  --count n       how many sites (10)
  --ring n        minutes (the category's own)
  --rounds n      measurements (3)
  --json          one JSON value
`;

const { values: options } = parseArgs({
  options: {
    districts: { type: "string", default: "656" },
    category: { type: "string", default: "food-market" },
    count: { type: "string", default: "10" },
    ring: { type: "string" },
    rounds: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const column = categories.findIndex(({ id }) => id === options.category);
  if (column < 0) throw new RangeError(`--category: "${options.category}" is none of the fifty categories`);
  const ringMinutes = Number(options.ring ?? categories[column].ringMinutes);
  const count = Number(options.count);
  const { network, origins, targets, reach, households } = await loadMetropolis(Number(options.districts), false, say);
  const pool = new ComputePool();
  try {
    const shared = new Uint8Array(new SharedArrayBuffer(network.bytes.length));
    shared.set(network.bytes);
    const compute = new CityCompute(pool, {
      id: "bench",
      homesJoined: new Map(),
      network: async () => ({
        engine: new EmbeddedEngine(network),
        shared: { kind: "network", id: "bench network", value: { bytes: shared, room: null } },
      }),
      outlets: async () =>
        targets.positions.map((location, i) => ({
          id: String(i),
          name: "",
          location,
          status: "open",
          services: [],
          openingHours: null,
          attributes: {},
        })) as unknown as Outlet[],
      residences: async () =>
        origins.map((location, i) => ({
          location,
          households: households[i],
          people: null,
          householdsEstimated: false,
        })) as unknown as Residence[],
    });
    const settings = { ...defaultSettings, direction: "inbound" as const };
    say("the threads get to know the city");
    let began = performance.now();
    await compute.homesAround({ lngLat: new Float64Array(origins[0]), limitMinutes: 1, settings, among: null });
    const knownSeconds = (performance.now() - began) / 1000;

    const rows: object[] = [];
    const seconds: number[] = [];
    for (let round = 0; round < Number(options.rounds); round++) {
      const cpu = process.cpuUsage();
      began = performance.now();
      const states = Uint8Array.from(origins, (_home, home) => {
        const evidence = {
          nearestSeconds: reach.nearestSeconds[home * reach.groupCount + column],
          edgeOfDataSeconds: reach.edgeOfDataSeconds[home],
          accessMeters: reach.accessMeters[home],
          claimed: true,
        };
        return stateCodes[reachState(evidence, ringMinutes * 60)];
      });
      const shops = isFrontage({
        outlets: Float64Array.from(targets.positions.flat()),
        commercial: [],
        chosen: null,
        within: null,
      });
      const lngLat = pointsAlongWays(network, frontageSpacingMeters, shops);
      const preparedAt = performance.now();
      let weighedAt = 0;
      let searchedAt = 0;
      const found = await findSites({
        homes: {
          count: origins.length,
          lngLat: Float64Array.from(origins.flat()),
          households: Float64Array.from(households),
          people: new Float64Array(origins.length).fill(Number.NaN),
          weights: [Float64Array.from(households)],
          isCounted: null,
        },
        needs: [{ category: options.category as CategoryId, kind: null, ringMinutes }],
        states: [states],
        candidates: { count: lngLat.length / 2, lngLat, allows: null, takesOne: null },
        count,
        fixed: [],
        minimumDistanceMeters: 0,
        minimumHouseholds: 0,
        around: (candidates, limitMinutes, among) => {
          const places = new Float64Array(candidates.length * 2);
          candidates.forEach((candidate, i) => places.set(lngLat.subarray(2 * candidate, 2 * candidate + 2), 2 * i));
          return compute.homesAround({ lngLat: places, limitMinutes, settings, among });
        },
        weigh: (weights, among, grouped) =>
          compute.weighing({ lngLat, settings: defaultSettings, among, weights }, grouped),
        progress: (step) => {
          if (step === "looking at candidates" && weighedAt === 0) weighedAt = performance.now();
          if (step === "choosing sites") searchedAt = performance.now();
        },
      });
      const ended = performance.now();
      const { user, system } = process.cpuUsage(cpu);
      seconds.push((ended - began) / 1000);
      rows.push({
        seconds: (ended - began) / 1000,
        processorSeconds: (user + system) / 1e6,
        prepareSeconds: (preparedAt - began) / 1000,
        weighSeconds: (weighedAt - preparedAt) / 1000,
        searchSeconds: (searchedAt - weighedAt) / 1000,
        chooseSeconds: (ended - searchedAt) / 1000,
        uncovered: found.uncoveredBefore[0],
        covered: found.coveredAfter[0],
        first: found.sites[0]?.gainedHouseholds ?? 0,
        last: found.sites.at(-1)?.gainedHouseholds ?? 0,
        ...found.candidates,
        method: found.method,
        ...found.bound,
      });
    }
    const about = { residences: origins.length, outlets: targets.positions.length, vertices: network.vertexCount };
    const least = Math.min(...seconds);
    if (options.json) {
      const asked = { category: options.category, ringMinutes, count };
      console.log(
        JSON.stringify({ about, asked, barSeconds: BAR_SECONDS, knownSeconds, leastSeconds: least, rows }, null, 2),
      );
      return;
    }
    console.log(
      `${Object.entries(about)
        .map(([name, value]) => `${value.toLocaleString("en")} ${name}`)
        .join(", ")}`,
    );
    console.log(`the city made known to the threads in ${knownSeconds.toFixed(1)} s, once per state of the city`);
    console.log(
      `${count} sites for ${options.category} within ${ringMinutes} minutes: least ${least.toFixed(2)} s (bar ${BAR_SECONDS} s)`,
    );
    for (const row of rows)
      console.log(
        `  ${JSON.stringify(row, (_key, value) => (typeof value === "number" ? Math.round(value * 1e4) / 1e4 : value))}`,
      );
  } finally {
    await pool.close();
  }
}

if (options.help) console.log(usage);
else {
  try {
    await main();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
