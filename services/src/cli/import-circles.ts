/** `import circles`: what of the options of an import circles know. */
import { importCircles } from "../intake/index.ts";
import type { CircleImportSummary } from "../intake/index.ts";
import type { Arguments } from "./options.ts";
import { print } from "./output.ts";
import { noteAll } from "./notes.ts";
import { Progress } from "./progress.ts";
import { withStore } from "./store.ts";

export async function runCircleImport(args: Arguments): Promise<number> {
  const progress = new Progress();
  const dryRun = args.flag("dry-run");
  const summary = await withStore(progress, (store) =>
    importCircles(store, {
      city: args.required("city"),
      file: args.positional("FILE"),
      crs: args.text("crs"),
      encoding: args.text("encoding"),
      sheet: args.text("sheet"),
      source: args.text("source"),
      skipBadRows: args.flag("skip-bad-rows"),
      dryRun,
    }),
  );
  noteAll(progress, "circle left out", summary.problems);
  noteAll(progress, "note", summary.warnings);
  await print(args.flag("json") ? `${JSON.stringify(summary, null, 2)}\n` : describe(summary));
  // A rehearsal that finds bad ones says so to scripts too.
  return dryRun && summary.rowsRejected > 0 ? 1 : 0;
}

function describe({ source, rowsRead, rowsAccepted, rowsRejected, changes, crs }: CircleImportSummary): string {
  const lines = [
    `circles from ${source}: ${rowsRead} features read, ${rowsAccepted} good, ${rowsRejected} bad (${crs})`,
    changes === null
      ? "  nothing was written (--dry-run)"
      : `  ${changes.added} added, ${changes.changed} changed, ${changes.unchanged} as before`,
  ];
  return `${lines.join("\n")}\n`;
}
