/** Residences from a table: buildings or compounds with their households. */
import type { ResidenceDraft } from "../../store/index.ts";
import { residenceFields } from "./columns.ts";
import type { TableKind } from "./judge.ts";
import type { Row } from "./row.ts";
import type { ReadOptions, ReadResult } from "./rows.ts";
import { readRows } from "./rows.ts";
import type { UniqueRefs } from "./unique-refs.ts";
import { countOf, shareOf, yesNoOf } from "./values.ts";
import { say } from "../../words/index.ts";

const REQUIRED = [
  {
    anyOf: ["households"],
    advice: say("column.households"),
  },
  {
    anyOf: ["x+y", "location"],
    advice: say("column.coordinates"),
  },
];

/** More households or people than the largest compounds in China have is a typing error. */
const MOST_HOUSEHOLDS = 100_000;
const MOST_PEOPLE = 500_000;
const MOST_LEVELS = 120;

export const residenceTable: TableKind<ResidenceDraft> = { fields: residenceFields, required: REQUIRED, draftOf };

/**
 * Residences of a table. Never touches a store. Throws IntakeError for a file that cannot be taken in, and for
 * any bad row unless `skipBadRows` is set.
 */
export function readResidences(file: string, options: ReadOptions = {}): Promise<ReadResult<ResidenceDraft>> {
  return readRows(file, residenceTable, options);
}

function draftOf(row: Row, refs: UniqueRefs): ResidenceDraft | null {
  const compound = row.text("compound");
  const households = row.value("households", (cell) => countOf(cell, ["户"], MOST_HOUSEHOLDS));
  if (households === null && !row.bad) {
    row.fault("households", null, say("home.no-households"));
  }
  const place = row.place();
  const draft = {
    sourceRef: refs.of(row),
    name: row.text("name") ?? compound,
    address: row.text("address"),
    compound,
    footprint: null,
    levels: row.optional("levels", (cell) => countOf(cell, ["层"], MOST_LEVELS)),
    householdsEstimated: row.optional("estimated", yesNoOf) ?? false,
    people: row.value("people", (cell) => countOf(cell, ["人"], MOST_PEOPLE)),
    elderlyShare: row.value("elderlyShare", (cell) => shareOf(cell, isPercent(row, "elderlyShare"))),
    childShare: row.value("childShare", (cell) => shareOf(cell, isPercent(row, "childShare"))),
  };
  if ((draft.elderlyShare ?? 0) + (draft.childShare ?? 0) > 1) {
    row.fault("elderlyShare", null, say("share.sum"));
  }
  return row.bad || households === null || place === null ? null : { ...draft, households, location: place.location };
}

/** Whether the column's name says that its numbers are in percent: 老年占比（%）. */
function isPercent(row: Row, field: string): boolean {
  return /[%％]/.test(row.columnName(field));
}
