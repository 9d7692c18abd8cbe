import { describe, expect, test } from "vitest";
import { dateText, distanceText, speedText, wholeMinutes } from "../src/i18n/format.ts";
import { en } from "../src/i18n/en.ts";
import { zh } from "../src/i18n/zh.ts";

describe("minutes", () => {
  test.each([
    [0, 1],
    [20, 1],
    [60, 1],
    [61, 2],
    [599, 10],
    [600, 10],
    [601, 11],
    [900.2, 15],
  ])("%d seconds are %d minutes", (seconds, minutes) => {
    expect(wholeMinutes(seconds)).toBe(minutes);
  });
});

describe("metres as a person would say them", () => {
  test.each([
    [0.3, "1 米", "1 m"],
    [7.4, "7 米", "7 m"],
    [434.7, "430 米", "430 m"],
    [996, "1.0 公里", "1.0 km"],
    [1249, "1.2 公里", "1.2 km"],
  ])("%d", (meters, chinese, english) => {
    expect(distanceText(meters, zh)).toBe(chinese);
    expect(distanceText(meters, en)).toBe(english);
  });
});

test("minutes stand before metres", () => {
  expect(zh.outlet.walk(6, "420 米")).toBe("步行 6 分钟 · 420 米");
});

test("dates are cut to the day, and no date is said as nothing", () => {
  expect(dateText("2021-03-14T20:21:22Z")).toBe("2021-03-14");
  expect(dateText(null)).toBe("");
});

test("speeds have one decimal at most", () => {
  expect(speedText(5)).toBe("5");
  expect(speedText(3.6000001)).toBe("3.6");
});
