/** The parts of an XLSX workbook beside its sheets: which sheets there are, number formats, shared strings. */
import { posix } from "node:path";
import { IntakeError } from "../../errors.ts";
import type { Archive } from "../zip.ts";
import type { NumberKind } from "./number-formats.ts";
import { builtInKind, kindOfCode } from "./number-formats.ts";
import type { XmlHandler } from "./xml.ts";
import { XmlFault, XmlReader } from "./xml.ts";
import { say } from "../../../words/index.ts";

export interface SheetPart {
  name: string;
  /** Name of the entry in the archive. */
  part: string;
  hidden: boolean;
}

export interface WorkbookParts {
  sheets: SheetPart[];
  /** Days count from 1904, as workbooks of old Macs have it. */
  date1904: boolean;
  /** By the number of a cell's style. */
  formats: NumberKind[];
  strings: string[];
}

/** Characters of all shared strings together; some hundred bytes for each of a million cells. */
const MOST_STRING_CHARACTERS = 100_000_000;

/** Reads an entry as XML. XML that cannot be read is an IntakeError that names the entry. */
async function readPart(
  archive: Archive,
  part: string,
  handler: XmlHandler,
  onChunk: (bytes: number) => void = () => {},
): Promise<void> {
  const reader = new XmlReader(handler);
  try {
    for await (const chunk of archive.chunksOf(part)) {
      reader.write(chunk);
      onChunk(chunk.length);
    }
    reader.end();
  } catch (error) {
    throw partFault(archive, part, error);
  }
}

export function partFault(archive: Archive, part: string, error: unknown): unknown {
  if (!(error instanceof XmlFault)) return error;
  return new IntakeError(say("xlsx.part", { file: archive.fileName, part, what: error.said }), [], { cause: error });
}

/** Everything but the rows. Throws IntakeError for an archive that is no workbook. */
export async function readWorkbookParts(archive: Archive): Promise<WorkbookParts> {
  const book = (await relationsOf(archive, "")).find(({ type }) => type === "officeDocument")?.target;
  const part = book !== undefined && archive.has(book) ? book : "xl/workbook.xml";
  const relations = await relationsOf(archive, part);
  const { sheets, date1904 } = await readBook(archive, part, relations);
  const styles = relations.find(({ type }) => type === "styles")?.target;
  const strings = relations.find(({ type }) => type === "sharedStrings")?.target;
  return {
    sheets,
    date1904,
    formats: styles !== undefined && archive.has(styles) ? await readFormats(archive, styles) : [],
    strings: strings !== undefined && archive.has(strings) ? await readStrings(archive, strings) : [],
  };
}

interface Relation {
  id: string;
  /** Last part of the type's address, which both editions of the standard share. */
  type: string;
  target: string;
}

async function relationsOf(archive: Archive, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const file = posix.join(folder, "_rels", `${posix.basename(part)}.rels`);
  if (!archive.has(file)) return [];
  const relations: Relation[] = [];
  await readPart(archive, file, {
    ...silent,
    open(name, attribute) {
      if (name !== "Relationship" || attribute("TargetMode") === "External") return;
      const target = attribute("Target") ?? "";
      relations.push({
        id: attribute("Id") ?? "",
        type: posix.basename(attribute("Type") ?? ""),
        target: target.startsWith("/") ? target.slice(1) : posix.join(folder, target),
      });
    },
  });
  return relations;
}

const silent: XmlHandler = { open: () => {}, close: () => {}, text: () => {}, wantsText: false };

async function readBook(
  archive: Archive,
  part: string,
  relations: Relation[],
): Promise<Pick<WorkbookParts, "sheets" | "date1904">> {
  const sheets: SheetPart[] = [];
  let date1904 = false;
  await readPart(archive, part, {
    ...silent,
    open(name, attribute) {
      if (name === "workbookPr") date1904 = ["1", "true"].includes(attribute("date1904") ?? "");
      if (name !== "sheet") return;
      const id = attribute("r:id") ?? attribute("id") ?? "";
      const relation = relations.find((candidate) => candidate.id === id);
      // Sheets of charts and macros have no cells.
      if (relation?.type !== "worksheet") return;
      const state = attribute("state") ?? "visible";
      sheets.push({ name: attribute("name") ?? "", part: relation.target, hidden: state !== "visible" });
    },
  });
  if (sheets.length === 0) throw new IntakeError(say("xlsx.no-sheet", { file: archive.fileName }));
  return { sheets, date1904 };
}

async function readFormats(archive: Archive, part: string): Promise<NumberKind[]> {
  const codes = new Map<number, NumberKind>();
  const formats: NumberKind[] = [];
  let inCells = false;
  await readPart(archive, part, {
    ...silent,
    open(name, attribute) {
      if (name === "numFmt") codes.set(Number(attribute("numFmtId")), kindOfCode(attribute("formatCode") ?? ""));
      if (name === "cellXfs") inCells = true;
      if (name !== "xf" || !inCells) return;
      const id = Number(attribute("numFmtId") ?? 0);
      formats.push(codes.get(id) ?? builtInKind(id));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return formats;
}

async function readStrings(archive: Archive, part: string): Promise<string[]> {
  const strings: string[] = [];
  let characters = 0;
  let text = "";
  let phonetic = false;
  const handler: XmlHandler = {
    wantsText: false,
    open(name) {
      if (name === "si") text = "";
      // How a word is pronounced is not part of it.
      else if (name === "rPh") phonetic = true;
      else if (name === "t") handler.wantsText = !phonetic;
    },
    text(piece) {
      text += piece;
    },
    close(name) {
      if (name === "t") handler.wantsText = false;
      else if (name === "rPh") phonetic = false;
      else if (name === "si") {
        characters += text.length;
        if (characters > MOST_STRING_CHARACTERS) {
          throw new XmlFault(say("xml.too-many-characters", { million: MOST_STRING_CHARACTERS / 1e6 }));
        }
        strings.push(unescaped(text));
      }
    },
  };
  await readPart(archive, part, handler);
  return strings;
}

/** `_x000D_` stands for a character that XML cannot hold. */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
