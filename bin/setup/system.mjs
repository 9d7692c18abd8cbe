import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runQuietly, say, SetupError } from "./run.mjs";

/** Packages of other systems than Debian have only `soffice`, with all of LibreOffice behind it. */
const hasLibreOfficeElsewhere = isOnPath("soffice") && !isOnPath("apt-get");

/** The tests use the server that this names, where it is set, and else start one of their own. */
const hasDatabaseElsewhere = Boolean(process.env.TEST_DATABASE_URL);

/**
 * What the tests need from the system besides Node: a browser, Chinese glyphs for it, PostgreSQL with PostGIS, and what
 * opens the documents that are written.
 *
 * @type {{ what: string, isThere: () => boolean, packages: () => string[] }[]}
 */
const needs = [
  {
    what: "Chromium",
    isThere: () => ["chromium", "chromium-browser", "google-chrome"].some(isOnPath),
    packages: () => ["chromium"],
  },
  {
    what: "a Chinese font",
    isThere: hasChineseFont,
    packages: () => ["fonts-noto-cjk"],
  },
  {
    what: "PostgreSQL's server",
    isThere: () => hasDatabaseElsewhere || postgresMajors().length > 0,
    packages: () => [`postgresql-${aptPostgresMajor()}`],
  },
  {
    what: "PostGIS",
    isThere: () => hasDatabaseElsewhere || postgresMajors().some(hasPostgis),
    packages: () => [`postgresql-${aptPostgresMajor()}-postgis-3`],
  },
  {
    what: "LibreOffice's Writer and Calc",
    isThere: () => ["lowriter", "localc"].every(isOnPath) || hasLibreOfficeElsewhere,
    packages: () => ["libreoffice-writer", "libreoffice-calc"],
  },
  {
    what: "Poppler's tools for PDF",
    isThere: () => ["pdftotext", "pdftoppm", "pdffonts", "pdfinfo"].every(isOnPath),
    packages: () => ["poppler-utils"],
  },
];

/** Whether the system has all that the tests need. */
export function areSystemPackagesInstalled() {
  return needs.every((need) => need.isThere());
}

/**
 * Installs what the tests need from the system and is not there, where that is possible: as root on a Debian or Ubuntu.
 *
 * @throws {SetupError} naming what is missing and how to get it
 */
export async function installSystemPackages() {
  const missing = needs.filter((need) => !need.isThere());
  const whats = missing.map((need) => need.what).join(", ");
  const hasApt = isOnPath("apt-get");
  const isRoot = process.getuid?.() === 0;
  if (!hasApt || !isRoot) throw new SetupError(explainMissing(whats, hasApt));

  say(`the tests need ${whats}; getting them from the system's package sources`);
  // A fresh machine or image knows no package before this.
  await aptGet("asking for the list of system packages", ["update"]);
  const packages = missing.flatMap((need) => need.packages());
  await aptGet(`installing ${packages.join(", ")}`, ["install", "--yes", "--no-install-recommends", ...packages]);

  const still = needs.filter((need) => !need.isThere()).map((need) => need.what);
  if (still.length > 0)
    throw new SetupError(`Still not found after installing ${packages.join(", ")}: ${still.join(", ")}.`);
}

function explainMissing(whats, hasApt) {
  const how = hasApt
    ? `Install them as root, then run the same command again:\n\n  sudo apt-get update && sudo apt-get install chromium fonts-noto-cjk postgresql-${aptPostgresMajor()}-postgis-3 libreoffice-writer libreoffice-calc poppler-utils\n`
    : "Install them by this system's own means: Chromium (as `chromium` on the PATH), a Chinese font (Noto Sans CJK), PostgreSQL 15 or newer with PostGIS 3 (with `pg_ctl` on the PATH), LibreOffice (`soffice`), Poppler's tools (`pdftotext`).";
  return `The tests need ${whats}, not found here. ${how}`;
}

async function aptGet(doing, args) {
  const { code, output } = await runQuietly(doing, "apt-get", ["-o", "DPkg::Lock::Timeout=300", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (code === 0) return;
  const isOffline = /Could not resolve|Failed to fetch|Temporary failure|Could not connect|Unable to locate/.test(
    output,
  );
  const why = isOffline ? "the package sources were not reached; check the network" : `exit code ${code}`;
  throw new SetupError(
    `apt-get ${args.join(" ")} failed: ${why}.\n${output.trimEnd().split("\n").slice(-15).join("\n")}`,
  );
}

function isOnPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => folder && existsSync(join(folder, program)));
}

function hasChineseFont() {
  if (isOnPath("fc-list")) return outputOf("fc-list", [":lang=zh", "family"]).trim() !== "";
  return existsSync("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc") || process.platform !== "linux";
}

const debianPostgresFolder = "/usr/lib/postgresql";

/**
 * Major versions of the PostgreSQL servers here, newest first.
 *
 * @returns {number[]}
 */
function postgresMajors() {
  const majors = existsSync(debianPostgresFolder)
    ? readdirSync(debianPostgresFolder)
        .map(Number)
        .filter((major) => existsSync(join(debianPostgresFolder, String(major), "bin", "pg_ctl")))
    : [];
  if (majors.length === 0 && isOnPath("pg_ctl")) {
    const version = /(\d+)\./.exec(outputOf("pg_ctl", ["--version"]));
    if (version) majors.push(Number(version[1]));
  }
  return majors.sort((a, b) => b - a);
}

function hasPostgis(major) {
  const debian = `/usr/share/postgresql/${major}/extension/postgis.control`;
  if (existsSync(debian)) return true;
  if (!isOnPath("pg_config")) return false;
  return existsSync(join(outputOf("pg_config", ["--sharedir"]).trim(), "extension", "postgis.control"));
}

/** The PostgreSQL to install PostGIS for: the newest here that the package sources have PostGIS for, else their newest. */
function aptPostgresMajor() {
  const offered = outputOf("apt-cache", ["search", "--names-only", "^postgresql-[0-9]+-postgis-3$"])
    .split("\n")
    .map((line) => Number(/^postgresql-(\d+)-/.exec(line)?.[1]))
    .filter(Boolean)
    .sort((a, b) => b - a);
  return postgresMajors().find((major) => offered.includes(major)) ?? offered[0] ?? 15;
}

function outputOf(program, args) {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}
