/** Tables of a circle's report that no official form has: who reaches what, why points were given, what to do. */
import { categoryOf } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { QualityMeasure } from "../../assessment/quality/types.ts";
import { minutesOf } from "./facts.ts";
import { hoursText } from "./hours-text.ts";
import type { CircleReportInput, ReportedOutlet } from "./report-data.ts";
import { cell, count, decimal, head, minutes, points, pointsText, share, unknownText } from "./tables.ts";
import type { Cell, Table } from "./tables.ts";

const tierNames = { basic: "基本保障类", quality: "品质提升类" } as const;

export function basicsTable({ circle, area, assessment, facts }: CircleReportInput): Table {
  const { members, basis, reach } = assessment;
  const communities = members.communities.map(({ name, shareInside }) =>
    shareInside > 0.995 ? name : `${name}（${Math.max(1, Math.round(shareInside * 100))}%）`,
  );
  const estimated = (is: boolean): string => (is ? "（部分为估算）" : "");
  const rows: [string, Cell, string][] = [
    ["所在区域", cell(area ?? facts.city.nameZh), ""],
    ["四至范围", cell(circle.bounds.text), "circle.bounds"],
    ["面积（平方千米）", decimal(circle.areaSquareMeters / 1e6, 2, { align: "left" }), "circle.area"],
    ["服务社区", cell(communities.join("、") || unknownText), "circle.members"],
    ["住宅楼（处）", count(members.residences, { align: "left" }), "circle.members"],
    [
      "户数",
      {
        ...count(members.households, { align: "left" }),
        text: `${count(members.households).text}${estimated(members.householdsEstimated)}`,
      },
      "circle.members",
    ],
    [
      "人口",
      members.people === null
        ? cell(unknownText, { quiet: true })
        : {
            ...count(members.people, { align: "left" }),
            text: `${count(members.people).text}${estimated(members.peopleEstimated)}`,
          },
      "circle.members",
    ],
    ["20 种基本业态的平均可达率", share(reach.meanBasicShare, { align: "left" }), "circle.reach"],
    ["资料有担保的比例", share(basis.knownShare, { align: "left" }), "circle.known-share"],
  ];
  return {
    sheet: "基本情况",
    title: null,
    header: [[head("项目"), head("内容"), head("公式")]],
    rows: rows.map(([label, value, formula]) => [cell(label, { bold: true }), value, cell(formula, { quiet: true })]),
    widths: [24, 56, 20],
    notes: [],
    formulas: [],
  };
}

/** What the official table counts as there, beside who really reaches it on foot. */
export function reachTable({ assessment }: CircleReportInput): Table {
  const { presence, reach } = assessment;
  const rows: Cell[][] = [];
  for (const tier of ["basic", "quality"] as const) {
    const own = reach.categories.filter((category) => category.tier === tier);
    rows.push([
      cell(`${tierNames[tier]}（步行 ${own[0].ringMinutes} 分钟）`, { bold: true, fill: "#f4f5f7", columnSpan: 8 }),
    ]);
    for (const { category, households, share: reached, meanSeconds, p90Seconds } of own) {
      const there = presence.categories.find((one) => one.category === category)!;
      const contradicts = reach.contradictions.some((one) => one.category === category);
      // Where nothing is known, nought would say that nobody reaches one.
      const isKnown = households.reached + households.gap > 0 || households.unknown === 0;
      const fill = contradicts ? { fill: "#fff1e4" } : {};
      rows.push([
        cell(categoryOf(category).nameZh, fill),
        cell(there.present === null ? unknownText : there.present ? `有（${there.outlets}）` : "没有", {
          align: "center",
          ...(there.present === null && { quiet: true }),
          ...fill,
        }),
        ...(isKnown
          ? [
              count(households.reached, fill),
              count(households.gap, { ...fill, ...(households.gap > 0 && { bold: true }) }),
            ]
          : [cell("—", { align: "right", quiet: true }), cell("—", { align: "right", quiet: true })]),
        count(households.unknown, { ...fill, quiet: true }),
        share(reached, fill),
        minutes(meanSeconds, fill),
        minutes(p90Seconds, fill),
      ]);
    }
  }
  return {
    sheet: "可达情况",
    title: "各业态可达情况",
    header: [
      [
        "业态",
        "圈内有没有",
        "够得到（户）",
        "够不到（户）",
        "不明（户）",
        "可达率",
        "平均（分钟）",
        "九成住户（分钟）",
      ].map((text) => head(text)),
    ],
    rows,
    widths: [23, 13, 12, 12, 10, 10, 10, 10],
    notes: [
      "可达率＝够得到的户数÷（够得到＋够不到），不明的不计入。底色标出的业态圈内虽有，仍有住户走不到。平均和九成住户的步行时间只算半小时内能走到的住户。",
    ],
    formulas: [
      { label: "够得到、够不到、不明、可达率", id: "coverage.share" },
      { label: "平均", id: "coverage.mean" },
      { label: "九成住户", id: "coverage.p90" },
      { label: "圈内有没有", id: "presence.basic、presence.quality" },
    ],
    isDense: true,
  };
}

