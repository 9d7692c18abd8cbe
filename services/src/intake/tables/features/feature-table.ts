/** A geographic file as a table: a column for each property, and 经度 and 纬度 from the geometry. */
import type { Geometry, Position } from "geojson";
import { pointInside } from "../../geometry/polygon.ts";
import type { ReadTableOptions, Table, TableRow } from "../table.ts";
import type { FeatureFile, FileFeature } from "./features.ts";
import { readFeatures } from "./features.ts";
import { say } from "../../../words/index.ts";
import type { Said } from "../../../words/index.ts";

/** In the file's own coordinate system, metres too: `Table.crs` says which. */
const X_COLUMN = "经度";
const Y_COLUMN = "纬度";

/** Points give their place, polygons a point inside them; lines and the like are faults of their row. */
export async function readFeatureTable(file: string, options: ReadTableOptions): Promise<Table> {
  const features = await readFeatures(file, options);
  return {
    fileName: features.fileName,
    format: features.format,
    encoding: features.encoding,
    crs: features.crs,
    sheets: features.layers,
    sheet: features.layer,
    notes: features.notes,
    rows: rowsOf(features),
  };
}

async function* rowsOf(file: FeatureFile): AsyncGenerator<TableRow> {
  yield { row: 0, cells: [X_COLUMN, Y_COLUMN, ...file.columns.map(columnName)] };
  let polygons = 0;
  for await (const feature of file.features) {
    if (feature.geometry?.type === "Polygon" || feature.geometry?.type === "MultiPolygon") polygons++;
    yield rowOf(feature, file.columns);
  }
  if (polygons > 0) file.notes.push(say("polygons.as-points", { polygons }));
}

/** The geometry says where a feature is; columns of the same name say where somebody once thought it was. */
function columnName(name: string): string {
  return name === X_COLUMN || name === Y_COLUMN ? `${name}（原表）` : name;
}

function rowOf(feature: FileFeature, columns: string[]): TableRow {
  const place = feature.geometry === null ? { position: null, fault: feature.fault } : placeOf(feature.geometry);
  const [x, y] = place.position ?? ["", ""];
  const row: TableRow = {
    row: feature.row,
    cells: [String(x), String(y), ...columns.map((column) => cellOf(feature.properties[column]))],
  };
  if (place.fault !== undefined) row.faults = [{ column: 0, said: say("geometry.fault", { what: place.fault }) }];
  return row;
}

function placeOf(geometry: Geometry): { position: Position | null; fault?: Said } {
  switch (geometry.type) {
    case "Point":
      return { position: geometry.coordinates };
    case "MultiPoint":
      return geometry.coordinates.length === 1
        ? { position: geometry.coordinates[0] }
        : { position: null, fault: say("geometry.points", { points: geometry.coordinates.length }) };
    case "Polygon":
    case "MultiPolygon": {
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const whole = polygons.filter((rings) => (rings[0]?.length ?? 0) >= 4);
      if (whole.length === 0) return { position: null, fault: say("geometry.no-ring") };
      return { position: insideOf(whole as PolygonRings[]) };
    }
    default:
      return { position: null, fault: say("geometry.no-point", { type: geometry.type }) };
  }
}

type PolygonRings = [number, number][][];

/** Metres are brought into the range of degrees first, which is what lengths and areas are computed from. */
function insideOf(polygons: PolygonRings[]): Position {
  const scale = Math.abs(polygons[0][0][0][0]) > 180 || Math.abs(polygons[0][0][0][1]) > 90 ? 1e6 : 1;
  const scaled = polygons.map((rings) =>
    rings.map((ring) => ring.map(([x, y]): [number, number] => [x / scale, y / scale])),
  );
  const [x, y] = pointInside(scaled);
  return [x * scale, y * scale];
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
