import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { statementName } from "../../src/api/tracing.ts";
import { readTraces } from "../../src/cli/traces.ts";
import type { Store } from "../../src/store/index.ts";
import { openAnyStore } from "../stores.ts";

const folder = mkdtempSync(join(tmpdir(), "quarterhour-traces-"));
let store: Store;

beforeAll(async () => {
  store = await openAnyStore(folder, "sample");
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

interface Sent {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
}

/** A collector that takes OTLP over HTTP as JSON. */
async function collector() {
  const bodies: { path: string; token: string | undefined; text: string }[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      bodies.push({ path: request.url!, token: request.headers["x-token"] as string | undefined, text });
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const spans = (): Sent[] =>
    bodies.flatMap(({ text }) =>
      (JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] }).resourceSpans.flatMap(
        ({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans),
      ),
    );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url, bodies, spans, stop };
}

test("sends a trace of each request: its statements, the tasks of threads and jobs, no value of any", async () => {
  const { url, bodies, spans, stop } = await collector();
  const traces = readTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/`, OTEL_EXPORTER_OTLP_HEADERS: "x-token=a%20b" })!;
  const app = await buildApp({ store, dataFolder: folder, webFolder: "/nowhere", compute: { threads: 1 }, traces });
  app.jobs.register("test.trace", async () => {
    await store.listCities();
    return null;
  });
  const origin = [118.051234, 38.755678];
  const rings = await app.inject({ method: "POST", url: "/api/cities/sample/isochrones", payload: { origin } });
  expect(rings.statusCode).toBe(200);
  expect((await app.inject("/api/cities/atlantis?secret=whisper")).statusCode).toBe(404);
  const { id } = await app.jobs.start({ kind: "test.trace", city: null, actor: "system", input: null });
  await expect.poll(async () => (await app.jobs.get(id))?.state).toBe("done");
  // Whatever is left is sent with the end of the app.
  await app.close();
  await stop();

  expect(bodies[0]).toMatchObject({ path: "/v1/traces", token: "a b" });
  expect(bodies[0].text).toContain('"quarterhour"');
  const all = spans();
  const named = (name: string) => all.find((span) => span.name === name)!;
  const of = ({ traceId }: Sent) => all.filter((span) => span.traceId === traceId).map(({ name }) => name);
  const request = named("POST /api/cities/:city/isochrones");
  expect(of(request)).toEqual(expect.arrayContaining(["select cities", expect.stringMatching(/^compute /)]));
  for (const span of all) {
    expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
    if (span.traceId === request.traceId && span !== request) expect(span.parentSpanId).toBe(request.spanId);
  }
  const attribute = (span: Sent, name: string) => span.attributes.find(({ key }) => key === name)?.value;
  expect(attribute(request, "http.response.status_code")).toEqual({ intValue: 200 });
  expect(attribute(request, "http.request.id")).toEqual({ stringValue: expect.stringMatching(/^req-/) });
  expect(attribute(named("GET /api/cities/:city"), "http.response.status_code")).toEqual({ intValue: 404 });
  const job = named("job test.trace");
  expect(attribute(job, "quarterhour.job")).toEqual({ stringValue: id });
  expect(of(job)).toEqual(expect.arrayContaining(["select cities"]));
  const text = bodies.map((body) => body.text).join();
  for (const value of ["118.051234", "atlantis", "whisper"]) expect(text).not.toContain(value);
});

test("names statements by what they do and to what", () => {
  expect(statementName('select "id" from "outlets" where name = $1')).toBe("select outlets");
  expect(statementName("\n  insert into areas (id)\n values ($1)")).toBe("insert areas");
  expect(statementName("update cities set x = 'from secret'")).toBe("update cities");
  expect(statementName("begin")).toBe("begin");
  expect(statementName("vacuum")).toBe("statement");
});

test("reads where traces go, and says what is not right", () => {
  expect(readTraces({})).toBeNull();
  expect(() => readTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" })).toThrow("should be an address");
  const right = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };
  expect(readTraces(right)).toMatchObject({ serviceName: "quarterhour", headers: {} });
  expect(() => readTraces({ ...right, OTEL_EXPORTER_OTLP_HEADERS: "token" })).toThrow("name=value");
});
