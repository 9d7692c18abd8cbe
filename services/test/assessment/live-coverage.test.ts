/** Coverage kept up to date through edits, beside coverage folded anew from the table after each. */
import { fileURLToPath } from "node:url";
import { categories, type CategoryId } from "@quarterhour/data";
import {
  buildWalkNetwork,
  editNetwork,
  EmbeddedEngine,
  LiveReach,
  type Position,
  type WalkNetwork,
} from "@quarterhour/isochrones";
import { beforeAll, describe, expect, it } from "vitest";
import { foldCoverage } from "../../src/assessment/coverage.ts";
import { LiveCoverage } from "../../src/assessment/live-coverage.ts";
import { reachParameters, reachTableOf } from "../../src/assessment/reach-table.ts";

const SAMPLE = fileURLToPath(new URL("../../../data/sample/files/sample.osm.gz", import.meta.url));
const some = categories.filter((_, index) => index % 6 === 0);
const claimed = new Set<CategoryId>(some.slice(1).map(({ id }) => id));
/** Vouched for at some homes only. */
const partly = some[2].id;
const isVouched = (residence: number): boolean => residence % AREAS < 3;
const known = {
  has: (category: CategoryId, residence: number) =>
    category === partly ? isVouched(residence) : claimed.has(category),
};
const AREAS = 7;

describe("live coverage", () => {
  let network: WalkNetwork;
  beforeAll(async () => {
    network = await buildWalkNetwork(SAMPLE);
  });

  /** The same numbers each time: 0 up to 1. */
  let state = 1;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  const below = (bound: number): number => Math.floor(random() * bound);
  const place = (): Position => {
    const [lng, lat] = network.vertexPosition(below(network.vertexCount));
    return [lng + (random() - 0.5) * 1e-3, lat + (random() - 0.5) * 1e-3];
  };
  const groups = (): number[] => some.map((_, group) => group).filter(() => random() < 0.2);

  it("equals coverage folded anew after every edit, and after taking each back", () => {
    const origins = Array.from({ length: 400 }, place);
    const positions = Array.from({ length: 60 }, place);
    const targets = { positions, groups: positions.map(groups), groupCount: some.length };
    const live = new LiveReach(network, { origins, targets, ringMinutes: [5, 10, 15], limitMinutes: 30 });
    const households = origins.map(() => 1 + below(200));
    const areaOf = origins.map((_, i) => (i % 11 === 0 ? -1 : i % AREAS));
    const coverage = new LiveCoverage(
      live.reach,
      households,
      [
        { areaCount: 1, areaOf: origins.map(() => 0) },
        { areaCount: AREAS, areaOf },
      ],
      some.map(({ id, ringMinutes }) => ({
        ringMinutes,
        claimed: id === partly ? origins.map((_, i) => (isVouched(i) ? 1 : 0)) : claimed.has(id),
      })),
    );
    const countsNow = (): unknown =>
      [1, AREAS].map((areas, level) =>
        Array.from({ length: areas }, (_, area) =>
          some.map((_category, group) => ({
            ...coverage.counts(level, area, group),
            share: coverage.share(level, area, group),
          })),
        ),
      );
    const folded = (): unknown => {
      const settings = live.settings;
      const parameters = reachParameters(live.network.version, [], [], settings);
      const ids = some.map(({ id }) => id);
      const table = reachTableOf(parameters, ids, live.reach);
      const residences = households.map((count) => ({ households: count, people: null }));
      return [origins.map(() => 0), areaOf].map((own, level) => {
        const areas = Array.from({ length: level === 0 ? 1 : AREAS }, (_, area) => area);
        const rows = foldCoverage(table, residences, areas, own, some, known);
        return rows
          .sort((a, b) => a.area - b.area)
          .map(({ cells }) => cells.map(({ covered, gap, unknown, share }) => ({ covered, gap, unknown, share })));
      });
    };
    expect(countsNow()).toEqual(folded());
    const done = [];
    let changed = 0;
    for (let edit = 0; edit < 60; edit++) {
      const target = below(live.targets.positions.length);
      const before = countsNow() as Record<string, unknown>[][][];
      const change = [
        () => live.addTarget(place(), groups()),
        () => live.moveTarget(target, place()),
        () => live.removeTarget(target),
        () => live.setGroups(target, groups()),
        () =>
          live.useNetwork(
            editNetwork(live.network, { closeWays: [{ near: network.vertexPosition(below(network.vertexCount)) }] }),
          ),
        () =>
          live.useNetwork(
            editNetwork(live.network, {
              addLinks: [
                { kind: "footbridge", geometry: [network.vertexPosition(below(network.vertexCount)), place()] },
              ],
            }),
          ),
      ][edit % 6]();
      const told = coverage.apply(change);
      const after = countsNow() as Record<string, unknown>[][][];
      expect(after).toEqual(folded());
      const different = before.flatMap((level, l) =>
        level.flatMap((area, a) =>
          area.flatMap((cell, c) =>
            JSON.stringify(cell) === JSON.stringify(after[l][a][c]) ? [] : [`${l} ${a} ${c}`],
          ),
        ),
      );
      const toldOf = told.map(({ level, area, category }) => `${level} ${area} ${category}`);
      expect(toldOf).toEqual(expect.arrayContaining(different));
      for (const row of told) {
        expect(before[row.level][row.area][row.category]).toMatchObject(row.before);
        expect(after[row.level][row.area][row.category]).toMatchObject(row.after);
      }
      changed += different.length;
      done.push({ change, before });
    }
    expect(changed).toBeGreaterThan(100);
    // what was folded is the table of the edited city, and not only the same mistake twice
    const anew = new EmbeddedEngine(live.network).reachByGroup(origins, live.targets, [5, 10, 15], 30);
    expect(live.reach).toEqual(anew);
    for (const { change, before } of done.reverse()) {
      coverage.apply(live.undo(change));
      expect(countsNow()).toEqual(before);
    }
  });

  it("refuses parts that do not fit together", () => {
    const origins = [place(), place()];
    const { reach } = new LiveReach(network, {
      origins,
      targets: { positions: [], groups: [], groupCount: 1 },
      ringMinutes: [10],
      limitMinutes: 10,
    });
    const category = { ringMinutes: 10, claimed: true };
    expect(() => new LiveCoverage(reach, [1], [], [category])).toThrow("1 residences given for a table of 2");
    expect(() => new LiveCoverage(reach, [1, 1], [{ areaCount: 1, areaOf: [0] }], [category])).toThrow("1 residences");
    expect(() => new LiveCoverage(reach, [1, 1], [], [])).toThrow("0 categories given for a table of 1 groups");
  });
});
