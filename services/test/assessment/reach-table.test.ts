import { describe, expect, it } from "vitest";
import { readReachFile, ReachFileError, writeReachFile } from "../../src/assessment/reach-file.ts";
import {
  buildReachTable,
  openOutlets,
  outletsVersion,
  outletTargets,
  reachTableOf,
  reachVersion,
} from "../../src/assessment/reach-table.ts";
import { columns, groupReach, outlets, residences, tinyTable } from "./table.ts";

describe("reach table", () => {
  it("counts only outlets that are open", () => {
    const mixed = [
      { ...outlets[0], status: "closed" },
      { ...outlets[1], status: "open" },
      { ...outlets[0], id: "o3", status: "planned" },
    ];
    expect(openOutlets(mixed).map((outlet) => outlet.id)).toEqual(["o2"]);
  });

  it("puts an outlet with several services of one category into that group once", () => {
    const targets = outletTargets(
      [
        {
          location: [1, 2],
          services: [{ category: "cinema" }, { category: "pharmacy" }, { category: "pharmacy" }, { category: "hotel" }],
        },
      ],
      columns,
    );
    expect(targets).toEqual({ positions: [[1, 2]], groups: [[0, 2]], groupCount: 3 });
  });

  it("asks the engine for 5, 10 and 15 minutes and keeps what made it", async () => {
    const asked: unknown[] = [];
    const table = await buildReachTable(
      (origins, targets, rings, limit, settings) => {
        asked.push(origins.length, targets.groupCount, rings, limit, settings.speedKmh);
        return groupReach;
      },
      "net-1",
      outlets,
      residences,
      columns,
      { profile: "adult", speedKmh: 5, privateWays: "residents", direction: "outbound" },
    );
    expect(asked).toEqual([4, 3, [5, 10, 15], 30, 5]);
    expect(table.parameters.networkVersion).toBe("net-1");
    expect(Array.from(table.nearestSeconds.subarray(0, 3))).toEqual([240, 600, Infinity]);
  });

  it("keeps a time on its side of the ring although it stores single floats", () => {
    const reach = { ...groupReach, nearestSeconds: Float64Array.from(groupReach.nearestSeconds) };
    reach.nearestSeconds[0] = 600.000001;
    reach.nearestSeconds[1] = 599.999999;
    const table = reachTableOf(tinyTable().parameters, columns, reach);
    expect(table.nearestSeconds[0]).toBeGreaterThan(600);
    expect(table.nearestSeconds[1]).toBeLessThanOrEqual(600);
  });

  it("refuses an answer of another shape", () => {
    expect(() => reachTableOf(tinyTable().parameters, columns.slice(0, 2), groupReach)).toThrow(RangeError);
  });

  it("has another version when an outlet moves or the speed changes", () => {
    const { parameters } = tinyTable();
    const moved = [{ ...outlets[0], location: [118.011, 38.01] as [number, number] }, outlets[1]];
    expect(outletsVersion(moved)).not.toBe(outletsVersion(outlets));
    const slower = { ...parameters, settings: { ...parameters.settings, speedKmh: 4 } };
    expect(reachVersion(slower, columns)).not.toBe(reachVersion(parameters, columns));
    expect(reachVersion({ ...parameters }, columns)).toBe(reachVersion(parameters, columns));
  });
});

describe("reach table as bytes", () => {
  it("comes back as it was, and equal tables give equal bytes", () => {
    const bytes = writeReachFile(tinyTable());
    expect(Buffer.from(writeReachFile(tinyTable())).equals(bytes)).toBe(true);
    // In the middle of a larger buffer, as a database driver hands it over.
    const around = new Uint8Array(bytes.length + 3);
    around.set(bytes, 3);
    expect(readReachFile(around.subarray(3))).toEqual(tinyTable());
  });

  it("holds a table without residences", () => {
    const empty = reachTableOf(tinyTable().parameters, columns, {
      ...groupReach,
      nearestSeconds: new Float64Array(0),
      nearestTarget: new Int32Array(0),
      within: [new Uint16Array(0), new Uint16Array(0), new Uint16Array(0)],
      accessMeters: new Float64Array(0),
      edgeOfDataSeconds: new Float64Array(0),
    });
    expect(readReachFile(writeReachFile(empty)).residenceCount).toBe(0);
  });

  it.each([
    ["other bytes", () => Buffer.from("PNG, not a table, honestly"), /not a reach table/],
    ["another format", (bytes: Uint8Array) => bytes.with(8, 9), /format 9/],
    ["a flipped bit", (bytes: Uint8Array) => bytes.with(200, bytes[200] ^ 1), /checksum/],
    ["a cut-off file", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 40), /checksum/],
    ["a file cut off in its header", (bytes: Uint8Array) => bytes.subarray(0, 60), /cut off/],
    ["an empty file", () => new Uint8Array(0), /not a reach table/],
  ])("refuses %s", (_name, damage, message) => {
    const damaged = damage(writeReachFile(tinyTable()));
    expect(() => readReachFile(damaged)).toThrow(ReachFileError);
    expect(() => readReachFile(damaged)).toThrow(message);
  });
});
