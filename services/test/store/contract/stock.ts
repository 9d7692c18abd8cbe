import { describe, expect, test } from "vitest";
import { InvalidInput, NotFound, StoreConflict } from "../../../src/store/index.ts";
import type { CompoundDraft, SiteDraft, Store } from "../../../src/store/index.ts";
import { square } from "../samples.ts";
import { newCity } from "./helpers.ts";

function site(fields: Partial<SiteDraft> = {}): SiteDraft {
  return {
    sourceRef: "DK01",
    name: "安澜道闲置报刊亭",
    kind: "kiosk",
    kindText: "闲置报亭",
    location: [118.043578, 38.7430129],
    original: { x: 118.05, y: 38.744, crs: "gcj02" },
    areaSquareMeters: 6.5,
    address: "安澜道196号",
    owner: "区城市管理委",
    availableFrom: "2026-01-01",
    availableUntil: null,
    note: "可用于便民网点",
    ...fields,
  };
}

const bare: SiteDraft = {
  sourceRef: null,
  name: "空地",
  kind: null,
  kindText: null,
  location: [118, 38],
  original: null,
  areaSquareMeters: null,
  address: null,
  owner: null,
  availableFrom: null,
  availableUntil: null,
  note: null,
};

const added = (count: number) => ({ added: count, updated: 0, removed: 0, unchanged: 0 });

export function stockContract(getStore: () => Store): void {
  describe("spare sites and compounds", () => {
    test("sites come back with every field, known or unknown, and leave the revision as it is", async () => {
      const store = getStore();
      const city = await newCity(store);
      const revision = await store.revision(city);
      expect(await store.replaceSites(city, "list", null, [site(), bare])).toEqual(added(2));
      const sites = await store.listSites(city);
      expect(sites).toMatchObject([
        { ...site(), city, source: "list", importId: null, edited: [] },
        { ...bare, city, source: "list", importId: null, edited: [] },
      ]);
      expect(await store.getSite(city, sites[0].id)).toEqual(sites[0]);
      expect(await store.getSite(city, "s_zzzzzz")).toBeNull();
      expect(await store.revision(city)).toBe(revision);
      expect(await store.replaceSites(city, "list", null, [bare, site({ note: null })])).toEqual({
        added: 0,
        updated: 1,
        removed: 0,
        unchanged: 1,
      });
      expect((await store.listSites(city)).map(({ id }) => id)).toEqual(sites.map(({ id }) => id));
    });

    test("what was set by hand stays when the table comes again, and is undone with nothing else", async () => {
      const store = getStore();
      const city = await newCity(store);
      await store.replaceSites(city, "list", null, [site()]);
      const [{ id }] = await store.listSites(city);
      const edited = await store.editSite(city, id, { areaSquareMeters: 9, kind: "premises", note: null });
      expect(edited).toMatchObject({
        areaSquareMeters: 9,
        kind: "premises",
        kindText: null,
        note: null,
        edited: ["areaSquareMeters", "kind", "note"],
        original: site().original,
      });
      const before = await store.storedSites(city, "list");
      await store.replaceSites(city, "list", null, [site({ name: "另一名", areaSquareMeters: 5 })]);
      expect(await store.getSite(city, id)).toMatchObject({ name: "另一名", areaSquareMeters: 9, note: null });
      await store.replaceSites(city, "list", null, []);
      expect(await store.listSites(city)).toEqual([]);
      expect(await store.restoreSites(city, "list", before)).toEqual(added(1));
      expect(await store.listSites(city)).toEqual([edited]);
    });

    test("a site entered by hand belongs to no table", async () => {
      const store = getStore();
      const city = await newCity(store);
      const entered = await store.addSite(city, bare);
      expect(entered).toMatchObject({ ...bare, source: "steward", edited: [] });
      await store.replaceSites(city, "list", null, [site()]);
      expect(await store.listSites(city)).toHaveLength(2);
      await store.removeSite(city, entered.id);
      await expect(store.removeSite(city, entered.id)).rejects.toThrow(NotFound);
      await expect(store.editSite(city, entered.id, { note: "x" })).rejects.toThrow(NotFound);
      expect(await store.listSites(city)).toHaveLength(1);
    });

    test.each([
      ["an empty name", { name: " " }, "name is empty"],
      ["a kind that is none", { kind: "castle" as never }, 'kind is "castle", which is no kind of site'],
      ["a place beyond the poles", { location: [118, 95] as [number, number] }, "location is [118,95]"],
      ["no room at all", { areaSquareMeters: 0 }, "areaSquareMeters is 0; it must be more than 0"],
      ["a day that does not exist", { availableFrom: "2026-02-30" }, 'availableFrom is "2026-02-30"'],
      ["an end before the beginning", { availableUntil: "2025-01-01" }, "lies before availableFrom"],
    ])("a site with %s is refused, and nothing is written", async (_what, fields, message) => {
      const store = getStore();
      const city = await newCity(store);
      const refused = store.replaceSites(city, "list", null, [bare, site(fields)]);
      await expect(refused).rejects.toThrow(InvalidInput);
      await expect(refused).rejects.toThrow(message);
      expect(await store.listSites(city)).toEqual([]);
      await store.replaceSites(city, "list", null, [site()]);
      const [{ id }] = await store.listSites(city);
      await expect(store.editSite(city, id, fields)).rejects.toThrow(message);
    });

    test("two sites with one key are refused, a city that is removed takes its own along", async () => {
      const store = getStore();
      const city = await newCity(store);
      await expect(store.replaceSites(city, "list", null, [site(), site()])).rejects.toThrow("occurs twice");
      await store.replaceSites(city, "list", null, [site()]);
      await expect(store.replaceSites(city, "list", "i_zzzzzz", [site({ note: "x" })])).rejects.toThrow(StoreConflict);
      await store.replaceCompounds(city, "osm", null, [compound()]);
      await store.deleteCity(city);
      expect([await store.listSites(city), await store.listCompounds(city)]).toEqual([[], []]);
    });

    const compound = (fields: Partial<CompoundDraft> = {}): CompoundDraft => ({
      sourceRef: "way/7",
      name: "幸福里",
      address: null,
      boundary: square(118.06, 38.75, 0.001),
      gates: [
        {
          location: [118.06, 38.75],
          name: "北门",
          kind: "gate",
          openingHours: "06:00-22:00",
          access: "yes",
          locked: null,
          ref: "node/9",
        },
        {
          location: [118.061, 38.75],
          name: null,
          kind: null,
          openingHours: null,
          access: "no",
          locked: true,
          ref: null,
        },
      ],
      ...fields,
    });

    test("compounds come back with their gates, and keep their ids", async () => {
      const store = getStore();
      const city = await newCity(store);
      const revision = await store.revision(city);
      expect(await store.replaceCompounds(city, "osm", null, [compound()])).toEqual(added(1));
      expect(await store.revision(city)).toBeGreaterThan(revision);
      const [first] = await store.listCompounds(city);
      expect(first).toEqual({ ...compound(), id: first.id, city, source: "osm", importId: null });
      await store.replaceCompounds(city, "osm", null, [compound({ name: "幸福里小区" })]);
      expect(await store.listCompounds(city)).toEqual([{ ...first, name: "幸福里小区" }]);
      const bow = {
        type: "Polygon" as const,
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [1, 0],
            [0, 1],
            [0, 0],
          ],
        ],
      };
      await expect(store.replaceCompounds(city, "osm", null, [compound({ boundary: bow })])).rejects.toThrow(
        /boundary/,
      );
    });
  });
}
