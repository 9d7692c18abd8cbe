/** Isochrones through HTTP under many connections: how long answers take, and how late the server's event loop comes. */
import type { Position } from "@quarterhour/isochrones";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { LoadReport, Request } from "./load.ts";
import { MeasuredServer, quantile, randomOf, underLoad } from "./server.ts";
import type { Answered, Fared } from "./server.ts";

const usage = `npm run bench -- http [--osm FILE]… [--url ADDRESS --city NAME] [--connections 64] [--seconds 20] [--json]

  --osm FILE       after the sample city serve this map (.osm.pbf, .osm, .osm.gz); again for more maps
  --without-sample leave the sample city out
  --url ADDRESS    measure a server that runs already, such as http://127.0.0.1:8080, and its city --city
  --connections N  each asks again as soon as it is answered
  --seconds S      measured, after a fifth of that to warm up
  --json           figures as JSON

Every question is a place of its own within 15 m of a residence's door, so no answer comes from a cache. The load runs in
a process of its own on the same processors.
`;

const bars = { p99Milliseconds: 60, eventLoopDelayP99Milliseconds: 20 };
const samples = 20;
/** About 15 m. */
const beside = 1.5e-4;

interface Figures {
  map: string;
  city: string;
  connections: number;
  seconds: number;
  requests: number;
  perSecond: number;
  p50Milliseconds: number | null;
  p99Milliseconds: number | null;
  maxMilliseconds: number | null;
  kilobytesPerAnswer: number;
  errors: Record<string, number>;
  server: Fared | null;
  serverCpuMillisecondsPerRequest: number | null;
  eventLoopCpuMillisecondsPerRequest: number | null;
  loadCpuMillisecondsPerRequest: number;
  /** What server and load had of the machine's processors, 0 to 1: under this load the rest went to others. */
  processorShare: number | null;
  answersCompared: number;
  answersDifferent: number | null;
  bars: typeof bars;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      osm: { type: "string", multiple: true, default: [] },
      "without-sample": { type: "boolean", default: false },
      url: { type: "string" },
      city: { type: "string", default: "sample" },
      connections: { type: "string", default: "64" },
      seconds: { type: "string", default: "20" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const missing = values.osm.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Error(`--osm: there is no file ${missing}`);
  const connections = positive(values.connections, "--connections");
  const seconds = positive(values.seconds, "--seconds");
  const all: Figures[] = [];
  const tell = (figures: Figures): void => {
    all.push(figures);
    if (!values.json) process.stdout.write(described(figures));
  };
  if (values.url !== undefined) {
    const address = new URL(values.url);
    const doors = await doorsOf(address, values.city);
    tell(await measure(null, address, { map: values.city, city: values.city }, doors, connections, seconds));
  } else {
    // null: the sample city
    const maps = values["without-sample"] ? values.osm : [null, ...values.osm];
    if (maps.length === 0) throw new Error("--without-sample: name a map by --osm then");
    // a server of its own for each, one after the other
    for (const file of maps) {
      const server = await MeasuredServer.start("serve.ts", file === null ? [] : [file]);
      try {
        const { city, doors, port } = server.about;
        const names = { map: file === null ? "sample" : basename(file), city };
        tell(await measure(server, new URL(`http://127.0.0.1:${port}`), names, doors, connections, seconds));
      } finally {
        await server.close();
      }
    }
  }
  if (values.json) process.stdout.write(`${JSON.stringify(all)}\n`);
  return 0;
}

async function measure(
  server: MeasuredServer | null,
  address: URL,
  { map, city }: { map: string; city: string },
  doors: Position[],
  connections: number,
  seconds: number,
): Promise<Figures> {
  const random = randomOf(64);
  const asked = (count: number): Request[] => Array.from({ length: count }, () => question(city, doors, random));
  const base = { host: address.hostname, port: Number(address.port || 80), connections, once: false };
  // More than can be asked, so that none is asked twice.
  await underLoad({ ...base, requests: asked(5000 * Math.ceil(seconds / 5)), seconds: seconds / 5, samples: 0 });
  await server?.begin();
  const report = await underLoad({ ...base, requests: asked(5000 * seconds), seconds, samples });
  const fared = (await server?.end()) ?? null;
  const answers = report.samples
    .filter(({ status }) => status === 200)
    .map(({ request, body }): Answered => ({
      origin: (JSON.parse(request.body!) as { origin: Position }).origin,
      answer: JSON.parse(body) as unknown,
    }));
  const isOther = server === null ? null : await server.compare(answers);
  return figuresOf(report, fared, {
    map,
    city,
    connections,
    answersCompared: answers.length,
    answersDifferent: isOther,
  });
}

function figuresOf(
  report: LoadReport,
  fared: Fared | null,
  about: Pick<Figures, "map" | "city" | "connections" | "answersCompared" | "answersDifferent">,
): Figures {
  const { milliseconds } = report;
  const count = milliseconds.length;
  return {
    ...about,
    seconds: report.seconds,
    requests: count,
    perSecond: count / report.seconds,
    p50Milliseconds: quantile(milliseconds, 0.5),
    p99Milliseconds: quantile(milliseconds, 0.99),
    maxMilliseconds: quantile(milliseconds, 1),
    kilobytesPerAnswer: report.bytes / 1000 / Math.max(1, count),
    errors: report.errors,
    server: fared,
    serverCpuMillisecondsPerRequest: fared && (fared.cpuSeconds * 1000) / Math.max(1, count),
    eventLoopCpuMillisecondsPerRequest: fared && (fared.loopCpuSeconds * 1000) / Math.max(1, count),
    loadCpuMillisecondsPerRequest: (report.cpuSeconds * 1000) / Math.max(1, count),
    processorShare: fared && (fared.cpuSeconds + report.cpuSeconds) / (report.seconds * availableParallelism()),
    bars,
  };
}

function question(city: string, doors: Position[], random: () => number): Request {
  const [lng, lat] = doors[Math.floor(random() * doors.length)];
  const origin = [lng + (random() - 0.5) * 2 * beside, lat + (random() - 0.5) * 2 * beside];
  return {
    method: "POST",
    path: `/api/cities/${city}/isochrones`,
    body: JSON.stringify({ origin, minutes: [5, 10, 15] }),
  };
}

/** Doors of a server that runs already, from its own API. */
async function doorsOf(address: URL, city: string): Promise<Position[]> {
  const response = await fetch(new URL(`/api/cities/${city}/residences?limit=1000`, address));
  const page = (await response.json()) as { items?: { location: Position }[]; detail?: string };
  if (!page.items?.length) throw new Error(page.detail ?? `${address.origin} has no residences in ${city}`);
  return page.items.map(({ location }) => location);
}

function positive(text: string, option: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`${option}: should be a number above 0, and is "${text}"`);
  return number;
}

