import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { JobRunner, JobsBusy } from "../../src/jobs/runner.ts";
import type { Job, Store } from "../../src/store/index.ts";
import { asSaid } from "../../src/words/index.ts";
import { openAnyStore } from "../stores.ts";

let store: Store;
const folder = mkdtempSync(join(tmpdir(), "quarterhour-jobs-"));

beforeAll(async () => {
  store = await openAnyStore(folder);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const runnerWith = (atOnce?: number) => new JobRunner(store, (error) => asSaid((error as Error).message), atOnce);
const draft = (kind: string, input: unknown = null) => ({ kind, city: null, actor: "u_1", input });

async function endOf(runner: JobRunner, id: string): Promise<Job> {
  return new Promise((resolve) => {
    const look = (job: Job | null) => job?.endedAt && resolve(job);
    runner.listen(id, look);
    void runner.get(id).then(look);
  });
}

test("a job tells how far it is, and its result outlives the runner", async () => {
  const runner = runnerWith();
  const steps: string[] = [];
  runner.register("sum", async (input: number[], { progress }) => {
    for (const [i] of input.entries()) progress(`adding ${i}`, i / input.length);
    return { sum: input.reduce((a, b) => a + b, 0) };
  });
  const job = await runner.start(draft("sum", [1, 2, 3]));
  expect(job).toMatchObject({ state: "queued", kind: "sum", actor: "u_1", result: null });
  runner.listen(job.id, ({ step }) => step !== null && steps.push(step));
  const ended = await endOf(runner, job.id);
  expect(ended).toMatchObject({ state: "done", result: { sum: 6 }, error: null });
  expect(steps).toContain("adding 2");
  expect(await runnerWith().get(job.id)).toEqual(ended);
});

test("what a job throws is its error, for a person", async () => {
  const runner = runnerWith();
  runner.register("fails", async () => {
    throw new Error("row 7 is bad");
  });
  const { id } = await runner.start(draft("fails"));
  expect(await endOf(runner, id)).toMatchObject({
    state: "failed",
    error: "row 7 is bad",
    result: { said: asSaid("row 7 is bad") },
  });
  await expect(runner.start(draft("unheard of"))).rejects.toThrow(/no jobs of kind/);
});

test("running and waiting jobs can be cancelled, and only so many run at once", async () => {
  const runner = runnerWith(1);
  let running = 0;
  let most = 0;
  runner.register("waits", async (_input: null, { signal }) => {
    most = Math.max(most, ++running);
    try {
      await setTimeout(60_000, null, { signal });
    } finally {
      running--;
    }
  });
  const first = await runner.start(draft("waits"));
  const second = await runner.start(draft("waits"));
  const third = await runner.start(draft("waits"));
  expect(await runner.cancel(second.id)).toBe(true);
  expect(await runner.cancel(first.id)).toBe(true);
  expect((await store.getJob(first.id))?.state).toBe("cancelled");
  expect((await store.getJob(second.id))?.state).toBe("cancelled");
  expect(await runner.cancel(first.id)).toBe(false);
  await runner.close();
  expect((await store.getJob(third.id))?.state).toBe("interrupted");
  expect(most).toBe(1);
  await expect(runner.start(draft("waits"))).rejects.toThrow(/ending/);
});

test("jobs of a process that was killed are marked as cut off", async () => {
  const { id } = await store.addJob(draft("waits"));
  await store.startJob(id);
  const queued = await store.addJob(draft("waits"));
  await runnerWith().takeOver();
  for (const job of [id, queued.id]) {
    expect(await store.getJob(job)).toMatchObject({
      state: "interrupted",
      error: expect.stringMatching(/start it again/),
    });
  }
  expect(await store.listJobs(null, ["queued", "running"])).toEqual([]);
});

test("no more than 200 jobs wait; once some are done there is room again", async () => {
  const runner = runnerWith(1);
  const release = Promise.withResolvers<void>();
  runner.register("slow", async () => await release.promise);
  const jobs: Job[] = [];
  for (let i = 0; i < 201; i++) jobs.push(await runner.start(draft("slow")));
  expect(runner.load).toEqual({ running: 1, waiting: 200 });
  await expect(runner.start(draft("slow"))).rejects.toThrow(JobsBusy);
  expect(() => runner.checkRoom()).toThrow(/200 jobs are waiting/);
  release.resolve();
  expect(await endOf(runner, jobs[200].id)).toMatchObject({ state: "done" });
  expect(await endOf(runner, (await runner.start(draft("slow"))).id)).toMatchObject({ state: "done" });
  await runner.close();
});
