// What every command of this project starts with: it gets whatever is missing, then runs the real thing on the Node
// that the project asks for. It is run by whatever Node the machine has, so it depends on no package and on nothing
// newer than Node 18.
//
//   node bin/bootstrap.mjs serve|test|check|bench [arguments]
//   node bin/bootstrap.mjs prepare [serve]   only gets what is missing, for bin/quarterhour

import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/folders.mjs";
import { onlyOneAtATime, setupLockOf } from "./setup/only-one.mjs";
import {
  arePackagesInstalled,
  environmentOf,
  installNode,
  installPackages,
  isNodeInstalled,
  nodeOf,
} from "./setup/packages.mjs";
import { runInForeground, say, SetupError } from "./setup/run.mjs";
import { areSystemPackagesInstalled, installSystemPackages } from "./setup/system.mjs";
import { buildWeb, isWebBuilt } from "./setup/web.mjs";

/** @typedef {{ isDone: () => boolean, get: () => Promise<void> }} Need */

/** @type {Need} */
const packages = { isDone: () => arePackagesInstalled(root), get: () => installPackages(root) };
/** @type {Need} */
const node = { isDone: () => isNodeInstalled(root), get: () => installNode(root) };
/** @type {Need} */
const systemPackages = { isDone: areSystemPackagesInstalled, get: installSystemPackages };
/** @type {Need} */
const web = { isDone: () => isWebBuilt(root), get: () => buildWeb(root) };

const benchFolder = join(root, "isochrones", "bench");
/** @type {Need} */
const benchPackages = {
  isDone: () => arePackagesInstalled(benchFolder),
  get: () => installPackages(benchFolder, "installing what the benchmarks compare with"),
};

/**
 * Each command: what it needs beyond the npm packages and Node, and the script it runs.
 *
 * @type {Record<string, { needs: Need[], script?: string[] }>}
 */
const commands = {
  serve: { needs: [web], script: ["services/src/cli/main.ts", "serve"] },
  test: { needs: [systemPackages, web], script: ["node_modules/vitest/vitest.mjs", "run"] },
  check: { needs: [], script: ["checks/run.ts"] },
  bench: { needs: [benchPackages], script: ["bin/bench.ts"] },
  prepare: { needs: [] },
};

async function main() {
  const [name = "", ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) {
    say(`"${name}" is no command; known are: ${Object.keys(commands).join(", ")}`);
    return 2;
  }
  const { needs } = name === "prepare" && args[0] === "serve" ? commands.serve : command;
  await getWhatIsMissing([packages, node, ...needs]);
  if (!command.script) return 0;
  const [script, ...fixed] = command.script;
  return runInForeground(nodeOf(root), [join(root, script), ...fixed, ...args], {
    cwd: root,
    env: environmentOf(root),
  });
}

/** @param {Need[]} needs in the order in which they build on each other */
async function getWhatIsMissing(needs) {
  if (needs.every((need) => need.isDone())) return;
  if (!existsSync(join(root, "node_modules"))) say("first time here: getting what is needed takes a minute or two");
  await onlyOneAtATime(setupLockOf(root), async () => {
    for (const need of needs) if (!need.isDone()) await need.get();
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
