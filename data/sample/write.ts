/** Writing: OSM XML, gzip that is the same on each run, CSV, a plain XLSX. */
import { crc32, gzipSync } from "node:zlib";
import { bounds } from "./geometry.ts";
import type { CityMap, Relation, Tags, Vertex, Way } from "./map.ts";

const xmlText = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");

const tagLines = (tags: Tags) =>
  Object.entries(tags)
    .map(([k, v]) => `<tag k="${xmlText(k)}" v="${xmlText(v)}"/>`)
    .join("");

/** The day the sample speaks for. Fixed, so that files do not change from run to run. */
const dataTime = "2026-11-01T00:00:00Z";
const meta = `version="1" timestamp="${dataTime}"`;

export const nodeXml = (v: Vertex) => {
  const head = `<node id="${v.id}" lat="${v.lngLat[1].toFixed(7)}" lon="${v.lngLat[0].toFixed(7)}" ${meta}`;
  return v.tags ? `${head}>${tagLines(v.tags)}</node>` : `${head}/>`;
};
export const wayXml = (way: Way) =>
  `<way id="${way.id}" ${meta}>${way.vertices.map((v) => `<nd ref="${v.id}"/>`).join("")}${tagLines(way.tags)}</way>`;
export const relationXml = (relation: Relation) =>
  `<relation id="${relation.id}" ${meta}>${relation.members.map((m) => `<member type="${m.type}" ref="${m.ref}" role="${m.role}"/>`).join("")}${tagLines(relation.tags)}</relation>`;
export const osmHead = (box: typeof bounds) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="quarterhour sample city" note="示例数据，纯属虚构">\n<bounds minlat="${box.south}" minlon="${box.west}" maxlat="${box.north}" maxlon="${box.east}"/>`;
export const osmTail = "</osm>\n";

export function osmXml(map: CityMap): string {
  const nodes = map.vertices.toSorted((a, b) => a.id - b.id).map(nodeXml);
  return [osmHead(bounds), ...nodes, ...map.ways.map(wayXml), ...map.relations.map(relationXml), osmTail].join("\n");
}

/** Gzip with no time and no system in its head (Node writes mtime 0; the system byte is set to "unknown"). */
export function gzipFixed(text: string | Uint8Array): Buffer {
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 255;
  return bytes;
}

export type Cell = string | number | null;

export const csvText = (header: readonly string[], rows: readonly (readonly Cell[])[]) =>
  [header, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const column = (index: number): string =>
  (index < 26 ? "" : column(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

/** A date cell is written as Excel's day number with a date format. */
export interface ExcelDate {
  excelDate: string;
}

/** One sheet, in-line strings, stored without compression so that its bytes do not depend on the zlib version. */
export function xlsx(
  sheetName: string,
  rows: readonly (readonly (Cell | ExcelDate)[])[],
  merges: readonly string[] = [],
): Buffer {
  const cells = (row: readonly (Cell | ExcelDate)[], y: number) =>
    row
      .map((cell, x) => {
        const at = `${column(x)}${y + 1}`;
        if (cell === null) return "";
        if (typeof cell === "number") return `<c r="${at}"><v>${cell}</v></c>`;
        if (typeof cell === "object")
          return `<c r="${at}" s="1"><v>${(Date.parse(cell.excelDate) - Date.UTC(1899, 11, 30)) / 86_400_000}</v></c>`;
        return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${xmlText(cell)}</t></is></c>`;
      })
      .join("");
  const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
  const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return zipStored([
    [
      "[Content_Types].xml",
      `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
    ],
    [
      "_rels/.rels",
      `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${xmlText(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      "xl/styles.xml",
      `${head}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ],
    [
      "xl/worksheets/sheet1.xml",
      `${head}<worksheet xmlns="${main}"><sheetData>${rows.map((row, y) => `<row r="${y + 1}">${cells(row, y)}</row>`).join("")}</sheetData>${merges.length ? `<mergeCells count="${merges.length}">${merges.map((m) => `<mergeCell ref="${m}"/>`).join("")}</mergeCells>` : ""}</worksheet>`,
    ],
  ]);
}

function zipStored(files: [name: string, text: string][]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const data = Buffer.from(text);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(0, 4);
    common.writeUInt16LE(0, 6);
    // 1 January 2026, midnight.
    common.writeUInt16LE(((2026 - 1980) << 9) | (1 << 5) | 1, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, nameBytes, data]);
    const entry = Buffer.concat([Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), common, Buffer.alloc(14), nameBytes]);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
