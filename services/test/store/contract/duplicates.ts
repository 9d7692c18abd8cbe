import { describe, expect, test } from "vitest";
import { NotFound, StoreConflict } from "../../../src/store/index.ts";
import type { DecidedOutlet, ProposedDuplicate, Store } from "../../../src/store/index.ts";
import { bareOutlet } from "../samples.ts";
import { newCity } from "./helpers.ts";

const pair = (a: string, b: string, score: number): ProposedDuplicate => ({
  a,
  b,
  score,
  meters: 12.5,
  reasons: ["name.same", "phone.different"],
});

type Decision = Parameters<Store["noteDuplicateDecision"]>[2];

const known: DecidedOutlet = {
  name: "王记",
  services: [{ category: "bakery", kind: null }],
  location: [118.05, 38.75],
  address: null,
  phone: null,
  status: "open",
  openedOn: null,
  closedOn: null,
  source: "s",
};

export function duplicatesContract(getStore: () => Store): void {
  describe("duplicates", () => {
    async function cityOf(count: number): Promise<{ store: Store; city: string; ids: string[] }> {
      const store = getStore();
      const city = await newCity(store);
      const drafts = Array.from({ length: count }, (_, i) => bareOutlet({ sourceRef: String(i), name: `店${i}` }));
      return { store, city, ids: await store.addOutlets(city, "s", null, drafts) };
    }
    const search = { lastSeq: 0, rules: 1 };
    const same = (kept: string): Decision => ({
      decision: "same",
      by: "u_1",
      kept,
      brought: ["o_old"],
      on: [known, known],
    });
    const different: Decision = { decision: "different", by: "u_1", kept: null, brought: [], on: [known, known] };

    test("proposals are paged, the surest first, and leave out what is gone", async () => {
      const { store, city, ids } = await cityOf(6);
      const scores = [0.5, 0.9, 0.9, 0.7, 1];
      const found = scores.map((score, i) => pair(ids[i], ids[i + 1], score));
      expect(await store.putDuplicates(city, found, null, search)).toEqual({ added: 5, dropped: 0 });
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.listDuplicates(city, { state: "open", limit: 2, ...(cursor ? { cursor } : {}) });
        seen.push(...page.items.map(({ score }) => score));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual([1, 0.9, 0.9, 0.7, 0.5]);
      const [first] = (await store.listDuplicates(city, { state: "open", minScore: 0.95 })).items;
      expect(first).toMatchObject({ ...found[4], city, decision: null, decidedBy: null, kept: null, brought: [] });
      expect(await store.countDuplicates(city, 0.9)).toEqual({ open: 5, sure: 3, decided: 0 });
      await store.removeOutlet(city, ids[5], { actor: "u_1", origin: "edit" });
      expect(await store.countDuplicates(city, 0.9)).toEqual({ open: 4, sure: 2, decided: 0 });
      await expect(store.listDuplicates(city, { state: "open", cursor: "x" })).rejects.toThrow(/cursor/);
    });

    test("a search replaces what it looked at, and tells what has changed since", async () => {
      const { store, city, ids } = await cityOf(4);
      const first = await store.duplicateSearch(city, 1);
      expect(first).toMatchObject({ searchedAt: null, changed: null });
      await store.putDuplicates(city, [pair(ids[0], ids[1], 0.5), pair(ids[2], ids[3], 0.6)], null, {
        lastSeq: first.lastSeq,
        rules: 1,
      });
      expect((await store.duplicateSearch(city, 1)).changed).toEqual([]);
      expect((await store.duplicateSearch(city, 2)).changed).toBeNull();
      await store.editOutlet(city, ids[1], { phone: "022-0555 0100" }, { actor: "u_1", origin: "edit" });
      const { changed, lastSeq } = await store.duplicateSearch(city, 1);
      expect(changed).toEqual([ids[1]]);
      const [before] = (await store.listDuplicates(city, { state: "open", minScore: 0.6 })).items;
      const counts = await store.putDuplicates(city, [pair(ids[1], ids[2], 0.8)], changed, { lastSeq, rules: 1 });
      expect(counts).toEqual({ added: 1, dropped: 1 });
      const { items } = await store.listDuplicates(city, { state: "open" });
      expect(items.map(({ score }) => score)).toEqual([0.8, 0.6]);
      expect(items[1]).toEqual(before);
      expect((await store.duplicateSearch(city, 1)).changed).toEqual([]);
    });

    test("a decision is taken once, can be taken back, and a new finding opens it again", async () => {
      const { store, city, ids } = await cityOf(3);
      await store.putDuplicates(city, [pair(ids[0], ids[1], 0.5), pair(ids[1], ids[2], 0.6)], null, search);
      const [{ id: one }, { id: other }] = (await store.listDuplicates(city, { state: "open" })).items;
      const decided = await store.noteDuplicateDecision(city, one, same(ids[1]));
      expect(decided).toMatchObject({ decision: "same", decidedBy: "u_1", kept: ids[1], brought: ["o_old"] });
      expect(decided.decidedOn).toEqual([known, known]);
      await expect(store.noteDuplicateDecision(city, one, different)).rejects.toThrow(StoreConflict);
      await expect(store.noteDuplicateDecision(city, "d_none", different)).rejects.toThrow(NotFound);
      await store.noteDuplicateDecision(city, other, different);
      const list = await store.listDuplicates(city, { state: "decided", limit: 1 });
      expect(list.items).toHaveLength(1);
      const rest = await store.listDuplicates(city, { state: "decided", limit: 1, cursor: list.nextCursor! });
      expect(new Set([list.items[0].id, rest.items[0].id])).toEqual(new Set([one, other]));
      expect((await store.decidedDuplicates(city)).map(({ id }) => id).sort()).toEqual([one, other].sort());
      expect(await store.reopenDuplicate(city, one)).toMatchObject({ decision: null, kept: null, brought: [] });
      await expect(store.reopenDuplicate(city, one)).rejects.toThrow(StoreConflict);
      // decided pairs stay when a search does not find them any more
      expect(await store.putDuplicates(city, [], null, search)).toEqual({ added: 0, dropped: 1 });
      expect(await store.getDuplicate(city, other)).toMatchObject({ decision: "different" });
      expect(await store.putDuplicates(city, [pair(ids[0], ids[1], 0.7)], null, search)).toMatchObject({ added: 1 });
      expect((await store.getDuplicate(city, other))?.decision).toBeNull();
    });

    test("pairs of what was merged become pairs of what it is in now", async () => {
      const { store, city, ids } = await cityOf(4);
      const [a, b, c, d] = ids;
      await store.putDuplicates(
        city,
        [pair(a, b, 0.99), pair(b, c, 0.5), pair(b, d, 0.6), pair(a, d, 0.7)],
        null,
        search,
      );
      const { items } = await store.listDuplicates(city, { state: "open" });
      await store.noteDuplicateDecision(city, items[0].id, same(a));
      await store.followMerge(city, a, b);
      const after = (await store.listDuplicates(city, { state: "open" })).items;
      expect(after.map((one) => [one.a, one.b, one.score])).toEqual([
        [a, d, 0.7],
        [a, c, 0.5],
      ]);
    });

    test("a thousand of them go with their city", async () => {
      const { store, city, ids } = await cityOf(47);
      const found = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => pair(a, b, 0.5)));
      expect(await store.putDuplicates(city, found, null, search)).toEqual({ added: 1081, dropped: 0 });
      await store.deleteCity(city);
      expect(await store.countDuplicates(city, 0.9)).toEqual({ open: 0, sure: 0, decided: 0 });
    });
  });
}
