/** What must hold of the documents of any city. */
import { categories, categoryOf } from "@quarterhour/data";
import type { FastifyInstance } from "fastify";
import { expect } from "vitest";
import type { CircleAssessment } from "../../src/assessment/circles/types.ts";
import type { Circle } from "../../src/store/index.ts";
import { fetched } from "./city.ts";
import {
  docxRows,
  fontsOf,
  hasWhiteRim,
  imagesOf,
  pageCount,
  picturesOf,
  printed,
  solid,
  textOf,
  xlsxRows,
} from "./office.ts";

const withCommas = (value: number): string => Math.round(value).toLocaleString("en-US");

/** Full reports of some circles have the figures of the API; opened in LibreOffice they look as they should. As PDF. */
export async function checkReports(
  app: FastifyInstance,
  circles: readonly Pick<Circle, "id" | "city">[],
): Promise<Record<string, Buffer>> {
  const assessments = new Map<string, CircleAssessment>();
  const files: Record<string, Uint8Array> = {};
  for (const [i, { id, city }] of circles.entries()) {
    const path = `${city}/circles/${id}`;
    const assessment = JSON.parse((await fetched(app, `${path}/assessment`)).toString("utf8")) as CircleAssessment;
    const docx = await fetched(app, `${path}/report.docx`);
    checkFigures(await docxRows(docx), assessment);
    const xlsx = await fetched(app, `${path}/report.xlsx`);
    await checkWorkbook(xlsx, assessment);
    assessments.set(`${city}.docx`, assessment);
    files[`${city}.docx`] = docx;
    // One workbook is printed like another.
    if (i === 0) files["book.xlsx"] = xlsx;
  }
  const pages = await printed(files);
  for (const [name, pdf] of Object.entries(pages)) {
    const assessment = assessments.get(name);
    if (assessment !== undefined) await checkText(pdf, assessment);
    expect((await imagesOf(pdf)).filter(({ width, height }) => width > 1000 && height > 500)).toHaveLength(2);
    const resolution = 36;
    for (const [page, picture] of (await picturesOf(pdf, resolution)).entries()) {
      expect(hasWhiteRim(picture, 7, resolution), `${name}, page ${page + 1}: something runs over the edge`).toBe(true);
    }
  }
  return pages;
}

async function checkText(pdf: Uint8Array, { circle, members }: CircleAssessment): Promise<void> {
  const text = solid(await textOf(pdf));
  expect(text).toContain(solid(circle!.name));
  expect(text).toContain(`${withCommas(members.households)}户`);
  expect(text).not.toMatch(/[\uFFFD〓]/);
  for (const { nameZh } of categories) expect(text).toContain(nameZh);
  // Any other font would stand for letters that ours does not have.
  expect((await fontsOf(pdf)).filter(({ name, isEmbedded }) => !name.includes("NotoSansSC") || !isEmbedded)).toEqual(
    [],
  );
  const count = await pageCount(pdf);
  expect(count).toBeGreaterThanOrEqual(8);
  expect(count).toBeLessThanOrEqual(30);
}

function checkFigures(rows: string[][], { reach, presence, members, quality }: CircleAssessment): void {
  const rowOf = (first: string, columns: number): string[] | undefined =>
    rows.find((row) => row[0] === first && row.length === columns);
  for (const { category, households, share } of reach.categories) {
    const row = rowOf(categoryOf(category).nameZh, 8)!;
    const isKnown = households.reached + households.gap > 0 || households.unknown === 0;
    const there = presence.categories.find((one) => one.category === category)!;
    expect(row[1]).toBe(there.present === null ? "不明" : there.present ? `有（${there.outlets}）` : "没有");
    expect(row.slice(2, 5)).toEqual([
      isKnown ? withCommas(households.reached) : "—",
      isKnown ? withCommas(households.gap) : "—",
      withCommas(households.unknown),
    ]);
    if (share === null) expect(row[5]).toBe("不明");
    else expect(Math.abs(Number.parseFloat(row[5]) / 100 - share)).toBeLessThanOrEqual(0.0011);
  }
  expect(rowOf("户数", 3)![1]).toContain(withCommas(members.households));
  const total = rowOf("分值总计", 5)!;
  expect(total[4].startsWith(String(presence.points))).toBe(true);
  expect(total[1]).toContain(presence.type?.nameZh ?? "尚未达到基础型");
  expect(rowOf("总分", 5)![4]).toBe(String(Math.round(quality!.points * 100) / 100));
  for (const indicator of quality!.indicators) {
    const row = rows.find((one) => one.length >= 6 && one[0] === String(indicator.order))!;
    const shown = row[row.length - 1];
    if (indicator.points === null) expect(shown).toContain("待定");
    else expect(shown).toBe(String(Math.round(indicator.points * 100) / 100));
  }
  // Each of them names its formula.
  for (const note of ["circle.members", "coverage.share", "presence.basic", "quality.points"]) {
    expect(rows.flat()).toContain(note);
  }
}

async function checkWorkbook(xlsx: Uint8Array, { reach }: CircleAssessment): Promise<void> {
  const rows = await xlsxRows(xlsx, "可达情况");
  for (const { category, households, share } of reach.categories) {
    const row = rows.find(([first]) => first === categoryOf(category).nameZh)!;
    expect(row[4]).toBe(households.unknown);
    if (share === null) continue;
    expect(row.slice(2, 4)).toEqual([households.reached, households.gap]);
    expect(row[5]).toBeCloseTo(share, 4);
  }
  for (const sheet of ["附件2 有没有", "附件3 好不好", "附件5 建设情况", "附件6 项目清单", "网点名录"]) {
    expect((await xlsxRows(xlsx, sheet)).length).toBeGreaterThan(2);
  }
}
