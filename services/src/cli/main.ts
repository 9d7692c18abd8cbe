/** The command-line tool: results on stdout, progress on stderr, exit code 0, 1 (failed) or 2 (wrong arguments). */
import { NoWalkableWayError, OsmFormatError } from "@quarterhour/isochrones";
import { BackupError } from "../backup/file.ts";
import { IntakeError, problemText } from "../intake/errors.ts";
import {
  InvalidInput,
  NotFound,
  SchemaTooNew,
  StoreConflict,
  StoreCorrupt,
  StoreLocked,
  StoreUnavailable,
} from "../store/errors.ts";
import { giveFreedMemoryBack, newestMegabytes } from "./freed-memory.ts";
import { readCommandLine, UsageError } from "./options.ts";
import type { CommandEntry } from "./options.ts";
import { print } from "./output.ts";
import { PointsError } from "./points.ts";
import { inWords, SaidError } from "../words/index.ts";
import { languageOfShell, takeLanguage } from "./language.ts";

/** Each command is loaded when it is asked for: a walk between two points needs no database and no web server. */
const commands: CommandEntry[] = [
  {
    name: "serve",
    summary: "the API and the web pages",
    load: async () => (await import("./serve.ts")).serveCommand,
  },
  {
    name: "backup",
    summary: "everything the store holds, in one file",
    load: async () => (await import("./backup.ts")).backupCommand,
  },
  {
    name: "restore",
    summary: "a backup into an empty store",
    load: async () => (await import("./backup.ts")).restoreCommand,
  },
  {
    name: "worker",
    summary: "helps an api on PostgreSQL to work out the reach of whole cities",
    load: async () => (await import("./worker.ts")).workerCommand,
  },
  {
    name: "city add",
    summary: "a city from an OSM file",
    load: async () => (await import("./city.ts")).cityAddCommand,
  },
  {
    name: "city update",
    summary: "a city that is there already, from a newer OSM file",
    load: async () => (await import("./city.ts")).cityUpdateCommand,
  },
  {
    name: "city list",
    summary: "the cities in the store",
    load: async () => (await import("./city.ts")).cityListCommand,
  },
  {
    name: "city remove",
    summary: "a city and everything in it, for good",
    load: async () => (await import("./city.ts")).cityRemoveCommand,
  },
  {
    name: "import list",
    summary: "what was imported into a city",
    load: async () => (await import("./import.ts")).importListCommand,
  },
  {
    name: "import undo",
    summary: "take back an import as a whole",
    load: async () => (await import("./import.ts")).importUndoCommand,
  },
  {
    name: "import",
    summary: "outlets or residences from a table, boundaries from GeoJSON",
    load: async () => (await import("./import.ts")).importCommand,
  },
  {
    name: "geocode",
    summary: "places for addresses of a city",
    load: async () => (await import("./geocode.ts")).geocodeCommand,
  },
  {
    name: "assess",
    summary: "reach, gaps and coverage of residences, from files to files (needs no store)",
    load: async () => (await import("./assess.ts")).assessCommand,
  },
  {
    name: "matrix",
    summary: "walking seconds and metres from many points to many (needs no store)",
    load: async () => (await import("./matrix.ts")).matrixCommand,
  },
  {
    name: "isochrones",
    summary: "where one gets on foot in so many minutes (needs no store)",
    load: async () => (await import("./isochrones.ts")).isochronesCommand,
  },
];

/** Problems of a file shown before "and so many more". */
const shownProblems = 20;

/** Errors whose message is for the person who typed the command; anything else is a fault of this program. */
const expected = [
  BackupError,
  NoWalkableWayError,
  OsmFormatError,
  IntakeError,
  PointsError,
  InvalidInput,
  NotFound,
  SchemaTooNew,
  StoreConflict,
  StoreCorrupt,
  StoreLocked,
  StoreUnavailable,
];

/** Runs the command in the words; gives the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const read = await readCommandLine(takeLanguage(argv, process.env), commands);
    if ("help" in read) {
      await print(read.help);
      return 0;
    }
    return await read.command.run(read.args);
  } catch (error) {
    if (error instanceof UsageError) {
      const help = error.command === null ? "quarterhour --help" : `quarterhour ${error.command} --help`;
      process.stderr.write(`quarterhour: ${error.message}\n${help} shows what there is\n`);
      return 2;
    }
    process.stderr.write(`quarterhour: ${describe(error)}\n`);
    return 1;
  }
}

function describe(error: unknown): string {
  if (error instanceof IntakeError) {
    const lines = error.problems
      .slice(0, shownProblems)
      .map((problem) => `  ${problemText(problem, languageOfShell())}`);
    const more = error.problems.length - lines.length;
    return [inWords(error.said, languageOfShell()), ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
  }
  if (error instanceof SaidError) return inWords(error.said, languageOfShell());
  if (expected.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, path, syscall, port } = error as { code?: string; path?: string; syscall?: string; port?: number };
  if (code === "ENOENT") return `there is no file ${path}`;
  if (code === "EISDIR") return `${path ?? "this"} is a folder, not a file`;
  if (code === "EACCES" && path !== undefined) return `${path} may not be read or written`;
  if (code === "EADDRINUSE") return `port ${port} is in use; set PORT to another`;
  if (syscall === "listen") return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

if (import.meta.main) {
  const lasting = (["serve", "worker"] as const).find((command) => process.argv.slice(2).includes(command));
  if (lasting !== undefined) giveFreedMemoryBack(newestMegabytes[lasting]);
  // A reader that has seen enough (| head) is no failure of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  process.exitCode = await main(process.argv.slice(2));
}
