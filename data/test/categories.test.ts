import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { categories, categoryOf, isCategoryId, isRepairKindId, repairKinds } from "@quarterhour/data";

const code = (name: string) => readFileSync(new URL(`../src/${name}`, import.meta.url), "utf8");

test("20 basic categories within 10 minutes, then 30 quality ones within 15, in the order of the document", () => {
  expect(categories.map((category) => category.order)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(categories.map((category) => `${category.tier} ${category.ringMinutes}`)).toEqual([
    ...Array(20).fill("basic 10"),
    ...Array(30).fill("quality 15"),
  ]);
});

test("no id and no name occurs twice", () => {
  for (const key of ["id", "nameZh", "nameEn", "official"] as const) {
    expect(new Set(categories.map((category) => category[key])).size).toBe(50);
    expect(new Set(repairKinds.map((kind) => kind[key])).size).toBe(10);
  }
});

test("the ids of the type in code are those of the data, in the same order", () => {
  const [, listed] = /categoryIds = \[([^\]]*)\]/.exec(code("categories.ts"))!;
  expect([...listed.matchAll(/"([^"]+)"/g)].map((match) => match[1])).toEqual(categories.map(({ id }) => id));
  const [, union] = /type RepairKindId =([^;]*);/.exec(code("repair-kinds.ts"))!;
  expect([...union.matchAll(/"([^"]+)"/g)].map((match) => match[1])).toEqual(repairKinds.map(({ id }) => id));
});

test("official words are kept with their brackets", () => {
  expect(categoryOf("food-market").official).toBe("菜市场（菜店）");
  expect(categoryOf("parcel").official).toBe("邮政快递综合服务场所或智能快件（信包）箱");
  expect(categoryOf("bank").official).toBe("银行网点（含取款机）");
  expect(categoryOf("bank").source).toContain("附件2");
});

test("nine kinds of repair have a large picture, and all nine are in the official words of small repair", () => {
  const large = repairKinds.filter((kind) => kind.large);
  expect(large).toHaveLength(9);
  const official = categoryOf("small-repair").official;
  for (const kind of large) expect(official).toContain(kind.official);
  expect(repairKinds.filter((kind) => !kind.large).map((kind) => kind.id)).toEqual(["zipper"]);
});

test("ids are told from other text", () => {
  expect(isCategoryId("bank")).toBe(true);
  expect(isCategoryId("constructor")).toBe(false);
  expect(isRepairKindId("zipper")).toBe(true);
  expect(isRepairKindId("bank")).toBe(false);
  // @ts-expect-error an id that does not exist, as data from outside could bring it
  expect(() => categoryOf("teleporter")).toThrow('No category has the id "teleporter"');
});
