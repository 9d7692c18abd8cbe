/** Opens written files as people do, and tells what is on their pages. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import sharp from "sharp";
import { fromBuffer } from "yauzl";

const run = promisify(execFile);
const longest = { timeout: 150_000, maxBuffer: 64e6 };

/** A folder of its own, gone when `work` is done. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-office-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Files by name as LibreOffice prints them: PDF by name. */
export function printed(files: Record<string, Uint8Array>): Promise<Record<string, Buffer>> {
  return inFolder(async (folder) => {
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    // A profile of its own: two of one profile do not run at once.
    const profile = pathToFileURL(join(folder, "profile")).href;
    const names = Object.keys(files);
    // One after another: LibreOffice takes the font of the first for those of the next, which have other letters in it.
    for (const name of names) {
      const options = [`-env:UserInstallation=${profile}`, "--headless", "--convert-to", "pdf", "--outdir", folder];
      await run("soffice", [...options, join(folder, name)], longest);
    }
    const pages: Record<string, Buffer> = {};
    for (const name of names) pages[name] = await readFile(join(folder, name.replace(/\.\w+$/, ".pdf")));
    return pages;
  });
}

function withPdf<T>(pdf: Uint8Array, work: (file: string, folder: string) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const file = join(folder, "file.pdf");
    await writeFile(file, pdf);
    return work(file, folder);
  });
}

/** Without blanks, in which extraction and layout differ. */
export function solid(text: string): string {
  return text.replaceAll(/\s+/g, "");
}

export function textOf(pdf: Uint8Array): Promise<string> {
  return withPdf(pdf, async (file) => (await run("pdftotext", ["-enc", "UTF-8", file, "-"], longest)).stdout);
}

export function pageCount(pdf: Uint8Array): Promise<number> {
  return withPdf(pdf, async (file) => Number(/Pages:\s+(\d+)/.exec((await run("pdfinfo", [file])).stdout)![1]));
}

/** Name and whether it is embedded, and knows which characters its letters are. */
export function fontsOf(pdf: Uint8Array): Promise<{ name: string; isEmbedded: boolean; hasUnicode: boolean }[]> {
  return withPdf(pdf, async (file) => {
    const lines = (await run("pdffonts", [file])).stdout.split("\n").slice(2).filter(Boolean);
    return lines.map((line) => {
      const [embedded, , unicode] = line
        .slice(line.search(/\s(yes|no) +(yes|no) +(yes|no)/))
        .trim()
        .split(/\s+/);
      return { name: line.split(/\s/)[0], isEmbedded: embedded === "yes", hasUnicode: unicode === "yes" };
    });
  });
}

export interface PagePicture {
  data: Buffer;
  width: number;
  height: number;
}

/** Pages in grey, in order. */
export function picturesOf(pdf: Uint8Array, dotsPerInch: number): Promise<PagePicture[]> {
  return withPdf(pdf, async (file, folder) => {
    await run("pdftoppm", ["-r", String(dotsPerInch), "-png", file, join(folder, "page")], longest);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".png")).sort();
    const pages: PagePicture[] = [];
    for (const name of names) {
      const picture = sharp(await readFile(join(folder, name))).greyscale();
      const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
      pages.push({ data, width: info.width, height: info.height });
    }
    return pages;
  });
}

/** Whether a rim of so many millimetres is white all round: nothing runs over the edge. */
export function hasWhiteRim({ data, width, height }: PagePicture, millimeters: number, dotsPerInch: number): boolean {
  const rim = Math.floor((millimeters / 25.4) * dotsPerInch);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isRim = x < rim || y < rim || x >= width - rim || y >= height - rim;
      if (isRim && data[y * width + x] < 250) return false;
    }
  }
  return true;
}

/** Pixels of pictures within a PDF. */
export function imagesOf(pdf: Uint8Array): Promise<{ width: number; height: number }[]> {
  return withPdf(pdf, async (file) => {
    const lines = (await run("pdfimages", ["-list", file])).stdout.split("\n").slice(2).filter(Boolean);
    return lines
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[2] === "image")
      .map((columns) => ({ width: Number(columns[3]), height: Number(columns[4]) }));
  });
}

/** Entries of an archive by name. */
function unzipped(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, archive) => {
      if (error) return reject(error);
      const found = new Map<string, Buffer>();
      archive.on("entry", (entry) => {
        archive.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed);
          const chunks: Buffer[] = [];
          stream.on("data", (chunk: Buffer) => chunks.push(chunk));
          stream.on("end", () => {
            found.set(entry.fileName, Buffer.concat(chunks));
            archive.readEntry();
          });
        });
      });
      archive.on("end", () => resolve(found));
      archive.on("error", reject);
      archive.readEntry();
    });
  });
}

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };

function plain(xml: string): string {
  return xml.replaceAll(/&(amp|lt|gt|quot|apos);/g, (entity) => entities[entity]);
}

/** Rows of all tables of a DOCX, as texts. */
export async function docxRows(bytes: Uint8Array): Promise<string[][]> {
  const xml = (await unzipped(bytes)).get("word/document.xml")!.toString("utf8");
  return [...xml.matchAll(/<w:tr[ >].*?<\/w:tr>/gs)].map(([row]) =>
    [...row.matchAll(/<w:tc[ >].*?<\/w:tc>/gs)].map(([cell]) =>
      [...cell.matchAll(/<w:t(?: [^>]*)?>(.*?)<\/w:t>/gs)].map(([, text]) => plain(text)).join(""),
    ),
  );
}

/** Rows of a sheet of an XLSX by the sheet's name; numbers as numbers. */
export async function xlsxRows(bytes: Uint8Array, sheet: string): Promise<(string | number | null)[][]> {
  const entries = await unzipped(bytes);
  const xml = (name: string): string => entries.get(name)!.toString("utf8");
  const names = [...xml("xl/workbook.xml").matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => plain(name));
  const shared = entries.has("xl/sharedStrings.xml")
    ? [...xml("xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map(([, si]) =>
        [...si.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text]) => plain(text)).join(""),
      )
    : [];
  const rows = xml(`xl/worksheets/sheet${names.indexOf(sheet) + 1}.xml`).matchAll(/<row[ >].*?<\/row>/gs);
  return [...rows].map(([row]) =>
    [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes, inner = ""]) => {
      const value = /<v>(.*?)<\/v>/s.exec(inner)?.[1];
      const text = /<t[^>]*>(.*?)<\/t>/s.exec(inner)?.[1];
      if (text !== undefined) return plain(text);
      if (value === undefined) return null;
      return attributes.includes('t="s"') ? shared[Number(value)] : Number(value);
    }),
  );
}
