/** Two areas beside each other: who reaches what, how long they walk, and the difference. */
import { localName, t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { categoryIcons } from "../icons/categories.ts";
import { city } from "../state/catalogue.ts";
import { goOwn } from "../state/location.ts";
import { saveAs } from "../ui/save-as.ts";
import type { CoverageCell } from "./api.ts";
import { compareAreas, csvTable } from "./comparison.ts";
import type { ComparedLine } from "./comparison.ts";
import { minutesOf, percent } from "./figures.ts";
import { areaName } from "./matrix.tsx";
import { category, columns, compareWith, coverage, date, level, selectCategory } from "./state.ts";
import type { Row } from "./state.ts";
import { coverageWords } from "./words.ts";

const number = (value: number) => t.value.number(Math.round(value));

/** Differences are told with their sign; a minus as wide as a plus. */
function signed(value: number, text: string): string {
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text;
}

function ShareCell({ cell }: { cell: CoverageCell | null }) {
  const words = coverageWords.value;
  if (!cell || cell.share === null) {
    return (
      <td class="number compared-unknown" title={cell ? words.unknownHouseholds(number(cell.unknown)) : undefined}>
        {words.compareUnknown}
      </td>
    );
  }
  return (
    <td class="number" style={{ "--without": (1 - cell.share).toFixed(3) }}>
      <span class="compared-share">{percent(cell.share)}</span>
      <small>{cell.gap > 0 ? words.gapHouseholds(number(cell.gap)) : words.allCovered}</small>
      {cell.unknown > 0 ? <small>{words.unknownHouseholds(number(cell.unknown))}</small> : null}
      {cell.meanSeconds === null ? null : <small>{words.compareMinutes(minutesOf(cell.meanSeconds))}</small>}
    </td>
  );
}

function DifferenceCell({ line }: { line: ComparedLine }) {
  const words = coverageWords.value;
  const { shareDifference: share, secondsDifference: seconds } = line;
  if (share === null) return <td class="number muted">—</td>;
  const points = Math.round(share * 100);
  const minutes = seconds === null ? null : Math.round(seconds / 6) / 10;
  return (
    <td class="number">
      <span class={points > 0 ? "gain" : points < 0 ? "loss" : "muted"}>
        {points === 0 ? words.compareSame : signed(points, words.comparePoints(Math.abs(points)))}
      </span>
      {minutes === null || minutes === 0 ? null : (
        <small>{signed(minutes, words.compareMinutesShort(Math.abs(minutes).toFixed(1)))}</small>
      )}
    </td>
  );
}

function download(one: Row, other: Row, lines: readonly ComparedLine[]): void {
  const words = coverageWords.peek();
  const shares = (cell: CoverageCell | null) => [
    cell?.share ?? null,
    cell ? Math.round(cell.covered) : null,
    cell ? Math.round(cell.gap) : null,
    cell ? Math.round(cell.unknown) : null,
    cell?.meanSeconds === null || cell?.meanSeconds === undefined ? null : Math.round(cell.meanSeconds) / 60,
  ];
  const about = coverage.state.peek().value;
  const names = [areaName(one), areaName(other)];
  const nameOf = new Map(columns.peek().map((column) => [column.id as string, localName(column)]));
  const rows = [
    [
      words.compareCategory,
      words.compareRing,
      ...names.flatMap((name) => words.compareColumns.map((of) => `${name}：${of}`)),
      ...words.compareDifferences,
    ],
    ...lines.map((line) => [
      nameOf.get(line.category) ?? line.category,
      line.one?.ringMinutes ?? line.other?.ringMinutes ?? null,
      ...shares(line.one),
      ...shares(line.other),
      line.shareDifference,
      line.secondsDifference === null ? null : line.secondsDifference / 60,
    ]),
    [],
    [words.households, null, ...[one, other].flatMap((row) => [Math.round(row.households), null, null, null, null])],
    [
      words.compareBasis,
      `${about?.settings.profile} · ${about?.settings.speedKmh} km/h · ${date.peek() ?? about?.basis.dataDate ?? ""}`,
    ],
  ];
  const file = `${city.peek()?.id}-coverage-${level.peek()}-${one.area.id}-${other.area.id}.csv`;
  saveAs(new Blob([csvTable(rows)], { type: "text/csv" }), file.replaceAll(/[^\w.-]/g, "_"));
}

export function ComparisonPanel({ one, other }: { one: Row; other: Row }) {
  const words = coverageWords.value;
  const lines = compareAreas(
    one.byCategory,
    other.byCategory,
    columns.value.map(({ id }) => id),
  );
  const named = new Map(columns.value.map((column) => [column.id as string, column]));
  return (
    <section class="inspector inspector-compared" aria-label={words.compareTitle(areaName(one), areaName(other))}>
      <header class="panel-head">
        <h2>{words.compareTitle(areaName(one), areaName(other))}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={words.compareEnd}
          title={words.compareEnd}
          onClick={() => compareWith(null)}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="button-row">
        <button
          type="button"
          class="button button-small button-quiet"
          onClick={() => goOwn({ area: other.area.id, with: one.area.id })}
        >
          {words.compareSwap}
        </button>
        <button type="button" class="button button-small button-quiet" onClick={() => download(one, other, lines)}>
          {words.exportCsv}
        </button>
      </div>
      <table class="compared">
        <thead>
          <tr>
            <th scope="col">{words.compareCategory}</th>
            {[one, other].map((row, index) => (
              <th scope="col" key={row.area.id} class="number">
                <span class={index ? "area-mark area-mark-other" : "area-mark"} aria-hidden="true" />
                {areaName(row)}
                <small>{t.value.start.households(Math.round(row.households))}</small>
              </th>
            ))}
            <th scope="col" class="number" title={words.compareDifferenceHint(areaName(one), areaName(other))}>
              {words.compareDifference}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const column = named.get(line.category);
            return (
              <tr key={line.category} class={category.value?.id === line.category ? "compared-on" : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    class="link-button"
                    aria-pressed={category.value?.id === line.category}
                    onClick={() => selectCategory(category.value?.id === line.category ? null : line.category)}
                  >
                    {column ? (
                      <>
                        <Icon path={categoryIcons[column.id]} size={1.1} /> {localName(column)}
                      </>
                    ) : (
                      line.category
                    )}
                  </button>
                </th>
                <ShareCell cell={line.one} />
                <ShareCell cell={line.other} />
                <DifferenceCell line={line} />
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="muted">{words.compareDifferenceHint(areaName(one), areaName(other))}</p>
    </section>
  );
}
