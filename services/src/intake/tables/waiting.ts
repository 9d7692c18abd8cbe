/** Rows of a table read at once that have an address and no coordinates. */
import type { OutletDraft, ResidenceDraft, SiteDraft } from "../../store/index.ts";
import { problemAt, problemText } from "../errors.ts";
import { addressOf, placedDraft, placedMessage, waitingMessage } from "../geocoding/index.ts";
import type { AddressRow, PlacedRow } from "../geocoding/index.ts";
import type { Notes } from "./notes.ts";
import type { TableRow } from "./table.ts";
import type { Language } from "../../words/index.ts";

export interface PlaceCounts {
  placed: number;
  /** Something was found, but not surely enough. */
  waiting: number;
  notFound: number;
}

/** A row that was left out. */
export interface LeftRow {
  row: number;
  cells: string[];
  /** In words, with what would be right. */
  why: string;
}

export const asLeft = ({ row, cells }: TableRow): Omit<LeftRow, "why"> => ({ row, cells });

/** Places them by their address; what is taken on trust is a warning, what has to wait a problem. */
export async function placeWaiting<Draft>(
  waiting: { row: TableRow; draft: Draft }[],
  column: string | null,
  findPlaces: (rows: AddressRow[]) => Promise<PlacedRow[]>,
  { problems, warnings, language }: { problems: Notes; warnings: Notes; language?: Language | undefined },
): Promise<{ counts: PlaceCounts; placed: { row: number; draft: Draft }[]; left: LeftRow[] }> {
  const counts: PlaceCounts = { placed: 0, waiting: 0, notFound: 0 };
  const placed: { row: number; draft: Draft }[] = [];
  const left: LeftRow[] = [];
  const asked = waiting.map(({ row: { row }, draft }): AddressRow => {
    const { address, name } = addressOf(draft)!;
    return { row, address, ...(name === null ? {} : { name }) };
  });
  const found = asked.length === 0 ? [] : await findPlaces(asked);
  for (const [i, { row, draft }] of waiting.entries()) {
    const { accepted, candidates } = found[i];
    if (accepted !== null) {
      counts.placed++;
      const there = placedDraft(draft as OutletDraft | ResidenceDraft | SiteDraft, accepted) as Draft;
      placed.push({ row: row.row, draft: there });
      warnings.addGrouped(problemAt(row.row, column, null, placedMessage(accepted)));
      continue;
    }
    counts[candidates.length > 0 ? "waiting" : "notFound"]++;
    const problem = problemAt(row.row, column, asked[i].address, waitingMessage(found[i]));
    problems.add(problem);
    left.push({ ...asLeft(row), why: problemText({ ...problem, row: null }, language) });
  }
  return { counts, placed, left };
}
