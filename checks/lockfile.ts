// package-lock.json must install anywhere: no registry's address in it (whoever installs says which registry to ask),
// and an entry for every platform's build of a native package, since `npm ci` refuses a lock file that lacks one.
//
//   node checks/lockfile.ts              prints what is wrong, exit code 1 if anything is
//   node checks/lockfile.ts --complete   adds the entries that are missing
//
// Entries go missing when a lock file was written on a machine whose registry does not carry every platform.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const operatingSystems = new Set(["aix", "android", "darwin", "freebsd", "linux", "openharmony", "sunos", "win32"]);
const processors = new Set(["arm", "arm64", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64"]);
const cLibraries: Record<string, string> = { gnu: "glibc", gnueabihf: "glibc", musl: "musl", musleabihf: "musl" };

interface LockEntry {
  version?: string;
  resolved?: string;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
  [other: string]: unknown;
}
type LockEntries = Record<string, LockEntry>;

/** The platform that a native package's name, such as `@oxlint/binding-linux-arm64-musl`, speaks of; null if none. */
function platformOfName(name: string): { os: string[]; cpu: string[]; libc?: string[] } | null {
  const words = name.split(/[/-]/);
  const os = words.find((word) => operatingSystems.has(word));
  const cpu = words.find((word) => processors.has(word));
  if (!os || !cpu) return null;
  const libc = os === "linux" ? words.map((word) => cLibraries[word]).find(Boolean) : undefined;
  return { os: [os], cpu: [cpu], ...(libc && { libc: [libc] }) };
}

/** Where Node would find `name` from inside the package at `from`, among the lock file's entries; null if nowhere. */
function locate(packages: LockEntries, from: string, name: string): string | null {
  for (let folder = from; ;) {
    const path = `${folder ? `${folder}/` : ""}node_modules/${name}`;
    if (packages[path]) return path;
    if (!folder) return null;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/"))).replace(/\/$/, "");
  }
}

/** Optional dependencies that have no entry. */
function missingOptional(packages: LockEntries): { parent: string; name: string; range: string }[] {
  return Object.entries(packages).flatMap(([parent, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !locate(packages, parent, name))
      .map(([name, range]) => ({ parent, name, range })),
  );
}

/** What is wrong with a lock file's text, one sentence each. */
export function lockfileProblems(text: string): string[] {
  const { packages } = JSON.parse(text) as { packages: LockEntries };
  const problems: string[] = [];
  for (const [path, entry] of Object.entries(packages)) {
    // A workspace is "resolved" to its folder; anything with a protocol names a host.
    if (typeof entry.resolved === "string" && entry.resolved.includes(":")) {
      problems.push(`${path}: "resolved" names a host; remove it (.npmrc has omit-lockfile-registry-resolved=true)`);
    }
  }
  for (const { parent, name, range } of missingOptional(packages)) {
    problems.push(`${parent}: no entry for ${name}@${range}; run: node checks/lockfile.ts --complete`);
  }
  return problems;
}

/**
 * The lock file's text with the missing entries added. They carry no integrity, as it is not known here; npm leaves
 * them out on every platform but their own.
 *
 * @throws {Error} when a missing package's version or platform does not follow from its name and range
 */
export function completeLockfile(text: string): string {
  const lock = JSON.parse(text) as { packages: LockEntries };
  for (const { parent, name, range } of missingOptional(lock.packages)) {
    const platform = platformOfName(name);
    if (!platform || !/^\d+\.\d+\.\d+/.test(range)) {
      throw new Error(`${parent}: cannot tell which ${name}@${range} is meant; install it where the registry has it`);
    }
    const { dev } = lock.packages[parent];
    lock.packages[`node_modules/${name}`] = {
      version: range,
      cpu: platform.cpu,
      ...(dev && { dev }),
      ...(platform.libc && { libc: platform.libc }),
      optional: true,
      os: platform.os,
    };
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
  return `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`;
}

if (import.meta.main) {
  const file = join(import.meta.dirname, "..", "package-lock.json");
  if (process.argv.includes("--complete")) {
    writeFileSync(file, completeLockfile(readFileSync(file, "utf8")));
  }
  const problems = lockfileProblems(readFileSync(file, "utf8"));
  for (const problem of problems) console.error(`package-lock.json: ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
