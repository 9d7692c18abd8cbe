/** Who may show the pages in a frame, and what everybody may know of an outlet's past. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { DocumentedApp } from "./documented.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

let server: TinyServer;
let webFolder: string;

beforeAll(async () => {
  server = await startTinyServer();
  webFolder = mkdtempSync(join(tmpdir(), "quarterhour-embed-"));
  writeFileSync(join(webFolder, "index.html"), "<!doctype html>");
});

afterAll(async () => {
  await server?.close();
  rmSync(webFolder, { recursive: true, force: true });
});

/** Of each page, who may frame it. */
async function ancestors(embedOrigins: string[] | undefined, paths: string[]): Promise<string[]> {
  const app = await buildApp({ store: server.store, webFolder, ...(embedOrigins && { embedOrigins }) });
  try {
    return await Promise.all(
      paths.map(async (path) => {
        const answer = await app.inject(path);
        expect(answer.statusCode, path).toBe(200);
        return /frame-ancestors ([^;]*)/.exec(String(answer.headers["content-security-policy"]))![1];
      }),
    );
  } finally {
    await app.close();
  }
}

describe("frames", () => {
  it("show nothing to other sites unless they are named", async () => {
    expect(await ancestors(undefined, ["/", "/embed"])).toEqual(["'self'", "'self'"]);
  });

  it("show those named the one page made for it, and nothing else", async () => {
    const paths = ["/embed?map=repair", "/embed/", "/", "/repair", "/planning", "/?path=/embed", "/api/cities"];
    const own = "'self'";
    const theirs = "'self' https://www.example.gov.cn";
    expect(await ancestors(["https://www.example.gov.cn"], paths)).toEqual([theirs, theirs, own, own, own, own, own]);
  });
});

describe("an outlet's past", () => {
  it("is told without who wrote it down", async () => {
    const app = await DocumentedApp.of(server.app);
    const { items } = (await app.ask(200, "/api/cities/tiny/outlets")).json<{ items: { id: string }[] }>();
    const told = (await app.ask(200, `/api/cities/tiny/outlets/${items[0].id}/timeline`)).json<{ items: object[] }>();
    expect(told.items.length).toBeGreaterThan(0);
    expect(Object.keys(told.items[0])).toEqual(["on", "writtenOn", "change", "fields", "formerName"]);
    await app.ask(404, "/api/cities/tiny/outlets/o_999999/timeline");
  });
});
