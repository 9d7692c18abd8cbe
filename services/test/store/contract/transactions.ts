import { describe, expect, test } from "vitest";
import { StoreConflict } from "../../../src/store/index.ts";
import type { Store } from "../../../src/store/index.ts";
import { bareOutlet, bareResidence } from "../samples.ts";
import { foundNames, newCity, outletsNamed } from "./helpers.ts";

export function transactionsContract(getStore: () => Store): void {
  describe("transactions", () => {
    test("a throw in the middle leaves nothing, and comes out as it was", async () => {
      const store = getStore();
      const city = await newCity(store);
      await store.addOutlets(city, "s", null, outletsNamed("before"));
      const revision = await store.revision(city);
      const stop = new Error("stop");
      const work = store.transaction(async (inner) => {
        await inner.replaceOutlets(city, "s", null, outletsNamed("during"));
        await inner.replaceResidences(city, "s", null, [bareResidence()]);
        await inner.putArtifact({ city, kind: "network", version: "1" }, new Uint8Array(10));
        expect(await inner.allOutlets(city)).toHaveLength(1);
        throw stop;
      });
      await expect(work).rejects.toBe(stop);
      expect(await foundNames(store, city, {})).toEqual(["before"]);
      expect(await store.allResidences(city)).toEqual([]);
      expect(await store.listArtifacts(city)).toEqual([]);
      expect(await store.revision(city)).toBe(revision);
    });

    test("a refused write leaves the rest of the transaction usable", async () => {
      const store = getStore();
      const city = await newCity(store);
      const value = await store.transaction(async (inner) => {
        await inner.addOutlets(city, "s", null, outletsNamed("a"));
        await expect(inner.addOutlets(city, "s", null, outletsNamed("b", "a"))).rejects.toThrow(StoreConflict);
        await inner.addOutlets(city, "s", null, outletsNamed("c"));
        return 7;
      });
      expect(value).toBe(7);
      expect(await foundNames(store, city, {})).toEqual(["a", "c"]);
    });

    test("nested ones are part of the outer, also through the outer store and side by side", async () => {
      const store = getStore();
      const city = await newCity(store);
      await store.transaction(async (inner) => {
        await inner.addOutlets(city, "s", null, outletsNamed("outer"));
        await store.transaction(async (innermost) => {
          await innermost.addOutlets(city, "s", null, outletsNamed("nested"));
          expect(await foundNames(store, city, {})).toEqual(["outer", "nested"]);
        });
        const lost = inner.transaction(async (innermost) => {
          await innermost.addOutlets(city, "s", null, outletsNamed("lost"));
          throw new Error("only this one");
        });
        await expect(lost).rejects.toThrow("only this one");
        await Promise.all(["x", "y", "z"].map((name) => inner.addOutlets(city, "s", null, outletsNamed(name))));
      });
      expect((await foundNames(store, city, {})).sort()).toEqual(["nested", "outer", "x", "y", "z"]);

      const work = store.transaction(async () => {
        await store.transaction((innermost) => innermost.addOutlets(city, "s", null, outletsNamed("gone")));
        throw new Error("outer");
      });
      await expect(work).rejects.toThrow("outer");
      expect(await foundNames(store, city, { q: "gone" })).toEqual([]);
    });

    test("one that has ended cannot be used any more", async () => {
      const store = getStore();
      const kept = await store.transaction(async (inner) => inner);
      await expect(kept.listCities()).rejects.toThrow(/has ended/);
      await expect(store.listCities()).resolves.not.toEqual([]);
    });

    test("writers side by side take turns, and each id is given once", async () => {
      const store = getStore();
      const city = await newCity(store);
      const before = await store.revision(city);
      const lists = await Promise.all(
        Array.from({ length: 12 }, (_, i) => store.addOutlets(city, `s${i % 3}`, null, outletsNamed(`n${i}`, `m${i}`))),
      );
      expect(new Set(lists.flat()).size).toBe(24);
      expect(await store.allOutlets(city)).toHaveLength(24);
      expect(await store.revision(city)).toBe(before + 12);
    });

    test("changes of outlets are told from others", async () => {
      const store = getStore();
      const city = await newCity(store);
      const before = await store.revisions(city);
      expect(before.all).toBe(await store.revision(city));
      const [id] = await store.addOutlets(city, "survey", null, outletsNamed("a", "b"));
      await store.replaceOutlets(city, "import", null, outletsNamed("c"));
      await store.editOutlet(city, id, { name: "other" }, { origin: "edit", actor: "test" });
      const outlets = await store.revisions(city);
      expect(outlets.all).toBeGreaterThan(before.all);
      expect(outlets.besidesOutlets).toBe(before.besidesOutlets);
      await store.replaceResidences(city, "survey", null, [bareResidence({ sourceRef: "home" })]);
      const homes = await store.revisions(city);
      expect(homes.besidesOutlets).toBeGreaterThan(outlets.besidesOutlets);
      await store.replaceAreas(city, "survey", null, []);
      const areas = await store.revisions(city);
      expect(areas.besidesOutlets).toBeGreaterThan(homes.besidesOutlets);
      await store.setClaims(city, "survey", null, ["bank"], [], null);
      expect((await store.revisions(city)).besidesOutlets).toBeGreaterThan(areas.besidesOutlets);
      expect(await store.revisions("atlantis")).toEqual({ all: 0, besidesOutlets: 0 });
    });

    test("two replacements of one source at once end as one of the two", async () => {
      const store = getStore();
      const city = await newCity(store);
      await Promise.all([
        store.replaceOutlets(city, "s", null, outletsNamed("k1", "k2", "a")),
        store.replaceOutlets(city, "s", null, outletsNamed("k1", "k2", "b")),
      ]);
      const refs = (await store.allOutlets(city)).map((outlet) => outlet.sourceRef).sort();
      expect([
        ["a", "k1", "k2"],
        ["b", "k1", "k2"],
      ]).toContainEqual(refs);
    });

    test("the revision grows with each change to the city, and with no other", async () => {
      const store = getStore();
      const [city, other] = [await newCity(store), await newCity(store)];
      const changes: (() => Promise<unknown>)[] = [
        () => store.addOutlets(city, "s", null, [bareOutlet()]),
        () => store.replaceOutlets(city, "s", null, []),
        () => store.replaceResidences(city, "s", null, [bareResidence()]),
        () => store.replaceAreas(city, "s", null, []),
        () => store.setClaims(city, "s", null, ["bank"]),
      ];
      let last = await store.revision(city);
      for (const change of changes) {
        await change();
        const now = await store.revision(city);
        expect(now).toBeGreaterThan(last);
        last = now;
      }
      await store.putArtifact({ city, kind: "reach", version: "1" }, new Uint8Array(1));
      await store.allOutlets(city);
      await store.addOutlets(other, "s", null, [bareOutlet()]);
      expect(await store.revision(city)).toBe(last);
    });
  });
}
