/** A layer as a GeoPackage 1.3 (https://www.geopackage.org/spec130/). */
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { Position } from "@quarterhour/isochrones";
import type { Crs } from "../intake/index.ts";
import type { Layer } from "./layer.ts";
import { polygonsIn } from "./shapes.ts";
import { systemOf } from "./systems.ts";
import type { System } from "./systems.ts";
import { ROWS_AT_ONCE } from "./tables.ts";

const APPLICATION_ID = 0x47504b47;
const USER_VERSION = 10300;

/** One feature table, named as the layer. RangeError for a system that has no definition. */
export async function geoPackageOf<Row>(layer: Layer<Row>, crs: Crs): Promise<Readable> {
  const system = systemOf(crs);
  if (system === null) throw new RangeError(`${crs} cannot be written into a GeoPackage`);
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-export-"));
  const file = join(folder, `${layer.name}.gpkg`);
  try {
    await writeGeoPackage(file, layer, crs, system);
    const stream = createReadStream(file);
    void once(stream, "close").then(() => rm(folder, { recursive: true, force: true }));
    return stream;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function writeGeoPackage<Row>(
  file: string,
  { name, columns, rows, shape, geometry }: Layer<Row>,
  crs: Crs,
  system: System,
): Promise<void> {
  const database = new DatabaseSync(file);
  const geometryType = geometry === "point" ? "POINT" : "MULTIPOLYGON";
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
      create table ${name} (
        fid integer primary key autoincrement not null, geom ${geometryType},
        ${columns.map(({ header, kind }) => `"${header}" ${types[kind]}`).join(", ")});
    `);
    const insertSystem = database.prepare("insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, null)");
    insertSystem.run("Undefined cartesian SRS", -1, "NONE", -1, "undefined");
    insertSystem.run("Undefined geographic SRS", 0, "NONE", 0, "undefined");
    const wgs84 = systemOf("wgs84")!;
    for (const each of system.epsg === wgs84.epsg ? [system] : [wgs84, system]) {
      insertSystem.run(each.name, each.epsg, "EPSG", each.epsg, each.wkt);
    }
    const marks = columns.map(() => "?").join(", ");
    const insert = database.prepare(`insert into ${name} values (null, ?, ${marks})`);
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    database.exec("begin");
    for (const [i, row] of rows.entries()) {
      if (i % ROWS_AT_ONCE === 0) await setImmediate();
      const polygons = polygonsIn(shape(row), crs);
      for (const [x, y] of polygons.flat(2)) {
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
      const wkb = geometry === "point" ? wkbPoint(polygons[0][0][0]) : wkbMultiPolygon(polygons);
      insert.run(Buffer.concat([blobHeader(system.epsg), ...wkb]), ...columns.map(({ value }) => value(row)));
    }
    const extent = rows.length === 0 ? [null, null, null, null] : box;
    database
      .prepare(
        "insert into gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id) values (?, 'features', ?, ?, ?, ?, ?, ?)",
      )
      .run(name, name, ...extent, system.epsg);
    database
      .prepare("insert into gpkg_geometry_columns values (?, 'geom', ?, ?, 0, 0)")
      .run(name, geometryType, system.epsg);
    database.exec("commit");
  } finally {
    database.close();
  }
}

/** GeoPackage's own, least byte first, without a box. */
function blobHeader(epsg: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.write("GP", 0, "latin1");
  bytes.writeUInt8(1, 3);
  bytes.writeInt32LE(epsg, 4);
  return bytes;
}

const WKB = { point: 1, polygon: 3, multiPolygon: 6 };

function wkbPoint([x, y]: Position): Buffer[] {
  const bytes = Buffer.alloc(21);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(WKB.point, 1);
  bytes.writeDoubleLE(x, 5);
  bytes.writeDoubleLE(y, 13);
  return [bytes];
}

function wkbMultiPolygon(polygons: Position[][][]): Buffer[] {
  const counted = (type: number, count: number) => {
    const bytes = Buffer.alloc(9);
    bytes.writeUInt8(1, 0);
    bytes.writeUInt32LE(type, 1);
    bytes.writeUInt32LE(count, 5);
    return bytes;
  };
  return [
    counted(WKB.multiPolygon, polygons.length),
    ...polygons.flatMap((rings) => [
      counted(WKB.polygon, rings.length),
      ...rings.map((ring) => {
        const bytes = Buffer.alloc(4 + ring.length * 16);
        bytes.writeUInt32LE(ring.length, 0);
        ring.forEach(([x, y], i) => {
          bytes.writeDoubleLE(x, 4 + i * 16);
          bytes.writeDoubleLE(y, 12 + i * 16);
        });
        return bytes;
      }),
    ]),
  ];
}
