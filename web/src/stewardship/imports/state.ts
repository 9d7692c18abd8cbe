/** The import on screen: what is known of it, its rows as far as they were fetched, and the work under way. */
import { computed, effect, signal } from "@preact/signals";
import { account } from "../../state/session.ts";
import { city } from "../../state/catalogue.ts";
import { followJob } from "../../state/job.ts";
import type { FollowedJob, Job } from "../../state/job.ts";
import { createResource } from "../../state/loadable.ts";
import { goOwn, urlState } from "../../state/location.ts";
import { dataWords } from "../words.ts";
import { answerImport, commitImport, getImport, getRows, listImports, mendRow, rowStates, undoImport } from "./api.ts";
import type { Answers, ImportRecord, ImportSummary, RowState, StagedRow } from "./api.ts";

export const importId = computed(() => urlState.value.own["import"] ?? null);
export const rowState = computed<RowState | null>(
  () => rowStates.find((state) => state === urlState.value.own["rows"]) ?? null,
);

export const imports = createResource<ImportRecord[]>();
export const summary = createResource<ImportSummary>();
/** What is going on with the import on screen. */
export const running = signal<{ title: string; job: FollowedJob<unknown> } | null>(null);
/** What went wrong with the last thing done, in the server's words. */
export const trouble = signal<unknown>(null);
/** Told once after something was done: what, and how it is taken back. */
export const done = signal<string | null>(null);

export const rows = signal<StagedRow[]>([]);
export const hasMoreRows = signal(false);
export const selectedRow = signal<number | null>(null);
let nextCursor: string | null = null;
let loadingRows: AbortController | null = null;

function cityId(): string {
  const own = city.peek();
  if (!own) throw new Error("no city is chosen");
  return own.id;
}

export function loadImports(): void {
  void imports.load((aborted) => listImports(cityId(), aborted), { keep: true });
}

export function openImport(id: string | null): void {
  trouble.value = null;
  done.value = null;
  goOwn({ import: id, rows: null });
}

export function showRows(state: RowState | null): void {
  goOwn({ rows: state }, "replace");
}

export async function loadRows(start: boolean): Promise<void> {
  const id = importId.peek();
  if (!id || (!start && loadingRows)) return;
  loadingRows?.abort();
  const own = new AbortController();
  loadingRows = own;
  try {
    const page = await getRows(cityId(), id, rowState.peek(), start ? null : nextCursor, own.signal);
    rows.value = start ? page.items : [...rows.peek(), ...page.items];
    nextCursor = page.nextCursor;
    hasMoreRows.value = page.nextCursor !== null;
  } catch (error) {
    if (loadingRows === own) trouble.value = error;
  } finally {
    if (loadingRows === own) loadingRows = null;
  }
}

export async function reload(): Promise<void> {
  const id = importId.peek();
  if (!id) return;
  await summary.load((aborted) => getImport(cityId(), id, aborted), { keep: true });
  await loadRows(true);
}

/** Follows what was begun, and shows what has become of the import. */
export async function follow(title: string, begun: Promise<{ job: Job }>, told?: string): Promise<boolean> {
  trouble.value = null;
  done.value = null;
  try {
    const { job } = await begun;
    const followed = followJob(job);
    running.value = { title, job: followed };
    const ended = await followed.ended;
    const words = dataWords.peek().imports;
    if (ended.state === "done") {
      done.value = told ?? null;
      return true;
    }
    trouble.value = new Error(ended.state === "cancelled" ? words.cancelled : (ended.error ?? words.failed));
    return false;
  } catch (error) {
    trouble.value = error;
    return false;
  } finally {
    running.value = null;
    await reload();
    loadImports();
  }
}

export function answer(answers: Answers): Promise<boolean> {
  return follow(dataWords.peek().imports.judging, answerImport(cityId(), importId.peek()!, answers));
}

export function commit(skipBad: boolean): Promise<boolean> {
  const words = dataWords.peek().imports;
  return follow(words.committing, commitImport(cityId(), importId.peek()!, skipBad), words.committed);
}

export function undo(): Promise<boolean> {
  const words = dataWords.peek().imports;
  return follow(words.undoing, undoImport(cityId(), importId.peek()!), words.undone);
}

/** Mends one row and shows it as it is judged now; the counts above follow. */
export async function mend(row: number, mending: Parameters<typeof mendRow>[3]): Promise<void> {
  trouble.value = null;
  const id = importId.peek()!;
  try {
    const mended = await mendRow(cityId(), id, row, mending);
    rows.value = rows.peek().map((one) => (one.row === row ? mended : one));
    await summary.load((aborted) => getImport(cityId(), id, aborted), { keep: true });
  } catch (error) {
    trouble.value = error;
  }
}

/** Loads what the address names, as long as the page is open. */
export function followImports(): () => void {
  const stopList = effect(() => {
    if (account.value && city.value) loadImports();
  });
  const stopOne = effect(() => {
    const id = importId.value;
    const own = city.value?.id;
    if (!id || !own || !account.value) {
      summary.clear();
      return;
    }
    void summary.load((aborted) => getImport(own, id, aborted));
  });
  const stopRows = effect(() => {
    const id = importId.value;
    void rowState.value;
    rows.value = [];
    hasMoreRows.value = false;
    selectedRow.value = null;
    if (id && city.value && account.value) void loadRows(true);
  });
  return () => {
    stopList();
    stopOne();
    stopRows();
  };
}
