/** The report of a district: its circles, coverage by community, the worst first, the list of projects. */
import { categories, categoryOf, presenceTable } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { Geometry } from "geojson";
import { dayInChina } from "../../china-clock.ts";
import type { Letters } from "../fonts/letters.ts";
import type { Basemap } from "../map/basemap.ts";
import { projectTable } from "./attachments.ts";
import { appendix, chineseNumbers } from "./circle-report.ts";
import { creditText, dataText } from "./facts.ts";
import type { DocumentFacts } from "./facts.ts";
import type { ReportedProject } from "./report-data.ts";
import { shareMap } from "./report-maps.ts";
import { cell, count, head, minutes, points, share, shareText } from "./tables.ts";
import type { Block, Report, Table } from "./tables.ts";

export interface DistrictCoverageCell {
  category: CategoryId;
  covered: number;
  gap: number;
  unknown: number;
  share: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
}

export interface DistrictArea {
  id: string;
  name: string;
  level: string;
  geometry: Geometry;
  households: number;
  cells: DistrictCoverageCell[];
}

export interface DistrictCircle {
  id: string;
  name: string;
  boundary: Geometry;
  households: number;
  people: number | null;
  communities: string[];
  presencePoints: number;
  presenceMax: number;
  type: string | null;
  qualityPoints: number | null;
  qualityUnknown: number | null;
  reachShare: number | null;
  missingBasic: CategoryId[];
}

export interface DistrictReportInput {
  facts: DocumentFacts;
  /** `level` is how the parts are called: 社区 or 街道. */
  district: { name: string; geometry: Geometry; households: number; partsName: string };
  /** Of the whole district, one per category in policy order. */
  total: DistrictCoverageCell[];
  /** Its parts. */
  areas: DistrictArea[];
  circles: DistrictCircle[];
  projects: ReportedProject[];
  privateWays: string;
}

const basic = new Set(categories.filter(({ tier }) => tier === "basic").map(({ id }) => id));
const worstCount = 20;

/** To be called within `letters.typeset`. */
export function districtReport(input: DistrictReportInput, basemap: Basemap, letters: Letters): Report {
  const { facts, district, areas, circles, projects } = input;
  const table = (one: Table): Block => ({ kind: "table", table: one });
  const map = shareMap(facts, basemap, letters, {
    title: `${district.name}：各${district.partsName}基本保障类业态平均可达率`,
    areas: (areas.length > 0 ? areas : [{ ...district, cells: input.total }]).map(({ name, geometry, cells }) => ({
      name,
      geometry,
      share: meanShare(cells),
    })),
    circles: circles.map(({ boundary }) => boundary),
  });
  const chapters: { title: string; blocks: Block[]; startsPage?: boolean }[] = [
    { title: "要点", blocks: [{ kind: "list", items: mainPoints(input) }] },
    { title: "生活圈", blocks: [table(circleTable(circles)), { kind: "map", map }] },
    { title: "各业态覆盖情况", startsPage: true, blocks: [table(coverageTable(input))] },
    { title: `可达率最低的${district.partsName}`, blocks: [table(worstTable(input))] },
    { title: "项目清单", blocks: [table(projectTable(projects))] },
  ];
  const numbered = chapters.flatMap(({ title, blocks, startsPage }, i): Block[] => [
    ...(startsPage ? [{ kind: "page" } as const] : []),
    { kind: "heading", level: 1, text: `${chineseNumbers[i]}、${title}` },
    ...blocks,
  ]);
  return {
    title: district.name,
    subtitle: "一刻钟便民生活圈建设情况报告",
    lines: [facts.city.nameZh, dayInChina(facts.asOf), dataText(facts)],
    isFictional: facts.city.fictional,
    credit: creditText(facts),
    blocks: [
      ...numbered,
      { kind: "heading", level: 1, text: `${chineseNumbers[chapters.length]}、口径、公式和资料来源` },
      ...appendix(facts, numbered, input.privateWays),
    ],
  };
}

/** Mean of the shares of the basic categories that are known; null where none is. */
function meanShare(cells: readonly DistrictCoverageCell[]): number | null {
  const known = cells.filter(({ category, share: value }) => value !== null && basic.has(category));
  return known.length === 0 ? null : known.reduce((sum, { share: value }) => sum + value!, 0) / known.length;
}

function mainPoints({ district, total, areas, circles, projects }: DistrictReportInput): string[] {
  const found = [
    `${district.name}有住户 ${count(district.households).text} 户，生活圈 ${circles.length} 个，项目 ${projects.length} 项。（circle.members）`,
  ];
  const mean = meanShare(total);
  if (mean !== null) found.push(`20 种基本保障类业态平均可达率 ${shareText(mean)}。（circle.reach）`);
  const gaps = total.filter(({ category, gap }) => gap > 0 && basic.has(category)).toSorted((a, b) => b.gap - a.gap);
  if (gaps.length > 0) {
    const list = gaps.slice(0, 5).map(({ category, gap }) => `${categoryOf(category).nameZh} ${count(gap).text} 户`);
    found.push(`够不到的住户最多的业态：${list.join("，")}。（coverage.share）`);
  }
  const worst = worstAreas(areas)[0];
  if (worst !== undefined)
    found.push(
      `可达率最低的${district.partsName}是${worst.name}，${shareText(meanShare(worst.cells))}。（circle.reach）`,
    );
  return found;
}

