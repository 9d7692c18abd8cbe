/** One area: with a category chosen, all about that; without, what is missing most. */
import { localName, t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { categoriesById } from "../state/catalogue.ts";
import { Failure, Skeleton } from "../ui/messages.tsx";
import type { CoverageCell } from "./api.ts";
import { DistributionChart, TrendChart } from "./charts.tsx";
import { minutesOf, percent } from "./figures.ts";
import { areaName } from "./matrix.tsx";
import { ComparisonPanel } from "./comparison-panel.tsx";
import {
  category,
  columns,
  compared,
  compareWith,
  distribution,
  isPicking,
  rows,
  selectArea,
  selectCategory,
  selected,
  trend,
} from "./state.ts";
import type { Row } from "./state.ts";
import { coverageWords } from "./words.ts";

const number = (value: number) => t.value.number(Math.round(value));

function CellFacts({ row, cell }: { row: Row; cell: CoverageCell }) {
  const words = coverageWords.value;
  const people = cell.people;
  return (
    <>
      <p class="inspector-answer">
        {cell.share === null ? (
          <strong class="state-unknown">{words.unknownHouseholds(number(cell.unknown))}</strong>
        ) : cell.gap > 0 ? (
          <strong class="inspector-gap">{words.gapHouseholds(number(cell.gap))}</strong>
        ) : (
          <strong class="state-open">{words.allCovered}</strong>
        )}
        {people && cell.gap > 0 ? <span class="muted"> {words.people(number(people.gap))}</span> : null}
      </p>
      <ul class="inspector-facts">
        <li>
          {words.coveredHouseholds(number(cell.covered))}
          {cell.share === null ? null : <span class="muted"> · {words.percentReached(percent(cell.share))}</span>}
        </li>
        {cell.unknown > 0 && cell.share !== null ? <li>{words.unknownHouseholds(number(cell.unknown))}</li> : null}
        {cell.meanSeconds === null ? null : <li>{words.meanWalk(minutesOf(cell.meanSeconds))}</li>}
        {cell.p90Seconds === null ? null : <li>{words.p90Walk(minutesOf(cell.p90Seconds))}</li>}
        {row.people === null ? <li class="muted">{words.peopleUnknown}</li> : null}
      </ul>
    </>
  );
}

function Charts({ cell }: { cell: CoverageCell }) {
  const far = distribution.state.value;
  const past = trend.state.value;
  return (
    <div class="inspector-charts">
      {far.value ? <DistributionChart data={far.value} ringMinutes={cell.ringMinutes} /> : null}
      {far.status === "loading" && !far.value ? <Skeleton lines={2} /> : null}
      {far.status === "failed" ? <Failure error={far.error} retry={distribution.retry} /> : null}
      {past.value ? <TrendChart data={past.value} category={cell.category} /> : null}
      {past.status === "loading" && !past.value ? <Skeleton lines={2} /> : null}
      {past.status === "failed" ? <Failure error={past.error} retry={trend.retry} /> : null}
    </div>
  );
}

function WorstCategories({ row }: { row: Row }) {
  const words = coverageWords.value;
  const missing = columns.value
    .map(({ id }) => row.byCategory.get(id))
    .filter((cell): cell is CoverageCell => cell !== undefined && cell.share !== null && cell.gap > 0)
    .sort((a, b) => b.gap - a.gap)
    .slice(0, 8);
  if (!missing.length) return <p class="muted">{words.nothingMissing}</p>;
  return (
    <>
      <h3>{words.worstHere}</h3>
      <ul class="inspector-worst">
        {missing.map((cell) => {
          const own = categoriesById.value.get(cell.category);
          return (
            <li key={cell.category}>
              <button type="button" class="worst-line" onClick={() => selectCategory(cell.category)}>
                <span>{own ? localName(own) : cell.category}</span>
                <span class="inspector-gap">{words.gapHouseholds(number(cell.gap))}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Another area is clicked, or chosen from the list. */
function CompareChoice({ row }: { row: Row }) {
  const words = coverageWords.value;
  const others = rows.value
    .filter(({ area }) => area.id !== row.area.id)
    .map((other) => ({ id: other.area.id, name: areaName(other) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, t.value.htmlLang));
  // Cells have no names to choose by, and one category at a time.
  if (row.area.level === "cell" || others.length === 0) return null;
  if (!isPicking.value) {
    return (
      <button type="button" class="button button-small button-quiet" onClick={() => (isPicking.value = true)}>
        {words.compareArea}
      </button>
    );
  }
  return (
    <label class="field">
      <span role="status">{words.comparePick}</span>
      <select onChange={(event) => compareWith(event.currentTarget.value || null)}>
        <option value="" selected>
          {words.compareArea}
        </option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Inspector() {
  const words = coverageWords.value;
  const row = selected.value;
  if (!row) return null;
  if (compared.value) return <ComparisonPanel one={row} other={compared.value} />;
  const cell = category.value ? row.byCategory.get(category.value.id) : undefined;
  return (
    <section class="inspector" aria-label={areaName(row)}>
      <header class="panel-head">
        <h2>{areaName(row)}</h2>
        <button type="button" class="icon-button" aria-label={words.close} onClick={() => selectArea(null)}>
          <Icon name="close" />
        </button>
      </header>
      <p class="muted">
        {t.value.start.households(Math.round(row.households))} ·{" "}
        {row.people === null ? words.peopleUnknown : words.people(number(row.people))}
      </p>
      <CompareChoice row={row} />
      {category.value ? (
        <button type="button" class="chip inspector-category" aria-pressed="true" onClick={() => selectCategory(null)}>
          {localName(category.value)} <Icon name="close" size={0.9} />
        </button>
      ) : null}
      {cell ? <CellFacts row={row} cell={cell} /> : <WorstCategories row={row} />}
      {cell ? <Charts cell={cell} /> : null}
    </section>
  );
}
