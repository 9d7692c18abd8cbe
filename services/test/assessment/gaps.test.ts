import { describe, expect, it } from "vitest";
import { reachState, shownSeconds, stateInTable } from "../../src/assessment/gaps.ts";
import { claimed, tinyTable } from "./table.ts";

const evidence = { nearestSeconds: Infinity, edgeOfDataSeconds: Infinity, accessMeters: 3, claimed: true };

describe("state of a residence and a category", () => {
  it("is reached up to and including the ring", () => {
    expect(reachState({ ...evidence, nearestSeconds: 600 }, 600)).toBe("reached");
    expect(reachState({ ...evidence, nearestSeconds: 600.1 }, 600)).toBe("gap");
  });

  it("is reached even where nobody vouches, the map ends or the data is partial", () => {
    expect(reachState({ nearestSeconds: 60, edgeOfDataSeconds: 30, accessMeters: 3, claimed: false }, 600)).toBe(
      "reached",
    );
  });

  it("is unknown where nobody vouches for the category", () => {
    expect(reachState({ ...evidence, claimed: false }, 600)).toBe("unknown");
  });

  it("is unknown where the map ends within the ring, and a gap where it ends just beyond", () => {
    expect(reachState({ ...evidence, edgeOfDataSeconds: 599 }, 600)).toBe("unknown");
    expect(reachState({ ...evidence, edgeOfDataSeconds: 600 }, 600)).toBe("gap");
  });

  it("is unknown where the door is not joined to the network", () => {
    expect(reachState({ ...evidence, accessMeters: NaN }, 600)).toBe("unknown");
  });

  it("is read from the table by row and column", () => {
    const table = tinyTable();
    const states = [0, 1, 2, 3].map((row) => [
      stateInTable(table, row, 0, 10, claimed),
      stateInTable(table, row, 1, 10, claimed),
      stateInTable(table, row, 2, 15, claimed),
    ]);
    expect(states).toEqual([
      ["reached", "reached", "unknown"],
      ["reached", "gap", "unknown"],
      ["unknown", "unknown", "unknown"],
      ["unknown", "unknown", "unknown"],
    ]);
    // r3: the map ends after 480 s, so five minutes are known and nothing lies within them.
    expect(stateInTable(table, 2, 0, 5, claimed)).toBe("gap");
  });
});

describe("seconds as shown", () => {
  it("are rounded up to a tenth, so that a ring's last tenth is inside and the next outside", () => {
    expect(shownSeconds(600)).toBe(600);
    expect(shownSeconds(600.01)).toBe(600.1);
    expect(shownSeconds(Math.fround(600.1))).toBe(600.1);
    expect(shownSeconds(0)).toBe(0);
    expect(shownSeconds(Infinity)).toBeNull();
    expect(shownSeconds(NaN)).toBeNull();
  });
});
