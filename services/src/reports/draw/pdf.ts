/** Drawings as pages of a PDF: real text in embedded fonts, lines and areas as such. */
import PdfDocument from "pdfkit";
import type { Letters } from "../fonts/letters.ts";
import type { Weight } from "../fonts/glyph.ts";
import { outlineData, textsOf } from "./scene.ts";
import type { Drawing, Item, TextItem } from "./scene.ts";

export interface PdfAbout {
  title: string;
  subject: string;
  /** The moment that the document is of; equal input gives equal bytes. */
  date: Date;
}

const fontNames: Record<Weight, string> = { 400: "regular", 700: "bold" };

/** One page per drawing. To be called within `letters.typeset`. */
export async function writePdf(pages: readonly Drawing[], letters: Letters, about: PdfAbout): Promise<Uint8Array> {
  const document = new PdfDocument({
    autoFirstPage: false,
    margin: 0,
    pdfVersion: "1.7",
    lang: "zh-CN",
    displayTitle: true,
    info: { Title: about.title, Subject: about.subject, Creator: "quarterhour", CreationDate: about.date },
  });
  const chunks: Buffer[] = [];
  document.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => document.on("end", resolve).on("error", reject));
  const texts = pages.map(({ items }) => textsOf(items));
  for (const weight of [400, 700] as Weight[]) {
    const all = texts.flatMap((page) => page[weight]);
    if (all.length > 0) document.registerFont(fontNames[weight], Buffer.from(letters.fontFile(all, weight)));
  }
  for (const { width, height, items } of pages) {
    document.addPage({ size: [width, height], margin: 0 });
    for (const item of items) draw(document, letters, item);
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

function draw(document: PDFKit.PDFDocument, letters: Letters, item: Item): void {
  if (item.type === "text") {
    drawText(document, letters, item);
    return;
  }
  document.save();
  if (item.type === "clip") {
    document.path(item.clip).clip();
    for (const child of item.items) draw(document, letters, child);
  } else {
    const { d, fill, stroke, opacity, evenOdd } = item;
    document.path(d);
    if (opacity !== undefined) document.opacity(opacity);
    if (stroke) {
      document
        .lineWidth(stroke.width)
        .lineJoin("round")
        .lineCap(stroke.cap ?? "round");
      if (stroke.dash) document.dash(stroke.dash[0], { space: stroke.dash[1] ?? stroke.dash[0] });
    }
    const rule = evenOdd ? "even-odd" : "non-zero";
    if (fill && stroke) document.fillAndStroke(fill, stroke.color, rule);
    else if (fill) document.fill(fill, rule);
    else if (stroke) document.stroke(stroke.color);
  }
  document.restore();
}

/** The halo as a shape, so that the text is there once for whoever selects or searches it. */
function drawText(document: PDFKit.PDFDocument, letters: Letters, item: TextItem): void {
  const { x, y, text, size, weight, fill, anchor, rotate, halo, spots } = item;
  if (text === "") return;
  document.save();
  if (halo) {
    document
      .path(outlineData(letters, item))
      .lineWidth(halo.width * 2)
      .lineJoin("round")
      .stroke(halo.color);
  }
  document.font(fontNames[weight]).fontSize(size).fillColor(fill);
  if (spots) {
    // Whoever selects or searches it finds one word.
    document.markContent("Span", { actual: text });
    for (const [i, char] of [...text].entries()) {
      const half = (letters.width(char, weight) * size) / 2;
      document.text(char, spots[i][0] - half, spots[i][1], { lineBreak: false, baseline: "alphabetic" });
    }
    document.endMarkedContent();
    document.restore();
    return;
  }
  if (rotate) document.rotate(rotate, { origin: [x, y] });
  const width = letters.width(text, weight) * size;
  const left = anchor === "start" ? x : anchor === "middle" ? x - width / 2 : x - width;
  document.text(text, left, y, { lineBreak: false, baseline: "alphabetic" });
  document.restore();
}
