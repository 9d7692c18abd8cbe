import { afterEach, describe, expect, it } from "vitest";
import { ComputeBusy, ComputeClosed, ComputeFailed, ComputePool } from "../../src/compute/pool.ts";
import type { ComputePoolOptions, RunOptions } from "../../src/compute/pool.ts";
import type { Shared } from "../../src/compute/tasks.ts";
import type { OddInput } from "./odd-thread.ts";

interface Said {
  thread: number;
  held: string[];
}

const pools: ComputePool[] = [];
const gates: Int32Array[] = [];

function poolOf(options: ComputePoolOptions = {}): ComputePool {
  const script = new URL("odd-thread.ts", import.meta.url);
  const pool = new ComputePool({ threads: 1, script, ...options });
  pools.push(pool);
  return pool;
}

/** The thread does what the input says, whatever the task is called. */
function ask(pool: ComputePool, input: OddInput, options?: RunOptions): Promise<Said> {
  return pool.run("route", input as never, options) as unknown as Promise<Said>;
}

/** Keeps a thread at work until opened. */
function closedGate(): { gate: Int32Array; open: () => void } {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  gates.push(gate);
  const open = (): void => {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  };
  return { gate, open };
}

function city(id: string): Shared {
  return { kind: "network", id, value: { bytes: new Uint8Array(new SharedArrayBuffer(8)), room: null } };
}

afterEach(async () => {
  for (const gate of gates.splice(0)) {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  }
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

describe("a pool of threads", () => {
  it("lets no thread have more and more room for newest objects", async () => {
    expect(await ask(poolOf(), { do: "tellRoom" })).toBeLessThanOrEqual(48);
  });

  it("starts none before the first task, and no more than it may", async () => {
    const pool = poolOf({ threads: 2 });
    const threads = await Promise.all(Array.from({ length: 12 }, () => ask(pool, { do: "say" })));
    expect(new Set(threads.map(({ thread }) => thread)).size).toBeLessThanOrEqual(2);
    expect(pool.waiting).toBe(0);
  });

  it("hands on what a task throws, and the thread goes on", async () => {
    const pool = poolOf();
    const { thread } = await ask(pool, { do: "say" });
    await expect(ask(pool, { do: "throw" })).rejects.toMatchObject({
      name: "RangeError",
      message: "minutes: too many",
    });
    expect((await ask(pool, { do: "say" })).thread).toBe(thread);
  });

  it.each(["crash", "exit"] as const)("replaces a thread that ends by %s; only its own task fails", async (how) => {
    const crashes: Error[] = [];
    const pool = poolOf({ onCrash: (error) => crashes.push(error) });
    const { thread } = await ask(pool, { do: "say" });
    const lost = ask(pool, { do: how });
    const others = [ask(pool, { do: "say" }), ask(pool, { do: "say" }), ask(pool, { do: "say" })];
    await expect(lost).rejects.toBeInstanceOf(ComputeFailed);
    for (const other of others) expect((await other).thread).not.toBe(thread);
    expect(crashes).toHaveLength(1);
  });

  it("says so where no thread can be started, and tries again for the next task", async () => {
    const crashes: Error[] = [];
    const script = new URL("broken-thread.ts", import.meta.url);
    const pool = poolOf({ script, onCrash: (error) => crashes.push(error) });
    await expect(ask(pool, { do: "say" })).rejects.toBeInstanceOf(ComputeFailed);
    await expect(ask(pool, { do: "say" })).rejects.toBeInstanceOf(ComputeFailed);
    expect(crashes.length).toBeGreaterThanOrEqual(2);
    expect(crashes[0].message).toBe("cannot start");
  });

  it("refuses more than may wait, and takes more once there is room", async () => {
    const pool = poolOf({ mostWaiting: 3 });
    const { gate, open } = closedGate();
    // One at work, one at the thread's door, three waiting.
    const taken = Array.from({ length: 5 }, () => ask(pool, { do: "wait", gate }));
    expect(pool.waiting).toBe(3);
    await expect(ask(pool, { do: "say" })).rejects.toBeInstanceOf(ComputeBusy);
    open();
    await Promise.all(taken);
    await expect(ask(pool, { do: "say" })).resolves.toBeDefined();
  });

  it("does not begin what nobody waits for any more, and finishes what has begun", async () => {
    const pool = poolOf();
    const { gate, open } = closedGate();
    const abort = new AbortController();
    const begun = ask(pool, { do: "wait", gate }, { signal: abort.signal });
    const next = ask(pool, { do: "say" });
    const waiting = ask(pool, { do: "crash" }, { signal: abort.signal });
    abort.abort(new Error("hung up"));
    await expect(waiting).rejects.toThrow("hung up");
    expect(pool.waiting).toBe(0);
    open();
    const { thread } = await begun;
    expect((await next).thread).toBe(thread);
    await expect(ask(pool, { do: "say" }, { signal: abort.signal })).rejects.toThrow("hung up");
  });

  it("lets bulk work wait for everything else", async () => {
    const pool = poolOf();
    const { gate, open } = closedGate();
    const order: string[] = [];
    const note = (name: string) => (): number => order.push(name);
    const first = [ask(pool, { do: "wait", gate }), ask(pool, { do: "say" })];
    const bulk = ask(pool, { do: "say" }, { bulk: true }).then(note("bulk"));
    const quick = ask(pool, { do: "say" }).then(note("quick"));
    open();
    await Promise.all([...first, bulk, quick]);
    expect(order).toEqual(["quick", "bulk"]);
  });

  it("sends what is shared before it is needed, drops it when released, sends it again to who still asks", async () => {
    const pool = poolOf();
    const [one, two] = [city("one"), city("two")];
    expect((await ask(pool, { do: "say" }, { needs: [one] })).held).toEqual(["one"]);
    expect((await ask(pool, { do: "say" }, { needs: [two, one] })).held).toEqual(["one", "two"]);
    const { gate, open } = closedGate();
    const using = ask(pool, { do: "wait", gate }, { needs: [one] });
    pool.release("one");
    open();
    expect((await using).held).toContain("one");
    expect((await ask(pool, { do: "say" })).held).toEqual(["two"]);
    expect((await ask(pool, { do: "say" }, { needs: [one] })).held).toEqual(["two", "one"]);
  });

  it("finishes what was asked before it closes, and takes nothing after", async () => {
    const pool = poolOf();
    const { gate, open } = closedGate();
    const asked = Array.from({ length: 4 }, () => ask(pool, { do: "wait", gate }));
    const closing = pool.close();
    await expect(ask(pool, { do: "say" })).rejects.toBeInstanceOf(ComputeClosed);
    open();
    await closing;
    expect(await Promise.all(asked)).toHaveLength(4);
  });

  it("refuses what cannot be copied to a thread, and goes on", async () => {
    const pool = poolOf();
    await expect(ask(pool, { do: "say", gate: (() => 1) as never })).rejects.toThrow("could not be cloned");
    await expect(ask(pool, { do: "say" })).resolves.toBeDefined();
  });
});
