import { describe, expect, it } from "vitest";
import { AnswerCache } from "../../src/compute/answer-cache.ts";

/** Work that ends when told to, in the room it is given or in bytes of its own. */
function countingWork() {
  const asked: AbortSignal[] = [];
  const ends: { finish: (bytes: number, byte?: number) => void; fail: () => void }[] = [];
  const work = (signal: AbortSignal, room: Uint8Array | null): Promise<Uint8Array> => {
    asked.push(signal);
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    ends.push({
      finish(bytes, byte = 1) {
        const into = room !== null && room.length >= bytes ? room.subarray(0, bytes) : new Uint8Array(bytes);
        resolve(into.fill(byte));
      },
      fail: () => reject(new Error("no")),
    });
    return promise;
  };
  return { asked, ends, work };
}

/** Asks, sends at once what comes, and says whether it was worked on. */
async function ask(cache: AnswerCache, key: string, bytes = 10): Promise<boolean> {
  let isNew = false;
  const answer = await cache.get(key, undefined, async (_signal, room) => {
    isNew = true;
    return room !== null && room.length >= bytes ? room.subarray(0, bytes) : new Uint8Array(bytes);
  });
  answer.sent();
  answer.sent();
  return isNew;
}

const small = { slotBytes: 100, mostSlots: 4 };

describe("answers kept", () => {
  it("works once for those who ask the same at once, and not at all for those who ask after", async () => {
    const cache = new AnswerCache(small);
    const { asked, ends, work } = countingWork();
    const both = [cache.get("a", undefined, work), cache.get("a", undefined, work)];
    ends[0].finish(10);
    const [one, two] = await Promise.all(both);
    expect(two.bytes).toBe(one.bytes);
    expect((await cache.get("a", undefined, work)).bytes).toBe(one.bytes);
    expect(asked).toHaveLength(1);
  });

  it("keeps no failure", async () => {
    const cache = new AnswerCache(small);
    const { ends, work } = countingWork();
    const failing = cache.get("a", undefined, work);
    ends[0].fail();
    await expect(failing).rejects.toThrow("no");
    expect(await ask(cache, "a")).toBe(true);
    expect(await ask(cache, "a")).toBe(false);
  });

  it("writes over what was not asked for the longest, and keeps nothing that is too large", async () => {
    const cache = new AnswerCache(small);
    for (const key of ["a", "b", "c", "d"]) expect(await ask(cache, key)).toBe(true);
    expect(await ask(cache, "a")).toBe(false);
    expect(await ask(cache, "e")).toBe(true);
    expect(await ask(cache, "a")).toBe(false);
    expect(await ask(cache, "b")).toBe(true);
    expect(await ask(cache, "large", 101)).toBe(true);
    expect(await ask(cache, "large", 101)).toBe(true);
  });

  it("writes over nothing that is still being sent, and gives bytes of their own where all room is taken", async () => {
    const cache = new AnswerCache({ slotBytes: 100, mostSlots: 2 });
    const { ends, work } = countingWork();
    const keys = ["a", "b", "c"];
    const asking = keys.map((key) => cache.get(key, undefined, work));
    for (const [i, end] of ends.entries()) end.finish(10, i + 1);
    const answers = await Promise.all(asking);
    for (let i = 0; i < 5; i++) await ask(cache, `other ${i}`);
    expect(answers.map(({ bytes }) => [...new Set(bytes)])).toEqual([[1], [2], [3]]);
    // Two are kept, the third had no room.
    expect(await ask(cache, "a")).toBe(false);
    expect(await ask(cache, "c")).toBe(true);
    answers[1].sent();
    expect(await ask(cache, "d")).toBe(true);
    expect(await ask(cache, "d")).toBe(false);
    expect(await ask(cache, "b")).toBe(true);
    expect([...new Set(answers[0].bytes)]).toEqual([1]);
  });

  it("has all its room in one piece of memory", async () => {
    const cache = new AnswerCache(small);
    const rooms: Uint8Array[] = [];
    for (const key of ["a", "b", "c", "d", "e"]) {
      const answer = await cache.get(key, undefined, async (_signal, room) => {
        rooms.push(room!);
        return room!;
      });
      answer.sent();
    }
    expect(new Set(rooms.map(({ buffer }) => buffer)).size).toBe(1);
    expect(rooms.map(({ byteOffset, byteLength }) => [byteOffset, byteLength])).toEqual([
      [0, 100],
      [100, 100],
      [200, 100],
      [300, 100],
      [0, 100],
    ]);
  });

  it("gives up only when all who ask have hung up", async () => {
    const cache = new AnswerCache(small);
    const { asked, ends, work } = countingWork();
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const one = cache.get("a", first.signal, work);
    const two = cache.get("a", second.signal, work);
    first.abort(new Error("first is gone"));
    await expect(one).rejects.toThrow("first is gone");
    expect(asked[0].aborted).toBe(false);
    ends[0].finish(10);
    expect((await two).bytes).toHaveLength(10);

    const three = cache.get("b", third.signal, work);
    third.abort(new Error("third is gone"));
    await expect(three).rejects.toThrow("third is gone");
    expect(asked[1].aborted).toBe(true);
    // Whoever comes now begins anew, in other room: the work given up may still be writing.
    const four = cache.get("b", undefined, work);
    ends[2].finish(10, 4);
    const { bytes } = await four;
    ends[1].finish(10, 9);
    await Promise.resolve();
    expect([...new Set(bytes)]).toEqual([4]);
    await expect(cache.get("c", third.signal, work)).rejects.toThrow("third is gone");
  });
});
