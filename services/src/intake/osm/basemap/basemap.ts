/** The basemap of a city: everything a map shows beneath outlets and homes, made from the same OSM file. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createGzip } from "node:zlib";
import type { Feature } from "geojson";
import type { OsmMap } from "../map.ts";
import { building, landuse, water } from "./ground.ts";
import type { BasemapLayer } from "./layers.ts";
import { basemapLayers } from "./layers.ts";
import { barrier, rail, way } from "./lines.ts";
import { crossing, gate, label } from "./points.ts";

const makers: Record<BasemapLayer, (map: OsmMap) => Iterable<Feature>> = {
  landuse,
  water,
  building,
  barrier,
  way,
  rail,
  gate,
  label,
  crossing,
};

/**
 * Gzipped JSON `{[layer]: FeatureCollection}` and a version made of its content: the same map gives the same bytes.
 * Written feature by feature, since a large city's text would not fit one string.
 */
export async function basemapArtifact(map: OsmMap): Promise<{ bytes: Uint8Array; version: string }> {
  const gzip = createGzip({ level: 6 });
  const chunks: Buffer[] = [];
  gzip.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = once(gzip, "end");
  const hash = createHash("sha256");
  const write = async (text: string) => {
    hash.update(text);
    if (!gzip.write(text)) await once(gzip, "drain");
  };
  for (const [index, layer] of basemapLayers.entries()) {
    await write(`${index === 0 ? "{" : ","}"${layer}":{"type":"FeatureCollection","features":[`);
    let batch: string[] = [];
    let first = true;
    const flush = async () => {
      if (batch.length === 0) return;
      await write((first ? "" : ",") + batch.join(","));
      first = false;
      batch = [];
    };
    for (const made of makers[layer](map)) {
      batch.push(JSON.stringify(made));
      if (batch.length === 1000) await flush();
    }
    await flush();
    await write("]}");
  }
  await write("}");
  gzip.end();
  await ended;
  return { bytes: Buffer.concat(chunks), version: hash.digest("hex").slice(0, 16) };
}
