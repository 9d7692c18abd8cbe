import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { pbfHeader, pbfNodes, pbfRelations, pbfWays } from "@quarterhour/data/osm-pbf";
import type { PbfNode, PbfRelation, PbfWay } from "@quarterhour/data/osm-pbf";
import { readOsm, type BoundingBox } from "../src/index.ts";

/** The map as .osm.pbf: the file itself, or what it says written again into the folder. Whole maps are held in memory. */
export async function asPbf(osm: string, folder: string): Promise<string> {
  if (osm.endsWith(".pbf")) return osm;
  const nodes: PbfNode[] = [];
  const ways: PbfWay[] = [];
  const relations: PbfRelation[] = [];
  const { bbox } = await readOsm(osm, {
    node: (id, lng, lat, tags) => void nodes.push({ id, lngLat: [lng, lat], tags }),
    way: (id, refs, tags) => void ways.push({ id, refs: Array.from(refs), tags: tags ?? {} }),
    relation: (id, members, tags) => void relations.push({ id, members: [...members], tags: tags ?? {} }),
  });
  const [west, south, east, north] = bbox ?? boxAround(nodes);
  const file = join(folder, "map.osm.pbf");
  const out = createWriteStream(file);
  const header = pbfHeader({ west, south, east, north }, "quarterhour bench");
  // readers want ids in ascending order
  for (const rows of [nodes, ways, relations]) rows.sort((one, other) => one.id - other.id);
  for (const blob of [header, ...pbfNodes(nodes), ...pbfWays(ways), ...pbfRelations(relations)]) out.write(blob);
  out.end();
  await finished(out);
  return file;
}

function boxAround(nodes: PbfNode[]): BoundingBox {
  const box: BoundingBox = [180, 90, -180, -90];
  for (const { lngLat } of nodes) {
    box[0] = Math.min(box[0], lngLat[0]);
    box[1] = Math.min(box[1], lngLat[1]);
    box[2] = Math.max(box[2], lngLat[0]);
    box[3] = Math.max(box[3], lngLat[1]);
  }
  return box;
}
