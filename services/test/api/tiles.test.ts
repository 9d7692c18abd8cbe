/** Tiles of outlets, homes and the basemap. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { gunzipSync } from "node:zlib";
import { programVersion } from "../../src/program-version.ts";
import { DocumentedApp } from "./documented.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

let server: TinyServer;
let app: DocumentedApp;

beforeAll(async () => {
  server = await startTinyServer("empty", { embedded: true });
  app = await DocumentedApp.of(server.app);
});

afterAll(() => server?.close());

const get = async <T>(url: string): Promise<T> => (await app.ask(200, url)).json<T>();

describe("tiles", () => {
  const tileOf = (lng: number, lat: number, z: number) => {
    const x = Math.floor(((lng + 180) / 360) * 2 ** z);
    const phi = (lat * Math.PI) / 180;
    return [z, x, Math.floor(((1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2) * 2 ** z)].join("/");
  };

  it("hold the outlets with what the map draws them by", async () => {
    const response = await app.ask(200, `/tiles/tiny/outlets/${tileOf(118.052, 38.75, 14)}.mvt`);
    const { outlets } = new VectorTile(new PbfReader(response.rawPayload)).layers;
    const properties = Array.from({ length: outlets.length }, (_, i) => outlets.feature(i).properties);
    expect(properties.find(({ name }) => name === "老王修鞋")).toMatchObject({
      category: "small-repair",
      categories: "small-repair",
      kinds: "shoe",
      tier: "basic",
      status: "open",
    });
    expect(outlets.extent).toBe(4096);
  });

  it("hold the basemap, with more in them the closer one looks", async () => {
    const at = async (z: number) => {
      const response = await app.ask(200, `/tiles/tiny/basemap/${tileOf(118.045, 38.7495, z)}.mvt`);
      return Object.keys(new VectorTile(new PbfReader(response.rawPayload)).layers);
    };
    expect(await at(10)).not.toContain("way");
    expect(await at(14)).toContain("way");
  });

  it("are packed where the browser takes it, and not sent again unchanged", async () => {
    const url = `/tiles/tiny/residences/${tileOf(118.046, 38.75, 16)}.mvt`;
    const headers = { "accept-encoding": "gzip, br" };
    const packed = await app.ask(200, { url, headers });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(new VectorTile(new PbfReader(gunzipSync(packed.rawPayload))).layers.residences.length).toBe(1);
    const etag = String(packed.headers.etag);
    const again = await app.ask(304, { url, headers: { ...headers, "if-none-match": etag } });
    expect(again.rawPayload).toHaveLength(0);
    // A browser that does not unpack must not be told that it has the packed one.
    await app.ask(200, { url, headers: { "if-none-match": etag } });
    // Nor is that of the program before an upgrade still the one.
    const ofBefore = etag.replace(programVersion(), "0123456789");
    expect(ofBefore).not.toBe(etag);
    await app.ask(200, { url, headers: { ...headers, "if-none-match": ofBefore } });
  });

  it("are empty answers where nothing lies", async () => {
    const far = await app.ask(204, "/tiles/tiny/outlets/14/1/1.mvt");
    const high = await app.ask(204, "/tiles/tiny/basemap/3/1/1.mvt");
    expect([far.rawPayload.length, high.rawPayload.length]).toEqual([0, 0]);
  });

  it("are described by a TileJSON whose tiles may be kept for good", async () => {
    const json = await get<{ tiles: string[]; bounds: number[]; vector_layers: { id: string }[] }>(
      "/tiles/tiny/outlets.json",
    );
    expect(json.vector_layers.map(({ id }) => id)).toEqual(["outlets"]);
    const url = new URL(json.tiles[0].replace("{z}/{x}/{y}", tileOf(118.052, 38.75, 14)));
    const tile = await app.ask(200, url.pathname + url.search);
    expect(tile.headers["cache-control"]).toContain("immutable");
  });
});
