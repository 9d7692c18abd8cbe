/** A report as a text document (DOCX), with its own fonts and pictures. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table as DocxTable,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from "docx";
import type { IRunOptions } from "docx";
import { drawPng } from "../draw/png.ts";
import type { Picture } from "../draw/png.ts";
import { fontFamily } from "../fonts/letters.ts";
import type { Letters } from "../fonts/letters.ts";
import type { Block, Cell, MapPicture, Report, Table } from "./tables.ts";

/** Twentieths of a point. */
const twips = (millimeters: number): number => Math.round((millimeters / 25.4) * 1440);
const page = { width: 210, height: 297, margin: 20 };
const textWidth = page.width - 2 * page.margin;
const quiet = "505b6b";

/** `letters` must know all characters of the report. `onMap` is told after each map, 0 to 1. */
export async function writeDocx(
  report: Report,
  letters: Letters,
  onMap?: (share: number) => void,
): Promise<Uint8Array> {
  const maps = report.blocks.flatMap((block) => (block.kind === "map" ? [block.map] : []));
  const pictures = new Map<MapPicture, Picture>();
  for (const [i, map] of maps.entries()) {
    pictures.set(map, await drawPng(map.drawing, letters));
    onMap?.((i + 1) / maps.length);
  }
  const texts = textsOfReport(report);
  // Every weight has all characters: whoever edits the document may turn any of them bold.
  const embedded = [...texts, ...alwaysThere];
  const document = new Document({
    title: report.title,
    subject: report.subtitle,
    creator: "quarterhour",
    fonts: [
      {
        name: fontFamily,
        data: Buffer.from(letters.fontFile(embedded, 400)),
        bold: Buffer.from(letters.fontFile(embedded, 700)),
      },
    ],
    numbering: {
      config: [
        {
          reference: "points",
          levels: [
            {
              level: 0,
              format: LevelFormat.BULLET,
              text: "■",
              alignment: AlignmentType.LEFT,
              style: {
                paragraph: { indent: { left: 360, hanging: 300 } },
                run: { size: 14, color: "1d5fd1", font: fontFamily },
              },
            },
          ],
        },
      ],
    },
    styles: {
      default: {
        document: {
          run: { font: fontFamily, size: 21 },
          paragraph: { spacing: { line: 300, lineRule: LineRuleType.AUTO, after: 80 } },
        },
        heading1: {
          run: { font: fontFamily, size: 30, bold: true, color: "18202c" },
          paragraph: { spacing: { before: 240, after: 140 }, keepNext: true },
        },
        heading2: {
          run: { font: fontFamily, size: 24, bold: true, color: "18202c" },
          paragraph: { spacing: { before: 200, after: 80 }, keepNext: true },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(page.width), height: twips(page.height) },
            margin: {
              top: twips(page.margin),
              bottom: twips(18),
              left: twips(page.margin),
              right: twips(page.margin),
              header: twips(10),
              footer: twips(9),
            },
          },
        },
        headers: { default: new Header({ children: [headLine(report)] }) },
        footers: { default: new Footer({ children: [footLine(report)] }) },
        children: [...titleBlocks(report), ...report.blocks.flatMap((block) => blockItems(block, pictures, letters))],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

const alwaysThere = [
  "0123456789 /　·第页共■，。、；：（）%～另有行见同名工作簿—≥√□？abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_",
];

function textsOfReport({ title, subtitle, lines, credit, blocks }: Report): string[] {
  const cells = (table: Table): string[] =>
    [...table.header, ...table.rows].flat().flatMap(({ text, items = [] }) => [text, ...items]);
  const texts = blocks.flatMap((block): string[] => {
    if (block.kind === "table") {
      const { table } = block;
      return [table.title ?? "", ...cells(table), ...table.notes, formulaLine(table) ?? ""];
    }
    if (block.kind === "list") return block.items;
    if (block.kind === "map") return [block.map.title];
    return block.kind === "page" ? [] : [block.text];
  });
  return [title, subtitle, ...lines, credit, fictionalText, ...texts];
}

const fictionalText = "示例数据，纯属虚构";

function run(text: string, options: Omit<IRunOptions, "text"> = {}): TextRun[] {
  return text
    .split("\n")
    .map((line, i) => new TextRun({ text: clean(line), font: fontFamily, ...options, ...(i > 0 && { break: 1 }) }));
}

/** Characters that XML does not allow are left out. */
function clean(text: string): string {
  return text.replaceAll(/[^\t\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
}

function headLine({ title, subtitle, isFictional }: Report): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.RIGHT,
    children: run(`${title} · ${subtitle}${isFictional ? `（${fictionalText}）` : ""}`, { size: 16, color: quiet }),
  });
}

function footLine({ credit }: Report): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      ...run(`${credit}　第 `, { size: 15, color: quiet }),
      new TextRun({ children: [PageNumber.CURRENT], size: 15, color: quiet, font: fontFamily }),
      ...run(" 页，共 ", { size: 15, color: quiet }),
      new TextRun({ children: [PageNumber.TOTAL_PAGES], size: 15, color: quiet, font: fontFamily }),
      ...run(" 页", { size: 15, color: quiet }),
    ],
  });
}

