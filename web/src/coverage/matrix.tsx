/**
 * The matrix: a row per area, a column per category, a cell is the share of households that reach it. Only the rows in
 * sight are on the page, so that a city of thousands of communities scrolls; arrow keys walk from cell to cell.
 */
import { useSignal } from "@preact/signals";
import type { CategoryId } from "@quarterhour/data";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { localName, t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { categoryIcons } from "../icons/categories.ts";
import type { CoverageCell } from "./api.ts";
import { areaId, category, changeByArea, columns, from, rows, selectArea, selectCategory } from "./state.ts";
import type { Row } from "./state.ts";
import { percent } from "./figures.ts";
import { coverageWords } from "./words.ts";
import { useWindowing } from "../ui/windowing.ts";

const rowPixels = 36;

function cellLabel(row: Row, name: string, cell: CoverageCell | undefined): string {
  const words = coverageWords.value.cell;
  const area = areaName(row);
  if (!cell) return words.notAsked(name);
  if (cell.share === null) return words.unknown(area, name);
  if (cell.gap === 0) return words.allReached(area, name);
  return words.reached(area, name, t.value.number(Math.round(cell.gap)), percent(cell.share));
}

export function areaName(row: Row): string {
  // A cell where nothing has a name is known by its number, of which the end is all fs.
  if (row.area.name === row.area.id) return coverageWords.value.cellName(row.area.id.replace(/f+$/, "").slice(-6));
  return localName({ nameZh: row.area.name, nameEn: row.area.nameEn });
}

function Cell({
  row,
  column,
  isFocused,
  onFocus,
}: {
  row: Row;
  column: { id: CategoryId; name: string };
  isFocused: boolean;
  onFocus(): void;
}) {
  const cell = row.byCategory.get(column.id);
  const isOn = category.value?.id === column.id && areaId.value === row.area.id;
  const label = cellLabel(row, column.name, cell);
  const without = cell && cell.share !== null ? 1 - cell.share : null;
  const unknownShare = cell && row.households > 0 ? cell.unknown / row.households : 1;
  return (
    <td class="matrix-cell" aria-selected={isOn}>
      <button
        type="button"
        class={
          !cell
            ? "share share-unasked"
            : without === null
              ? "share share-unknown"
              : unknownShare > 0.02
                ? "share share-partly"
                : "share"
        }
        style={without === null ? undefined : { "--without": without.toFixed(3) }}
        tabIndex={isFocused ? 0 : -1}
        title={label}
        aria-label={label}
        onFocus={onFocus}
        onClick={() => {
          selectCategory(column.id);
          selectArea(row.area.id);
        }}
      >
        {!cell ? "·" : without === null ? "?" : Math.floor((1 - without) * 100 + 1e-9)}
      </button>
    </td>
  );
}

function Change({ row }: { row: Row }) {
  const words = coverageWords.value;
  const change = changeByArea.value.get(row.area.id);
  const chosen = category.value;
  const cell = chosen ? change?.categories.find((one) => one.category === chosen.id) : undefined;
  const gained = chosen ? (cell?.gained ?? 0) : (change?.gained ?? 0);
  const lost = chosen ? (cell?.lost ?? 0) : (change?.lost ?? 0);
  const number = t.value.number;
  return (
    <td class="number matrix-change">
      {gained ? <span class="gain" title={words.gained}>{`+${number(Math.round(gained))}`}</span> : null}
      {lost ? <span class="loss" title={words.lost}>{` −${number(Math.round(lost))}`}</span> : null}
      {gained || lost ? null : <span class="muted">0</span>}
    </td>
  );
}

export function Matrix() {
  const words = coverageWords.value;
  const focus = useSignal<[row: number, column: number]>([0, 0]);
  const moveFocus = useRef(false);
  const all = rows.value;
  const names = columns.value.map((column) => ({ id: column.id, name: localName(column) }));

  const { box, start, end, visible, onScroll, scrollToRow } = useWindowing(rowPixels, all.length);

  // What was chosen elsewhere, on the map or in the address, is brought into sight.
  const chosenRow = all.findIndex((row) => row.area.id === areaId.value);
  useEffect(() => {
    if (chosenRow >= 0) scrollToRow(chosenRow);
  }, [areaId.value, chosenRow >= 0]);

  useLayoutEffect(() => {
    if (!moveFocus.current) return;
    moveFocus.current = false;
    box.current?.querySelector<HTMLElement>('.matrix-cell button[tabindex="0"]')?.focus();
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const [row, column] = focus.value;
    const page = Math.max(1, visible - 2);
    const moves: Record<string, [number, number]> = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      PageDown: [row + page, column],
      PageUp: [row - page, column],
      Home: [event.ctrlKey ? 0 : row, 0],
      End: [event.ctrlKey ? all.length - 1 : row, names.length - 1],
    };
    const to = moves[event.key];
    if (!to || !(event.target as HTMLElement).closest(".matrix-cell")) return;
    event.preventDefault();
    focus.value = [Math.min(all.length - 1, Math.max(0, to[0])), Math.min(names.length - 1, Math.max(0, to[1]))];
    moveFocus.current = true;
    scrollToRow(focus.value[0]);
  };

  const focusRow = Math.min(Math.max(focus.value[0], start), end - 1);
  const hasChanges = from.value !== null;
  const width = names.length + 3 + (hasChanges ? 1 : 0);
  return (
    <div class="matrix-box" ref={box} onScroll={onScroll} onKeyDown={onKeyDown}>
      <table class="matrix" role="grid" aria-rowcount={all.length + 1} aria-label={words.title}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" class="matrix-area">
              {words.area}
            </th>
            <th scope="col" class="number">
              {words.households}
            </th>
            <th scope="col" class="number" title={words.knownHint}>
              {words.known}
            </th>
            {hasChanges ? (
              <th scope="col" class="number">
                {words.change}
              </th>
            ) : null}
            {names.map(({ id, name }) => (
              <th
                scope="col"
                key={id}
                class="matrix-category"
                aria-sort={category.value?.id === id ? "descending" : "none"}
              >
                <button
                  type="button"
                  aria-pressed={category.value?.id === id}
                  title={name}
                  onClick={() => selectCategory(category.value?.id === id ? null : id)}
                >
                  <span class="matrix-category-name">{name}</span>
                  <Icon path={categoryIcons[id]} size={1.1} />
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {start > 0 ? (
            <tr aria-hidden="true" class="matrix-space">
              <td colSpan={width} style={{ height: `${start * rowPixels}px` }} />
            </tr>
          ) : null}
          {all.slice(start, end).map((row, offset) => (
            <tr
              key={row.area.id}
              aria-rowindex={start + offset + 2}
              class={areaId.value === row.area.id ? "matrix-row matrix-row-on" : "matrix-row"}
            >
              <th scope="row" class="matrix-area">
                <button
                  type="button"
                  title={areaName(row)}
                  onClick={() => selectArea(areaId.value === row.area.id ? null : row.area.id)}
                >
                  {areaName(row)}
                </button>
              </th>
              <td class="number">{t.value.number(Math.round(row.households))}</td>
              <td class="number">{percent(row.knownShare)}</td>
              {hasChanges ? <Change row={row} /> : null}
              {names.map((column, index) => (
                <Cell
                  key={column.id}
                  row={row}
                  column={column}
                  isFocused={focusRow === start + offset && focus.value[1] === index}
                  onFocus={() => (focus.value = [start + offset, index])}
                />
              ))}
            </tr>
          ))}
          {end < all.length ? (
            <tr aria-hidden="true" class="matrix-space">
              <td colSpan={width} style={{ height: `${(all.length - end) * rowPixels}px` }} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}
