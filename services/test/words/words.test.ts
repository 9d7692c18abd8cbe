import { describe, expect, test } from "vitest";
import { languageOf } from "../../src/api/language.ts";
import { languageOfShell, takeLanguage } from "../../src/cli/language.ts";
import { inParts, inWords, say, SaidError, stepIn } from "../../src/words/index.ts";
import { words } from "../../src/words/say.ts";

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe("the dictionary", () => {
  const entries = Object.entries(words);

  test("every message is there in both languages, with the same parameters", () => {
    const lacking = entries.filter(
      ([, { en, zh }]) =>
        en.trim() === "" ||
        zh.trim() === "" ||
        [...new Set(placeholders(en))].join() !== [...new Set(placeholders(zh))].join(),
    );
    expect(lacking.map(([key]) => key)).toEqual([]);
    expect(entries.length).toBeGreaterThan(250);
  });

  test("what would be right is apart in both languages or in none", () => {
    const parts = (text: string) => text.split(" | ").length;
    expect(entries.filter(([, { en, zh }]) => parts(en) !== parts(zh)).map(([key]) => key)).toEqual([]);
  });

  test("the Chinese is Chinese, but where it only frames a parameter or is a name", () => {
    const others = entries
      .filter(([, { zh }]) => !/\p{Script=Han}/u.test(zh.replaceAll(/\{\w+\}/g, "")))
      .map(([key]) => key);
    expect(others.sort()).toEqual([
      "area.of",
      "both",
      "column.missing",
      "crs.in-file",
      "crs.wgs84",
      "encoding.nul",
      "file-says",
      "geojson.none-whole",
      "polygon.ring",
      "text",
    ]);
  });
});

describe("messages", () => {
  const said = say("left-out", { why: say("phone.none") });

  test("say what is wrong and what would be right, together or apart", () => {
    expect(inWords(say("outlet.no-name"), "en")).toBe("is empty; every outlet needs a name");
    expect(inWords(say("outlet.no-name"), "zh")).toBe("为空；每个网点都要有名称");
    expect(inParts(said, "zh")).toEqual({
      message: "不是电话号码",
      advice: "请写成 022-23456789 或 13800138000，多个号码用分号隔开；该项未采用",
    });
  });

  test("keep parameters as they are, also those that look like a wording", () => {
    const names = ["{file} | a", "$&"];
    expect(inWords(say("column.found", { names }), "zh")).toContain("{file} | a、$&");
    expect(inWords(say("column.found", { names: [] }), "en")).toContain("Columns found: (none).");
  });

  test("survive a store, and a key that a newer version has stored", () => {
    const stored = JSON.parse(JSON.stringify(said)) as typeof said;
    expect(inWords(stored, "en")).toBe(inWords(said, "en"));
    expect(inWords({ key: "no.such-key" as "text" }, "zh")).toBe("no.such-key");
  });

  test("are thrown in English and can be told in Chinese", () => {
    const error = new SaidError(say("file.empty", { file: "网点.csv" }));
    expect(error.message).toBe("网点.csv is empty.");
    expect(inWords(error.said, "zh")).toBe("网点.csv 是空文件。");
  });

  test("steps of work are told in both languages", () => {
    expect(stepIn("reading 网点.csv", "zh")).toBe("正在读取 网点.csv");
    expect(stepIn("reading 网点.csv", "en")).toBe("reading 网点.csv");
    expect(stepIn("something new", "zh")).toBe("something new");
  });
});

test.each([
  [undefined, undefined, "en"],
  ["zh-CN,zh;q=0.9,en;q=0.8", undefined, "zh"],
  ["en-US,en;q=0.9,zh;q=0.5", undefined, "en"],
  ["de;q=1, zh-Hans-CN;q=0.4, en;q=0.3", undefined, "zh"],
  ["fr", undefined, "en"],
  ["zh", "en", "en"],
  ["en", "zh", "zh"],
  ["zh", "fr", "zh"],
])("Accept-Language %s and lang=%s are answered in %s", (header, lang, language) => {
  const headers = header === undefined ? {} : { "accept-language": header };
  expect(languageOf({ headers, query: lang === undefined ? {} : { lang } })).toBe(language);
});

test.each([
  [["import", "a.csv"], {}, "en"],
  [["import", "a.csv"], { LANG: "zh_CN.UTF-8" }, "zh"],
  [["import", "a.csv"], { LANG: "zh_CN.UTF-8", LC_ALL: "C" }, "en"],
  [["import", "--lang", "zh", "a.csv"], { LANG: "en_US.UTF-8" }, "zh"],
  [["--lang=en", "import", "a.csv"], { LANG: "zh_CN.UTF-8" }, "en"],
])("the command line %j in %j speaks %s", (argv, environment, language) => {
  expect(takeLanguage(argv, environment)).toEqual(["import", "a.csv"]);
  expect(languageOfShell()).toBe(language);
});

test("a language that is none is refused", () => {
  expect(() => takeLanguage(["--lang", "fr"], {})).toThrow("--lang should be zh or en");
});
