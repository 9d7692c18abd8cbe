/** Attachments 2, 3, 5 and 6 of the Jining plan, filled in: the official forms with their own words. */
import { categories, presenceTable, projectForm, qualityTable, repairKinds, situationForm } from "@quarterhour/data";
import type { CategoryId, RepairKindId, Tier } from "@quarterhour/data";
import { dayInChina } from "../../china-clock.ts";
import type { QualityIndicatorResult } from "../../assessment/quality/types.ts";
import type { CircleReportInput, ReportedOutlet, ReportedProject } from "./report-data.ts";
import { cell, count, decimal, head, points, pointsText, shareText, unknownText } from "./tables.ts";
import type { Cell, Table } from "./tables.ts";

/** 附件2 一刻钟便民生活圈业态“有没有”分型表. */
export function presenceForm({ assessment }: CircleReportInput): Table {
  const { presence } = assessment;
  const rows: Cell[][] = presenceTable.parts.map((part) => {
    const result = presence.parts.find(({ id }) => id === part.id)!;
    const boxes = presence.categories
      .filter(({ tier }) => tier === part.id)
      .map(({ category, present }) => `${present === null ? "？" : present ? "√" : "□"}${officialName(category)}`);
    const open = result.pointsAtMost > result.points;
    return [
      cell(part.official.indicator, { bold: true, align: "center" }),
      cell(`${part.official.content}，主要有：`, { items: [...boxes, "□其他："] }),
      points(part.maxPoints),
      cell(part.official.standard),
      open
        ? cell(`${pointsText(result.points)}\n（不明的若都有，${pointsText(result.pointsAtMost)}）`, {
            bold: true,
            align: "center",
          })
        : points(result.points, { bold: true }),
    ];
  });
  const { min, max } = presence.range;
  const total =
    max > min
      ? cell(`${pointsText(presence.points)}\n（${pointsText(min)}～${pointsText(max)}）`, {
          bold: true,
          align: "center",
        })
      : points(presence.points, { bold: true });
  rows.push([
    cell("分值总计", { bold: true, align: "center" }),
    cell(typeText(presence.type?.nameZh ?? null, presence.typeAtMost?.nameZh ?? null), { bold: true }),
    points(presenceTable.maxPoints),
    cell(""),
    total,
  ]);
  rows.push([cell("说明", { bold: true, align: "center" }), cell(presenceTable.typesOfficial, { columnSpan: 4 })]);
  return {
    sheet: "附件2 有没有",
    title: `附件2　${presenceTable.titleZh}`,
    header: [["评价指标", "评价内容", "分值", "评价标准", "自评得分"].map((text) => head(text))],
    rows,
    widths: [11, 47, 7, 23, 12],
    notes: ["√ 有；□ 没有；？ 不明（没有人担保这类网点已收全，也没有在资料中见到）。不明的不计分，也不当作没有。"],
    formulas: [
      { label: "基本保障类得分", id: "presence.basic" },
      { label: "品质提升类得分", id: "presence.quality" },
      { label: "分型", id: "presence.type" },
    ],
  };
}

function typeText(type: string | null, typeAtMost: string | null): string {
  const now = type ?? presenceTable.belowAll.nameZh;
  const atMost = typeAtMost ?? presenceTable.belowAll.nameZh;
  return now === atMost ? `初步划为：${now}` : `初步划为：${now}（不明的若都有：${atMost}）`;
}

