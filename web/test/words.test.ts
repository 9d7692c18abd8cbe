import { expect, test } from "vitest";
import { en } from "../src/i18n/en.ts";
import { telHref } from "../src/ui/phone-number.ts";

/** Names of Chinese services stay beside their English ones; the switch back is in Chinese. */
const chineseOnPurpose = new Set(["otherLanguage", "otherLanguageHint", "amap", "baidu", "tencent"]);

function chineseTexts(value: unknown, key = ""): string[] {
  if (typeof value === "string")
    return /\p{Script=Han}/u.test(value) && !chineseOnPurpose.has(key) ? [`${key}: ${value}`] : [];
  if (typeof value === "function") return chineseTexts(String(value), key);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, inner]) => chineseTexts(inner, name));
}

test("nothing is left in Chinese on the English pages", () => {
  expect(chineseTexts(en)).toEqual([]);
});

test("one is said otherwise than many", () => {
  expect(en.walk.counts.steps(1)).toBe("1 flight of steps");
  expect(en.walk.counts.steps(2)).toBe("2 flights of steps");
});

test.each([
  ["022-02821216", "tel:02202821216"],
  ["+86 22 0282 1216", "tel:+862202821216"],
  ["022-02821216；13900000000", "tel:02202821216"],
  ["（022）02821216 转 8", "tel:022028212168"],
  ["暂无", null],
  ["", null],
])("the phone %j is called as %j", (written, href) => {
  expect(telHref(written)).toBe(href);
});
