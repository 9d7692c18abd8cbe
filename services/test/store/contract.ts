import { describe, expect, test } from "vitest";
import { InvalidInput, StoreConflict, UnknownCity } from "../../src/store/index.ts";
import type { OutletDraft, OutletQuery, Store } from "../../src/store/index.ts";
import { area, bareOutlet, bareResidence, fullOutlet, fullResidence, multi, sampleCity, square } from "./samples.ts";

let cities = 0;

/** A city of its own for each test, since all of them share one store. */
async function newCity(store: Store): Promise<string> {
  const { id } = await store.putCity(sampleCity(`city-${++cities}`));
  return id;
}

function outletsNamed(...names: string[]): OutletDraft[] {
  return names.map((name) => bareOutlet({ sourceRef: name, name }));
}

async function foundNames(store: Store, city: string, query: OutletQuery): Promise<string[]> {
  return (await store.findOutlets(city, query)).items.map((outlet) => outlet.name);
}

/** What every store must do. `open` is called once, before the first test; the caller closes. */
export function storeContract(getStore: () => Store): void {
  describe("cities and what hangs on them", () => {
    test("a city comes back with every field, and is replaced by id", async () => {
      const store = getStore();
      const draft = sampleCity("round-trip", {
        osmDate: "2021-03-01T20:00:00Z",
        networkVersion: "w1",
        fictional: false,
      });
      const made = await store.putCity(draft);
      expect(made).toEqual({ ...draft, createdAt: made.createdAt, updatedAt: made.updatedAt });
      expect(new Date(made.createdAt).toISOString()).toBe(made.createdAt);
      expect(await store.getCity("round-trip")).toEqual(made);
      const replaced = await store.putCity({ ...draft, nameZh: "新名" });
      expect(replaced).toMatchObject({ nameZh: "新名", createdAt: made.createdAt });
      expect((await store.listCities()).filter((city) => city.id === "round-trip")).toEqual([replaced]);
      expect(await store.getCity("nowhere")).toBeNull();
    });

    test.each([
      [{ id: "Upper Case" }, /lower-case/],
      [{ nameZh: "" }, /nameZh is empty/],
      [{ bbox: [119, 38, 118, 39] as [number, number, number, number] }, /west < east/],
      [{ bbox: [118, Number.NaN, 119, 39] as [number, number, number, number] }, /bbox/],
      [{ osmDate: "last spring" }, /ISO 8601/],
      [{ nameEn: "NUL\0" }, /nameEn holds a character/],
    ])("a city with %j is refused", async (change, message) => {
      const store = getStore();
      const refused = store.putCity(sampleCity("refused", change));
      await expect(refused).rejects.toThrow(InvalidInput);
      await expect(refused).rejects.toThrow(message);
      expect(await store.getCity("refused")).toBeNull();
    });

    test("imports and claims come back with every field", async () => {
      const store = getStore();
      const city = await newCity(store);
      const record = {
        city,
        what: "outlets" as const,
        source: "市场监管局",
        fileName: "网点.csv",
        encoding: "gb18030",
        crs: "gcj02",
        rowsRead: 1000,
        rowsAccepted: 997,
        rowsRejected: 3,
        asOf: "2024-05-31",
      };
      const first = await store.addImport(record);
      const second = await store.addImport({ ...record, encoding: null, crs: null, asOf: null });
      expect(first).toEqual({ ...record, id: first.id, committedAt: first.committedAt });
      expect(await store.listImports(city)).toEqual([second, first]);

      await store.setClaims(city, "b", "2024-05-31", ["laundry", "bank"]);
      await store.setClaims(city, "a", null, ["laundry"]);
      await store.setClaims(city, "b", "2024-06-01", ["laundry", "hotel", "hotel"]);
      expect(await store.listClaims(city)).toEqual([
        { city, category: "hotel", source: "b", asOf: "2024-06-01" },
        { city, category: "laundry", source: "a", asOf: null },
        { city, category: "laundry", source: "b", asOf: "2024-06-01" },
      ]);
      await store.setClaims(city, "b", null, []);
      expect(await store.listClaims(city)).toHaveLength(1);
    });

    test("writing to a city that is not there is refused by name; reading gives nothing", async () => {
      const store = getStore();
      await expect(store.addOutlets("atlantis", "osm", null, [bareOutlet()])).rejects.toThrow(UnknownCity);
      await expect(store.replaceResidences("atlantis", "osm", null, [])).rejects.toThrow(/"atlantis"/);
      await expect(store.setClaims("atlantis", "osm", null, [])).rejects.toThrow(UnknownCity);
      await expect(
        store.putArtifact({ city: "atlantis", kind: "network", version: "1" }, new Uint8Array(1)),
      ).rejects.toThrow(UnknownCity);
      expect(await store.allOutlets("atlantis")).toEqual([]);
      expect(await store.revision("atlantis")).toBe(0);
      expect(await store.deleteCity("atlantis")).toBe(false);
    });

    test("removing a city removes everything in it and nothing else", async () => {
      const store = getStore();
      const [city, other] = [await newCity(store), await newCity(store)];
      for (const id of [city, other]) {
        const { id: importId } = await store.addImport({
          city: id,
          what: "outlets",
          source: "s",
          fileName: "f",
          encoding: null,
          crs: null,
          rowsRead: 1,
          rowsAccepted: 1,
          rowsRejected: 0,
          asOf: null,
        });
        await store.addOutlets(id, "s", importId, [fullOutlet()]);
        await store.replaceAreas(id, "s", importId, [area("district", "d", multi(square(118, 38, 1)))]);
        await store.replaceResidences(id, "s", importId, [fullResidence()]);
        await store.setClaims(id, "s", null, ["laundry"]);
        await store.putArtifact({ city: id, kind: "reach", version: "1" }, new Uint8Array([1, 2, 3]));
      }
      const revision = await store.revision(city);
      const [{ id: oldId }] = await store.allOutlets(city);
      expect(await store.deleteCity(city)).toBe(true);
      const contents = async (id: string) => [
        await store.getCity(id),
        await store.allOutlets(id),
        await store.allResidences(id),
        await store.listAreas(id),
        await store.listClaims(id),
        await store.listImports(id),
        await store.listArtifacts(id),
        await store.countOutlets(id),
        await store.getArtifact({ city: id, kind: "reach", version: "1" }),
      ];
      expect(await contents(city)).toEqual([null, [], [], [], [], [], [], [], null]);
      expect(await store.countCity(city)).toEqual({ outlets: 0, residences: 0, households: 0, areas: 0 });
      expect(await store.countCity(other)).toEqual({ outlets: 1, residences: 1, households: 72, areas: 1 });
      expect((await contents(other)).slice(1, -1).map((list) => (list as unknown[]).length)).toEqual([
        1, 1, 1, 1, 1, 1, 2,
      ]);

      // Neither a revision nor an id comes back, or caches and saved links would take the new city for the old one.
      await store.putCity(sampleCity(city));
      const [newId] = await store.addOutlets(city, "s", null, [bareOutlet()]);
      expect(newId > oldId).toBe(true);
      expect(await store.revision(city)).toBeGreaterThan(revision);
    });
  });

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

  describe("residences and areas", () => {
    const drafts = [
      fullResidence(),
      bareResidence({
        sourceRef: "island",
        footprint: multi(square(118.06, 38.75, 0.001), square(118.062, 38.75, 0.001)),
      }),
      bareResidence({ location: [118.2, 38.9] }),
    ];

    test("residences come back with every field, known or unknown", async () => {
      const store = getStore();
      const city = await newCity(store);
      expect(await store.replaceResidences(city, "osm", null, drafts)).toEqual({
        added: 3,
        updated: 0,
        removed: 0,
        unchanged: 0,
      });
      const all = await store.allResidences(city);
      const areas = { district: null, street: null, community: null };
      expect(all).toEqual(
        drafts.map((draft, i) => ({ ...draft, id: all[i].id, city, source: "osm", importId: null, areas })),
      );
      expect(await store.getResidence(city, all[1].id)).toEqual(all[1]);
      expect(await store.getResidence(city, "r_zzzzzz")).toBeNull();
      const found = async (query: object) =>
        (await store.findResidences(city, query)).items.map((residence) => residence.id);
      expect(await found({ q: "xflzl" })).toEqual([]);
      expect(await found({ q: "幸福里 3号楼" })).toEqual([all[0].id]);
      expect(await found({ q: "xingfuli" })).toEqual([all[0].id]);
      expect(await found({ bbox: [118.2, 38.9, 118.2, 38.9] })).toEqual([all[2].id]);
      expect(await found({ ids: [all[2].id, all[1].id] })).toEqual([all[1].id, all[2].id]);
      const first = await store.findResidences(city, { limit: 2 });
      expect(await found({ limit: 2, cursor: first.nextCursor as string })).toEqual([all[2].id]);
      expect(await store.countCity(city)).toEqual({ outlets: 0, residences: 3, households: 72, areas: 0 });

      const next = [fullResidence({ households: 80 }), drafts[2]];
      expect(await store.replaceResidences(city, "osm", null, next)).toEqual({
        added: 0,
        updated: 1,
        removed: 1,
        unchanged: 1,
      });
      expect(await store.allResidences(city)).toEqual([{ ...all[0], households: 80 }, all[2]]);
    });

    test("each residence knows its areas, whichever of the two came first, and loses those that go", async () => {
      const store = getStore();
      const city = await newCity(store);
      const hole = square(118.03, 38.03, 0.01).coordinates[0];
      const district = multi({ type: "Polygon", coordinates: [...square(118, 38, 0.1).coordinates, hole] });
      const at = (sourceRef: string, lng: number, lat: number) => bareResidence({ sourceRef, location: [lng, lat] });
      const homes = [
        at("west", 118.01, 38.01),
        at("east", 118.09, 38.01),
        at("hole", 118.035, 38.035),
        at("away", 119, 39),
        at("border", 118.05, 38.02),
      ];
      await store.replaceResidences(city, "s", null, homes);
      const areas = [
        area("district", "d", district),
        area("community", "w", multi(square(118, 38, 0.05))),
        area("community", "e", multi(square(118.05, 38, 0.05))),
      ];
      expect(await store.replaceAreas(city, "s", null, areas)).toEqual({
        added: 3,
        updated: 0,
        removed: 0,
        unchanged: 0,
      });
      const stored = await store.listAreas(city);
      expect(stored).toEqual(
        areas.map((draft, i) => ({ ...draft, id: stored[i].id, city, source: "s", importId: null })),
      );
      expect((await store.listAreas(city, "community")).map((entry) => entry.sourceRef)).toEqual(["w", "e"]);
      const named = async () => {
        const names = new Map<string | null, string | null>(
          (await store.listAreas(city)).map((entry) => [entry.id, entry.sourceRef]),
        );
        const residences = await store.allResidences(city);
        return Object.fromEntries(
          residences.map((r) => [
            r.sourceRef,
            [r.areas.district, r.areas.street, r.areas.community].map((id) => names.get(id) ?? id),
          ]),
        );
      };
      const expected = {
        west: ["d", null, "w"],
        east: ["d", null, "e"],
        hole: [null, null, "w"],
        away: [null, null, null],
        border: ["d", null, "w"],
      };
      expect(await named()).toEqual(expected);
      const community = stored[2].id;
      expect((await store.findResidences(city, { area: community })).items.map((r) => r.sourceRef)).toEqual(["east"]);
      expect((await store.findResidences(city, { area: stored[0].id })).items).toHaveLength(3);

      await store.replaceResidences(
        city,
        "s",
        null,
        homes.map((home) => ({ ...home, households: 5 })),
      );
      expect(await named()).toEqual(expected);
      await store.replaceResidences(city, "s", null, [at("west", 118.09, 38.09)]);
      expect(await named()).toEqual({ west: ["d", null, null] });
      await store.replaceResidences(city, "s", null, homes);
      expect(await store.replaceAreas(city, "s", null, areas.slice(0, 2))).toEqual({
        added: 0,
        updated: 0,
        removed: 1,
        unchanged: 2,
      });
      expect(await named()).toEqual({ ...expected, east: ["d", null, null] });
    });

    const bowTie: [number, number][] = [
      [118, 38],
      [118.1, 38.1],
      [118.1, 38],
      [118, 38.1],
      [118, 38],
    ];
    test("invalid polygons are refused with their name and place, and nothing is written", async () => {
      const store = getStore();
      const city = await newCity(store);
      await store.replaceAreas(city, "s", null, [area("street", "good", multi(square(118, 38, 0.1)))]);
      await store.replaceResidences(city, "s", null, [bareResidence({ sourceRef: "good" })]);
      const revision = await store.revision(city);
      const bad = area("street", "relation/9", multi({ type: "Polygon", coordinates: [bowTie] }));
      const refusedArea = store.replaceAreas(city, "s", null, [
        area("street", "fine", multi(square(118, 38, 0.2))),
        bad,
      ]);
      await expect(refusedArea).rejects.toThrow(InvalidInput);
      await expect(refusedArea).rejects.toThrow(/relation\/9.*number 2.*outer ring crosses itself near 118/);
      const open = fullResidence({
        sourceRef: "way/4",
        footprint: { type: "Polygon", coordinates: [bowTie.slice(0, 4)] },
      });
      await expect(store.replaceResidences(city, "s", null, [open])).rejects.toThrow(
        /way\/4.*invalid footprint.*not closed/,
      );
      expect((await store.listAreas(city)).map((entry) => entry.sourceRef)).toEqual(["good"]);
      expect((await store.allResidences(city)).map((entry) => entry.sourceRef)).toEqual(["good"]);
      expect(await store.revision(city)).toBe(revision);
    });

    test.each([
      [{ households: -1 }, /households is -1/],
      [{ households: 2.5 }, /households is 2.5/],
      [{ people: -3 }, /people is -3/],
      [{ elderlyShare: 25 }, /elderlyShare is 25; it must be a share from 0 to 1/],
      [{ childShare: Number.NaN }, /childShare/],
      [{ levels: -1 }, /levels/],
    ])("a residence with %j is refused", async (change, message) => {
      const store = getStore();
      const city = await newCity(store);
      await expect(store.replaceResidences(city, "s", null, [fullResidence(change)])).rejects.toThrow(message);
      expect(await store.allResidences(city)).toEqual([]);
    });
  });

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

  describe("artifacts", () => {
    test("20 MB come back byte for byte, beside empty and small ones", async () => {
      const store = getStore();
      const city = await newCity(store);
      const large = new Uint8Array(20 * 1024 * 1024 + 13);
      for (let i = 0, seed = 1; i < large.length; i++) {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        large[i] = seed >>> 24;
      }
      const key = (kind: string, version: string) => ({ city, kind, version });
      await store.putArtifact(key("network", "v1"), large);
      await store.putArtifact(key("network", "v2"), new Uint8Array(0));
      await store.putArtifact(key("reach", "v1"), large.subarray(5, 9));
      expect(Buffer.compare((await store.getArtifact(key("network", "v1")))!, large)).toBe(0);
      expect(await store.getArtifact(key("network", "v2"))).toEqual(new Uint8Array(0));
      expect([...(await store.getArtifact(key("reach", "v1")))!]).toEqual([...large.subarray(5, 9)]);
      expect(await store.getArtifact(key("basemap", "v1"))).toBeNull();
      const listed = (await store.listArtifacts(city)).map(({ kind, version, bytes }) => `${kind} ${version} ${bytes}`);
      expect(listed.sort()).toEqual([`network v1 ${large.length}`, "network v2 0", "reach v1 4"]);

      await store.putArtifact(key("network", "v1"), new Uint8Array([9]));
      expect([...(await store.getArtifact(key("network", "v1")))!]).toEqual([9]);
      expect(await store.deleteArtifacts(city, "network", "v1")).toBe(1);
      expect(await store.deleteArtifacts(city, "network")).toBe(1);
      expect(await store.listArtifacts(city)).toHaveLength(1);
    });
  });
}
