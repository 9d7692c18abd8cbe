/** Brings the map of a place here, from servers of extracts of OpenStreetMap. */
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OnProgress } from "../errors.ts";
import { checkMd5, fetchFile } from "./fetch-file.ts";
import type { FetchOptions } from "./fetch-file.ts";
import { findExtract } from "./places.ts";
import type { ExtractServers } from "./places.ts";

export interface Downloaded {
  file: string;
  /** As the server calls the place. */
  name: string;
  url: string;
  /** It was here already, and is the same there. */
  wasThere: boolean;
}

/**
 * Downloads the extract of `place` into `folder`, unless the same file is there. Rejects with IntakeError; what came so
 * far is kept and gone on with.
 */
export async function downloadExtract(
  place: string,
  folder: string,
  servers: ExtractServers,
  onProgress: OnProgress = () => {},
  options: Omit<FetchOptions, "onProgress"> = {},
): Promise<Downloaded> {
  onProgress({ step: `looking for ${place}`, fraction: null });
  const extract = await findExtract(place, servers, options);
  const md5 = await extract.md5(options);
  await mkdir(folder, { recursive: true });
  const file = join(folder, extract.url.pathname.split("/").at(-1)!);
  const found = { file, name: extract.name, url: extract.url.href };
  const note = `${file}.md5`;
  if (md5 !== null && (await stat(file).catch(() => null)) && (await readFile(note, "utf8").catch(() => "")) === md5) {
    return { ...found, wasThere: true };
  }
  await fetchFile(
    extract.url,
    file,
    {
      ...options,
      onProgress: (done, total) =>
        onProgress({
          step: `downloading ${extract.name}, ${(done / 1e6).toFixed(0)}${total === null ? "" : ` of ${(total / 1e6).toFixed(0)}`} MB`,
          fraction: total === null ? null : done / total,
        }),
    },
    async (part) => {
      onProgress({ step: "checking what came", fraction: null });
      if (md5 !== null) await checkMd5(part, md5, extract.name);
    },
  );
  if (md5 !== null) await writeFile(note, md5);
  return { ...found, wasThere: false };
}
