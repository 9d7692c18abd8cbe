/** Staged rows → the city, in one transaction; or away with them. */
import type { CategoryId } from "@quarterhour/data";
import type { ImportCounts, OutletDraft, Store } from "../../store/index.ts";
import { NotFound, StoreConflict, watched } from "../../store/index.ts";
import { claimedCategories, countByCategory } from "../claims.ts";
import { IntakeError } from "../errors.ts";
import { applyImport } from "./apply.ts";
import type { Applied, Drafts } from "./apply.ts";
import { checkAreas } from "./areas.ts";
import { settlePairs } from "./pairs.ts";
import type { MergeSummary } from "./pairs.ts";
import type { StagingOptions, StagingReport, Work } from "./staging.ts";

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
      const drafts: unknown[] = [];
      for (let after = 0; drafts.length < good;) {
        signal?.throwIfAborted();
        const page = await inside.stagedDrafts(city, importId, { after, limit: ROWS_AT_ONCE });
        if (page.length === 0) throw new Error(`Import ${importId} has fewer good rows than were counted`);
        for (const { draft } of page) drafts.push(draft);
        after = page.at(-1)!.row;
        onProgress?.({ step: "collecting the rows", fraction: drafts.length / good });
      }
      // each outlet is a row, its service another, its history a third
      expected = good * (record.what === "outlets" ? 3 : 1);
      const read = { what: record.what, drafts } as Drafts;
      let claimed: CategoryId[] = [];
      if (read.what === "outlets") {
        await checkAreas(inside, city, options.areas);
        claimed = claimedBy(options, read.drafts);
        Object.assign(read, { claimed, areas: options.areas, since: options.completeSince });
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
      const categories = read.what === "outlets" ? countByCategory(read.drafts) : [];
      await inside.changeStaging(city, importId, { report: { ...(report as StagingReport), categories } });
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
  if (staging === null) throw new NotFound(`There is no import ${importId} in ${city}.`);
  if (staging.record.state !== "staged") {
    throw new StoreConflict(`Import ${importId} is ${staging.record.state}, no longer staged.`);
  }
  checkReady(importId, staging.report as StagingReport, await store.countStagedRows(city, importId), skipBad);
}

/** Categories that an import vouches for: as said, else those that occur. */
export function claimedBy({ complete }: Pick<StagingOptions, "complete">, drafts: OutletDraft[]): CategoryId[] {
  return complete === null ? countByCategory(drafts).map(({ category }) => category) : claimedCategories(complete);
}

function checkReady(
  id: string,
  report: StagingReport,
  counts: Awaited<ReturnType<Store["countStagedRows"]>>,
  skipBad: boolean,
): void {
  if (report.phase !== "ready") throw new StoreConflict(`The file of import ${id} is still being read.`);
  const [question] = report.questions;
  if (question !== undefined) {
    throw new StoreConflict(`Import ${id} has an open question: ${question.message}`);
  }
  const left = counts.bad + counts.waiting;
  if (left > 0 && !skipBad) {
    throw new StoreConflict(
      `Import ${id}: ${counts.bad} rows are wrong and ${counts.waiting} wait for a place. Mend them, skip them, or have all of them left out (skipBad).`,
    );
  }
  if (counts.ok + counts.warning === 0) throw new IntakeError(`Import ${id} has no row that can be taken in.`);
}

/** Ends a staging without effect. Throws NotFound, or StoreConflict where it is not staged. */
export async function discardImport(store: Store, city: string, importId: string): Promise<void> {
  await store.transaction(async (inside) => {
    await inside.endStaging(city, importId, "discarded");
    await inside.removeStagedRows(city, importId);
  });
}
