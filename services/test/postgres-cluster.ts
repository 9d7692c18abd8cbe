/** A PostgreSQL server in a temporary folder, reached through a Unix socket only, for as long as this process runs. */
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";

const run = promisify(execFile);

export interface Cluster {
  /** Of the database `postgres`, as a superuser. */
  url: string;
  /** Ends the server and removes all that it kept. */
  stop(): Promise<void>;
}

/**
 * Runs the server until its own standard input ends: when this process closes it, or is gone, however that came about.
 * Then it ends the server and removes the folder. What it needs is in its environment.
 */
const keeper = `
trap '' INT TERM HUP
exec 3<&0
"$SERVER" -D "$HOME/data" -k "$HOME" $FLAGS 3<&- &
server=$!
{ cat <&3 >/dev/null; kill -QUIT $server; } 2>/dev/null &
exec 3<&-
wait $server
code=$?
rm -rf "$HOME"
exit $code`;

/** What a crash of the machine would lose is of no worth here. */
const settings = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "listen_addresses=",
  // Of several stores in each of several test files at a time.
  "max_connections=300",
];

/** Throws where PostgreSQL is not installed, with what to install. */
export async function startCluster(): Promise<Cluster> {
  const bin = findBinaries();
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-pg-"));
  // PostgreSQL refuses to run as root; the Debian package has made the user postgres for it.
  const owner: { uid?: number; gid?: number } = process.getuid?.() === 0 ? await userPostgres() : {};
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);
  const options = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", HOME: folder } };
  let server: ChildProcess | null = null;
  const stop = async () => {
    if (server?.exitCode === null && server.signalCode === null) {
      const ended = new Promise((resolve) => server?.once("exit", resolve));
      server.stdin?.end();
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await run(
      join(bin, "initdb"),
      ["-D", join(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
      options,
    );
    const FLAGS = settings.map((setting) => `-c ${setting}`).join(" ");
    const started = spawn("sh", ["-c", keeper], {
      ...options,
      env: { ...options.env, SERVER: join(bin, "postgres"), FLAGS },
      stdio: ["pipe", "ignore", "pipe"],
    });
    server = started;
    let log = "";
    started.stderr.on("data", (chunk: Buffer) => (log = (log + chunk.toString()).slice(-10_000)));
    const url = `postgres://postgres@/postgres?host=${encodeURIComponent(folder)}`;
    await untilAnswers(url, started, () => log);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilAnswers(url: string, server: ChildProcess, log: () => string): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${log()}`);
    try {
      return await runSql(url, "select 1");
    } catch (error) {
      const { code } = error as { code?: string };
      // No socket yet, or still starting up.
      if (code !== "ENOENT" && code !== "ECONNREFUSED" && code !== "57P03") throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export function isPostgresInstalled(): boolean {
  return whereBinariesAre() !== undefined;
}

function whereBinariesAre(): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(root, version, "bin")), ...(process.env.PATH ?? "").split(":")].find(
    (bin) => existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres")),
  );
}

function findBinaries(): string {
  const found = whereBinariesAre();
  if (found) return found;
  throw new Error(
    "These tests need PostgreSQL 15 or later with PostGIS. On Debian: apt-get install postgresql postgresql-15-postgis-3. " +
      "Or name a server that has it: TEST_DATABASE_URL=postgres://user:password@host/database",
  );
}

async function userPostgres(): Promise<{ uid: number; gid: number }> {
  const id = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

export async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}
