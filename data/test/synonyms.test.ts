import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { categories, categoriesInText, readServicesText, repairKinds, servicesOfText } from "@quarterhour/data";

const table = JSON.parse(readFileSync(new URL("../synonyms.json", import.meta.url), "utf8"));

/** Services in one line, or null. */
const said = (text: string) =>
  servicesOfText(text)
    ?.map(({ category, kind }) => (kind ? `${category}/${kind}` : category))
    .join(" ") ?? null;

test("every category is understood by its id, names, official words and synonyms", () => {
  for (const { id, nameZh, nameEn, official } of categories) {
    for (const word of [id, nameZh, nameEn, official, ...table.categories[id]]) {
      expect({ word, said: said(word) }).toEqual({ word, said: id });
    }
  }
});

test("every kind of repair too", () => {
  for (const { id, nameZh, nameEn, official } of repairKinds) {
    for (const word of [id, `small-repair/${id}`, nameZh, nameEn, official, ...table.repairKinds[id]]) {
      expect({ word, said: said(word) }).toEqual({ word, said: `small-repair/${id}` });
    }
  }
});

test.each([
  ["修鞋摊", "small-repair/shoe"],
  ["蔬菜店", "food-market"],
  ["药房", "pharmacy"],
  ["美容美发店", "hairdresser beauty"],
  ["便利店、早餐店；修鞋", "convenience-store breakfast small-repair/shoe"],
  ["便利店,早餐店;药店/银行", "convenience-store breakfast pharmacy bank"],
  ["便利店\n药店", "convenience-store pharmacy"],
  ["理发 洗衣", "hairdresser laundry"],
  ["修鞋修表配钥匙", "small-repair/shoe small-repair/watch small-repair/key"],
  ["修鞋、修表等", "small-repair/shoe small-repair/watch"],
  ["小修小补点（修鞋、配钥匙）", "small-repair/shoe small-repair/key"],
  ["小修小补、修鞋", "small-repair/shoe"],
  ["便利店（中山路店）", "convenience-store"],
  ["菜市场(菜店)", "food-market"],
  ["ＡＴＭ", "bank"],
  ["Ｂａｎｋ", "bank"],
  ["  超 市 ", "supermarket"],
  ["Dry Cleaner’s", "laundry"],
  ["1. 药店 2. 银行", "pharmacy bank"],
  ["☑便利店 ☑药店", "convenience-store pharmacy"],
  ["购物服务;便民商店/便利店", "convenience-store"],
])("%j → %s", (text, expected) => {
  expect(said(text)).toBe(expected);
});

describe("what is not known is never guessed", () => {
  test.each(["外星人", "", "  ", "店", "购物服务", "宠物超市", "服装超市", "constructor", "□便利店 □药店", "、、"])(
    "%j → null",
    (text) => {
      expect(servicesOfText(text)).toBeNull();
    },
  );

  test("one unknown part makes the whole null, and is named", () => {
    expect(servicesOfText("便利店、外星人")).toBeNull();
    expect(readServicesText("便利店、外星人")).toEqual({
      services: [{ category: "convenience-store", kind: null }],
      unknown: ["外星人"],
    });
  });

  test("a very long cell is read in reasonable steps", () => {
    const text = "修鞋".repeat(50_000);
    expect(readServicesText(text)).toEqual({ services: [], unknown: [text] });
    expect(said(Array(10_000).fill("修鞋").join("、"))).toBe("small-repair/shoe");
  });
});

test.each([
  ["希望有修鞋的", "small-repair"],
  ["缺个菜市场，也没有药店", "food-market pharmacy"],
  ["老人食堂多开几家", "community-canteen"],
  ["楼下要有宠物店", "pet-service"],
  ["过铁路太绕了", ""],
  ["", ""],
])("the sentence %j names %j", (text, expected) => {
  expect(categoriesInText(text).join(" ")).toBe(expected);
});
