import { describe, expect, test } from "vitest";
import { InvalidInput, NotFound, StoreConflict, UnknownCity } from "../../../src/store/index.ts";
import type { ProjectDraft, Store } from "../../../src/store/index.ts";
import { newCity } from "./helpers.ts";

const draft = (more: Partial<ProjectDraft> = {}): ProjectDraft => ({
  name: "修鞋亭",
  circle: "c_000001",
  community: "安澜社区",
  category: "small-repair",
  kind: "shoe",
  content: "新建便民修鞋亭",
  site: { location: [118.043578, 38.7430129], name: "安澜道闲置报刊亭", siteId: "s_000001" },
  responsibleUnit: "安澜街道",
  investmentNote: "街道自筹",
  costNote: "3 万元",
  deadline: "2027-03-31",
  state: "proposed",
  forecast: { households: 810, people: null, ringMinutes: 10 },
  outlet: null,
  origin: null,
  ...more,
});

const bare: Partial<ProjectDraft> = {
  kind: null,
  circle: null,
  community: null,
  content: null,
  site: null,
  responsibleUnit: null,
  investmentNote: null,
  costNote: null,
  deadline: null,
  forecast: null,
};

export function projectsContract(getStore: () => Store): void {
  describe("projects", () => {
    test("come back as they were handed in", async () => {
      const store = getStore();
      const city = await newCity(store);
      const drafts = [draft({ origin: { job: "j_1", order: 2 } }), draft(bare)];
      const added = await store.addProjects(city, drafts, "u_1");
      for (const [i, project] of added.entries()) {
        expect(project).toMatchObject({ ...drafts[i], city, version: 1, by: "u_1" });
        expect(project.history).toEqual([
          { at: project.history[0].at, from: null, to: "proposed", note: null, by: "u_1" },
        ]);
        expect(await store.getProject(city, project.id)).toEqual(project);
      }
      expect(await store.getProject(city, "p_zzzzzz")).toBeNull();
      await expect(store.addProjects("nowhere", [draft()], "u_1")).rejects.toThrow(UnknownCity);
    });

    test("keep the states they went through, and refuse whoever saw an older one", async () => {
      const store = getStore();
      const city = await newCity(store);
      const [{ id }] = await store.addProjects(city, [draft()], "u_1");
      const accepted = { version: 1, note: "街道已同意" };
      await store.putProject(city, id, draft({ state: "accepted" }), accepted, "u_2");
      await expect(store.putProject(city, id, draft(), { version: 1, note: null }, "u_3")).rejects.toThrow(
        StoreConflict,
      );
      const renamed = draft({ state: "accepted", name: "修鞋修表亭" });
      const now = await store.putProject(city, id, renamed, { version: 2, note: null }, "u_3");
      expect(now).toMatchObject({ name: "修鞋修表亭", version: 3, by: "u_3" });
      expect(now.history.map(({ from, to, note, by }) => [from, to, note, by])).toEqual([
        [null, "proposed", null, "u_1"],
        ["proposed", "accepted", "街道已同意", "u_2"],
      ]);
      await expect(store.removeProject(city, id, 2)).rejects.toThrow(/is at version 3/);
      await store.removeProject(city, id, 3);
      await expect(store.removeProject(city, id, 3)).rejects.toThrow(NotFound);
    });

    test("are found by circle, state, community and category, page by page", async () => {
      const store = getStore();
      const city = await newCity(store);
      await store.addProjects(
        city,
        [
          draft({ name: "a" }),
          draft({ name: "b", state: "opened" }),
          draft({ name: "c", circle: "c_000002", category: "pharmacy", kind: null }),
          draft({ name: "d", community: "石桥社区", state: "dropped" }),
        ],
        "u_1",
      );
      const names = async (query: Parameters<Store["listProjects"]>[1]) =>
        (await store.listProjects(city, query)).items.map(({ name }) => name).join("");
      expect(await names({})).toBe("abcd");
      expect(await names({ circle: "c_000001" })).toBe("abd");
      expect(await names({ states: ["opened", "dropped"] })).toBe("bd");
      expect(await names({ community: "石桥社区" })).toBe("d");
      expect(await names({ category: "pharmacy" })).toBe("c");
      const first = await store.listProjects(city, { limit: 3 });
      expect(first.items).toHaveLength(3);
      expect(await names({ limit: 3, cursor: first.nextCursor! })).toBe("d");
      await expect(store.listProjects(city, { circle: "x", cursor: first.nextCursor! })).rejects.toThrow(InvalidInput);
    });

    test("take a site of a siting job once, and add all of several or none", async () => {
      const store = getStore();
      const city = await newCity(store);
      const from = (order: number) => draft({ origin: { job: "j_9", order } });
      await store.addProjects(city, [from(1)], "u_1");
      await expect(store.addProjects(city, [from(2), from(1)], "u_1")).rejects.toThrow(/already/);
      expect((await store.listProjects(city, {})).items).toHaveLength(1);
    });

    test("refuse what is not right, by field", async () => {
      const store = getStore();
      const city = await newCity(store);
      const add = (more: object) => store.addProjects(city, [draft(more)], "u_1");
      await expect(add({ name: " " })).rejects.toMatchObject({ name: "InvalidInput", field: "name" });
      await expect(add({ category: "casino" })).rejects.toMatchObject({ field: "category" });
      await expect(add({ category: "pharmacy" })).rejects.toMatchObject({ field: "kind" });
      await expect(add({ kind: "shoes" })).rejects.toMatchObject({ field: "kind" });
      await expect(add({ state: "done" })).rejects.toMatchObject({ field: "state" });
      await expect(add({ deadline: "2027-02-30" })).rejects.toMatchObject({ field: "deadline" });
      await expect(add({ site: { location: [200, 38], name: null, siteId: null } })).rejects.toThrow(InvalidInput);
      await expect(add({ name: "a\0b" })).rejects.toThrow(InvalidInput);
    });
  });
}
