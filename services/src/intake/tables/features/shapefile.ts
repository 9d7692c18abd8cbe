/** Shapefiles, packed in a ZIP or in a folder: `.shp` and `.dbf` read side by side, `.prj` and `.cpg` for their sake. */
import { basename } from "node:path";
import { IntakeError, problemAt } from "../../errors.ts";
import type { Crs } from "../coordinates.ts";
import { crsOfWkt } from "../crs-wkt.ts";
import type { TextEncoding } from "../encoding.ts";
import { encodingNamed } from "../encoding.ts";
import { ByteSource } from "./byte-source.ts";
import { DbfReader, encodingOfCodePage, findDbfEncoding, readDbfHeader } from "./dbf.ts";
import type { FeatureFile, FileFeature, ReadFeaturesOptions } from "./features.ts";
import { chosenLayer } from "./layers.ts";
import type { ShapefileParts } from "./shapefile-parts.ts";
import { openShapefileParts } from "./shapefile-parts.ts";
import { shapeOf } from "./shapes.ts";
import { say } from "../../../words/index.ts";
import type { Said } from "../../../words/index.ts";

/** Bytes of one shape: two million positions. */
const LARGEST_SHAPE_BYTES = 32 * 1024 * 1024;

interface Layer {
  name: string;
  columns: string[];
  completed: string[];
  encoding: TextEncoding;
}

export async function readShapefile(file: string, options: ReadFeaturesOptions): Promise<FeatureFile> {
  const parts = await openShapefileParts(file);
  try {
    const { fileName } = parts;
    const layers: Layer[] = [];
    for (const name of parts.layers) {
      if (options.sheet === undefined || options.sheet.trim() === name)
        layers.push(await layerOf(parts, name, options));
    }
    const known =
      layers.length > 0
        ? layers
        : parts.layers.map((name) => ({ name, columns: [], completed: [], encoding: "UTF-8" as const }));
    const { layer, notes } = chosenLayer(known, options.sheet, fileName);
    const { crs, note } = await crsOf(parts, layer.name, options.crsGiven === true);
    if (note !== null) notes.push(note);
    if (layer.completed.length > 0) {
      notes.push(say("shapefile.completed", { names: layer.completed }));
    }
    return {
      fileName,
      format: "shapefile",
      encoding: layer.encoding,
      crs,
      layers: parts.layers,
      layer: layer.name,
      columns: layer.columns,
      notes,
      features: featuresOf(file, layer, notes, options),
    };
  } finally {
    parts.close();
  }
}

async function layerOf(parts: ShapefileParts, name: string, options: ReadFeaturesOptions): Promise<Layer> {
  const dbf = `${name}.dbf`;
  if (!parts.has(name, ".dbf")) {
    throw new IntakeError(say("shapefile.no-dbf", { file: parts.fileName, layer: name }));
  }
  const source = new ByteSource(parts.chunksOf(name, ".dbf"));
  try {
    const header = await readDbfHeader(source, dbf);
    const encoding =
      options.encoding === undefined
        ? (encodingOfCodePage(await parts.noteOf(name, ".cpg")) ??
          header.encoding ??
          (await findDbfEncoding(parts.chunksOf(name, ".dbf"), dbf)))
        : encodingNamed(options.encoding);
    const { columns, completed } = new DbfReader(header, encoding);
    return { name, encoding, columns, completed };
  } finally {
    await source.close();
  }
}

async function crsOf(
  parts: ShapefileParts,
  layer: string,
  given: boolean,
): Promise<{ crs: Crs | null; note: Said | null }> {
  const wkt = await parts.noteOf(layer, ".prj");
  if (wkt === null || wkt === "") {
    return { crs: null, note: given ? null : say("shapefile.no-prj") };
  }
  const reading = crsOfWkt(wkt);
  if ("crs" in reading) return { crs: reading.crs, note: null };
  if (given) return { crs: null, note: say("shapefile.prj-passed", { why: reading.problem }) };
  throw new IntakeError(say("shapefile.crs", { file: parts.fileName, why: reading.problem }), [
    problemAt(null, ".prj", wkt, reading.problem),
  ]);
}

async function* featuresOf(
  file: string,
  layer: Layer,
  notes: Said[],
  options: ReadFeaturesOptions,
): AsyncGenerator<FileFeature> {
  const parts = await openShapefileParts(file);
  const shp = new ByteSource(parts.chunksOf(layer.name, ".shp"));
  const dbf = new ByteSource(parts.chunksOf(layer.name, ".dbf"));
  const name = basename(file);
  const damaged = (row: number, what: Said) =>
    new IntakeError(say("shapefile.damaged", { file: name, what }), [problemAt(row, null, null, what)]);
  try {
    const header = await readDbfHeader(dbf, `${layer.name}.dbf`);
    const reader = new DbfReader(header, layer.encoding);
    const head = await shp.take(100);
    if (head.length < 100 || head.readInt32BE(0) !== 9994)
      throw damaged(1, say("shapefile.no-header", { layer: layer.name }));
    const bytesTotal = Math.max(1, await parts.sizeOf(layer.name, ".shp"));
    const bytesClaimed = head.readUInt32BE(24) * 2;
    let deleted = 0;
    for (let row = 1; row <= header.recordCount; row++) {
      const record = dbf.ready(header.recordBytes) ?? (await dbf.take(header.recordBytes));
      if (record.length < header.recordBytes) {
        throw damaged(row, say("shapefile.dbf-ends", { layer: layer.name, row, rows: header.recordCount }));
      }
      const properties = reader.propertiesOf(record);
      const shapeHead = shp.ready(8) ?? (await shp.take(8));
      if (shapeHead.length < 8) {
        const key = shp.position < bytesClaimed ? "shapefile.shp-short" : "shapefile.shp-other";
        throw damaged(row, say(key, { layer: layer.name, shapes: row - 1, rows: header.recordCount }));
      }
      const bytes = shapeHead.readInt32BE(4) * 2;
      if (bytes < 4 || bytes > LARGEST_SHAPE_BYTES) throw damaged(row, say("shapefile.shape-size", { row, bytes }));
      const shape = shp.ready(bytes) ?? (await shp.take(bytes));
      if (shape.length < bytes) throw damaged(row, say("shapefile.shp-ends", { layer: layer.name, row }));
      if (properties === null) {
        deleted++;
        continue;
      }
      yield { row, properties, ...shapeOf(shape) };
      if (row % 256 === 0) {
        options.signal?.throwIfAborted();
        options.onFraction?.(Math.min(1, shp.position / bytesTotal));
      }
    }
    const more = shp.position < bytesClaimed && (await shp.take(8)).length === 8;
    if (more)
      throw damaged(header.recordCount, say("shapefile.shp-more", { layer: layer.name, rows: header.recordCount }));
    if (deleted > 0) notes.push(say("shapefile.deleted", { rows: deleted }));
    const memos = header.fields.filter(({ type }) => "MGP@T".includes(type)).length;
    if (memos > 0) notes.push(say("shapefile.memos", { fields: memos }));
  } finally {
    await shp.close();
    await dbf.close();
    parts.close();
  }
}
