import { describe, expect, test } from "vitest";
import { emptyState, formatUrl, parseUrl } from "../src/state/url-state.ts";
import type { UrlState } from "../src/state/url-state.ts";

const full: UrlState = {
  city: "sample",
  view: { center: [118.05123, 38.75001], zoom: 15.25 },
  pin: [118.045678, 38.753211],
  place: "和乐里 3 号楼 & 门口",
  categories: ["pharmacy", "bank"],
  tier: "basic",
  openNow: true,
  kind: "shoe",
  outlet: "o_0001dv",
  lang: "en",
  large: true,
  own: { level: "community", ring: "10" },
};

test("a whole state survives the address bar", () => {
  expect(parseUrl(formatUrl(full))).toEqual(full);
});

test("nothing chosen gives a bare address", () => {
  expect(formatUrl(emptyState)).toBe("");
  expect(parseUrl("")).toEqual(emptyState);
});

test("addresses stay readable: commas are not escaped", () => {
  expect(formatUrl({ ...emptyState, pin: [118.05, 38.75], categories: ["a", "b"] })).toBe(
    "?pin=118.050000,38.750000&cat=a,b",
  );
});

describe("what is wrong in an address is left out", () => {
  test.each([
    ["?pin=200,38", { pin: null }],
    ["?pin=118.05", { pin: null }],
    ["?pin=118.05,", { pin: null }],
    ["?pin=a,b", { pin: null }],
    ["?pin=38.75,118.05", { pin: null }],
    ["?at=118.05,38.75", { view: null }],
    ["?at=118.05,38.75,99", { view: null }],
    ["?at=118.05,38.75,NaN", { view: null }],
    ["?tier=luxury", { tier: null }],
    ["?lang=fr", { lang: null }],
    ["?open=later", { openNow: false }],
    ["?city=../etc", { city: null }],
    ["?city=Sample", { city: null }],
    ["?outlet=<script>", { outlet: null }],
    ["?cat=pharmacy,,<b>,pharmacy", { categories: ["pharmacy"] }],
    ["?place=somewhere", { place: null }],
    ["?kind=%00", { kind: null }],
    ["?Level=x&9a=b&__proto__=c&area=a_1", { own: { area: "a_1" } }],
  ] as [string, Partial<UrlState>][])("%s", (query, expected) => {
    expect(parseUrl(query)).toEqual({ ...emptyState, ...expected });
  });
});
