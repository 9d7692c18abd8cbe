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
 * Megabytes for half of the newest objects of each thread, from the start on, by command that runs until it is told to
 * end. By itself V8 begins with one and comes to up to 64 on a large machine, the more the longer a process runs, and looks
 * only when they are full which of them, and of the buffers they hold, are still used. What a thread is started with
 * (`resourceLimits`) these flags outdo.
 */
export const newestMegabytes = { serve: 16, worker: 8 } as const;
const NEWEST_FLAGS = ["--min-semi-space-size", "--max-semi-space-size"];

const settings = { MALLOC_MMAP_THRESHOLD_: LARGE, MALLOC_TRIM_THRESHOLD_: FREE_AT_END };

/** How a process starts: what it finds in its environment, and the flags that Node is given. */
export interface Start {
  environment: NodeJS.ProcessEnv;
  flags: string[];
}

/** How a process that starts like this should start instead; null where somebody chose already, or it would change nothing. */
export function startForFreeing(
  { environment, flags }: Start,
  megabytes: number,
  platform: NodeJS.Platform = process.platform,
): Start | null {
  if (platform !== "linux") return null;
  if ([...Object.keys(settings), "GLIBC_TUNABLES"].some((name) => environment[name] !== undefined)) return null;
  const said = [...flags, environment.NODE_OPTIONS ?? ""].join(" ");
  const isNewestChosen = NEWEST_FLAGS.some((flag) => said.includes(flag));
  return {
    environment: { ...environment, ...settings },
    flags: isNewestChosen ? flags : [...flags, ...NEWEST_FLAGS.map((flag) => `${flag}=${megabytes}`)],
  };
}

/** Returns where the process gives memory back already; otherwise the program begins anew, and nothing after this is done. */
export function giveFreedMemoryBack(megabytes: number): void {
  const start = startForFreeing({ environment: process.env, flags: process.execArgv }, megabytes);
  if (start === null || process.execve === undefined) return;
  process.execve(process.execPath, [process.argv0, ...start.flags, ...process.argv.slice(1)], start.environment);
}
