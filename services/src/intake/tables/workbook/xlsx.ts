/** XLSX workbooks as tables, streamed: memory holds the shared strings and some rows. */
import { IntakeError } from "../../errors.ts";
import { recognisedNames, ROWS_TO_LOOK_FOR_HEADER } from "../columns.ts";
import type { ReadTableOptions, Table, TableRow } from "../table.ts";
import { Archive } from "../zip.ts";
import type { SheetPart, WorkbookParts } from "./parts.ts";
import { readWorkbookParts } from "./parts.ts";
import type { SheetFindings } from "./sheet.ts";
import { sheetRows } from "./sheet.ts";
import { say } from "../../../words/index.ts";
import type { Said } from "../../../words/index.ts";

export async function readXlsx(file: string, options: ReadTableOptions): Promise<Table> {
  const archive = await Archive.open(file);
  try {
    const book = await readWorkbookParts(archive);
    const sheet = await chosenSheet(archive, book, options);
    const notes = notesOnSheets(book.sheets, sheet, options.sheet !== undefined);
    return {
      fileName: archive.fileName,
      format: "xlsx",
      encoding: null,
      crs: null,
      sheets: book.sheets.map(({ name }) => name),
      sheet: sheet.name,
      notes,
      rows: rowsOf(file, sheet, book, notes, options),
    };
  } finally {
    archive.close();
  }
}

async function* rowsOf(
  file: string,
  sheet: SheetPart,
  book: WorkbookParts,
  notes: Said[],
  options: ReadTableOptions,
): AsyncGenerator<TableRow> {
  const findings = nothingFound();
  // Opened anew, so that a table whose rows nobody reads leaves no file open.
  const archive = await Archive.open(file);
  try {
    const bytesTotal = Math.max(1, archive.sizeOf(sheet.part));
    yield* sheetRows(archive, sheet.part, book, findings, (bytes) => {
      options.signal?.throwIfAborted();
      options.onFraction?.(bytes / bytesTotal);
    });
  } finally {
    archive.close();
  }
  if (findings.hiddenRows > 0) {
    notes.push(say("sheet.hidden-rows", { rows: findings.hiddenRows, sheet: sheet.name }));
  }
  if (findings.formulasWithout > 0) {
    const key = findings.formulasWithResult === 0 ? "formula.none-stored" : "formula.some-stored";
    notes.push(say(key, { lacking: findings.formulasWithout }));
  }
}

function nothingFound(): SheetFindings {
  return { hiddenRows: 0, formulasWithResult: 0, formulasWithout: 0 };
}

/** The sheet asked for, else the visible one whose first rows have the most names of columns that are known. */
async function chosenSheet(archive: Archive, book: WorkbookParts, options: ReadTableOptions): Promise<SheetPart> {
  if (options.sheet !== undefined) {
    const wanted = options.sheet.trim();
    const found = book.sheets.find(({ name }) => name.trim() === wanted);
    if (found !== undefined) return found;
    throw new IntakeError(
      say("sheet.unknown", {
        file: archive.fileName,
        wanted: options.sheet,
        sheets: book.sheets.map(({ name }) => name),
      }),
    );
  }
  const visible = book.sheets.filter(({ hidden }) => !hidden);
  const candidates = visible.length > 0 ? visible : book.sheets;
  let best = { sheet: candidates[0], score: -1 };
  if (candidates.length === 1) return best.sheet;
  for (const sheet of candidates) {
    let score = 0;
    let rows = 0;
    for await (const row of sheetRows(archive, sheet.part, book, nothingFound(), () => {
      options.signal?.throwIfAborted();
    })) {
      // A sheet with anything in it goes before an empty one.
      score = Math.max(score, 0.5, recognisedNames(row.cells));
      if (++rows >= ROWS_TO_LOOK_FOR_HEADER) break;
    }
    if (score > best.score) best = { sheet, score };
  }
  return best.sheet;
}

function notesOnSheets(sheets: SheetPart[], read: SheetPart, named: boolean): Said[] {
  const listed = (some: SheetPart[]) => some.map(({ name }) => `“${name}”`);
  const others = sheets.filter((sheet) => sheet !== read);
  const shown = others.filter(({ hidden }) => !hidden);
  const hidden = others.filter((sheet) => sheet.hidden);
  const notes: Said[] = [];
  if (!named && shown.length > 0) {
    notes.push(say("sheet.chosen", { sheet: read.name, others: listed(shown) }));
  }
  if (read.hidden) notes.push(say("sheet.hidden", { sheet: read.name }));
  if (hidden.length > 0) notes.push(say("sheet.others-hidden", { others: listed(hidden) }));
  return notes;
}
