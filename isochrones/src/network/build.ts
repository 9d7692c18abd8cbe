import { createHash } from "node:crypto";
import { crossAreas } from "./areas.ts";
import { arraysOf } from "./assemble.ts";
import { collectFootMap, type Progress } from "./collect.ts";
import { discard } from "./column.ts";
import { Cutter } from "./cut.ts";
import { packNetwork, type WalkNetwork } from "./network.ts";

/** An OSM file without a single way that can be walked. */
export class NoWalkableWayError extends Error {
  override name = "NoWalkableWayError";
}

/**
 * Builds the walking network of an OSM file (`.osm.pbf`, `.osm`, `.osm.gz`).
 * Throws OsmFormatError where the file is not readable, NoWalkableWayError where nothing in it can be walked.
 */
export async function buildWalkNetwork(
  file: string,
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<WalkNetwork> {
  const map = await collectFootMap(file, onProgress, signal);
  const { links, thinned } = crossAreas(map);
  const cut = new Cutter(map).cut(links);
  if (cut.from.length === 0) {
    throw new NoWalkableWayError(`${file}: no way in it can be walked. Is it an extract with highways, and complete?`);
  }
  const { classes, osmDate, unreadTimes } = map;
  const { arrays, bbox, grid } = arraysOf(map, cut);
  const about = { bbox, osmDate, unreadTimes, thinnedAreas: thinned, grid, classes };
  return packNetwork(
    arrays,
    about,
    (parts) => {
      const hash = createHash("sha256");
      for (const part of parts) hash.update(part);
      return hash.digest("hex").slice(0, 16);
    },
    discard,
  );
}
