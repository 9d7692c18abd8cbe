/** What can be asked for, and how each comes about: plain data and a basemap in, the bytes of a file out. */
import { cardSheet } from "./documents/card.ts";
import type { CardInput } from "./documents/card.ts";
import { circleReport } from "./documents/circle-report.ts";
import { districtReport } from "./documents/district-report.ts";
import type { DistrictReportInput } from "./documents/district-report.ts";
import { writeDocx } from "./documents/docx.ts";
import type { DocumentFacts } from "./documents/facts.ts";
import { handbookPages } from "./documents/handbook.ts";
import type { HandbookInput } from "./documents/handbook.ts";
import type { CircleReportInput } from "./documents/report-data.ts";
import { signSheet } from "./documents/sign.ts";
import type { SignInput } from "./documents/sign.ts";
import type { Report } from "./documents/tables.ts";
import { writeXlsx } from "./documents/xlsx.ts";
import { writePdf } from "./draw/pdf.ts";
import type { Drawing } from "./draw/scene.ts";
import { writeSvg } from "./draw/svg.ts";
import type { Letters } from "./fonts/letters.ts";
import type { Basemap } from "./map/basemap.ts";

export type DocumentOrder =
  | { kind: "sign.svg" | "sign.pdf"; input: SignInput }
  | { kind: "circle.docx" | "circle.xlsx"; input: CircleReportInput }
  | { kind: "district.docx" | "district.xlsx"; input: DistrictReportInput }
  | { kind: "handbook.pdf"; input: HandbookInput }
  | { kind: "card.pdf"; input: CardInput };

export interface MadeDocument {
  bytes: Uint8Array;
  /** Characters that no font has; drawn as 〓. */
  missing: string[];
}

export type OnStep = (step: string, fraction: number) => void;

/** Makes a document; equal orders give equal drawings. */
export async function makeDocument(
  order: DocumentOrder,
  basemap: Basemap,
  letters: Letters,
  onStep: OnStep,
): Promise<MadeDocument> {
  onStep("drawing maps and setting type", 0.1);
  switch (order.kind) {
    case "sign.svg":
    case "sign.pdf": {
      const { drawing } = await letters.typeset(() => signSheet(order.input, basemap, letters));
      if (order.kind === "sign.pdf") return pdfOf([drawing], letters, order.input.facts, "便民生活圈导视图");
      const svg = await letters.typeset(() => writeSvg(drawing, letters));
      return { bytes: new TextEncoder().encode(svg), missing: letters.missingIn([svg]) };
    }
    case "handbook.pdf": {
      const pages = await letters.typeset(() => handbookPages(order.input, letters));
      return pdfOf(pages, letters, order.input.facts, "便民服务手册");
    }
    case "card.pdf": {
      const card = await letters.typeset(() => cardSheet(order.input, basemap, letters));
      return pdfOf([card], letters, order.input.facts, "家门口便民服务卡");
    }
    case "circle.docx":
    case "circle.xlsx": {
      const report = await letters.typeset(() => circleReport(order.input, basemap, letters));
      return written(report, order.kind === "circle.docx", letters, onStep);
    }
    case "district.docx":
    case "district.xlsx": {
      const report = await letters.typeset(() => districtReport(order.input, basemap, letters));
      return written(report, order.kind === "district.docx", letters, onStep);
    }
  }
}

async function pdfOf(pages: Drawing[], letters: Letters, facts: DocumentFacts, subject: string): Promise<MadeDocument> {
  const about = { title: pages[0].title, subject, date: new Date(facts.asOf) };
  const bytes = await letters.typeset(() => writePdf(pages, letters, about));
  return { bytes, missing: letters.missingIn(pages.map((page) => JSON.stringify(page.items))) };
}

async function written(report: Report, isDocx: boolean, letters: Letters, onStep: OnStep): Promise<MadeDocument> {
  const write = isDocx ? writeDocx : writeXlsx;
  // Pictures take long to draw: only when all letters are there.
  const texts = JSON.stringify(report);
  await letters.typeset(() => [letters.width(texts, 400), letters.width(texts, 700)]);
  const bytes = await letters.typeset(() =>
    write(report, letters, (share) => onStep("drawing maps", 0.2 + share * 0.6)),
  );
  return { bytes, missing: letters.missingIn([JSON.stringify(report.blocks), report.title]) };
}
