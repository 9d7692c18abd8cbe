/**
 * Preloaded (`--import`) into a process that is watched: writes the address of each module that it and its threads load,
 * a line each, to the file in LOADED_MODULES.
 */
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";

const file = process.env.LOADED_MODULES!;

registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(file, `${url}\n`);
    return nextLoad(url, context);
  },
});
