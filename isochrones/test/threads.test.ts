import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { buildWalkNetwork, EmbeddedEngine, reachInThreads, type Position, type WalkNetwork } from "../src/index.ts";

const SAMPLE = fileURLToPath(new URL("../../data/sample/files/sample.osm.gz", import.meta.url));

describe("reach in threads", () => {
  let network: WalkNetwork;
  let origins: Position[];
  let targets: { positions: Position[]; groups: number[][]; groupCount: number };

  beforeAll(async () => {
    network = await buildWalkNetwork(SAMPLE);
    const some = (step: number): Position[] => {
      const positions: Position[] = [];
      for (let v = 0; v < network.vertexCount; v += step) {
        const [lng, lat] = network.vertexPosition(v);
        positions.push([lng + 1e-4, lat - 5e-5]);
      }
      return positions;
    };
    origins = some(7);
    const positions = some(23);
    targets = { positions, groups: positions.map((_, i) => (i % 5 === 0 ? [0, 3] : [i % 4])), groupCount: 5 };
  });

  test.each([1, 2, 3])("gives the answer of one engine to the bit with %d threads", async (threads) => {
    const alone = new EmbeddedEngine(network).reachByGroup(origins, targets, [5, 10, 15], 30);
    const together = await reachInThreads(network, origins, targets, [5, 10, 15], 30, { threads });
    expect(together.nearestSeconds).toEqual(alone.nearestSeconds);
    expect(together.nearestTarget).toEqual(alone.nearestTarget);
    expect(together.within).toEqual(alone.within);
    expect(together.accessMeters).toEqual(alone.accessMeters);
    expect(together.edgeOfDataSeconds).toEqual(alone.edgeOfDataSeconds);
    expect(alone.nearestTarget.some((target) => target >= 0)).toBe(true);
    // the last group has no target, so nothing of it is reached
    expect(alone.nearestSeconds.filter((_, cell) => cell % 5 === 4).every((seconds) => seconds === Infinity)).toBe(
      true,
    );
  });

  test("tells how far it is, and can be ended", async () => {
    const told: [number, number][] = [];
    await reachInThreads(network, origins, targets, [5], 30, { threads: 2, onProgress: (...row) => told.push(row) });
    expect(told.at(-1)?.[0]).toBe(told.at(-1)?.[1]);
    const abort = new AbortController();
    const ended = reachInThreads(network, origins, targets, [5, 10, 15], 60, {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error("no longer wanted")),
    });
    await expect(ended).rejects.toThrow("no longer wanted");
  });

  test("refuses an impossible question before any thread is started", async () => {
    await expect(reachInThreads(network, [[200, 0]], targets, [5], 30)).rejects.toThrow("[200, 0] is not a place");
    await expect(
      reachInThreads(network, origins, { positions: [[118, 38]], groups: [[7]], groupCount: 2 }, [5], 30),
    ).rejects.toThrow("7 is not a whole number from 0 to 1");
  });
});
