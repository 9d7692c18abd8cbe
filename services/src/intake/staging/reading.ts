/** How a staged table is understood: which column is what, in which system it is, what has to be asked. */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { ImportRecord, OutletDraft, ResidenceDraft, SiteDraft } from "../../store/index.ts";
import { IntakeError, problemAt } from "../errors.ts";
import { addressOf } from "../geocoding/index.ts";
import { findColumns } from "../tables/columns.ts";
import type { Columns } from "../tables/columns.ts";
import { coordinatesIn, guessCrs } from "../tables/crs-guess.ts";
import { crsNamed } from "../tables/crs-names.ts";
import type { Crs } from "../tables/coordinates.ts";
import { missingColumns, TableJudge } from "../tables/judge.ts";
import type { JudgedRow, TableKind } from "../tables/judge.ts";
import { outletTable } from "../tables/outlets.ts";
import { residenceTable } from "../tables/residences.ts";
import { siteTable } from "../tables/sites.ts";
import type { RowFixes } from "../tables/row.ts";
import type { CellFault, TableRow } from "../tables/table.ts";
import { withPlace } from "./places.ts";
import { placeQuestion, systemQuestion } from "./place-systems.ts";
import { isOfShapes } from "./staging.ts";
import type {
  CrsFrom,
  Question,
  Shapes,
  StagedPlace,
  StagedTableRow,
  StagingOptions,
  StagingReport,
  What,
} from "./staging.ts";
import { say } from "../../words/index.ts";

/** Rows looked at before the first one is judged. */
export const LOOKED_AT = 1000;

type Draft = OutletDraft | ResidenceDraft | SiteDraft;

export const tableKinds: Record<Exclude<What, Shapes>, TableKind<Draft>> = {
  outlets: outletTable,
  residences: residenceTable,
  sites: siteTable,
};

/** What a column of such a table can be. */
export function fieldsOf(what: ImportRecord["what"]): string[] {
  return isOfShapes(what) ? [] : tableKinds[what].fields.map(({ id }) => id);
}

/**
 * The columns of a table, also where no header can be recognised: the first row is then taken for it, and a person
 * says what its columns are.
 */
export function columnsOf(
  firstRows: TableRow[],
  kind: TableKind<Draft>,
  override: Record<string, string>,
  fileName: string,
): Columns {
  if (firstRows.length === 0) throw new IntakeError(say("table.no-rows", { file: fileName }));
  const there = new Set(firstRows.flatMap(({ cells }) => cells.map((cell) => cell.trim())));
  // what was said of a column that this table has not, is not about this table
  const known = Object.fromEntries(Object.entries(override).filter(([column]) => there.has(column)));
  try {
    return findColumns(firstRows, kind.fields, known, fileName);
  } catch (error) {
    if (!(error instanceof IntakeError) || error.said.key !== "header.none") throw error;
    const header = firstRows.reduce((a, b) => (filled(b) > filled(a) ? b : a));
    const names = header.cells.map((cell) => cell.trim());
    const indexOf = new Map(
      Object.entries(known).flatMap(([column, field]) => (field === "ignore" ? [] : [[field, names.indexOf(column)]])),
    );
    return { headerRow: header.row, names, indexOf, crsInName: null, warnings: [] };
  }
}

const filled = ({ cells }: TableRow) => cells.filter((cell) => cell.trim() !== "").length;

/** A table whose columns are known, ready to judge its rows. */
export class Reading {
  readonly columns: Columns;
  readonly questions: Question[] = [];
  readonly crs: { id: Crs | null; from: CrsFrom };
  readonly #judge: TableJudge<Draft>;
  readonly #fileName: string;
  readonly #isReadable: boolean;

