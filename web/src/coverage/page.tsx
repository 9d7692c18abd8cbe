/** `/coverage`: the matrix of a whole city's gaps, and beside it the map. */
import { signal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { localName, t } from "../i18n/index.ts";
import type { DeskMap } from "../map/desk-map.ts";
import type { Position } from "../api/types.ts";
import { catalogue } from "../state/catalogue.ts";
import { isPhone } from "../state/device.ts";
import { boxAround } from "../ui/boxes.ts";
import { Desk } from "../ui/desk.tsx";
import { DeskMapStage } from "../ui/desk-map-stage.tsx";
import { Failure, Notice, Skeleton } from "../ui/messages.tsx";
import { Why } from "../ui/why.tsx";
import "../styles/coverage.css";
import "../styles/compared.css";
import { Controls } from "./controls.tsx";
import { percent } from "./figures.ts";
import { Inspector } from "./inspector.tsx";
import { Matrix } from "./matrix.tsx";
import { areaFeatures, areaOverlay, gapSteps } from "./overlays.ts";
import {
  areaId,
  category,
  changes,
  compared,
  coverage,
  date,
  followQuestion,
  rows,
  selectArea,
  selected,
  working,
} from "./state.ts";
import { coverageWords } from "./words.ts";

const map = signal<DeskMap | null>(null);

function Legend() {
  const words = coverageWords.value.legend;
  const shade = map.value?.isDark ? "dark" : "light";
  return (
    <div class="legend" role="group" aria-label={words.title(category.value ? localName(category.value) : words.mean)}>
      <p>{words.title(category.value ? localName(category.value) : words.mean)}</p>
      <ul>
        <li>
          <span class="legend-box" /> {words.none}
        </li>
        {gapSteps.map((step, index) => (
          <li key={step.above}>
            <span class="legend-box" style={{ background: step[shade] }} />
            {index === 0 ? "≤10%" : index === gapSteps.length - 1 ? ">75%" : `>${step.above * 100}%`}
          </li>
        ))}
        <li>
          <span class="legend-box legend-unknown" /> {words.unknown}
        </li>
      </ul>
    </div>
  );
}

function Status() {
  const words = coverageWords.value;
  const { status, value, error } = coverage.state.value;
  const still = working.value;
  if (status === "failed") return <Failure error={error} retry={coverage.retry} />;
  if (status === "loading" && value) {
    const share = still?.fraction;
    return (
      <p class="coverage-status" role="status">
        {words.recounting}
        {typeof share === "number" ? ` ${percent(share)}` : ""}
      </p>
    );
  }
  if (changes.state.value.status === "failed")
    return <Failure error={changes.state.value.error} retry={changes.retry} />;
  if (!value) return null;
  return (
    <div class="coverage-status">
      <span role="status">
        {rows.value.length < value.items.length
          ? words.worstOf(rows.value.length, value.items.length)
          : words.rows(value.items.length)}
      </span>
      {value.outside.households > 0 ? (
        <span class="muted"> · {words.outside(t.value.number(Math.round(value.outside.households)))}</span>
      ) : null}
      <Why
        facts={{
          counted: `${words.why.counted} ${words.why.unknown} ${words.why.formula}`,
          settings: value.settings,
          dataDate: date.value ?? value.basis.dataDate,
          networkVersion: value.networkVersion,
        }}
      />
    </div>
  );
}

function Table() {
  const words = coverageWords.value;
  const { status, value } = coverage.state.value;
  // Without the categories nothing is asked; the page says so above.
  if (!value) return status === "failed" || catalogue.state.value.status === "failed" ? null : <Skeleton lines={10} />;
  if (value.items.length === 0) {
    const hasHomes = value.outside.households > 0;
    return (
      <Notice
        icon="info"
        title={hasHomes ? words.noAreas : words.noResidences}
        hint={hasHomes ? words.noAreasHint : words.noResidencesHint}
      />
    );
  }
  return <Matrix />;
}

function useMapFollowsSelection(): void {
  useEffect(() => {
    const view = map.value;
    if (!view) return;
    // The panel stands below the map, which is as high as what is left.
    view.map.resize();
    const boxes = [selected.value, compared.value].flatMap((row) => (row?.area.bbox ? [row.area.bbox] : []));
    const box = boxAround(
      boxes.flatMap(([west, south, east, north]): Position[] => [
        [west, south],
        [east, north],
      ]),
    );
    if (box && boxes.length > 1) view.camera.revealWhole(box);
    else if (box) view.camera.revealArea(box);
  }, [areaId.value, compared.value?.area.id, selected.value !== null, map.value]);
}

export function CoveragePage() {
  const words = coverageWords.value;
  const showsMap = useSignal(false);
  useEffect(followQuestion, []);
  useMapFollowsSelection();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]"))
        selectArea(null);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  const features = useComputed(() => areaFeatures(rows.value, category.value?.id ?? null));
  const overlays = useComputed(() => [areaOverlay(features.value, areaId.value, compared.value?.area.id ?? null)]);
  const isMapShown = !isPhone.value || showsMap.value;
  return (
    <Desk current="/coverage" title={words.title}>
      <div class={`coverage ${isMapShown ? "coverage-with-map" : ""} ${isPhone.value ? "coverage-phone" : ""}`}>
        <Controls map={map.value} />
        {isPhone.value ? (
          <div class="segments" role="group">
            <button type="button" aria-pressed={!showsMap.value} onClick={() => (showsMap.value = false)}>
              {words.table}
            </button>
            <button type="button" aria-pressed={showsMap.value} onClick={() => (showsMap.value = true)}>
              {words.map}
            </button>
          </div>
        ) : null}
        {!isPhone.value || !showsMap.value ? (
          <div class="coverage-table">
            <Status />
            <Table />
          </div>
        ) : null}
        {isMapShown ? (
          <div class="coverage-map">
            <DeskMapStage
              view={map}
              overlays={overlays.value}
              canExport
              onClick={(_position, found) => {
                const id = found.find((feature) => feature.source === "areas")?.properties.id;
                selectArea(typeof id === "string" && id !== areaId.peek() ? id : null);
              }}
            >
              <Legend />
            </DeskMapStage>
          </div>
        ) : null}
        <Inspector />
      </div>
    </Desk>
  );
}
