/** The parts of Shapefiles, packed in one ZIP or lying beside each other in a folder. */
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { IntakeError } from "../../errors.ts";
import { firstBytes } from "../encoding.ts";
import { Archive } from "../zip.ts";
import { say } from "../../../words/index.ts";

/** `.prj` and `.cpg` are a few lines. */
const LARGEST_NOTE_BYTES = 64 * 1024;

/** Opened for a while; whoever opened them closes them. */
export interface ShapefileParts {
  fileName: string;
  /** Names without ending, with the folder where there is one. */
  layers: string[];
  has(layer: string, ending: string): boolean;
  sizeOf(layer: string, ending: string): Promise<number>;
  chunksOf(layer: string, ending: string): AsyncIterable<Buffer>;
  /** A short part as text, or null where it is not there. */
  noteOf(layer: string, ending: string): Promise<string | null>;
  close(): void;
}

export async function openShapefileParts(file: string): Promise<ShapefileParts> {
  const packed = (await firstBytes(file, 2)).toString("latin1") === "PK";
  return packed ? partsInArchive(file) : partsInFolder(file);
}

async function partsInArchive(file: string): Promise<ShapefileParts> {
  const archive = await Archive.open(file);
  // macOS packs a shadow of every file.
  const names = archive.names.filter((name) => !name.startsWith("__MACOSX/") && !basename(name).startsWith("._"));
  const byKey = new Map(names.map((name) => [name.toLowerCase(), name]));
  const entry = (layer: string, ending: string) => byKey.get(`${layer}${ending}`.toLowerCase());
  return {
    fileName: archive.fileName,
    layers: names.filter((name) => /\.shp$/i.test(name)).map((name) => name.slice(0, -4)),
    has: (layer, ending) => entry(layer, ending) !== undefined,
    sizeOf: (layer, ending) => Promise.resolve(archive.sizeOf(entry(layer, ending)!)),
    chunksOf: (layer, ending) => archive.chunksOf(entry(layer, ending)!),
    async noteOf(layer, ending) {
      const name = entry(layer, ending);
      return name === undefined ? null : (await archive.bytesOf(name, LARGEST_NOTE_BYTES)).toString("utf8").trim();
    },
    close: () => archive.close(),
  };
}

async function partsInFolder(file: string): Promise<ShapefileParts> {
  const folder = dirname(file);
  const layer = basename(file, extname(file));
  const byEnding = new Map([[".shp", file]]);
  for (const name of await readdir(folder)) {
    if (basename(name, extname(name)) === layer && extname(name) !== extname(file))
      byEnding.set(extname(name).toLowerCase(), join(folder, name));
  }
  const pathOf = (ending: string) => byEnding.get(ending)!;
  return {
    fileName: basename(file),
    layers: [layer],
    has: (_, ending) => byEnding.has(ending),
    sizeOf: async (_, ending) => (await stat(pathOf(ending))).size,
    chunksOf: (_, ending) => createReadStream(pathOf(ending)),
    async noteOf(_, ending) {
      const path = byEnding.get(ending);
      if (path === undefined) return null;
      if ((await stat(path)).size > LARGEST_NOTE_BYTES)
        throw new IntakeError(say("shapefile.note-long", { file: basename(path) }));
      const chunks: Buffer[] = [];
      for await (const chunk of createReadStream(path)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString("utf8").trim();
    },
    close: () => {},
  };
}
