/** A few of the requests that `npm run bench -- hostile` asks by the thousand; other ones at each run would hide what broke. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { askHostile } from "../../bench/hostile-run.ts";
import { signedIn } from "./signed-in.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

let server: TinyServer;

beforeAll(async () => {
  server = await startTinyServer();
});

afterAll(() => server.close());

it("requests of ill will get no 5xx and learn nothing of the code", async () => {
  const { requests, operations, findings } = await askHostile(server.app, server.store, "tiny", {
    count: 300,
    seed: 7,
  });
  expect(findings).toEqual([]);
  expect(requests).toBeGreaterThan(250);
  expect(operations).toBeGreaterThan(150);
});

it("a form that is cut off is a bad request wherever forms are taken", async () => {
  const { steward, planner } = await signedIn(server.store, ["steward", "planner"]);
  for (const [url, headers] of [
    ["/api/cities/tiny/surveys/import", planner],
    ["/api/cities/tiny/imports", steward],
    ["/api/cities/tiny/reports", {}],
  ] as const) {
    const answer = await server.app.inject({
      method: "POST",
      url,
      headers: { ...headers, "content-type": "multipart/form-data; boundary=xyz" },
      payload: "--xyz\r\nC",
    });
    expect([url, answer.statusCode]).toEqual([url, 400]);
  }
});
