/** A generated city with 100,000 outlets, as a server shows it: streets and houses, homes, communities, all counted. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "../../test/browser/support/server.ts";
import type { RunningServer } from "../../test/browser/support/server.ts";

const root = join(import.meta.dirname, "../../..");
const districts = 164;
/** Of its homes, one in so many is counted: they decide nothing about how the map moves. */
const homesLeftOut = 10;

export const denseCity = { id: "dense", outlets: 100_000, middle: [118.05, 38.75] } as const;

const folder = join(root, `.bench/moving-${denseCity.outlets}`);

/** Starts a server on a copy of the city, which is made where it is missing: that takes some minutes. */
export async function serveDenseCity(): Promise<RunningServer> {
  if (!existsSync(folder)) make();
  return startServer({
    prepare: (environment) => cpSync(folder, environment.QUARTERHOUR_DATA!, { recursive: true }),
  });
}

function run(words: string[], environment: NodeJS.ProcessEnv = process.env): void {
  const { status } = spawnSync(process.execPath, words, {
    cwd: root,
    env: environment,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`the city could not be made: ${words.join(" ")} ended with ${status}`);
}

function make(): void {
  const maker = new URL("../../../isochrones/bench/metropolis.ts", import.meta.url).href;
  const script = `const { metropolis } = await import(${JSON.stringify(maker)}); await metropolis({ districts: ${districts} });`;
  run(["--input-type=module", "-e", script]);
  const from = join(root, `.bench/metropolis-${districts}`);
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(join(unfinished, "outlets.csv"), manyOutlets(readFileSync(join(from, "outlets.csv"), "utf8")));
  const homes = readFileSync(join(from, "residences.csv"), "utf8").split("\n");
  writeFileSync(join(unfinished, "residences.csv"), homes.filter((_, i) => i % homesLeftOut === 0).join("\n"));
  const { DATABASE_URL: _database, ...outer } = process.env;
  const environment = { ...outer, QUARTERHOUR_DATA: unfinished };
  const cli = join(root, "services/src/cli/main.ts");
  run([cli, "city", "add", denseCity.id, "--osm", join(from, "city.osm.pbf"), "--name-zh", "密网点市"], environment);
  for (const [what, file] of [
    ["boundaries", join(from, "boundaries.geojson")],
    ["residences", join(unfinished, "residences.csv")],
    ["outlets", join(unfinished, "outlets.csv")],
  ]) {
    run([cli, "import", what, file, "--city", denseCity.id, "--crs", "wgs84"], environment);
  }
  renameSync(unfinished, folder);
}

/** The city's outlets several times over, each again under a name of its own some hundred metres away. */
function manyOutlets(table: string): string {
  const [head, ...rows] = table.trimEnd().split(/\r?\n/);
  const columns = head.replace("\ufeff", "").split(",");
  const [name, lng, lat] = ["网点名称", "经度", "纬度"].map((title) => columns.indexOf(title));
  // Which repeat: the same numbers at every run.
  const scattered = (number: number) => ((number * 7919) % 1009) / 1009 - 0.5;
  const plain = rows.map((row) => row.split(",")).filter((cells) => cells.length === columns.length);
  const lines = Array.from({ length: denseCity.outlets }, (_, i) => {
    const round = Math.floor(i / plain.length);
    const cells = [...plain[i % plain.length]];
    if (round > 0) {
      cells[0] += `-${round}`;
      cells[name] = `铺${((i * 7919) % 1_000_003).toString(36)}`;
      cells[lng] = (Number(cells[lng]) + scattered(i) * 0.004).toFixed(7);
      cells[lat] = (Number(cells[lat]) + scattered(i + 31) * 0.003).toFixed(7);
    }
    return cells.join(",");
  });
  return [head, ...lines].join("\n");
}