function described(figures: Figures): string {
  const ms = (value: number | null | undefined): string =>
    value == null ? "not known" : `${value.toFixed(value < 10 ? 2 : 1)} ms`;
  const { server } = figures;
  const errors = Object.entries(figures.errors).map(([what, count]) => `${count} × ${what}`);
  return `${[
    `${figures.map}, ${figures.connections} connections, ${figures.seconds.toFixed(1)} s`,
    `requests              ${figures.requests} (${figures.perSecond.toFixed(0)} per second, ${figures.kilobytesPerAnswer.toFixed(0)} kB each)`,
    `answer p50            ${ms(figures.p50Milliseconds)}`,
    `answer p99            ${ms(figures.p99Milliseconds)}   bar ${ms(bars.p99Milliseconds)}`,
    `answer max            ${ms(figures.maxMilliseconds)}`,
    `event-loop delay p50  ${ms(server?.delayP50)}`,
    `event-loop delay p99  ${ms(server?.delayP99)}   bar ${ms(bars.eventLoopDelayP99Milliseconds)}`,
    `event-loop delay max  ${ms(server?.delayMax)}`,
    `processor per request ${ms(figures.serverCpuMillisecondsPerRequest)} server, of it ${ms(figures.eventLoopCpuMillisecondsPerRequest)} event loop; ${ms(figures.loadCpuMillisecondsPerRequest)} load`,
    `event loop busy       ${server === null ? "not known" : `${(server.busyShare * 100).toFixed(0)} %, ${server.residentMegabytes.toFixed(0)} MB resident`}`,
    `processors            ${figures.processorShare === null ? "not known" : `${(figures.processorShare * 100).toFixed(0)} % of the machine's were server and load, the rest whatever else ran`}`,
    `errors                ${errors.length === 0 ? "none" : errors.join(", ")}`,
    `answers compared      ${figures.answersCompared}, different: ${figures.answersDifferent ?? "not known"}`,
  ].join("\n")}\n`;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  return 1;
});
