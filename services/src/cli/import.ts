import { writeFile } from "node:fs/promises";
import { completeFromText, importTable, IntakeError, undoImport } from "../intake/index.ts";
import type { ImportOptions, ImportSummary, OnProgress } from "../intake/index.ts";
import { csvRow } from "../assessment/csv.ts";
import { findDuplicates, thresholds } from "../intake/duplicates/index.ts";
import { DEFAULT_BAR, geocodeChainOf } from "../intake/geocoding/index.ts";
import type { City, Store } from "../store/index.ts";
import { geocodeEnvironment } from "./geocode.ts";
import { runCircleImport } from "./import-circles.ts";
import { noteAll } from "./notes.ts";
import type { Arguments, CommandSpec } from "./options.ts";
import { print } from "./output.ts";
import { Progress } from "./progress.ts";
import { dataFolderOfEnvironment, storeEnvironment, withStore } from "./store.ts";
import { languageOfShell } from "./language.ts";

export const importCommand: CommandSpec = {
  positionals: [
    {
      name: "WHAT",
      description: "outlets, residences, boundaries, compounds, sites or circles",
      choices: ["outlets", "residences", "boundaries", "compounds", "sites", "circles"],
    },
    {
      name: "FILE",
      description:
        "CSV, XLSX, GeoJSON, zipped Shapefile or GeoPackage; boundaries, compounds and circles need one of the last three",
    },
  ],
  options: [
    { name: "city", value: "NAME", description: "the city it belongs to", required: true },
    {
      name: "crs",
      value: "CRS",
      description: "such as gcj02, bd09, EPSG:4526; from file or column names when left out",
    },
    { name: "encoding", value: "NAME", description: "such as gb18030; found out from the file when left out" },
    { name: "sheet", value: "NAME", description: "sheet or layer to read; the one that fits best when left out" },
    { name: "map", value: "COLUMN=FIELD", description: "what a column of another name holds", repeated: true },
    { name: "source", value: "NAME", description: "who sent it; importing the same source again replaces its rows" },
    {
      name: "complete",
      value: "LIST",
      description: "all, none, or categories of which the file has every outlet; those in the file when left out",
    },
    {
      name: "areas",
      value: "LIST",
      description: "ids of the areas for which that holds; the whole city when left out",
    },
    {
      name: "complete-since",
      value: "DATE",
      description: "the day from which that holds, or always; --as-of, else today, when left out",
    },
    { name: "as-of", value: "DATE", description: "the day it speaks for, such as 2025-06-01" },
    { name: "skip-bad-rows", description: "take the good rows although others are bad, or have no place" },
    {
      name: "rest",
      value: "FILE",
      description: "write the rows that are left out to this CSV, with the reason; implies --skip-bad-rows",
    },
    { name: "bar", value: "NUMBER", description: `confidence from which an address is taken, 0 to 1 (${DEFAULT_BAR})` },
    { name: "dry-run", description: "read and judge, write nothing" },
    { name: "json", description: "print the summary as JSON" },
  ],
  environment: [...storeEnvironment, ...geocodeEnvironment],
  details: [
    "The import happens whole or not at all: one bad row, and nothing is written (unless --skip-bad-rows). Rows with an",
    "address and no coordinates are placed by the city's own map, then by the services that are set up; those that are",
    "not found surely enough count as bad. After outlets, shops that are listed twice are looked for; what is found",
    "waits in the pages for a person.",
  ].join("\n"),
  async run(args) {
    if (args.positional("WHAT") === "circles") return runCircleImport(args);
    const complete = args.text("complete");
    const rest = args.text("rest");
    const options: ImportOptions = {
      city: args.required("city"),
      what: args.positional("WHAT") as ImportOptions["what"],
      file: args.positional("FILE"),
      crs: args.text("crs"),
      encoding: args.text("encoding"),
      sheet: args.text("sheet"),
      columns: readColumns(args),
      dryRun: args.flag("dry-run"),
      skipBadRows: args.flag("skip-bad-rows") || rest !== undefined,
      keepLeft: rest !== undefined,
      language: languageOfShell(),
      bar: readBar(args),
      source: args.text("source"),
      complete: complete === undefined ? undefined : completeFromText(complete),
      areas: args
        .text("areas")
        ?.split(",")
        .map((area) => area.trim()),
      completeSince: args.text("complete-since"),
      asOf: args.text("as-of"),
    };
    const progress = new Progress();
    const onProgress: OnProgress = ({ step, fraction }) => progress.tell(step, fraction);
    const { summary, twice } = await withStore(progress, async (store) => {
      const geocoders = (city: City) => geocodeChainOf(store, city, process.env, dataFolderOfEnvironment());
      const done = await importTable(store, { ...options, geocoders }, onProgress);
      return { summary: done, twice: await lookForDuplicates(store, options, progress, onProgress) };
    });
    noteAll(progress, "row left out", summary.problems);
    noteAll(progress, "note", summary.warnings);
    const { left, ...told } = summary;
    if (rest !== undefined) await writeLeft(rest, left!);
    await print(
      args.flag("json")
        ? `${JSON.stringify({ ...told, ...twice }, null, 2)}\n`
        : describe(options, summary, twice, rest ?? null),
    );
    // A rehearsal that finds bad rows says so to scripts too.
    return options.dryRun === true && summary.rowsRejected > 0 ? 1 : 0;
  },
};

