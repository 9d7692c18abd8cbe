/** The three files of an assessment: reach.csv, gaps.geojson, coverage.csv. Each writer yields text piece by piece. */
import type { CategoryId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { csvRow } from "./csv.ts";
import type { CoverageRow } from "./coverage.ts";
import { shownSeconds, shownShare, stateInTable } from "./gaps.ts";
import type { ReachState } from "./gaps.ts";
import type { ReachTable } from "./reach-table.ts";

export interface FileCategory {
  id: CategoryId;
  nameZh: string;
  tier: string;
  ringMinutes: number;
}

export interface FileResidence {
  /** Its key in the file it came from, or its row. */
  key: string;
  name: string | null;
  location: Position;
  households: number;
}

export interface FileArea {
  level: string;
  name: string;
}

/**
 * One line per residence and category. `nearest_seconds` and `outlet` are empty where none was found within the limit;
 * a count of 0 is empty where it is not known to be 0.
 */
export function* reachCsv(
  table: ReachTable,
  residences: readonly FileResidence[],
  outletKeys: readonly string[],
  claimed: ReadonlySet<CategoryId>,
): Generator<string> {
  const rings = table.parameters.ringMinutes;
  yield csvRow(["residence", "category", "nearest_seconds", "outlet", ...rings.map((minutes) => `within_${minutes}`)]);
  for (let i = 0; i < residences.length; i++) {
    let lines = "";
    for (let column = 0; column < table.categories.length; column++) {
      const cell = i * table.categories.length + column;
      const outlet = table.nearestOutlet[cell];
      lines += csvRow([
        residences[i].key,
        table.categories[column],
        shownSeconds(table.nearestSeconds[cell]),
        outlet < 0 ? null : outletKeys[outlet],
        ...rings.map((minutes, ring) =>
          stateInTable(table, i, column, minutes, claimed) === "unknown" ? null : table.within[ring][cell],
        ),
      ]);
    }
    yield lines;
  }
}

/** Households by state of one category. */
export interface GapSummary {
  category: CategoryId;
  ringMinutes: number;
  covered: number;
  gap: number;
  unknown: number;
}

/** Households by state, one line per category. */
export function summarize(
  table: ReachTable,
  residences: readonly { households: number }[],
  categories: readonly { id: CategoryId; ringMinutes: number }[],
  claimed: ReadonlySet<CategoryId>,
): GapSummary[] {
  return categories.map(({ id, ringMinutes }) => {
    const column = table.categories.indexOf(id);
    const summary: GapSummary = { category: id, ringMinutes, covered: 0, gap: 0, unknown: 0 };
    for (let i = 0; i < residences.length; i++) {
      const state = stateInTable(table, i, column, ringMinutes, claimed);
      summary[state === "reached" ? "covered" : state] += residences[i].households;
    }
    return summary;
  });
}

/** Residences that lack at least one category, each with what it lacks and what is unknown there. */
export function* gapsGeoJson(
  table: ReachTable,
  residences: readonly FileResidence[],
  categories: readonly FileCategory[],
  claimed: ReadonlySet<CategoryId>,
): Generator<string> {
  const { settings, networkVersion } = table.parameters;
  const head = {
    settings,
    networkVersion,
    claimed: categories.filter(({ id }) => claimed.has(id)).map(({ id }) => id),
    summary: summarize(table, residences, categories, claimed),
  };
  yield `{"type":"FeatureCollection",${JSON.stringify(head).slice(1, -1)},"features":[`;
  let first = true;
  for (let i = 0; i < residences.length; i++) {
    const byState: Record<ReachState, CategoryId[]> = { reached: [], gap: [], unknown: [] };
    for (const { id, ringMinutes } of categories) {
      byState[stateInTable(table, i, table.categories.indexOf(id), ringMinutes, claimed)].push(id);
    }
    if (byState.gap.length === 0) continue;
    const { key, name, location, households } = residences[i];
    const feature = {
      type: "Feature",
      geometry: { type: "Point", coordinates: location },
      properties: { residence: key, name, households, gaps: byState.gap, unknown: byState.unknown },
    };
    yield `${first ? "" : ","}\n${JSON.stringify(feature)}`;
    first = false;
  }
  yield "\n]}\n";
}

/** One line per area and category, the lowest share first, those of which nothing is known last. */
export function* coverageCsv(
  rows: readonly CoverageRow<FileArea>[],
  categories: readonly FileCategory[],
): Generator<string> {
  yield csvRow([
    "level",
    "area",
    "category",
    "category_name",
    "tier",
    "ring_minutes",
    "households",
    "covered",
    "gap",
    "unknown",
    "share",
    "people",
    "people_covered",
    "people_gap",
    "people_unknown",
    "mean_seconds",
    "p90_seconds",
  ]);
  const byId = new Map(categories.map((category) => [category.id, category]));
  const lines = rows.flatMap((row) => row.cells.map((cell) => ({ row, cell })));
  lines.sort((a, b) => (a.cell.share ?? 2) - (b.cell.share ?? 2) || b.cell.gap - a.cell.gap);
  for (const { row, cell } of lines) {
    const category = byId.get(cell.category);
    yield csvRow([
      row.area.level,
      row.area.name,
      cell.category,
      category?.nameZh,
      category?.tier,
      cell.ringMinutes,
      row.households,
      cell.covered,
      cell.gap,
      cell.unknown,
      shownShare(cell.share),
      row.people,
      cell.people?.covered,
      cell.people?.gap,
      cell.people?.unknown,
      cell.meanSeconds === null ? null : shownSeconds(cell.meanSeconds),
      cell.p90Seconds,
    ]);
  }
}
