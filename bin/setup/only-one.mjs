import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./run.mjs";

const beatMilliseconds = 2_000;
/** A holder that has not touched its lock for so long is gone, whatever its process number says. */
const staleMilliseconds = 60_000;

/**
 * Does `work` while no other process does work under the same lock; waits for those that do. A lock left behind by a
 * process that was killed is taken over.
 *
 * @template T
 * @param {string} file the lock file; its folder must exist
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what `work` returns
 */
export async function onlyOneAtATime(file, work) {
  for (let waited = 0; !take(file); waited++) {
    if (waited === 0) say(`waiting for another quarterhour that is setting up here (${file}) …`);
    removeIfStale(file);
    await sleep(250);
  }
  const beat = setInterval(() => touch(file), beatMilliseconds);
  const release = () => rmSync(file, { force: true });
  process.on("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off("exit", release);
    release();
  }
}

/** Creates the lock file; false when there is one already. */
function take(file) {
  try {
    writeFileSync(file, JSON.stringify({ host: hostname(), pid: process.pid }), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Somebody removed it: nothing is left to keep alive.
  }
}

/** Whether the lock's holder is gone; false too when the lock itself is. */
function isStale(file) {
  try {
    const ageMilliseconds = Date.now() - statSync(file).mtimeMs;
    if (ageMilliseconds > staleMilliseconds) return true;
    const holder = JSON.parse(readFileSync(file, "utf8"));
    return holder.host === hostname() && !isAlive(holder.pid);
  } catch {
    // Gone meanwhile, or not written to the end yet.
    return false;
  }
}

/** Removes a stale lock. Only one process at a time may, or a slow one would remove the lock of the next holder. */
function removeIfStale(file) {
  if (!isStale(file)) return;
  const turn = `${file}.turn`;
  try {
    mkdirSync(turn);
  } catch {
    removeForgotten(turn);
    return;
  }
  try {
    if (isStale(file)) rmSync(file, { force: true });
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}

function removeForgotten(turn) {
  try {
    if (Date.now() - statSync(turn).mtimeMs > staleMilliseconds) rmSync(turn, { recursive: true, force: true });
  } catch {
    // Gone meanwhile.
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The lock file of everything that changes what is installed in `folder`. */
export function setupLockOf(folder) {
  return join(folder, ".setup.lock");
}