function titleBlocks({ title, subtitle, lines, isFictional }: Report): Paragraph[] {
  return [
    new Paragraph({ spacing: { before: 120, after: 60 }, children: run(title, { size: 48, bold: true }) }),
    new Paragraph({ spacing: { after: 60 }, children: run(subtitle, { size: 28, color: quiet }) }),
    ...lines.map((line) => new Paragraph({ spacing: { after: 20 }, children: run(line, { size: 18, color: quiet }) })),
    ...(isFictional
      ? [
          new Paragraph({
            spacing: { before: 60 },
            shading: { type: ShadingType.CLEAR, fill: "ffe9b8", color: "auto" },
            children: run(fictionalText, { bold: true, color: "5a3b00" }),
          }),
        ]
      : []),
  ];
}

function blockItems(
  block: Block,
  pictures: ReadonlyMap<MapPicture, Picture>,
  letters: Letters,
): (Paragraph | DocxTable)[] {
  switch (block.kind) {
    case "heading":
      return [
        new Paragraph({
          heading: block.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
          children: run(block.text),
        }),
      ];
    case "text":
      return [
        new Paragraph({
          children: run(
            block.text,
            block.tone === "note" ? { size: 17, color: quiet } : { bold: block.tone === "strong" },
          ),
        }),
      ];
    case "list":
      return block.items.map(
        (text) => new Paragraph({ numbering: { reference: "points", level: 0 }, children: run(text) }),
      );
    case "page":
      return [
        new Paragraph({
          pageBreakBefore: true,
          spacing: { line: 20, lineRule: LineRuleType.EXACT, after: 0 },
          children: [],
        }),
      ];
    case "map":
      return mapItems(block.map, pictures.get(block.map)!);
    case "table":
      return tableItems(block.table, letters);
  }
}

function mapItems(map: MapPicture, { png, width, height }: Picture): Paragraph[] {
  const shownWidth = (textWidth / 25.4) * 96;
  return [
    new Paragraph({
      keepNext: true,
      spacing: { before: 160, after: 60 },
      children: run(map.title, { bold: true }),
    }),
    new Paragraph({
      spacing: { after: 120, line: 240, lineRule: LineRuleType.AUTO },
      children: [
        new ImageRun({
          type: "png",
          data: png,
          transformation: { width: Math.round(shownWidth), height: Math.round((shownWidth * height) / width) },
          altText: { name: map.title, title: map.title, description: map.description },
        }),
      ],
    }),
  ];
}

const border = { style: BorderStyle.SINGLE, size: 4, color: "9aa3ae" };
const borders = { top: border, bottom: border, left: border, right: border };

/** A list of thousands is for a workbook. */
const mostRows = 800;