  /** @param sample the first rows below the header */
  constructor(
    kind: TableKind<Draft>,
    columns: Columns,
    sample: TableRow[],
    given: {
      options: StagingOptions;
      crsFrom: "answer" | "remembered";
      crsOfFile: Crs | null;
      bbox: BoundingBox;
      encoding: string | null;
      fileName: string;
    },
  ) {
    const { options, bbox, fileName } = given;
    this.columns = columns;
    this.#fileName = fileName;
    const missing = missingColumns(columns, kind.required, true);
    this.#isReadable = missing.length === 0;
    for (const { anyOf, advice } of missing) {
      const choices = columns.names
        .map((column, index) => ({ column, index }))
        .filter(({ column, index }) => column !== "" && ![...columns.indexOf.values()].includes(index))
        .map(({ column }) => ({
          value: { [column]: anyOf[0].split("+")[0] },
          label: say("ask.is-it", { column }),
          rowsInCity: null,
          rowsLookedAt: null,
        }));
      this.questions.push({ field: "columns", said: advice, choices });
    }
    const points = coordinatesIn(sample, columns);
    this.crs = this.#crsOf(given);
    if (this.crs.id === null && points.length > 0) {
      const guess = guessCrs(points, bbox);
      this.crs = guess.sure === null ? { id: null, from: "unknown" } : { id: guess.sure, from: "numbers" };
      if (guess.sure === null) this.questions.push(systemQuestion(guess, points, bbox));
    }
    if (this.crs.id !== null) {
      const question = placeQuestion(points, bbox, this.crs.id, columns);
      if (question !== null) this.questions.push(question);
    }
    this.#judge = new TableJudge(kind, columns, {
      crs: this.crs.id,
      ...(options.crs === null ? {} : { crsName: options.crs }),
      bbox,
      encoding: given.encoding,
      values: options.values,
      today: options.today,
      waitForPlace: true,
    });
  }

  #crsOf({
    options,
    crsFrom,
    crsOfFile,
  }: {
    options: StagingOptions;
    crsFrom: "answer" | "remembered";
    crsOfFile: Crs | null;
  }): Reading["crs"] {
    if (options.crs !== null) return { id: crsNamed(options.crs), from: crsFrom };
    if (crsOfFile !== null) return { id: crsOfFile, from: "file" };
    if (this.columns.crsInName !== null) return { id: this.columns.crsInName, from: "column" };
    return { id: null, from: "none" };
  }

  /** `place`: what was found for the row's address when it was judged before. */
  judge(
    { row, cells, faults }: Pick<TableRow, "row" | "cells"> & { faults?: CellFault[] | null },
    fixes: RowFixes | null,
    place: StagedPlace | null,
  ): StagedTableRow {
    const kept = { row, cells, faults: faults ?? null, fixes, place };
    if (!this.#isReadable) {
      const state = fixes?.skip ? "skipped" : "waiting";
      return { ...kept, state, problems: null, draft: null, ref: null };
    }
    const judged: JudgedRow<Draft> = this.#judge.judge({ row, cells, ...(faults ? { faults } : {}) }, fixes);
    const { state, draft, ref } = judged;
    // what was found for another address says nothing of this one
    if (draft !== null && place !== null && addressOf(draft)?.address !== place.address) kept.place = null;
    const problems = judged.problems.map(({ field, column, value, said, severity, unknown }) => ({
      field,
      column,
      value,
      said,
      severity,
      unknown,
    }));
    return withPlace({ ...kept, state, problems: problems.length > 0 ? problems : null, draft, ref });
  }

  /** To be called when all rows are judged. */
  report(before: StagingReport): StagingReport {
    const { columns } = this;
    const questions = [...this.questions];
    if (questions.length === 0) {
      try {
        this.#judge.checkWhole(this.#fileName);
      } catch (error) {
        if (!(error instanceof IntakeError)) throw error;
        questions.push({
          field: error.said.key === "axes.swapped" ? "columns" : "crs",
          said: error.said,
          choices: [],
        });
      }
    }
    return {
      ...before,
      phase: "ready",
      header: { row: columns.headerRow, names: columns.names },
      columns: columns.names.map((column, index) => ({
        column,
        field: [...columns.indexOf].find(([, at]) => at === index)?.[0] ?? null,
      })),
      crs: this.crs,
      questions,
      notes: [
        ...columns.warnings.map(({ column, said }) => problemAt(columns.headerRow, column, null, said)),
        ...this.#judge.notes().map((note) => problemAt(null, null, null, note)),
      ],
    };
  }
}
