/** The file as a spreadsheet: errors in the cell that has them, mended in place; only rows in sight are on the page. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../icons/icon.tsx";
import { useWindowing } from "../../ui/windowing.ts";
import { dataWords } from "../words.ts";
import type { RowProblem, StagedRow } from "./api.ts";
import { hasMoreRows, loadRows, mend, rows, selectedRow } from "./state.ts";

const rowPixels = 40;

function textOf(row: StagedRow, column: string, index: number): string {
  return row.fixes?.cells?.[column] ?? row.cells[index] ?? "";
}

function CellEditor({
  text,
  problems,
  label,
  onSave,
  onCancel,
}: {
  text: string;
  problems: RowProblem[];
  label: string;
  onSave(text: string): void;
  onCancel(): void;
}) {
  const input = useRef<HTMLInputElement>(null);
  // At once: the next key may be down already.
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const advice = problems.map(({ message, advice: better }) => [message, better].filter(Boolean).join(" ")).join(" ");
  return (
    <span class="cell-editor">
      <input
        ref={input}
        defaultValue={text}
        aria-label={label}
        title={advice}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            onSave(event.currentTarget.value);
          }
          if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            onCancel();
          }
        }}
        onBlur={(event) => (event.currentTarget.value === text ? onCancel() : onSave(event.currentTarget.value))}
      />
    </span>
  );
}

export function RowTable({ names, canChange }: { names: string[]; canChange: boolean }) {
  const words = dataWords.value.imports;
  const all = rows.value;
  const editing = useSignal<{ row: number; column: string } | null>(null);
  const { box, start, end, onScroll, scrollToRow } = useWindowing(rowPixels, all.length);
  const chosen = all.findIndex((row) => row.row === selectedRow.value);
  useEffect(() => {
    if (chosen >= 0) scrollToRow(chosen);
  }, [chosen]);
  useEffect(() => {
    if (end >= all.length - 20 && hasMoreRows.value) void loadRows(false);
  }, [end, all.length]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (editing.value || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const next = Math.min(all.length - 1, Math.max(0, chosen + (event.key === "ArrowDown" ? 1 : -1)));
    selectedRow.value = all[next]?.row ?? null;
  };
  return (
    <div class="rows-box" ref={box} onScroll={onScroll} onKeyDown={onKeyDown} tabIndex={0} aria-label={words.rowsTitle}>
      <table class="rows-table" aria-rowcount={all.length + 1}>
        <thead>
          <tr>
            <th scope="col" class="rows-number">
              {words.rowNumber}
            </th>
            <th scope="col">{words.state}</th>
            {names.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {start > 0 ? (
            <tr aria-hidden="true">
              <td colSpan={names.length + 2} style={{ height: `${start * rowPixels}px` }} />
            </tr>
          ) : null}
          {all.slice(start, end).map((row, offset) => {
            const whole = row.problems.filter(({ column }) => !column || !names.includes(column));
            return (
              <tr
                key={row.row}
                aria-rowindex={start + offset + 2}
                class={`rows-row rows-${row.state} ${row.row === selectedRow.value ? "rows-on" : ""}`}
                onClick={() => (selectedRow.value = row.row)}
              >
                <th scope="row" class="rows-number">
                  {row.row}
                </th>
                <td title={whole.map(({ message }) => message).join("\n")}>
                  <span class={`state-tag state-tag-${row.state}`}>{words.rowStates[row.state]}</span>
                  {whole.length ? (
                    <span class="visually-hidden"> {whole.map(({ message }) => message).join("; ")}</span>
                  ) : null}
                </td>
                {names.map((name, index) => {
                  const problems = row.problems.filter(({ column }) => column === name);
                  const text = textOf(row, name, index);
                  const isEditing = editing.value?.row === row.row && editing.value.column === name;
                  const worst = problems.some(({ severity }) => severity === "fault") ? "fault" : problems[0]?.severity;
                  if (isEditing) {
                    return (
                      <td key={name} class="rows-editing">
                        <CellEditor
                          text={text}
                          problems={problems}
                          label={`${words.row(row.row)}, ${name}`}
                          onCancel={() => (editing.value = null)}
                          onSave={(next) => {
                            editing.value = null;
                            void mend(row.row, { cells: { [name]: next } });
                          }}
                        />
                      </td>
                    );
                  }
                  return (
                    <td key={name} class={worst ? `rows-cell-${worst}` : undefined}>
                      {canChange ? (
                        <button
                          type="button"
                          class="cell-button"
                          aria-label={`${name}: ${text || words.emptyCell}`}
                          title={
                            problems
                              .map(({ message, advice }) => [message, advice].filter(Boolean).join(" "))
                              .join("\n") || text
                          }
                          onClick={(event) => {
                            selectedRow.value = row.row;
                            if (problems.length || event.detail >= 2 || event.detail === 0) {
                              editing.value = { row: row.row, column: name };
                            }
                          }}
                        >
                          {text || (problems.length ? "—" : " ")}
                          {problems.length ? <Icon name="alert" size={0.9} /> : null}
                          {problems.length ? (
                            <span class="visually-hidden"> {problems.map(({ message }) => message).join("; ")}</span>
                          ) : null}
                        </button>
                      ) : (
                        text
                      )}
                    </td>
                  );
                })}
              </tr>
            );
          })}
          {end < all.length ? (
            <tr aria-hidden="true">
              <td colSpan={names.length + 2} style={{ height: `${(all.length - end) * rowPixels}px` }} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}
