/** 一圈一策: the report of a circle, from what there is to what should be done. */
import { categoryOf, presenceTable } from "@quarterhour/data";
import { dayInChina } from "../../china-clock.ts";
import type { Letters } from "../fonts/letters.ts";
import type { Basemap } from "../map/basemap.ts";
import { presenceForm, projectTable, qualityForm, situationTable } from "./attachments.ts";
import { creditText, dataText, profileName, walkingText } from "./facts.ts";
import type { DocumentFacts } from "./facts.ts";
import {
  basicsTable,
  contradictionTable,
  indicatorTable,
  outletTable,
  proposalTable,
  qualityDetailTable,
  reachTable,
  surveyTable,
} from "./findings.ts";
import { formulaText, idsOf } from "./formulas.ts";
import type { CircleReportInput } from "./report-data.ts";
import { gapMap, overviewMap } from "./report-maps.ts";
import { cell, count, head, pointsText, shareText } from "./tables.ts";
import type { Block, Report, Table } from "./tables.ts";

/** To be called within `letters.typeset`. */
export function circleReport(input: CircleReportInput, basemap: Basemap, letters: Letters): Report {
  const { circle, facts, area, assessment } = input;
  const contradictions = contradictionTable(input);
  const table = (one: Table | null): Block[] => (one === null ? [] : [{ kind: "table", table: one }]);
  const chapters: { title: string; blocks: Block[]; startsPage?: boolean }[] = [
    { title: "要点", blocks: [{ kind: "list", items: mainPoints(input) }] },
    {
      title: "基本情况",
      blocks: [...table(basicsTable(input)), { kind: "map", map: overviewMap(input, basemap, letters) }],
    },
    {
      title: "够得到，够不到",
      blocks: [
        ...table(contradictions),
        { kind: "map", map: gapMap(input, basemap, letters) },
        ...table(reachTable(input)),
      ],
    },
    { title: "业态“有没有”", startsPage: true, blocks: table(presenceForm(input)) },
    {
      title: "服务“好不好”",
      startsPage: true,
      blocks: [
        ...table(qualityForm(input)),
        ...table(qualityDetailTable(input)),
        ...table(surveyTable(input)),
        ...table(indicatorTable(input)),
      ],
    },
    {
      title: "缺什么，补什么",
      blocks: [...table(proposalTable(input)), ...table(projectTable(input.projects))],
    },
    { title: "建设情况调查表", startsPage: true, blocks: table(situationTable(input)) },
    { title: "网点名录", startsPage: true, blocks: table(outletTable(input.outlets)) },
  ];
  const numbered = chapters.flatMap(({ title, blocks, startsPage }, i): Block[] => [
    ...(startsPage ? [{ kind: "page" } as const] : []),
    { kind: "heading", level: 1, text: `${chineseNumbers[i]}、${title}` },
    ...blocks,
  ]);
  return {
    title: circle.name,
    subtitle: "一圈一策：便民生活圈建设报告",
    lines: [[facts.city.nameZh, area].filter(Boolean).join(" · "), dayInChina(facts.asOf), dataText(facts)],
    isFictional: facts.city.fictional,
    credit: creditText(facts),
    blocks: [
      ...numbered,
      { kind: "heading", level: 1, text: `${chineseNumbers[chapters.length]}、口径、公式和资料来源` },
      ...appendix(facts, numbered, assessment.basis.privateWays),
    ],
  };
}

export const chineseNumbers = [..."一二三四五六七八九十"];

