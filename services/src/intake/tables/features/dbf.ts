/** The table of a Shapefile (dBASE III and its successors), streamed. */
import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { IntakeError, problemAt } from "../../errors.ts";
import { completedName } from "../columns.ts";
import type { TextEncoding } from "../encoding.ts";
import { encodingNamed } from "../encoding.ts";
import { ByteSource } from "./byte-source.ts";
import { say } from "../../../words/index.ts";
import type { Said } from "../../../words/index.ts";

export interface DbfField {
  name: string;
  type: string;
  offset: number;
  length: number;
}

export interface DbfHeader {
  recordCount: number;
  headerBytes: number;
  recordBytes: number;
  fields: DbfField[];
  /** As code page or language driver say, or null where they say nothing of use. */
  encoding: TextEncoding | null;
  /** Names as bytes, since the encoding may still have to be found out. */
  rawNames: Buffer[];
}

const MOST_FIELDS = 2048;

/** A name has room for ten bytes; in UTF-8 three characters of Chinese fill nine, and a fourth is cut off. */
const FULL_NAME_BYTES = 9;

/** Language driver ids of Chinese (simplified): 0x4D of Windows, 0x7A of DOS. */
const GBK_DRIVERS = new Set([0x4d, 0x7a]);

/** Reads up to the first record. Throws IntakeError for a header that contradicts itself. */
export async function readDbfHeader(source: ByteSource, name: string): Promise<DbfHeader> {
  const head = Buffer.from(await source.take(32));
  const wrong = (what: Said) =>
    new IntakeError(say("dbf.damaged", { file: name, what }), [
      problemAt(null, null, null, say("dbf.damaged-here", { what })),
    ]);
  if (head.length < 32) throw wrong(say("dbf.short", { bytes: head.length }));
  const recordCount = head.readUInt32LE(4);
  const headerBytes = head.readUInt16LE(8);
  const recordBytes = head.readUInt16LE(10);
  if (headerBytes < 33) throw wrong(say("dbf.header", { bytes: headerBytes }));
  const rest = Buffer.from(await source.take(headerBytes - 32));
  if (rest.length < headerBytes - 32) throw wrong(say("dbf.ends"));
  const fields: DbfField[] = [];
  const rawNames: Buffer[] = [];
  let offset = 1;
  for (let at = 0; at + 32 <= rest.length && rest[at] !== 0x0d; at += 32) {
    const nul = rest.subarray(at, at + 11).indexOf(0);
    rawNames.push(rest.subarray(at, at + (nul < 0 ? 11 : nul)));
    const length = rest[at + 16];
    fields.push({ name: "", type: String.fromCharCode(rest[at + 11]), offset, length });
    offset += length;
    if (fields.length > MOST_FIELDS) throw wrong(say("dbf.many", { most: MOST_FIELDS }));
  }
  if (fields.length === 0) throw wrong(say("dbf.none"));
  if (offset > recordBytes) {
    throw wrong(say("dbf.record", { taken: offset, bytes: recordBytes }));
  }
  const encoding = GBK_DRIVERS.has(head[29]) ? "GB18030" : null;
  return { recordCount, headerBytes, recordBytes, fields, encoding, rawNames };
}

/** What a `.cpg` says; null for what programs write there by default although it is seldom true. */
export function encodingOfCodePage(text: string | null): TextEncoding | null {
  const name = (text ?? "").replace(/^(ansi|oem|windows|cp)[-_ ]?(?=\d)/i, "").trim();
  if (name === "") return null;
  if (/^(936|54936|gbk|gb)/i.test(name)) return "GB18030";
  if (/^(65001|utf-?8)/i.test(name)) return "UTF-8";
  if (/^(iso|8859|1252|437|latin|88591)/i.test(name)) return null;
  try {
    return encodingNamed(name);
  } catch {
    return null;
  }
}

/** UTF-8 or GB18030, found out from the texts themselves, which are read once for it. */
export async function findDbfEncoding(chunks: AsyncIterable<Buffer>, name: string): Promise<TextEncoding> {
  const source = new ByteSource(chunks);
  let utf8 = 0;
  let other = 0;
  const judge = (bytes: Buffer) => {
    if (bytes.every((byte) => byte < 0x80)) return;
    if (isUtf8(withoutCutCharacter(bytes))) utf8++;
    else other++;
  };
  try {
    const header = await readDbfHeader(source, name);
    header.rawNames.forEach(judge);
    for (let record = 0; record < header.recordCount; record++) {
      const bytes = source.ready(header.recordBytes) ?? (await source.take(header.recordBytes));
      if (bytes.length < header.recordBytes) break;
      for (const { type, offset, length } of header.fields) {
        if (type === "C") judge(trimmed(bytes.subarray(offset, offset + length)));
      }
    }
  } finally {
    await source.close();
  }
  return other > utf8 / 20 ? "GB18030" : "UTF-8";
}

