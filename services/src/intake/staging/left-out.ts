/** Which categories of a staged table lack rows: what is left out is known to its sender, and not in the data. */
import type { Store } from "../../store/index.ts";
import { nothingLeftOut, withLeftOut } from "../claims.ts";
import type { LeftOut } from "../claims.ts";
import { TableJudge } from "../tables/judge.ts";
import { outletTable } from "../tables/outlets.ts";
import { columnsOf } from "./reading.ts";
import type { StagedTableRow, StagingOptions, StagingReport } from "./staging.ts";

const ROWS_AT_ONCE = 2000;

/** A row that stands in the table twice is in the data once. */
const isRepeated = ({ problems }: StagedTableRow) => (problems ?? []).some(({ said }) => said.key === "row.same");

/** Of outlets: rows that are bad, wait, or were left out by a person. */
export async function leftOutOf(
  store: Store,
  city: string,
  importId: string,
  { header }: StagingReport,
  { columns, values, today }: StagingOptions,
): Promise<LeftOut> {
  if (header === null) return nothingLeftOut;
  const names = columnsOf([{ row: header.row, cells: header.names }], outletTable, columns, "");
  const judge = new TableJudge(outletTable, names, { crs: null, encoding: null, values, today });
  let left = nothingLeftOut;
  for (let after = 0; ;) {
    const page = { states: ["bad" as const, "waiting" as const, "skipped" as const], after, limit: ROWS_AT_ONCE };
    const rows = (await store.stagedRows(city, importId, page)) as StagedTableRow[];
    if (rows.length === 0) return left;
    after = rows.at(-1)!.row;
    for (const row of rows) {
      if (!isRepeated(row)) left = withLeftOut(left, judge.categoriesOf({ row: row.row, cells: row.cells }, row.fixes));
    }
  }
}