function worstAreas(areas: readonly DistrictArea[]): DistrictArea[] {
  return areas
    .filter(({ cells, households }) => households > 0 && meanShare(cells) !== null)
    .toSorted((a, b) => meanShare(a.cells)! - meanShare(b.cells)! || (a.id < b.id ? -1 : 1));
}

function circleTable(circles: readonly DistrictCircle[]): Table {
  const columns = [
    "生活圈",
    "服务社区",
    "户数",
    "人口",
    "“有没有”",
    "初步分型",
    "“好不好”",
    "平均可达率",
    "没有的基本业态",
  ];
  return {
    sheet: "生活圈",
    title: "生活圈一览",
    header: [columns.map((text) => head(text))],
    rows:
      circles.length === 0
        ? [[cell("还没有划定生活圈。", { columnSpan: columns.length, quiet: true })]]
        : circles.map((circle) => [
            cell(circle.name, { bold: true }),
            cell(circle.communities.join("、")),
            count(circle.households),
            count(circle.people),
            points(circle.presencePoints),
            cell(circle.type ?? presenceTable.belowAll.nameZh, { align: "center" }),
            circle.qualityPoints === null
              ? cell("—", { align: "center", quiet: true })
              : cell(
                  circle.qualityUnknown
                    ? `${circle.qualityPoints}（另 ${circle.qualityUnknown} 待定）`
                    : String(circle.qualityPoints),
                  { align: "center" },
                ),
            share(circle.reachShare),
            cell(circle.missingBasic.map((id) => categoryOf(id).nameZh).join("、") || "—"),
          ]),
    widths: [13, 15, 8, 9, 8, 10, 10, 9, 18],
    notes: [],
    formulas: [
      { label: "户数、人口", id: "circle.members" },
      { label: "“有没有”", id: "presence.basic、presence.quality" },
      { label: "初步分型", id: "presence.type" },
      { label: "“好不好”", id: "quality.points" },
      { label: "平均可达率", id: "circle.reach" },
    ],
    isDense: true,
  };
}

function coverageTable({ total }: DistrictReportInput): Table {
  const rows = total.map(({ category, covered, gap, unknown, share: value, meanSeconds, p90Seconds }) => {
    const { nameZh, ringMinutes } = categoryOf(category);
    return [
      cell(nameZh),
      count(ringMinutes, { align: "center" }),
      covered + gap === 0 && unknown > 0 ? cell("—", { align: "right", quiet: true }) : count(covered),
      covered + gap === 0 && unknown > 0 ? cell("—", { align: "right", quiet: true }) : count(gap, { bold: gap > 0 }),
      count(unknown, { quiet: true }),
      share(value),
      minutes(meanSeconds),
      minutes(p90Seconds),
    ];
  });
  return {
    sheet: "覆盖情况",
    title: "全区各业态覆盖情况",
    header: [
      [
        "业态",
        "步行圈（分钟）",
        "够得到（户）",
        "够不到（户）",
        "不明（户）",
        "可达率",
        "平均（分钟）",
        "九成住户（分钟）",
      ].map((text) => head(text)),
    ],
    rows,
    widths: [24, 11, 13, 13, 12, 10, 10, 10],
    notes: ["可达率＝够得到的户数÷（够得到＋够不到），不明的不计入。"],
    formulas: [
      { label: "够得到、够不到、不明、可达率", id: "coverage.share" },
      { label: "平均", id: "coverage.mean" },
      { label: "九成住户", id: "coverage.p90" },
    ],
    isDense: true,
  };
}

function worstTable({ district, areas }: DistrictReportInput): Table {
  const rows = worstAreas(areas)
    .slice(0, worstCount)
    .map(({ name, households, cells }, i) => {
      const gaps = cells
        .filter(({ category, gap }) => gap > 0 && basic.has(category))
        .toSorted((a, b) => b.gap - a.gap);
      return [
        count(i + 1, { align: "center" }),
        cell(name, { bold: true }),
        count(households),
        share(meanShare(cells)),
        cell(
          gaps
            .slice(0, 6)
            .map(({ category, gap }) => `${categoryOf(category).nameZh} ${count(gap).text} 户`)
            .join("、") || "—",
        ),
      ];
    });
  return {
    sheet: "最低",
    title: `可达率最低的${district.partsName}（至多 ${worstCount} 个）`,
    header: [
      ["序号", district.partsName, "户数", "平均可达率", "够不到的户数最多的基本业态"].map((text) => head(text)),
    ],
    rows:
      rows.length > 0
        ? rows
        : [[cell(`没有${district.partsName}的边界，或资料不明。`, { columnSpan: 5, quiet: true })]],
    widths: [7, 20, 12, 13, 48],
    notes: [],
    formulas: [
      { label: "平均可达率", id: "circle.reach" },
      { label: "够不到的户数", id: "coverage.share" },
    ],
    isDense: true,
  };
}
