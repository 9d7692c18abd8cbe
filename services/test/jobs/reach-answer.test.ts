/** Answers of chunks as bytes: what comes out is what went in, to the bit, wherever a difference is too large to be small. */
import type { GroupReach } from "@quarterhour/isochrones";
import { expect, test } from "vitest";
import { packAnswer, placeAnswer, unpackAnswer, writeAnswer } from "../../src/jobs/reach-answer.ts";

const ringMinutes = [5, 10, 15];

function roomFor(homes: number, groupCount: number): GroupReach {
  const cells = homes * groupCount;
  return {
    groupCount,
    ringMinutes,
    nearestSeconds: new Float64Array(cells),
    nearestTarget: new Int32Array(cells),
    within: ringMinutes.map(() => new Uint16Array(cells)),
    accessMeters: new Float64Array(homes),
    edgeOfDataSeconds: new Float64Array(homes),
  };
}

/** Of dice: runs of equal cells, sudden jumps, nothing reached, counts from 0 to 65,535. */
function diced(homes: number, groupCount: number): GroupReach {
  let seed = 7;
  const below = (limit: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * limit);
  };
  const reach = roomFor(homes, groupCount);
  for (let cell = 0; cell < homes * groupCount; cell++) {
    const before = cell - groupCount;
    const isNew = before < 0 || below(3) === 0;
    reach.nearestTarget[cell] = isNew
      ? below(100_000) - 1 - (below(4) === 0 ? 100_000 : 0)
      : reach.nearestTarget[before];
    if (reach.nearestTarget[cell] < 0) reach.nearestTarget[cell] = -1;
    reach.nearestSeconds[cell] = reach.nearestTarget[cell] < 0 ? Infinity : below(1_800_001) / 1000;
    for (const counts of reach.within)
      counts[cell] = isNew ? below(65_536) : Math.min(65_535, counts[before] + below(150));
  }
  for (let home = 0; home < homes; home++) {
    reach.accessMeters[home] = below(5) === 0 ? Number.NaN : below(500_000) / 977;
    reach.edgeOfDataSeconds[home] = below(2) === 0 ? Infinity : below(1_800_001) / 1000;
  }
  return reach;
}

/** The rows of a chunk out of the answer for all. */
function rowsOf(reach: GroupReach, rows: Uint32Array): GroupReach {
  const { groupCount } = reach;
  const chunk = roomFor(rows.length, groupCount);
  rows.forEach((row, home) => {
    const [from, to] = [row * groupCount, (row + 1) * groupCount];
    chunk.nearestSeconds.set(reach.nearestSeconds.subarray(from, to), home * groupCount);
    chunk.nearestTarget.set(reach.nearestTarget.subarray(from, to), home * groupCount);
    chunk.within.forEach((counts, ring) => counts.set(reach.within[ring].subarray(from, to), home * groupCount));
    chunk.accessMeters[home] = reach.accessMeters[row];
    chunk.edgeOfDataSeconds[home] = reach.edgeOfDataSeconds[row];
  });
  return chunk;
}

test("answers put together are the whole", async () => {
  const whole = diced(700, 9);
  const all = Array.from({ length: 700 }, (_, row) => (row * 37) % 700);
  const chunks = [all.slice(0, 300), all.slice(300, 301), all.slice(301), []].map((rows) => Uint32Array.from(rows));
  const together = roomFor(700, 9);
  for (const rows of chunks) {
    const packed = packAnswer(writeAnswer(rowsOf(whole, rows)));
    placeAnswer(await unpackAnswer(packed), rows, together);
  }
  expect(together).toEqual(whole);
});

test("an answer for other rows, or one that is cut, is refused", async () => {
  const bytes = writeAnswer(diced(20, 3));
  const into = roomFor(40, 3);
  const rows = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);
  for (const count of [0, 19, 21, 40]) expect(() => placeAnswer(bytes, rows(count), into)).toThrow(RangeError);
  expect(() => placeAnswer(bytes.subarray(0, bytes.length - 8), rows(20), into)).toThrow(/bytes of reach, where/);
  await expect(unpackAnswer(bytes)).rejects.toThrow(/frame descriptor/);
});
