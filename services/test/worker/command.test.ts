import { expect, test } from "vitest";
import { run } from "../cli/run.ts";

test("a worker without a database says what is missing, with a wrong number what would be right", async () => {
  const without = await run(["worker"]);
  expect(without).toMatchObject({ code: 2, stdout: "" });
  expect(without.stderr).toMatch(/DATABASE_URL is missing/);
  for (const wrong of ["0", "two"]) {
    const { code, stderr } = await run(["worker", "--concurrency", wrong], {
      DATABASE_URL: "postgres://nobody@localhost/x",
    });
    expect(code).toBe(2);
    expect(stderr).toContain(`--concurrency should be a whole number from 1 to 64, and is "${wrong}"`);
  }
});

test("a heartbeat that cannot be written is told before anything else", async () => {
  const database = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/x" };
  const { code, stderr } = await run(["worker", "--heartbeat", "/nowhere/at-all"], database);
  expect(code).toBe(2);
  expect(stderr).toContain("--heartbeat: /nowhere/at-all cannot be written");
});

test("a worker whose database does not answer ends and says so", async () => {
  const { code, stderr } = await run(["worker"], { DATABASE_URL: "postgres://nobody@127.0.0.1:1/x" });
  expect(code).toBe(1);
  expect(stderr).toMatch(/127\.0\.0\.1:1|refused/);
});
