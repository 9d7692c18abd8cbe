/** Ratings and their moderation; the tests share the server of the caller, who starts and closes it. */
import { describe, expect, test } from "vitest";
import type { InboxServer } from "./inbox-server.ts";

const ratings = "/api/cities/town/ratings";
const of = (outlet: string) => `/api/cities/town/outlets/${outlet}/ratings`;

export function ratingCases(getServer: () => InboxServer): void {
  let addresses = 0;

  function rate(status: number, outlet: string, rating: object, address = `198.51.100.${++addresses}`) {
    const payload = { form: getServer().form(), ...rating };
    return getServer().documented.ask(status, { method: "POST", url: of(outlet), payload, remoteAddress: address });
  }

  const summary = async (outlet: string) => (await getServer().documented.ask(200, of(outlet))).json();

  describe("ratings:", () => {
    test("stars count at once, but two of them are no average", async () => {
      const id = await getServer().shop("受评的店");
      expect(await summary(id)).toEqual({ count: 0, average: null, stars: null, items: [], nextCursor: null });
      expect((await rate(201, id, { stars: 5 })).json()).toEqual({ pending: false });
      await rate(201, id, { stars: 4 });
      expect(await summary(id)).toMatchObject({ count: 2, average: null, stars: null });
      await rate(201, id, { stars: 4 });
      expect(await summary(id)).toMatchObject({ count: 3, average: 4.33, stars: [0, 0, 0, 2, 1] });
    });

    test("comments wait for a steward, who shows them, hides them, or hides the rating as a whole", async () => {
      const id = await getServer().shop("有话说的店");
      for (const comment of ["手艺好", "太慢", "加微信领红包 www.spam.top"]) {
        expect((await rate(201, id, { stars: 1, comment })).json()).toEqual({ pending: true });
      }
      expect(await summary(id)).toMatchObject({ count: 3, items: [] });
      const { items } = (await getServer().as("bureau", 200, "GET", `${ratings}?state=pending&outlet=${id}`)).json();
      expect(items.map(({ comment, flags }: { comment: string; flags: string[] }) => [comment, flags])).toEqual([
        ["加微信领红包 www.spam.top", ["link", "contact"]],
        ["太慢", []],
        ["手艺好", []],
      ]);
      const [spam, slow, good] = items.map((item: { id: string }) => `${ratings}/${item.id}`);
      await getServer().as("bureau", 403, "PATCH", good, { decision: "show" });
      expect((await getServer().as("steward", 200, "PATCH", good, { decision: "show" })).json().state).toBe("shown");
      await getServer().as("steward", 200, "PATCH", slow, { decision: "hideComment" });
      await getServer().as("steward", 200, "PATCH", spam, { decision: "hide" });
      const seen = await summary(id);
      expect(seen).toMatchObject({ count: 2, average: null });
      expect(seen.items).toEqual([{ stars: 1, comment: "手艺好", on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }]);
      await getServer().as("steward", 400, "PATCH", spam, { decision: "burn" });
      await getServer().as("steward", 404, "PATCH", `${ratings}/v_none`, { decision: "show" });
      await getServer().documented.ask(401, ratings);
      const audit = (await getServer().store.listAudit({ city: "town", limit: 3 })).map(({ action }) => action);
      expect(audit).toEqual(["rating.hidden", "rating.silent", "rating.shown"]);
    });

    test("nobody rates an outlet twice on a day, nor with a form that is none", async () => {
      const id = await getServer().shop("常客的店");
      await rate(201, id, { stars: 5 }, "203.0.113.9");
      const twice = await rate(429, id, { stars: 5 }, "203.0.113.9");
      expect(Number(twice.headers["retry-after"])).toBeGreaterThan(80_000);
      for (const [field, rating] of [
        ["form", { stars: 5, form: "made.up.one" }],
        ["website", { stars: 5, website: "x" }],
        ["stars", { stars: 0 }],
        ["stars", { stars: 6 }],
        ["stars", { stars: 4.5 }],
        ["comment", { stars: 5, comment: "好".repeat(501) }],
        ["comment", { stars: 5, comment: "\0" }],
      ] as const) {
        expect((await rate(400, id, rating)).json().errors[0].field).toBe(field);
      }
      await rate(429, id, { stars: 5, form: getServer().form("town", 1) });
      await rate(404, "o_none", { stars: 5 });
      expect((await summary(id)).count).toBe(1);
    });
  });
}
