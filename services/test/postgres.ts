import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";

const run = promisify(execFile);

export interface TestPostgres {
  /** A fresh, empty database. */
  url: string;
  stop(): Promise<void>;
}

/**
 * A throw-away PostgreSQL database for one test file. On the server of TEST_DATABASE_URL, whose role must be allowed
 * to create databases, or else on a cluster of its own in a temporary folder, reached through a Unix socket only.
 * Throws where neither is to be had, with what to install.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startCluster();
  const name = `quarterhour_test_${randomBytes(6).toString("hex")}`;
  try {
    await runSql(server.url, `create database ${name} template template0 encoding 'UTF8'`);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    url: withDatabase(server.url, name),
    async stop() {
      if (given) await runSql(server.url, `drop database if exists ${name} with (force)`);
      await server.stop();
    },
  };
}

async function startCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const bin = findBinaries();
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-pg-"));
  // PostgreSQL refuses to run as root; the Debian package has made the user postgres for it.
  const owner: { uid?: number; gid?: number } = process.getuid?.() === 0 ? await userPostgres() : {};
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);
  const options = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", HOME: folder } };
  const data = join(folder, "data");
  let server: ChildProcess | null = null;
  const killServer = () => void server?.kill("SIGQUIT");
  const stop = async () => {
    process.off("exit", killServer);
    if (server && server.exitCode === null && server.signalCode === null) {
      const ended = new Promise((resolve) => server?.once("exit", resolve));
      killServer();
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await run(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], options);
    const settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses="];
    const flags = settings.flatMap((setting) => ["-c", setting]);
    const started = spawn(join(bin, "postgres"), ["-D", data, "-k", folder, ...flags], {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
    });
    server = started;
    process.once("exit", killServer);
    let log = "";
    started.stderr?.on("data", (chunk: Buffer) => (log = (log + chunk.toString()).slice(-10_000)));
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

function findBinaries(): string {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = [...versions.map((version) => join(root, version, "bin")), ...(process.env.PATH ?? "").split(":")].find(
    (bin) => existsSync(join(bin, "initdb")) && existsSync(join(bin, "postgres")),
  );
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

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  return url.replace(/^([a-z]+:\/\/[^/?]*)(\/[^?]*)?/, `$1/${name}`);
}
