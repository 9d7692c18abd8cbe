/** How much work one question may ask for: each bound is told at its field, before any of the work. */
import type { FastifyInstance } from "fastify";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { addCity } from "../../src/intake/index.ts";
import type { Store } from "../../src/store/index.ts";
import { openTestStore } from "../stores.ts";

/** Streets from west to east and from south to north, so many of each: a network of `side` × `side` crossings. */
const side = 130;

function gridOsm(): string {
  const at = (i: number) => (i * 0.0004).toFixed(4);
  const numbers = Array.from({ length: side }, (_, i) => i);
  const nodes = numbers.flatMap((y) =>
    numbers.map((x) => `<node id="${y * side + x + 1}" lat="${38 + Number(at(y))}" lon="${118 + Number(at(x))}"/>`),
  );
  const way = (id: number, refs: number[]) =>
    `<way id="${id}">${refs.map((ref) => `<nd ref="${ref}"/>`).join("")}<tag k="highway" v="residential"/></way>`;
  const ways = numbers.flatMap((i) => [
    way(
      2 * i + 1,
      numbers.map((j) => i * side + j + 1),
    ),
    way(
      2 * i + 2,
      numbers.map((j) => j * side + i + 1),
    ),
  ]);
  return `<osm version="0.6">${nodes.join("")}${ways.join("")}</osm>`;
}

let folder: string;
let store: Store;
let app: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-bounds-"));
  store = await openTestStore({ dataFolder: folder });
  const osmFile = join(folder, "grid.osm");
  await writeFile(osmFile, gridOsm());
  await addCity(store, { id: "grid", osmFile, nameZh: "方格城", nameEn: "Grid", fictional: true });
  app = await buildApp({ store, webFolder: "/nowhere" });
});

afterAll(async () => {
  await app?.close();
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

const places = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [118.001 + (i % 100) * 0.0004, 38.01]);

async function ask(method: "GET" | "POST", url: string, payload?: object) {
  const answer = await app.inject({ method, url: `/api/cities/grid/${url}`, ...(payload && { payload }) });
  const { detail = "", errors = [] } = answer.json<{
    detail?: string;
    errors?: { field: string; message: string }[];
  }>();
  return { status: answer.statusCode, detail, fields: errors.map(({ field }) => field), errors };
}

test("a matrix begins at as many places as the network's size allows, and says how many those are", async () => {
  const { status, fields, detail } = await ask("POST", "matrix", { from: places(10_000), to: places(2) });
  expect([status, fields]).toEqual([400, ["from"]]);
  const [, most] = /^10000 places to begin at are too many for a network of this size; at most (\d+) at once/.exec(
    detail,
  )!;
  // a hundred million vertices, all rows together
  expect(Number(most) * side * side).toBeLessThanOrEqual(100_000_000);
  expect((Number(most) + 1) * side * side).toBeGreaterThan(95_000_000);
  const few = await app.inject({
    method: "POST",
    url: "/api/cities/grid/matrix",
    payload: { from: places(40), to: places(3) },
  });
  expect([few.statusCode, few.json<{ seconds: number[][] }>().seconds.length]).toEqual([200, 40]);
  expect(await ask("POST", "matrix", { from: places(501), to: places(500) })).toMatchObject({
    status: 400,
    fields: ["to"],
    detail: "501 × 500 pairs are too many; at most 250000",
  });
});

test.each([
  ["POST", "isochrones", { origin: [118.02, 38.02], minutes: [61] }, "minutes[0]"],
  ["POST", "isochrones", { origin: [118.02, 38.02], minutes: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, "minutes"],
  ["POST", "isochrones", { origin: [118.02, 38.02], speedKmh: 16 }, "speedKmh"],
  ["POST", "matrix", { from: places(10_001), to: places(1) }, "from"],
  ["GET", "outlets?near=118.02,38.02&minutes=121", undefined, "minutes"],
  ["GET", "outlets?limit=1001", undefined, "limit"],
  ["GET", "gaps?category=pharmacy&minutes=31", undefined, "minutes"],
  ["GET", "coverage?level=cell&resolution=12&category=pharmacy", undefined, "resolution"],
  ["GET", "coverage?level=cell&category=pharmacy,bank,laundry,parcel,hair,express", undefined, "category"],
  ["GET", "coverage/trend?category=pharmacy&months=61", undefined, "months"],
  [
    "POST",
    "circles/measure",
    {
      boundary: {
        type: "Polygon",
        coordinates: [
          Array.from({ length: 5001 }, (_, i) => [118.02 + Math.cos(i / 800) / 100, 38.02 + Math.sin(i / 800) / 100]),
        ],
      },
    },
    "boundary",
  ],
] as const)("%s %s beyond its bound is refused at the field", async (method, url, body, field) => {
  const { status, fields, errors } = await ask(method, url, body);
  expect([status, fields]).toEqual([400, [field]]);
  expect(errors[0].message).not.toBe("");
});

test("a body of more than two megabytes is refused, whatever it asks", async () => {
  const payload = `{"from":[${"[118.02,38.02],".repeat(200_000)}[118.02,38.02]],"to":[[118.02,38.02]]}`;
  const answer = await app.inject({
    method: "POST",
    url: "/api/cities/grid/matrix",
    headers: { "content-type": "application/json" },
    payload,
  });
  expect(answer.statusCode).toBe(413);
  expect(answer.json()).toMatchObject({ status: 413, detail: "The body of a request may have 2 MB. Ask in parts" });
});
