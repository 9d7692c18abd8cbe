import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { executables } from "./folders.mjs";
import { runQuietly, SetupError } from "./run.mjs";

/**
 * The Node that this project runs on, installed by npm as the dependency `node`.
 *
 * @param {string} root the project's folder
 */
export function nodeOf(root) {
  return join(root, "node_modules", ".bin", process.platform === "win32" ? "node.exe" : "node");
}

/**
 * Installs the npm packages of `folder`, exactly as its lock file says.
 *
 * @param {string} folder one with a package.json and a package-lock.json
 * @throws {SetupError} when npm fails
 */
export async function installPackages(folder, doing = "installing the npm packages") {
  const { command, args, env } = npm();
  const { code, output } = await runQuietly(
    doing,
    command,
    [...args, "ci", "--include=dev", "--no-audit", "--no-fund"],
    {
      cwd: folder,
      env,
      shell: process.platform === "win32",
    },
  );
  if (code !== 0) throw new SetupError(explainNpmFailure(code, output));
}

/**
 * Whether node_modules holds what package-lock.json says. npm writes down what it installed, at its very end, in
 * node_modules/.package-lock.json: the two are compared entry by entry, so a lock file that another `npm install`
 * changed needs no new installation.
 *
 * @param {string} folder
 * @returns {boolean}
 */
export function arePackagesInstalled(folder) {
  let installed;
  try {
    installed = JSON.parse(readFileSync(join(folder, "node_modules", ".package-lock.json"), "utf8")).packages;
  } catch {
    return false;
  }
  const wanted = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")).packages;
  const isSame = (/** @type {any} */ a, /** @type {any} */ b) =>
    a.version === b.version && a.integrity === b.integrity && Boolean(a.link) === Boolean(b.link);
  for (const [path, entry] of Object.entries(installed)) {
    if (!wanted[path] || !isSame(entry, wanted[path])) return false;
  }
  for (const [path, entry] of Object.entries(wanted)) {
    // Packages of other platforms are left out by npm; the root and the workspaces' own folders are not installed.
    if (path.includes("node_modules/") && !installed[path] && !entry.optional) return false;
  }
  return true;
}

/** Whether the Node of package.json's dependency `node` is there and runs. */
export function isNodeInstalled(root) {
  return versionOf(nodeOf(root)) === wantedNode(root);
}

function wantedNode(root) {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).dependencies.node;
}

/**
 * Gets the Node of package.json's dependency `node`. npm does so itself where it may run that package's install script,
 * which fetches the binary; where it may not, the script is run here.
 *
 * @param {string} root the project's folder
 * @throws {SetupError} when it cannot be had
 */
export async function installNode(root) {
  const wanted = wantedNode(root);
  const node = nodeOf(root);
  const folder = join(root, "node_modules", "node");
  const { env } = npm();
  const { code, output } = await runQuietly(
    `fetching Node ${wanted}`,
    process.execPath,
    ["installArchSpecificPackage.js"],
    { cwd: folder, env },
  );
  if (code === 0 && process.platform !== "win32") {
    if (isThere(node)) rmSync(node);
    symlinkSync(join("..", "node", "bin", "node"), node);
  }
  const got = versionOf(node);
  if (got !== wanted) {
    const failure = code === 0 ? `Node ${wanted} was installed, but ${node} runs as ${got ?? "nothing"}.` : output;
    throw new SetupError(`Node ${wanted} could not be installed.\n${indent(lastLines(failure))}`);
  }
}

/** The environment for a program of this project: the project's own executables come first. */
export function environmentOf(root, environment = process.env) {
  const first = join(root, "node_modules", ".bin");
  const others = pathOf(environment).filter((folder) => resolve(folder) !== resolve(first));
  return {
    ...environment,
    PATH: [first, ...others].join(delimiter),
    // TypeScript is stripped and compiled once, not at each start.
    NODE_COMPILE_CACHE: environment.NODE_COMPILE_CACHE ?? join(root, "node_modules", ".cache", "compile"),
  };
}

/**
 * How to start npm. It replaces node_modules, so it must not itself run on the Node in there.
 *
 * @returns {{ command: string, args: string[], env: NodeJS.ProcessEnv }}
 */
function npm() {
  const others = pathOf(process.env).filter((folder) => resolve(folder) !== resolve(executables));
  const env = { ...process.env, PATH: others.join(delimiter) };
  // What `npm start` and the like hand to their scripts is about this very run.
  for (const name of Object.keys(env)) {
    if (/^npm_(package|lifecycle|command)/.test(name)) delete env[name];
  }
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (
    script &&
    node &&
    existsSync(script) &&
    existsSync(node) &&
    !resolve(node).startsWith(resolve(executables, ".."))
  ) {
    if (script.endsWith("npm-cli.js") && process.platform !== "win32") return { command: node, args: [script], env };
  }
  return { command: "npm", args: [], env };
}

function pathOf(environment) {
  return (environment.PATH ?? environment.Path ?? "").split(delimiter).filter(Boolean);
}

function explainNpmFailure(code, output) {
  if (code === 127) return "npm was not found; install Node.js 20 or newer with npm, then run the same command again.";
  const isOffline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED/.test(
    output,
  );
  if (isOffline) {
    const reasons = output.split("\n").filter((line) => /request to .* failed|getaddrinfo|npm error code/.test(line));
    return `The npm packages could not be downloaded: npm's registry was not reached. Check the network (and npm's proxy and registry settings), then run the same command again.\n${indent(reasons.join("\n"))}`;
  }
  return `npm ci failed (exit code ${code}), so the packages are not installed.\n${indent(lastLines(output))}`;
}

/** Without npm's warnings: what is wrong stands in the errors. */
function lastLines(output, count = 25) {
  const lines = output.split("\n").filter((line) => line.trim() && !/^npm warn/i.test(line));
  return lines.slice(-count).join("\n");
}

function indent(text) {
  return text.replace(/^/gm, "  ");
}

function versionOf(node) {
  try {
    return execFileSync(node, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
      .trim()
      .replace(/^v/, "");
  } catch {
    return null;
  }
}

/** True for a dangling link too. */
function isThere(path) {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
