import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { tiandituOf } from "../../src/api/tianditu.ts";
import type { Store } from "../../src/store/index.ts";
import { DocumentedApp } from "./documented.ts";
import { openAnyStore } from "../stores.ts";

let store: Store;
const folder = mkdtempSync(join(tmpdir(), "quarterhour-basemaps-"));

beforeAll(async () => {
  store = await openAnyStore(folder);
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function answerWith(settings: Parameters<typeof tiandituOf>[0]) {
  const app = await buildApp({ store, webFolder: "/nowhere", tianditu: tiandituOf(settings) });
  try {
    const documented = await DocumentedApp.of(app);
    const answer = await documented.ask(200, "/api/basemaps");
    return { items: answer.json().items, policy: String(answer.headers["content-security-policy"]) };
  } finally {
    await app.close();
  }
}

const reviewNumber = "津S（2026）001号";
const nothing = { key: undefined, origins: undefined, reviewNumber: undefined };

test("without a key nothing is offered, and browsers may ask no other host", async () => {
  const { items, policy } = await answerWith({ ...nothing, origins: ["https://tiles.example.gov.cn"] });
  expect(items).toEqual([]);
  expect(policy).toContain("connect-src 'self';");
  expect(policy).not.toContain("http");
});

test("with one, 天地图's own servers are named, and browsers may ask them and no others", async () => {
  const { items, policy } = await answerWith({ ...nothing, key: "a key", reviewNumber });
  expect(items).toHaveLength(1);
  const [{ ground, attribution, maxZoom }] = items;
  expect(maxZoom).toBe(18);
  expect(ground).toHaveLength(8);
  expect(ground[3]).toBe(
    "https://t3.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=a%20key",
  );
  expect(attribution).toBe(`天地图 · 审图号：${reviewNumber}`);
  const hosts = new Set(policy.match(/https?:[^\s;]+/g));
  expect([...hosts]).toEqual(Array.from({ length: 8 }, (_, server) => `https://t${server}.tianditu.gov.cn`));
});

test("a key alone is not enough: which 审图号 is to be shown, only the operator knows", () => {
  expect(() => tiandituOf({ ...nothing, key: "a key" })).toThrow("should be the 审图号 at the foot of");
});

test("servers can be others", async () => {
  const { items, policy } = await answerWith({
    key: "k",
    origins: ["https://tiles.example.gov.cn"],
    reviewNumber,
  });
  expect(items[0].labelsZh).toEqual([expect.stringContaining("https://tiles.example.gov.cn/cva_w/wmts?")]);
  expect(policy).toContain("connect-src 'self' https://tiles.example.gov.cn;");
});
