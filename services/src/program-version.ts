/** Which program this is, so that what another version worked out is never taken for its own. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** What decides answers: code, and tables of the field. */
const DECIDES = /\.(ts|json)$/;
const LETTERS = 10;

/** Source of this package, of the walking engine, and the tables; the sample city is data like any other city's. */
function decidingFiles(): { name: string; file: string }[] {
  const sourceOf = (name: string): string => dirname(fileURLToPath(import.meta.resolve(name)));
  const data = dirname(sourceOf("@quarterhour/data"));
  const folders = [
    import.meta.dirname,
    sourceOf("@quarterhour/isochrones"),
    ...["src", "scoring", "forms"].map((folder) => join(data, folder)),
  ];
  const below = folders.flatMap((folder, i) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => ({
      name: `${i}/${path.split(sep).join("/")}`,
      file: join(folder, path),
    })),
  );
  const beside = readdirSync(data).map((path) => ({ name: path, file: join(data, path) }));
  return [...below, ...beside].filter(({ file }) => DECIDES.test(file));
}

let known: string | null = null;

/**
 * Letters that differ wherever the code or the tables do, on whatever machine: nobody has to remember to count a number
 * up when a change makes other answers. Read from the files once, some 20 ms.
 */
export function programVersion(): string {
  if (known !== null) return known;
  const hash = createHash("sha256");
  for (const { name, file } of decidingFiles().sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const bytes = readFileSync(file);
    hash.update(`${name} ${bytes.byteLength}\n`).update(bytes);
  }
  return (known = hash.digest("hex").slice(0, LETTERS));
}
