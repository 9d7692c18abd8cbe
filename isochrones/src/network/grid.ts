import { makeColumn, discard, growing } from "./column.ts";
import type { Grid } from "./network.ts";

/** Size of a grid cell in metres: about the length of a city block's side, so a look-up touches a handful of edges. */
const CELL_METERS = 100;

/** A grid that covers a box given in 1e-7 degrees. */
export function makeGrid(
  box: { west: number; south: number; east: number; north: number },
  metersPerUnit: { lng: number; lat: number },
): Grid {
  let cellLng = Math.max(1, Math.round(CELL_METERS / metersPerUnit.lng));
  let cellLat = Math.max(1, Math.round(CELL_METERS / metersPerUnit.lat));
  let columns = Math.floor((box.east - box.west) / cellLng) + 1;
  let rows = Math.floor((box.north - box.south) / cellLat) + 1;
  // a stray node far away must not make the grid huge
  while (columns * rows > 16_000_000) {
    cellLng *= 2;
    cellLat *= 2;
    columns = Math.floor((box.east - box.west) / cellLng) + 1;
    rows = Math.floor((box.north - box.south) / cellLat) + 1;
  }
  return { west: box.west, south: box.south, cellLng, cellLat, columns, rows };
}

export const columnOf = (grid: Grid, lng: number): number =>
  Math.min(grid.columns - 1, Math.max(0, Math.floor((lng - grid.west) / grid.cellLng)));
export const rowOf = (grid: Grid, lat: number): number =>
  Math.min(grid.rows - 1, Math.max(0, Math.floor((lat - grid.south) / grid.cellLat)));

/** Calls `visit` with every cell that the straight line between two places touches. */
export function cellsOfSegment(
  grid: Grid,
  lng1: number,
  lat1: number,
  lng2: number,
  lat2: number,
  visit: (cell: number) => void,
): void {
  const column1 = columnOf(grid, lng1);
  const column2 = columnOf(grid, lng2);
  const row1 = rowOf(grid, lat1);
  const row2 = rowOf(grid, lat2);
  if (column1 === column2 && row1 === row2) {
    visit(row1 * grid.columns + column1);
    return;
  }
  const firstColumn = Math.min(column1, column2);
  const lastColumn = Math.max(column1, column2);
  const firstRow = Math.min(row1, row2);
  const lastRow = Math.max(row1, row2);
  if (firstColumn === lastColumn || firstRow === lastRow) {
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) visit(row * grid.columns + column);
    }
    return;
  }
  // row by row, only the columns between the places where the line enters and leaves the row; the outermost rows also
  // hold what lies outside the grid
  const slope = (lng2 - lng1) / (lat2 - lat1);
  for (let row = firstRow; row <= lastRow; row++) {
    const south = row === firstRow ? Math.min(lat1, lat2) : grid.south + row * grid.cellLat;
    const north = row === lastRow ? Math.max(lat1, lat2) : grid.south + (row + 1) * grid.cellLat;
    const a = lng1 + (south - lat1) * slope;
    const b = lng1 + (north - lat1) * slope;
    const from = Math.max(firstColumn, columnOf(grid, Math.min(a, b) - 1));
    const to = Math.min(lastColumn, columnOf(grid, Math.max(a, b) + 1));
    for (let column = from; column <= to; column++) visit(row * grid.columns + column);
  }
}

/** Sorts items into cells: `start[cell] … start[cell + 1]` are positions in `items`, in ascending order without repeats. */
export function fillCells(
  cellCount: number,
  itemCount: number,
  cellsOfItem: (item: number, visit: (cell: number) => void) => void,
): { start: Uint32Array; items: Uint32Array } {
  const last = makeColumn(Int32Array, cellCount).fill(-1);
  const start = makeColumn(Uint32Array, cellCount + 1);
  /** The cells of one item after the other, and where each item's end. */
  const found = growing(Uint32Array);
  const foundEnd = makeColumn(Uint32Array, itemCount);
  let current = 0;
  const visit = (cell: number): void => {
    if (last[cell] === current) return;
    last[cell] = current;
    start[cell + 1]++;
    found.push(cell);
  };
  for (let item = 0; item < itemCount; item++) {
    current = item;
    cellsOfItem(item, visit);
    foundEnd[item] = found.length;
  }
  for (let cell = 0; cell < cellCount; cell++) start[cell + 1] += start[cell];
  const cells = found.take();
  const items = makeColumn(Uint32Array, cells.length);
  const next = last;
  for (let cell = 0; cell < cellCount; cell++) next[cell] = start[cell];
  for (let item = 0, i = 0; item < itemCount; item++) {
    for (; i < foundEnd[item]; i++) items[next[cells[i]]++] = item;
  }
  discard(last, cells, foundEnd);
  return { start, items };
}
