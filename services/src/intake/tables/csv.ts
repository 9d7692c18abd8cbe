/** CSV and TSV, streamed: memory is bounded by the longest row, and that by a limit. */
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { IntakeError, problemAt } from "../errors.ts";
import { encodingOf, textOf } from "./encoding.ts";
import type { ReadTableOptions, Table, TableRow } from "./table.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

/** Characters; a row of a real table has some hundreds. */
const LONGEST_ROW = 256 * 1024;

const MOST_COLUMNS = 2000;

const SEPARATORS = [",", "\t", ";", "|"];
const SNIFFED_LINES = 20;

export async function readCsv(file: string, options: ReadTableOptions): Promise<Table> {
  const encoding = await encodingOf(file, options.encoding);
  const bytesTotal = (await stat(file)).size;
  const onBytes = (bytesRead: number) => options.onFraction?.(bytesRead / bytesTotal);
  const separator = separatorOf(await headOf(file, encoding));
  return {
    fileName: basename(file),
    format: "csv",
    encoding,
    crs: null,
    sheets: null,
    sheet: null,
    notes: [],
    rows: rowsOf(file, textOf(file, encoding, onBytes), separator, options.signal),
  };
}

async function headOf(file: string, encoding: Parameters<typeof textOf>[1]): Promise<string> {
  for await (const text of textOf(file, encoding)) return text;
  throw new IntakeError(say("file.no-text", { file: basename(file) }));
}

/** The separator that splits most of the first lines into the same number of cells. */
function separatorOf(head: string): string {
  const lines = linesOutsideQuotes(head).slice(0, SNIFFED_LINES);
  let best = { separator: ",", score: 0 };
  for (const separator of SEPARATORS) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const count = line.split(separator).length - 1;
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    for (const [count, frequency] of counts) {
      // Agreement counts most, then the number of cells.
      const score = frequency * 1000 + count;
      if (score > best.score) best = { separator, score };
    }
  }
  return best.separator;
}

/** Lines with their quoted parts left out, the last one only when it is the only one, since it may be cut. */
function linesOutsideQuotes(text: string): string[] {
  const lines = text.replaceAll(/"(?:[^"]|"")*"?/g, "").split(/\r\n|\n|\r/);
  return lines.length > 1 ? lines.slice(0, -1) : lines;
}

async function* rowsOf(
  file: string,
  text: AsyncIterable<string>,
  separator: string,
  signal?: AbortSignal,
): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter: separator,
    info: true,
    relax_column_count: true,
    // An inch sign inside a text is no quote.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  const source = Readable.from(text);
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let row = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { records: number; empty_lines: number };
    }>) {
      row = info.records + info.empty_lines;
      if (record.length > MOST_COLUMNS) throw tooWide(file, row, record.length);
      if (row % 256 === 0) signal?.throwIfAborted();
      yield { row, cells: record.map(withoutGuard) };
    }
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(file, error, row + 1);
    throw error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** An apostrophe before what a spreadsheet would run as a formula was put there for its sake. */
function withoutGuard(cell: string): string {
  return cell.startsWith("'") && /^''*\s*[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function tooWide(file: string, row: number, columns: number): IntakeError {
  return rowError(file, row, say("csv.too-wide", { columns, most: MOST_COLUMNS }));
}

function unreadable(file: string, error: CsvError, row: number): IntakeError {
  const faults: Record<string, Said> = {
    CSV_MAX_RECORD_SIZE: say("csv.too-long", { thousand: LONGEST_ROW / 1024 }),
    CSV_QUOTE_NOT_CLOSED: say("csv.quote-open"),
    CSV_INVALID_CLOSING_QUOTE: say("csv.quote-inside"),
    CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: say("csv.quote-inside"),
  };
  return rowError(file, row, faults[error.code] ?? say("csv.unreadable", { why: error.message }), error);
}

function rowError(file: string, row: number, what: Said, cause?: CsvError): IntakeError {
  const said = say("csv.row", { file: basename(file), row, what });
  return new IntakeError(said, [problemAt(row, null, null, what)], cause && { cause });
}