function tableItems(table: Table, letters: Letters): (Paragraph | DocxTable)[] {
  const all = table.widths.reduce((sum, width) => sum + width, 0);
  const columnWidths = table.widths.map((width) => Math.round((twips(textWidth) * width) / all));
  const size = table.isDense ? 16 : 19;
  const shown = table.rows.slice(0, mostRows);
  const rowOf = (cells: readonly Cell[], isHeader: boolean) =>
    new TableRow({
      tableHeader: isHeader,
      // Forms have cells that are taller than what is left of a page.
      cantSplit: cells.every(({ text }) => text.length < 160),
      children: cells.map((cell) =>
        cellItem(withWholeItems(cell, columnWidths, size, letters), size, table.isDense === true),
      ),
    });
  const items: (Paragraph | DocxTable)[] = [];
  if (table.title !== null) {
    items.push(
      new Paragraph({
        keepNext: true,
        spacing: { before: 200, after: 80 },
        children: run(table.title, { bold: true, size: 22 }),
      }),
    );
  }
  items.push(
    new DocxTable({
      width: { size: twips(textWidth), type: WidthType.DXA },
      columnWidths,
      layout: TableLayoutType.FIXED,
      margins: { top: table.isDense ? 20 : 35, bottom: table.isDense ? 20 : 35, left: 70, right: 70 },
      rows: [...table.header.map((row) => rowOf(row, true)), ...shown.map((row) => rowOf(row, false))],
    }),
  );
  const rest = table.rows.length - shown.length;
  const cutNote = rest > 0 ? `另有 ${rest} 行，见同名工作簿（XLSX）。` : null;
  const notes = [cutNote, ...table.notes, formulaLine(table)].filter((note) => note !== null);
  for (const note of notes) {
    items.push(
      new Paragraph({
        spacing: { before: 40, after: 20, line: 260, lineRule: LineRuleType.AUTO },
        children: run(note, { size: 15, color: quiet }),
      }),
    );
  }
  items.push(new Paragraph({ spacing: { after: 60, line: 120, lineRule: LineRuleType.EXACT }, children: [] }));
  return items;
}

/** Lines broken between items that must stay whole, in the widest column, where such cells are. */
function withWholeItems(cell: Cell, columnWidths: readonly number[], size: number, letters: Letters): Cell {
  if (cell.items === undefined) return cell;
  // Twentieths of a point; halves of a point.
  const room = (Math.max(...columnWidths) - 180) / 20;
  const width = (text: string): number => (letters.width(text, 400) * size) / 2;
  const lines: string[] = [];
  for (const item of cell.items) {
    const last = lines[lines.length - 1];
    if (last !== undefined && width(`${last}　${item}`) <= room) lines[lines.length - 1] = `${last}　${item}`;
    else lines.push(item);
  }
  return { ...cell, text: [cell.text, ...lines].join("\n") };
}

/** Which formula gives which column. */
export function formulaLine({ formulas }: Table): string | null {
  return formulas.length === 0 ? null : `公式：${formulas.map(({ label, id }) => `${label} ${id}`).join("；")}`;
}

const alignments = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT };

function cellItem(
  { text, bold, quiet: isQuiet, fill, align, columnSpan, rowSpan }: Cell,
  size: number,
  isSmall: boolean,
): TableCell {
  return new TableCell({
    borders,
    verticalAlign: VerticalAlign.CENTER,
    ...(columnSpan !== undefined && { columnSpan }),
    ...(rowSpan !== undefined && { rowSpan }),
    ...(fill !== undefined && { shading: { type: ShadingType.CLEAR, fill: fill.slice(1), color: "auto" } }),
    children: [
      new Paragraph({
        alignment: alignments[align ?? "left"],
        spacing: { line: isSmall ? 230 : 250, lineRule: LineRuleType.AUTO, after: 0 },
        children: run(text, {
          size,
          ...(bold && { bold }),
          ...(isQuiet && { color: quiet }),
        }),
      }),
    ],
  });
}
