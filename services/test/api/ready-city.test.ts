/** What is made before anybody asks: of a single city, what its first question would wait for. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readyOnlyCity } from "../../src/api/ready-city.ts";
import { startTinyServer, west } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

let tiny: TinyServer;
/** Names of what threads were asked; tables of nearest outlets, which come after enough questions, left out. */
let tasks: string[] = [];

beforeAll(async () => {
  tiny = await startTinyServer();
  tiny.app.computePool.onTask = ({ name, failed }) => {
    if (!name.endsWith("Nearest")) tasks.push(failed ? `${name} failed` : name);
  };
});

afterAll(() => tiny?.close());

async function asked(work: () => Promise<unknown>): Promise<string[]> {
  tasks = [];
  await work();
  return tasks;
}

const rings = { method: "POST", url: "/api/cities/tiny/isochrones", payload: { origin: west } } as const;

test("joins the places of the only city and draws rings, so that who asks waits for his own alone", async () => {
  expect(await asked(() => readyOnlyCity(tiny.app))).toEqual(["join", "sort", "isochrones"]);
  const answers = await asked(async () => expect((await tiny.app.inject(rings)).statusCode).toBe(200));
  expect(answers).toEqual(["isochrones"]);
});

test("what goes wrong is told, and the start goes on", async () => {
  const told: unknown[] = [];
  const { store, cities } = tiny.app;
  const computePool = Object.assign(Object.create(tiny.app.computePool) as typeof tiny.app.computePool, {
    tellUnawaited: (error: Error) => void told.push(error.message),
  });
  const broken = Object.assign(Object.create(cities) as typeof cities, {
    get: () => Promise.reject(new Error("the disk is gone")),
  });
  await readyOnlyCity({ store, cities: broken, computePool });
  expect(told).toEqual(["the disk is gone"]);
});

test("of several cities none is made ready", async () => {
  const city = (await tiny.store.getCity("tiny"))!;
  await tiny.store.putCity({ ...city, id: "tiny-two" });
  expect(await asked(() => readyOnlyCity(tiny.app))).toEqual([]);
});
