/** What of a city is read and joined to the network anew when it changes, and that answers are those of its new state. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Position } from "@quarterhour/isochrones";
import { readSettings } from "../../src/api/input.ts";
import { referenceAnswer, referenceCity } from "./reference.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

let tiny: TinyServer;

beforeAll(async () => {
  tiny = await startTinyServer("sample");
});

afterAll(() => tiny?.close());

const context = () => tiny.app.cities.get("tiny");

test("homes and areas are not read again after a change of outlets, and are after any other", async () => {
  const before = await context();
  const [homes, areas, outlets] = await Promise.all([before.residences(), before.areas(), before.outlets()]);
  await tiny.store.editOutlet("tiny", outlets[0].id, { name: "同心大药房" }, { origin: "edit", actor: "test" });
  const edited = await context();
  expect(edited.version).not.toBe(before.version);
  expect(await edited.residences()).toBe(homes);
  expect(await edited.areas()).toBe(areas);
  expect((await edited.outlets())[0].name).toBe("同心大药房");

  const [first, ...others] = homes;
  await tiny.store.removeResidences("tiny", [first.id]);
  const removed = await context();
  expect(await removed.residences()).toEqual(others);

  await tiny.store.replaceAreas("tiny", "test", null, []);
  const undivided = await context();
  expect(await undivided.areas()).toEqual([]);
  expect(await undivided.residences()).toEqual(
    others.map((home) => ({ ...home, areas: { district: null, street: null, community: null } })),
  );

  // what happened between two looks counts, whatever came last
  await tiny.store.removeResidences("tiny", [others[0].id]);
  await tiny.store.editOutlet("tiny", outlets[0].id, { name: "同心药房" }, { origin: "edit", actor: "test" });
  expect(await (await context()).residences()).toEqual([]);
});

test("after a change of outlets only these are joined to the network, and answers are as if all had been", async () => {
  const { app, store } = tiny;
  const city = async () => referenceCity(await app.cities.get("sample"));
  const { residences, outlets } = await city();
  const origins = [3, 211, 640].map((row) => residences[row].location);
  /** How many places were joined for each kind of joining. */
  const joined: number[] = [];
  const pool = app.computePool;
  const run = pool.run.bind(pool);
  pool.run = ((name, input, options) => {
    if (name === "join") joined.push((input as { to: number; from: number }).to - (input as { from: number }).from);
    return run(name, input, options);
  }) as typeof pool.run;
  const allRight = async () => {
    const now = await city();
    for (const walker of [{}, { profile: "wheelchair" as const }]) {
      for (const origin of origins) {
        const payload = { origin, minutes: [5, 10, 15], ...walker };
        const { statusCode, json } = await app.inject({
          method: "POST",
          url: "/api/cities/sample/isochrones",
          payload,
        });
        expect(statusCode).toBe(200);
        const settings = { ...readSettings(walker), at: null };
        const expected = referenceAnswer(now, { ...payload, settings, moment: null });
        expect(json()).toEqual(JSON.parse(JSON.stringify(expected)));
      }
    }
    return joined.splice(0);
  };
  const all = outlets.length + residences.length;
  expect(await allRight()).toEqual([all, all]);

  const change = { origin: "edit", actor: "test" } as const;
  const beside = ([lng, lat]: Position): Position => [lng + 1e-5, lat];
  await store.editOutlet("sample", outlets[7].id, { location: beside(residences[211].location) }, change);
  await store.removeOutlet("sample", outlets[8].id, change);
  const fewer = outlets.length - 1;
  expect(await allRight()).toEqual([fewer, fewer]);

  await store.removeResidences("sample", [residences[0].id]);
  expect(await allRight()).toEqual([all - 2, all - 2]);
  pool.run = run;
});

test("homes that could not be read are read again, also where the state before could not", async () => {
  const fails = () => Promise.reject(new Error("away"));
  const before = await context();
  const [outlet] = await before.outlets();
  const { allResidences } = tiny.store;
  await tiny.store.replaceResidences("tiny", "other", null, []);
  tiny.store.allResidences = fails;
  const reading = (await context()).residences();
  await tiny.store.editOutlet("tiny", outlet.id, { name: "药房" }, { origin: "edit", actor: "test" });
  const after = (await context()).residences();
  await expect(reading).rejects.toThrow("away");
  await expect(after).rejects.toThrow("away");
  tiny.store.allResidences = allResidences;
  expect(await (await context()).residences()).toEqual([]);
});
