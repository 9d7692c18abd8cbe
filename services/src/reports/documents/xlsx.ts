/** A report as a workbook (XLSX): a sheet for each table, the maps on one of their own. */
import writeXlsxFile from "write-excel-file/node";
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
  orientation?: "landscape";
  images?: SheetImage[];
  showGridLines?: boolean;
  stickyRowsCount?: number;
}

/** Characters that fit across a sheet of paper. */
const sheetCharacters = 100;

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
  if (maps.length > 0) sheets.splice(1, 0, await mapSheet(maps, letters, onMap));
  const file = writeXlsxFile(sheets as never, { fontFamily: "Noto Sans SC", fontSize: 10 } as never);
  return new Uint8Array(await file.toBuffer());
}

const text = (value: string, more: object = {}) => ({
  value,
  type: String,
  wrap: true,
  alignVertical: "center",
  ...more,
});

function cover({ title, subtitle, lines, isFictional, credit }: Report, items: string[]): Sheet {
  const rows = [
    [text(title, { fontSize: 20, fontWeight: "bold" })],
    [text(subtitle, { fontSize: 13, textColor: "#505b6b" })],
    ...(isFictional ? [[text("示例数据，纯属虚构", { backgroundColor: "#ffe9b8", fontWeight: "bold" })]] : []),
    ...lines.map((line) => [text(line, { textColor: "#505b6b" })]),
    [null],
    ...items.map((item) => [text(item)]),
    [null],
    [text(credit, { textColor: "#505b6b" })],
  ];
  return { sheet: "概要", data: rows, columns: [{ width: sheetCharacters }], showGridLines: false };
}

async function mapSheet(maps: MapPicture[], letters: Letters, onMap?: (share: number) => void): Promise<Sheet> {
  const data: unknown[][] = [];
  const images: SheetImage[] = [];
  for (const [i, map] of maps.entries()) {
    const { png, width, height } = await drawPng(map.drawing, letters, 144);
    data.push([text(map.title, { fontWeight: "bold" })]);
    images.push({
      content: png,
      contentType: "image/png",
      width,
      height,
      dpi: 192,
      anchor: { row: data.length + 1, column: 1 },
      title: map.title,
      description: map.description,
    });
    // Rows of 20 pixels beneath the picture, at half its resolution.
    const rows = Math.ceil(height / 2 / 20) + 2;
    for (let row = 0; row < rows; row++) data.push([null]);
    onMap?.((i + 1) / maps.length);
  }
  return { sheet: "地图", data, columns: [{ width: sheetCharacters }], images, showGridLines: false };
}

function tableSheet(report: Report, table: Table): Sheet {
  const columns = table.widths.length;
  const all = table.widths.reduce((sum, width) => sum + width, 0);
  const span = (value: string, more: object) => [
    text(value, { columnSpan: columns, ...more }),
    ...Array.from({ length: columns - 1 }, () => null),
  ];
  const head = gridOf(table.header, columns).map((row) => row.map((cell) => (cell === null ? null : cellOf(cell))));
  const body = gridOf(table.rows, columns).map((row) => row.map((cell) => (cell === null ? null : cellOf(cell))));
  const notes = [...table.notes, formulaLine(table), report.credit].filter((note) => note !== null);
  return {
    sheet: table.sheet,
    data: [
      span(table.title ?? table.sheet, { fontSize: 13, fontWeight: "bold" }),
      ...head,
      ...body,
      ...notes.map((note) => span(note, { textColor: "#505b6b", fontSize: 9 })),
    ],
    columns: table.widths.map((width) => ({ width: Math.max(6, (width / all) * sheetCharacters) })),
    ...(columns > 6 && { orientation: "landscape" as const }),
  };
}

function cellOf({ text: shown, value, format, bold, quiet, fill, align, columnSpan, rowSpan }: Cell): object {
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