function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--;
  return bytes.subarray(0, end);
}

/** A text that fills its field may end inside a character of UTF-8. */
function withoutCutCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return size > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

/** Text that one field has no room for goes on in fields of the same name with _2, _3 and so on behind it. */
const FULL_FIELD_BYTES = 254;

/** Reads records with the encoding settled. */
export class DbfReader {
  readonly columns: string[];
  /** Names that were cut short, and what they were taken for. */
  readonly completed: string[] = [];
  readonly #encoding: TextEncoding;
  /** By column: its field, and those in which its text goes on. */
  readonly #fields: DbfField[][] = [];

  constructor(header: DbfHeader, encoding: TextEncoding) {
    this.#encoding = encoding;
    const names = uniqueNames(
      header.rawNames.map((bytes) => {
        const name = this.#text(bytes).trim();
        const whole = bytes.length >= FULL_NAME_BYTES ? completedName(name) : null;
        if (whole !== null) this.completed.push(`${name} → ${whole}`);
        return whole ?? name;
      }),
    );
    this.columns = [];
    for (const [i, name] of names.entries()) {
      const field = header.fields[i];
      const before = this.#fields.at(-1);
      if (before !== undefined && goesOn(before, field) && name === `${this.columns.at(-1)}_${before.length + 1}`) {
        before.push(field);
        continue;
      }
      this.columns.push(name);
      this.#fields.push([field]);
    }
  }

  /** Property name → value; null for a record that is marked as deleted. */
  propertiesOf(record: Buffer): Record<string, unknown> | null {
    if (record[0] === 0x2a) return null;
    const properties: Record<string, unknown> = Object.create(null);
    this.#fields.forEach((fields, i) => {
      const pieces = fields.map(({ offset, length }) => record.subarray(offset, offset + length));
      properties[this.columns[i]] = this.#valueOf(fields[0], pieces.length === 1 ? pieces[0] : joined(pieces));
    });
    return properties;
  }

  #valueOf({ type, length }: DbfField, bytes: Buffer): unknown {
    switch (type) {
      case "I":
      case "+":
        return length === 4 ? bytes.readInt32LE(0) : null;
      case "O":
      case "B":
        return length === 8 ? bytes.readDoubleLE(0) : null;
      // The text of a memo stands in another file, of which nobody makes use for Shapefiles.
      case "M":
      case "G":
      case "P":
      case "@":
      case "T":
        return null;
      case "L": {
        const sign = String.fromCharCode(bytes[0]);
        return /[yt]/i.test(sign) ? true : /[nf]/i.test(sign) ? false : null;
      }
    }
    const text = this.#text(trimmed(bytes)).trim();
    if (text === "" || text === "*".repeat(length)) return null;
    if (type === "D") return /^\d{8}$/.test(text) && text !== "00000000" ? isoDate(text) : null;
    // Digits stay as they stand: 0012 is not 12 to those who wrote it into a text field.
    if ((type === "N" || type === "F") && /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))) {
      return Math.abs(Number(text)) < Number.MAX_SAFE_INTEGER ? Number(text) : text;
    }
    return text;
  }

  #text(bytes: Buffer): string {
    if (this.#encoding === "UTF-8") return withoutCutCharacter(bytes).toString("utf8");
    const text = iconv.decode(bytes, this.#encoding);
    // Half a character at the end of a field that was too short for the text.
    return text.endsWith("\ufffd") ? text.slice(0, -1) : text;
  }
}

function isoDate(digits: string): string {
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

function goesOn(fields: DbfField[], next: DbfField): boolean {
  const last = fields.at(-1)!;
  return last.type === "C" && last.length === FULL_FIELD_BYTES && next.type === "C";
}

/** Blanks behind a piece belong to it if another piece follows: NUL fills it up then. */
function joined(pieces: Buffer[]): Buffer {
  const count = pieces.findLastIndex((piece) => trimmed(piece).length > 0) + 1;
  return Buffer.concat(pieces.slice(0, count).map((piece, i) => (i < count - 1 ? withoutNul(piece) : piece)));
}

function withoutNul(bytes: Buffer): Buffer {
  const nul = bytes.indexOf(0);
  return nul < 0 ? bytes : bytes.subarray(0, nul);
}

function uniqueNames(names: string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let unique = name.trim();
    for (let number = 2; seen.has(unique); number++) unique = `${name.trim()}_${number}`;
    seen.add(unique);
    return unique;
  });
}
