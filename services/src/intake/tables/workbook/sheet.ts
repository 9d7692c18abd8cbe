/** The rows of one sheet, streamed. Formulas give the result that the file stores and are never computed. */
import type { CellFault, TableRow } from "../table.ts";
import type { Archive } from "../zip.ts";
import type { NumberKind } from "./number-formats.ts";
import { numberText } from "./number-formats.ts";
import type { WorkbookParts } from "./parts.ts";
import { partFault, unescaped } from "./parts.ts";
import type { XmlHandler } from "./xml.ts";
import { XmlFault, XmlReader } from "./xml.ts";
import { say } from "../../../words/index.ts";

/** More columns than any table of outlets has; a lone cell far to the right would make every row that long. */
const MOST_COLUMNS = 2000;
const MOST_MERGES = 500_000;
const MOST_TAIL_BYTES = 64 * 1024 * 1024;

const PLAIN: NumberKind = { kind: "number" };

/** What was met in the sheet while reading. */
export interface SheetFindings {
  hiddenRows: number;
  formulasWithResult: number;
  formulasWithout: number;
}

/** A merged block that reaches over several rows. Its value counts for each of them. */
interface Merge {
  column: number;
  firstRow: number;
  lastRow: number;
}

/** Rows with at least one cell that says something. Throws IntakeError for a sheet that cannot be read. */
export async function* sheetRows(
  archive: Archive,
  part: string,
  book: WorkbookParts,
  findings: SheetFindings,
  onBytes: (bytes: number) => void,
): AsyncGenerator<TableRow> {
  const merges = await mergesOf(archive, part);
  const rows: TableRow[] = [];
  const handler = new SheetHandler(book, findings, merges, (row) => rows.push(row));
  const reader = new XmlReader(handler);
  const guarded = (step: () => void) => {
    try {
      step();
    } catch (error) {
      throw partFault(archive, part, error);
    }
  };
  let bytes = 0;
  for await (const chunk of archive.chunksOf(part)) {
    guarded(() => reader.write(chunk));
    yield* rows;
    rows.length = 0;
    bytes += chunk.length;
    onBytes(bytes);
  }
  guarded(() => reader.end());
}

/** Merges stand behind the rows, so the sheet is unpacked once for them alone; that is the lesser part of reading it. */
async function mergesOf(archive: Archive, part: string): Promise<Map<number, Merge[]>> {
  let tail: Buffer[] | null = null;
  let tailBytes = 0;
  let before = Buffer.alloc(0);
  for await (const chunk of archive.chunksOf(part)) {
    if (tail === null) {
      const bytes = Buffer.concat([before, chunk]);
      const end = /<\/(?:\w+:)?sheetData>/.exec(tagAround(bytes, "sheetData>"));
      if (end !== null) tail = [bytes.subarray(bytes.lastIndexOf("sheetData>"))];
      else before = Buffer.from(bytes.subarray(-64));
    } else if (tailBytes < MOST_TAIL_BYTES) {
      tailBytes += chunk.length;
      tail.push(chunk);
    }
  }
  const merges = new Map<number, Merge[]>();
  let count = 0;
  for (const [, reference] of Buffer.concat(tail ?? [])
    .toString("latin1")
    .matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"/g)) {
    if (++count > MOST_MERGES) break;
    const [from, to] = reference.split(":");
    const merge = { column: columnOf(from), firstRow: rowOf(from), lastRow: rowOf(to) };
    if (merge.lastRow <= merge.firstRow) continue;
    const sameRow = merges.get(merge.firstRow);
    if (sameRow === undefined) merges.set(merge.firstRow, [merge]);
    else sameRow.push(merge);
  }
  return merges;
}

/** The few bytes around the last place where `text` stands. */
function tagAround(bytes: Buffer, text: string): string {
  const at = bytes.lastIndexOf(text);
  return at < 0 ? "" : bytes.toString("latin1", Math.max(0, at - 24), at + text.length);
}

class SheetHandler implements XmlHandler {
  wantsText = false;
  readonly #book: WorkbookParts;
  readonly #findings: SheetFindings;
  readonly #merges: Map<number, Merge[]>;
  readonly #onRow: (row: TableRow) => void;
  #inData = false;
  #row = 0;
  #column = -1;
  #cells: string[] = [];
  #width = 0;
  #faults: CellFault[] = [];
  #says = false;
  #type = "";
  #style = 0;
  #text = "";
  #hasFormula = false;
  #phonetic = false;
  /** Values of merged blocks that reach into the rows being read. */
  #filling: { merge: Merge; value: string }[] = [];

  constructor(
    book: WorkbookParts,
    findings: SheetFindings,
    merges: Map<number, Merge[]>,
    onRow: (row: TableRow) => void,
  ) {
    this.#book = book;
    this.#findings = findings;
    this.#merges = merges;
    this.#onRow = onRow;
  }

