/**
 * Backup files: gzip of lines of JSON. The first says what it is and of which schema; then each table, its rows as arrays
 * of texts, and its end with a count and a checksum; the last line closes the file with a checksum of all before it, so
 * that a file that was cut is known as such.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { createGunzip, createGzip } from "node:zlib";
import type { DumpPiece, SchemaVersion } from "../store/dump-types.ts";
import type { Store } from "../store/index.ts";

const format = "quarterhour-backup";
const formatVersion = 1;
/** No row is longer; a file that says so is none of ours. */
const mostLineCharacters = 256 * 1024 * 1024;

/** A backup file that cannot be used; the message says why and what to do. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

export interface BackupSummary {
  createdAt: string;
  store: string;
  schema: SchemaVersion[];
  tables: { name: string; rows: number }[];
  rows: number;
}

interface Header {
  format: string;
  formatVersion: number;
  createdAt: string;
  store: string;
  schema: SchemaVersion[];
}

/**
 * Writes all that the store holds into a file that only its owner may read, reads the file again, and only then gives it
 * its name.
 */
export async function writeBackup(
  store: Pick<Store, "kind" | "dump">,
  file: string,
  onProgress: (message: string) => void = () => {},
): Promise<BackupSummary> {
  const unfinished = `${file}.part`;
  try {
    const written = await writeTables(store, unfinished, onProgress);
    onProgress("Reading the file again");
    const summary = await verifyBackup(unfinished);
    if (JSON.stringify(summary.tables) !== JSON.stringify(written)) {
      throw new BackupError("The file does not read as it was written. Is the disk sound?");
    }
    await rename(unfinished, file);
    return summary;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function writeTables(
  store: Pick<Store, "kind" | "dump">,
  file: string,
  onProgress: (message: string) => void,
): Promise<BackupSummary["tables"]> {
  const out = createGzip({ level: 3 });
  const done = pipeline(out, createWriteStream(file, { mode: 0o600 }));
  // what goes wrong with the file is thrown where the dump waits for it
  done.catch(() => {});
  const all = createHash("sha256");
  const write = async (text: string): Promise<void> => {
    all.update(text);
    if (!out.write(text)) await Promise.race([once(out, "drain"), done]);
  };
  const tables: BackupSummary["tables"] = [];
  let hash = createHash("sha256");
  try {
    await store.dump(async (piece) => {
      if (piece.kind === "schema") {
        const header: Header = {
          format,
          formatVersion,
          createdAt: new Date().toISOString(),
          store: store.kind,
          schema: piece.versions,
        };
        await write(`${JSON.stringify(header)}\n`);
      } else if (piece.kind === "table") {
        onProgress(`Saving ${piece.name}`);
        tables.push({ name: piece.name, rows: 0 });
        hash = createHash("sha256");
        await write(`${JSON.stringify({ table: piece.name, columns: piece.columns })}\n`);
      } else if (piece.kind === "rows") {
        tables.at(-1)!.rows += piece.lines.length;
        const text = `${piece.lines.join("\n")}\n`;
        hash.update(text);
        await write(text);
      } else {
        const { name, rows } = tables.at(-1)!;
        await write(`${JSON.stringify({ end: name, rows, sha256: hash.digest("hex") })}\n`);
      }
    });
    out.end(`${JSON.stringify({ done: true, tables: tables.length, sha256: all.digest("hex") })}\n`);
    await done;
  } catch (error) {
    out.destroy();
    await done.catch(() => {});
    throw error;
  }
  const handle = await open(file);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  return tables;
}

/** Reads a whole file and its checksums. Throws BackupError. */
export async function verifyBackup(file: string): Promise<BackupSummary> {
  const tables: BackupSummary["tables"] = [];
  const reader = new BackupReader(file);
  for await (const piece of reader.pieces()) {
    if (piece.kind === "table") tables.push({ name: piece.name, rows: 0 });
    else if (piece.kind === "rows") tables.at(-1)!.rows += piece.lines.length;
  }
  const { createdAt, store, schema } = reader.header!;
  return { createdAt, store, schema, tables, rows: tables.reduce((sum, { rows }) => sum + rows, 0) };
}

/** Restores a file that was verified first. Throws as `verifyBackup` and `Store.restore`. */
export async function restoreBackup(
  store: Store,
  file: string,
  { replace, onProgress = () => {} }: { replace: boolean; onProgress?: (message: string) => void },
): Promise<BackupSummary> {
  onProgress("Reading the file");
  const summary = await verifyBackup(file);
  await store.restore(new BackupReader(file).pieces(), { replace, onProgress });
  return summary;
}

/** The pieces of a file; what is wrong with it is told when it is met, so verify first. */
class BackupReader {
  header: Header | null = null;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async *pieces(): AsyncGenerator<DumpPiece> {
    const all = createHash("sha256");
    let table: { name: string; width: number; rows: number; hash: ReturnType<typeof createHash> } | null = null;
    let rows: string[] = [];
    let tables = 0;
    let isDone = false;
    for await (const line of lines(this.#file)) {
      if (isDone) throw damaged("it goes on after its end");
      if (line.startsWith("[") && table !== null) {
        table.rows++;
        table.hash.update(line).update("\n");
        all.update(line).update("\n");
        rows.push(line);
        if (rows.length < 500 && line.length < 100_000) continue;
        yield { kind: "rows", lines: rows };
        rows = [];
        continue;
      }
      if (rows.length > 0) yield { kind: "rows", lines: rows };
      rows = [];
      const said = parse(line);
      if (said.done === true) {
        if (table !== null || said.tables !== tables || said.sha256 !== all.digest("hex")) {
          throw damaged("its checksum is wrong");
        }
        isDone = true;
        continue;
      }
      all.update(line).update("\n");
      if (this.header === null) {
        this.header = readHeader(said);
        yield { kind: "schema", versions: this.header.schema };
      } else if (typeof said.table === "string" && table === null && Array.isArray(said.columns)) {
        table = { name: said.table, width: said.columns.length, rows: 0, hash: createHash("sha256") };
        tables++;
        yield { kind: "table", name: table.name, columns: said.columns.map(String) };
      } else if (typeof said.end === "string" && table?.name === said.end) {
        if (said.rows !== table.rows || said.sha256 !== table.hash.digest("hex")) {
          throw damaged(`the rows of ${table.name} are not those that were written`);
        }
        table = null;
        yield { kind: "end" };
      } else throw damaged("it has a line that belongs nowhere");
    }
    if (!isDone) throw damaged("it ends too soon");
  }
}

function readHeader(said: Record<string, unknown>): Header {
  const { format: what, formatVersion: version } = said;
  if (what !== format) throw new BackupError("This is no backup of quarterhour.");
  if (version !== formatVersion) {
    throw new BackupError(
      `The backup has format ${String(version)}, this program reads format ${formatVersion}. Use the version that made it.`,
    );
  }
  return said as unknown as Header;
}

function parse(line: string): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(line);
    if (said !== null && typeof said === "object") return said as Record<string, unknown>;
  } catch {
    // said below
  }
  throw damaged("it has a line that is none of a backup");
}

function damaged(what: string): BackupError {
  return new BackupError(`The backup file is damaged: ${what}. Take another one.`);
}

async function* lines(file: string): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const unpacked = createReadStream(file).pipe(createGunzip());
  try {
    for await (const chunk of unpacked) {
      const text = decoder.write(chunk as Buffer);
      if (!text.includes("\n")) {
        rest += text;
        if (rest.length > mostLineCharacters) throw damaged("it has a line without end");
        continue;
      }
      const parts = (rest + text).split("\n");
      rest = parts.pop()!;
      yield* parts;
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "Z_DATA_ERROR" || code === "Z_BUF_ERROR") {
      throw rest === "" && code === "Z_DATA_ERROR" ? notOurs() : damaged("it cannot be unpacked to its end");
    }
    throw error;
  }
  if (rest !== "") throw damaged("it ends in the middle of a line");
}

const notOurs = (): BackupError =>
  new BackupError("This is no backup of quarterhour, or it is damaged from its beginning.");
