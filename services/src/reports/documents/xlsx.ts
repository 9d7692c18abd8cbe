/** A report as a workbook (XLSX): a sheet for each table, the maps on one of their own. */
import writeXlsxFile from "write-excel-file/node";
import type { Feature } from "write-excel-file/node";
import { drawPng } from "../draw/png.ts";
import type { Letters } from "../fonts/letters.ts";
import { formulaLine } from "./docx.ts";
import { gridOf } from "./tables.ts";
import type { Cell, MapPicture, Report, Table } from "./tables.ts";

interface SheetImage {
  content: Buffer;
  contentType: string;
  width: number;
  height: number;
  dpi: number;
  anchor: { row: number; column: number };
  title: string;
  description: string;
}

interface Sheet {
  sheet: string;
  data: unknown[][];
  columns?: { width: number }[];
  orientation: "portrait" | "landscape";
  images?: SheetImage[];
  showGridLines?: boolean;
}

/** Characters that fit across a sheet of A4, upright and lying. */
const sheetCharacters = { portrait: 84, landscape: 124 };

/** `letters` must know all characters of the maps. */
export async function writeXlsx(
  report: Report,
  letters: Letters,
  onMap?: (share: number) => void,
): Promise<Uint8Array> {
  const tables = report.blocks.flatMap((block) => (block.kind === "table" ? [block.table] : []));
  const maps = report.blocks.flatMap((block) => (block.kind === "map" ? [block.map] : []));
  const lists = report.blocks.flatMap((block) => (block.kind === "list" ? block.items : []));
  const sheets: Sheet[] = [cover(report, lists), ...tables.map((table) => tableSheet(report, table))];
  for (const [i, map] of maps.entries()) {
    sheets.splice(1 + i, 0, await mapSheet(map, i + 1, letters));
    onMap?.((i + 1) / maps.length);
  }
  const options = { fontFamily: "Noto Sans SC", fontSize: 10, features: [onePageWide] };
  const file = writeXlsxFile(sheets as never, options as never);
  return new Uint8Array(await file.toBuffer());
}

/** Printed, a sheet is as wide as the paper and as long as it takes. */
const onePageWide: Feature<Buffer> = {
  files: {
    transform: {
      "xl/worksheets/sheet{id}.xml": {
        transform: (xml) =>
          xml
            .replace(/<worksheet[^>]*>/, (tag) => `${tag}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
            .replace(
              /<pageSetup ([^>]*)\/>/,
              '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup $1 fitToWidth="1" fitToHeight="0"/>',
            ),
      },
    },
  },
};

const text = (value: string, more: object = {}) => ({
  value,
  type: String,
  wrap: true,
  alignVertical: "center",
  ...more,
});

function cover({ title, subtitle, lines, isFictional, credit }: Report, items: string[]): Sheet {
  const rows = [
    [text(title, { fontSize: 20, fontWeight: "bold", height: 34 })],
    [text(subtitle, { fontSize: 13, textColor: "#505b6b", height: 22 })],
    ...(isFictional ? [[text("示例数据，纯属虚构", { backgroundColor: "#ffe9b8", fontWeight: "bold" })]] : []),
    ...lines.map((line) => [text(line, { textColor: "#505b6b", height: 17 })]),
    [null],
    ...items.map((item) => [text(item, { height: linesIn(item, sheetCharacters.portrait) * linePoints + 4 })]),
    [null],
    [text(credit, { textColor: "#505b6b" })],
  ];
  return {
    sheet: "概要",
    data: rows,
    columns: [{ width: sheetCharacters.portrait }],
    orientation: "portrait",
    showGridLines: false,
  };
}

async function mapSheet(map: MapPicture, number: number, letters: Letters): Promise<Sheet> {
  const { png, width, height } = await drawPng(map.drawing, letters, 192);
  return {
    sheet: `地图${number}`,
    data: [
      [text(map.title, { fontWeight: "bold", fontSize: 13, height: 24 })],
      [text(map.description, { height: 20 })],
    ],
    columns: [{ width: sheetCharacters.portrait }],
    orientation: "portrait",
    showGridLines: false,
    images: [
      {
        content: png,
        contentType: "image/png",
        width,
        height,
        dpi: 192,
        anchor: { row: 4, column: 1 },
        title: map.title,
        description: map.description,
      },
    ],
  };
}

function tableSheet(report: Report, table: Table): Sheet {
  const columns = table.widths.length;
  const orientation = columns > 6 ? "landscape" : "portrait";
  const all = table.widths.reduce((sum, width) => sum + width, 0);
  const span = (value: string, more: object) => [
    text(value, { columnSpan: columns, ...more }),
    ...Array.from({ length: columns - 1 }, () => null),
  ];
  const widths = table.widths.map((width) => Math.max(6, (width / all) * sheetCharacters[orientation]));
  const rowsOf = (rows: readonly Cell[][]) =>
    gridOf(rows, columns).map((row) => {
      const height = heightOf(row, widths);
      return row.map((cell, i) => (cell === null ? null : { ...cellOf(cell), ...(i === firstOf(row) && { height }) }));
    });
  const notes = [...table.notes, formulaLine(table), report.credit].filter((note) => note !== null);
  return {
    sheet: table.sheet,
    data: [
      span(table.title ?? table.sheet, { fontSize: 13, fontWeight: "bold", height: 24 }),
      ...rowsOf(table.header),
      ...rowsOf(table.rows),
      ...notes.map((note) => {
        const across = widths.reduce((sum, width) => sum + width, 0);
        return span(note, { textColor: "#505b6b", fontSize: 9, height: linesIn(note, across * 1.1) * 13 + 3 });
      }),
    ],
    columns: widths.map((width) => ({ width })),
    orientation,
  };
}

const linePoints = 14.5;

/** Spreadsheets do not make room by themselves for text in cells that span others. */
function heightOf(row: readonly (Cell | null)[], widths: readonly number[]): number {
  const lines = row.map((cell, i) => {
    if (cell === null) return 1;
    const span = cell.columnSpan ?? 1;
    const width = widths.slice(i, i + span).reduce((sum, one) => sum + one, 0);
    return linesIn([cell.text, ...(cell.items ? [cell.items.join("　")] : [])].join("\n"), width) / (cell.rowSpan ?? 1);
  });
  return Math.min(409, Math.ceil(Math.max(...lines)) * linePoints + 4);
}

/** A Chinese character is as wide as two digits. */
function linesIn(value: string, width: number): number {
  return value.split("\n").reduce((sum, line) => {
    const wide = [...line].reduce((length, char) => length + (char.codePointAt(0)! > 0x2e7f ? 2 : 1.05), 0);
    return sum + Math.max(1, Math.ceil(wide / Math.max(1, width - 1.5)));
  }, 0);
}

function firstOf(row: readonly (Cell | null)[]): number {
  return row.findIndex((cell) => cell !== null);
}

function cellOf({ text: words, items, value, format, bold, quiet, fill, align, columnSpan, rowSpan }: Cell): object {
  const shown = items === undefined ? words : `${words}\n${items.join("　")}`;
  return {
    // As text it is never run as a formula: the type says so.
    ...(value === undefined ? { value: shown, type: String } : { value, type: Number, ...(format && { format }) }),
    wrap: true,
    alignVertical: "center",
    align: align ?? "left",
    borderStyle: "thin",
    borderColor: "#9aa3ae",
    ...(bold && { fontWeight: "bold" }),
    ...(quiet && { textColor: "#505b6b" }),
    ...(fill && { backgroundColor: fill }),
    ...(columnSpan && { columnSpan }),
    ...(rowSpan && { rowSpan }),
  };
}
