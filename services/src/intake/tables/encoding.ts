/**
 * Text encoding of a table: UTF-8 (with or without byte order mark), UTF-16 with one, else GB18030, which is what
 * spreadsheets in China save as "CSV".
 */
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import iconv from "iconv-lite";
import { IntakeError, problemAt } from "../errors.ts";
import { say } from "../../words/index.ts";

export type TextEncoding = "UTF-8" | "UTF-16LE" | "UTF-16BE" | "GB18030";

/** Names that people and tools use, without case, hyphens and underscores. */
const ENCODING_NAMES = new Map<string, TextEncoding>([
  ["utf8", "UTF-8"],
  ["utf8sig", "UTF-8"],
  ["utf16", "UTF-16LE"],
  ["utf16le", "UTF-16LE"],
  ["unicode", "UTF-16LE"],
  ["utf16be", "UTF-16BE"],
  ["gb18030", "GB18030"],
  ["gbk", "GB18030"],
  ["gb2312", "GB18030"],
  ["cp936", "GB18030"],
  ["ansi", "GB18030"],
]);

/** Share of characters that may be broken before a text is no longer taken for UTF-8. */
const BROKEN_SHARE_OF_UTF8 = 1 / 20;

/**
 * The encoding named, else the one found out. Throws IntakeError for a file that is not there or empty, for NUL bytes,
 * and for the name of an encoding that is not known.
 */
export async function encodingOf(file: string, wanted?: string): Promise<TextEncoding> {
  const named = wanted === undefined ? undefined : encodingNamed(wanted);
  const head = await firstBytes(file, 4);
  if (named !== undefined) {
    if (named === "UTF-8" || named === "GB18030") await scan(file);
    return named;
  }
  if (head[0] === 0xff && head[1] === 0xfe) return "UTF-16LE";
  if (head[0] === 0xfe && head[1] === 0xff) return "UTF-16BE";
  const { broken, beyondAscii } = await scan(file);
  const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return hasMark || broken <= beyondAscii * BROKEN_SHARE_OF_UTF8 ? "UTF-8" : "GB18030";
}

/** Throws IntakeError for the name of an encoding that is not known. */
export function encodingNamed(name: string): TextEncoding {
  const encoding = ENCODING_NAMES.get(name.toLowerCase().replaceAll(/[-_\s]/g, ""));
  if (encoding !== undefined) return encoding;
  throw new IntakeError(say("encoding.unknown", { name }));
}

/** The first bytes of a file, at most `count`. Throws IntakeError where there is none, or it is empty or a folder. */
export async function firstBytes(file: string, count: number): Promise<Buffer> {
  const stats = await system(file, () => stat(file));
  if (!stats.isFile()) throw new IntakeError(say("file.not-ordinary", { file }));
  if (stats.size === 0) throw new IntakeError(say("file.empty", { file: basename(file) }));
  const handle = await system(file, () => open(file, "r"));
  try {
    const head = Buffer.alloc(Math.min(count, stats.size));
    await handle.read(head, 0, head.length, 0);
    return head;
  } finally {
    await handle.close();
  }
}

/** What the operating system refuses, in the words of intake. */
async function system<T>(file: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const said =
      code === "ENOENT" || code === "ENOTDIR"
        ? say("file.none", { file })
        : code === "EACCES" || code === "EPERM"
          ? say("file.forbidden", { file })
          : say("file.unreadable", { code: code ?? "?", file });
    throw new IntakeError(said, [], { cause: error });
  }
}

/** Reads the file once as UTF-8 and counts what is broken. NUL bytes end it: no text encoding but UTF-16 has them. */
async function scan(file: string): Promise<{ broken: number; beyondAscii: number }> {
  const decoder = new TextDecoder("utf-8");
  let broken = 0;
  let beyondAscii = 0;
  let offset = 0;
  const count = (text: string) => {
    for (const character of text) {
      if (character === "\ufffd") broken++;
      else if (character > "\x7f") beyondAscii++;
    }
  };
  for await (const chunk of createReadStream(file)) {
    const bytes = chunk as Buffer;
    const nul = bytes.indexOf(0);
    if (nul >= 0) throw nulError(file, bytes, nul, offset);
    // Most tables of numbers are ASCII: no need to look at every character of those chunks.
    const text = decoder.decode(bytes, { stream: true });
    if (text.length !== bytes.length || broken > 0 || beyondAscii > 0 || text.includes("\ufffd")) count(text);
    offset += bytes.length;
  }
  count(decoder.decode());
  return { broken, beyondAscii };
}

function nulError(file: string, chunk: Buffer, nul: number, offset: number): IntakeError {
  const row = offset === 0 ? chunk.subarray(0, nul).filter((byte) => byte === 0x0a).length + 1 : null;
  const everySecond = chunk.subarray(0, 200).filter((byte) => byte === 0).length >= Math.min(chunk.length, 200) / 4;
  const what = say(everySecond ? "encoding.nul-utf16" : "encoding.nul-damaged", { byte: offset + nul });
  const said = say("encoding.nul", { file: basename(file), what });
  return new IntakeError(said, [problemAt(row, null, null, what)]);
}

/** The file as text, piece by piece. Bytes that the encoding does not know come out as U+FFFD. */
export async function* textOf(
  file: string,
  encoding: TextEncoding,
  onBytes?: (bytesRead: number) => void,
): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  let bytesRead = 0;
  for await (const chunk of createReadStream(file)) {
    bytesRead += (chunk as Buffer).length;
    const text = decoder.write(chunk as Buffer);
    onBytes?.(bytesRead);
    if (text.length > 0) yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}
