/** One import: what was found, what has to be answered, its rows beside the map; then commit, or nothing. */
import { signal, useComputed } from "@preact/signals";
import type { FeatureCollection } from "geojson";
import { t } from "../../i18n/index.ts";
import { Icon } from "../../icons/icon.tsx";
import type { DeskMap, Overlay } from "../../map/desk-map.ts";
import { fontStack } from "../../map/expressions.ts";
import { city } from "../../state/catalogue.ts";
import { may } from "../../state/session.ts";
import { DeskMapStage } from "../../ui/desk-map-stage.tsx";
import { JobProgress } from "../../ui/job-progress.tsx";
import { Failure, Notice, Skeleton } from "../../ui/messages.tsx";
import { dataWords } from "../words.ts";
import { Candidates, Pairs, Places } from "./matches.tsx";
import { Columns, Completeness, ProblemGroups, Questions, UnknownValues } from "./answers.tsx";
import { discardImport, rowStates } from "./api.ts";
import type { ImportSummary, StagedRow } from "./api.ts";
import {
  commit,
  done,
  loadImports,
  mend,
  openImport,
  rows,
  rowState,
  running,
  selectedRow,
  showRows,
  summary,
  trouble,
  undo,
} from "./state.ts";
import { RowTable } from "./row-table.tsx";
import { useEffect } from "preact/hooks";

const map = signal<DeskMap | null>(null);

function rowFeatures(all: readonly StagedRow[], chosen: number | null): FeatureCollection {
  const candidates = all.find(({ row }) => row === chosen)?.place?.candidates ?? [];
  const offered = candidates.map(({ location }, index) => ({
    type: "Feature" as const,
    geometry: { type: "Point" as const, coordinates: location },
    properties: { candidate: index, label: String(index + 1), row: chosen, state: "candidate", on: true },
  }));
  return {
    type: "FeatureCollection",
    features: [...offered].concat(
      all.flatMap((row) =>
        row.draft?.location
          ? [
              {
                type: "Feature" as const,
                geometry: { type: "Point" as const, coordinates: row.draft.location },
                properties: { row: row.row, state: row.state, on: row.row === chosen },
              },
            ]
          : [],
      ) as never[],
    ),
  };
}

function rowOverlay(data: FeatureCollection): Overlay {
  return {
    id: "rows",
    data,
    place: "top",
    layers: (palette) => [
      {
        id: "rows",
        type: "circle",
        source: "rows",
        paint: {
          "circle-radius": ["case", ["get", "on"], 9, 4.5],
          "circle-color": [
            "match",
            ["get", "state"],
            ["warning", "candidate"],
            "#e0912f",
            "bad",
            "#c23a12",
            palette.ink,
          ] as never,
          "circle-stroke-color": ["case", ["get", "on"], palette.accent, palette.paper],
          "circle-stroke-width": ["case", ["get", "on"], 3, 1.2],
        },
      },
      {
        id: "row-candidates",
        type: "symbol",
        source: "rows",
        filter: ["has", "candidate"],
        layout: {
          "text-field": ["get", "label"],
          "text-font": fontStack("medium"),
          "text-size": 12,
          "text-allow-overlap": true,
        },
        paint: { "text-color": palette.ink },
      },
    ],
  };
}

function Counts({ of }: { of: ImportSummary }) {
  const words = dataWords.value.imports;
  return (
    <div class="row-counts" role="group" aria-label={words.rowsTitle}>
      <button type="button" class="chip" aria-pressed={rowState.value === null} onClick={() => showRows(null)}>
        {words.allRows} {t.value.number(of.rowsRead)}
      </button>
      {rowStates.map((state) =>
        of.counts[state] > 0 ? (
          <button
            type="button"
            key={state}
            class={`chip chip-${state}`}
            aria-pressed={rowState.value === state}
            onClick={() => showRows(rowState.value === state ? null : state)}
          >
            {words.rowStates[state]} {t.value.number(of.counts[state])}
          </button>
        ) : null,
      )}
    </div>
  );
}

function Actions({ of }: { of: ImportSummary }) {
  const words = dataWords.value.imports;
  if (!may("steward")) return null;
  const left = of.counts.bad + of.counts.waiting;
  const good = of.counts.ok + of.counts.warning;
  if (of.state === "committed") {
    return (
      <div class="button-row">
        <button type="button" class="button" onClick={() => void undo()}>
          {words.undo}
        </button>
      </div>
    );
  }
  if (of.state !== "staged" || of.phase !== "ready") return null;
  const discard = async () => {
    try {
      await discardImport(city.peek()!.id, of.id);
      loadImports();
      openImport(null);
    } catch (error) {
      trouble.value = error;
    }
  };
  const canCommit = good > 0 && of.questions.length === 0;
  return (
    <div class="button-row">
      <button type="button" class="button button-primary" disabled={!canCommit} onClick={() => void commit(left > 0)}>
        {good === 0 ? words.nothingToCommit : left > 0 ? words.commitWithout(good, left) : words.commit(good)}
      </button>
      <button type="button" class="button button-quiet" onClick={() => void discard()}>
        {words.discard}
      </button>
    </div>
  );
}

