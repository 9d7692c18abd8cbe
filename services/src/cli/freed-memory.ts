/**
 * Has the memory of a process that runs for long go back to the system once it is free.
 *
 * glibc takes each large piece of memory from the system by itself, and gives it back when it is freed; but with each one
 * that is freed it takes larger ones, up to 32 MB, for small. From then on they lie among pieces that stay, and what is
 * free between those is kept for good: tables of reach, answers and files come and go many times a minute, and left half
 * of an api's resident memory unused. An environment that says from where on a piece is large keeps it from changing its
 * mind. It is read when a process starts, so the process starts once more in its own place, with the same id.
 */

/**
 * Bytes; glibc begins with 128 kB. Buffers of what was read and of answers are smaller than that, and hundreds of
 * megabytes of them wait for V8 to look whether they are still used: in glibc's heap they left it at 250 MB, of which 84
 * were in use, and rising.
 */
const LARGE = String(32 * 1024);
/**
 * Bytes that may be free at the end of the heap before they are given back. glibc's own choice would rise with the other
 * one; where it stays at what it begins with, the heap's end would come and go with each larger answer.
 */
const FREE_AT_END = String(4 * 1024 * 1024);

/**
 * Megabytes for half of the newest objects. By itself V8 comes to up to 64 on a large machine, the more the longer a
 * process runs, and looks only when they are full which of them, and of the buffers they hold, are still used.
 */
const NEWEST_FLAG = "--max-semi-space-size";
const NEWEST_MEGABYTES = 16;

const settings = { MALLOC_MMAP_THRESHOLD_: LARGE, MALLOC_TRIM_THRESHOLD_: FREE_AT_END };

/** What a process with this environment needs besides; null where somebody chose already, or it would change nothing. */
export function environmentForFreeing(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): NodeJS.ProcessEnv | null {
  if (platform !== "linux") return null;
  const isChosen = [...Object.keys(settings), "GLIBC_TUNABLES"].some((name) => environment[name] !== undefined);
  return isChosen ? null : { ...environment, ...settings };
}

/** What Node was given, and the room for newest objects where nobody chose it. */
function nodeFlags(): string[] {
  const given = process.execArgv;
  const isChosen = [...given, process.env.NODE_OPTIONS ?? ""].some((flag) => flag.includes(NEWEST_FLAG));
  return isChosen ? given : [...given, `${NEWEST_FLAG}=${NEWEST_MEGABYTES}`];
}

/** Returns where the process gives memory back already; otherwise the program begins anew, and nothing after this is done. */
export function giveFreedMemoryBack(): void {
  const environment = environmentForFreeing(process.env);
  if (environment === null || process.execve === undefined) return;
  process.execve(process.execPath, [process.argv0, ...nodeFlags(), ...process.argv.slice(1)], environment);
}
