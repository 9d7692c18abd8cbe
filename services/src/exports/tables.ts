/** Ledgers as files: for spreadsheets and for GIS. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { Readable } from "node:stream";
import writeXlsxFile from "write-excel-file/node";
import type { SheetData } from "write-excel-file/node";
import { csvRow } from "../assessment/csv.ts";
import { fromWgs84 } from "../intake/index.ts";
import type { Crs } from "../intake/index.ts";
import type { Outlet } from "../store/index.ts";
import { attributeColumns, ledgerColumns } from "./columns.ts";

/** Between so many rows others get a turn. */
const ROWS_AT_ONCE = 500;

/** UTF-8 with byte order mark, as spreadsheets want it; no cell runs as a formula. */
export async function* ledgerCsv(outlets: readonly Outlet[], crs: Crs): AsyncGenerator<string> {
  const columns = ledgerColumns(crs);
  yield `\uFEFF${csvRow(columns.map(({ header }) => header))}`;
  for (let start = 0; start < outlets.length; start += ROWS_AT_ONCE) {
    const some = outlets.slice(start, start + ROWS_AT_ONCE);
    yield some.map((outlet) => csvRow(columns.map(({ value }) => value(outlet)))).join("");
    await setImmediate();
  }
}

/** One sheet, the header fixed; dates as dates, text as text: Excel computes nothing. */
export async function ledgerXlsx(outlets: readonly Outlet[], crs: Crs, sheet: string): Promise<Readable> {
  const columns = ledgerColumns(crs);
  const header = columns.map(({ header: value }) => ({ value, type: String, fontWeight: "bold" as const }));
  const rows = [];
  for (const [i, outlet] of outlets.entries()) {
    if (i % ROWS_AT_ONCE === 0) await setImmediate();
    rows.push(
      columns.map(({ kind, value }) => {
        const cell = value(outlet);
        if (cell === null) return null;
        if (kind === "date") return { value: new Date(`${cell}T00:00:00Z`), type: Date, format: "yyyy-mm-dd" };
        return kind === "number" ? { value: Number(cell), type: Number } : { value: String(cell), type: String };
      }),
    );
  }
  const file = writeXlsxFile([header, ...rows] as SheetData, {
    sheet: sheet.replaceAll(/[\\/?*[\]:]/g, " ").slice(0, 31),
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  });
  return Readable.from([await file.toBuffer()]);
}

/** WGS-84, as the format demands; attributes under their Latin names. */
export async function* ledgerGeoJson(outlets: readonly Outlet[]): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[';
  for (let start = 0; start < outlets.length; start += ROWS_AT_ONCE) {
    const features = outlets.slice(start, start + ROWS_AT_ONCE).map((outlet) =>
      JSON.stringify({
        type: "Feature",
        id: outlet.id,
        geometry: { type: "Point", coordinates: outlet.location },
        properties: Object.fromEntries(attributeColumns.map(({ header, value }) => [header, value(outlet)])),
      }),
    );
    yield `${start === 0 ? "" : ","}\n${features.join(",\n")}`;
    await setImmediate();
  }
  yield "\n]}\n";
}

/** Magic number of a GeoPackage, and its version 1.3 (https://www.geopackage.org/spec130/). */
const APPLICATION_ID = 0x47504b47;
const USER_VERSION = 10300;

/** EPSG number and well-known text of what a GeoPackage is written in. */
const SYSTEMS = {
  wgs84: {
    epsg: 4326,
    name: "WGS 84",
    wkt: 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]',
  },
  "EPSG:4490": {
    epsg: 4490,
    name: "China Geodetic Coordinate System 2000",
    wkt: 'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4490"]]',
  },
} as const;

export const geoPackageSystems = Object.keys(SYSTEMS) as (keyof typeof SYSTEMS)[];

/** One layer `outlets` of points. */
export async function ledgerGeoPackage(outlets: readonly Outlet[], crs: keyof typeof SYSTEMS): Promise<Readable> {
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-export-"));
  const file = join(folder, "outlets.gpkg");
  try {
    await writeGeoPackage(file, outlets, crs);
    const stream = createReadStream(file);
    void once(stream, "close").then(() => rm(folder, { recursive: true, force: true }));
    return stream;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function writeGeoPackage(file: string, outlets: readonly Outlet[], crs: keyof typeof SYSTEMS): Promise<void> {
  const { epsg, name, wkt } = SYSTEMS[crs];
  const database = new DatabaseSync(file);
  try {
    const types = { text: "TEXT", number: "REAL", date: "DATE" };
    database.exec(`
      pragma application_id = ${APPLICATION_ID};
      pragma user_version = ${USER_VERSION};
      create table gpkg_spatial_ref_sys (
        srs_name text not null, srs_id integer not null primary key, organization text not null,
        organization_coordsys_id integer not null, definition text not null, description text);
      create table gpkg_contents (
        table_name text not null primary key, data_type text not null, identifier text unique, description text default '',
        last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
        min_x double, min_y double, max_x double, max_y double, srs_id integer references gpkg_spatial_ref_sys (srs_id));
      create table gpkg_geometry_columns (
        table_name text not null references gpkg_contents (table_name), column_name text not null, geometry_type_name text not null,
        srs_id integer not null references gpkg_spatial_ref_sys (srs_id), z tinyint not null, m tinyint not null,
        primary key (table_name, column_name));
      create table outlets (
        fid integer primary key autoincrement not null, geom point,
        ${attributeColumns.map(({ header, kind }) => `"${header}" ${types[kind]}`).join(", ")});
    `);
    const system = database.prepare("insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, null)");
    system.run("Undefined cartesian SRS", -1, "NONE", -1, "undefined");
    system.run("Undefined geographic SRS", 0, "NONE", 0, "undefined");
    system.run(SYSTEMS.wgs84.name, SYSTEMS.wgs84.epsg, "EPSG", SYSTEMS.wgs84.epsg, SYSTEMS.wgs84.wkt);
    if (epsg !== SYSTEMS.wgs84.epsg) system.run(name, epsg, "EPSG", epsg, wkt);
    const marks = attributeColumns.map(() => "?").join(", ");
    const insert = database.prepare(`insert into outlets values (null, ?, ${marks})`);
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    database.exec("begin");
    for (const [i, outlet] of outlets.entries()) {
      if (i % ROWS_AT_ONCE === 0) await setImmediate();
      const [x, y] = fromWgs84(outlet.location, crs);
      [west, south, east, north] = [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)];
      insert.run(pointBlob(x, y, epsg), ...attributeColumns.map(({ value }) => value(outlet)));
    }
    const box = outlets.length === 0 ? [null, null, null, null] : [west, south, east, north];
    database
      .prepare(
        "insert into gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id) values ('outlets', 'features', 'outlets', ?, ?, ?, ?, ?)",
      )
      .run(...box, epsg);
    database.prepare("insert into gpkg_geometry_columns values ('outlets', 'geom', 'POINT', ?, 0, 0)").run(epsg);
    database.exec("commit");
  } finally {
    database.close();
  }
}

/** GeoPackage's header without a box, then a point as WKB, least byte first. */
function pointBlob(x: number, y: number, epsg: number): Uint8Array {
  const blob = Buffer.alloc(29);
  blob.write("GP", 0, "latin1");
  blob.writeUInt8(1, 3);
  blob.writeInt32LE(epsg, 4);
  blob.writeUInt8(1, 8);
  blob.writeUInt32LE(1, 9);
  blob.writeDoubleLE(x, 13);
  blob.writeDoubleLE(y, 21);
  return blob;
}
