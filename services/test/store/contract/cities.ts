import { describe, expect, test } from "vitest";
import { InvalidInput, UnknownCity } from "../../../src/store/index.ts";
import type { Store } from "../../../src/store/index.ts";
import { area, bareOutlet, fullOutlet, fullResidence, multi, sampleCity, square } from "../samples.ts";
import { newCity } from "./helpers.ts";

export function citiesContract(getStore: () => Store): void {
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
      expect(first).toEqual({
        ...record,
        id: first.id,
        state: "committed",
        actor: "system",
        createdAt: first.createdAt,
        committedAt: first.committedAt,
        undoneAt: null,
      });
      expect(await store.listImports(city)).toEqual([second, first]);

      await store.setClaims(city, "b", "2024-05-31", ["laundry", "bank"]);
      await store.setClaims(city, "a", null, ["laundry"]);
      await store.setClaims(city, "b", "2024-06-01", ["laundry", "hotel", "hotel"]);
      expect(await store.listClaims(city)).toEqual([
        { city, category: "hotel", source: "b", asOf: "2024-06-01", area: null },
        { city, category: "laundry", source: "a", asOf: null, area: null },
        { city, category: "laundry", source: "b", asOf: "2024-06-01", area: null },
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
}