/** 附件3 一刻钟便民生活圈服务“好不好”评价表. */
export function qualityForm({ assessment }: CircleReportInput): Table {
  const { quality } = assessment;
  const rows: Cell[][] = [];
  for (const group of qualityTable.groups) {
    const own = qualityTable.indicators.filter((indicator) => indicator.group === group.id);
    for (const [i, indicator] of own.entries()) {
      const { content, standard, method } = indicator.official;
      const result = quality?.indicators.find(({ id }) => id === indicator.id);
      rows.push([
        cell(String(indicator.order), { align: "center" }),
        ...(i === 0 ? [cell(group.official, { bold: true, align: "center", rowSpan: own.length })] : []),
        cell(indicator.official.indicator, { bold: true, align: "center" }),
        cell(content),
        points(indicator.maxPoints),
        cell(method === undefined ? standard : `${standard}\n${method}`),
        scoreCell(result),
      ]);
    }
  }
  const grade = quality?.grade?.nameZh ?? "尚不能确定";
  rows.push([
    cell("总分", { bold: true, align: "center", columnSpan: 3 }),
    cell(`评价结果：${grade}`, { bold: true }),
    points(qualityTable.maxPoints),
    cell(
      quality !== null && quality.unknownPoints > 0
        ? `另有 ${pointsText(quality.unknownPoints)} 分尚无依据，待核实`
        : "",
    ),
    points(quality?.points ?? null, { bold: true }),
  ]);
  rows.push([cell("说明", { bold: true, align: "center" }), cell(qualityTable.gradesOfficial, { columnSpan: 6 })]);
  return {
    sheet: "附件3 好不好",
    title: `附件3　${qualityTable.titleZh}`,
    header: [["序号", "评价类别", "评价指标", "评价内容", "分值", "评分标准", "自评得分"].map((text) => head(text))],
    rows,
    widths: [5, 8, 10, 34, 6, 27, 10],
    notes: ["“待定”的得分在所示范围之内，要有调查结果或人工核实的依据才能确定。"],
    formulas: [{ label: "各项得分", id: "quality.points" }],
    isDense: true,
  };
}

function scoreCell(result: QualityIndicatorResult | undefined): Cell {
  if (result === undefined) return points(null);
  if (result.points !== null) return points(result.points, { bold: true });
  return cell(`待定\n（${pointsText(result.atLeast)}～${pointsText(result.atMost)}）`, {
    align: "center",
    quiet: true,
  });
}

/** 附件5 试点社区便民生活圈建设情况调查表. */
export function situationTable(input: CircleReportInput): Table {
  const { circle, assessment, outlets, claimed } = input;
  const rows: Cell[][] = [...situationHead(input), situationColumns()];
  const mentions = new Map(input.wishes?.map((wish) => [wish.category, wish.mentions]) ?? []);
  const survey = assessment.survey;
  const missing = [circle.details?.missing, wishesText(input)].filter(Boolean).join("；");
  const all = tallyOf(
    outlets,
    categories.map(({ id }) => id),
    claimed,
  );
  rows.push([
    cell("合　计", { bold: true, align: "center", columnSpan: 2 }),
    ...tallyCells(all),
    workersCell(circle.details?.workers ?? null),
    chainCell(outlets),
    satisfiedCell(survey?.sufficient === true ? survey.categorySatisfiedShare : null, survey !== null),
    cell(missing),
  ]);
  for (const tier of ["basic", "quality"] as const) {
    const own = situationForm.rows.filter((row) => row.tier === tier);
    for (const [i, row] of own.entries()) {
      const counted = row.categories ?? othersOf(tier);
      const some = outlets.filter((outlet) => outlet.services.some(({ category }) => counted.includes(category)));
      const wished = counted.reduce((sum, id) => sum + (mentions.get(id) ?? 0), 0);
      rows.push([
        ...(i === 0
          ? [
              cell(tier === "basic" ? "基本\n保障类" : "品质\n提升类", {
                bold: true,
                align: "center",
                rowSpan: own.length,
              }),
            ]
          : []),
        cell(row.official),
        ...tallyCells(tallyOf(outlets, counted, claimed)),
        cell("", { align: "center" }),
        chainCell(some),
        cell("", { align: "center" }),
        cell(wished > 0 ? `${wished} 人提到` : ""),
      ]);
    }
  }
  rows.push([
    cell("说明", { bold: true, align: "center" }),
    cell(
      "数量为圈内正在营业的网点，一店多能的在每一行各计一次，合计中只计一次。“≥”：资料未必收全，至少有这些；“不明”：没有资料，不等于没有。空格：本系统没有资料，由填表人补充。",
      { columnSpan: 6 },
    ),
  ]);
  return {
    sheet: "附件5 建设情况",
    title: `附件5　${situationForm.titleZh}`,
    header: [],
    rows,
    widths: [9, 24, 13, 11, 12, 11, 20],
    notes: [],
    formulas: [
      { label: "服务覆盖的居民数量", id: "circle.members" },
      { label: "网点数量", id: "outlets.count" },
      { label: "居民满意度", id: "survey.category-satisfied" },
    ],
    isDense: true,
  };
}

