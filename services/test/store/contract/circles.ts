import { describe, expect, test } from "vitest";
import { InvalidInput, NotFound, StoreConflict, UnknownCity } from "../../../src/store/index.ts";
import type { CircleDraft, Store } from "../../../src/store/index.ts";
import { square } from "../samples.ts";
import { newCity } from "./helpers.ts";

const draft = (change: Partial<CircleDraft> = {}): CircleDraft => ({
  name: "石桥生活圈",
  kind: "15min",
  boundary: square(118.0412345678901, 38.74, 0.01),
  details: null,
  requiredBasic: null,
  note: null,
  ...change,
});

export function circlesContract(getStore: () => Store): void {
  describe("circles", () => {
    async function cityWith(...drafts: CircleDraft[]): Promise<{ store: Store; city: string; ids: string[] }> {
      const store = getStore();
      const city = await newCity(store);
      const circles = await store.addCircles(city, drafts, "u_1");
      return { store, city, ids: circles.map(({ id }) => id) };
    }

    test("come back as they were handed in, and are no change to what is known of the city", async () => {
      const full = draft({
        details: {
          operators: ["street", "each"],
          form: "clustered",
          platform: "便民通",
          commercialCenters: 2,
          residents: 31_000,
          serviceAreaPercent: 10.5,
          workers: 420,
          missing: "修鞋",
        },
        requiredBasic: ["pharmacy", "food-market"],
        note: "含天桥",
      });
      const { store, city, ids } = await cityWith(full, draft({ name: "二" }));
      const before = await store.revision(city);
      expect(await store.getCircle(city, ids[0])).toMatchObject({
        ...full,
        id: ids[0],
        city,
        source: "hand",
        sourceRef: null,
        boundsEdits: {},
        version: 1,
        boundaryVersion: 1,
        by: "u_1",
      });
      expect((await store.listCircles(city)).map(({ name }) => name)).toEqual(["石桥生活圈", "二"]);
      await store.addCircles(city, [draft({ name: "三" })], "u_1");
      expect(await store.revision(city)).toBe(before);
      expect(await store.getCircle(city, "q_none")).toBeNull();
      await expect(store.addCircles("nowhere", [draft()], "u_1")).rejects.toThrow(UnknownCity);
    });

    test("a change names the version it is about; the words of a side say of which boundary they are", async () => {
      const { store, city, ids } = await cityWith(draft());
      const [id] = ids;
      const named = await store.changeCircle(city, id, { sides: { east: "望潮路" } }, 1, "u_2");
      expect(named).toMatchObject({ version: 2, boundaryVersion: 1, by: "u_2" });
      expect(named.boundsEdits).toEqual({ east: { text: "望潮路", boundaryVersion: 1 } });
      const moved = await store.changeCircle(city, id, { boundary: square(118.05, 38.74, 0.01) }, 2, "u_2");
      expect(moved).toMatchObject({ version: 3, boundaryVersion: 3, boundsEdits: named.boundsEdits });
      const renamed = await store.changeCircle(city, id, { name: "新名", sides: { east: null } }, 3, "u_2");
      expect(renamed).toMatchObject({ version: 4, boundaryVersion: 3, name: "新名", boundsEdits: {} });
      await expect(store.changeCircle(city, id, { name: "旧" }, 3, "u_1")).rejects.toThrow(StoreConflict);
      await expect(store.changeCircle(city, "q_none", { name: "旧" }, 1, "u_1")).rejects.toThrow(NotFound);
      const folded = {
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
      await expect(store.changeCircle(city, id, { boundary: folded }, 4, "u_1")).rejects.toThrow(/crosses itself/);
      await expect(store.addCircles(city, [draft({ name: " " })], "u_1")).rejects.toThrow(InvalidInput);
      expect(await store.getCircle(city, id)).toEqual(renamed);
    });

    test("of two who change the same version one wins", async () => {
      const { store, city, ids } = await cityWith(draft());
      const both = ["甲", "乙"].map((name) => store.changeCircle(city, ids[0], { name }, 1, name));
      const outcomes = await Promise.allSettled(both);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: expect.any(StoreConflict) });
    });

    test("a file that comes again changes its circles and takes none away", async () => {
      const { store, city } = await cityWith(draft());
      const of = (ref: string, change: Partial<CircleDraft> = {}) => ({
        ...draft({ name: ref, ...change }),
        sourceRef: ref,
      });
      const first = await store.importCircles(city, "a.geojson", [of("a"), of("b")], "u_1");
      expect(first.map(({ outcome }) => outcome)).toEqual(["added", "added"]);
      const again = await store.importCircles(city, "a.geojson", [of("b", { note: "改" }), of("a"), of("c")], "u_2");
      expect(again.map(({ outcome }) => outcome)).toEqual(["changed", "unchanged", "added"]);
      expect(again[0].circle).toMatchObject({ id: first[1].circle.id, version: 2, by: "u_2" });
      await store.importCircles(city, "b.geojson", [of("a")], "u_1");
      expect(await store.listCircles(city)).toHaveLength(5);
    });

    test("evidence: one value at a time, what was before stays; it goes with its circle", async () => {
      const { store, city, ids } = await cityWith(draft(), draft({ name: "二" }));
      const [id, other] = ids;
      const photo = { name: "拆迁公告.pdf", mediaType: "application/pdf", data: new Uint8Array([37, 80, 68, 70]) };
      const file = await store.addCircleFile(city, id, photo, "u_1");
      expect(await store.listCircleFiles(city, id)).toEqual([file]);
      expect((await store.readCircleFile(city, id, file.id))!.data).toEqual(photo.data);
      expect(await store.readCircleFile(city, other, file.id)).toBeNull();
      const said = { value: true, text: "看过", date: "2026-05-31", file: file.id };
      const first = await store.putEvidence(city, id, "ramp", said, "u_1");
      expect(first).toMatchObject({ ...said, circle: id, measure: "ramp", by: "u_1", endedAt: null });
      await store.putEvidence(city, id, "shops", { value: { cut: 2 }, text: null, date: null, file: null }, "u_1");
      const second = await store.putEvidence(city, id, "ramp", { ...said, value: false }, "u_2");
      expect((await store.listEvidence(city, id)).map(({ measure, value }) => [measure, value])).toEqual([
        ["ramp", false],
        ["shops", { cut: 2 }],
      ]);
      expect((await store.listEvidence(city, id, true)).map((one) => one.id)).toContain(first.id);
      expect(await store.endEvidence(city, id, "ramp", "u_2")).toBe(true);
      expect(await store.endEvidence(city, id, "ramp", "u_2")).toBe(false);
      expect((await store.listEvidence(city, id, true)).find((one) => one.id === second.id)!.endedAt).not.toBeNull();
      await expect(store.putEvidence(city, other, "ramp", said, "u_1")).rejects.toThrow(/no file of this circle/);
      await expect(store.putEvidence(city, id, "ramp", { ...said, date: "2026-02-30" }, "u_1")).rejects.toThrow(
        InvalidInput,
      );
      await expect(store.putEvidence(city, "q_none", "ramp", said, "u_1")).rejects.toThrow(NotFound);
      await expect(store.removeCircle(city, id, 7)).rejects.toThrow(StoreConflict);
      expect(await store.removeCircle(city, id, 1)).toMatchObject({ id, name: "石桥生活圈" });
      expect(await store.listEvidence(city, id, true)).toEqual([]);
      expect((await store.listCircles(city)).map((circle) => circle.id)).toEqual([other]);
    });

    test("a district's own indicators have versions too", async () => {
      const store = getStore();
      const city = await newCity(store);
      expect(await store.putIndicator(city, "my-own", { formula: "1" }, 0, "u_1")).toMatchObject({ version: 1 });
      await expect(store.putIndicator(city, "my-own", {}, 0, "u_1")).rejects.toThrow(StoreConflict);
      await expect(store.putIndicator(city, "other", {}, 2, "u_1")).rejects.toThrow(StoreConflict);
      const changed = await store.putIndicator(city, "my-own", { formula: "2" }, 1, "u_2");
      expect(await store.listIndicators(city)).toEqual([changed]);
      await expect(store.putIndicator(city, "Mine!", {}, 0, "u_1")).rejects.toThrow(InvalidInput);
      await expect(store.removeIndicator(city, "my-own", 1)).rejects.toThrow(StoreConflict);
      await store.removeIndicator(city, "my-own", 2);
      await expect(store.removeIndicator(city, "my-own", 2)).rejects.toThrow(NotFound);
    });
  });
}
