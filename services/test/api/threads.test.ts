/** Answers that threads compute: the same as worked out plainly in this process, never of a state that is gone. */
import type { Position } from "@quarterhour/isochrones";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { readSettings } from "../../src/api/input.ts";
import { localTime } from "../../src/china-clock.ts";
import { DocumentedApp } from "./documented.ts";
import { referenceAnswer, referenceCity } from "./reference.ts";
import { startTinyServer, west } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

/** Holds the tiny city and the sample city. */
let server: TinyServer;

beforeAll(async () => {
  server = await startTinyServer("sample");
});

afterAll(() => server.close());

describe("the sample city", () => {
  it("is answered for as by plain sums over reachByGroup, and as documented", async () => {
    const city = await referenceCity(await server.app.cities.get("sample"));
    const { residences } = city;
    const documented = await DocumentedApp.of(server.app);
    const evening = new Date("2026-06-01T20:30:00+08:00");
    const night = new Date("2026-06-01T23:40:00+08:00");
    const questions = [
      {},
      { minutes: [15, 5, 10] },
      { profile: "elder" },
      { profile: "wheelchair", direction: "inbound" },
      { privateWays: "exclude", minutes: [3] },
      { minutes: [40, 7.5], speedKmh: 4.2 },
      { at: evening },
      { at: night, profile: "elder" },
    ] as { minutes?: number[]; profile?: "elder"; at?: Date }[];
    let states = "";
    for (let i = 0; i < 32; i++) {
      const { at, minutes = [5, 10, 15], ...walker } = questions[i % questions.length];
      const [lng, lat] = residences[(i * 97) % residences.length].location;
      // One in eight far out, where nothing is joined to the network.
      const origin: Position = i % 8 === 7 ? [lng + 0.2, lat] : [lng + i * 1e-6, lat - i * 1e-6];
      const payload = { origin, minutes, ...walker, ...(at === undefined ? {} : { at: at.toISOString() }) };
      const answer = (
        await documented.ask(200, { method: "POST", url: "/api/cities/sample/isochrones", payload })
      ).json();
      const settings = { ...readSettings(walker), at: at === undefined ? null : localTime(at) };
      const expected = referenceAnswer(city, { origin, minutes, settings, moment: at ?? null });
      expect(answer, JSON.stringify(payload)).toEqual(JSON.parse(JSON.stringify(expected)));
      states += (answer as { categories: { state: string }[] }).categories.map(({ state }) => state[0]).join("");
    }
    // All three states were among them.
    expect([...new Set(states)].sort()).toEqual(["g", "r", "u"]);
  });

  it("gives rows of a large matrix in order, and as one engine does", async () => {
    const context = await server.app.cities.get("sample");
    const residences = await context.residences();
    const from = residences.slice(0, 50).map(({ location }) => location);
    const to = residences.slice(100, 120).map(({ location }) => location);
    const answer = (
      await server.app.inject({ method: "POST", url: "/api/cities/sample/matrix", payload: { from, to } })
    ).json<{ seconds: unknown; from: unknown; to: unknown }>();
    const expected = (await context.engine()).matrixSync(from, to, readSettings({}));
    expect(answer).toMatchObject(JSON.parse(JSON.stringify(expected)) as object);
  });

  it("lists outlets near a place by the seconds that reachByGroup has, page by page", async () => {
    const context = await server.app.cities.get("sample");
    const outlets = (await context.outlets()).filter(({ status }) => status !== "closed");
    const near = (await context.residences())[300].location;
    const engine = await context.engine();
    const positions = outlets.map(({ location }) => location);
    const groups = { positions, groups: positions.map((_, i) => [i]), groupCount: positions.length };
    const { nearestSeconds } = engine.reachByGroup([near], groups, [12], 12, readSettings({}));
    const expected = [...nearestSeconds.keys()]
      .filter((i) => Number.isFinite(nearestSeconds[i]))
      .sort((a, b) => nearestSeconds[a] - nearestSeconds[b] || a - b)
      .map((i) => outlets[i].id);
    const found: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query = new URLSearchParams({ near: near.join(), minutes: "12", limit: "50", ...(cursor && { cursor }) });
      const page: { items: { id: string }[]; nextCursor: string | null } = (
        await server.app.inject(`/api/cities/sample/outlets?${query}`)
      ).json();
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(expected.length).toBeGreaterThan(50);
    expect(found).toEqual(expected);
  });
});

