import { writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DocumentOrder } from "../../src/reports/documents.ts";
import { Press, PressBusy, PressFailed } from "../../src/reports/press.ts";

const basemap = { city: "c", version: "1", bytes: new Uint8Array([1, 2, 3]) };
/** What is asked for is in the title; the stand-in does not look at the rest. */
const order = (what: string) => ({ kind: "sign.svg", input: { link: what } }) as unknown as DocumentOrder;

let folder: string;
let script: URL;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-press-"));
  const file = join(folder, "printer.mjs");
  await writeFile(
    file,
    `let maps = 0;
process.on("message", ({ id, order, bytes }) => {
  if (bytes !== null) maps++;
  if (order.input.link === "die") process.exit(3);
  if (order.input.link === "throw") return process.send({ id, error: { name: "RangeError", message: "too long" } });
  process.send({ id, step: "half", fraction: 0.5 });
  setTimeout(() => process.send({ id, made: { bytes: new Uint8Array([maps]), missing: [String(process.pid)] } }), 20);
});
process.on("disconnect", () => process.exit());
`,
  );
  script = pathToFileURL(file);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it("sends a map once, tells how far it is, and goes on in a new process after one died", async () => {
  const crashes: string[] = [];
  const press = new Press({ script, onCrash: ({ message }) => crashes.push(message) });
  try {
    const steps: string[] = [];
    const first = press.make(order("a"), basemap, (step, fraction) => steps.push(`${step} ${fraction}`));
    const second = press.make(order("b"), basemap);
    expect([(await first).bytes[0], (await second).bytes[0]]).toEqual([1, 1]);
    expect(steps).toEqual(["half 0.5"]);
    await expect(press.make(order("throw"), basemap)).rejects.toThrow("too long");
    const dying = press.make(order("die"), basemap);
    const after = press.make(order("c"), { ...basemap, version: "2" });
    await expect(dying).rejects.toThrow(PressFailed);
    expect((await after).bytes[0]).toBe(1);
    expect(crashes).toHaveLength(1);
    expect((await press.make(order("d"), basemap)).bytes[0]).toBe(2);
  } finally {
    await press.close();
  }
});

it("refuses what it could not make soon, begins nothing that nobody waits for, tells those who wait when it closes", async () => {
  const press = new Press({ script });
  const all = Array.from({ length: 21 }, (_, i) => press.make(order(String(i)), basemap));
  const settled = Promise.allSettled(all);
  await expect(press.make(order("more"), basemap)).rejects.toThrow(PressBusy);
  const abort = new AbortController();
  abort.abort(new Error("gone"));
  await expect(press.make(order("x"), basemap, undefined, abort.signal)).rejects.toThrow("gone");
  await all[0];
  await press.close();
  const states = (await settled).map(({ status }) => status);
  expect(states[0]).toBe("fulfilled");
  expect(states.filter((state) => state === "rejected").length).toBeGreaterThan(10);
  await expect(press.make(order("late"), basemap)).rejects.toThrow(PressFailed);
});

it("ends its process when nobody has asked for long, and begins another", async () => {
  const press = new Press({ script, idleMilliseconds: 40 });
  try {
    const first = await press.make(order("a"), basemap);
    let next = first;
    while (next.missing[0] === first.missing[0]) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      next = await press.make(order("b"), basemap);
    }
    // The new one was sent the map again.
    expect(next.bytes[0]).toBe(1);
  } finally {
    await press.close();
  }
});
