import { categories } from "@quarterhour/data";
import { featureFilter, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Basemap } from "../src/api/types.ts";
import { outletFilter } from "../src/map/outlet-filter.ts";
import { buildStyle, nothing } from "../src/map/style.ts";

beforeAll(() => {
  vi.stubGlobal("location", { origin: "https://map.example" });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const everything = outletFilter({ categories: [], tier: null, onlyIds: null });

describe.each([
  { dark: false, lang: "zh" as const },
  { dark: true, lang: "en" as const },
])("the style, dark: $dark, language: $lang", ({ dark, lang }) => {
  const style = (backdrop: Basemap | null = null) =>
    buildStyle({
      city: "sample",
      dark,
      lang,
      textScale: 1,
      outletFilter: everything,
      day: dark ? "2025-06-01" : null,
      backdrop,
      showOutlets: true,
      data: { rings: nothing, walk: nothing, marks: nothing, changes: nothing, outline: nothing },
    });

  test("is valid", () => {
    expect(validateStyleMin(style()).map(({ message }) => message)).toEqual([]);
  });

  test("is valid on another map, which takes the place of our ground and names", () => {
    const address = (layer: string) => [`https://t0.example/${layer}?z={z}&x={x}&y={y}`];
    const built = style({
      id: "other",
      nameZh: "别的图",
      nameEn: "Other",
      ground: address("ground"),
      labelsZh: address("zh"),
      labelsEn: address("en"),
      maxZoom: 18,
      attribution: "Other",
    });
    expect(validateStyleMin(built).map(({ message }) => message)).toEqual([]);
    expect(built.sources["backdrop-labels"]).toMatchObject({ tiles: address(lang) });
    expect(built.layers.some((layer) => "source" in layer && layer.source === "basemap")).toBe(false);
    expect(built.layers.some(({ id }) => id === "ring-15")).toBe(true);
  });

  test("asks no other host: no glyphs, no sprite, sources of this origin only", () => {
    const built = style();
    expect(built.glyphs).toBeUndefined();
    expect(built.sprite).toBeUndefined();
    const addresses = JSON.stringify(built).match(/https?:[^"]+/g) ?? [];
    expect(addresses.length).toBe(2);
    for (const address of addresses) expect(address).toMatch(/^https:\/\/map\.example\/tiles\/sample\//);
  });
});

describe("which outlets are shown", () => {
  const shown = (choice: Parameters<typeof outletFilter>[0], properties: Record<string, string>) =>
    featureFilter(outletFilter(choice) as never, {} as never).filter(
      { zoom: 15 } as never,
      { type: "Point", properties } as never,
    );
  const cobbler = {
    id: "o_1",
    category: "hardware",
    categories: "hardware,small-repair",
    kinds: "shoe,key",
    tier: "basic",
    status: "open",
  };
  const all = { categories: [], tier: null, onlyIds: null };

  test("all that are in business", () => {
    expect(shown(all, cobbler)).toBe(true);
    expect(shown(all, { ...cobbler, status: "closed" })).toBe(false);
    expect(shown(all, { ...cobbler, status: "planned" })).toBe(false);
  });
  test("by any of several categories, whole words only", () => {
    expect(shown({ ...all, categories: ["small-repair", "bank"] }, cobbler)).toBe(true);
    expect(shown({ ...all, categories: ["bank"] }, cobbler)).toBe(false);
    expect(shown({ ...all, categories: ["supermarket"] }, { ...cobbler, categories: "fresh-supermarket" })).toBe(false);
  });
  test("by kind of repair, tier and id together", () => {
    expect(shown({ ...all, kind: "key", tier: "basic", onlyIds: ["o_1"] }, cobbler)).toBe(true);
    expect(shown({ ...all, kind: "bag" }, cobbler)).toBe(false);
    expect(shown({ ...all, tier: "quality" }, cobbler)).toBe(false);
    expect(shown({ ...all, onlyIds: [] }, cobbler)).toBe(false);
  });
  test("every category can be asked for", () => {
    for (const { id } of categories)
      expect(shown({ ...all, categories: [id] }, { ...cobbler, categories: id })).toBe(true);
  });
});
