/** What a table's sender may be called. */
import { basename, extname } from "node:path";
import { HAND_SOURCE } from "../store/index.ts";
import { IntakeError } from "./errors.ts";

/** Everything from an OSM file stands under this source, and only that is replaced when the city is added again. */
export const OSM_SOURCE = "osm";

/** The name given, else the file's without its ending. Throws IntakeError for names that stand for something else. */
export function sourceOf(source: string | undefined, file: string): string {
  const name = (source ?? basename(file, extname(file))).trim();
  if (name === OSM_SOURCE || name === HAND_SOURCE || name === "") {
    const stands = name === OSM_SOURCE ? "the map" : name === "" ? "nothing" : "what is entered by hand";
    throw new IntakeError(
      `The source of a table cannot be called “${name}”: that name stands for ${stands}. Give another.`,
    );
  }
  return name;
}
