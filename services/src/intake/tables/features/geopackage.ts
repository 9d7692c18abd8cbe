/**
 * GeoPackages (SQLite), through Node's own SQLite. The file comes from outside: only plain tables are read, since views
 * and virtual tables can make a database compute without end.
 */
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { setImmediate } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";
import { IntakeError, problemAt } from "../../errors.ts";
import type { Crs } from "../coordinates.ts";
import { crsOfEpsg } from "../crs-names.ts";
import { crsOfWkt } from "../crs-wkt.ts";
import type { FeatureFile, FileFeature, ReadFeaturesOptions } from "./features.ts";
import { chosenLayer } from "./layers.ts";
import { geometryOfBlob } from "./wkb.ts";
import { say } from "../../../words/index.ts";
import type { Said } from "../../../words/index.ts";

interface Layer {
  name: string;
  geometryColumn: string;
  srsId: number;
  columns: string[];
}

export function readGeoPackage(file: string, options: ReadFeaturesOptions): Promise<FeatureFile> {
  const fileName = basename(file);
  return withDatabase(file, (database) => {
    const layers = layersOf(database, fileName);
    const { layer, notes } = chosenLayer(layers, options.sheet, fileName);
    const reading = crsOf(database, layer.srsId);
    if ("problem" in reading && options.crsGiven !== true) {
      throw new IntakeError(say("geopackage.crs", { file: fileName, why: reading.problem }));
    }
    const crs = "crs" in reading ? reading.crs : null;
    if (crs === null && options.crsGiven !== true) notes.push(say("layer.no-crs"));
    return {
      fileName,
      format: "geopackage",
      encoding: null,
      crs,
      layers: layers.map(({ name }) => name),
      layer: layer.name,
      columns: layer.columns,
      notes,
      features: featuresOf(file, layer, options),
    };
  });
}

function openDatabase(file: string): DatabaseSync {
  // Immutable: no locks and no files beside it, whatever the file says of itself.
  const url = pathToFileURL(file);
  url.searchParams.set("immutable", "1");
  const database = new DatabaseSync(url, { readOnly: true, allowExtension: false });
  database.exec("pragma trusted_schema = off; pragma query_only = on; pragma cell_size_check = on");
  return database;
}

async function withDatabase<T>(file: string, work: (database: DatabaseSync) => T): Promise<T> {
  let database: DatabaseSync | null = null;
  try {
    database = openDatabase(file);
    return work(database);
  } catch (error) {
    throw unreadable(basename(file), error);
  } finally {
    database?.close();
  }
}

function unreadable(fileName: string, error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== "ERR_SQLITE_ERROR") return error;
  const { message } = error as Error;
  const isDamaged = /malformed|not a database|disk I\/O|corrupt/i.test(message);
  const said = say(isDamaged ? "geopackage.damaged" : "geopackage.unreadable", { file: fileName, why: message });
  return new IntakeError(said, [], { cause: error });
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function layersOf(database: DatabaseSync, fileName: string): Layer[] {
  const hasTable = database.prepare("select sql from sqlite_master where type = 'table' and lower(name) = lower(?)");
  const isGeoPackage = hasTable.get("gpkg_contents") !== undefined;
  if (!isGeoPackage) {
    throw new IntakeError(say("geopackage.sqlite", { file: fileName }));
  }
  const rows =
    hasTable.get("gpkg_geometry_columns") === undefined
      ? []
      : database.prepare("select table_name, column_name, srs_id from gpkg_geometry_columns order by rowid").all();
  if (rows.length === 0) {
    throw new IntakeError(say("geopackage.no-layer", { file: fileName }));
  }
  return rows.map((row) => {
    const name = String(row.table_name);
    const geometryColumn = String(row.column_name);
    const definition = hasTable.get(name)?.sql;
    if (typeof definition !== "string" || /^\s*create\s+virtual/i.test(definition)) {
      throw new IntakeError(say("geopackage.view", { file: fileName, layer: name }));
    }
    const columns = database
      .prepare(`select name, pk, hidden from pragma_table_xinfo(?)`)
      .all(name)
      // Generated columns are formulas.
      .filter(({ hidden }) => hidden === 0);
    if (!columns.some((column) => column.name === geometryColumn)) {
      throw new IntakeError(say("geopackage.no-column", { file: fileName, layer: name, column: geometryColumn }));
    }
    return {
      name,
      geometryColumn,
      srsId: Number(row.srs_id),
      columns: columns
        // The number of the row, which programs give by themselves and anew each time.
        .filter(
          ({ name: column, pk }) => column !== geometryColumn && !(pk === 1 && /^(ogc_)?fid$/i.test(String(column))),
        )
        .map((column) => String(column.name)),
    };
  });
}

function crsOf(database: DatabaseSync, srsId: number): { crs: Crs | null } | { problem: Said } {
  const row = database
    .prepare(
      "select organization, organization_coordsys_id as code, definition from gpkg_spatial_ref_sys where srs_id = ?",
    )
    .get(srsId);
  // −1 and 0 stand for "undefined".
  if (row === undefined || srsId <= 0) return { crs: null };
  const byCode = String(row.organization).toLowerCase() === "epsg" ? crsOfEpsg(Number(row.code)) : null;
  return byCode === null ? crsOfWkt(String(row.definition)) : { crs: byCode };
}

/** Rows read before others get their turn: SQLite answers on the thread that asks. */
const ROWS_AT_A_TIME = 500;

async function* featuresOf(file: string, layer: Layer, options: ReadFeaturesOptions): AsyncGenerator<FileFeature> {
  const fileName = basename(file);
  let row = 0;
  let database: DatabaseSync | null = null;
  try {
    database = openDatabase(file);
    const table = quoted(layer.name);
    const total = Number(database.prepare(`select count(*) as count from ${table}`).get()?.count ?? 0);
    const names = [layer.geometryColumn, ...layer.columns].map(quoted).join(", ");
    const statement = database.prepare(`select ${names} from ${table}`);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    for (const values of statement.iterate() as Iterable<unknown> as Iterable<unknown[]>) {
      row++;
      const [blob, ...rest] = values;
      const properties: Record<string, unknown> = Object.create(null);
      layer.columns.forEach((column, i) => {
        properties[column] = plain(rest[i]);
      });
      const reading =
        blob === null
          ? { geometry: null }
          : blob instanceof Uint8Array
            ? geometryOfBlob(blob)
            : { geometry: null, fault: say("geometry.wkb-none") };
      yield { row, properties, ...reading };
      if (row % ROWS_AT_A_TIME === 0) {
        options.signal?.throwIfAborted();
        options.onFraction?.(row / Math.max(1, total));
        await setImmediate();
      }
    }
  } catch (error) {
    const readable = unreadable(fileName, error);
    if (readable instanceof IntakeError && readable !== error) {
      readable.problems.push(problemAt(row + 1, null, null, say("geopackage.row")));
    }
    throw readable;
  } finally {
    database?.close();
  }
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);
  }
  return value instanceof Uint8Array ? null : value;
}