/** The first lines of the form; its columns are those of the table below. */
function situationHead(input: CircleReportInput): Cell[][] {
  const { circle, area, facts, assessment } = input;
  const details = circle.details;
  const field = (id: string): string => situationForm.fields.find((one) => one.id === id)!.official;
  const choices = (id: string, chosen: readonly string[]): string =>
    situationForm.fields
      .find((one) => one.id === id)!
      .choices!.map((choice) => `${choice.textZh}${chosen.includes(choice.id) ? "√" : "□"}`)
      .join("　");
  const residents = details?.residents ?? assessment.members.people;
  const label = (id: string, columnSpan = 2) => cell(field(id), { bold: true, align: "center", columnSpan });
  return [
    [
      cell(`${field("name")}：${circle.name}`, { columnSpan: 3, bold: true }),
      cell(`${field("county")}：${area ?? ""}`, { columnSpan: 2 }),
      cell(`${field("asOf")}：${dateText(facts.asOf)}`, { columnSpan: 2 }),
    ],
    [
      label("operators"),
      cell(choices("operators", details?.operators ?? []), { columnSpan: 2 }),
      label("form", 1),
      cell(choices("form", details?.form ? [details.form] : []), { columnSpan: 2 }),
    ],
    [
      label("boundary"),
      cell(circle.bounds.text, { columnSpan: 2 }),
      label("communities", 1),
      cell(assessment.members.communities.map(({ name }) => name).join("、"), { columnSpan: 2 }),
    ],
    [label("platform"), cell(details?.platform ?? "", { columnSpan: 5 })],
    [
      label("commercialCenters"),
      cell(centersText(input), { columnSpan: 2 }),
      label("residents", 1),
      residents === null
        ? cell(unknownText, { columnSpan: 2, quiet: true })
        : decimal(residents / 10_000, 2, { columnSpan: 2, align: "left" }),
    ],
    [
      label("serviceAreaShare"),
      details?.serviceAreaPercent == null
        ? cell("", { columnSpan: 5 })
        : decimal(details.serviceAreaPercent, 1, { columnSpan: 5, align: "left" }),
    ],
  ];
}

function situationColumns(): Cell[] {
  return [head("分类"), head("主要业态网点"), ...situationForm.columns.map(({ official }) => head(official))];
}

function dateText(asOf: string): string {
  const [year, month, day] = dayInChina(asOf).split("-").map(Number);
  return `${year}年${month}月${day}日`;
}

/** What somebody counted, else those that the data has. */
function centersText({ circle, outlets, claimed }: CircleReportInput): string {
  const counted = circle.details?.commercialCenters;
  if (counted != null) return String(counted);
  return tallyText(tallyOf(outlets, ["neighborhood-center"], claimed));
}

function wishesText({ wishes }: CircleReportInput): string {
  const asked = (wishes ?? []).filter(({ mentions }) => mentions > 0).toSorted((a, b) => b.mentions - a.mentions);
  return asked.length === 0
    ? ""
    : `问卷：${asked
        .slice(0, 6)
        .map(({ category }) => nameOf(category))
        .join("、")}`;
}

interface Tally {
  outlets: number;
  isComplete: boolean;
}

function tallyOf(
  outlets: readonly ReportedOutlet[],
  counted: readonly CategoryId[],
  claimed: readonly CategoryId[],
): Tally {
  return {
    outlets: outlets.filter(({ services }) => services.some(({ category }) => counted.includes(category))).length,
    isComplete: counted.every((id) => claimed.includes(id)),
  };
}

/** Of an incomplete list it is known only how many there are at least. */
function tallyText({ outlets, isComplete }: Tally): string {
  return isComplete ? String(outlets) : outlets === 0 ? unknownText : `≥${outlets}`;
}

