/** Which processors of this machine a process may use: by `taskset` of util-linux, so on Linux only. */
import { execFileSync } from "node:child_process";

const LIST = /:\s*([\d,-]+)\s*$/;

/** Processors as a list such as "0-1"; null where that cannot be told or set here. */
export function processorsOf(pid: number): string | null {
  try {
    return LIST.exec(execFileSync("taskset", ["-c", "-p", String(pid)], { encoding: "utf8" }))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** All threads of these processes; those that they start from now on as well. One that ended meanwhile is left out. */
export function keepTo(processors: string, pids: readonly (number | undefined)[]): void {
  for (const pid of pids) {
    if (pid === undefined || processorsOf(pid) === null) continue;
    execFileSync("taskset", ["-a", "-c", "-p", processors, String(pid)], { stdio: "ignore" });
  }
}

/** The first of a list of processors. */
export const firstOf = (processors: string): string => processors.split(/[,-]/)[0];