export const importListCommand: CommandSpec = {
  positionals: [],
  options: [
    { name: "city", value: "NAME", description: "the city", required: true },
    { name: "json", description: "print them as JSON" },
  ],
  environment: storeEnvironment,
  details: "The latest first; what is staged in the pages, discarded or undone is among them.",
  async run(args) {
    const progress = new Progress();
    const imports = await withStore(progress, async (store) => {
      const city = await existingCity(store, args.required("city"));
      return store.listImports(city);
    });
    if (args.flag("json")) {
      await print(`${JSON.stringify(imports, null, 2)}\n`);
      return 0;
    }
    if (imports.length === 0) progress.note("Nothing was imported yet");
    const lines = imports.map(({ id, what, source, state, rowsAccepted, createdAt, fileName }) =>
      [id, state.padEnd(9), createdAt.slice(0, 10), `${rowsAccepted} ${what}`, `from ${source} (${fileName})`].join(
        "  ",
      ),
    );
    await print(lines.map((line) => `${line}\n`).join(""));
    return 0;
  },
};

export const importUndoCommand: CommandSpec = {
  positionals: [{ name: "ID", description: "of the import, as import list shows it" }],
  options: [{ name: "city", value: "NAME", description: "the city it belongs to", required: true }],
  environment: storeEnvironment,
  details: "Everything is put back as it was before the import; refused where something later rests on it.",
  async run(args) {
    const progress = new Progress();
    const importId = args.positional("ID");
    const { added, updated, removed } = await withStore(progress, async (store) => {
      const city = await existingCity(store, args.required("city"));
      return undoImport(
        store,
        { city, importId, actor: "cli" },
        { onProgress: ({ step, fraction }) => progress.tell(step, fraction) },
      );
    });
    await print(`${importId} is undone: ${added} came back, ${updated} are as before, ${removed} are gone\n`);
    return 0;
  },
};

interface Twice {
  /** Pairs of outlets in the city that look like one shop; null where they were not looked for. */
  duplicatesOpen: number | null;
}

/** What was imported stands, whatever becomes of this. */
async function lookForDuplicates(
  store: Store,
  { city, what, dryRun }: ImportOptions,
  progress: Progress,
  onProgress: OnProgress,
): Promise<Twice> {
  if (what !== "outlets" || dryRun === true) return { duplicatesOpen: null };
  try {
    await findDuplicates(store, { city }, { onProgress });
    return { duplicatesOpen: (await store.countDuplicates(city, thresholds.sure)).open };
  } catch (error) {
    progress.note(`note: shops listed twice were not looked for: ${(error as Error).message}`);
    return { duplicatesOpen: null };
  }
}

/** In the file's order; opens in a spreadsheet, and can be imported once it is mended. */
async function writeLeft(file: string, { columns, rows }: NonNullable<ImportSummary["left"]>): Promise<void> {
  const width = columns.length;
  const lines = rows.map(({ row, cells, why }) =>
    csvRow([...Array.from({ length: width }, (_, i) => cells[i] ?? ""), String(row), why]),
  );
  await writeFile(file, `\ufeff${csvRow([...columns, "原行号", "原因"])}${lines.join("")}`);
}

function readBar(args: Arguments): number | undefined {
  const text = args.text("bar");
  if (text === undefined) return undefined;
  const bar = text.trim() === "" ? Number.NaN : Number(text);
  if (!(bar >= 0 && bar <= 1)) throw args.wrong("bar", `should be a number from 0 to 1, and is "${text}"`);
  return bar;
}

async function existingCity(store: Store, id: string): Promise<string> {
  if (await store.getCity(id)) return id;
  const known = (await store.listCities()).map((city) => city.id);
  throw new IntakeError(
    `There is no city “${id}”. ${known.length === 0 ? "There is none yet." : `There are: ${known.join(", ")}`}`,
  );
}

function readColumns(args: Arguments): Record<string, string> | undefined {
  const pairs = args.texts("map").map((text) => {
    const at = text.lastIndexOf("=");
    if (at <= 0 || at === text.length - 1)
      throw args.wrong("map", `should be COLUMN=FIELD, such as 店名=name, and is "${text}"`);
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

function describe(
  { what, dryRun }: ImportOptions,
  summary: ImportSummary,
  { duplicatesOpen }: Twice,
  rest: string | null,
): string {
  const lines = [
    `${what} from ${summary.source}: ${summary.rowsRead} rows read, ${summary.rowsAccepted} good, ${summary.rowsRejected} bad` +
      ` (${[summary.encoding, summary.crs].filter(Boolean).join(", ")})`,
  ];
  const { changes, places, duplicates } = summary;
  if (places !== null && places.placed + places.waiting + places.notFound > 0) {
    lines.push(
      `  without coordinates: ${places.placed} placed by their address, ${places.waiting} found but not surely enough, ${places.notFound} not found`,
    );
  }
  if (rest !== null)
    lines.push(
      `  ${summary.rowsRejected + (places?.waiting ?? 0) + (places?.notFound ?? 0)} rows left out are in ${rest}; import them, mended, with a --source of their own`,
    );
  if (changes !== null) lines.push(`  ${changes.added} added, ${changes.updated} updated, ${changes.removed} removed`);
  if (summary.estimatesReplaced)
    lines.push(`  ${summary.estimatesReplaced} homes estimated from the map gave way to counted ones`);
  if (what === "outlets") lines.push(`  complete for ${summary.claimed.length} of 50 categories`);
  if (duplicates !== null) {
    const withOutlets = duplicates.filter(({ outlet }) => outlet !== null).length;
    lines.push(
      `  ${withOutlets} pairs with outlets of other sources and ${duplicates.length - withOutlets} within the table look like one shop`,
    );
  }
  if (duplicatesOpen !== null) {
    lines.push(`  ${duplicatesOpen} pairs of outlets in the city look like one shop; decide on them at /data`);
  }
  if (dryRun === true) lines.push("  nothing was written (--dry-run)");
  return `${lines.join("\n")}\n`;
}
