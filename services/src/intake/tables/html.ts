/** Tables of web pages, which many systems hand out under the name .xls. Streamed; the rows of all tables follow one another. */
import { basename } from "node:path";
import { stat } from "node:fs/promises";
import { IntakeError, problemAt } from "../errors.ts";
import type { TextEncoding } from "./encoding.ts";
import { encodingOf, textOf } from "./encoding.ts";
import type { ReadTableOptions, Table, TableRow } from "./table.ts";
import { say } from "../../words/index.ts";

/** Characters of one cell, its markup included. */
const LONGEST_CELL = 256 * 1024;
const MOST_COLUMNS = 2000;
const MOST_SPAN = 1000;

export async function readHtml(file: string, options: ReadTableOptions): Promise<Table> {
  const encoding = await encodingOf(file, options.encoding);
  return {
    fileName: basename(file),
    format: "html",
    encoding,
    crs: null,
    sheets: null,
    sheet: null,
    notes: [say("web-page")],
    rows: rowsOf(file, encoding, options),
  };
}

async function* rowsOf(file: string, encoding: TextEncoding, options: ReadTableOptions): AsyncGenerator<TableRow> {
  const bytesTotal = (await stat(file)).size;
  const onBytes = (bytes: number) => options.onFraction?.(bytes / bytesTotal);
  const parser = new TableParser(basename(file));
  let count = 0;
  for await (const text of textOf(file, encoding, onBytes)) {
    options.signal?.throwIfAborted();
    for (const row of parser.write(text)) {
      count++;
      yield row;
    }
  }
  for (const row of parser.end()) {
    count++;
    yield row;
  }
  if (count === 0) throw new IntakeError(say("file.no-table", { file: basename(file) }));
}

/** Text that stands in tags of these names is no content. */
const SILENT = /^(style|script|title)$/;

class TableParser {
  readonly #fileName: string;
  #rest = "";
  #row = 0;
  #cells: string[] = [];
  /** Whether a cell of the row's own says something, not only one that reaches down from above. */
  #says = false;
  #cell: string | null = null;
  #columnSpan = 1;
  #rowSpan = 1;
  #silent: string | null = null;
  /** Cells that reach down into the rows to come, by column. */
  #reaching = new Map<number, { text: string; rows: number }>();
  #out: TableRow[] = [];

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  write(text: string): TableRow[] {
    const all = this.#rest + text;
    let at = 0;
    for (;;) {
      const less = all.indexOf("<", at);
      if (less < 0) break;
      this.#text(all.slice(at, less));
      const end = all.startsWith("<!--", less) ? all.indexOf("-->", less) + 2 : all.indexOf(">", less);
      if (end < less + 1) {
        at = less;
        break;
      }
      this.#tag(all.slice(less + 1, end));
      at = end + 1;
    }
    this.#rest = all.slice(at);
    if (this.#rest.length > LONGEST_CELL || (this.#cell?.length ?? 0) > LONGEST_CELL) {
      const what = say("html.too-long", { thousand: LONGEST_CELL / 1024 });
      const row = this.#row + 1;
      throw new IntakeError(say("csv.row", { file: this.#fileName, row, what }), [problemAt(row, null, null, what)]);
    }
    return this.#taken();
  }

  end(): TableRow[] {
    this.#endRow();
    return this.#taken();
  }

  #taken(): TableRow[] {
    const rows = this.#out;
    this.#out = [];
    return rows;
  }

  #text(text: string): void {
    if (this.#cell !== null && this.#silent === null) this.#cell += text;
  }

  #tag(tag: string): void {
    const name = /^\/?[a-z0-9:]+/i.exec(tag)?.[0].toLowerCase() ?? "";
    if (this.#silent !== null) {
      if (name === `/${this.#silent}`) this.#silent = null;
      return;
    }
    switch (name) {
      case "tr":
        this.#endRow();
        break;
      case "td":
      case "th":
        this.#endCell();
        this.#cell = "";
        this.#columnSpan = spanIn(tag, "colspan");
        this.#rowSpan = spanIn(tag, "rowspan");
        break;
      case "/td":
      case "/th":
        this.#endCell();
        break;
      case "/tr":
      case "/table":
        this.#endRow();
        break;
      case "br":
      case "/p":
      case "/div":
        if (this.#cell !== null) this.#cell += " ";
        break;
      default:
        if (SILENT.test(name)) this.#silent = name;
    }
  }

  #endCell(): void {
    if (this.#cell === null) return;
    const text = decoded(this.#cell)
      .replaceAll(/[ \t\r\n\u00a0]+/g, " ")
      .trim();
    this.#cell = null;
    this.#skipReached();
    const column = this.#cells.length;
    if (column + this.#columnSpan > MOST_COLUMNS) {
      const what = say("html.too-wide", { most: MOST_COLUMNS });
      throw new IntakeError(say("csv.row", { file: this.#fileName, row: this.#row + 1, what }));
    }
    if (this.#rowSpan > 1) this.#reaching.set(column, { text, rows: this.#rowSpan });
    this.#cells.push(text);
    this.#says ||= text !== "";
    for (let i = 1; i < this.#columnSpan; i++) this.#cells.push("");
  }

  #skipReached(): void {
    for (;;) {
      const reaching = this.#reaching.get(this.#cells.length);
      if (reaching === undefined) return;
      this.#cells.push(reaching.text);
    }
  }

  #endRow(): void {
    this.#endCell();
    if (this.#cells.length === 0) return;
    this.#skipReached();
    this.#row++;
    for (const [column, reaching] of this.#reaching) {
      if (--reaching.rows === 0) this.#reaching.delete(column);
    }
    if (this.#says) this.#out.push({ row: this.#row, cells: this.#cells });
    this.#cells = [];
    this.#says = false;
  }
}

function spanIn(tag: string, attribute: string): number {
  const found = new RegExp(`${attribute}\\s*=\\s*["']?(\\d+)`, "i").exec(tag);
  return Math.min(MOST_SPAN, Math.max(1, Number(found?.[1] ?? 1)));
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: " " };

function decoded(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
}
