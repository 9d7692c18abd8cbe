import { describe, expect, test } from "vitest";
import {
  countOf,
  dateOf,
  numberOf,
  phoneOf,
  shareOf,
  statusOf,
  textOrNull,
  ValueFault,
  wheelchairOf,
  yesNoOf,
} from "../../src/intake/tables/values.ts";

describe("cells", () => {
  test.each([
    ["1,284", 1284],
    ["１２．５", 12.5],
    ["-0.5", -0.5],
    ["1e3", 1000],
    [" 113.9462 ", 113.9462],
  ])("number %s", (cell, value) => expect(numberOf(cell)).toBe(value));

  test.each(["", "12,34", "1.2.3", "十二", "12a", "Infinity", "0x10", "--1"])("%s is no number", (cell) =>
    expect(() => numberOf(cell)).toThrow(ValueFault),
  );

  test("units are allowed where they are expected", () => {
    expect(numberOf("1，200 ㎡", ["m2"])).toBe(1200);
    expect(countOf("128户", ["户"], 1000)).toBe(128);
    expect(() => countOf("12.5", [], 1000)).toThrow(/whole number/);
    expect(() => countOf("-3", [], 1000)).toThrow(/whole number/);
    expect(() => countOf("2000", [], 1000)).toThrow(/more than 1000/);
  });

  test.each([
    ["2024-05-01", "2024-05-01"],
    ["2024/5/1", "2024-05-01"],
    ["2024.5.1", "2024-05-01"],
    ["2024年5月1日", "2024-05-01"],
    ["２０２４年５月１日", "2024-05-01"],
    ["20240501", "2024-05-01"],
    ["2024/5/1 8:30:00", "2024-05-01"],
    ["2024-02-29", "2024-02-29"],
  ])("date %s", (cell, date) => expect(dateOf(cell)).toBe(date));

  test.each(["2023-02-29", "2024-13-01", "2024", "5/1/2024", "45413", "0024-05-01", "明天"])("%s is no date", (cell) =>
    expect(() => dateOf(cell)).toThrow(/2024-05-01/),
  );

  test("shares: per cent, parts of one, and per cent by the column's name", () => {
    expect(shareOf("25%", false)).toBe(0.25);
    expect(shareOf("２５％", false)).toBe(0.25);
    expect(shareOf("0.25", false)).toBe(0.25);
    expect(shareOf("25", true)).toBe(0.25);
    expect(shareOf("25%", true)).toBe(0.25);
    expect(() => shareOf("25", false)).toThrow(/25% or 0.25/);
    expect(() => shareOf("125%", false)).toThrow(ValueFault);
  });

  test.each([
    ["022-23456789", "022-23456789"],
    ["（022）23456789", "(022)23456789"],
    ["０２２－２３４５６７８９", "022-23456789"],
    ["13800138000", "13800138000"],
    ["138 0013 8000", "138 0013 8000"],
    ["+86 22 2345 6789", "+86 22 2345 6789"],
    ["23456789转801", "23456789转801"],
    ["23456789、13800138000", "23456789; 13800138000"],
    ["23456789 13800138000", "23456789; 13800138000"],
    ["12345", "12345"],
  ])("phone %s", (cell, phone) => expect(phoneOf(cell)).toBe(phone));

  test("phones that a spreadsheet has rounded, and other words", () => {
    expect(() => phoneOf("1.38001E+10")).toThrow(/rounded by a spreadsheet/);
    expect(() => phoneOf("找老王")).toThrow(/not a phone number/);
  });

  test("yes and no, wheelchair, status", () => {
    expect(["是", "√", "Yes", "１"].map(yesNoOf)).toEqual([true, true, true, true]);
    expect(["否", "×", "no", "0"].map(yesNoOf)).toEqual([false, false, false, false]);
    expect(() => yesNoOf("也许")).toThrow(ValueFault);
    expect(["是", "部分", "否"].map(wheelchairOf)).toEqual(["yes", "limited", "no"]);
    expect(["营业中", "已注销", "在建", "open"].map(statusOf)).toEqual(["open", "closed", "planned", "open"]);
    expect(() => statusOf("优秀")).toThrow(/营业, 停业 or 规划/);
  });

  test("cells that say nothing are null, a spreadsheet's error signs are faults", () => {
    expect(["", " ", "-", "——", "/", "无", "暂无", "NULL", "N/A"].map(textOrNull)).toEqual(Array(9).fill(null));
    expect(textOrNull("  甲 ")).toBe("甲");
    for (const sign of ["#REF!", "#VALUE!", "#NAME?", "#####"]) expect(() => textOrNull(sign)).toThrow(/error sign/);
  });
});
