/** A layer as a zipped Shapefile: .shp, .shx, .dbf, .prj, .cpg, and what each field stands for. */
import { Buffer } from "node:buffer";
import { setImmediate } from "node:timers/promises";
import type { Position } from "@quarterhour/isochrones";
import type { Crs } from "../intake/index.ts";
import type { Column, Layer } from "./layer.ts";
import { polygonsIn } from "./shapes.ts";
import { systemOf } from "./systems.ts";
import { ROWS_AT_ONCE } from "./tables.ts";
import { zipOf } from "./zip.ts";

/** What a field of text can hold. */
const MOST_BYTES = 254;
const NAME_BYTES = 10;

interface Field<Row> {
  name: string;
  type: "C" | "N" | "D";
  length: number;
  decimals: number;
  column: Column<Row>;
  /** 0, and for what one field of text has no room for, 1 and on. */
  part: number;
}

/** RangeError for a system that has no definition. */
export async function* shapefileOf<Row>(layer: Layer<Row>, crs: Crs): AsyncGenerator<Buffer> {
  const system = systemOf(crs);
  if (system === null) throw new RangeError(`${crs} cannot be written into a Shapefile`);
  const fields = await fieldsOf(layer);
  const measured = await measure(layer, crs);
  const { name } = layer;
  const about = layer.columns.map(({ key, header }) => `${key}\t${header}\r\n`).join("");
  yield* zipOf([
    { name: `${name}.shp`, chunks: shpOf(layer, crs, measured) },
    { name: `${name}.shx`, chunks: shxOf(layer, crs, measured) },
    { name: `${name}.dbf`, chunks: dbfOf(layer, fields) },
    { name: `${name}.prj`, chunks: [Buffer.from(system.wkt)] },
    { name: `${name}.cpg`, chunks: [Buffer.from("UTF-8")] },
    { name: `${name}-fields.txt`, chunks: [Buffer.from(`\uFEFF${about}`)] },
  ]);
}

/** Texts in pieces of at most 254 bytes, never cut within a character. */
function piecesOf(text: string): Buffer[] {
  const pieces: Buffer[] = [];
  let rest = Buffer.from(text);
  while (rest.length > MOST_BYTES) {
    let end = MOST_BYTES;
    while ((rest[end] & 0xc0) === 0x80) end--;
    pieces.push(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
  return [...pieces, rest];
}

/** As wide as the values need. */
async function fieldsOf<Row>({ columns, rows }: Layer<Row>): Promise<Field<Row>[]> {
  const widths = columns.map(() => ({ pieces: [1], whole: 1, decimals: 0 }));
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_AT_ONCE === 0) await setImmediate();
    for (const [c, column] of columns.entries()) {
      const cell = column.value(row);
      const width = widths[c];
      if (cell === null || column.kind === "date") continue;
      if (column.kind === "text") {
        piecesOf(String(cell)).forEach((piece, part) => {
          width.pieces[part] = Math.max(width.pieces[part] ?? 1, piece.length);
        });
        continue;
      }
      const value = Number(cell);
      width.decimals = Math.max(width.decimals, decimalsOf(value));
      width.whole = Math.max(width.whole, value.toFixed(0).length);
    }
  }
  return columns.flatMap((column, c): Field<Row>[] => {
    const { key } = column;
    const { pieces, whole, decimals } = widths[c];
    if (key.length > NAME_BYTES) throw new Error(`The field name ${key} is longer than ${NAME_BYTES} bytes`);
    if (column.kind === "date") return [{ name: key, type: "D", length: 8, decimals: 0, column, part: 0 }];
    if (column.kind === "number") {
      const length = Math.min(32, whole + (decimals > 0 ? decimals + 2 : 1));
      return [{ name: key, type: "N", length, decimals, column, part: 0 }];
    }
    return pieces.map((length, part) => {
      const name = part === 0 ? key : `${key}_${part + 1}`;
      if (name.length > NAME_BYTES)
        throw new RangeError(`“${column.header}” has a text that is too long for a Shapefile`);
      // a field that is continued is as wide as can be: that is how a reader tells
      return { name, type: "C", length: part < pieces.length - 1 ? MOST_BYTES : length, decimals: 0, column, part };
    });
  });
}

/** As many as it takes to come back as the same number, where a field has room for them. */
function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  const [mantissa, exponent = "0"] = String(value).split("e");
  return Math.min(24, Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent)));
}

async function* dbfOf<Row>({ rows }: Layer<Row>, fields: Field<Row>[]): AsyncGenerator<Buffer> {
  const recordBytes = 1 + fields.reduce((sum, { length }) => sum + length, 0);
  if (recordBytes > 0xffff || fields.length > 255) throw new RangeError("the texts are too long for a Shapefile");
  const head = Buffer.alloc(32 + fields.length * 32 + 1);
  head.writeUInt8(0x03, 0);
  // the day it was written: the same for equal data
  head.writeUInt8(95, 1);
  head.writeUInt8(7, 2);
  head.writeUInt8(26, 3);
  head.writeUInt32LE(rows.length, 4);
  head.writeUInt16LE(head.length, 8);
  head.writeUInt16LE(recordBytes, 10);
  fields.forEach(({ name, type, length, decimals }, i) => {
    const at = 32 + i * 32;
    head.write(name, at, "latin1");
    head.write(type, at + 11, "latin1");
    head.writeUInt8(length, at + 16);
    head.writeUInt8(decimals, at + 17);
  });
  head.writeUInt8(0x0d, head.length - 1);
  yield head;
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const some = rows.slice(start, start + ROWS_AT_ONCE);
    const bytes = Buffer.alloc(some.length * recordBytes, 0x20);
    some.forEach((row, i) => {
      let at = i * recordBytes + 1;
      for (const field of fields) {
        const cell = field.column.value(row);
        if (cell !== null) writeCell(bytes.subarray(at, at + field.length), cell, field);
        at += field.length;
      }
    });
    yield bytes;
    await setImmediate();
  }
  yield Buffer.from([0x1a]);
}

