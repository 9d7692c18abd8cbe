/** Cities with circles behind an app, for tests of documents. */
import type { FastifyInstance } from "fastify";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "../../src/api/app.ts";
import { addCity } from "../../src/intake/index.ts";
import type { Store } from "../../src/store/index.ts";
import { openAnyStore } from "../stores.ts";
import type { Contents } from "../prepared-stores.ts";

export interface Cities {
  app: FastifyInstance;
  store: Store;
  stop(): Promise<void>;
}

async function citiesIn(contents: Contents, fill: (store: Store) => Promise<void>): Promise<Cities> {
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-reports-"));
  const store = await openAnyStore(folder, contents);
  await fill(store);
  const app = await buildApp({ store, dataFolder: folder, webFolder: "/nowhere", compute: { threads: 1 } });
  return {
    app,
    store,
    stop: async () => {
      await app.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function sampleCity(): Promise<Cities> {
  return citiesIn("sample", async () => {});
}

/** Cities out of maps, each with a circle around its middle. */
export function citiesOfMaps(maps: readonly { city: string; osmFile: string; circleName: string }[]): Promise<Cities> {
  return citiesIn("empty", async (store) => {
    for (const { city, osmFile, circleName } of maps) await addWithCircle(store, city, osmFile, circleName);
  });
}

async function addWithCircle(store: Store, city: string, osmFile: string, circleName: string): Promise<void> {
  await addCity(store, { id: city, osmFile }, () => {});
  const [west, south, east, north] = (await store.getCity(city))!.bbox;
  const at = (x: number, y: number): [number, number] => [west + (east - west) * x, south + (north - south) * y];
  const ring = [at(0.25, 0.2), at(0.75, 0.2), at(0.75, 0.75), at(0.5, 0.85), at(0.25, 0.85), at(0.25, 0.2)];
  const draft = {
    name: circleName,
    kind: "15min" as const,
    boundary: { type: "Polygon" as const, coordinates: [ring] },
    details: null,
    requiredBasic: null,
    note: null,
  };
  await store.addCircles(city, [draft], "cli");
}

/** The bytes of an answer that must be one; the path is what follows /api/cities/. */
export async function fetched(app: FastifyInstance, path: string): Promise<Buffer> {
  const answer = await app.inject(`/api/cities/${path}`);
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body.slice(0, 500)}`);
  return answer.rawPayload;
}