/** The table says it is there; the homes say otherwise. */
export function contradictionTable({ assessment }: CircleReportInput): Table | null {
  const { contradictions } = assessment.reach;
  if (contradictions.length === 0) return null;
  return {
    sheet: "有而不及",
    title: "圈内虽有、许多住户走不到的业态",
    header: [["业态", "走不到的户数", "可达率"].map((text) => head(text))],
    rows: contradictions.map(({ category, householdsWithout, share: reached }) => [
      cell(categoryOf(category).nameZh),
      count(householdsWithout, { bold: true }),
      share(reached),
    ]),
    widths: [50, 25, 25],
    notes: [],
    formulas: [
      { label: "走不到的户数", id: "circle.contradiction" },
      { label: "可达率", id: "coverage.share" },
    ],
  };
}

/** Each part of 好不好: what was found, on which evidence, what earns the next points. */
export function qualityDetailTable({ assessment }: CircleReportInput): Table | null {
  if (assessment.quality === null) return null;
  const rows: Cell[][] = [];
  for (const indicator of assessment.quality.indicators) {
    for (const [i, part] of indicator.parts.entries()) {
      const score =
        part.points === null
          ? cell(`待定 ${pointsText(part.atLeast)}～${pointsText(part.atMost)}`, { align: "center", quiet: true })
          : points(part.points, { bold: true });
      rows.push([
        ...(i === 0
          ? [cell(`${indicator.order}. ${indicator.nameZh}`, { bold: true, rowSpan: indicator.parts.length })]
          : []),
        cell(part.textZh),
        score,
        points(part.maxPoints),
        cell(part.measures.map(measureText).join("\n")),
        cell(part.next === null ? "—" : part.next.text),
        cell(part.formula, { quiet: true }),
      ]);
    }
  }
  return {
    sheet: "好不好逐项",
    title: "“好不好”逐项说明",
    header: [["指标", "评分规则", "得分", "满分", "查到的情况和依据", "怎样再得分", "公式"].map((text) => head(text))],
    rows,
    widths: [9, 21, 8, 6, 25, 15, 16],
    notes: [],
    formulas: [],
    isDense: true,
  };
}

function measureText({ nameZh, found, evidence }: QualityMeasure): string {
  const said = evidence.map(({ text, date }) => [text, date && `（${date}）`].filter(Boolean).join("")).filter(Boolean);
  return `${nameZh}：${[found, ...said].filter(Boolean).join("；")}`;
}

export function proposalTable({ assessment }: CircleReportInput): Table {
  const rows = assessment.proposals.map(({ category, reasonZh, householdsGain }, i) => [
    count(i + 1, { align: "center" }),
    cell(categoryOf(category).nameZh, { bold: true }),
    cell(tierNames[categoryOf(category).tier]),
    cell(reasonZh),
    count(householdsGain),
  ]);
  return {
    sheet: "补建建议",
    title: "补建建议",
    header: [["序号", "业态", "类别", "理由", "现在够不到的户数"].map((text) => head(text))],
    rows: rows.length > 0 ? rows : [[cell("按现有资料没有补建建议。", { columnSpan: 5, quiet: true })]],
    widths: [7, 20, 16, 40, 17],
    notes: ["资料不明的业态不在建议之列：先查清有没有，再谈补不补。"],
    formulas: [
      { label: "建议", id: "circle.proposal" },
      { label: "现在够不到的户数", id: "coverage.share" },
    ],
  };
}

