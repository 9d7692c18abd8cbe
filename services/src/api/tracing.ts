/**
 * Traces by OTLP, where a collector is set: a span for each request, statement, task of a thread, job. Names and
 * figures only, never a value that somebody asked with. The libraries are loaded only then.
 */
import type { Context, Span, TimeInput } from "@opentelemetry/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { AsyncLocalStorage } from "node:async_hooks";
import { performance } from "node:perf_hooks";
import { queryTimes } from "../store/query-times.ts";
import type { QueryTime } from "../store/query-times.ts";

export interface TraceOptions {
  /** Base address of a collector (OTLP over HTTP), such as http://127.0.0.1:4318; `/v1/traces` is put behind it. */
  endpoint: URL;
  serviceName: string;
  /** Sent along, such as a token. */
  headers?: Record<string, string>;
}

/** In Unix milliseconds with fractions. */
const now = (): number => performance.timeOrigin + performance.now();

export const tracing = plugin(
  async (app: FastifyInstance, { traces }: { traces: TraceOptions | null }) => {
    if (traces === null) return;
    const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
    ]);
    const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api;
    const exporter = new OTLPTraceExporter({ url: tracesAddress(traces.endpoint), headers: traces.headers ?? {} });
    const provider = new sdk.TracerProvider({
      resource: resourceFromAttributes({ "service.name": traces.serviceName }),
      spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
    });
    const tracer = provider.getTracer("quarterhour");
    /** The span in whose course something happens. */
    const current = new AsyncLocalStorage<Context>();
    const within = (): Context => current.getStore() ?? ROOT_CONTEXT;

    /** A span of what is over already. */
    const tell = (
      name: string,
      start: TimeInput,
      end: TimeInput,
      parent: Context,
      attributes: Record<string, string | number | boolean>,
      failed: boolean,
    ): void => {
      const span = tracer.startSpan(name, { startTime: start, kind: SpanKind.INTERNAL, attributes }, parent);
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(end);
    };

    const spans = new WeakMap<FastifyRequest, Span>();
    app.addHook("onRequest", (request, _reply, done) => {
      // The route, not the address: addresses tell what somebody asked.
      const route = request.routeOptions.url ?? "none";
      const span = tracer.startSpan(
        `${request.method} ${route}`,
        {
          kind: SpanKind.SERVER,
          startTime: now(),
          attributes: { "http.request.method": request.method, "http.route": route, "http.request.id": request.id },
        },
        ROOT_CONTEXT,
      );
      spans.set(request, span);
      current.run(trace.setSpan(ROOT_CONTEXT, span), done);
    });
    app.addHook("onResponse", async (request, reply) => {
      const span = spans.get(request);
      span?.setAttribute("http.response.status_code", reply.statusCode);
      if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end(now());
    });
    app.addHook("onRequestAbort", async (request) => {
      const span = spans.get(request);
      span?.setAttribute("http.request.aborted", true);
      span?.end(now());
    });

    const onQuery = (message: unknown): void => {
      // What is sent of the spans themselves, or asked at no request's bidding, such as who is alive, is no trace.
      const parent = current.getStore();
      if (parent === undefined) return;
      const { sql, milliseconds, failed } = message as QueryTime;
      const end = now();
      tell(statementName(sql), end - milliseconds, end, parent, { "db.system.name": "postgresql" }, failed);
    };
    queryTimes.subscribe(onQuery);

    const pool = app.computePool;
    pool.askedWithin = within;
    const { onTask } = pool;
    pool.onTask = (task) => {
      onTask?.(task);
      const { name, waitedMilliseconds, workedMilliseconds, bulk, failed, asker } = task;
      const end = now();
      const attributes = { "quarterhour.waited_ms": Math.round(waitedMilliseconds), "quarterhour.bulk": bulk };
      tell(
        `compute ${name}`,
        end - workedMilliseconds,
        end,
        (asker as Context | undefined) ?? ROOT_CONTEXT,
        attributes,
        failed,
      );
    };

    app.jobs.around = async ({ id, kind }, work) => {
      const attributes = { "quarterhour.job": id };
      // Of its own: it goes on when the request that began it is over.
      const span = tracer.startSpan(
        `job ${kind}`,
        { kind: SpanKind.INTERNAL, startTime: now(), attributes },
        ROOT_CONTEXT,
      );
      try {
        return await current.run(trace.setSpan(ROOT_CONTEXT, span), work);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end(now());
      }
    };

    app.addHook("onClose", async () => {
      queryTimes.unsubscribe(onQuery);
      // What is left is sent; a collector that is not there must not keep the server from ending.
      await provider
        .shutdown()
        .catch((error: unknown) => app.log.warn({ err: error }, "the last traces were not sent"));
    });
  },
  { name: "tracing", dependencies: ["cities", "jobs", "metrics"] },
);

function tracesAddress(endpoint: URL): string {
  return `${endpoint.href.replace(/\/+$/, "")}/v1/traces`;
}

/** What a statement does and to what, such as `select outlets`: no text of it, and so no value. */
export function statementName(sql: string): string {
  const text = sql.replaceAll(/--[^\n]*\n/g, " ").toLowerCase();
  const verb = /\b(select|insert|update|delete|begin|commit|rollback|savepoint|release|truncate|analyze|with)\b/.exec(
    text,
  )?.[1];
  const table = /\b(?:from|into|update|truncate|analyze)\s+"?([a-z_]+)"?/.exec(text)?.[1];
  return [verb === "with" ? "select" : (verb ?? "statement"), ...(table === undefined ? [] : [table])].join(" ");
}
