import { describe, expect, test } from "vitest";
import { InvalidInput, NotFound, StoreConflict } from "../../../src/store/index.ts";
import type { Change, OutletDraft, Store } from "../../../src/store/index.ts";
import { bareOutlet, fullOutlet } from "../samples.ts";
import { newCity, outletsNamed } from "./helpers.ts";

const byHand = (effectiveOn?: string): Change => ({ actor: "u_1", origin: "edit", effectiveOn });

export function historyContract(getStore: () => Store): void {
  async function importOf(city: string, source: string, drafts: OutletDraft[], asOf: string | null = null) {
    const store = getStore();
    const record = await store.addImport({
      city,
      what: "outlets",
      source,
      fileName: "t.csv",
      encoding: null,
      crs: null,
      rowsRead: drafts.length,
      rowsAccepted: drafts.length,
      rowsRejected: 0,
      asOf,
    });
    const counts = await store.replaceOutlets(city, source, record.id, drafts, {
      actor: "u_2",
      origin: "import",
      originId: record.id,
      ...(asOf === null ? {} : { effectiveOn: asOf }),
    });
    return { id: record.id, counts };
  }
  const idsByName = async (city: string) =>
    new Map((await getStore().allOutlets(city)).map(({ name, id }) => [name, id]));
  /** All that is stored of outlets but when rows were written. */
  const content = async (city: string) =>
    (await getStore().allOutlets(city)).map(({ updatedAt: _updated, createdAt: _created, ...rest }) => rest);

  describe("history of outlets", () => {
    test("tells who changed what, when and why, of outlets that are gone as well", async () => {
      const store = getStore();
      const city = await newCity(store);
      const { id: importId } = await importOf(city, "s", outletsNamed("a"));
      const id = (await idsByName(city)).get("a")!;
      await store.editOutlet(city, id, { phone: "022-0555 0100" }, byHand("2026-01-10"));
      await store.editOutlet(city, id, { location: [118.06, 38.76] }, byHand("2026-02-01"));
      await store.editOutlet(city, id, { services: [{ category: "bank", kind: null }] }, byHand("2026-03-01"));
      await store.editOutlet(city, id, { status: "closed", closedOn: "2026-04-01" }, byHand("2026-04-01"));
      await store.removeOutlet(city, id, byHand("2026-05-01"));
      const history = await store.outletHistory(city, id);
      expect(history.map(({ change, effectiveOn }) => [change, effectiveOn])).toEqual([
        ["added", null],
        ["changed", "2026-01-10"],
        ["moved", "2026-02-01"],
        ["reclassified", "2026-03-01"],
        ["closed", "2026-04-01"],
        ["removed", "2026-05-01"],
      ]);
      expect(history[0]).toMatchObject({ actor: "u_2", origin: "import", originId: importId });
      expect(history[1]).toMatchObject({ actor: "u_1", origin: "edit", originId: null });
      expect(history[1].state).toMatchObject({ name: "a", phone: "022-0555 0100", source: "s" });
      expect(history.at(-1)?.state).toBeNull();
      expect(await store.getOutlet(city, id)).toBeNull();
    });

    test("any past day can be asked for", async () => {
      const store = getStore();
      const city = await newCity(store);
      await importOf(city, "s", [
        bareOutlet({ sourceRef: "old", name: "old", openedOn: "2024-03-01", closedOn: "2025-06-01", status: "closed" }),
        bareOutlet({ sourceRef: "stays", name: "stays" }),
        bareOutlet({ sourceRef: "goes", name: "goes" }),
      ]);
      const at = [118.051, 38.751] as [number, number];
      await importOf(
        city,
        "s",
        [
          bareOutlet({
            sourceRef: "old",
            name: "old",
            openedOn: "2024-03-01",
            closedOn: "2025-06-01",
            status: "closed",
          }),
          bareOutlet({ sourceRef: "stays", name: "stays", location: at }),
          bareOutlet({ sourceRef: "new", name: "new" }),
        ],
        "2026-01-15",
      );
      const on = async (date: string) =>
        (await store.outletsOn(city, date)).map(({ name, status }) => `${name} ${status}`).sort();
      expect(await on("2024-02-29")).toEqual(["goes open", "old planned", "stays open"]);
      expect(await on("2025-05-31")).toEqual(["goes open", "old open", "stays open"]);
      expect(await on("2025-06-01")).toEqual(["goes open", "old closed", "stays open"]);
      expect(await on("2026-01-15")).toEqual(["new open", "old closed", "stays open"]);
      const place = async (date: string) =>
        (await store.outletsOn(city, date)).find(({ name }) => name === "stays")?.location;
      expect(await place("2026-01-14")).toEqual([118.05, 38.75]);
      expect(await place("2026-01-15")).toEqual(at);
      // today is what is stored
      const today = await store.outletsOn(city, "2999-01-01");
      expect(today.map(({ id, name, location }) => ({ id, name, location }))).toEqual(
        (await store.allOutlets(city)).map(({ id, name, location }) => ({ id, name, location })),
      );
      await expect(store.outletsOn(city, "yesterday")).rejects.toThrow(InvalidInput);
    });

    test("a correction holds for past days as well", async () => {
      const store = getStore();
      const city = await newCity(store);
      await importOf(city, "s", outletsNamed("a"));
      const id = (await idsByName(city)).get("a")!;
      await store.editOutlet(city, id, { location: [118.06, 38.76] }, byHand(), true);
      expect((await store.outletsOn(city, "2020-01-01"))[0].location).toEqual([118.06, 38.76]);
      expect((await store.outletHistory(city, id)).at(-1)).toMatchObject({ change: "corrected", effectiveOn: null });
    });

    test("what was entered by hand outlives the next import, field by field", async () => {
      const store = getStore();
      const city = await newCity(store);
      const draft = fullOutlet({ sourceRef: "1" });
      await importOf(city, "s", [draft]);
      const [{ id }] = await store.allOutlets(city);
      await store.editOutlet(city, id, { phone: null, name: "改名" }, byHand());
      const { counts } = await importOf(city, "s", [{ ...draft, phone: "022-0999 9999", address: "新地址" }]);
      expect(counts).toEqual({ added: 0, updated: 1, removed: 0, unchanged: 0 });
      expect(await store.getOutlet(city, id)).toMatchObject({
        name: "改名",
        phone: null,
        address: "新地址",
        source: "s",
      });
      const { records, provenance } = await store.outletRecords(city, id);
      expect(records.map(({ source }) => source)).toEqual(["s", "steward"]);
      expect(provenance).toMatchObject({ name: { source: "steward" }, address: { source: "s" } });
      // and a second time is no change
      const again = await importOf(city, "s", [{ ...draft, phone: "022-0999 9999", address: "新地址" }]);
      expect(again.counts).toEqual({ added: 0, updated: 0, removed: 0, unchanged: 1 });
      await importOf(city, "s", []);
      expect(await store.getOutlet(city, id)).toBeNull();
    });

    test("editing what is not there, or into nonsense, is refused", async () => {
      const store = getStore();
      const city = await newCity(store);
      const [id] = await store.addOutlets(city, "s", null, [bareOutlet()]);
      await expect(store.editOutlet(city, "o_zzzzzz", { name: "x" }, byHand())).rejects.toThrow(NotFound);
      await expect(store.editOutlet(city, id, { services: [] }, byHand())).rejects.toThrow(/no category/);
      await expect(store.editOutlet(city, id, { sourceRef: "x" }, byHand())).rejects.toThrow(InvalidInput);
      await expect(store.removeOutlet(city, "o_zzzzzz", byHand())).rejects.toThrow(NotFound);
      expect(await store.outletHistory(city, id)).toHaveLength(1);
    });
  });

  describe("merging", () => {
    test("two tables' rows become one outlet that knows what either knows, and come apart again", async () => {
      const store = getStore();
      const city = await newCity(store);
      await importOf(city, "A", [
        bareOutlet({
          sourceRef: "1",
          name: "王记修鞋",
          services: [{ category: "small-repair", kind: "shoe" }],
          attributes: { chain: "王记" },
        }),
      ]);
      await importOf(city, "B", [
        bareOutlet({
          sourceRef: "9",
          name: "王记",
          phone: "022-0555 0100",
          openingHours: "Mo-Su 08:00-18:00",
          openingHoursText: "每天",
          services: [{ category: "small-repair", kind: "key" }],
          attributes: { delivery: true, chain: "别的" },
        }),
      ]);
      const ids = await idsByName(city);
      const [keep, other] = [ids.get("王记修鞋")!, ids.get("王记")!];
      const before = await content(city);
      const merged = await store.mergeOutlets(city, keep, [other], { actor: "u_1", origin: "merge" });
      expect(merged).toMatchObject({
        id: keep,
        name: "王记修鞋",
        phone: "022-0555 0100",
        openingHours: "Mo-Su 08:00-18:00",
        services: [
          { category: "small-repair", kind: "shoe" },
          { category: "small-repair", kind: "key" },
        ],
        attributes: { chain: "王记", delivery: true },
        source: "A",
        sourceRef: "1",
      });
      expect(await store.getOutlet(city, other)).toBeNull();
      expect((await store.outletRecords(city, keep)).provenance).toMatchObject({
        name: { source: "A" },
        phone: { source: "B" },
      });
      // the same shop all along: past days show one
      expect(await store.outletsOn(city, "2020-01-01")).toHaveLength(1);

      // either table may come again
      const b = bareOutlet({ sourceRef: "9", name: "王记", phone: "022-0555 0200" });
      expect((await importOf(city, "B", [b])).counts).toEqual({ added: 0, updated: 1, removed: 0, unchanged: 0 });
      expect((await store.getOutlet(city, keep))?.phone).toBe("022-0555 0200");

      const { kept, split } = await store.splitOutlet(city, keep, other, { actor: "u_1", origin: "split" });
      expect(kept).toMatchObject({ id: keep, name: "王记修鞋", phone: null, source: "A" });
      expect(split).toMatchObject({ id: other, name: "王记", phone: "022-0555 0200", source: "B", sourceRef: "9" });
      expect((await content(city))[0]).toEqual(before[0]);
      await expect(store.splitOutlet(city, keep, other, byHand())).rejects.toThrow(NotFound);
    });

    test("when the leading source drops its row, the outlet lives on by the other's", async () => {
      const store = getStore();
      const city = await newCity(store);
      await importOf(city, "A", outletsNamed("a"));
      await importOf(city, "B", outletsNamed("b"));
      const ids = await idsByName(city);
      await store.mergeOutlets(city, ids.get("a")!, [ids.get("b")!], byHand());
      expect((await importOf(city, "A", [])).counts.removed).toBe(1);
      expect(await store.getOutlet(city, ids.get("a")!)).toMatchObject({ name: "b", source: "B" });
      expect((await importOf(city, "B", [])).counts.removed).toBe(1);
      expect(await store.allOutlets(city)).toEqual([]);
    });
  });

  describe("undoing an import", () => {
    test("gives back exactly what was there, and past days forget it", async () => {
      const store = getStore();
      const city = await newCity(store);
      await importOf(city, "A", [...outletsNamed("stays", "changes", "leaves"), fullOutlet()]);
      await importOf(city, "B", outletsNamed("b"));
      const ids = await idsByName(city);
      await store.mergeOutlets(city, ids.get("stays")!, [ids.get("b")!], byHand());
      await store.editOutlet(city, ids.get("changes")!, { phone: "022-0555 0100" }, byHand());
      const before = await content(city);
      const yesterday = await store.outletsOn(city, "2025-12-31");
      const { id } = await importOf(
        city,
        "A",
        [
          bareOutlet({ sourceRef: "stays", name: "stays", address: "新" }),
          bareOutlet({ sourceRef: "changes", name: "changed", location: [118.06, 38.76] }),
          ...outletsNamed("new"),
        ],
        "2025-12-01",
      );
      expect(await content(city)).not.toEqual(before);
      expect(await store.undoOutletImport(city, id, "u_1")).toEqual({ added: 2, updated: 2, removed: 1, unchanged: 0 });
      expect(await content(city)).toEqual(before);
      const drop = (list: Awaited<ReturnType<Store["outletsOn"]>>) => list.map(({ updatedAt: _at, ...rest }) => rest);
      expect(drop(await store.outletsOn(city, "2025-12-31"))).toEqual(drop(yesterday));
      expect((await store.getImport(city, id))?.state).toBe("undone");
      await expect(store.undoOutletImport(city, id, "u_1")).rejects.toThrow(StoreConflict);
    });

    test("is refused where something rests on it, naming what", async () => {
      const store = getStore();
      const city = await newCity(store);
      const { id } = await importOf(city, "A", outletsNamed("a", "b"));
      const ids = await idsByName(city);
      await store.editOutlet(city, ids.get("b")!, { phone: "022-0555 0100" }, byHand());
      const before = await content(city);
      const refused = store.undoOutletImport(city, id, "u_1");
      await expect(refused).rejects.toThrow(StoreConflict);
      await expect(refused).rejects.toThrow(ids.get("b"));
      expect(await content(city)).toEqual(before);
      expect((await store.getImport(city, id))?.state).toBe("committed");
    });
  });

  describe("imports that wait", () => {
    test("are committed or given up once", async () => {
      const store = getStore();
      const city = await newCity(store);
      const staged = await store.addImport({
        city,
        what: "outlets",
        source: "s",
        fileName: "t.csv",
        encoding: null,
        crs: null,
        rowsRead: 0,
        rowsAccepted: 0,
        rowsRejected: 0,
        asOf: null,
        state: "staged",
        actor: "u_1",
      });
      expect(staged).toMatchObject({ state: "staged", committedAt: null, actor: "u_1" });
      await store.endStaging(city, staged.id, "committed", { rowsRead: 3, rowsAccepted: 2, rowsRejected: 1 });
      const done = await store.getImport(city, staged.id);
      expect(done).toMatchObject({ state: "committed", rowsRead: 3, rowsAccepted: 2, rowsRejected: 1 });
      expect(done?.committedAt).toMatch(/^\d{4}-/);
      await expect(store.endStaging(city, staged.id, "discarded")).rejects.toThrow(StoreConflict);
      await expect(store.endStaging(city, "i_zzzzzz", "discarded")).rejects.toThrow(NotFound);
    });

    test("a claim may be about an area", async () => {
      const store = getStore();
      const city = await newCity(store);
      await store.setClaims(city, "s", null, ["bank", "bakery"], ["a_1", "a_2"]);
      expect((await store.listClaims(city)).map(({ category, area }) => `${category} ${area}`)).toEqual([
        "bakery a_1",
        "bakery a_2",
        "bank a_1",
        "bank a_2",
      ]);
      await store.setClaims(city, "s", null, ["bank"]);
      expect(await store.listClaims(city)).toEqual([{ city, category: "bank", source: "s", asOf: null, area: null }]);
    });

    test("what was vouched for on a day is what each source said last until then; before that, nothing", async () => {
      const store = getStore();
      const city = await newCity(store);
      const on = async (date: string) =>
        (await store.claimsOn(city, date)).map(({ category, source, area }) => `${category} ${source} ${area}`);
      await store.setClaims(city, "s", "2026-02-01", ["bank", "bakery"], ["a_1"]);
      await store.setClaims(city, "always", null, ["hotel"], [], null);
      await store.setClaims(city, "since", "2026-06-01", ["cinema"], [], "2025-01-01");
      expect(await on("2024-12-31")).toEqual(["hotel always null"]);
      expect(await on("2025-01-01")).toEqual(["cinema since null", "hotel always null"]);
      expect(await on("2026-02-01")).toEqual(["bakery s a_1", "bank s a_1", "cinema since null", "hotel always null"]);
      await store.setClaims(city, "s", "2026-03-01", ["bank"]);
      expect(await on("2026-02-28")).toContain("bakery s a_1");
      expect(await on("2026-03-01")).toEqual(["bank s null", "cinema since null", "hotel always null"]);
      await store.setClaims(city, "now", null, ["laundry"]);
      expect(await on("2026-03-01")).not.toContain("laundry now null");
      expect(await on("2199-01-01")).toContain("laundry now null");
      // taken back, as the undo of an import does
      const before = [{ city, source: "s", category: "bank" as const, asOf: "2026-02-01", area: "a_1" }];
      await store.restoreClaims(city, "s", [...before, { ...before[0], category: "bakery" as const }]);
      expect(await on("2026-03-01")).toEqual(await on("2026-02-01"));
      await store.restoreClaims(city, "s", []);
      expect(await on("2026-03-01")).toEqual(["cinema since null", "hotel always null"]);
      // of what came before the history was kept, the day that it speaks for is known
      await store.restoreClaims(city, "since", before);
      expect(await on("2026-01-31")).toEqual(["hotel always null"]);
      expect(await on("2026-02-01")).toEqual(["bank since a_1", "hotel always null"].map((each) => each));
    });
  });
}