function RowDetail() {
  const words = dataWords.value.imports;
  const row = rows.value.find((one) => one.row === selectedRow.value);
  if (!row) return <p class="muted">{words.chooseRow}</p>;
  const isSkipped = row.state === "skipped";
  return (
    <div class="row-detail">
      <h3>
        {words.row(row.row)} · {words.rowStates[row.state]}
      </h3>
      <ul class="problem-list">
        {row.problems.map((problem) => (
          <li key={`${problem.column}/${problem.message}`} class={`problem problem-${problem.severity}`}>
            <span>
              {problem.column ? <strong>{problem.column}: </strong> : null}
              {problem.message} {problem.advice ? <span class="muted">{problem.advice}</span> : null}
            </span>
          </li>
        ))}
      </ul>
      <Candidates row={row} />
      {may("steward") && summary.state.value.value?.state === "staged" ? (
        <div class="button-row">
          <button type="button" class="button button-small" onClick={() => void mend(row.row, { skip: !isSkipped })}>
            {isSkipped ? words.takeBackIn : words.leaveRowOut}
          </button>
          {row.draft?.location || !map.value ? null : <p class="muted">{words.placeHint}</p>}
        </div>
      ) : null}
    </div>
  );
}

export function ImportPreview() {
  const words = dataWords.value.imports;
  const { status, value: of, error } = summary.state.value;
  const overlays = useComputed(() => [rowOverlay(rowFeatures(rows.value, selectedRow.value))]);
  const place = rows.value.find((one) => one.row === selectedRow.value)?.draft?.location;
  useEffect(() => {
    if (place) map.value?.camera.reveal(place, 15);
  }, [selectedRow.value, place?.join()]);
  if (status === "failed" && !of) return <Failure error={error} retry={summary.retry} />;
  if (!of) return <Skeleton lines={8} />;
  const canChange = may("steward") && of.state === "staged" && of.phase === "ready" && !running.value;
  const goTo = (row: number) => {
    showRows(null);
    selectedRow.value = row;
  };
  return (
    <div class="import">
      <header class="import-head">
        <button type="button" class="icon-button" aria-label={t.value.back} onClick={() => openImport(null)}>
          <Icon name="back" />
        </button>
        <div class="import-title">
          <h2>{of.fileName}</h2>
          <p class="muted">
            {words.kinds[of.what]} · {of.source} · {of.encoding ?? of.format}
            {of.sheet ? ` · ${of.sheet}` : ""} · {words.crsFrom(of.crs.id, of.crs.from)}
          </p>
        </div>
        <span class={`state-tag state-tag-${of.state}`}>{words.states[of.state]}</span>
        <Actions of={of} />
      </header>
      {running.value ? <JobProgress job={running.value.job} title={running.value.title} /> : null}
      {trouble.value ? <Failure error={trouble.value} /> : null}
      {done.value ? (
        <div role="status">
          <Notice icon="info" title={done.value} />
        </div>
      ) : null}
      <div class="import-body">
        <div class="import-side">
          <Questions of={of} />
          {of.changes && of.state === "staged" ? (
            <p class="import-changes">
              {words.changes(of.changes.added, of.changes.updated, of.changes.removed, of.changes.unchanged)}
            </p>
          ) : null}
          {canChange ? <Places of={of} /> : null}
          {canChange ? <UnknownValues of={of} /> : null}
          {canChange ? <Pairs of={of} /> : null}
          <ProblemGroups of={of} onRow={goTo} />
          <Columns of={of} canChange={canChange} />
          <Completeness of={of} canChange={canChange} />
          {of.remembered ? <p class="muted">{words.remembered}</p> : null}
        </div>
        <div class="import-rows">
          <Counts of={of} />
          {rows.value.length ? (
            <RowTable names={of.header?.names ?? of.columns.map(({ column }) => column)} canChange={canChange} />
          ) : (
            <p class="muted import-empty">{of.state === "staged" ? words.noRows : words.rowsGone}</p>
          )}
        </div>
        <div class="import-map">
          <DeskMapStage
            view={map}
            overlays={overlays.value}
            onClick={(position, found) => {
              const properties = found.find(({ source }) => source === "rows")?.properties;
              const candidate = properties?.candidate;
              if (typeof candidate === "number" && canChange && selectedRow.peek() !== null) {
                void mend(selectedRow.peek()!, { candidate });
                return;
              }
              const hit = properties?.row;
              if (typeof hit === "number") {
                selectedRow.value = hit;
                return;
              }
              // A row that waits for its place is put where the person points.
              const row = rows.peek().find((one) => one.row === selectedRow.peek());
              if (row && canChange && !row.draft?.location) void mend(row.row, { location: position });
            }}
          />
          <RowDetail />
        </div>
      </div>
    </div>
  );
}
