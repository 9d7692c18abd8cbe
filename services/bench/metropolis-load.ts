/**
 * Isochrones at random doors of the metropolis under autocannon: the ordinary load, four times the connections, four
 * times the arrivals (more than can be served: the rest is to be told so at once), and then the ordinary load again.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { CannonReport, CannonTask } from "./cannon.ts";
import { memoryOf } from "./memory-watch.ts";
import { MeasuredServer, quantile } from "./server.ts";
import type { Answered, Fared } from "./server.ts";

const usage = `npm run bench -- load [--districts 656] [--seconds 60] [--connections 64] [--json]

  --districts N    of the generated city: 656 has 993,000 homes, 100,000 outlets, 1.0 million vertices of the network
  --seconds S      of the ordinary load; half as long for each of the others. Before it a quarter
                   of it over and over, until answers get no faster
  --connections N  of the ordinary load
  --json           figures as JSON

Served from a PostgreSQL of its own with everything on this machine. Answers are compared with those of the plain engine.
`;

const bars = { p99Milliseconds: 60, eventLoopDelayP99Milliseconds: 20 };
const TIMES = 4;
/** More than the server lets wait, so that questions really arrive at the rate that is asked for. */
const CONNECTIONS_OF_ARRIVALS = 1500;
const LEAST_SECONDS = 5;
const MOST_WARM_UPS = 12;
/** Warm when a round answers no more than so many times as much as the best before. */
const STILL_WARMING = 1.05;
const SAMPLES = 12;
const MEMORY_MILLISECONDS = 500;
/** Recovered: this much of a second's answers within the bar. */
const RECOVERY_SHARE = 0.99;

interface Phase {
  phase: string;
  connections: number;
  /** Questions a second that were asked for; null: as fast as answers come. */
  rate: number | null;
  seconds: number;
  requests: number;
  answered: number;
  perSecond: number;
  p50Milliseconds: number | null;
  p99Milliseconds: number | null;
  maxMilliseconds: number | null;
  unavailable: number;
  unavailableP99Milliseconds: number | null;
  /** Sampled 503s that did not say when to come back. */
  withoutRetryAfter: number;
  otherStatuses: Record<string, number>;
  errors: number;
  compared: number;
  wrong: number;
  server: Fared;
  loadCpuSeconds: number;
  megabytes: { before: number; most: number; after: number };
  /** After this many seconds 99 % of each further second's answers came within the bar; null: not in this phase. */
  withinBarAfterSeconds: number | null;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      districts: { type: "string", default: "656" },
      seconds: { type: "string", default: "60" },
      connections: { type: "string", default: "64" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [districts, seconds, connections] = (["districts", "seconds", "connections"] as const).map((name) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number > 0) return number;
    throw new Error(`--${name}: should be a whole number above 0, and is "${values[name]}"`);
  });
  const server = await MeasuredServer.start("serve-metropolis.ts", [String(districts)]);
  const phases: Phase[] = [];
  try {
    const { city, port, doors } = server.about;
    let seed = 1;
    const run = async (phase: string, { times = 1, rate = null as number | null, share = 0.5 }): Promise<Phase> => {
      process.stderr.write(`${phase}\n`);
      const task = {
        url: `http://127.0.0.1:${port}`,
        city,
        doors,
        connections: rate === null ? connections * times : CONNECTIONS_OF_ARRIVALS,
        seconds: Math.max(LEAST_SECONDS, Math.round(seconds * share)),
        rate,
        samples: SAMPLES,
        seed: seed++,
      };
      const measured = await measure(server, phase, task);
      phases.push(measured);
      if (!values.json) process.stdout.write(described(measured));
      return measured;
    };
    // The first answer waits for all that is made ready; after it threads look at the ground of the city in advance.
    let before = 0;
    for (let round = 1; round <= MOST_WARM_UPS; round++) {
      const { perSecond } = await run(`warming up, ${round}`, { share: 1 / 4 });
      if (before > 0 && perSecond < before * STILL_WARMING) break;
      before = Math.max(before, perSecond);
    }
    const ordinary = await run("ordinary", { share: 1 });
    await run(`${TIMES} × the connections`, { times: TIMES });
    await run(`${TIMES} × the arrivals`, { rate: ordinary.perSecond * TIMES });
    await run("ordinary again", {});
    await setTimeout(5_000);
    const rested = memoryOf(server.pid)?.residentMegabytes ?? 0;
    const about = { districts, homesAsked: doors.length, bars, phases, megabytesAtRest: rested };
    process.stdout.write(
      values.json ? `${JSON.stringify(about)}\n` : `5 s later the server has ${rested.toFixed(0)} MB resident\n`,
    );
  } finally {
    await server.close();
  }
  return phases.some(({ wrong, errors }) => wrong > 0 || errors > 0) ? 1 : 0;
}

