import { afterAll, beforeAll, expect, it } from "vitest";
import { DocumentedApp } from "./documented.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

let server: TinyServer;
let app: DocumentedApp;

beforeAll(async () => {
  server = await startTinyServer();
  app = await DocumentedApp.of(server.app);
});

afterAll(() => server.close());

interface Distribution {
  "@id": string;
  "dcat:mediaType": { "@id": string };
  "dct:rights": object;
}

it("describes the city with everything that can be had of it, each of which is there in the form it says", async () => {
  const answer = await app.ask(200, "/api/cities/tiny/dataset.jsonld");
  const dataset = answer.json<{ "dcat:distribution": Distribution[] }>();
  expect(dataset).toMatchObject({ "@type": "dcat:Dataset", "dct:identifier": "tiny" });
  expect(dataset["dcat:distribution"].length).toBeGreaterThan(5);
  for (const distribution of dataset["dcat:distribution"]) {
    const url = new URL(distribution["@id"]);
    const there = await server.app.inject(url.pathname);
    expect([url.pathname, there.statusCode]).toEqual([url.pathname, 200]);
    expect(distribution["dct:rights"]).toMatchObject({ "@type": "dct:RightsStatement" });
    if (!/\.(csv|geojson)$/.test(url.pathname)) continue;
    const media = distribution["dcat:mediaType"]["@id"].split("/media-types/")[1];
    expect(String(there.headers["content-type"])).toContain(media);
  }
  await app.ask(404, "/api/cities/atlantis/dataset.jsonld");
});

it("has TileJSON whose tiles are there", async () => {
  for (const layer of ["basemap", "outlets", "residences"]) {
    const { tilejson, tiles, bounds, minzoom } = (await app.ask(200, `/tiles/tiny/${layer}.json`)).json();
    expect(tilejson).toBe("3.0.0");
    const n = 2 ** minzoom;
    const x = Math.floor(((bounds[0] + bounds[2] + 360) / 720) * n);
    const latitude = (((bounds[1] + bounds[3]) / 2) * Math.PI) / 180;
    const y = Math.floor(((1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2) * n);
    const { pathname, search } = new URL(tiles[0].replace("{z}", minzoom).replace("{x}", x).replace("{y}", y));
    expect([layer, (await server.app.inject(pathname + search)).statusCode]).toEqual([layer, 200]);
  }
});