  open(name: string, attribute: (name: string) => string | null): void {
    if (name === "sheetData") this.#inData = true;
    if (!this.#inData) return;
    switch (name) {
      case "row":
        this.#openRow(attribute("r"), attribute("hidden"));
        break;
      case "c":
        this.#openCell(attribute("r"), attribute("t"), attribute("s"));
        break;
      case "f":
        this.#hasFormula = true;
        break;
      case "rPh":
        this.#phonetic = true;
        break;
      case "v":
        this.wantsText = true;
        break;
      case "t":
        this.wantsText = !this.#phonetic;
        break;
    }
  }

  text(text: string): void {
    this.#text = this.#text === "" ? text : this.#text + text;
  }

  close(name: string): void {
    if (!this.#inData) return;
    switch (name) {
      case "c":
        this.#closeCell();
        break;
      case "v":
      case "t":
        this.wantsText = false;
        break;
      case "rPh":
        this.#phonetic = false;
        break;
      case "row":
        this.#closeRow();
        break;
      case "sheetData":
        this.#inData = false;
        break;
    }
  }

  #openRow(number: string | null, hidden: string | null): void {
    const row = number === null ? this.#row + 1 : Number(number);
    if (!(row > this.#row)) throw new XmlFault(say("xml.row-order", { row: String(number), before: this.#row }));
    this.#row = row;
    this.#column = -1;
    this.#cells = [];
    this.#faults = [];
    this.#says = false;
    if (hidden === "1" || hidden === "true") this.#findings.hiddenRows++;
  }

  #openCell(reference: string | null, type: string | null, style: string | null): void {
    this.#column = reference === null ? this.#column + 1 : columnOf(reference);
    this.#type = type ?? "";
    this.#style = style === null ? 0 : Number(style);
    this.#text = "";
    this.#hasFormula = false;
  }

  #closeCell(): void {
    const value = this.#cellValue();
    if (value === "") return;
    if (this.#column >= MOST_COLUMNS) {
      throw new XmlFault(say("xml.column", { column: this.#column + 1, row: this.#row, most: MOST_COLUMNS }));
    }
    this.#put(this.#column, value);
    this.#says ||= value.trim() !== "";
  }

  #put(column: number, value: string): void {
    while (this.#cells.length < column) this.#cells.push("");
    this.#cells[column] = value;
  }

  #cellValue(): string {
    const text = this.#text;
    if (this.#hasFormula) {
      if (text === "" && this.#type !== "str") {
        this.#findings.formulasWithout++;
        this.#faults.push({ column: this.#column, said: say("cell.formula") });
        return "";
      }
      this.#findings.formulasWithResult++;
    }
    switch (this.#type) {
      case "s": {
        const shared = this.#book.strings[Number(text)];
        if (shared === undefined && text !== "") throw new XmlFault(say("xml.no-text", { number: text }));
        return shared ?? "";
      }
      case "inlineStr":
      case "str":
        return unescaped(text);
      case "b":
        return text === "1" ? "TRUE" : text === "0" ? "FALSE" : text;
      case "d":
        // ISO 8601 in the file; midnight only means that no time was given.
        return text.replace(/T00:00(:00(\.0+)?)?Z?$/, "").replace("T", " ");
      case "e":
        return text;
      default:
        return text === "" ? "" : this.#number(text);
    }
  }

  #number(text: string): string {
    const format = this.#book.formats[this.#style] ?? PLAIN;
    if (format.kind === "number" && Math.abs(Number(text)) >= 1e15) {
      this.#faults.push({ column: this.#column, said: say("cell.digits-lost") });
    }
    return numberText(text, format, this.#book.date1904);
  }

  #closeRow(): void {
    this.#startMerges();
    if (!this.#says) return;
    this.#fillFromMerges();
    // Empty cells at the end are left out of the file; rows are as long as the longest before them.
    this.#width = Math.max(this.#width, this.#cells.length);
    while (this.#cells.length < this.#width) this.#cells.push("");
    const row: TableRow = { row: this.#row, cells: this.#cells };
    if (this.#faults.length > 0) row.faults = this.#faults;
    this.#onRow(row);
  }

  /** Blocks that begin here, or began in a row that the file leaves out. */
  #startMerges(): void {
    for (const merge of this.#merges.get(this.#row) ?? []) {
      const value = this.#cells[merge.column] ?? "";
      if (value !== "") this.#filling.push({ merge, value });
    }
  }

  #fillFromMerges(): void {
    if (this.#filling.length === 0) return;
    this.#filling = this.#filling.filter(({ merge }) => merge.lastRow >= this.#row);
    for (const { merge, value } of this.#filling) {
      if (merge.firstRow < this.#row && (this.#cells[merge.column] ?? "") === "") this.#put(merge.column, value);
    }
  }
}

/** "AB12" → 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  if (column === 0) throw new XmlFault(say("xml.address", { address: reference }));
  return column - 1;
}

function rowOf(reference: string): number {
  return Number(reference.replace(/^[A-Z]+/, ""));
}
