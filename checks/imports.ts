// Which package may import which, and which folder inside a package what. The house is described in README.md.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, posix, relative, sep } from "node:path";
import { parseSync } from "oxc-parser";

/** Packages of this project that each package may import, by folder. All else of the project is out of its reach. */
const packageDirections: Record<string, string[]> = {
  data: [],
  isochrones: ["data"],
  services: ["data", "isochrones"],
  // The pages reach the services over HTTP alone.
  web: ["data"],
  "clients/typescript": [],
};

/** What the tests of a package, and what makes its sources, may import besides: the server that they look at. */
const testDirections: Record<string, string[]> = { web: ["services"], "clients/typescript": ["services"] };

interface LayerRule {
  folder: string;
  /** Sibling folders that the layer does not know. */
  folders: string[];
  /** Packages that the layer does not use; a trailing slash stands for a whole scope. */
  packages: string[];
  why: string;
}

const layerRules: LayerRule[] = [
  {
    folder: "services/src/assessment",
    folders: ["store", "api", "cli", "intake", "jobs", "reports"].map((name) => `services/src/${name}`),
    packages: ["fastify", "@fastify/", "kysely", "pg", "@electric-sql/", "node:fs", "node:http", "node:worker_threads"],
    why: "assessment is pure: plain arrays in, plain arrays out",
  },
  {
    folder: "services/src/store",
    folders: ["api", "cli", "jobs", "reports"].map((name) => `services/src/${name}`),
    packages: ["fastify", "@fastify/"],
    why: "the store knows nobody who uses it",
  },
];

const sourceFile = /\.(?:ts|tsx|mts|mjs|js|jsx)$/;
const builtins = new Set(builtinModules);
const skippedFolders = new Set(["node_modules", "dist", "coverage", "files"]);

interface Import {
  specifier: string;
  /** 1 for the first line. */
  line: number;
  isTypeOnly: boolean;
}

/**
 * Looks at every import of every workspace.
 *
 * @param root the folder of the top-level package.json
 * @returns one sentence per forbidden import or cycle, `file:line: what is wrong`, sorted by file
 */
export function importProblems(root: string): string[] {
  const { workspaces } = readJson(join(root, "package.json")) as { workspaces: string[] };
  const folderOfPackage = new Map<string, string>();
  /** What packages offer beside their index: `@quarterhour/data/osm-pbf`. */
  const entries = new Set<string>();
  for (const folder of workspaces) {
    const { name, exports = {} } = readJson(join(root, folder, "package.json")) as PackageFile;
    folderOfPackage.set(name, folder);
    for (const entry of Object.keys(exports)) entries.add(posix.join(name, entry));
  }
  const problems: string[] = [];
  const importedFiles = new Map<string, string[]>();
  for (const file of workspaces.flatMap((folder) => sourceFilesIn(root, folder))) {
    const values: string[] = [];
    for (const found of importsOf(root, file)) {
      const problem = problemOf(found, file, folderOfPackage, entries);
      if (problem) problems.push(`${file}:${found.line}: ${problem}`);
      if (isRelative(found.specifier) && !found.isTypeOnly) values.push(resolveRelative(file, found.specifier));
    }
    importedFiles.set(file, values);
  }
  return [...problems, ...cyclesAmong(importedFiles)].sort();
}

interface PackageFile {
  name: string;
  exports?: Record<string, unknown>;
}

/** Benchmarks measure on the same generated city and with the same peers, whichever package they belong to. */
function isSharedByBenches(file: string, target: string): boolean {
  const [home, folder] = file.split("/");
  const [other, otherFolder] = target.split("/");
  const isReachable = packageDirections[home]?.includes(other) ?? false;
  return (
    folder === "bench" && isReachable && (otherFolder === "bench" || (other === "data" && otherFolder === "sample"))
  );
}

function problemOf(
  { specifier }: Import,
  file: string,
  folderOfPackage: Map<string, string>,
  entries: Set<string>,
): string | null {
  const home = homeOf(file);
  const target = isRelative(specifier) ? resolveRelative(file, specifier) : null;
  const layer = layerRules.find(({ folder }) => file.startsWith(`${folder}/`));
  if (layer && isOutOfLayer(layer, specifier, target)) return `may not import "${specifier}": ${layer.why}`;

  if (target !== null) {
    const isInside = target.startsWith(`${home}/`);
    if (!isInside && isSharedByBenches(file, target)) return null;
    return isInside ? null : `"${specifier}" reaches into another package's folder: import the package by its name`;
  }
  const name = nameOfPackage(specifier);
  const folder = folderOfPackage.get(name);
  if (folder === undefined || folder === home) return null;
  if (specifier !== name && !entries.has(specifier))
    return `"${specifier}" reaches into ${name}: import what its index exports, or export it there`;
  const allowed = [...packageDirections[home], ...(isTest(file) ? (testDirections[home] ?? []) : [])];
  if (allowed.includes(folder)) return null;
  return `${home} may not import ${name} (it may import: ${allowed.join(", ") || "no other package of the project"})`;
}

function isOutOfLayer({ folders, packages }: LayerRule, specifier: string, target: string | null): boolean {
  if (target !== null) return folders.some((folder) => target.startsWith(`${folder}/`));
  const name = builtins.has(specifier) ? `node:${specifier}` : specifier;
  return packages.some((entry) =>
    entry.endsWith("/") ? name.startsWith(entry) : name === entry || name.startsWith(`${entry}/`),
  );
}

/** Each group of files that import one another in a circle, types aside; named once, from its first file. */
function cyclesAmong(importedFiles: Map<string, string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      const members = path.slice(start);
      cycles.push(`${members[0]}:1: imports itself in a circle: ${[...members, file].join(" → ")}`);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of importedFiles.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of importedFiles.keys()) visit(file);
  return cycles;
}

function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  const imports = module.staticImports.map((found) => ({
    specifier: found.moduleRequest.value,
    line: lineAt(found.start),
    isTypeOnly: found.entries.length > 0 && found.entries.every((entry) => entry.isType),
  }));
  const exports = module.staticExports.flatMap((found) =>
    found.entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, line: lineAt(found.start), isTypeOnly: isType }] : [],
    ),
  );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const literal = /^(["'`])([^$]*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    // Loaded when asked for, not when the file is: no part of a circle.
    return literal ? [{ specifier: literal[2], line: lineAt(moduleRequest.start), isTypeOnly: true }] : [];
  });
  return [...imports, ...exports, ...dynamic];
}

function sourceFilesIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : sourceFilesIn(root, path);
    return sourceFile.test(entry.name) ? [path] : [];
  });
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith("./") || specifier.startsWith("../") || specifier === "." || specifier === "..";
}

/** The imported file's path from the root; it starts with `../` when the file lies outside. */
function resolveRelative(file: string, specifier: string): string {
  const [path] = specifier.split("?");
  return relative(".", join(dirname(file), path))
    .split(sep)
    .join("/");
}

function nameOfPackage(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The folder of a file's package. */
function homeOf(file: string): string {
  const nested = Object.keys(packageDirections).find((folder) => folder.includes("/") && file.startsWith(`${folder}/`));
  return nested ?? file.split("/")[0];
}

function isTest(file: string): boolean {
  const [folder] = file.slice(homeOf(file).length + 1).split("/");
  return folder === "test" || folder === "bin";
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
