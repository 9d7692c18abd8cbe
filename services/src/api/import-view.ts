/** Staged rows as they are shown. */
import type { StagedTableRow } from "../intake/index.ts";
import type { StagedRow } from "../store/index.ts";

export function rowView(staged: StagedRow) {
  const { row, state, cells, fixes, place, problems, draft } = staged as StagedTableRow;
  return { row, state, cells, fixes, place, problems: problems ?? [], draft };
}
