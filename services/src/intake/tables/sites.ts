/** Spare sites from a table: places that stand empty and could take in outlets. */
import { siteKindOfText, siteKinds } from "@quarterhour/data";
import type { SiteDraft } from "../../store/index.ts";
import { siteFields } from "./columns.ts";
import type { TableKind } from "./judge.ts";
import type { Row } from "./row.ts";
import type { ReadOptions, ReadResult } from "./rows.ts";
import { readRows } from "./rows.ts";
import type { UniqueRefs } from "./unique-refs.ts";
import { dateOf, numberOf, SQUARE_METERS, ValueFault } from "./values.ts";
import { say } from "../../words/index.ts";

const REQUIRED = [
  {
    anyOf: ["name"],
    advice: say("column.site-name"),
  },
  {
    anyOf: ["x+y", "location"],
    advice: say("column.coordinates"),
  },
];

/** Larger than any plot of a city: a typing error, or a figure in another unit. */
const MOST_SQUARE_METERS = 10_000_000;

export const siteTable: TableKind<SiteDraft> = { fields: siteFields, required: REQUIRED, draftOf };

/** Spare sites of a table; throws as `readOutlets`. */
export function readSites(file: string, options: ReadOptions = {}): Promise<ReadResult<SiteDraft>> {
  return readRows(file, siteTable, options);
}

function draftOf(row: Row, refs: UniqueRefs): SiteDraft | null {
  const name = row.text("name");
  if (name === null && !row.bad) row.fault("name", null, say("site.no-name"));
  const kindText = row.text("kind");
  const kind = kindText === null ? null : siteKindOfText(kindText);
  if (kindText !== null && kind === null) {
    const kinds = siteKinds.map(({ nameZh }) => nameZh);
    row.warn("kind", kindText, say("site.kind", { kinds }), true);
  }
  const place = row.place();
  const draft = {
    sourceRef: refs.of(row),
    kind,
    kindText,
    areaSquareMeters: row.optional("area", (cell) => areaOf(numberOf(cell, SQUARE_METERS))),
    address: row.text("address"),
    owner: row.text("owner"),
    availableFrom: row.optional("availableFrom", dateOf),
    availableUntil: row.optional("availableUntil", dateOf),
    note: row.text("note"),
  };
  if (draft.availableFrom !== null && draft.availableUntil !== null && draft.availableUntil < draft.availableFrom) {
    row.fault("availableUntil", draft.availableUntil, say("site.until-before", { from: draft.availableFrom }));
  }
  return row.bad || name === null || place === null ? null : { ...draft, name, ...place };
}

function areaOf(value: number): number {
  if (value > 0 && value <= MOST_SQUARE_METERS) return value;
  throw new ValueFault(say("site.area", { most: MOST_SQUARE_METERS }));
}
