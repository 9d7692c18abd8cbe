/** PostgreSQL goes away under an API that serves, and comes back: through a line that can be cut. */
import type { FastifyInstance } from "fastify";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { addSampleCity } from "../../src/cli/sample.ts";
import { openStore } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import { startPostgres } from "../postgres.ts";
import type { TestPostgres } from "../postgres.ts";

/** A TCP port in front of the server; cut, whoever is connected is thrown out and nobody gets in. */
class Line {
  readonly #target: { path: string } | { host: string; port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;

  constructor(databaseUrl: string) {
    const url = new URL(databaseUrl.replace("@/", "@localhost/"));
    const folder = url.searchParams.get("host");
    const port = Number(url.port || 5432);
    this.#target = folder ? { path: join(folder, `.s.PGSQL.${port}`) } : { host: url.hostname, port };
  }

  /** At the same port each time. */
  async open(): Promise<number> {
    const server = createServer((near) => {
      const far = connect(this.#target);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ]) {
        this.#sockets.add(socket);
        socket.pipe(other);
        socket.on("error", () => other.destroy()).on("close", () => void this.#sockets.delete(socket));
      }
    });
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    return this.#port;
  }

  async cut(): Promise<void> {
    const closed = once(this.#server!, "close");
    this.#server!.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

let postgres: TestPostgres;
let line: Line;
let store: Store;
let app: FastifyInstance;
const urls = [
  "/api/cities",
  "/api/cities/sample",
  "/api/cities/sample/outlets?limit=5",
  "/api/cities/sample/residences?limit=5",
  "/api/cities/sample/circles",
  "/api/cities/sample/coverage",
  "/api/cities/sample/gaps?category=pharmacy",
  "/api/cities/sample/routes?from=118.05,38.75&to=118.052,38.751",
  "/tiles/sample/outlets/14/13564/6276.mvt",
  "/ogc/collections/outlets/items?limit=5",
];

beforeAll(async () => {
  postgres = await startPostgres();
  line = new Line(postgres.url);
  const port = await line.open();
  const { pathname, username } = new URL(postgres.url.replace("@/", "@localhost/"));
  store = await openStore({
    databaseUrl: `postgres://${username}@127.0.0.1:${port}${pathname}`,
    dataFolder: "unused",
  });
  await addSampleCity(store, () => {});
  app = await buildApp({ store, webFolder: "/nowhere" });
}, 180_000);

afterAll(async () => {
  await app?.close();
  await store?.close();
  await line?.cut();
  await postgres?.stop();
});

it("each question gets a 503 that says when to come back, and its answer once the database is there again", async () => {
  const asked = async () => await Promise.all(urls.map(async (url) => ({ url, answer: await app.inject(url) })));
  for (const { url, answer } of await asked()) expect([url, answer.statusCode]).toEqual([url, 200]);
  let unavailable = 0;
  for (let outage = 0; outage < 3; outage++) {
    await line.cut();
    // what was looked up a moment ago is taken as it is for 0.2 s
    await expect.poll(async () => (await app.inject(urls[1])).statusCode, { timeout: 20_000 }).toBe(503);
    for (const { url, answer } of await asked()) {
      expect([url, answer.statusCode, answer.headers["content-type"]]).toEqual([
        url,
        503,
        "application/problem+json; charset=utf-8",
      ]);
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
      expect(answer.body).not.toMatch(/ECONN|127\.0\.0\.1|node_modules|\n\s+at /);
      unavailable++;
    }
    expect((await app.inject("/api/health")).statusCode).toBe(200);
    expect((await app.inject("/api/ready")).statusCode).toBe(503);
    await line.open();
    await expect.poll(async () => (await app.inject("/api/ready")).statusCode, { timeout: 20_000 }).toBe(200);
    for (const { url, answer } of await asked()) expect([url, answer.statusCode]).toEqual([url, 200]);
  }
  console.log(
    `${unavailable} questions while the database was gone, in 3 outages: 503 with Retry-After each; all answered after`,
  );
}, 240_000);
