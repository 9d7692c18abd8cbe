import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { InvalidInput, NotFound, StoreConflict, UnknownCity } from "../../../src/store/index.ts";
import type { RatingDraft, ReportDraft, Store } from "../../../src/store/index.ts";
import { bareOutlet } from "../samples.ts";
import { newCity } from "./helpers.ts";

let codes = 0;

function report(change: Partial<ReportDraft> = {}): ReportDraft {
  return {
    kind: "new",
    outlet: null,
    location: [118.05, 38.75],
    category: "small-repair",
    repairKind: "shoe",
    name: "老王修鞋",
    note: null,
    since: null,
    flags: [],
    photo: null,
    codeHash: `code ${++codes}`,
    sender: `sender ${codes}`,
    ...change,
  };
}

function rating(outlet: string, stars: number, change: Partial<RatingDraft> = {}): RatingDraft {
  return { outlet, stars, comment: null, flags: [], state: "shown", codeHash: `code ${++codes}`, ...change };
}

const photo = { width: 3, height: 2, large: new Uint8Array([1, 0, 255, 92]), small: new Uint8Array([0, 39]) };
/** So many degrees of latitude. */
const meters = (count: number) => count / 111_195;

export function inboxContract(getStore: () => Store): void {
  const add = (city: string, change: Partial<ReportDraft> = {}) => getStore().addReport(city, report(change), 50);
  const byHand = { actor: "u_1", origin: "edit" } as const;

  describe("reports of residents", () => {
    test("come back as they were said, each under its code", async () => {
      const city = await newCity(getStore());
      const draft = report({ note: "门口有台阶\n'\"\\ 😀", since: "2026-05-01", flags: ["link"], photo });
      const { id, outcome } = await getStore().addReport(city, draft, 50);
      expect(outcome).toBe("added");
      const found = await getStore().getReport(city, id);
      expect(found).toMatchObject({ id, city, kind: "new", outlet: null, state: "open", said: 1, decision: null });
      const { codeHash, sender: _sender, kind: _kind, outlet: _outlet, photo: _photo, ...said } = draft;
      expect(found?.sayings).toEqual([{ ...said, number: 1, at: found?.firstAt, photo: { width: 3, height: 2 } }]);
      expect(await getStore().reportOfCode(city, codeHash)).toEqual(found);
      expect(await getStore().reportOfCode(city, "code")).toBeNull();
      expect(await getStore().reportPhoto(city, id, 1, "large")).toEqual(Buffer.from(photo.large));
      expect(await getStore().reportPhoto(city, id, 1, "small")).toEqual(Buffer.from(photo.small));
      expect(await getStore().reportPhoto(city, id, 2, "large")).toBeNull();
      await expect(add("no-such-city")).rejects.toThrow(UnknownCity);
      await expect(add(city, { note: "\0" })).rejects.toThrow(InvalidInput);
      expect(JSON.stringify(found)).not.toMatch(/sender/);
    });

    test("that say the same are one, and nobody is counted twice on a day", async () => {
      const city = await newCity(getStore());
      const first = await add(city);
      const near = await add(city, { location: [118.05, 38.75 + meters(45)], name: null, note: "在转角" });
      expect(near).toEqual({ id: first.id, outcome: "joined" });
      const again = await add(city, { sender: `sender ${codes}` });
      expect(again.id).toBe(first.id);
      const found = await getStore().getReport(city, first.id);
      expect([found?.said, found?.sayings.map(({ number, note }) => [number, note])]).toEqual([
        2,
        [
          [1, null],
          [2, "在转角"],
          [3, null],
        ],
      ]);
      const others = [
        await add(city, { location: [118.05, 38.75 + meters(60)] }),
        await add(city, { category: "pharmacy", repairKind: null }),
        await add(city, { name: "李家钟表" }),
        await add(city, { kind: "closed", outlet: "o_000001" }),
        await add(city, { kind: "wrong", outlet: "o_000001" }),
      ];
      expect(new Set(others.map(({ id }) => id)).size).toBe(5);
      expect(others.map(({ outcome }) => outcome)).toEqual(Array(5).fill("added"));
      // of one outlet it does not matter from where it is said
      const far = await add(city, { kind: "closed", outlet: "o_000001", location: null, category: null });
      expect(far.id).toBe(others[3].id);
      const moved = await add(city, { kind: "moved", outlet: "o_000001" });
      const elsewhere = await add(city, { kind: "moved", outlet: "o_000001", location: [118.06, 38.75] });
      expect(elsewhere.id).not.toBe(moved.id);
    });

    test("sent twice with one code, or by many at once, add up", async () => {
      const city = await newCity(getStore());
      const draft = report();
      const sent = await Promise.all(Array.from({ length: 4 }, () => getStore().addReport(city, draft, 50)));
      expect(sent.map(({ outcome }) => outcome).sort()).toEqual(["added", "known", "known", "known"]);
      const many = await Promise.all(Array.from({ length: 5 }, () => add(city)));
      expect(new Set(many.map(({ id }) => id))).toEqual(new Set([sent[0].id]));
      expect((await getStore().getReport(city, sent[0].id))?.said).toBe(6);
    });

    test("are paged, open ones oldest first, decided ones newest first", async () => {
      const store = getStore();
      const city = await newCity(store);
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.push((await add(city, { kind: "closed", outlet: `o_${i}` })).id);
      await add(city);
      const query = { state: "open", kind: "closed", limit: 2 } as const;
      const one = await store.findReports(city, query);
      const two = await store.findReports(city, { ...query, cursor: one.nextCursor! });
      expect([...one.items, ...two.items].map(({ id }) => id)).toEqual(ids.slice(0, 4));
      await expect(store.findReports(city, { state: "open", cursor: one.nextCursor! })).rejects.toThrow(InvalidInput);
      const rejected = { state: "rejected", by: "u_1", answer: null, outlet: null, changed: false } as const;
      for (const id of ids) await store.decideReport(city, id, rejected);
      const last = await store.findReports(city, { state: "rejected", limit: 3 });
      const rest = await store.findReports(city, { state: "rejected", limit: 3, cursor: last.nextCursor! });
      expect([...last.items, ...rest.items].map(({ id }) => id)).toEqual(ids.toReversed());
      expect(rest.nextCursor).toBeNull();
      expect((await store.findReports(city, { state: "open" })).items.length).toBe(1);
    });

    test("are decided once: of several at once one wins", async () => {
      const store = getStore();
      const city = await newCity(store);
      const { id } = await add(city);
      const decided = await Promise.allSettled(
        ["u_1", "u_2", "u_3"].map((by) =>
          store.transaction(async (inside) => {
            await inside.lockReport(city, id);
            await inside.decideReport(city, id, {
              state: "accepted",
              by,
              answer: "谢谢",
              outlet: "o_1",
              changed: true,
            });
          }),
        ),
      );
      expect(decided.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
      const lost = decided.find(({ status }) => status === "rejected") as PromiseRejectedResult;
      expect(lost.reason).toBeInstanceOf(StoreConflict);
      const found = await store.getReport(city, id);
      const winner = `u_${decided.findIndex(({ status }) => status === "fulfilled") + 1}`;
      expect(found).toMatchObject({ state: "accepted", decision: { by: winner, answer: "谢谢", outlet: "o_1" } });
      expect((lost.reason as Error).message).toContain(winner);
      // said again after it was decided, it is another report
      expect((await add(city)).outcome).toBe("added");
      await store.decideReport(city, id, null);
      expect(await store.getReport(city, id)).toMatchObject({ state: "open", decision: null });
      await expect(store.decideReport(city, id, null)).rejects.toThrow(StoreConflict);
      await expect(store.decideReport(city, "m_none", null)).rejects.toThrow(NotFound);
      await expect(store.lockReport(city, "m_none")).rejects.toThrow(NotFound);
    });

    test("what they changed is put back, on every day, unless it was changed since", async () => {
      const store = getStore();
      const city = await newCity(store);
      const [shop] = await store.addOutlets(city, "s", null, [bareOutlet({ name: "一", phone: "022" })]);
      const before = (await store.allOutlets(city)).map(({ updatedAt: _updated, ...rest }) => rest);
      const change = { actor: "u_1", origin: "report", originId: "m_1", effectiveOn: "2026-03-01" } as const;
      await store.editOutlet(city, shop, { status: "closed", closedOn: "2026-03-01" }, change);
      expect((await store.outletsOn(city, "2026-03-02"))[0].status).toBe("closed");
      expect(await store.undoReportChange(city, "m_1", "u_2")).toBe(shop);
      expect((await store.allOutlets(city)).map(({ updatedAt: _updated, ...rest }) => rest)).toEqual(before);
      for (const day of ["2026-02-01", "2026-03-02"]) expect((await store.outletsOn(city, day))[0].status).toBe("open");
      expect((await store.outletHistory(city, shop)).at(-1)).toMatchObject({
        change: "restored",
        actor: "u_2",
        origin: "undo",
        originId: "m_1",
      });
      expect((await store.outletRecords(city, shop)).records.length).toBe(1);

      const [added] = await store.addOutlets(city, "report", null, [bareOutlet({ sourceRef: "m_2" })], {
        ...change,
        originId: "m_2",
      });
      await store.undoReportChange(city, "m_2", "u_2");
      expect(await store.getOutlet(city, added)).toBeNull();
      expect((await store.outletsOn(city, "2026-12-31")).map(({ id }) => id)).toEqual([shop]);

      await store.editOutlet(city, shop, { phone: "1" }, { ...change, originId: "m_3" });
      await store.editOutlet(city, shop, { phone: "2" }, byHand);
      const refused = store.undoReportChange(city, "m_3", "u_2");
      await expect(refused).rejects.toThrow(StoreConflict);
      await expect(refused).rejects.toThrow(new RegExp(`${shop} was changed afterwards, by u_1`));
      expect((await store.getOutlet(city, shop))?.phone).toBe("2");
      await expect(store.undoReportChange(city, "m_4", "u_2")).rejects.toThrow(NotFound);
    });
  });

  test("a photo is public only while it is an outlet's, and goes some time after its report was decided", async () => {
    const store = getStore();
    const city = await newCity(store);
    const [shop, other] = await store.addOutlets(city, "s", null, [bareOutlet(), bareOutlet({ name: "别处" })]);
    const { id } = await add(city, { photo });
    const { id: second } = await add(city, { photo, category: "pharmacy" });
    expect(await store.outletPhoto(city, shop, "large")).toBeNull();
    await store.setOutletPhoto(city, shop, id, 1);
    const shown = await store.outletPhoto(city, shop, "small");
    expect(shown?.data).toEqual(Buffer.from(photo.small));
    expect((await store.getReport(city, id))?.publicPhoto).toEqual({ outlet: shop, number: 1 });
    await expect(store.setOutletPhoto(city, shop, id, 7)).rejects.toThrow(NotFound);
    for (const one of [id, second]) {
      await store.decideReport(city, one, { state: "rejected", by: "u", answer: null, outlet: null, changed: false });
    }
    await store.tidyInbox(1);
    expect(await store.reportPhoto(city, second, 1, "large")).not.toBeNull();
    await store.tidyInbox(-1);
    expect(await store.reportPhoto(city, second, 1, "large")).toBeNull();
    expect(await store.outletPhoto(city, shop, "large")).not.toBeNull();
    // it stays with the shop where that turns out to be the same as another
    await store.mergeOutlets(city, other, [shop], { actor: "u", origin: "merge" });
    expect(await store.outletPhoto(city, other, "large")).not.toBeNull();
    expect(await store.outletPhoto(city, shop, "large")).toBeNull();
    await store.splitOutlet(city, other, shop, { actor: "u", origin: "split" });
    expect(await store.removeOutletPhoto(city, shop)).toBe(true);
    expect(await store.removeOutletPhoto(city, shop)).toBe(false);
    expect(await store.outletPhoto(city, shop, "large")).toBeNull();
  });

  test("ratings count unless they are hidden, and stay with an outlet that is merged", async () => {
    const store = getStore();
    const city = await newCity(store);
    const [shop, other] = await store.addOutlets(city, "s", null, [bareOutlet(), bareOutlet({ name: "别处" })]);
    const draft = rating(shop, 5, { comment: "手艺好", state: "pending", flags: ["contact"] });
    const { id } = await store.addRating(city, draft);
    expect(await store.addRating(city, draft)).toEqual({ id, outcome: "known" });
    await store.addRating(city, rating(shop, 4));
    await store.addRating(city, rating(other, 1));
    expect(await store.countStars(city, shop)).toEqual([0, 0, 0, 1, 1]);
    const pending = await store.findRatings(city, { states: ["pending"], withComment: true });
    expect(pending.items).toMatchObject([{ id, outlet: shop, stars: 5, comment: "手艺好", flags: ["contact"] }]);
    expect(await store.moderateRating(city, id, "shown", "u_1")).toMatchObject({ state: "shown", moderatedBy: "u_1" });
    await store.mergeOutlets(city, other, [shop], { actor: "u", origin: "merge" });
    expect(await store.countStars(city, other)).toEqual([1, 0, 0, 1, 1]);
    const first = await store.findRatings(city, { outlet: other, states: ["shown"], limit: 2 });
    const rest = await store.findRatings(city, {
      outlet: other,
      states: ["shown"],
      limit: 2,
      cursor: first.nextCursor!,
    });
    expect([...first.items, ...rest.items].map(({ stars }) => stars)).toEqual([1, 4, 5]);
    await store.moderateRating(city, id, "hidden", "u_1");
    expect(await store.countStars(city, other)).toEqual([1, 0, 0, 1, 0]);
    await expect(store.moderateRating(city, "v_none", "shown", "u")).rejects.toThrow(NotFound);
    await expect(store.addRating(city, rating(shop, 6))).rejects.toThrow(InvalidInput);
    await expect(store.addRating("no-such-city", rating(shop, 3))).rejects.toThrow(UnknownCity);
  });

  test("allowances are used up by many at once no less than by one", async () => {
    const store = getStore();
    const key = `key ${++codes}`;
    const wide = { key: `${key} wide`, limit: 100, seconds: 60 };
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => store.takeAllowances([wide, { key, limit: 5, seconds: 60 }])),
    );
    const refused = tries.filter((result) => result !== null);
    expect(refused.length).toBe(3);
    expect(refused.every((result) => result.key === key && result.retryAfterSeconds > 50)).toBe(true);
    const shortest = { key: `${key} short`, limit: 1, seconds: 0 };
    expect(await store.takeAllowances([shortest])).toBeNull();
    // a window that is over begins anew; its end is kept to the millisecond
    await wait(2);
    expect(await store.takeAllowances([shortest])).toBeNull();
    const salts = await Promise.all(Array.from({ length: 3 }, () => store.saltOfDay()));
    expect(new Set(salts.map((salt) => Buffer.from(salt).toString("hex"))).size).toBe(1);
    expect(salts[0].byteLength).toBe(32);
    await store.tidyInbox(30);
    expect(await store.takeAllowances([{ key, limit: 5, seconds: 60 }])).not.toBeNull();
  });
}