async function measure(server: MeasuredServer, phase: string, task: CannonTask): Promise<Phase> {
  const resident = (): number => memoryOf(server.pid)?.residentMegabytes ?? 0;
  const before = resident();
  let most = before;
  const looking = setInterval(() => (most = Math.max(most, resident())), MEMORY_MILLISECONDS);
  await server.begin();
  const report = await fire(task);
  const fared = await server.end();
  clearInterval(looking);
  const after = resident();
  const answers = report.samples
    .filter(({ status }) => status === 200)
    .map(({ origin, body }): Answered => ({ origin, answer: JSON.parse(body) as unknown }));
  const ofStatus = (wanted: number): number[] =>
    Array.from(report.milliseconds).filter((_, i) => report.status[i] === wanted);
  const [good, refused] = [ofStatus(200), ofStatus(503)];
  const otherStatuses: Record<string, number> = {};
  for (const status of report.status) {
    if (status !== 200 && status !== 503) otherStatuses[status] = (otherStatuses[status] ?? 0) + 1;
  }
  return {
    phase,
    connections: task.connections,
    rate: task.rate,
    seconds: report.seconds,
    requests: report.status.length,
    answered: good.length,
    perSecond: good.length / report.seconds,
    p50Milliseconds: quantile(good, 0.5),
    p99Milliseconds: quantile(good, 0.99),
    maxMilliseconds: quantile(good, 1),
    unavailable: refused.length,
    unavailableP99Milliseconds: quantile(refused, 0.99),
    withoutRetryAfter: report.samples.filter(({ status, retryAfter }) => status === 503 && retryAfter === null).length,
    otherStatuses,
    errors: report.errors,
    compared: answers.length,
    wrong: await server.compare(answers),
    server: fared,
    loadCpuSeconds: report.cpuSeconds,
    megabytes: { before, most, after },
    withinBarAfterSeconds: recovery(report),
  };
}

async function fire(task: CannonTask): Promise<CannonReport> {
  // arrays of numbers as they are, not as JSON
  const child = fork(fileURLToPath(new URL("cannon.ts", import.meta.url)), { serialization: "advanced", execArgv: [] });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the load ended with code ${code}`);
  });
  child.send(task);
  const [report] = (await Promise.race([once(child, "message"), ended])) as [CannonReport];
  await ended.catch(() => {});
  return report;
}

/** The first second from which on all seconds keep to the bar, in parts of a second by when the one before ended. */
function recovery({ at, status, milliseconds, seconds }: CannonReport): number | null {
  const whole = Math.floor(seconds);
  const counts = Array.from({ length: whole }, () => ({ all: 0, good: 0 }));
  at.forEach((second, i) => {
    const count = counts[Math.floor(second)];
    if (!count) return;
    count.all++;
    if (status[i] === 200 && milliseconds[i] <= bars.p99Milliseconds) count.good++;
  });
  const late = counts.findLastIndex(({ all, good }) => all === 0 || good < all * RECOVERY_SHARE);
  return late === whole - 1 ? null : late + 1;
}

function described(phase: Phase): string {
  const ms = (value: number | null): string => (value === null ? "none" : `${value.toFixed(value < 10 ? 1 : 0)} ms`);
  const others = Object.entries(phase.otherStatuses).map(([status, count]) => `${count} × ${status}`);
  const { server, megabytes } = phase;
  const rate = phase.rate === null ? "" : `, ${phase.rate.toFixed(0)} questions a second`;
  return `${[
    `${phase.phase}: ${phase.connections} connections${rate}, ${phase.seconds.toFixed(1)} s`,
    `  answered          ${phase.answered} of ${phase.requests} (${phase.perSecond.toFixed(0)} a second); p50 ${ms(phase.p50Milliseconds)}, p99 ${ms(phase.p99Milliseconds)}, at most ${ms(phase.maxMilliseconds)}   bar p99 ${bars.p99Milliseconds} ms`,
    `  503               ${phase.unavailable}; p99 ${ms(phase.unavailableP99Milliseconds)}; sampled without Retry-After: ${phase.withoutRetryAfter}`,
    `  other statuses    ${others.join(", ") || "none"}; broken or not answered: ${phase.errors}`,
    `  compared          ${phase.compared}, wrong: ${phase.wrong}`,
    `  event-loop delay  p99 ${ms(server.delayP99)}, at most ${ms(server.delayMax)}   bar p99 ${bars.eventLoopDelayP99Milliseconds} ms`,
    `  processor         server ${server.cpuSeconds.toFixed(1)} s, of it event loop ${server.loopCpuSeconds.toFixed(1)} s; load ${phase.loadCpuSeconds.toFixed(1)} s`,
    `  resident          ${megabytes.before.toFixed(0)} MB before, ${megabytes.most.toFixed(0)} most, ${megabytes.after.toFixed(0)} after`,
    `  within the bar    ${phase.withinBarAfterSeconds === null ? "not all seconds to the end" : `from second ${phase.withinBarAfterSeconds} on`}`,
  ].join("\n")}\n`;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  return 1;
});
