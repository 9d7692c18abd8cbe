/** Staged rows → the city, in one transaction; or away with them. */
import { categories as policyCategories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { ImportCounts, Store } from "../../store/index.ts";
import { NotFound, StoreConflict, watched } from "../../store/index.ts";
import { claimedBy, noteOnClaims } from "../claims.ts";
import { IntakeError, problemAt } from "../errors.ts";
import { applyImport } from "./apply.ts";
import type { Applied, Drafts } from "./apply.ts";
import { checkAreas } from "./areas.ts";
import { leftOutOf } from "./left-out.ts";
import { settlePairs } from "./pairs.ts";
import type { MergeSummary } from "./pairs.ts";
import type { StagingOptions, StagingReport, Work } from "./staging.ts";
import { say } from "../../words/index.ts";

const ROWS_AT_ONCE = 5000;

export interface Committed extends Applied, ImportCounts, MergeSummary {
  /** Categories of which the source now vouches to have every outlet. */
  claimed: CategoryId[];
}

/**
 * Writes the good rows. Throws StoreConflict where it is not staged or not read to its end, has open questions, or,
 * unless `skipBad`, has rows that cannot be taken in; the store is then as it was.
 */
export function commitImport(
  store: Store,
  { city, importId, actor, skipBad }: { city: string; importId: string; actor: string; skipBad: boolean },
  { signal, onProgress }: Work = {},
): Promise<Committed> {
  let rows = 0;
  let expected = 1;
  const onRows = (written: number) => {
    rows += written;
    onProgress?.({ step: "writing", fraction: Math.min(0.99, rows / expected) });
  };
  return watched({ signal, onRows }, () =>
    store.transaction(async (inside) => {
      const { record, options: stored, report } = await inside.lockStaging(city, importId);
      const options = stored as StagingOptions;
      const counts = await inside.countStagedRows(city, importId);
      checkReady(importId, report as StagingReport, counts, skipBad);
      const good = counts.ok + counts.warning;
      // each outlet is a row, its service another, its history a third
      expected = good * (record.what === "outlets" ? 3 : 1);
      let claimed: CategoryId[] = [];
      let categories: StagingReport["categories"] = [];
      const notes = [...(report as StagingReport).notes];
      let read: Drafts;
      if (record.what === "outlets") {
        await checkAreas(inside, city, options.areas);
        categories = await categoriesOfStaged(inside, city, importId);
        const occurring = categories.map(({ category }) => category);
        const left = await leftOutOf(inside, city, importId, report as StagingReport, options);
        claimed = claimedBy(options.complete, occurring, left);
        const note = noteOnClaims(options.complete, occurring, left);
        if (note !== null) notes.push(problemAt(null, null, null, note));
        const drafts = { stagedIn: importId };
        read = { what: "outlets", drafts, claimed, areas: options.areas, since: options.completeSince };
      } else {
        const drafts = await goodDrafts(inside, city, importId, good, { signal, onProgress });
        read = { what: record.what, drafts } as Drafts;
      }
      const { source, asOf } = record;
      const applied = await applyImport(inside, { id: importId, city, source, asOf, actor }, read);
      const pairs =
        record.what === "outlets" ? await settlePairs(inside, { city, importId, actor }) : { merged: 0, keptApart: 0 };
      const done: ImportCounts = {
        rowsRead: record.rowsRead,
        rowsAccepted: good,
        rowsRejected: counts.bad + counts.waiting + counts.skipped,
      };
      // rows that are taken in go: what they brought is told by the report from now on
      await inside.changeStaging(city, importId, { report: { ...(report as StagingReport), categories, notes } });
      await inside.endStaging(city, importId, "committed", done);
      // what was left out stays to be looked at; the rest now stands in the city
      await inside.removeStagedRows(city, importId, ["ok", "warning"]);
      signal?.throwIfAborted();
      return { ...applied, ...done, ...pairs, claimed };
    }),
  );
}

/** Throws what a commit would refuse at once; NotFound where there is no such import. */
export async function checkCommit(store: Store, city: string, importId: string, skipBad: boolean): Promise<void> {
  const staging = await store.getStaging(city, importId);
  if (staging === null) throw new NotFound(say("import.none", { id: importId, city }));
  if (staging.record.state !== "staged") {
    throw new StoreConflict(say("import.not-staged", { id: importId, state: staging.record.state }));
  }
  checkReady(importId, staging.report as StagingReport, await store.countStagedRows(city, importId), skipBad);
}

async function goodDrafts(
  store: Store,
  city: string,
  importId: string,
  good: number,
  { signal, onProgress }: Work,
): Promise<unknown[]> {
  const drafts: unknown[] = [];
  for (let after = 0; drafts.length < good;) {
    signal?.throwIfAborted();
    const page = await store.stagedDrafts(city, importId, { after, limit: ROWS_AT_ONCE });
    if (page.length === 0) throw new Error(`Import ${importId} has fewer good rows than were counted`);
    for (const { draft } of page) drafts.push(draft);
    after = page.at(-1)!.row;
    onProgress?.({ step: "collecting the rows", fraction: drafts.length / good });
  }
  return drafts;
}

/** Categories of the good rows with the number of rows, in policy order. */
export async function categoriesOfStaged(
  store: Store,
  city: string,
  importId: string,
): Promise<StagingReport["categories"]> {
  const counts = new Map((await store.stagedCategories(city, importId)).map((one) => [one.category, one.count]));
  return policyCategories.flatMap(({ id: category }) => {
    const count = counts.get(category);
    return count === undefined ? [] : [{ category, count }];
  });
}

function checkReady(
  id: string,
  report: StagingReport,
  counts: Awaited<ReturnType<Store["countStagedRows"]>>,
  skipBad: boolean,
): void {
  if (report.phase !== "ready") throw new StoreConflict(say("import.reading", { id }));
  const [question] = report.questions;
  if (question !== undefined) {
    throw new StoreConflict(say("import.question", { id, question: question.said }));
  }
  const left = counts.bad + counts.waiting;
  if (left > 0 && !skipBad) {
    throw new StoreConflict(say("import.rows-left", { id, bad: counts.bad, waiting: counts.waiting }));
  }
  if (counts.ok + counts.warning === 0) throw new IntakeError(say("import.nothing-good", { id }));
}

/** Ends a staging without effect. Throws NotFound, or StoreConflict where it is not staged. */
export async function discardImport(store: Store, city: string, importId: string): Promise<void> {
  await store.transaction(async (inside) => {
    await inside.endStaging(city, importId, "discarded");
    await inside.removeStagedRows(city, importId);
  });
}
