import { describe, expect, test } from "vitest";
import { InvalidInput, NotFound, StoreConflict, UnknownCity } from "../../../src/store/index.ts";
import type { ScenarioDraft, Store } from "../../../src/store/index.ts";
import { newCity } from "./helpers.ts";

const draft = (name: string, edits: object = {}): ScenarioDraft => ({ name, note: null, edits });

export function scenariosContract(getStore: () => Store): void {
  describe("scenarios", () => {
    test("keep every version, and the result of the newest", async () => {
      const store = getStore();
      const city = await newCity(store);
      const revision = await store.revision(city);
      const first = await store.addScenario(city, draft("开北门", { network: { openGates: [] } }), "u_1");
      expect(first).toMatchObject({ version: 1, newest: 1, by: "u_1", computed: null });
      await store.noteScenarioResult(city, first.id, 1, { gained: 3 }, { revision: 7 });
      expect((await store.getScenario(city, first.id))?.computed).toMatchObject({
        result: { gained: 3 },
        base: { revision: 7 },
      });
      const second = await store.changeScenario(city, first.id, draft("开两道门", { at: "06:30" }), 1, "u_2");
      expect(second).toMatchObject({ id: first.id, version: 2, newest: 2, name: "开两道门", computed: null });
      // too late: a newer version is there
      await store.noteScenarioResult(city, first.id, 1, { gained: 4 }, { revision: 8 });
      await store.noteScenarioResult(city, first.id, 2, { gained: 5 }, { revision: 8 });
      expect(await store.getScenario(city, first.id, 1)).toMatchObject({
        ...draft("开北门", { network: { openGates: [] } }),
        version: 1,
        newest: 2,
        by: "u_1",
        computed: null,
      });
      expect((await store.getScenario(city, first.id))?.computed?.result).toEqual({ gained: 5 });
      expect(await store.getScenario(city, first.id, 3)).toBeNull();
      const other = await store.addScenario(city, draft("另一个"), "u_1");
      await store.changeScenario(city, first.id, draft("开三道门"), 2, "u_1");
      expect((await store.listScenarios(city)).map(({ id, version }) => [id, version])).toEqual([
        [first.id, 3],
        [other.id, 1],
      ]);
      expect(await store.revision(city)).toBe(revision);
    });

    test("are changed and taken away only as somebody saw them", async () => {
      const store = getStore();
      const city = await newCity(store);
      const { id } = await store.addScenario(city, draft("甲"), "u_1");
      await store.changeScenario(city, id, draft("乙"), 1, "u_1");
      await expect(store.changeScenario(city, id, draft("丙"), 1, "u_2")).rejects.toThrow(StoreConflict);
      await expect(store.removeScenario(city, id, 1)).rejects.toThrow("is at version 2, not 1");
      await expect(store.changeScenario(city, "w_nothing", draft("丙"), 1, "u_2")).rejects.toThrow(NotFound);
      await expect(store.addScenario(city, draft(" "), "u_1")).rejects.toThrow(InvalidInput);
      await expect(store.addScenario("nowhere", draft("甲"), "u_1")).rejects.toThrow(UnknownCity);
      await store.removeScenario(city, id, 2);
      expect(await store.getScenario(city, id)).toBeNull();
      expect(await store.listScenarios(city)).toEqual([]);
    });
  });
}
