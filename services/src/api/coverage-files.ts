/** Coverage as files: for spreadsheets and for GIS. Each says for whom, when and from which data its figures are. */
import { categoryOf } from "@quarterhour/data";
import type { MultiPolygon, Polygon } from "geojson";
import { setImmediate } from "node:timers/promises";
import { Readable } from "node:stream";
import writeXlsxFile from "write-excel-file/node";
import type { SheetData } from "write-excel-file/node";
import type { CoverageCell, CoverageRow } from "../assessment/coverage.ts";
import { csvRow } from "../assessment/csv.ts";
import { shownSeconds, shownShare } from "../assessment/gaps.ts";
import type { CityContext } from "./city-context.ts";
import type { aboutOf } from "./coverage-question.ts";
import type { FiguredArea } from "./division.ts";

type About = ReturnType<typeof aboutOf>;
type Row = CoverageRow<FiguredArea>;

interface Column {
  /** In CSV and GeoJSON, and in the workbook. */
  name: string;
  nameZh: string;
  value: (row: Row, cell: CoverageCell) => string | number | null;
}

const seconds = (value: number | null): number | null => (value === null ? null : shownSeconds(value));

const levelNames: Record<FiguredArea["level"], string> = {
  city: "城市",
  district: "区县",
  street: "街道",
  community: "社区",
  circle: "生活圈",
  cell: "六边形网格",
};

const areaColumns: Column[] = [
  { name: "level", nameZh: "层级", value: ({ area }) => area.level },
  { name: "area_id", nameZh: "区域编号", value: ({ area }) => area.id },
  { name: "area", nameZh: "区域", value: ({ area }) => area.name },
  { name: "households", nameZh: "户数", value: ({ households }) => households },
  { name: "people", nameZh: "人口", value: ({ people }) => people },
];

const cellColumns: Column[] = [
  { name: "ring_minutes", nameZh: "步行圈（分钟）", value: (_row, cell) => cell.ringMinutes },
  { name: "covered", nameZh: "可达户数", value: (_row, cell) => cell.covered },
  { name: "gap", nameZh: "缺口户数", value: (_row, cell) => cell.gap },
  { name: "unknown", nameZh: "不明户数", value: (_row, cell) => cell.unknown },
  { name: "share", nameZh: "覆盖率", value: (_row, cell) => shownShare(cell.share) },
  { name: "known_share", nameZh: "已知比例", value: (_row, cell) => shownShare(cell.knownShare) },
  { name: "people_covered", nameZh: "可达人口", value: (_row, cell) => cell.people?.covered ?? null },
  { name: "people_gap", nameZh: "缺口人口", value: (_row, cell) => cell.people?.gap ?? null },
  { name: "people_unknown", nameZh: "不明人口", value: (_row, cell) => cell.people?.unknown ?? null },
  { name: "measured_households", nameZh: "30分钟内有网点的户数", value: (_row, cell) => cell.measuredHouseholds },
  { name: "mean_seconds", nameZh: "平均步行秒数", value: (_row, cell) => seconds(cell.meanSeconds) },
  { name: "p90_seconds", nameZh: "九成住户步行秒数", value: (_row, cell) => cell.p90Seconds },
];

const columns: Column[] = [
  ...areaColumns,
  { name: "category", nameZh: "业态编号", value: (_row, cell) => cell.category },
  { name: "category_name", nameZh: "业态", value: (_row, cell) => categoryOf(cell.category).nameZh },
  { name: "tier", nameZh: "类别", value: (_row, cell) => categoryOf(cell.category).tier },
  ...cellColumns,
];

export function fileName(context: CityContext, level: string, ending: string): string {
  return `${context.city.id}-coverage-${level}${context.date === null ? "" : `-${context.date}`}.${ending}`;
}

/** One line per area and category, in the order of the rows; the last columns say what holds for all. */
export function coverageCsv(rows: readonly Row[], about: About): Readable {
  const { dataDate, networkVersion, profile, speedKmh, date, at } = about.basis;
  const last = {
    profile,
    speed_kmh: speedKmh,
    outlets_of: date,
    at,
    map_of: dataDate,
    network_version: networkVersion,
  };
  async function* lines(): AsyncGenerator<string> {
    yield `\uFEFF${csvRow([...columns.map(({ name }) => name), ...Object.keys(last)])}`;
    for (const row of rows) {
      yield row.cells
        .map((cell) => csvRow([...columns.map(({ value }) => value(row, cell)), ...Object.values(last)]))
        .join("");
      await setImmediate();
    }
  }
  return Readable.from(lines());
}

/** Two sheets: the figures, and what they are of. */
export async function coverageXlsx(context: CityContext, rows: readonly Row[], about: About): Promise<Readable> {
  const bold = (value: string) => ({ value, type: String, fontWeight: "bold" as const });
  const cellOf = (value: string | number | null) =>
    value === null ? null : typeof value === "number" ? { value, type: Number } : { value, type: String };
  const table: unknown[][] = [columns.map(({ nameZh }) => bold(nameZh))];
  for (const row of rows) {
    for (const cell of row.cells) {
      table.push(
        columns.map(({ name, value }) => {
          if (name === "level") return cellOf(levelNames[row.area.level]);
          if (name === "tier") return cellOf(categoryOf(cell.category).tier === "basic" ? "基本保障类" : "品质提升类");
          return cellOf(value(row, cell));
        }),
      );
    }
    await setImmediate();
  }
  const { basis } = about;
  const facts: [string, string | number | null][] = [
    ["城市", context.city.nameZh],
    ["步行者", basis.profile],
    ["步行速度（千米/小时）", basis.speedKmh],
    ["网点日期", basis.date ?? "现在"],
    ["时刻", basis.at ?? "不限"],
    ["地图日期", basis.dataDate],
    ["路网版本", basis.networkVersion],
    ["已知比例", shownShare(basis.knownShare)],
    ["公式", basis.formulas.join("、")],
    ["覆盖率", "可达户数 ÷（可达户数 + 缺口户数）；不明的不计入"],
    ["来源", context.city.attribution],
  ];
  const file = writeXlsxFile([
    {
      data: table as SheetData,
      sheet: "覆盖率",
      columns: columns.map(({ name }) => ({ width: name === "area" || name === "category_name" ? 24 : 12 })),
      stickyRowsCount: 1,
    },
    {
      data: facts.map(([name, value]) => [bold(name), cellOf(value)]) as SheetData,
      sheet: "口径",
      columns: [{ width: 24 }, { width: 60 }],
    },
  ]);
  return Readable.from([await file.toBuffer()]);
}

/** One feature per area; figures of a category under names such as `pharmacy_covered`. */
export function coverageGeoJson(
  rows: readonly Row[],
  geometryOf: (area: FiguredArea) => Polygon | MultiPolygon,
  about: About,
): Readable {
  async function* pieces(): AsyncGenerator<string> {
    yield `{"type":"FeatureCollection",${JSON.stringify(about).slice(1, -1)},"features":[`;
    for (const [i, row] of rows.entries()) {
      const [first] = row.cells;
      const properties: Record<string, string | number | null> = Object.fromEntries(
        areaColumns.map(({ name, value }) => [name, value(row, first)]),
      );
      for (const cell of row.cells) {
        for (const { name, value } of cellColumns) properties[`${cell.category}_${name}`] = value(row, cell);
      }
      const feature = { type: "Feature", id: row.area.id, geometry: geometryOf(row.area), properties };
      yield `${i === 0 ? "" : ","}\n${JSON.stringify(feature)}`;
      await setImmediate();
    }
    yield "\n]}\n";
  }
  return Readable.from(pieces());
}
