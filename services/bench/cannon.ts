/**
 * Isochrones asked of a server by autocannon, in a process of its own, told what to ask by its parent. Each answer's
 * status and time are kept with when it came, so that the parent can tell the time to a 503 from that to an answer.
 */
import type { Position } from "@quarterhour/isochrones";
import autocannon from "autocannon";
import { setTimeout } from "node:timers/promises";
import { randomOf } from "./server.ts";

export interface CannonTask {
  url: string;
  city: string;
  doors: Position[];
  connections: number;
  seconds: number;
  /** Questions a second over all connections; as fast as answers come when null. */
  rate: number | null;
  /** So many more questions are asked one after another meanwhile, whose answers are handed back whole. */
  samples: number;
  seed: number;
}

export interface CannonReport {
  /** By answer, in the order they came: seconds since the start, HTTP status, milliseconds. */
  at: Float64Array;
  status: Uint16Array;
  milliseconds: Float64Array;
  /** Broken connections and questions that were not answered in time. */
  errors: number;
  seconds: number;
  cpuSeconds: number;
  samples: { origin: Position; status: number; body: string; retryAfter: string | null; milliseconds: number }[];
}

/** Degrees, about 15 m: so no place is asked for twice. */
const BESIDE = 1.5e-4;
const TIMEOUT_SECONDS = 30;

async function fire(task: CannonTask): Promise<CannonReport> {
  const { doors, connections, seconds, rate } = task;
  const random = randomOf(task.seed);
  const at: number[] = [];
  const status: number[] = [];
  const milliseconds: number[] = [];
  const cpu = process.cpuUsage();
  const began = performance.now();
  const since = (): number => (performance.now() - began) / 1000;
  const place = (): Position => {
    const [lng, lat] = doors[Math.floor(random() * doors.length)];
    return [lng + (random() - 0.5) * 2 * BESIDE, lat + (random() - 0.5) * 2 * BESIDE];
  };
  const question = (): string => JSON.stringify({ origin: place(), minutes: [5, 10, 15] });
  const path = `/api/cities/${task.city}/isochrones`;
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>();
  const options: autocannon.Options = {
    url: task.url,
    connections,
    duration: seconds,
    timeout: TIMEOUT_SECONDS,
    ...(rate === null ? {} : { overallRate: Math.round(rate) }),
    requests: [
      {
        method: "POST",
        path,
        headers: { "content-type": "application/json" },
        setupRequest: (request) => ({ ...request, body: question() }),
      },
    ],
  };
  // only with a callback does it give what tells of each answer
  const run = autocannon(options, (error, result) => (error ? reject(error as Error) : resolve(result)));
  run.on("response", (_client, code, _bytes, took) => {
    at.push(since());
    status.push(code);
    milliseconds.push(took);
  });
  const asking = sample(new URL(path, task.url), question, seconds, task.samples);
  const { errors } = await promise;
  const samples = await asking;
  const { user, system } = process.cpuUsage(cpu);
  return {
    at: Float64Array.from(at),
    status: Uint16Array.from(status),
    milliseconds: Float64Array.from(milliseconds),
    errors,
    seconds: since(),
    cpuSeconds: (user + system) / 1e6,
    samples,
  };
}

/** Over connections of its own, as anybody else would ask meanwhile: autocannon cuts characters apart. */
async function sample(
  url: URL,
  question: () => string,
  seconds: number,
  count: number,
): Promise<CannonReport["samples"]> {
  const samples: CannonReport["samples"] = [];
  for (let i = 0; i < count; i++) {
    await setTimeout((seconds * 1000) / (count + 1));
    const body = question();
    const began = performance.now();
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    samples.push({
      origin: (JSON.parse(body) as { origin: Position }).origin,
      status: response.status,
      body: await response.text(),
      retryAfter: response.headers.get("retry-after"),
      milliseconds: performance.now() - began,
    });
  }
  return samples;
}

process.once("message", (task: CannonTask) => {
  void fire(task).then((report) => process.send!(report, () => process.disconnect()));
});
