import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { assertRowCount } from "./bulk.ts";
import { checkText } from "./checks.ts";
import { InvalidInput, StoreCorrupt, UnknownCity } from "./errors.ts";
import type { Database } from "./schema.ts";
import type { ArtifactKey } from "./store.ts";

/** A row of bytea travels whole and, on the embedded store, as text of twice the length. */
const partBytes = 4 * 1024 * 1024;

export async function putArtifact(db: Kysely<Database>, key: ArtifactKey, bytes: Uint8Array): Promise<void> {
  checkText("artifact", key);
  if (!key.kind || !key.version) throw new InvalidInput("An artifact needs a kind and a version.", "kind");
  const { rows } = await sql`select from cities where id = ${key.city} for key share`.execute(db);
  if (rows.length === 0) throw new UnknownCity(key.city);
  const { city, kind, version } = key;
  const parts = Math.ceil(bytes.byteLength / partBytes);
  await sql`delete from artifacts where city = ${city} and kind = ${kind} and version = ${version}`.execute(db);
  await db
    .insertInto("artifacts")
    .values({ city, kind, version, bytes: bytes.byteLength, parts, sha256: sha256(bytes) })
    .execute();
  for (let part = 0; part < parts; part++) {
    const slice = bytes.subarray(part * partBytes, (part + 1) * partBytes);
    // A copy: drivers keep what they are given until it is sent.
    const result = await db
      .insertInto("artifact_parts")
      .values({ city, kind, version, part, data: Buffer.from(slice) })
      .executeTakeFirst();
    assertRowCount("a part of an artifact", 1, result.numInsertedOrUpdatedRows);
  }
}

/**
 * Part by part, so that at most one of them is in memory twice; null where it is not there, or was removed meanwhile.
 * Throws StoreCorrupt where the bytes are not those put in.
 */
export async function getArtifact(db: Kysely<Database>, key: ArtifactKey): Promise<Uint8Array | null> {
  checkText("artifact", key);
  let entry = await entryOf(db, key);
  while (entry !== null) {
    const found = await partsOf(db, key, entry);
    if (typeof found !== "string") return found;
    // Another process may have removed it, or put it anew, after its first parts were read.
    const now = await entryOf(db, key);
    if (now !== null && now.created_at.getTime() === entry.created_at.getTime() && now.sha256 === entry.sha256) {
      throw damaged(key, found);
    }
    entry = now;
  }
  return null;
}

type Entry = NonNullable<Awaited<ReturnType<typeof entryOf>>>;

async function entryOf(db: Kysely<Database>, { city, kind, version }: ArtifactKey) {
  const entry = await db
    .selectFrom("artifacts")
    .select(["bytes", "parts", "sha256", "created_at"])
    .where("city", "=", city)
    .where("kind", "=", kind)
    .where("version", "=", version)
    .executeTakeFirst();
  return entry ?? null;
}

/** The bytes, or what is wrong with them. */
async function partsOf(
  db: Kysely<Database>,
  { city, kind, version }: ArtifactKey,
  entry: Entry,
): Promise<Uint8Array | string> {
  const bytes = new Uint8Array(Number(entry.bytes));
  let offset = 0;
  for (let part = 0; part < entry.parts; part++) {
    const row = await db
      .selectFrom("artifact_parts")
      .select("data")
      .where("city", "=", city)
      .where("kind", "=", kind)
      .where("version", "=", version)
      .where("part", "=", part)
      .executeTakeFirst();
    if (!row || offset + row.data.byteLength > bytes.byteLength) return `part ${part} is missing or too long`;
    bytes.set(row.data, offset);
    offset += row.data.byteLength;
  }
  if (offset !== bytes.byteLength) return `${offset} bytes in place of ${bytes.byteLength}`;
  return sha256(bytes) === entry.sha256 ? bytes : "its checksum is wrong";
}

function damaged(key: ArtifactKey, what: string): StoreCorrupt {
  return new StoreCorrupt(`The stored ${key.kind} ${key.version} of ${key.city} is damaged: ${what}. Make it again.`);
}

/** The latest first. */
export async function listArtifacts(
  db: Kysely<Database>,
  city: string,
): Promise<{ kind: string; version: string; bytes: number; createdAt: string }[]> {
  const rows = await db
    .selectFrom("artifacts")
    .select(["kind", "version", "bytes", "created_at"])
    .where("city", "=", city)
    .orderBy("created_at", "desc")
    .orderBy("kind")
    .orderBy("version")
    .execute();
  return rows.map((row) => ({
    kind: row.kind,
    version: row.version,
    bytes: Number(row.bytes),
    createdAt: row.created_at.toISOString(),
  }));
}

export async function deleteArtifacts(
  db: Kysely<Database>,
  city: string,
  kind: string,
  exceptVersion?: string,
): Promise<number> {
  let statement = db.deleteFrom("artifacts").where("city", "=", city).where("kind", "=", kind);
  if (exceptVersion !== undefined) statement = statement.where("version", "!=", exceptVersion);
  return Number((await statement.executeTakeFirst()).numDeletedRows);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
