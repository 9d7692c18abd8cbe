import { describe, expect, it } from "vitest";
import { foldCoverage } from "../../src/assessment/coverage.ts";
import { csvRow } from "../../src/assessment/csv.ts";
import { coverageCsv, gapsGeoJson, reachCsv } from "../../src/assessment/result-files.ts";
import { categories, claimed, residences, tinyTable } from "./table.ts";

describe("reach.csv", () => {
  it("has one line per residence and category, and no zero where nobody knows", () => {
    const text = [...reachCsv(tinyTable(), residences, ["药房一", "菜市"], claimed)].join("");
    expect(text.split("\r\n")).toEqual([
      "residence,category,nearest_seconds,outlet,within_5,within_10,within_15",
      "A1,pharmacy,240,药房一,1,1,1",
      "A1,food-market,600,菜市,0,1,1",
      "A1,cinema,,,,,",
      "A2,pharmacy,600,药房一,0,1,1",
      "A2,food-market,601,菜市,0,0,1",
      "A2,cinema,,,,,",
      "A3,pharmacy,700,药房一,0,,1",
      "A3,food-market,,,0,,",
      "A3,cinema,,,,,",
      "A4,pharmacy,,,,,",
      "A4,food-market,,,,,",
      "A4,cinema,,,,,",
      "",
    ]);
  });
});

describe("gaps.geojson", () => {
  it("holds the residences that lack something, with what is unknown there", () => {
    const collection = JSON.parse([...gapsGeoJson(tinyTable(), residences, categories, claimed)].join(""));
    expect(collection.features).toEqual([
      {
        type: "Feature",
        geometry: { type: "Point", coordinates: [118.001, 38] },
        properties: { residence: "A2", name: "乙楼", households: 300, gaps: ["food-market"], unknown: ["cinema"] },
      },
    ]);
    expect(collection.claimed).toEqual(["pharmacy", "food-market"]);
    expect(collection.summary[1]).toEqual({
      category: "food-market",
      ringMinutes: 10,
      covered: 100,
      gap: 300,
      unknown: 100,
    });
    expect(collection.settings.speedKmh).toBe(5);
  });

  it("is a valid collection when nothing is lacking", () => {
    const collection = JSON.parse([...gapsGeoJson(tinyTable(), residences, categories, new Set())].join(""));
    expect(collection.features).toEqual([]);
  });
});

describe("coverage.csv", () => {
  it("begins with the lowest share and ends with what nobody knows", () => {
    const rows = foldCoverage(
      tinyTable(),
      residences,
      [{ level: "city", name: "示例" }],
      [0, 0, 0, 0],
      categories,
      claimed,
    );
    const lines = [...coverageCsv(rows, categories)].join("").split("\r\n");
    expect(lines[1]).toBe(
      "city,示例,food-market,菜市场（菜店）,basic,10,500,100,300,100,0.25,1200,250,700,250,600.8,601",
    );
    expect(lines[2]).toMatch(/^city,示例,pharmacy,药店,basic,10,500,400,0,100,1,1200,950,0,250,/);
    expect(lines[3]).toBe("city,示例,cinema,电影院,quality,15,500,0,0,500,,1200,0,0,1200,,");
  });
});

describe("CSV cells", () => {
  it("cannot run as formulas, and numbers stay numbers", () => {
    expect(csvRow(["=1+1", "+8613800000000", "-x", "@sum", "\t=1", " =1", -5, 3.5, null, true])).toBe(
      "'=1+1,'+8613800000000,'-x,'@sum,'\t=1,' =1,-5,3.5,,true\r\n",
    );
  });

  it("quote commas, quotes and line ends", () => {
    expect(csvRow(["a,b", 'say "x"', "two\nlines"])).toBe('"a,b","say ""x""","two\nlines"\r\n');
  });
});
