import { describe, expect, test } from "vitest";
import { InvalidInput, StoreConflict } from "../../../src/store/index.ts";
import type { OutletDraft, OutletQuery, Store } from "../../../src/store/index.ts";
import { bareOutlet, fullOutlet } from "../samples.ts";
import { foundNames, newCity, outletsNamed } from "./helpers.ts";

export function outletsContract(getStore: () => Store): void {
  describe("outlets", () => {
    test("come back with every field, known or unknown, in the order added", async () => {
      const store = getStore();
      const city = await newCity(store);
      const drafts = [
        fullOutlet(),
        bareOutlet(),
        bareOutlet({ name: "", location: [-180, 90], original: { x: -1e7, y: 4.5e6, crs: "EPSG:4527" } }),
      ];
      const ids = await store.addOutlets(city, "市场监管局", null, drafts);
      expect(new Set(ids).size).toBe(3);
      expect([...ids].sort()).toEqual(ids);
      for (const id of ids) expect(encodeURIComponent(id)).toBe(id);
      const all = await store.allOutlets(city);
      const rest = (i: number) => ({
        id: ids[i],
        city,
        source: "市场监管局",
        importId: null,
        createdAt: all[i].createdAt,
        updatedAt: all[i].updatedAt,
      });
      expect(all).toEqual(drafts.map((draft, i) => ({ ...draft, ...rest(i) })));
      expect(await store.getOutlet(city, ids[0])).toEqual(all[0]);
      expect(await store.getOutlet(city, "o_zzzzzz")).toBeNull();
      expect((await store.findOutlets(city, {})).items).toEqual(all);
      expect(await store.countOutlets(city)).toEqual([
        { category: "convenience-store", count: 2 },
        { category: "laundry", count: 1 },
        { category: "small-repair", count: 1 },
      ]);
      expect(await store.countOutlets(city, ["closed"])).toEqual([]);
    });

    test("replacing a source keeps ids by sourceRef, or by content where there is none", async () => {
      const store = getStore();
      const city = await newCity(store);
      const importOf = async (rows: number) =>
        (
          await store.addImport({
            city,
            what: "outlets",
            source: "osm",
            fileName: "f",
            encoding: null,
            crs: null,
            rowsRead: rows,
            rowsAccepted: rows,
            rowsRejected: 0,
            asOf: null,
          })
        ).id;
      const twin = bareOutlet({ name: "双胞胎" });
      const before = [...outletsNamed("stays", "changes", "leaves"), bareOutlet({ name: "keyless" }), twin, twin];
      await store.addOutlets(city, "other", null, outletsNamed("stays"));
      const firstImport = await importOf(6);
      expect(await store.replaceOutlets(city, "osm", firstImport, before)).toEqual({
        added: 6,
        updated: 0,
        removed: 0,
        unchanged: 0,
      });
      const old = new Map((await store.allOutlets(city)).filter((o) => o.source === "osm").map((o) => [o.name, o]));

      const secondImport = await importOf(5);
      const changed = bareOutlet({
        sourceRef: "changes",
        name: "changed",
        services: [{ category: "bank", kind: null }],
        location: [118.06, 38.74],
      });
      const after = [bareOutlet({ name: "keyless" }), changed, ...outletsNamed("stays", "new"), twin];
      expect(await store.replaceOutlets(city, "osm", secondImport, after)).toEqual({
        added: 1,
        updated: 1,
        removed: 2,
        unchanged: 3,
      });
      const now = await store.allOutlets(city);
      const byName = new Map(now.filter((o) => o.source === "osm").map((o) => [o.name, o]));
      expect([...byName.keys()].sort()).toEqual(["changed", "keyless", "new", "stays", "双胞胎"].sort());
      expect(byName.get("stays")).toEqual({ ...old.get("stays"), importId: secondImport });
      expect(byName.get("keyless")?.id).toBe(old.get("keyless")?.id);
      expect(byName.get("changed")).toMatchObject({
        id: old.get("changes")?.id,
        importId: secondImport,
        services: changed.services,
        location: changed.location,
        createdAt: old.get("changes")?.createdAt,
      });
      expect(now.filter((o) => o.source === "other")).toHaveLength(1);
      expect(await foundNames(store, city, { categories: ["bank"] })).toEqual(["changed"]);
      expect(await foundNames(store, city, { q: "changes" })).toEqual([]);
    });

    test.each<[string, Partial<OutletDraft>, RegExp]>([
      ["no number for longitude", { location: [Number.NaN, 38] }, /location is \[null,38\]/],
      ["latitude and longitude swapped", { location: [38.75, 118.05] }, /longitude ±180, latitude ±90/],
      ["no category", { services: [] }, /has no category/],
      ["an empty category", { services: [{ category: "" as "bank", kind: null }] }, /empty category/],
      ["an unknown status", { status: "gone" as "open" }, /open, closed, planned/],
      ["a day that is not", { openedOn: "2023-02-29" }, /openedOn is "2023-02-29"/],
      ["closing before opening", { openedOn: "2024-01-02", closedOn: "2024-01-01" }, /lies before/],
      ["a NUL in its address", { address: "a\0b" }, /address holds a character/],
      ["half a surrogate pair", { attributes: { chain: "\ud83d" } }, /attributes\.chain/],
      ["original coordinates that are none", { original: { x: Infinity, y: 1, crs: "wgs84" } }, /original/],
    ])("with %s are refused by name, and nothing is written", async (_what, change, message) => {
      const store = getStore();
      const city = await newCity(store);
      const drafts = [bareOutlet(), bareOutlet({ sourceRef: "row/8", name: "坏店", ...change })];
      const refused = store.addOutlets(city, "s", null, drafts);
      await expect(refused).rejects.toThrow(InvalidInput);
      await expect(refused).rejects.toThrow(message);
      await expect(refused).rejects.toThrow(/"坏店" \(row\/8\), number 2/);
      expect(await store.allOutlets(city)).toEqual([]);
      expect(await store.revision(city)).toBe(0);
    });

    test("the same sourceRef twice is refused, in one list and in the store", async () => {
      const store = getStore();
      const city = await newCity(store);
      await expect(store.replaceOutlets(city, "s", null, outletsNamed("a", "b", "a"))).rejects.toThrow(
        /"a" occurs twice, at outlet 1 and 3/,
      );
      await store.addOutlets(city, "s", null, outletsNamed("a"));
      await expect(store.addOutlets(city, "s", null, outletsNamed("a"))).rejects.toThrow(StoreConflict);
      await expect(store.addOutlets(city, "s", "i_none", outletsNamed("c"))).rejects.toThrow(
        /import it names does not exist/,
      );
      expect(await store.allOutlets(city)).toHaveLength(1);
    });

    test("are found by name, address, pinyin and initials", async () => {
      const store = getStore();
      const city = await newCity(store);
      await store.addOutlets(city, "s", null, [
        bareOutlet({ name: "全家便利店（朝阳里店）", address: "滨海新区长江路100号" }),
        bareOutlet({ name: "重庆小面", address: "滨海新区行知路5号" }),
        bareOutlet({ name: "中国银行", address: null }),
        bareOutlet({ name: "ＳＴＡＲＢＵＣＫＳ 星巴克", address: "100% 大厦" }),
        bareOutlet({ name: "绿野花店", address: "a_b路" }),
      ]);
      const found = async (q: string) => (await foundNames(store, city, { q })).map((name) => name.slice(0, 2));
      expect(await found("便利店")).toEqual(["全家"]);
      expect(await found("长江路100")).toEqual(["全家"]);
      expect(await found("quanjiabianlidian")).toEqual(["全家"]);
      expect(await found("Quan Jia")).toEqual(["全家"]);
      expect(await found("qjbld")).toEqual(["全家"]);
      expect(await found("changjianglu")).toEqual(["全家"]);
      // Characters with two readings, read as their words are.
      expect(await found("chongqing")).toEqual(["重庆"]);
      expect(await found("yinhang")).toEqual(["中国"]);
      expect(await found("zgyh")).toEqual(["中国"]);
      expect(await found("starbucks")).toEqual(["ＳＴ"]);
      expect(await found("xbk")).toEqual(["ＳＴ"]);
      expect(await found("lvye")).toEqual(["绿野"]);
      expect(await found("lǜyě")).toEqual(["绿野"]);
      expect(await found("滨海 小面")).toEqual(["重庆"]);
      expect(await found("  ")).toHaveLength(5);
      // Signs that mean something to SQL mean themselves here.
      expect(await found("100%")).toEqual(["ＳＴ"]);
      expect(await found("a_b")).toEqual(["绿野"]);
      expect(await found("a%b")).toEqual([]);
      expect(await found("\\")).toEqual([]);
      expect(await found("'; drop table outlets; --")).toEqual([]);
    });

    test("are found by category, kind, status, ids, time of change and box, alone and together", async () => {
      const store = getStore();
      const city = await newCity(store);
      const cobbler = bareOutlet({
        name: "cobbler",
        services: [{ category: "small-repair", kind: "shoe" }],
        location: [118.01, 38.01],
      });
      const both = bareOutlet({
        name: "both",
        services: [
          { category: "small-repair", kind: "watch" },
          { category: "laundry", kind: null },
        ],
        location: [118.02, 38.02],
      });
      const closed = bareOutlet({
        name: "closed",
        services: [{ category: "laundry", kind: null }],
        status: "closed",
        location: [118.03, 38.03],
      });
      const ids = await store.addOutlets(city, "s", null, [cobbler, both, closed]);
      const found = (query: OutletQuery) => foundNames(store, city, query);
      expect(await found({ categories: ["laundry"] })).toEqual(["both", "closed"]);
      expect(await found({ categories: ["laundry", "small-repair"], status: ["open"] })).toEqual(["cobbler", "both"]);
      expect(await found({ kinds: ["shoe", "key"] })).toEqual(["cobbler"]);
      // The kind must be of a service in one of the categories.
      expect(await found({ categories: ["laundry"], kinds: ["watch"] })).toEqual([]);
      expect(await found({ ids: [ids[2], ids[0], "o_nobody"] })).toEqual(["cobbler", "closed"]);
      expect(await found({ ids: [] })).toEqual([]);
      expect(await found({ categories: [] })).toEqual([]);
      // Edges belong to the box, and no more than they: the index alone would round.
      expect(await found({ bbox: [118.01, 38.01, 118.02, 38.02] })).toEqual(["cobbler", "both"]);
      expect(await found({ bbox: [118.0100000001, 38, 118.0199999999, 39] })).toEqual([]);
      const { updatedAt } = (await store.allOutlets(city))[0];
      expect(await found({ changedSince: updatedAt })).toHaveLength(3);
      expect(await found({ changedSince: new Date(Date.parse(updatedAt) + 1).toISOString() })).toEqual([]);
    });

    test.each<[OutletQuery, RegExp]>([
      [{ limit: 0 }, /limit is 0/],
      [{ limit: 2.5 }, /limit is 2.5/],
      [{ limit: 1e9 }, /10000/],
      [{ bbox: [2, 0, 1, 1] }, /west ≤ east/],
      [{ bbox: [1, 1, 2] as unknown as [number, number, number, number] }, /bbox/],
      [{ changedSince: "yesterday" }, /changedSince is "yesterday"/],
      [{ cursor: "made up" }, /cursor is not one/],
      [{ cursor: "" }, /cursor is not one/],
      [{ q: "a\0" }, /q holds a character/],
      [{ q: "a ".repeat(51) }, /q has 102 characters; it may have 100/],
    ])("a query with %j is refused", async (query, message) => {
      const refused = getStore().findOutlets("any", query);
      await expect(refused).rejects.toThrow(InvalidInput);
      await expect(refused).rejects.toThrow(message);
    });

    test("pages hold each of 1,000 rows once, whatever is added and removed between them", async () => {
      const store = getStore();
      const city = await newCity(store);
      const names = Array.from({ length: 1000 }, (_, i) => `shop ${i}`);
      await store.replaceOutlets(city, "s", null, outletsNamed(...names));
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await store.findOutlets(city, { q: "shop", limit: 130, cursor: cursor ?? undefined });
        seen.push(...page.items.map((outlet) => outlet.name));
        cursor = page.nextCursor;
        if (seen.length === 130) {
          await store.replaceOutlets(city, "later", null, outletsNamed("shop late"));
          await store.replaceOutlets(city, "s", null, outletsNamed(...names.slice(10)));
        }
      } while (cursor);
      expect(seen).toEqual([...names, "shop late"]);
    });

    test("a cursor is of no use to another query, and a full last page has none", async () => {
      const store = getStore();
      const city = await newCity(store);
      await store.addOutlets(city, "s", null, outletsNamed("a1", "a2", "a3"));
      const { nextCursor, items } = await store.findOutlets(city, { q: "a", limit: 1 });
      expect(items).toHaveLength(1);
      const cursor = nextCursor as string;
      expect(encodeURIComponent(cursor)).toBe(cursor);
      await expect(store.findOutlets(city, { q: "b", limit: 1, cursor })).rejects.toThrow(/other filters/);
      await expect(store.findResidences(city, { q: "a", limit: 1, cursor })).rejects.toThrow(/other filters/);
      const last = await store.findOutlets(city, { q: "a", limit: 2, cursor });
      expect(last.items.map((outlet) => outlet.name)).toEqual(["a2", "a3"]);
      expect(last.nextCursor).toBeNull();
    });
  });
}
