/** 天地图 under our maps: only where the operator has a key, and only while a person wants it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, mapAtRest, pixelShare, soon, visit } from "../support/browser.ts";
import { startServer } from "../support/server.ts";
import type { RunningServer } from "../support/server.ts";
import { startTileServer } from "../support/tianditu.ts";
import type { TileServer } from "../support/tianditu.ts";
import type { World } from "../support/world.ts";

const key = "0123456789abcdef0123456789abcdef";
const middle = { x: 700, y: 300, width: 400, height: 300 };
const isMagenta = "r > 180 && b > 180 && g < 120";
const button = "用天地图作底图";

export function tiandituScenarios(world: () => World): void {
  describe("天地图 under the maps", () => {
    let tiles: TileServer;
    let server: RunningServer;

    beforeAll(async () => {
      tiles = await startTileServer(key);
      server = await startServer({
        environment: {
          TIANDITU_BROWSER_KEY: key,
          TIANDITU_TILES_URL: tiles.address,
          TIANDITU_REVIEW_NUMBER: "GS（2026）0000号",
        },
      });
    });

    afterAll(async () => {
      await server?.stop();
      await tiles?.stop();
    });

    test("without a key there is no button, and no other host may be asked", async () => {
      const answer = await fetch(`${world().address}/`);
      expect(answer.headers.get("content-security-policy")).toContain("connect-src 'self';");
      const visited = await visit(world(), "desktop");
      await visited.page.goto("/?base=tianditu");
      await mapAtRest(visited.page);
      expect(await visited.page.getByRole("button", { name: button }).count()).toBe(0);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("with one, nothing is asked until a person switches it on; it says whose map it is, and goes again", async () => {
      const visited = await visit({ browser: world().browser, address: server.address }, "desktop");
      const { page } = visited;
      visited.allow(new RegExp(`^request to ${tiles.address}`));
      await page.goto("/?pin=118.045,38.753");
      await page.getByText("步行 15 分钟内有").waitFor();
      await mapAtRest(page);
      expect(tiles.asked).toEqual([]);
      await page.getByRole("button", { name: button }).click();
      await soon(() => tiles.asked.some(({ layer }) => layer === "cva")).toBe(true);
      await mapAtRest(page);
      await soon(() => pixelShare(visited, middle, isMagenta)).toBeGreaterThan(0.3);
      expect(await page.locator(".attribution").innerText()).toContain("天地图 · 审图号：GS（2026）0000号");
      expect(new URL(page.url()).searchParams.get("base")).toBe("tianditu");
      for (const { referer } of tiles.asked) expect(referer).toBe(`${server.address}/`);
      await expectAccessible(page);
      await page.getByRole("button", { name: "English" }).click();
      await soon(() => tiles.asked.some(({ layer }) => layer === "eva")).toBe(true);
      await page.getByRole("button", { name: "Use Tianditu as the ground" }).click();
      await soon(() => pixelShare(visited, middle, isMagenta)).toBe(0);
      expect(await page.locator(".attribution").innerText()).not.toContain("天地图");
      const before = tiles.asked.length;
      await page.getByRole("button", { name: "Zoom in" }).click();
      await mapAtRest(page);
      expect(tiles.asked.length).toBe(before);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("a link brings it along, on the pages of the desk as well", async () => {
      const visited = await visit({ browser: world().browser, address: server.address }, "desktop");
      visited.allow(new RegExp(`^request to ${tiles.address}`));
      const before = tiles.asked.length;
      await visited.page.goto("/coverage?base=tianditu");
      await soon(() => tiles.asked.length).toBeGreaterThan(before);
      await visited.page.locator(".attribution").getByText("审图号").waitFor();
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });
  });
}
