/** Reads the files that pages hand out: ZIP (Word, Excel) and CSV. */
import { inflateRawSync } from "node:zlib";

/** One file of a ZIP archive as text. */
export function fileInZip(zip: Buffer, name: string): string {
  const end = zip.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end < 0) throw new Error("not a ZIP archive");
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (zip.toString("utf8", at + 46, at + 46 + nameLength) === name) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(start, start + size);
      return (method === 0 ? packed : inflateRawSync(packed)).toString("utf8");
    }
    at = next;
  }
  throw new Error(`the archive has no ${name}`);
}

/** The first sheet of a workbook, row by row, as text. */
export function sheetRows(workbook: Buffer): string[][] {
  const text = (xml: string) => [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, part]) => part).join("");
  const shared = [...fileInZip(workbook, "xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map(([, xml]) =>
    text(xml),
  );
  return [...fileInZip(workbook, "xl/worksheets/sheet1.xml").matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) =>
    [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes, inner = ""]) => {
      if (attributes.includes('t="inlineStr"')) return text(inner);
      const value = /<v>(.*?)<\/v>/.exec(inner)?.[1] ?? "";
      return attributes.includes('t="s"') ? shared[Number(value)] : value;
    }),
  );
}

/** Rows by their column names; for tables without quoted cells. */
export function csvRows(csv: string): Record<string, string>[] {
  const [header, ...lines] = csv.replace("\uFEFF", "").trimEnd().split(/\r?\n/);
  const names = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, index) => [names[index], value])));
}
