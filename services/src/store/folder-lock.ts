import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreLocked } from "./errors.ts";

const sqliteBusy = 5;

/**
 * Holds a folder for this process until released or until the process ends, however it ends.
 *
 * The lock is the operating system's own, taken through an empty SQLite file since Node offers no other way to it:
 * unlike a file with a process id it cannot be left behind by a crash, nor be taken for that of another process that
 * got the same id later (in a container the id is nearly always the same). The id in `pid` is only for the message.
 * Throws StoreLocked where somebody else has it.
 */
export function lockFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true });
  const pidFile = join(folder, "pid");
  const lock = new DatabaseSync(join(folder, "lock"));
  try {
    lock.exec("pragma journal_mode = memory; begin exclusive");
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
    throw new StoreLocked(
      `The store in ${folder} is in use by ${holder(pidFile)}. ` +
        "The embedded store serves one process at a time: stop that one first, or set DATABASE_URL to use PostgreSQL.",
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return {
    release() {
      if (lock.isOpen) lock.close();
    },
  };
}

function holder(pidFile: string): string {
  try {
    const pid = Number(readFileSync(pidFile, "utf8"));
    return pid === process.pid ? `this process (${pid})` : `process ${pid}`;
  } catch {
    return "another process";
  }
}