describe("a server with threads", () => {
  const ask = (app: TinyServer["app"]) =>
    app.inject({ method: "POST", url: "/api/cities/tiny/isochrones", payload: { origin: west } });
  const pharmacies = async (): Promise<unknown> => {
    const { categories } = (await ask(server.app)).json<{ categories: { category: string; within: object }[] }>();
    return categories.find(({ category }) => category === "pharmacy")?.within;
  };

  it("says nothing of outlets that were, from the moment that a change is written", async () => {
    const { items } = await server.store.findOutlets("tiny", { status: ["open", "closed", "planned"] });
    const drafts = items.map(
      ({
        id: _id,
        city: _city,
        source: _source,
        importId: _import,
        createdAt: _created,
        updatedAt: _updated,
        ...draft
      }) => draft,
    );
    expect(await pharmacies()).toEqual({ "5": 1, "10": 1, "15": 1 });
    await server.store.replaceOutlets(
      "tiny",
      "test",
      null,
      drafts.filter(({ name }) => name !== "同心药房"),
    );
    expect(await pharmacies()).toEqual({ "5": 0, "10": 0, "15": 0 });
    await server.store.replaceOutlets("tiny", "test", null, drafts);
    expect(await pharmacies()).toEqual({ "5": 1, "10": 1, "15": 1 });
  });

  it("answers 503 with when to ask again where too many wait, and all the others rightly", async () => {
    const app = await buildApp({ store: server.store, webFolder: "/none", compute: { threads: 1, mostWaiting: 4 } });
    try {
      await ask(app);
      const origins = Array.from({ length: 40 }, (_, i): Position => [west[0] + i * 1e-6, west[1]]);
      const answers = await Promise.all(
        origins.map((origin) =>
          app.inject({ method: "POST", url: "/api/cities/tiny/isochrones", payload: { origin } }),
        ),
      );
      const refused = answers.filter(({ statusCode }) => statusCode === 503);
      expect(refused.length).toBeGreaterThan(0);
      for (const { headers, json } of refused) {
        expect(headers["retry-after"]).toBe("1");
        expect(json<{ type: string }>().type).toBe("urn:quarterhour:problem:unavailable");
      }
      const given = answers.flatMap((answer, i) =>
        answer.statusCode === 200 ? [[answer.json<{ origin: Position }>().origin, origins[i]]] : [],
      );
      expect(given.length).toBe(answers.length - refused.length);
      expect(given.length).toBeGreaterThan(0);
      for (const [said, asked] of given) expect(said).toEqual(asked);
    } finally {
      await app.close();
    }
  });

  it("answers 500 in plain words where a thread ends, and the next question as ever", async () => {
    const script = new URL("../compute/fragile-thread.ts", import.meta.url);
    const app = await buildApp({ store: server.store, webFolder: "/none", compute: { threads: 1, script } });
    try {
      const lost = await app.inject({
        method: "POST",
        url: "/api/cities/tiny/isochrones",
        payload: { origin: west, minutes: [59] },
      });
      expect(lost.statusCode).toBe(500);
      expect(lost.json<{ detail: string }>().detail).toBe(
        "The server began to work this out and could not finish. The reason is in its log.",
      );
      expect((await ask(app)).statusCode).toBe(200);
    } finally {
      await app.close();
    }
  });

  it("goes on when clients hang up before they are answered", async () => {
    const app = await buildApp({ store: server.store, webFolder: "/none", compute: { threads: 1 } });
    try {
      await app.listen({ host: "127.0.0.1", port: 0 });
      const { port } = app.server.address() as AddressInfo;
      const gone = Array.from({ length: 20 }, (_, i) => {
        const body = JSON.stringify({ origin: [west[0] + i * 1e-6, west[1]] });
        const asked = request({
          port,
          path: "/api/cities/tiny/isochrones",
          method: "POST",
          headers: { "Content-Type": "application/json" },
        });
        asked.on("error", () => {});
        asked.end(body, () => asked.destroy());
        return new Promise((resolve) => asked.on("close", resolve));
      });
      await Promise.all(gone);
      expect((await ask(app)).statusCode).toBe(200);
    } finally {
      await app.close();
    }
  });
});