/** What a head of a bureau reads; the contradiction that no official table shows comes first. */
function mainPoints({ circle, assessment, outlets, projects }: CircleReportInput): string[] {
  const { members, presence, reach, quality, survey } = assessment;
  const found: string[] = [];
  const worst = reach.contradictions.slice(0, 3);
  if (worst.length > 0) {
    const list = worst.map(
      ({ category, householdsWithout }) => `${categoryOf(category).nameZh} ${count(householdsWithout).text} 户`,
    );
    found.push(`圈内虽有、仍走不到的住户：${list.join("，")}。（circle.contradiction）`);
  }
  const estimated = members.householdsEstimated ? "（部分为估算）" : "";
  found.push(
    `${circle.name}有住户 ${count(members.households).text} 户${estimated}，正在营业的网点 ${count(outlets.length).text} 处。（circle.members、outlets.count）`,
  );
  const type = presence.type?.nameZh ?? presenceTable.belowAll.nameZh;
  const range =
    presence.range.max > presence.range.min ? `；不明的业态若都有，最高 ${pointsText(presence.range.max)} 分` : "";
  found.push(`业态“有没有”${pointsText(presence.points)} 分，初步划为${type}${range}。（presence.type）`);
  const basic = presence.parts.find(({ id }) => id === "basic")!;
  if (basic.missing.length > 0) {
    found.push(
      `没有的基本保障类业态：${basic.missing.map((id) => categoryOf(id).nameZh).join("、")}。（presence.basic）`,
    );
  }
  if (basic.unknown.length > 0) {
    found.push(
      `资料不明、须先查清的基本保障类业态：${basic.unknown.map((id) => categoryOf(id).nameZh).join("、")}。（presence.basic）`,
    );
  }
  if (reach.meanBasicShare !== null) {
    found.push(`20 种基本保障类业态平均可达率 ${shareText(reach.meanBasicShare)}。（circle.reach）`);
  }
  if (quality !== null) {
    const open = quality.unknownPoints > 0 ? `，另有 ${pointsText(quality.unknownPoints)} 分尚无依据` : "";
    found.push(`服务“好不好”${pointsText(quality.points)} 分${open}。（quality.points）`);
  }
  if (survey !== null)
    found.push(
      `满意度答卷 ${count(survey.responses).text} 份，业态满意度 ${shareText(survey.categorySatisfiedShare)}。（survey.category-satisfied）`,
    );
  if (projects.length > 0) found.push(`列入项目清单 ${projects.length} 项。`);
  return found;
}

/** Where the figures come from. */
export function appendix(facts: DocumentFacts, blocks: readonly Block[], privateWays: string): Block[] {
  const named = new Map<string, string>();
  for (const block of blocks) {
    if (block.kind === "list") for (const item of block.items) noteIds(item, named);
    if (block.kind !== "table") continue;
    for (const { id } of block.table.formulas) for (const one of idsOf(id)) named.set(one, formulaText(one));
    for (const row of block.table.rows) {
      const last = row[row.length - 1]?.text ?? "";
      for (const one of idsOf(last)) if (/^[a-z]+\.[a-zA-Z0-9.-]+$/.test(one)) named.set(one, formulaText(one));
    }
  }
  return [
    { kind: "table", table: parameterTable(facts, privateWays) },
    {
      kind: "table",
      table: {
        sheet: "公式",
        title: "公式",
        header: [[head("编号"), head("算法")]],
        rows: [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, text]) => [cell(id), cell(text)]),
        widths: [25, 75],
        notes: ["各公式的出处见程序说明 services/src/assessment/README.md。"],
        formulas: [],
        isDense: true,
      },
    },
  ];
}

function noteIds(text: string, named: Map<string, string>): void {
  for (const [, ids] of text.matchAll(/（([a-z][a-zA-Z0-9.、-]+)）/g)) {
    for (const id of idsOf(ids)) named.set(id, formulaText(id));
  }
}

function parameterTable(facts: DocumentFacts, privateWays: string): Table {
  const sources = facts.sources.map(({ name, outlets }) => `${name}（${outlets} 处）`).join("、");
  const rows: [string, string][] = [
    ["地图", `${facts.mapDate === null ? "日期不详" : dayInChina(facts.mapDate)}，${creditText(facts)}`],
    ["网点资料", `截至 ${dayInChina(facts.asOf)}：${sources || "没有"}`],
    ["步行", `${walkingText(facts)}；小区内部道路${privateWays === "exclude" ? "不计" : "只供出入本小区"}`],
    ["步行者", profileName(facts.profile)],
    ["路网版本", facts.networkVersion],
    ["政策依据", presenceTable.source],
    ["网址", facts.origin],
  ];
  return {
    sheet: "口径",
    title: "参数和资料来源",
    header: [],
    rows: rows.map(([label, text]) => [cell(label, { bold: true }), cell(text)]),
    widths: [18, 82],
    notes: [],
    formulas: [],
    isDense: true,
  };
}
