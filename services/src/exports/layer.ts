/** What an export is made of: rows, columns that the import recognises, and where each row lies. */
import type { Position } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon } from "geojson";
import { fromWgs84 } from "../intake/index.ts";
import type { Crs } from "../intake/index.ts";

export type Cell = string | number | null;

export interface Column<Row> {
  /** A name that the import recognises. */
  header: string;
  /** Name in a Shapefile, where there is room for ten bytes; the import recognises it as well. */
  key: string;
  kind: "text" | "number" | "date";
  /** In characters, for spreadsheets. */
  width: number;
  value(row: Row): Cell;
}

export interface Layer<Row> {
  /** Latin letters: file and table names are made of it. */
  name: string;
  /** For a sheet's tab. */
  title: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  id(row: Row): string;
  geometry: "point" | "polygon";
  /** In WGS-84. */
  shape(row: Row): Position | Polygon | MultiPolygon;
  /** How many columns stand before the coordinates, where those are columns. */
  coordinatesAfter: number;
}

export function text<Row>(key: string, header: string, width: number, value: (row: Row) => Cell): Column<Row> {
  return { key, header, width, kind: "text", value };
}

export function number<Row>(key: string, header: string, width: number, value: (row: Row) => Cell): Column<Row> {
  return { key, header, width, kind: "number", value };
}

export function date<Row>(key: string, header: string, value: (row: Row) => Cell): Column<Row> {
  return { key, header, width: 12, kind: "date", value };
}

export const yesNo = (value: boolean | null | undefined): Cell =>
  value === undefined || value === null ? null : value ? "是" : "否";

/** Whether x and y are degrees: then seven decimals are a centimetre, of metres three are a millimetre. */
function isInDegrees(crs: Crs): boolean {
  return crs === "wgs84" || crs === "gcj02" || crs === "bd09" || crs === "EPSG:4490";
}

/** x and y as they are written, rounded to what stands for a centimetre or less. */
function written(position: Position, crs: Crs): Position {
  const decimals = isInDegrees(crs) ? 7 : 3;
  const [x, y] = fromWgs84(position, crs);
  return [Number(x.toFixed(decimals)), Number(y.toFixed(decimals))];
}

/** The columns with those of the coordinates, under names that say their system: nobody takes 高德's for 百度's. */
export function tableColumns<Row>(layer: Layer<Row>, crs: Crs): Column<Row>[] {
  const [x, y] =
    crs === "gcj02"
      ? ["高德经度", "高德纬度"]
      : crs === "bd09"
        ? ["百度经度", "百度纬度"]
        : isInDegrees(crs)
          ? ["经度", "纬度"]
          : ["X坐标", "Y坐标"];
  const at = (axis: 0 | 1) => (row: Row) => written(layer.shape(row) as Position, crs)[axis];
  const coordinates = [number("x", x, 14, at(0)), number("y", y, 14, at(1))];
  return layer.columns.toSpliced(layer.coordinatesAfter, 0, ...coordinates);
}
