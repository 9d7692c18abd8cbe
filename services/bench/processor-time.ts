/** Processor time of other processes, all their threads; Linux only, 0 elsewhere. */
import { readdirSync, readFileSync } from "node:fs";

/** Of the system's clock that counts it. */
const TICKS_PER_SECOND = 100;

/** Behind the name, which may hold blanks; null where the process has ended. */
function fieldsOf(pid: number | string): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  } catch {
    return null;
  }
}

/** Of those that still run. */
export function processorSeconds(pids: readonly (number | undefined)[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const fields = pid === undefined ? null : fieldsOf(pid);
    // user and system time are the 14th and 15th of all
    if (fields) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / TICKS_PER_SECOND;
}

/** Of a process and its children, those that have ended included: PostgreSQL is one for each connection. */
export function familySeconds(parent: number): number {
  const own = fieldsOf(parent);
  if (own === null) return 0;
  const ended = (Number(own[13]) + Number(own[14])) / TICKS_PER_SECOND;
  return processorSeconds([parent, ...childrenOf(parent)]) + ended;
}

export function childrenOf(parent: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => fieldsOf(pid)?.[1] === String(parent)).map(Number);
}

/** The process that started this one; null where it has ended. */
export function parentOf(pid: number): number | null {
  const parent = fieldsOf(pid)?.[1];
  return parent === undefined ? null : Number(parent);
}