function writeCell<Row>(bytes: Buffer, cell: string | number, { type, length, decimals, part }: Field<Row>): void {
  if (type === "N") {
    bytes.write(Number(cell).toFixed(decimals).slice(0, length).padStart(length), "latin1");
  } else if (type === "D") {
    bytes.write(String(cell).replaceAll("-", ""), "latin1");
  } else {
    const pieces = piecesOf(String(cell));
    // blanks at the end of a piece are its own: what fills the field behind it is something else
    if (part < pieces.length - 1) bytes.fill(0);
    pieces[part]?.copy(bytes);
  }
}

interface Measured {
  box: [number, number, number, number];
  /** Of all records, without the file's header. */
  bytes: number;
}

const SHAPE = { point: 1, polygon: 5 };

function recordBytesOf(polygons: Position[][][], geometry: Layer<unknown>["geometry"]): number {
  if (geometry === "point") return 20;
  const rings = polygons.flat();
  return 44 + rings.length * 4 + rings.reduce((sum, ring) => sum + ring.length, 0) * 16;
}

async function measure<Row>({ rows, shape, geometry }: Layer<Row>, crs: Crs): Promise<Measured> {
  const box: Measured["box"] = [Infinity, Infinity, -Infinity, -Infinity];
  let bytes = 0;
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_AT_ONCE === 0) await setImmediate();
    const polygons = polygonsIn(shape(row), crs);
    widen(box, polygons);
    bytes += 8 + recordBytesOf(polygons, geometry);
  }
  return { box: rows.length === 0 ? [0, 0, 0, 0] : box, bytes };
}

function widen(box: Measured["box"], polygons: Position[][][]): void {
  for (const rings of polygons) {
    for (const ring of rings) {
      for (const [x, y] of ring) {
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
    }
  }
}

function fileHeader(bytes: number, box: Measured["box"], geometry: Layer<unknown>["geometry"]): Buffer {
  const head = Buffer.alloc(100);
  head.writeInt32BE(9994, 0);
  head.writeInt32BE((100 + bytes) / 2, 24);
  head.writeInt32LE(1000, 28);
  head.writeInt32LE(SHAPE[geometry], 32);
  box.forEach((value, i) => head.writeDoubleLE(value, 36 + i * 8));
  return head;
}

async function* shpOf<Row>(layer: Layer<Row>, crs: Crs, { box, bytes }: Measured): AsyncGenerator<Buffer> {
  const { rows, shape, geometry } = layer;
  yield fileHeader(bytes, box, geometry);
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_AT_ONCE === 0) await setImmediate();
    const polygons = polygonsIn(shape(row), crs);
    const length = recordBytesOf(polygons, geometry);
    const record = Buffer.alloc(8 + length);
    record.writeInt32BE(i + 1, 0);
    record.writeInt32BE(length / 2, 4);
    record.writeInt32LE(SHAPE[geometry], 8);
    if (geometry === "point") {
      const [x, y] = polygons[0][0][0];
      record.writeDoubleLE(x, 12);
      record.writeDoubleLE(y, 20);
    } else {
      writePolygon(record.subarray(12), polygons);
    }
    yield record;
  }
}

/** Box, counts, where each ring begins, positions. Outer rings run clockwise, holes the other way round. */
function writePolygon(bytes: Buffer, polygons: Position[][][]): void {
  const box: Measured["box"] = [Infinity, Infinity, -Infinity, -Infinity];
  widen(box, polygons);
  box.forEach((value, i) => bytes.writeDoubleLE(value, i * 8));
  const rings = polygons.flatMap((each) => each.map((ring, i) => wound(ring, i === 0)));
  bytes.writeInt32LE(rings.length, 32);
  bytes.writeInt32LE(
    rings.reduce((sum, ring) => sum + ring.length, 0),
    36,
  );
  let at = 40 + rings.length * 4;
  let first = 0;
  rings.forEach((ring, i) => {
    bytes.writeInt32LE(first, 40 + i * 4);
    first += ring.length;
    for (const [x, y] of ring) {
      bytes.writeDoubleLE(x, at);
      bytes.writeDoubleLE(y, at + 8);
      at += 16;
    }
  });
}

function wound(ring: Position[], clockwise: boolean): Position[] {
  let twiceArea = 0;
  for (let i = 1; i < ring.length; i++) {
    twiceArea += (ring[i - 1][0] - ring[0][0]) * (ring[i][1] - ring[0][1]);
    twiceArea -= (ring[i][0] - ring[0][0]) * (ring[i - 1][1] - ring[0][1]);
  }
  return twiceArea < 0 === clockwise ? ring : ring.toReversed();
}

async function* shxOf<Row>(layer: Layer<Row>, crs: Crs, { box }: Measured): AsyncGenerator<Buffer> {
  const { rows, shape, geometry } = layer;
  yield fileHeader(rows.length * 8, box, geometry);
  let offset = 50;
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const some = rows.slice(start, start + ROWS_AT_ONCE);
    const bytes = Buffer.alloc(some.length * 8);
    some.forEach((row, i) => {
      const length = geometry === "point" ? 20 : recordBytesOf(polygonsIn(shape(row), crs), geometry);
      bytes.writeInt32BE(offset, i * 8);
      bytes.writeInt32BE(length / 2, i * 8 + 4);
      offset += 4 + length / 2;
    });
    yield bytes;
    await setImmediate();
  }
}
