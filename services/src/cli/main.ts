/** The command-line tool: results on stdout, progress on stderr, exit code 0, 1 (failed) or 2 (wrong arguments). */
import { OsmFormatError } from "@quarterhour/isochrones";
import { IntakeError, problemText } from "../intake/index.ts";
import {
  InvalidInput,
  SchemaTooNew,
  StoreConflict,
  StoreCorrupt,
  StoreLocked,
  StoreUnavailable,
} from "../store/index.ts";
import { assessCommand } from "./assess.ts";
import { cityAddCommand, cityListCommand, cityRemoveCommand, cityUpdateCommand } from "./city.ts";
import { importCommand } from "./import.ts";
import { isochronesCommand } from "./isochrones.ts";
import { matrixCommand } from "./matrix.ts";
import { readCommandLine, UsageError } from "./options.ts";
import type { CommandSpec } from "./options.ts";
import { print } from "./output.ts";
import { PointsError } from "./points.ts";
import { serveCommand } from "./serve.ts";

const commands: CommandSpec[] = [
  serveCommand,
  cityAddCommand,
  cityUpdateCommand,
  cityListCommand,
  cityRemoveCommand,
  importCommand,
  assessCommand,
  matrixCommand,
  isochronesCommand,
];

/** Problems of a file shown before "and so many more". */
const shownProblems = 20;

/** Errors whose message is for the person who typed the command; anything else is a fault of this program. */
const expected = [
  OsmFormatError,
  IntakeError,
  PointsError,
  InvalidInput,
  SchemaTooNew,
  StoreConflict,
  StoreCorrupt,
  StoreLocked,
  StoreUnavailable,
];

/** Runs the command in the words; gives the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const read = readCommandLine(argv, commands);
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
    const lines = error.problems.slice(0, shownProblems).map((problem) => `  ${problemText(problem)}`);
    const more = error.problems.length - lines.length;
    return [error.message, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
  }
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
  // A reader that has seen enough (| head) is no failure of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  process.exitCode = await main(process.argv.slice(2));
}
