/** Throw-away databases on PostgreSQL. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { isPostgresInstalled, runSql, startCluster } from "./postgres-cluster.ts";

export interface TestPostgres {
  /** Of a database that nobody else has. */
  url: string;
  stop(): Promise<void>;
}

/** What new databases are copies of. */
export interface Template {
  name: string;
  fill(url: string): Promise<void>;
}

/** Where the tests of a run ask for the server that they share; set by shared-cluster.ts. */
export const CLUSTER_SOCKET = "QUARTERHOUR_TEST_CLUSTER";

/** Whether a test may have a database without starting a server for itself alone. */
export function hasPostgres(): boolean {
  return Boolean(process.env.TEST_DATABASE_URL || (process.env[CLUSTER_SOCKET] && isPostgresInstalled()));
}

/**
 * A new database, empty or as the template: on the server of TEST_DATABASE_URL, whose role must be allowed to create
 * databases, else on the server that all tests of a run share, and outside of a run of tests on one of its own.
 * Throws where none is to be had, with what to install.
 */
export async function startPostgres(template?: Template): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  const shared = process.env[CLUSTER_SOCKET];
  const own = given || shared ? null : await startCluster();
  try {
    const server = given || (own?.url ?? (await askFor(shared!)));
    const name = `quarterhour_test_${randomBytes(6).toString("hex")}`;
    const url = withDatabase(server, name);
    if (template && shared && !given) {
      await runSql(server, `create database ${name} template ${await templateOn(server, template)}`);
    } else {
      await runSql(server, `create database ${name} template template0 encoding 'UTF8'`);
      await template?.fill(url);
    }
    return {
      url,
      stop: () => (own ? own.stop() : dropDatabase(server, name)),
    };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

/**
 * Connections of a closed pool end a moment after it says so; one that the server cuts off meanwhile would complain to
 * nobody who listens.
 */
async function dropDatabase(server: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  try {
    await client.connect();
    for (let tries = 0; tries < 100; tries++) {
      const { rowCount } = await client.query("select from pg_stat_activity where datname = $1", [name]);
      if (rowCount === 0) break;
      await setTimeout(20);
    }
    await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
}

/** The address of the shared server, which is started when the first test asks. */
async function askFor(socketPath: string): Promise<string> {
  const socket = connect(socketPath);
  const said = text(socket);
  await once(socket, "connect");
  const { url, fault } = JSON.parse(await said) as { url?: string; fault?: string };
  if (!url) throw new Error(fault);
  return url;
}

/** The name of the template on the server, filled by the first test that asks. */
async function templateOn(server: string, { name, fill }: Template): Promise<string> {
  const template = `quarterhour_template_${name}`;
  const unfinished = `${template}_unfinished`;
  const client = new pg.Client({ connectionString: server });
  try {
    await client.connect();
    // Other processes wait until this connection ends.
    await client.query("select pg_advisory_lock(hashtext($1))", [template]);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount === 0) {
      await client.query(`drop database if exists ${unfinished} with (force)`);
      await client.query(`create database ${unfinished} template template0 encoding 'UTF8'`);
      await fill(withDatabase(server, unfinished));
      await client.query(`alter database ${unfinished} rename to ${template}`);
    }
  } finally {
    await client.end();
  }
  return template;
}

function withDatabase(url: string, name: string): string {
  return url.replace(/^([a-z]+:\/\/[^/?]*)(\/[^?]*)?/, `$1/${name}`);
}
