import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { describe, expect, test } from "vitest";
import type { TestPostgres } from "../postgres.ts";
import type { Message } from "./killed-importer.ts";
import { putStore } from "../prepared-stores.ts";
import { startTestDatabase } from "../stores.ts";

/**
 * `TMPDIR=/dev/shm KILLS=200 npx vitest run services/test/intake/killed-import.test.ts` takes a quarter of an hour on a
 * machine that has nothing else to do, and prints a line of JSON for each store. Most of it is opening the embedded
 * store: two seconds of processor time each.
 */
const kills = Number(process.env.KILLS ?? 2);
/** Of the embedded store so many are written and killed at once, each in a folder of its own. */
const lanes = Number(process.env.LANES ?? (kills > 10 ? 2 : 1));
/** A history of hundreds of imports takes longer to look through than to write. */
const KILLS_PER_CITY = 25;
const script = new URL("./killed-importer.ts", import.meta.url).pathname;

/** Runs the importer and kills it so long after it has said what it found; all that it said. */
async function runAndKill(
  folder: string,
  city: string,
  databaseUrl: string,
  afterMilliseconds: number,
): Promise<Message[]> {
  const child = spawn(process.execPath, [script, folder, city, databaseUrl], {
    stdio: ["ignore", "pipe", "pipe"],
    // what each process would compile anew
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") },
  });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = once(child, "exit");
  const said: Message[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line) as Message;
    said.push(message);
    if (message.wrong) setTimeout(() => child.kill("SIGKILL"), afterMilliseconds);
  }
  const [, signal] = (await ended) as [number | null, string | null];
  if (signal !== "SIGKILL") throw new Error(`The importer ended by itself: ${complaints}`);
  return said;
}

/** What a killed process had asked the server last may still be under way. */
async function untilServerIsDone(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ n: string }>(
        "select count(*) as n from pg_stat_activity where application_name = 'quarterhour' and datname = current_database()",
      );
      if (rows[0].n === "0") return;
      await sleep(20);
    }
  } finally {
    await client.end();
  }
}

/** What has been acknowledged of each import, and what was begun after that. */
class Acknowledged {
  readonly #did = new Map<string, Message["did"]>();
  readonly #doing = new Map<string, Message["doing"]>();

  hear({ id, did, doing }: Message): void {
    if (id === undefined) return;
    if (did) {
      this.#did.set(id, did);
      this.#doing.delete(id);
    } else this.#doing.set(id, doing);
  }

  /** What was acknowledged and is not there; what became of the rest is known from now on. */
  lost(imports: NonNullable<Message["imports"]>): string[] {
    const lost: string[] = [];
    for (const [id, did] of this.#did) {
      const doing = this.#doing.get(id);
      const allowed = {
        stage: doing === "commit" ? ["staged", "committed"] : ["staged"],
        commit: doing === "undo" ? ["committed", "undone"] : ["committed"],
        undo: ["undone"],
      }[did!];
      if (!allowed.includes(imports[id])) lost.push(`${id}: ${did} was acknowledged, and it is ${imports[id]}`);
      this.#did.set(id, ({ staged: "stage", committed: "commit", undone: "undo" } as const)[imports[id] as "staged"]);
      this.#doing.delete(id);
    }
    return lost;
  }
}

type Cut = Record<"stage" | "commit" | "undo" | "between", number>;

/** Kills one process after another over the same store. */
async function killOften(folder: string, server: TestPostgres | null, times: number): Promise<Cut> {
  const cutOff: Cut = { stage: 0, commit: 0, undo: 0, between: 0 };
  let acknowledged = new Acknowledged();
  let cycleMilliseconds = 3000;
  for (let kill = 0; kill <= times; kill++) {
    // the last one only looks at what the one before left
    const after = kill === times ? 0 : Math.random() * cycleMilliseconds;
    const began = performance.now();
    const said = await runAndKill(folder, `killed-${Math.floor(kill / KILLS_PER_CITY)}`, server?.url ?? "", after);
    if (server) await untilServerIsDone(server.url);
    const first = said.find(({ wrong }) => wrong);
    expect(first?.wrong, `after ${kill} kills`).toEqual([]);
    if (kill % KILLS_PER_CITY === 0) acknowledged = new Acknowledged();
    expect(acknowledged.lost(first!.imports!), `after ${kill} kills`).toEqual([]);
    for (const message of said) acknowledged.hear(message);
    if (kill < times) cutOff[said.at(-1)!.doing ?? "between"]++;
    // so that a kill comes anywhere within some two imports
    const imports = said.filter(({ did }) => did === "commit").length;
    if (imports > 2) cycleMilliseconds = Math.max(500, (performance.now() - began) / 2);
    if (times > 10 && kill % 10 === 0) process.stderr.write(`${folder}: ${kill} kills\n`);
  }
  return cutOff;
}

describe.each(["embedded", "postgres"] as const)("imports of a killed process, on the %s store", (which) => {
  test(`${kills} kills leave nothing by half, and all that was acknowledged`, { timeout: 3_600_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "quarterhour-killed-"));
    const server = which === "postgres" ? await startTestDatabase() : null;
    const count = server ? 1 : lanes;
    const began = performance.now();
    try {
      const folders = Array.from({ length: count }, (_, lane) => join(folder, String(lane)));
      if (!server) for (const one of folders) await putStore(one);
      const share = (lane: number) => Math.floor(kills / count) + (lane < kills % count ? 1 : 0);
      const cuts = await Promise.all(folders.map((one, lane) => killOften(one, server, share(lane))));
      const sum = (key: keyof Cut) => cuts.reduce((total, cut) => total + cut[key], 0);
      const all: Cut = { stage: sum("stage"), commit: sum("commit"), undo: sum("undo"), between: sum("between") };
      const minutes = Number(((performance.now() - began) / 60_000).toFixed(1));
      // one line for whoever counts: what was under way when the process was killed
      if (kills > 10) console.log(JSON.stringify({ store: which, kills, minutes, underWay: all }));
      expect(Object.values(all).reduce((total, number) => total + number, 0)).toBe(kills);
    } finally {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
