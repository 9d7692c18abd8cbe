/** A city of many districts for benchmarks, written as it is drawn: memory does not grow with their number. */
import { createReadStream, createWriteStream, rmSync, writeFileSync, type WriteStream } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { finished, pipeline } from "node:stream/promises";
import { Worker } from "node:worker_threads";
import { createGzip } from "node:zlib";
import { type Box, toLngLat } from "./geometry.ts";
import { placementOf } from "./metropolis/district.ts";
import { Layout } from "./metropolis/layout.ts";
import { type DistrictParts, partNames } from "./metropolis/parts.ts";
import { districtMeters } from "./metropolis/lattice.ts";
import { pbfHeader } from "../src/osm-pbf.ts";
import { outletsCsv, residencesCsv } from "./tables.ts";
import { osmHead, osmTail } from "./write.ts";

/** A district is put aside until those before it are written; no more than so many wait. */
const waitingAtMost = 8;

/** Districts in their order, drawn by several threads. */
async function* drawn(districts: number, form: "pbf" | "xml"): AsyncGenerator<DistrictParts> {
  const threads = Math.min(availableParallelism(), 4, districts);
  const done = new Map<number, DistrictParts>();
  let wake = () => {};
  let failed: unknown = null;
  let next = 0;
  let written = 0;
  const idle: Worker[] = [];
  const give = () => {
    while (idle.length > 0 && next < districts && next < written + waitingAtMost) idle.pop()!.postMessage(next++);
  };
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL("./metropolis/thread.ts", import.meta.url), { workerData: { districts, form } });
    worker.on("message", (parts: DistrictParts) => {
      done.set(parts.index, parts);
      idle.push(worker);
      give();
      wake();
    });
    worker.on("error", (error) => {
      failed = error;
      wake();
    });
    idle.push(worker);
    return worker;
  });
  try {
    give();
    while (written < districts) {
      const parts = done.get(written);
      if (failed) throw failed;
      if (parts) {
        done.delete(written++);
        give();
        yield parts;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/**
 * Writes `city.osm.pbf` (`city.osm.gz` where XML is asked for), `outlets.csv`, `residences.csv`, `boundaries.geojson`,
 * and `city.json`, which says how large the city is.
 */
export async function writeScaledCity(
  folder: string,
  districts: number,
  form: "pbf" | "xml",
  onProgress: (message: string) => void,
): Promise<void> {
  const layout = new Layout(districts);
  const placement = placementOf(layout);
  const files: Record<(typeof partNames)[number], string> = {
    nodes: "nodes.part",
    ways: "ways.part",
    relations: "relations.part",
    residences: "residences.csv",
    outlets: "outlets.csv",
    areas: "boundaries.geojson",
  };
  const open = (name: (typeof partNames)[number]): WriteStream => createWriteStream(join(folder, files[name]));
  const streams = Object.fromEntries(partNames.map((name) => [name, open(name)])) as Record<string, WriteStream>;
  const write = async (stream: WriteStream, bytes: string | Uint8Array): Promise<void> => {
    if (!stream.write(bytes)) await new Promise<void>((resolve) => stream.once("drain", resolve));
  };
  await write(streams.residences, residencesCsv([], placement));
  await write(streams.outlets, outletsCsv([], placement));
  await write(streams.areas, '{"type":"FeatureCollection","note":"示例数据，纯属虚构","features":[\n');
  const counts = { nodes: 0, ways: 0, residences: 0, households: 0, people: 0, outlets: 0 };
  for await (const parts of drawn(districts, form)) {
    if (parts.index > 0) await write(streams.areas, ",\n");
    for (const name of partNames) await write(streams[name], parts.bytes[name]);
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += parts.counts[name];
    if (parts.index % 32 === 31 || parts.index === districts - 1)
      onProgress(
        `${parts.index + 1} of ${districts} districts, ${counts.residences} residences, ${counts.nodes} nodes`,
      );
  }
  await write(streams.areas, "\n]}\n");
  for (const name of partNames) {
    streams[name].end();
    await finished(streams[name]);
  }
  const head = boxOf(layout, layout.rows, 400);
  const mapParts = (["nodes", "ways", "relations"] as const).map((name) => join(folder, files[name]));
  const all = async function* () {
    yield form === "pbf" ? pbfHeader(head, "quarterhour sample city; 示例数据，纯属虚构") : `${osmHead(head)}\n`;
    for (const part of mapParts) yield* createReadStream(part);
    if (form === "xml") yield osmTail;
  };
  if (form === "pbf") await pipeline(all, createWriteStream(join(folder, "city.osm.pbf")));
  else await pipeline(all, createGzip({ level: 6 }), createWriteStream(join(folder, "city.osm.gz")));
  for (const part of mapParts) rmSync(part);
  // The last row may not be full; figures by area belong to the rows that are, less a rim.
  const { west, south, east, north } = boxOf(layout, Math.floor(districts / layout.columns), -500);
  const about = { districts, columns: layout.columns, fullBox: [west, south, east, north], ...counts };
  writeFileSync(join(folder, "city.json"), `${JSON.stringify(about, null, 1)}\n`);
}

/** Box around the first rows of districts, in degrees, larger by some metres. */
function boxOf(layout: Layout, rows: number, more: number): Box {
  const flat = { ...placementOf(layout), bend: undefined };
  const [west, south] = toLngLat([-more, -more], flat);
  const [east, north] = toLngLat([layout.columns * districtMeters + more, rows * districtMeters + more], flat);
  return { west, south, east, north };
}
