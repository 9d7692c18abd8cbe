/** What a table's sender may be called. */
import { basename, extname } from "node:path";
import { HAND_SOURCE } from "../store/index.ts";
import { IntakeError } from "./errors.ts";
import { say } from "../words/index.ts";

/** Everything from an OSM file stands under this source, and only that is replaced when the city is added again. */
export const OSM_SOURCE = "osm";

/** The name given, else the file's without its ending. Throws IntakeError for names that stand for something else. */
export function sourceOf(source: string | undefined, file: string): string {
  const name = (source ?? basename(file, extname(file))).trim();
  if (name === OSM_SOURCE || name === HAND_SOURCE || name === "") {
    const what = name === OSM_SOURCE ? "source.map" : name === "" ? "source.nothing" : "source.hand";
    throw new IntakeError(say("source.name", { name, what: say(what) }));
  }
  return name;
}
