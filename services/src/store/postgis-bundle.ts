/**
 * PostGIS for the embedded store without what this program has no use for. PGlite keeps all of an extension's files in
 * memory and compiles each library at every start: raster, topology and the geocoder of the United States alone are two
 * thirds of it.
 */
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createGunzip, createGzip } from "node:zlib";
import type { Extension } from "@electric-sql/pglite";
import { postgis } from "@electric-sql/pglite-postgis";

const BLOCK = 512;

/** The library, what `create extension postgis` runs, and what PROJ knows of coordinate systems. */
const wanted =
  /^(\.\/)?(lib\/postgresql\/postgis-3\.so|share\/proj\/.*|share\/postgresql\/extension\/postgis(\.control|--[\d.]+\.sql))$/;

/** PostGIS from a bundle in `folder`, which is made from the package's own when it is not there yet. */
export function leanPostgis(folder: string): Extension {
  return {
    name: postgis.name,
    async setup(pglite, options) {
      const whole = await postgis.setup(pglite, options);
      return { ...whole, bundlePath: await leanBundle(whole.bundlePath!, folder) };
    },
  };
}

async function leanBundle(whole: URL, folder: string): Promise<URL> {
  const { version } = JSON.parse(await readFile(new URL("../package.json", whole), "utf8")) as { version: string };
  const file = join(folder, `postgis-${version}.tar.gz`);
  if (!existsSync(file)) {
    const unfinished = `${file}.part`;
    rmSync(unfinished, { force: true });
    await pipeline(
      createReadStream(fileURLToPath(whole)),
      createGunzip(),
      wantedEntries,
      createGzip({ level: 1 }),
      createWriteStream(unfinished),
    );
    renameSync(unfinished, file);
  }
  return pathToFileURL(file);
}

/** Entries of a tar archive that are wanted, as they are, and the two empty blocks at its end. */
async function* wantedEntries(archive: AsyncIterable<Buffer<ArrayBuffer>>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  /** Bytes of the entry under way that are still to come, filled up to whole blocks, and whether they are kept. */
  let left = 0;
  let isKept = false;
  for await (const chunk of archive) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length > 0) {
      if (left > 0) {
        const part = rest.subarray(0, left);
        if (isKept) yield part;
        left -= part.length;
        rest = rest.subarray(part.length);
        continue;
      }
      if (rest.length < BLOCK) break;
      const header = rest.subarray(0, BLOCK);
      const size = Number.parseInt(textIn(header, 124, 12).trim() || "0", 8);
      left = Math.ceil(size / BLOCK) * BLOCK;
      isKept = wanted.test(textIn(header, 0, 100));
      if (isKept) yield header;
      rest = rest.subarray(BLOCK);
    }
  }
  yield Buffer.alloc(2 * BLOCK);
}

const textIn = (header: Buffer, start: number, length: number): string =>
  header.toString("latin1", start, start + length).replace(/\0.*$/s, "");
