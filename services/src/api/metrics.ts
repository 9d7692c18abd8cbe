/**
 * What the service tells of itself: figures for Prometheus at /metrics, and a line in the log for each statement or search
 * that took long. No figure and no line has a value that somebody asked with.
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { timingSafeEqual } from "node:crypto";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { queryTimes } from "../store/query-times.ts";
import type { QueryTime } from "../store/query-times.ts";
import { Problem } from "./problem.ts";
import { Counter, Gauge, Histogram, Registry } from "./prometheus.ts";
import { tileUses } from "./tiles/tile-set.ts";

export interface MetricsOptions {
  /** Who asks for /metrics says so as a bearer; without one only this machine may ask, and not through a proxy. */
  token?: string;
  /** From how many milliseconds on a statement is told in the log. 500 when left out. */
  slowQueryMilliseconds?: number;
  /** From how many on a task of a thread is, bulk work left out. 1,000 when left out. */
  slowSearchMilliseconds?: number;
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const mostSqlCharacters = 600;

declare module "fastify" {
  interface FastifyRequest {
    /** Counted among the requests under way. */
    isCounted: boolean;
  }
}

export const metrics = plugin(
  async (app: FastifyInstance, options: MetricsOptions) => {
    const { token, slowQueryMilliseconds = 500, slowSearchMilliseconds = 1000 } = options;
    const pool = app.computePool;
    const registers = [new Registry()];
    const [registry] = registers;

    const requests = new Histogram({
      name: "quarterhour_http_request_seconds",
      help: "Time from a request to the end of its answer",
      labelNames: ["method", "route", "status"],
      buckets: seconds,
      registers,
    });
    const underWay = new Gauge({
      name: "quarterhour_http_requests_under_way",
      help: "Requests that are being answered",
      registers,
    });
    app.decorateRequest("isCounted", false);
    app.addHook("onRequest", async (request) => {
      request.isCounted = true;
      underWay.inc();
    });
    const leave = (request: FastifyRequest): void => {
      if (request.isCounted) underWay.dec();
      request.isCounted = false;
    };
    app.addHook("onResponse", async (request, reply) => {
      leave(request);
      // the route, not the address: addresses are without number, and tell what somebody asked
      const route = request.routeOptions.url ?? "none";
      const labels = { method: request.method, route, status: String(reply.statusCode) };
      requests.observe(labels, reply.elapsedTime / 1000);
    });
    app.addHook("onRequestAbort", async (request) => leave(request));

    const waited = new Histogram({
      name: "quarterhour_compute_wait_seconds",
      help: "Time that tasks waited for a thread",
      labelNames: ["task"],
      buckets: seconds,
      registers,
    });
    const worked = new Histogram({
      name: "quarterhour_compute_seconds",
      help: "Time that threads worked on tasks: searches, polygons, tiles",
      labelNames: ["task", "outcome"],
      buckets: seconds,
      registers,
    });
    pool.onTask = ({ name, waitedMilliseconds, workedMilliseconds, bulk, failed }) => {
      waited.observe({ task: name }, waitedMilliseconds / 1000);
      worked.observe({ task: name, outcome: failed ? "failed" : "done" }, workedMilliseconds / 1000);
      if (bulk || workedMilliseconds < slowSearchMilliseconds) return;
      app.log.warn(
        {
          task: name,
          workedMilliseconds: Math.round(workedMilliseconds),
          waitedMilliseconds: Math.round(waitedMilliseconds),
        },
        "a slow search",
      );
    };

    const queries = new Histogram({
      name: "quarterhour_store_query_seconds",
      help: "Time that statements to the database took",
      labelNames: ["outcome"],
      buckets: seconds,
      registers,
    });
    const onQuery = (message: unknown): void => {
      const { sql, milliseconds, failed } = message as QueryTime;
      queries.observe({ outcome: failed ? "failed" : "done" }, milliseconds / 1000);
      if (milliseconds < slowQueryMilliseconds) return;
      const text = sql.replaceAll(/\s+/g, " ").slice(0, mostSqlCharacters);
      app.log.warn({ sql: text, milliseconds: Math.round(milliseconds), failed }, "a slow statement");
    };
    queryTimes.subscribe(onQuery);

    gauge("quarterhour_compute_tasks", "Tasks by what becomes of them", "state", () => {
      const { waiting, bulk, busy } = pool.load;
      return { waiting, bulk, busy };
    });
    gauge("quarterhour_compute_threads", "Threads: those that run, and as many as there may be", "which", () => ({
      running: pool.load.threads,
      most: pool.size,
    }));
    gauge("quarterhour_jobs", "Long work of this process", "state", () => ({ ...app.jobs.load }));
    gauge("quarterhour_store_connections", "Connections to PostgreSQL; none on the embedded store", "state", () => ({
      ...app.store.connections(),
    }));
    count(
      "quarterhour_answer_cache",
      "Isochrone answers: kept, joined to another's question, worked out",
      () => app.answers.uses,
    );
    count("quarterhour_tile_cache", "Tiles: kept, or cut", () => tileUses);

    const delay = monitorEventLoopDelay({ resolution: 10 });
    app.addHook("onListen", async () => void delay.enable());
    let utilization = performance.eventLoopUtilization();
    gauge("quarterhour_event_loop_delay_seconds", "Delay of the event loop since it was asked last", "quantile", () => {
      const told = { "0.5": delay.percentile(50) / 1e9, "0.99": delay.percentile(99) / 1e9, "1": delay.max / 1e9 };
      delay.reset();
      return told;
    });
    gauge(
      "quarterhour_event_loop_utilization",
      "Share of the time that the event loop was busy since it was asked last",
      null,
      () => {
        const now = performance.eventLoopUtilization();
        const share = performance.eventLoopUtilization(now, utilization).utilization;
        utilization = now;
        return { "": share };
      },
    );
    gauge("quarterhour_process_memory_bytes", "Memory of the process", "kind", () => {
      const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
      return { resident: rss, heap: heapUsed, external, array_buffers: arrayBuffers };
    });
    count("quarterhour_process_cpu_seconds", "Processor time of the process with all its threads", () => {
      const { user, system } = process.cpuUsage();
      return { user: user / 1e6, system: system / 1e6 };
    });
    gauge("quarterhour_process_uptime_seconds", "Since the start", null, () => ({ "": process.uptime() }));

    app.addHook("onClose", async () => {
      queryTimes.unsubscribe(onQuery);
      delay.disable();
    });

    app.get("/metrics", { schema: { hide: true } }, async (request, reply) => {
      if (!mayAsk(request, token)) {
        throw new Problem(
          403,
          "Figures are for this machine, or for those who send the token of METRICS_TOKEN as a bearer.",
        );
      }
      reply.header("Cache-Control", "no-store");
      reply.type(registry.contentType);
      return reply.send(await registry.metrics());
    });

    /** A figure that is looked up when it is asked for; `read` gives a value for each label. */
    function gauge(name: string, help: string, label: string | null, read: () => Record<string, number>): void {
      const labelNames = label === null ? [] : [label];
      const figure = new Gauge({
        name,
        help,
        labelNames,
        registers: [],
        collect() {
          for (const [key, value] of Object.entries(read())) {
            if (label === null) this.set(value);
            else this.set({ [label]: key }, value);
          }
        },
      });
      registry.registerMetric(figure);
    }

    /** A count that somebody else keeps. */
    function count(name: string, help: string, read: () => Readonly<Record<string, number>>): void {
      const figure = new Counter({
        name: `${name}_total`,
        help,
        labelNames: ["kind"],
        registers: [],
        collect() {
          this.reset();
          for (const [kind, value] of Object.entries(read())) this.inc({ kind }, value);
        },
      });
      registry.registerMetric(figure);
    }
  },
  { name: "metrics", dependencies: ["cities", "jobs"] },
);

const local = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

function mayAsk(request: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined) {
    const said = Buffer.from(request.headers.authorization ?? "");
    const right = Buffer.from(`Bearer ${token}`);
    return said.length === right.length && timingSafeEqual(said, right);
  }
  const isForwarded = ["forwarded", "x-forwarded-for", "via"].some((name) => request.headers[name] !== undefined);
  return !isForwarded && local.has(request.socket.remoteAddress ?? "");
}