function tallyCells(tally: Tally): Cell[] {
  if (tally.isComplete) return [count(tally.outlets, { align: "center" })];
  return [cell(tallyText(tally), { align: "center", ...(tally.outlets === 0 && { quiet: true }) })];
}

function chainCell(outlets: readonly ReportedOutlet[]): Cell {
  const chains = outlets.filter(({ chain }) => chain !== null).length;
  // A shop of which nobody wrote whether it is a chain's may be one.
  return chains === 0
    ? cell(outlets.length === 0 ? "" : unknownText, { align: "center", quiet: true })
    : cell(`≥${chains}`, { align: "center" });
}

function workersCell(workers: number | null): Cell {
  return workers === null ? cell("") : decimal(workers / 10_000, 3, { align: "center" });
}

function satisfiedCell(value: number | null, wasAsked: boolean): Cell {
  if (value === null) return cell(wasAsked ? "样本不足" : "", { align: "center", quiet: true });
  return cell(shareText(value).replace("%", ""), {
    value: Math.round(value * 1000) / 10,
    format: "0.0",
    align: "center",
  });
}

/** Categories of the tier that no row of the form names. */
function othersOf(tier: Tier): CategoryId[] {
  const named = new Set(situationForm.rows.flatMap((row) => row.categories ?? []));
  return categories.filter((category) => category.tier === tier && !named.has(category.id)).map(({ id }) => id);
}

function officialName(id: CategoryId): string {
  return categories.find((category) => category.id === id)!.official;
}

function nameOf(id: CategoryId): string {
  return categories.find((category) => category.id === id)!.nameZh;
}

function kindName(id: RepairKindId): string {
  return repairKinds.find((kind) => kind.id === id)!.nameZh;
}

/** Columns of the list that fit a sheet of paper, of those that `projectForm` has, with shares of the width. */
const projectColumns: [id: string, width: number][] = [
  ["number", 5],
  ["community", 10],
  ["name", 14],
  ["category", 9],
  ["content", 14],
  ["site", 12],
  ["responsibleUnit", 10],
  ["deadline", 9],
  ["state", 7],
  ["forecastHouseholds", 8],
  ["measuredHouseholds", 8],
];

/** 附件6 试点社区便民生活圈建设项目清单表. */
export function projectTable(projects: readonly ReportedProject[]): Table {
  const fields = projectColumns.map(([id]) => projectForm.fields.find((field) => field.id === id)!);
  const rows = projects.map((project, i) => fields.map(({ id }) => projectCell(project, id, i)));
  return {
    sheet: "附件6 项目清单",
    title: `附件6　${projectForm.titleZh}`,
    header: [fields.map(({ column }) => head(column))],
    rows: rows.length > 0 ? rows : [[cell("还没有列入清单的项目。", { columnSpan: fields.length, quiet: true })]],
    widths: projectColumns.map(([, width]) => width),
    notes: ["“预计”是立项时测算的新增覆盖户数，“实测”是开业以后按实际网点重新计算的户数。"],
    formulas: [
      { label: "预计新增覆盖户数", id: "siting.coverage" },
      { label: "实测新增覆盖户数", id: "project.measured" },
    ],
    isDense: true,
  };
}

function projectCell(project: ReportedProject, id: string, index: number): Cell {
  const text = (value: string | null): Cell => cell(value ?? "");
  switch (id) {
    case "number":
      return count(index + 1, { align: "center" });
    case "community":
      return text(project.community);
    case "name":
      return text(project.name);
    case "category":
      return cell(
        project.kind === null ? nameOf(project.category) : `${nameOf(project.category)}（${kindName(project.kind)}）`,
      );
    case "content":
      return text(project.content);
    case "site":
      return text(project.site?.name ?? null);
    case "responsibleUnit":
      return text(project.responsibleUnit);
    case "deadline":
      return text(project.deadline);
    case "state":
      return cell(projectForm.states.find((state) => state.id === project.state)!.nameZh, { align: "center" });
    case "forecastHouseholds":
      return project.forecast === null ? cell("") : count(project.forecast.households);
    case "measuredHouseholds":
      return project.measured === null ? cell("") : count(project.measured.households);
    default:
      throw new RangeError(`the list of projects has no column ${id}`);
  }
}
