import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Actor, getConfig } from "@valhallajs/valhallajs";
import type { MultiPolygon, Position } from "../src/index.ts";

const CLI = fileURLToPath(new URL("node_modules/@valhallajs/valhallajs/bin/valhalla-cli.js", import.meta.url));

/** Valhalla over the same map, in this process. */
export interface Peer {
  /** The answer as it comes: GeoJSON text. */
  isochrones(origin: Position, minutes: number[]): Promise<string>;
  rings(origin: Position, minutes: number[]): Promise<{ minutes: number; geometry: MultiPolygon }[]>;
  close(): Promise<void>;
}

/** Builds Valhalla's tiles of an .osm.pbf file into a temporary folder, which `close` removes. */
export async function openValhalla(pbf: string): Promise<Peer> {
  const folder = await mkdtemp(join(tmpdir(), "valhalla-"));
  const config = await getConfig({ tileDir: join(folder, "tiles"), tileExtract: join(folder, "tiles.tar") });
  await writeFile(join(folder, "config.json"), JSON.stringify(config));
  await promisify(execFile)(process.execPath, [CLI, "build_tiles", "-c", join(folder, "config.json"), resolve(pbf)], {
    // it leaves notes where it stands
    cwd: folder,
    maxBuffer: 1 << 28,
  });
  const actor = new Actor(config);
  const isochrones = (origin: Position, minutes: number[]): Promise<string> =>
    actor.isochrone(
      JSON.stringify({
        locations: [{ lon: origin[0], lat: origin[1] }],
        costing: "pedestrian",
        costing_options: { pedestrian: { walking_speed: 5 } },
        contours: minutes.map((time) => ({ time })),
        polygons: true,
        denoise: 0,
        generalize: 0,
      }),
    );
  return {
    isochrones,
    async rings(origin, minutes) {
      const answer = JSON.parse(await isochrones(origin, minutes)) as {
        features: { properties: { contour: number }; geometry: { type: string; coordinates: unknown } }[];
      };
      return answer.features.map(({ properties, geometry }) => ({
        minutes: properties.contour,
        geometry: {
          type: "MultiPolygon",
          coordinates: (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) as Position[][][],
        },
      }));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
