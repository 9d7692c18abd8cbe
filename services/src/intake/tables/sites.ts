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

const REQUIRED = [
  {
    anyOf: ["name"],
    advice: "A column with the site's name is missing; it could be called 名称 or name.",
  },
  {
    anyOf: ["x+y", "location"],
    advice:
      "Columns with coordinates are missing: 经度 and 纬度 (or lng and lat), or one column 坐标 with longitude,latitude.",
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
  if (name === null && !row.bad) row.fault("name", null, "is empty; every site needs a name");
  const kindText = row.text("kind");
  const kind = kindText === null ? null : siteKindOfText(kindText);
  if (kindText !== null && kind === null) {
    const words = siteKinds.map(({ nameZh }) => nameZh).join(", ");
    row.warn("kind", kindText, `is no kind of site that is known and was kept as text only; known are ${words}`, true);
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
    row.fault("availableUntil", draft.availableUntil, `lies before the first day, ${draft.availableFrom}`);
  }
  return row.bad || name === null || place === null ? null : { ...draft, name, ...place };
}

function areaOf(value: number): number {
  if (value > 0 && value <= MOST_SQUARE_METERS) return value;
  throw new ValueFault(`is no area of a site; write square metres above 0, at most ${MOST_SQUARE_METERS}`);
}
