import { spawn } from "node:child_process";
import { constants } from "node:os";

/** A fault of the set-up that the person can do something about: the message is all they need. */
export class SetupError extends Error {}

/** Says on stderr what the set-up does, so that stdout stays the command's own. */
export function say(message) {
  process.stderr.write(`quarterhour: ${message}\n`);
}

/**
 * Runs a program out of sight, telling every 10 seconds how long it has been at it.
 *
 * @param {string} doing what it does, as "installing the npm packages"
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>} its exit code, and stdout and stderr as they came; code 127
 *   when the program could not be started
 */
export async function runQuietly(doing, command, args, options = {}) {
  const started = Date.now();
  const secondsSoFar = () => Math.round((Date.now() - started) / 1000);
  say(`${doing} …`);
  const ticking = setInterval(() => say(`${doing} … ${secondsSoFar()} s`), 10_000);
  ticking.unref();
  try {
    return await new Promise((resolve) => {
      let output = "";
      const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8");
        stream.on("data", (text) => (output += text));
      }
      child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
      child.on("close", (code) => {
        if (code === 0) say(`${doing}: done in ${secondsSoFar()} s`);
        resolve({ code: code ?? 1, output });
      });
    });
  } finally {
    clearInterval(ticking);
  }
}

/**
 * Runs a program in the foreground, with this process's own stdin, stdout and stderr, handing on the signals that end
 * this process.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code; 128 + the signal's number when a signal ended it
 */
export function runInForeground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: "inherit" });
    /** @type {NodeJS.Signals[]} */
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    const handOn = (/** @type {NodeJS.Signals} */ signal) => {
      // Ctrl+C in a terminal reaches the child by itself; a second one would cut its leave-taking short.
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of signals) process.on(signal, handOn);
    const watch = onceOrphaned(() => child.kill("SIGTERM"));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearInterval(watch);
      for (const name of signals) process.off(name, handOn);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * npm runs scripts through a shell, which does not hand on the signal that ends it: `npm start` would end and leave its
 * server behind, holding the store. So whoever is run by npm looks whether that shell is still there.
 *
 * @param {() => void} act
 */
function onceOrphaned(act) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 500);
  return watch;
}
