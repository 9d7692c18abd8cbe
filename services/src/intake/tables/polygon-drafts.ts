/** Drafts from the polygons of a geographic file: what reading areas and reading circles have in common. */
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";
import { IntakeError, problemAt } from "../errors.ts";
import type { IntakeProblem } from "../errors.ts";
import type { Crs } from "./coordinates.ts";
import { crsNamed } from "./crs-names.ts";
import type { FileFeature } from "./features/features.ts";
import { readFeatures } from "./features/features.ts";
import type { ReadOptions, ReadResult } from "./rows.ts";
import { refusal } from "./rows.ts";

/** What a feature comes to, or which of its fields is wrong. */
export type PolygonOutcome<Draft> =
  | { draft: Draft }
  | { field: string; value: string | null; said: Said }
  /** Something that belongs to drafts and is none by itself. */
  | { aside: true };

/**
 * Reads each feature by `draftOf`; of those with one key the first stays, and `keyUsed` says what is wrong with the others.
 * "Row" in problems is the number of the feature, from 1. `finish` sees all drafts, and says what is wrong with what was set
 * aside.
 *
 * Throws IntakeError for a file that cannot be taken in, and for any bad feature unless `skipBadRows` is set.
 */
export async function readPolygonDrafts<Draft extends { sourceRef: string | null }>(
  file: string,
  options: ReadOptions,
  draftOf: (feature: FileFeature, crs: Crs) => PolygonOutcome<Draft>,
  keyUsed: (before: number) => Said,
  finish: (drafts: Draft[]) => IntakeProblem[] = () => [],
): Promise<ReadResult<Draft>> {
  const crsWanted = options.crs === undefined ? null : crsNamed(options.crs);
  const source = await readFeatures(file, {
    encoding: options.encoding,
    sheet: options.sheet,
    crsGiven: crsWanted !== null,
    onFraction: options.onFraction,
    signal: options.signal,
  });
  const crs = crsWanted ?? source.crs ?? "wgs84";
  const problems: IntakeProblem[] = [];
  const drafts: Draft[] = [];
  const refs = new Map<string, number>();
  const rowNumbers: number[] = [];
  let rowsRead = 0;
  for await (const feature of source.features) {
    const { row } = feature;
    const outcome = draftOf(feature, crs);
    if ("aside" in outcome) continue;
    rowsRead++;
    const ref = "draft" in outcome ? outcome.draft.sourceRef : null;
    const before = ref === null ? undefined : refs.get(ref);
    if (!("draft" in outcome)) {
      problems.push(problemAt(row, outcome.field, outcome.value, outcome.said));
    } else if (before !== undefined) {
      problems.push(problemAt(row, "id", ref, keyUsed(before)));
    } else {
      if (ref !== null) refs.set(ref, row);
      drafts.push(outcome.draft);
      rowNumbers.push(row);
    }
  }
  const ofAside = finish(drafts);
  problems.push(...ofAside);
  rowsRead += ofAside.length;
  if (rowsRead === 0) throw new IntakeError(say("file.no-features", { file: source.fileName }));
  const notes = [...source.notes];
  if (crsWanted === null && source.crs === null) notes.push(say("crs.assumed-shapes"));
  const result: ReadResult<Draft> = {
    drafts,
    problems,
    warnings: notes.map((note) => problemAt(null, null, null, note)),
    encoding: source.encoding,
    crs,
    rowsRead,
    rowsRejected: problems.length,
    rowNumbers,
  };
  if (problems.length > 0 && options.skipBadRows !== true) throw refusal(source.fileName, result);
  return result;
}
