/** What the service tells of itself: the figures are those of what was asked, and not everybody may ask for them. */
import type { FastifyInstance } from "fastify";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { startTinyServer, west } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

let tiny: TinyServer;
let app: FastifyInstance;
let log = "";

beforeAll(async () => {
  tiny = await startTinyServer();
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk);
      done();
    },
  });
  // everything is slow that takes any time at all
  const slow = { slowQueryMilliseconds: 0, slowSearchMilliseconds: 0 };
  app = await buildApp({ store: tiny.store, webFolder: "/nowhere", metrics: slow, logger: { level: "warn", stream } });
});

afterAll(async () => {
  await app.close();
  await tiny.close();
});

/** Value of each sample by its name and labels. */
async function figures(): Promise<Map<string, number>> {
  const answer = await app.inject("/metrics");
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = answer.body.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

test("counts requests by route, searches, statements and what caches spare", async () => {
  const before = await figures();
  const ask = (minutes: number[]) =>
    app.inject({ method: "POST", url: "/api/cities/tiny/isochrones", payload: { origin: west, minutes } });
  for (let i = 0; i < 3; i++) expect((await ask([5])).statusCode).toBe(200);
  expect((await app.inject("/api/cities/nowhere/gaps?category=bank")).statusCode).toBe(404);
  expect((await app.inject("/no/such/page")).statusCode).toBe(404);
  const now = await figures();
  const grown = (name: string): number => (now.get(name) ?? 0) - (before.get(name) ?? 0);
  const requests =
    'quarterhour_http_request_seconds_count{method="POST",route="/api/cities/:city/isochrones",status="200"}';
  expect(grown(requests)).toBe(3);
  expect(
    grown('quarterhour_http_request_seconds_count{method="GET",route="/api/cities/:city/gaps",status="404"}'),
  ).toBe(1);
  expect(grown('quarterhour_compute_seconds_count{task="isochrones",outcome="done"}')).toBe(1);
  expect(grown('quarterhour_answer_cache_total{kind="kept"}')).toBe(2);
  expect(grown('quarterhour_answer_cache_total{kind="worked"}')).toBe(1);
  expect(grown('quarterhour_store_query_seconds_count{outcome="done"}')).toBeGreaterThan(0);
  expect(now.get("quarterhour_http_requests_under_way")).toBe(1);
  expect(now.get('quarterhour_compute_tasks{state="waiting"}')).toBe(0);
  expect(now.get('quarterhour_compute_threads{which="running"}')).toBeGreaterThan(0);
  expect(now.get('quarterhour_process_memory_bytes{kind="resident"}')).toBeGreaterThan(1e7);
  expect(now.get("quarterhour_event_loop_utilization")).toBeGreaterThanOrEqual(0);
  // what nobody would want in there: what somebody asked for
  expect([...now.keys()].join()).not.toContain("nowhere");
});

test("logs slow statements and searches without what was asked with", async () => {
  log = "";
  await app.inject("/api/cities/tiny/outlets?q=%E8%80%81%E7%8E%8B");
  await app.inject(`/api/cities/tiny/outlets?near=${west.join()}&minutes=10`);
  const lines = log
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const statement = lines.find(({ msg }) => msg === "a slow statement");
  expect(statement.sql).toContain("$1");
  expect(statement.milliseconds).toBeGreaterThanOrEqual(0);
  expect(lines.find(({ msg }) => msg === "a slow search")).toMatchObject({ task: "near", level: 40 });
  expect(log).not.toContain("老王");
});

test("is for this machine, not through a proxy, or for whoever has the token", async () => {
  for (const headers of [
    { "x-forwarded-for": "203.0.113.7" },
    { forwarded: "for=203.0.113.7" },
    { via: "1.1 proxy" },
  ]) {
    expect((await app.inject({ url: "/metrics", headers })).statusCode).toBe(403);
  }
  expect((await app.inject({ url: "/metrics", remoteAddress: "203.0.113.7" })).statusCode).toBe(403);
  const guarded = await buildApp({ store: tiny.store, webFolder: "/nowhere", metrics: { token: "figures please" } });
  const ask = (authorization?: string) =>
    guarded.inject({ url: "/metrics", remoteAddress: "203.0.113.7", headers: authorization ? { authorization } : {} });
  expect((await ask()).statusCode).toBe(403);
  expect((await ask("Bearer figures pleasE")).statusCode).toBe(403);
  expect((await ask("Bearer figures please")).statusCode).toBe(200);
  expect((await guarded.inject("/metrics")).statusCode).toBe(403);
  await guarded.close();
});

test("the dashboard asks for figures that there are", async () => {
  const file = join(import.meta.dirname, "../../../docs/grafana-dashboard.json");
  const dashboard = JSON.parse(await readFile(file, "utf8")) as { panels: { targets?: { expr: string }[] }[] };
  // those without a sample as well, such as the connections of a store that has one only
  const { body } = await app.inject("/metrics");
  const names = new Set(
    [...body.matchAll(/^# TYPE (\w+) (\w+)/gm)].flatMap(([, name, type]) =>
      type === "histogram" ? ["bucket", "count", "sum"].map((part) => `${name}_${part}`) : [name],
    ),
  );
  const asked = dashboard.panels.flatMap(({ targets = [] }) =>
    targets.flatMap(({ expr }) => expr.match(/quarterhour_\w+/g) ?? []),
  );
  expect(asked.length).toBeGreaterThan(10);
  for (const name of asked) expect(names, name).toContain(name);
});
