/** Brings the circles of a file into a city, all or nothing. */
import { basename } from "node:path";
import { boundaryProblem, lengthProblem, tidyBoundary } from "../assessment/circles/boundary.ts";
import type { Circle, Store } from "../store/index.ts";
import type { IntakeProblem } from "./errors.ts";
import { IntakeError, problemAt } from "./errors.ts";
import { sourceOf } from "./source.ts";
import { readCircles } from "./tables/circles.ts";
import type { ReadOptions } from "./tables/rows.ts";
import { say } from "../words/index.ts";

export interface CircleImportOptions extends Pick<
  ReadOptions,
  "crs" | "encoding" | "sheet" | "skipBadRows" | "signal"
> {
  city: string;
  file: string;
  /** Who sent it; the file's name without its ending by default. */
  source?: string;
  /** Reads and judges, writes nothing; bad features are then reported instead of thrown. */
  dryRun?: boolean;
  /** Who imports; `cli` by default. */
  actor?: string;
}

export interface CircleImportSummary {
  source: string;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  /** null for a dry run. */
  changes: { added: number; changed: number; unchanged: number } | null;
  circles: Circle[];
  problems: IntakeProblem[];
  warnings: IntakeProblem[];
  crs: string;
}

/**
 * Circles that came from the same source under the same key before are changed, others added, none taken away. Throws
 * IntakeError for a city that is not there, a file that cannot be read, or bad features (unless `skipBadRows` or
 * `dryRun`); the store is then as it was.
 */
export async function importCircles(store: Store, options: CircleImportOptions): Promise<CircleImportSummary> {
  const city = await store.getCity(options.city);
  if (city === null) throw new IntakeError(say("city.none", { city: options.city }));
  const source = sourceOf(options.source, options.file);
  const lenient = options.skipBadRows === true || options.dryRun === true;
  const result = await readCircles(options.file, { ...options, skipBadRows: lenient });
  const problems = [...result.problems];
  const drafts = result.drafts.filter((draft, i) => {
    draft.boundary = tidyBoundary(draft.boundary);
    const problem = lengthProblem(draft.boundary) ?? boundaryProblem(draft.boundary, city);
    if (problem !== null)
      problems.push(problemAt(i + 1, "geometry", null, say("area.of", { name: draft.name, what: problem })));
    return problem === null;
  });
  const rowsRejected = result.rowsRead - drafts.length;
  if (problems.length > 0 && !lenient) {
    const [{ said: first }] = problems;
    throw new IntakeError(say("circle.bad", { file: basename(options.file), bad: problems.length, first }), problems);
  }
  const summary: CircleImportSummary = {
    source,
    rowsRead: result.rowsRead,
    rowsAccepted: drafts.length,
    rowsRejected,
    changes: null,
    circles: [],
    problems,
    warnings: result.warnings,
    crs: result.crs,
  };
  if (options.dryRun === true) return summary;
  if (drafts.length === 0) {
    throw new IntakeError(say("circle.none-good", { file: basename(options.file), rows: result.rowsRead }), problems);
  }
  const done = await store.importCircles(city.id, source, drafts, options.actor ?? "cli");
  const count = (wanted: string) => done.filter(({ outcome }) => outcome === wanted).length;
  return {
    ...summary,
    circles: done.map(({ circle }) => circle),
    changes: { added: count("added"), changed: count("changed"), unchanged: count("unchanged") },
  };
}
