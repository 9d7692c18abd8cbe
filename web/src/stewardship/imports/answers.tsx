/** What the file does not say by itself: its coordinate system, what its columns and words mean; answered in one place. */
import { useSignal } from "@preact/signals";
import { t } from "../../i18n/index.ts";
import { CategoryOptions } from "../../ui/form-parts.tsx";
import { dataWords } from "../words.ts";
import type { ImportSummary } from "./api.ts";
import { answer } from "./state.ts";

export function Questions({ of }: { of: ImportSummary }) {
  const words = dataWords.value.imports;
  return (
    <>
      {of.questions.map((question) => (
        <fieldset class="question" key={question.field}>
          <legend>{words.questions[question.field]}</legend>
          <p>{question.message}</p>
          <div class="button-row">
            {question.choices.map((choice) => (
              <button
                type="button"
                class="button button-small"
                key={choice.label}
                onClick={() =>
                  void answer(typeof choice.value === "string" ? { crs: choice.value } : { columns: choice.value })
                }
              >
                {choice.label}
                {choice.rowsInCity === null ? null : (
                  <span class="muted"> {words.inCity(choice.rowsInCity, choice.rowsLookedAt ?? 0)}</span>
                )}
              </button>
            ))}
          </div>
        </fieldset>
      ))}
    </>
  );
}

export function Columns({ of, canChange }: { of: ImportSummary; canChange: boolean }) {
  const words = dataWords.value.imports;
  const fieldName = (field: string) => words.fields[field] ?? field;
  return (
    <details class="fold" open={of.questions.some(({ field }) => field === "columns")}>
      <summary>{words.columns(of.columns.filter(({ field }) => field).length, of.columns.length)}</summary>
      <table class="data-table">
        <thead>
          <tr>
            <th scope="col">{words.column}</th>
            <th scope="col">{words.readAs}</th>
          </tr>
        </thead>
        <tbody>
          {of.columns.map(({ column, field }) => (
            <tr key={column}>
              <td>{column}</td>
              <td>
                <select
                  class="select-quiet"
                  aria-label={`${column}: ${words.readAs}`}
                  value={field ?? "ignore"}
                  disabled={!canChange}
                  onChange={(event) =>
                    void answer({ columns: { ...of.options.columns, [column]: event.currentTarget.value } })
                  }
                >
                  <option value="ignore">{words.ignore}</option>
                  {of.fields.map((one) => (
                    <option key={one} value={one}>
                      {fieldName(one)}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function ValueLine({ of, value }: { of: ImportSummary; value: ImportSummary["unknownValues"][number] }) {
  const words = dataWords.value.imports;
  const meaning = useSignal("");
  const isCategory = value.field === "category";
  const choose = (text: string | null) =>
    void answer({
      values: { ...of.options.values, [value.field]: { ...of.options.values[value.field], [value.value]: text } },
    });
  return (
    <li class="value-line">
      <span class="value-text">
        <strong>“{value.value}”</strong>
        <span class="muted">
          {" "}
          {words.fields[value.field] ?? value.field} · {words.rowCount(value.rows)}
        </span>
      </span>
      {isCategory ? (
        <select
          class="select-quiet"
          aria-label={words.bulk(value.rows, value.value)}
          value=""
          onChange={(event) => choose(event.currentTarget.value === "-" ? null : event.currentTarget.value)}
        >
          <option value="" disabled>
            {words.bulk(value.rows, value.value)}
          </option>
          <CategoryOptions kinds />
          <option value="-">{words.leaveOut}</option>
        </select>
      ) : (
        <span class="value-edit">
          <input
            class="select-quiet"
            aria-label={words.bulk(value.rows, value.value)}
            value={meaning.value}
            onInput={(event) => (meaning.value = event.currentTarget.value)}
          />
          <button
            type="button"
            class="button button-small"
            disabled={!meaning.value}
            onClick={() => choose(meaning.value)}
          >
            {words.readSo}
          </button>
          <button type="button" class="text-button" onClick={() => choose(null)}>
            {words.leaveOut}
          </button>
        </span>
      )}
    </li>
  );
}

/** Words that nobody knows, with how often they occur: mended for all rows at once. */
export function UnknownValues({ of }: { of: ImportSummary }) {
  const words = dataWords.value.imports;
  if (!of.unknownValues.length) return null;
  return (
    <section>
      <h3>{words.unknownTitle(of.unknownValues.length)}</h3>
      <ul class="value-list">
        {of.unknownValues.map((value) => (
          <ValueLine key={`${value.field}/${value.value}`} of={of} value={value} />
        ))}
      </ul>
    </section>
  );
}

export function ProblemGroups({ of, onRow }: { of: ImportSummary; onRow(row: number): void }) {
  const words = dataWords.value.imports;
  if (!of.problems.length) return null;
  return (
    <details class="fold" open={of.counts.bad > 0}>
      <summary>{words.problemsTitle(of.problems.length)}</summary>
      <ul class="problem-list">
        {of.problems.map((problem) => (
          <li key={`${problem.column}/${problem.message}`} class={`problem problem-${problem.severity}`}>
            <span>
              {problem.column ? <strong>{problem.column}: </strong> : null}
              {problem.message}
              {problem.advice ? <span class="muted"> {problem.advice}</span> : null}
            </span>
            <button type="button" class="text-button" onClick={() => onRow(problem.firstRow)}>
              {words.rowCount(problem.rows)}
            </button>
          </li>
        ))}
      </ul>
      {of.notes.length ? (
        <ul class="problem-list">
          {of.notes.map((note) => (
            <li key={`${note.row}/${note.message}`} class="muted">
              {note.row ? `${words.row(note.row)}: ` : ""}
              {note.message}
            </li>
          ))}
        </ul>
      ) : null}
    </details>
  );
}

/** Which categories the table has all outlets of: where it does, a missing one is a gap, elsewhere it is unknown. */
export function Completeness({ of, canChange }: { of: ImportSummary; canChange: boolean }) {
  const words = dataWords.value.imports;
  if (of.what !== "outlets") return null;
  const said = of.options.complete;
  const value = said === "all" || said === "none" ? said : said === null ? "" : "list";
  return (
    <label class="field">
      <span>{words.complete}</span>
      <select
        value={value}
        disabled={!canChange}
        onChange={(event) => {
          const next = event.currentTarget.value;
          void answer({ complete: next === "all" || next === "none" ? next : null });
        }}
      >
        <option value="">{words.completeOccurring(of.categories.length)}</option>
        <option value="all">{words.completeAll}</option>
        <option value="none">{words.completeNone}</option>
        {value === "list" ? <option value="list">{t.value.number((said as string[]).length)}</option> : null}
      </select>
      <span class="muted">{words.completeHint}</span>
    </label>
  );
}
