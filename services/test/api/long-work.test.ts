/** Work that is waited for a little, then asked for again. */
import { expect, it } from "vitest";
import { LongWork } from "../../src/api/long-work.ts";

/** Work that ends when told to. */
function slow(value: string, bytes = 10) {
  const end = Promise.withResolvers<void>();
  let begun = 0;
  return {
    end: () => end.resolve(),
    begun: () => begun,
    compute: async (onStep: (step: string, fraction: number | null) => void) => {
      begun++;
      onStep("half", 0.5);
      await end.promise;
      return { value, bytes };
    },
  };
}

it("does the same once for all who ask, says how far it is, and keeps what came of it", async () => {
  const works = new LongWork();
  const one = slow("one");
  const impatient = await works.get("1", 20, one.compute);
  expect(impatient).toMatchObject({ working: { step: "half", fraction: 0.5 } });
  const patient = works.get("1", Infinity, one.compute);
  one.end();
  expect(await patient).toEqual({ done: "one" });
  expect(await works.get("1", 0, one.compute)).toEqual({ done: "one" });
  expect(one.begun()).toBe(1);
});

it("does one after another, and takes only so many", async () => {
  const works = new LongWork();
  const all = Array.from({ length: 6 }, (_, i) => slow(String(i)));
  for (const [i, { compute }] of all.entries()) await works.get(String(i), 1, compute);
  expect(all.map(({ begun }) => begun())).toEqual([1, 0, 0, 0, 0, 0]);
  await expect(works.get("another", 1, slow("x").compute)).rejects.toMatchObject({ status: 503 });
  for (const { end } of all) end();
  const last = await works.get("5", Infinity, all[5].compute);
  expect(last).toEqual({ done: "5" });
  expect(all.map(({ begun }) => begun())).toEqual([1, 1, 1, 1, 1, 1]);
});

it("forgets what failed and what was not asked for the longest, never what is under way", async () => {
  const works = new LongWork();
  const failing = () => Promise.reject(new Error("no room"));
  await expect(works.get("f", Infinity, failing)).rejects.toThrow("no room");
  const again = slow("again", 400e6);
  again.end();
  expect(await works.get("f", Infinity, again.compute)).toEqual({ done: "again" });
  const large = slow("large", 400e6);
  large.end();
  expect(await works.get("l", Infinity, large.compute)).toEqual({ done: "large" });
  await works.get("f", Infinity, again.compute);
  expect([again.begun(), large.begun()]).toEqual([2, 1]);
});

it("forgets what is about a former state of a city once it is asked about another", async () => {
  const works = new LongWork();
  const done = async (key: string, city: string, state: string) => {
    const work = slow(key);
    work.end();
    await works.get(key, Infinity, work.compute, { city, state });
    return work;
  };
  const [before, elsewhere, after] = [
    await done("a1", "a", "1"),
    await done("b1", "b", "1"),
    await done("a2", "a", "2"),
  ];
  await works.get("a1", Infinity, before.compute);
  await works.get("b1", Infinity, elsewhere.compute);
  await works.get("a2", Infinity, after.compute);
  expect([before, elsewhere, after].map(({ begun }) => begun())).toEqual([2, 1, 1]);
});

it("gives up with the server", async () => {
  const works = new LongWork();
  const waiting = works.get("1", Infinity, (_onStep, signal) => {
    const ended = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => ended.reject(signal.reason as Error));
    return ended.promise;
  });
  await works.get("2", 1, slow("2").compute);
  works.close();
  await expect(waiting).rejects.toThrow("The server is stopping.");
});