export function indicatorTable({ assessment }: CircleReportInput): Table | null {
  if (assessment.indicators.length === 0) return null;
  return {
    sheet: "指标",
    title: "其他指标",
    header: [["指标", "数值", "单位", "公式"].map((text) => head(text))],
    rows: assessment.indicators.map(({ id, nameZh, value, reason, unit, formula }) => [
      cell(nameZh),
      value === null
        ? cell(reason === null ? unknownText : `${unknownText}：${reason}`, { quiet: true })
        : {
            ...decimal(value, Number.isInteger(value) ? 0 : 2),
            ...(Number.isInteger(value) && { format: "0", text: String(value) }),
          },
      cell(unit, { align: "center" }),
      cell(`${id}＝${formula}`, { quiet: true }),
    ]),
    widths: [28, 16, 12, 44],
    notes: [],
    formulas: [],
  };
}

export function surveyTable({ assessment }: CircleReportInput): Table | null {
  const { survey } = assessment;
  if (survey === null) return null;
  const enough =
    survey.sufficient === null ? unknownText : survey.sufficient ? "符合（不少于 10%）" : "不符合（须不少于 10%）";
  const rows: [string, Cell, string][] = [
    ["答卷（份）", count(survey.responses, { align: "left" }), "survey.sample"],
    ["服务人口", count(survey.people, { align: "left" }), "circle.members"],
    ["样本占服务人口", share(survey.sampleShare, { align: "left" }), "survey.sample"],
    ["样本要求", cell(enough), "survey.sample"],
    ["业态满意度", share(survey.categorySatisfiedShare, { align: "left" }), "survey.category-satisfied"],
    ["服务满意度", share(survey.serviceSatisfiedShare, { align: "left" }), "survey.service-satisfied"],
  ];
  return {
    sheet: "满意度",
    title: "满意度调查（附件4 问卷）",
    header: [[head("项目"), head("结果"), head("公式")]],
    rows: rows.map(([label, value, formula]) => [cell(label, { bold: true }), value, cell(formula, { quiet: true })]),
    widths: [40, 35, 25],
    notes: [],
    formulas: [],
  };
}

/** All outlets in the circle, by category; one that does several things stands under each. */
export function outletTable(outlets: readonly ReportedOutlet[]): Table {
  const rows: Cell[][] = [];
  const byCategory = new Map<CategoryId, ReportedOutlet[]>();
  for (const outlet of outlets) {
    for (const category of new Set(outlet.services.map((service) => service.category))) {
      byCategory.set(category, [...(byCategory.get(category) ?? []), outlet]);
    }
  }
  const sorted = [...byCategory].sort(([a], [b]) => categoryOf(a).order - categoryOf(b).order);
  const ordered = [
    ...sorted.filter(([id]) => categoryOf(id).tier === "basic"),
    ...sorted.filter(([id]) => categoryOf(id).tier === "quality"),
  ];
  for (const [category, own] of ordered) {
    for (const outlet of own) {
      rows.push([
        cell(categoryOf(category).nameZh),
        cell(outlet.name),
        cell(outlet.address ?? ""),
        cell(outlet.phone ?? ""),
        cell(hoursText(outlet.openingHours, outlet.openingHoursText)),
        outlet.walkSeconds === null ? cell("—", { align: "right", quiet: true }) : count(minutesOf(outlet.walkSeconds)),
      ]);
    }
  }
  return {
    sheet: "网点名录",
    title: "圈内网点名录",
    header: [["业态", "名称", "地址", "电话", "营业时间", "离圈中心（分钟）"].map((text) => head(text))],
    rows: rows.length > 0 ? rows : [[cell("圈内没有网点资料。", { columnSpan: 6, quiet: true })]],
    widths: [13, 24, 23, 14, 19, 7],
    notes: ["空格：资料里没有。"],
    formulas: [{ label: "离圈中心", id: "walk.seconds" }],
    isDense: true,
  };
}
