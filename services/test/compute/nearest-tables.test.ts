/** Answers of walkers who are asked about often come from a table instead of a search, and say the same. */
import type { Position } from "@quarterhour/isochrones";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { NearestTables } from "../../src/compute/nearest-tables.ts";
import { ComputePool } from "../../src/compute/pool.ts";
import type { TaskTimes } from "../../src/compute/pool.ts";
import { readSettings } from "../../src/api/input.ts";
import { referenceAnswer, referenceCity } from "../api/reference.ts";
import type { Store } from "../../src/store/index.ts";
import { openAnyStore } from "../stores.ts";

let folder: string;
let store: Store;
let app: Awaited<ReturnType<typeof buildApp>>;
const tasks: Record<string, number> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-nearest-"));
  store = await openAnyStore(folder, "sample");
  app = await buildApp({ store, webFolder: "/none", compute: { threads: 2 } });
  const { onTask } = app.computePool;
  app.computePool.onTask = (task: TaskTimes) => {
    onTask?.(task);
    tasks[task.name] = (tasks[task.name] ?? 0) + 1;
  };
});

afterAll(async () => {
  await app?.close();
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

/** So slow that much lies beyond the rings. */
const walker = { profile: "elder", speedKmh: 1.5 } as const;

async function ask(origin: Position, more: object = {}): Promise<unknown> {
  const payload = { origin, ...walker, ...more };
  const answer = await app.inject({ method: "POST", url: "/api/cities/sample/isochrones", payload });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

async function expected(origin: Position, minutes = [5, 10, 15]): Promise<unknown> {
  const city = await referenceCity(await app.cities.get("sample"));
  const settings = { ...readSettings(walker), at: null };
  return JSON.parse(JSON.stringify(referenceAnswer(city, { origin, minutes, settings, moment: null })));
}

/** Asks until so many columns have been filled in. */
async function askUntilFilled(doors: Position[], columns: number): Promise<number> {
  let questions = 0;
  while ((tasks.fillNearest ?? 0) < columns) {
    const [lng, lat] = doors[questions % doors.length];
    await ask([lng + questions++ * 1e-8, lat]);
  }
  return questions;
}

it("is made for walkers asked about often, says what a search says, and is made anew after a change", async () => {
  const context = await app.cities.get("sample");
  const { vertexCount } = (await context.engine()).network;
  const doors = (await context.residences()).filter((_, i) => i % 131 === 0).map(({ location }) => location);
  const questions = await askUntilFilled(doors, 50);
  expect(questions).toBeGreaterThanOrEqual(Math.floor(vertexCount / 100));
  expect(tasks.planNearest).toBe(1);

  let further = 0;
  for (const door of doors.slice(0, 12)) {
    const answer = (await ask(door)) as { categories: { nearestSeconds: number | null }[] };
    expect(answer).toEqual(await expected(door));
    further += answer.categories.filter(({ nearestSeconds }) => (nearestSeconds ?? 0) > 900).length;
  }
  expect(further, "nearest outlets beyond the rings").toBeGreaterThan(20);
  // further than the table reaches, and of one moment
  expect(await ask(doors[1], { minutes: [45] })).toEqual(await expected(doors[1], [45]));
  await ask(doors[1], { at: "2026-06-01T20:30:00+08:00" });

  const nearest = async (): Promise<{ id: string } | null> => {
    const answer = (await ask(doors[3])) as {
      categories: { nearestSeconds: number | null; nearestOutlet: { id: string } | null }[];
    };
    return answer.categories.find(({ nearestSeconds }) => (nearestSeconds ?? 0) > 900)!.nearestOutlet;
  };
  const { id } = (await nearest())!;
  await store.editOutlet("sample", id, { status: "closed" }, { actor: "cli", origin: "edit" });
  expect((await nearest())?.id).not.toBe(id);
  expect(await ask(doors[3])).toEqual(await expected(doors[3]));
  await askUntilFilled(doors, 100);
  expect(tasks.planNearest).toBe(2);
  expect(await ask(doors[3])).toEqual(await expected(doors[3]));
}, 120_000);

it("is tried again after as many questions where it cannot be made, and whoever looks after the service is told", async () => {
  const told: Error[] = [];
  const pool = new ComputePool({ threads: 1, onUnawaited: (error) => told.push(error) });
  const tables = new NearestTables(pool, "a state");
  const ground = { network: "n", city: "c", places: "p" };
  const asked = () => tables.ask(readSettings({}), ground, [], 300);
  for (let failures = 1; failures <= 2; failures++) {
    for (let i = 0; i < 3; i++) expect(asked()).toBeNull();
    await expect.poll(() => told.length, { timeout: 10_000 }).toBe(failures);
  }
  expect(told[0].message).toBe("this thread holds no network n");
  await pool.close();
}, 30_000);
