import { describe, expect, test } from "vitest";
import type { Store } from "../../../src/store/index.ts";
import { newCity } from "./helpers.ts";

export function artifactsContract(getStore: () => Store): void {
  describe("artifacts", () => {
    test("20 MB come back byte for byte, beside empty and small ones", async () => {
      const store = getStore();
      const city = await newCity(store);
      const large = new Uint8Array(20 * 1024 * 1024 + 13);
      for (let i = 0, seed = 1; i < large.length; i++) {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        large[i] = seed >>> 24;
      }
      const key = (kind: string, version: string) => ({ city, kind, version });
      await store.putArtifact(key("network", "v1"), large);
      await store.putArtifact(key("network", "v2"), new Uint8Array(0));
      await store.putArtifact(key("reach", "v1"), large.subarray(5, 9));
      expect(Buffer.compare((await store.getArtifact(key("network", "v1")))!, large)).toBe(0);
      expect(await store.getArtifact(key("network", "v2"))).toEqual(new Uint8Array(0));
      expect([...(await store.getArtifact(key("reach", "v1")))!]).toEqual([...large.subarray(5, 9)]);
      expect(await store.getArtifact(key("basemap", "v1"))).toBeNull();
      const listed = (await store.listArtifacts(city)).map(({ kind, version, bytes }) => `${kind} ${version} ${bytes}`);
      expect(listed.sort()).toEqual([`network v1 ${large.length}`, "network v2 0", "reach v1 4"]);

      await store.putArtifact(key("network", "v1"), new Uint8Array([9]));
      expect([...(await store.getArtifact(key("network", "v1")))!]).toEqual([9]);
      expect(await store.deleteArtifacts(city, "network", "v1")).toBe(1);
      expect(await store.deleteArtifacts(city, "network")).toBe(1);
      expect(await store.listArtifacts(city)).toHaveLength(1);
    });
  });
}
