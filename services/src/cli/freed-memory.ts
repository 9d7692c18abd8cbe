/**
 * Has the memory of a process that runs for long go back to the system once it is free.
 *
 * glibc takes each large piece of memory from the system by itself, and gives it back when it is freed; but with each one
 * that is freed it takes larger ones, up to 32 MB, for small. From then on they lie among pieces that stay, and what is
 * free between those is kept for good: tables of reach, answers and files come and go many times a minute, and left half
 * of an api's resident memory unused. An environment that says from where on a piece is large keeps it from changing its
 * mind. It is read when a process starts, so the process starts once more in its own place, with the same id.
 */

/** Bytes: what glibc begins with. */
const LARGE = String(128 * 1024);
/**
 * Bytes that may be free at the end of the heap before they are given back. glibc's own choice would rise with the other
 * one; where it stays at what it begins with, the heap's end would come and go with each larger answer.
 */
const FREE_AT_END = String(4 * 1024 * 1024);

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

/** Returns where the process gives memory back already; otherwise the program begins anew, and nothing after this is done. */
export function giveFreedMemoryBack(): void {
  const environment = environmentForFreeing(process.env);
  if (environment === null || process.execve === undefined) return;
  process.execve(process.execPath, [process.argv0, ...process.execArgv, ...process.argv.slice(1)], environment);
}
