import { describe, expect, test } from "vitest";
import { InvalidInput } from "../../../src/store/index.ts";
import type { Store } from "../../../src/store/index.ts";
import { area, bareResidence, fullResidence, multi, square } from "../samples.ts";
import { newCity } from "./helpers.ts";

export function residencesContract(getStore: () => Store): void {
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
}
