import { describe, expect, it } from "vitest";
import { AnswerCache } from "../../src/compute/answer-cache.ts";

function counting(bytes: number) {
  const asked: AbortSignal[] = [];
  const gates: PromiseWithResolvers<Uint8Array>[] = [];
  const work = (signal: AbortSignal): Promise<Uint8Array> => {
    asked.push(signal);
    const gate = Promise.withResolvers<Uint8Array>();
    gates.push(gate);
    return gate.promise;
  };
  return {
    asked,
    work,
    finish: (i: number) => gates[i].resolve(new Uint8Array(bytes)),
    fail: (i: number) => gates[i].reject(new Error("no")),
  };
}

describe("answers kept", () => {
  it("works once for those who ask the same at once, and not at all for those who ask after", async () => {
    const cache = new AnswerCache(1000);
    const { asked, work, finish } = counting(10);
    const both = [cache.get("a", undefined, work), cache.get("a", undefined, work)];
    finish(0);
    const [one, two] = await Promise.all(both);
    expect(two).toBe(one);
    expect(await cache.get("a", undefined, work)).toBe(one);
    expect(asked).toHaveLength(1);
    const other = cache.get("b", undefined, work);
    finish(1);
    await other;
    expect(asked).toHaveLength(2);
  });

  it("keeps no failure", async () => {
    const cache = new AnswerCache(1000);
    const { asked, work, finish, fail } = counting(10);
    const failing = cache.get("a", undefined, work);
    fail(0);
    await expect(failing).rejects.toThrow("no");
    const again = cache.get("a", undefined, work);
    finish(1);
    await again;
    expect(asked).toHaveLength(2);
  });

  it("forgets the least recently used beyond its size, and keeps nothing that would fill it alone", async () => {
    const cache = new AnswerCache(100);
    const ask = async (key: string, bytes: number): Promise<boolean> => {
      let isNew = false;
      await cache.get(key, undefined, async () => {
        isNew = true;
        return new Uint8Array(bytes);
      });
      return isNew;
    };
    for (const key of ["a", "b", "c", "d"]) expect(await ask(key, 25)).toBe(true);
    expect(await ask("a", 25)).toBe(false);
    expect(await ask("e", 25)).toBe(true);
    expect(await ask("a", 25)).toBe(false);
    expect(await ask("b", 25)).toBe(true);
    expect(await ask("large", 26)).toBe(true);
    expect(await ask("large", 26)).toBe(true);
  });

  it("gives up only when all who ask have hung up", async () => {
    const cache = new AnswerCache(1000);
    const { asked, work, finish } = counting(10);
    const [first, second] = [new AbortController(), new AbortController()];
    const one = cache.get("a", first.signal, work);
    const two = cache.get("a", second.signal, work);
    first.abort(new Error("first is gone"));
    await expect(one).rejects.toThrow("first is gone");
    expect(asked[0].aborted).toBe(false);
    finish(0);
    expect(await two).toHaveLength(10);

    const third = new AbortController();
    const three = cache.get("b", third.signal, work);
    third.abort(new Error("third is gone"));
    await expect(three).rejects.toThrow("third is gone");
    expect(asked[1].aborted).toBe(true);
    // Whoever comes now begins anew.
    const four = cache.get("b", undefined, work);
    finish(2);
    expect(await four).toHaveLength(10);
    await expect(cache.get("c", third.signal, work)).rejects.toThrow("third is gone");
  });
});
