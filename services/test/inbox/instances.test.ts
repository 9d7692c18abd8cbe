import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { decide } from "../../src/inbox/decide.ts";
import { issueForm } from "../../src/inbox/form-token.ts";
import { openStore, StoreConflict } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import type { TestPostgres } from "../postgres.ts";
import { sampleCity } from "../store/samples.ts";
import { startTestDatabase } from "../stores.ts";

/** Two servers on one PostgreSQL, as behind a load balancer. */
let server: TestPostgres;
let stores: Store[] = [];
let apps: FastifyInstance[] = [];
const secret = "known to both";

beforeAll(async () => {
  server = await startTestDatabase();
  const open = () => openStore({ databaseUrl: server.url, dataFolder: "unused" });
  stores = [await open(), await open()];
  apps = await Promise.all(stores.map((store) => buildApp({ store, webFolder: "/nowhere", secret })));
  await stores[0].putCity(sampleCity("town"));
});

afterAll(async () => {
  for (const app of apps) await app.close();
  for (const store of stores) await store.close();
  await server.stop();
});

function send(instance: number, place: [number, number], remoteAddress: string, secondsAgo = 10) {
  return apps[instance % 2].inject({
    method: "POST",
    url: "/api/cities/town/reports",
    remoteAddress,
    payload: {
      form: issueForm(secret, "town", Date.now() - secondsAgo * 1000),
      kind: "new",
      category: "pharmacy",
      location: place,
    },
  });
}

test("many who report the same at once, to both, make one report", async () => {
  const sent = await Promise.all(Array.from({ length: 12 }, (_, i) => send(i, [118.05, 38.75], `198.51.100.${i}`)));
  expect(sent.map(({ statusCode }) => statusCode)).toEqual(Array(12).fill(201));
  const { items } = await stores[0].findReports("town", { state: "open" });
  expect(items.map(({ said, sayings }) => [said, sayings.length])).toEqual([[12, 12]]);
});

test("what one has counted, the other counts on", async () => {
  const sent = await Promise.all(
    Array.from({ length: 24 }, (_, i) => send(i, [118.031 + i * 0.0015, 38.735], "203.0.113.5")),
  );
  expect(sent.filter(({ statusCode }) => statusCode === 201).length).toBe(20);
  expect(sent.filter(({ statusCode }) => statusCode === 429).length).toBe(4);
});

test("of stewards who decide at once, one wins, and one outlet is added", async () => {
  const [{ id }] = (await stores[0].findReports("town", { state: "open", limit: 1 })).items;
  const accept = { decision: "accept", fields: {}, answer: null } as const;
  const decided = await Promise.allSettled(
    Array.from({ length: 6 }, (_, i) => decide(stores[i % 2], "town", id, accept, `u_${i}`)),
  );
  expect(decided.filter(({ status }) => status === "fulfilled").length).toBe(1);
  for (const one of decided) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(StoreConflict);
  expect((await stores[1].allOutlets("town")).map(({ source, sourceRef }) => [source, sourceRef])).toEqual([
    ["report", id],
  ]);
});
