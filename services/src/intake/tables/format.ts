/** What a file is, by what stands in it; its ending is not asked. Files that cannot be read are named for what they are. */
import { open } from "node:fs/promises";
import { basename } from "node:path";
import iconv from "iconv-lite";
import { IntakeError } from "../errors.ts";
import { firstBytes } from "./encoding.ts";
import type { TableFormat } from "./table.ts";
import { Archive } from "./zip.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

const HEAD_BYTES = 4096;

/** Beginnings of files that people hand in by mistake. */
const OTHER_FORMATS: { bytes: number[] | string; what: Said }[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: say("what.png") },
  { bytes: [0xff, 0xd8, 0xff], what: say("what.jpeg") },
  { bytes: "%PDF", what: say("what.pdf") },
  { bytes: [0x1f, 0x8b], what: say("what.gzip") },
  { bytes: "Rar!", what: say("what.rar") },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: say("what.7z") },
  { bytes: "{\\rtf", what: say("what.rtf") },
];

/** Throws IntakeError for a file that is in none of the formats. */
export async function formatOf(file: string): Promise<TableFormat> {
  const fileName = basename(file);
  const head = await firstBytes(file, HEAD_BYTES);
  const starts = (bytes: number[] | string) =>
    [...(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes)].every((byte, i) => head[i] === byte);
  if (starts("PK\u0003\u0004") || starts("PK\u0005\u0006")) return formatOfArchive(file);
  if (starts("SQLite format 3\0")) return "geopackage";
  // The code of a Shapefile's .shp, big-endian 9994.
  if (starts([0, 0, 0x27, 0x0a])) return "shapefile";
  if (starts([0xd0, 0xcf, 0x11, 0xe0])) throw await compoundDocument(file);
  const other = OTHER_FORMATS.find(({ bytes }) => starts(bytes));
  if (other !== undefined) {
    throw new IntakeError(say("file.other", { file: fileName, what: other.what }));
  }
  return formatOfText(textOf(head), fileName);
}

/** Markup is ASCII in whatever encoding but UTF-16. */
function textOf(head: Buffer): string {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const text = isUtf16 ? iconv.decode(head, "utf-16") : head.toString("utf8");
  return text.replace(/^\ufeff/, "").trimStart();
}

function formatOfText(text: string, fileName: string): TableFormat {
  // A record separator stands before each feature of a GeoJSON text sequence.
  if (text.startsWith("{") || text.startsWith("\u001e{") || /^\[\s*[{[\]\d]/.test(text)) return "geojson";
  if (/^MIME-Version:/i.test(text)) {
    throw new IntakeError(say("file.mhtml", { file: fileName }));
  }
  if (!text.startsWith("<")) return "csv";
  if (/urn:schemas-microsoft-com:office:spreadsheet|progid="Excel\.Sheet"/.test(text) && !/<html/i.test(text)) {
    throw new IntakeError(say("file.xml-2003", { file: fileName }));
  }
  if (/<(html|table|head|body|meta|!doctype html|style)\b/i.test(text)) return "html";
  if (/<osm\b/.test(text)) {
    throw new IntakeError(say("file.osm", { file: fileName }));
  }
  if (/<kml\b/i.test(text)) {
    throw new IntakeError(say("file.kml", { file: fileName }));
  }
  if (/^<\?xml/i.test(text)) {
    throw new IntakeError(say("file.xml", { file: fileName }));
  }
  return "csv";
}

async function formatOfArchive(file: string): Promise<TableFormat> {
  const archive = await Archive.open(file);
  try {
    const { fileName, names } = archive;
    const some = (pattern: RegExp) => names.some((name) => pattern.test(name));
    if (archive.has("xl/workbook.xml")) return "xlsx";
    if (some(/\.shp$/i)) return "shapefile";
    if (some(/^xl\/workbook\.bin$/)) {
      throw new IntakeError(say("file.xlsb", { file: fileName }));
    }
    if (archive.has("mimetype") && archive.has("content.xml")) {
      throw new IntakeError(say("file.ods", { file: fileName }));
    }
    if (some(/^Index(\/|\.zip$)|\.iwa$/)) {
      throw new IntakeError(say("file.numbers", { file: fileName }));
    }
    if (some(/^word\//)) {
      throw new IntakeError(say("file.word", { file: fileName }));
    }
    // Workbooks may keep their parts elsewhere; only their relations tell.
    if (archive.has("[Content_Types].xml") && some(/workbook\.xml$/)) return "xlsx";
    if (some(/\.dbf$/i) && !some(/\.shp$/i)) {
      throw new IntakeError(say("zip.no-shp", { file: fileName }));
    }
    if (names.length === 0) throw new IntakeError(say("zip.empty", { file: fileName }));
    const some5 = [...names.slice(0, 5), ...(names.length > 5 ? ["…"] : [])];
    throw new IntakeError(say("zip.other", { file: fileName, names: some5 }));
  } finally {
    archive.close();
  }
}

/** Old Office files and encrypted new ones share one container; names in it are UTF-16. */
async function compoundDocument(file: string): Promise<IntakeError> {
  const fileName = basename(file);
  const handle = await open(file, "r");
  const encrypted = Buffer.from("EncryptedPackage", "utf16le");
  const chunk = Buffer.alloc(1024 * 1024);
  try {
    for (let offset = 0; ; offset += chunk.length - encrypted.length) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, offset);
      if (chunk.subarray(0, bytesRead).includes(encrypted)) {
        return new IntakeError(say("file.password", { file: fileName }));
      }
      if (bytesRead < chunk.length) break;
    }
  } finally {
    await handle.close();
  }
  const isRenamed = /\.xlsx$/i.test(fileName);
  return new IntakeError(say(isRenamed ? "file.xls-renamed" : "file.xls", { file: fileName }));
}
