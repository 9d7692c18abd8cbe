/**
 * Writes the sample city: `node data/sample/generate.ts [--out folder] [--scale n [--xml]]`.
 * The same command gives the same files, byte for byte. With --scale, the metropolis of n districts.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeScaledCity } from "./scale.ts";
import { sampleFiles } from "./sample.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string" },
    scale: { type: "string", default: "1" },
    xml: { type: "boolean", default: false },
  },
});
const scale = Number(values.scale);
if (!Number.isInteger(scale) || scale < 1) {
  process.stderr.write(`--scale must be a whole number from 1, not ${values.scale}\n`);
  process.exit(2);
}
if (scale > 1 && values.out === undefined) {
  process.stderr.write("--scale needs --out: the files are large and do not belong among the committed ones\n");
  process.exit(2);
}
const out = values.out ?? join(import.meta.dirname, "files");
mkdirSync(out, { recursive: true });
if (scale === 1) {
  for (const [name, bytes] of sampleFiles()) {
    // The truths stand beside the generator, apart from the data.
    const path =
      name.toLowerCase().startsWith("truths") && values.out === undefined
        ? join(import.meta.dirname, name)
        : join(out, name);
    writeFileSync(path, bytes);
    process.stderr.write(`${path} ${bytes.length} bytes\n`);
  }
} else await writeScaledCity(out, scale, values.xml ? "xml" : "pbf", (message) => process.stderr.write(`${message}\n`));
