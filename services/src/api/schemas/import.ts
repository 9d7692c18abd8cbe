/** Imports as they are staged, looked at and committed. */
import { Type } from "typebox";
import { importKinds } from "../../store/index.ts";
import { categoryId, nullable, oneOf, position } from "./common.ts";
import { pairSummary, placeSummary, stagedPlace } from "./import-places.ts";

const count = Type.Integer({ minimum: 0 });

const importState = oneOf(["staged", "committed", "undone", "discarded", "broken"], {
  title: "ImportState",
  description:
    "staged: waits for a person, has changed nothing; broken: its reading was cut off or failed, nothing of it is left",
});

export const rowState = oneOf(["ok", "warning", "bad", "waiting", "skipped"], {
  title: "RowState",
  description:
    "ok and warning come in; bad cannot; waiting: its place, or the table's columns or coordinate system, have to be told; skipped: left out",
});

const importWhat = oneOf(importKinds, { title: "ImportWhat" });

const record = {
  id: Type.String({ examples: ["i_00000a"] }),
  what: importWhat,
  source: Type.String(),
  fileName: Type.String(),
  encoding: nullable(Type.String()),
  rowsRead: count,
  rowsAccepted: count,
  rowsRejected: count,
  asOf: nullable(Type.String()),
  state: importState,
  createdAt: Type.String(),
  committedAt: nullable(Type.String()),
  undoneAt: nullable(Type.String()),
};

export const importRecord = Type.Object({ ...record, crs: nullable(Type.String()) }, { title: "Import" });

const question = Type.Object({
  field: oneOf(["crs", "columns"], { description: "Which option answers it" }),
  message: Type.String(),
  choices: Type.Array(
    Type.Object({
      value: Type.Union([Type.String(), Type.Record(Type.String(), Type.String())]),
      label: Type.String(),
      rowsInCity: nullable(count),
      rowsLookedAt: nullable(count),
    }),
  ),
});

export const columnMap = Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 40 }), {
  description: "Column name → field, or `ignore`",
  examples: [{ 店名: "name" }],
});

export const valueMap = Type.Record(
  Type.String({ maxLength: 40 }),
  Type.Record(Type.String({ maxLength: 4000 }), nullable(Type.String({ maxLength: 4000 }))),
  {
    description:
      "Field → text of a cell, or of a part of it where it lists several → what to read in its place; null leaves out the rows that have it",
    examples: [{ category: { 修鞋摊点: "small-repair/shoe", 飞碟: null } }],
  },
);

export const complete = Type.Union([oneOf(["all", "none"]), Type.Array(categoryId, { maxItems: 50 })], {
  description: "Categories of which the table has every outlet; those that occur, where it is not said",
});

export const areaIds = Type.Array(Type.String({ maxLength: 100 }), {
  maxItems: 500,
  description: "Ids of the areas for which `complete` holds; none: the whole city",
});

const changes = Type.Object(
  { added: count, updated: count, removed: count, unchanged: count },
  { description: "What a commit of the good rows would do to those of the same source" },
);

export const importSummary = Type.Object(
  {
    ...record,
    phase: oneOf(["reading", "ready"]),
    format: nullable(Type.String()),
    sheets: nullable(Type.Array(Type.String())),
    sheet: nullable(Type.String()),
    header: nullable(Type.Object({ row: Type.Integer(), names: Type.Array(Type.String()) })),
    columns: Type.Array(Type.Object({ column: Type.String(), field: nullable(Type.String()) })),
    fields: Type.Array(Type.String(), { description: "What a column can be" }),
    crs: Type.Object({
      id: nullable(Type.String()),
      from: oneOf(["answer", "remembered", "file", "column", "numbers", "unknown", "none"]),
    }),
    questions: Type.Array(question, { description: "To be answered before a commit" }),
    counts: Type.Object({ ok: count, warning: count, bad: count, waiting: count, skipped: count }),
    changes: nullable(changes),
    places: nullable(placeSummary),
    duplicates: nullable(pairSummary),
    categories: Type.Array(Type.Object({ category: categoryId, count })),
    unknownValues: Type.Array(
      Type.Object({
        field: Type.String(),
        column: nullable(Type.String()),
        value: Type.String(),
        rows: count,
        firstRow: Type.Integer(),
      }),
    ),
    problems: Type.Array(
      Type.Object({
        field: nullable(Type.String()),
        column: nullable(Type.String()),
        severity: Type.String(),
        message: Type.String(),
        advice: nullable(Type.String()),
        rows: count,
        firstRow: Type.Integer(),
      }),
      { description: "Equal ones once, the most frequent first" },
    ),
    notes: Type.Array(
      Type.Object({
        row: nullable(Type.Integer()),
        column: nullable(Type.String()),
        value: nullable(Type.String()),
        message: Type.String(),
      }),
    ),
    options: Type.Object({
      columns: Type.Record(Type.String(), Type.String()),
      values: Type.Record(Type.String(), Type.Record(Type.String(), nullable(Type.String()))),
      complete: nullable(complete),
      areas: Type.Array(Type.String()),
    }),
    remembered: nullable(Type.String({ description: "The import of the same source whose answers were taken over" })),
  },
  { title: "ImportSummary" },
);

export const stagedRow = Type.Object(
  {
    row: Type.Integer({ description: "As the spreadsheet numbers it" }),
    state: rowState,
    cells: Type.Array(Type.String()),
    fixes: nullable(Type.Unknown()),
    place: nullable(stagedPlace),
    problems: Type.Array(
      Type.Object({
        field: nullable(Type.String()),
        column: nullable(Type.String()),
        value: nullable(Type.String()),
        message: Type.String({ description: "What is wrong" }),
        advice: nullable(Type.String({ description: "What would be right" })),
        severity: oneOf(["fault", "warning", "waiting"]),
        unknown: Type.Boolean(),
      }),
    ),
    draft: Type.Unknown({ description: "What would be written; null where nothing would" }),
  },
  { title: "StagedRow" },
);

export const rowMending = {
  cells: Type.Optional(
    Type.Record(Type.String({ maxLength: 200 }), nullable(Type.String({ maxLength: 4000 })), {
      description: "Column or field → text to read in its place; null takes that back",
    }),
  ),
  location: Type.Optional(nullable(position)),
  candidate: Type.Optional(
    nullable(Type.Integer({ minimum: 0, maximum: 100, description: "Number of one of the places found, from 0" })),
  ),
  skip: Type.Optional(Type.Boolean()),
};

/** Parts of the form; texts, since a form has nothing else. */
export const uploadBody = Type.Object({
  file: Type.Unsafe<string>({ type: "string", format: "binary", description: "At most 512 MB" }),
  what: importWhat,
  source: Type.Optional(Type.String({ description: "Who sent it; the file's name without its ending otherwise" })),
  crs: Type.Optional(Type.String({ examples: ["gcj02"] })),
  encoding: Type.Optional(Type.String({ examples: ["gb18030"] })),
  sheet: Type.Optional(Type.String()),
  columns: Type.Optional(Type.String({ description: "JSON: column name → field" })),
  complete: Type.Optional(Type.String({ description: "all, none, or ids of categories with commas" })),
  areas: Type.Optional(Type.String({ description: "Ids of areas with commas" })),
  completeSince: Type.Optional(
    Type.String({
      description:
        "The day from which `complete` holds, or always; asOf, else today, when left out. Before it nobody knows",
      examples: ["2025-01-01"],
    }),
  ),
  asOf: Type.Optional(Type.String({ examples: ["2026-06-01"] })),
});
