/** Everything out of a store and back in, on both stores; and what is refused. Old schemas: old-schemas.test.ts. */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BackupError, restoreBackup, verifyBackup, writeBackup } from "../../src/backup/file.ts";
import { openStore, SchemaTooNew, StoreConflict } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import type { TestPostgres } from "../postgres.ts";
import {
  area,
  bareOutlet,
  bareResidence,
  fullOutlet,
  fullResidence,
  multi,
  sampleCity,
  square,
} from "../store/samples.ts";
import { openTestStore, startTestDatabase } from "../stores.ts";

let folder: string;
let postgres: TestPostgres;
let embedded: Store;
let server: Store;
/** Of the embedded store, with all that `fill` puts in. */
let backup: string;
let changes = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-backup-"));
  postgres = await startTestDatabase();
  embedded = await openTestStore({ dataFolder: folder });
  server = await openStore({ databaseUrl: postgres.url, dataFolder: "unused" });
  await fill(embedded);
  backup = join(folder, "all.qhb");
  await writeBackup(embedded, backup);
});

afterAll(async () => {
  await embedded?.close();
  await server?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function fill(store: Store): Promise<void> {
  const city = "town";
  await store.putCity(sampleCity(city));
  const ground = multi(square(118, 38, 0.1));
  await store.replaceAreas(city, "boundaries", null, [area("district", "d", ground), area("community", "c", ground)]);
  await store.replaceResidences(city, "table", null, [fullResidence(), bareResidence({ sourceRef: "b" })]);
  const names = ["引号' \" \\ 反斜线", "制表\t换行\n", "=1+1", "\u2028😀", "[", "null"];
  const ids = await store.addOutlets(city, "survey", null, [
    fullOutlet(),
    ...names.map((name, i) => bareOutlet({ sourceRef: String(i), name })),
  ]);
  await store.editOutlet(city, ids[0], { name: "改过" }, { actor: "cli", origin: "edit" });
  await store.mergeOutlets(city, ids[5], [ids[6]], { actor: "cli", origin: "edit" });
  await store.setClaims(city, "survey", "2026-01-01", ["pharmacy"]);
  const bytes = Uint8Array.from({ length: 5_000_000 }, (_, i) => (i * 31 + (i >> 8)) % 256);
  await store.putArtifact({ city, kind: "network", version: "v1" }, bytes);
  await store.addAccount({ login: "lin", name: "林工", password: "scrypt$x", roles: ["planner"], cities: null });
  await store.addAudit({ actor: "cli", action: "made", city, subject: null, detail: { a: [1, null, "\\u0041"] } });
}

/** All that a file holds but for its first line, which says when and where it was made, and the last. */
async function contentOf(file: string): Promise<string> {
  const text = gunzipSync(await readFile(file)).toString();
  return text.slice(text.indexOf("\n"), text.lastIndexOf('{"done"'));
}

async function again(store: Store): Promise<string> {
  const file = join(folder, "again.qhb");
  await writeBackup(store, file);
  return contentOf(file);
}

/** The file with its lines changed and, where it is to look sound, its checksums made anew. */
async function changed(change: (lines: string[]) => string[], mend = true): Promise<string> {
  const lines = gunzipSync(await readFile(backup))
    .toString()
    .split("\n")
    .slice(0, -1);
  const done = change(lines);
  if (mend) {
    const all = createHash("sha256");
    for (const line of done.slice(0, -1)) all.update(`${line}\n`);
    done[done.length - 1] = JSON.stringify({ ...JSON.parse(done.at(-1)!), sha256: all.digest("hex") });
  }
  const file = join(folder, `changed-${++changes}.qhb`);
  await writeFile(file, gzipSync(`${done.join("\n")}\n`));
  return file;
}

test("what is saved is all there is, and only its owner may read it", async () => {
  const summary = await verifyBackup(backup);
  expect(summary.store).toBe("embedded");
  expect(summary.schema.map(({ version }) => version)).toContain(7);
  const rows = new Map(summary.tables.map(({ name, rows: count }) => [name, count]));
  expect(rows.get("outlets")).toBe(6);
  expect(rows.get("outlet_records")).toBeGreaterThanOrEqual(4);
  expect(rows.get("artifact_parts")).toBe(2);
  expect(rows.has("schema_versions")).toBe(false);
  expect(rows.has("spatial_ref_sys")).toBe(false);
  expect((await stat(backup)).mode & 0o077).toBe(0);
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
});

describe("from the embedded store", () => {
  beforeEach(async () => {
    await restoreBackup(server, backup, { replace: true });
  });

  test("into PostgreSQL and back it stays the same, row by row", async () => {
    expect(await again(server)).toBe(await contentOf(backup));
    const fromServer = join(folder, "server.qhb");
    await writeBackup(server, fromServer);
    await restoreBackup(embedded, fromServer, { replace: true });
    expect(await again(embedded)).toBe(await contentOf(backup));
    const [first, second] = [await embedded.allOutlets("town"), await server.allOutlets("town")];
    expect(first).toEqual(second);
    expect(first.map(({ name }) => name)).toContain("制表\t换行\n");
    const key = { city: "town", kind: "network", version: "v1" };
    expect(await server.getArtifact(key)).toEqual(await embedded.getArtifact(key));
  });

  test("what is written afterwards gets numbers of its own", async () => {
    const before = (await server.listAudit({ limit: 10 }))[0];
    await server.addAudit({ actor: "cli", action: "later", city: null, subject: null, detail: null });
    expect((await server.listAudit({ limit: 10 }))[0]).toMatchObject({ action: "later", seq: before.seq + 1 });
    const known = (await server.allOutlets("town")).map(({ id }) => id);
    const [id] = await server.addOutlets("town", "survey", null, [bareOutlet({ sourceRef: "new" })]);
    expect(known).not.toContain(id);
    expect(await server.revision("town")).toBe((await embedded.revision("town")) + 1);
  });

  test("a store that holds anything is only replaced where that is said, and stays as it was where it fails", async () => {
    await server.addAudit({ actor: "cli", action: "mine", city: null, subject: null, detail: null });
    const mine = await again(server);
    await expect(restoreBackup(server, backup, { replace: false })).rejects.toThrow(StoreConflict);
    for (const [file, error] of [
      [await changed((lines) => lines.toSpliced(-1, 1), false), BackupError],
      [await changed((lines) => lines.map((line) => line.replace("改过", "改坏")), false), BackupError],
      [await changed((lines) => [...lines.slice(0, 40), ...lines.slice(41)]), BackupError],
      [
        await changed(([header, ...lines]) => {
          const said = JSON.parse(header);
          said.schema.push({ version: 9999, name: "9999-future.sql" });
          return [JSON.stringify(said), ...lines];
        }),
        SchemaTooNew,
      ],
      [
        await changed(([header, ...lines]) => [JSON.stringify({ ...JSON.parse(header), formatVersion: 2 }), ...lines]),
        BackupError,
      ],
      // sound in itself, but at odds with what the store takes
      [
        await changed((lines) =>
          lines.map((line) =>
            line.replaceAll('"table":"jobs"', '"table":"jabs"').replaceAll('"end":"jobs"', '"end":"jabs"'),
          ),
        ),
        Error,
      ],
    ] as const) {
      await expect(restoreBackup(server, file, { replace: true })).rejects.toThrow(error);
    }
    const noise = join(folder, "noise.qhb");
    for (const bytes of [
      Buffer.from("no backup"),
      gzipSync("no backup\n"),
      (await readFile(backup)).subarray(0, 2000),
      Buffer.alloc(0),
    ]) {
      await writeFile(noise, bytes);
      await expect(restoreBackup(server, noise, { replace: true })).rejects.toThrow(BackupError);
    }
    expect(await again(server)).toBe(mine);
  });

  test("is of one moment while others write", async () => {
    let isOver = false;
    let writes = 0;
    const writing = (async () => {
      for (; !isOver; writes++) {
        await server.addOutlets("town", "busy", null, [bareOutlet({ sourceRef: `busy ${writes}` })]);
      }
    })();
    const file = join(folder, "busy.qhb");
    for (let i = 0; i < 3; i++) {
      const seen = writes;
      await writeBackup(server, file);
      await restoreBackup(embedded, file, { replace: true });
      const saved = (await embedded.allOutlets("town")).filter(({ source }) => source === "busy");
      expect(saved.length).toBeGreaterThanOrEqual(seen);
      // each was added with its history, in one transaction with the next revision
      for (const { id } of saved) expect(await embedded.outletHistory("town", id)).toHaveLength(1);
    }
    isOver = true;
    await writing;
    expect(writes).toBeGreaterThan(3);
  });
});
