/** What the page is asked to show (all of it in the address) and what the server answered. */
import { computed, effect, signal } from "@preact/signals";
import type { Category } from "../api/types.ts";
import { catalogue, city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { go, goOwn, urlState } from "../state/location.ts";
import { getChanges, getCoverage, getDistribution, getTrend } from "./api.ts";
import type {
  ChangeItem,
  CoverageAnswer,
  CoverageCell,
  CoverageItem,
  CoverageQuestion,
  Distribution,
  Level,
  StillWorking,
  Trend,
} from "./api.ts";

export const levels: readonly Level[] = ["city", "district", "street", "community", "circle", "cell"];
export const worstCounts = [5, 10, 20] as const;
const profiles = ["adult", "elder", "child", "pram", "wheelchair"];
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const hourPattern = /^([01]\d|2[0-3]):[0-5]\d$/;

const own = (key: string) => urlState.value.own[key] ?? null;
const matching = (value: string | null, pattern: RegExp) => (value && pattern.test(value) ? value : null);

export const level = computed<Level>(() => levels.find((one) => one === own("level")) ?? "community");
export const ring = computed(() => ([5, 10, 15] as const).find((minutes) => String(minutes) === own("ring")) ?? null);
export const profile = computed(() => profiles.find((one) => one === own("profile") && one !== "adult") ?? null);
export const hour = computed(() => matching(own("hour"), hourPattern));
/** Only so many areas are shown, the worst; null for all. */
export const worst = computed(() => worstCounts.find((count) => String(count) === own("worst")) ?? null);
export const date = computed(() => matching(own("date"), dayPattern));
export const from = computed(() => matching(own("from"), dayPattern));
export const areaId = computed(() => own("area"));
export const tier = computed(() => urlState.value.tier ?? "basic");

/** The columns: categories of the tier, in the order of the policy. */
export const columns = computed<Category[]>(() =>
  (catalogue.state.value.value?.categories ?? []).filter((category) => category.tier === tier.value),
);
/** The column the map is coloured by; null for all of them. */
export const category = computed<Category | null>(
  () => columns.value.find(({ id }) => id === urlState.value.categories[0]) ?? null,
);

export const coverage = createResource<CoverageAnswer>();
export const changes = createResource<ChangeItem[]>();
/** Of the area and category chosen. */
export const distribution = createResource<Distribution>();
export const trend = createResource<Trend>();

export const question = computed<CoverageQuestion>(() => ({
  level: level.value,
  ring: ring.value,
  profile: profile.value,
  hour: hour.value,
  date: date.value,
  // Of cells there are thousands: one category is shown at a time.
  categories:
    level.value === "cell"
      ? [category.value ?? columns.value[0]].filter((one) => one !== undefined).map(({ id }) => id)
      : columns.value.map(({ id }) => id),
}));

/** What the server is at, where another pace or hour takes it a while. */
export const working = signal<StillWorking | null>(null);

export interface Row extends CoverageItem {
  byCategory: Map<string, CoverageCell>;
  /** Of the columns shown: mean share of the households about whom something can be said. */
  knownShare: number;
}

function knownShareOf(cell: CoverageCell, households: number): number {
  return households > 0 ? (cell.knownShare ?? 0) : 0;
}

const rowsUnsorted = computed<Row[]>(() =>
  (coverage.state.value.value?.items ?? []).map((item) => {
    const byCategory = new Map<string, CoverageCell>(item.categories.map((cell) => [cell.category, cell]));
    const shown = columns.value.map(({ id }) => byCategory.get(id)).filter((cell) => cell !== undefined);
    const known = shown.reduce((sum, cell) => sum + knownShareOf(cell, item.households), 0);
    return { ...item, byCategory, knownShare: shown.length ? known / shown.length : 0 };
  }),
);

/** Mean uncovered share of the columns in which something is known; null where nothing is. */
export function meanGapShare(row: Row): number | null {
  let sum = 0;
  let count = 0;
  for (const { id } of columns.value) {
    const share = row.byCategory.get(id)?.share;
    if (share === null || share === undefined) continue;
    sum += 1 - share;
    count++;
  }
  return count ? sum / count : null;
}

/** How bad a row is by what is chosen: households without the category, or the mean share without. */
function badness(row: Row): number {
  const chosen = category.value;
  if (chosen) {
    const cell = row.byCategory.get(chosen.id);
    return cell && cell.share !== null ? cell.gap : -1;
  }
  return meanGapShare(row) ?? -1;
}

/** Seconds to the nearest of what is chosen: of areas that lack it alike, the longer walk is the worse. */
function walk(row: Row): number {
  return (category.value && row.byCategory.get(category.value.id)?.meanSeconds) ?? 0;
}

/** The worst first; those of which nothing is known last. */
export const rows = computed<Row[]>(() => {
  const ranked = rowsUnsorted.value.map((row) => ({ row, bad: badness(row), far: walk(row) }));
  ranked.sort((a, b) => b.bad - a.bad || b.far - a.far || b.row.households - a.row.households);
  return ranked.map(({ row }) => row).slice(0, worst.value ?? undefined);
});

export const selected = computed<Row | null>(() => rows.value.find((row) => row.area.id === areaId.value) ?? null);

export const changeByArea = computed(
  () => new Map((changes.state.value.value ?? []).map((item) => [item.area.id, item])),
);

/** The area beside which the chosen one is shown; null where there is none, or it is the same. */
export const compared = computed<Row | null>(() => {
  const wanted = own("with");
  if (!wanted || !selected.value || wanted === areaId.value) return null;
  return rows.value.find((row) => row.area.id === wanted) ?? null;
});

/** The next area that is clicked stands beside the chosen one. */
export const isPicking = signal(false);

export function compareWith(id: string | null): void {
  isPicking.value = false;
  goOwn({ with: id });
}

/** While another area is looked for, or two are compared, the click is about that one. */
export function selectArea(id: string | null): void {
  if (id === null) isPicking.value = false;
  if (isPicking.peek() && id !== areaId.peek()) compareWith(id);
  else goOwn({ area: id, with: null });
}

export function selectCategory(id: string | null): void {
  go({ categories: id ? [id] : [] });
}

/** Another level has other areas. */
export function chooseLevel(next: Level): void {
  goOwn({ level: next === "community" ? null : next, area: null, with: null });
}

/** Asks again whenever the question changes; ends with the page. */
export function followQuestion(): () => void {
  const stopCoverage = effect(() => {
    const id = city.value?.id;
    const asked = question.value;
    // The categories come first: without them there is nothing to show, and cells cannot be asked for.
    if (!id || columns.value.length === 0) return;
    working.value = null;
    void coverage.load(
      async (aborted) => {
        try {
          return await getCoverage(id, asked, (still) => (working.value = still), aborted);
        } finally {
          working.value = null;
        }
      },
      { keep: true },
    );
  });
  const stopChanges = effect(() => {
    const id = city.value?.id;
    const since = from.value;
    const until = date.value ?? new Date().toISOString().slice(0, 10);
    const at = level.value;
    if (!id || !since || since >= until || at === "cell") changes.clear();
    else void changes.load((aborted) => getChanges(id, { level: at, from: since, to: until }, aborted), { keep: true });
  });
  const stopDetails = effect(() => {
    const id = city.value?.id;
    // What the address names may not exist at this level.
    const area = selected.value?.area.id;
    const chosen = category.value?.id;
    const asked = question.value;
    if (!id || !area || !chosen || level.value === "cell") {
      distribution.clear();
      trend.clear();
      return;
    }
    void distribution.load((aborted) => getDistribution(id, asked, area, chosen, aborted));
    void trend.load((aborted) => getTrend(id, asked, area, chosen, aborted));
  });
  return () => {
    stopDetails();
    stopCoverage();
    stopChanges();
  };
}
