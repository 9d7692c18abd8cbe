/** Cold vector tiles of a city with many outlets, through HTTP: every kind of zoom, each tile asked for once. */
import { parseArgs } from "node:util";
import type { Request } from "./load.ts";
import { MeasuredServer, quantile, randomOf, underLoad } from "./server.ts";

const usage = `npm run bench -- tiles [--outlets 100000] [--tiles 1500] [--connections 1] [--json]

  --outlets N      of a made-up city; kept under .bench/ and made when missing, which takes a minute
  --tiles N        at most so many, each once, so that none comes from a cache
  --connections N  asked for at the same time
  --json           figures as JSON

Zooms 10 to 16 at random places of the city, gzipped as browsers want them. The first tile, which also reads the outlets
and makes the index, is told apart.
`;

const bar = 30;
const zooms = [10, 11, 12, 13, 14, 15, 16];
/** Where the made-up city has its outlets: west, south, east, north. */
const box = [117.75, 38.62, 118.25, 38.98];

interface Row {
  zoom: number;
  tiles: number;
  p50: number | null;
  p99: number | null;
  max: number | null;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      outlets: { type: "string", default: "100000" },
      tiles: { type: "string", default: "1500" },
      connections: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const numbers = Object.fromEntries(
    (["outlets", "tiles", "connections"] as const).map((name) => {
      const number = Number(values[name]);
      if (!(Number.isInteger(number) && number > 0)) {
        throw new Error(`--${name}: should be a whole number above 0, and is "${values[name]}"`);
      }
      return [name, number];
    }),
  );
  const server = await MeasuredServer.start("serve-tiles.ts", [String(numbers.outlets)]);
  try {
    const { city, port } = server.about;
    const tiles = tilesOf(numbers.tiles);
    const requests = tiles.map(({ z, x, y }): Request => ({
      method: "GET",
      path: `/tiles/${city}/outlets/${z}/${x}/${y}.mvt`,
    }));
    const base = {
      host: "127.0.0.1",
      port,
      seconds: 600,
      once: true,
      samples: 0,
      headers: { "Accept-Encoding": "gzip" },
    };
    // Far from where the others are: makes the index, and keeps no tile that is asked for later.
    const first = await underLoad({
      ...base,
      connections: 1,
      requests: [{ method: "GET", path: `/tiles/${city}/outlets/16/1/1.mvt` }],
    });
    await server.begin();
    const report = await underLoad({ ...base, connections: numbers.connections, requests });
    const fared = await server.end();
    const of = (milliseconds: number[]): Omit<Row, "zoom"> => ({
      tiles: milliseconds.length,
      p50: quantile(milliseconds, 0.5),
      p99: quantile(milliseconds, 0.99),
      max: quantile(milliseconds, 1),
    });
    const figures = {
      outlets: numbers.outlets,
      connections: numbers.connections,
      firstMilliseconds: first.milliseconds[0],
      all: of(report.milliseconds),
      zooms: zooms.map((zoom): Row => {
        return { zoom, ...of(report.milliseconds.filter((_, i) => tiles[report.request[i]].z === zoom)) };
      }),
      kilobytesPerTile: report.bytes / 1000 / Math.max(1, report.milliseconds.length),
      errors: report.errors,
      eventLoopDelayP99Milliseconds: fared.delayP99,
      barP99Milliseconds: bar,
    };
    process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : described(figures));
  } finally {
    await server.close();
  }
  return 0;
}

/** As many of each zoom as there are, up to a share of all; in random order. */
function tilesOf(most: number): { z: number; x: number; y: number }[] {
  const random = randomOf(16);
  const tiles: { z: number; x: number; y: number }[] = [];
  for (const z of zooms) {
    const [west, north] = tileAt(box[0], box[3], z);
    const [east, south] = tileAt(box[2], box[1], z);
    const ofZoom: { z: number; x: number; y: number }[] = [];
    for (let x = west; x <= east; x++) for (let y = north; y <= south; y++) ofZoom.push({ z, x, y });
    tiles.push(...shuffled(ofZoom, random).slice(0, Math.ceil(most / zooms.length)));
  }
  return shuffled(tiles, random).slice(0, most);
}

function tileAt(lng: number, lat: number, z: number): [number, number] {
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [Math.floor((lng / 360 + 0.5) * 2 ** z), Math.floor(y * 2 ** z)];
}

function shuffled<T>(items: T[], random: () => number): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}

function described(figures: {
  outlets: number;
  connections: number;
  firstMilliseconds: number | undefined;
  all: Omit<Row, "zoom">;
  zooms: Row[];
  kilobytesPerTile: number;
  errors: Record<string, number>;
  eventLoopDelayP99Milliseconds: number;
}): string {
  const cell = (value: number | null | undefined): string => (value == null ? "–" : value.toFixed(1)).padStart(8);
  const row = (name: string, { tiles, p50, p99, max }: Omit<Row, "zoom">): string =>
    `${name.padEnd(8)}${String(tiles).padStart(6)}${cell(p50)}${cell(p99)}${cell(max)}`;
  const errors = Object.entries(figures.errors).map(([what, count]) => `${count} × ${what}`);
  return `${[
    `${figures.outlets} outlets, ${figures.connections} connections, ${figures.kilobytesPerTile.toFixed(1)} kB each; milliseconds`,
    "zoom     tiles     p50     p99     max",
    ...figures.zooms.map((each) => row(String(each.zoom), each)),
    `${row("all", figures.all)}   bar p99 ${bar}.0`,
    `first tile, with the index   ${cell(figures.firstMilliseconds)}`,
    `event-loop delay p99         ${cell(figures.eventLoopDelayP99Milliseconds)}`,
    `errors                       ${errors.length === 0 ? "none" : errors.join(", ")}`,
  ].join("\n")}\n`;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  return 1;
});
