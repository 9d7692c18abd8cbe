/** A tiny reach table whose every number is written down here: 4 residences × 3 categories. */
import type { CategoryId } from "@quarterhour/data";
import type { GroupReach } from "@quarterhour/isochrones";
import { reachParameters, reachTableOf } from "../../src/assessment/reach-table.ts";
import type { ReachOutlet, ReachResidence, ReachTable } from "../../src/assessment/reach-table.ts";

export const columns: CategoryId[] = ["pharmacy", "food-market", "cinema"];

export const categories = [
  { id: "pharmacy" as CategoryId, nameZh: "药店", tier: "basic", ringMinutes: 10 },
  { id: "food-market" as CategoryId, nameZh: "菜市场（菜店）", tier: "basic", ringMinutes: 10 },
  { id: "cinema" as CategoryId, nameZh: "电影院", tier: "quality", ringMinutes: 15 },
];

export const outlets: ReachOutlet[] = [
  { id: "o1", location: [118.01, 38.01], status: "open", services: [{ category: "pharmacy" }] },
  { id: "o2", location: [118.02, 38.01], status: "open", services: [{ category: "food-market" }] },
];

export const residences: (ReachResidence & {
  key: string;
  name: string | null;
  households: number;
  people: number | null;
})[] = [
  { id: "r1", key: "A1", name: "=甲楼", location: [118.0, 38.0], households: 100, people: 250 },
  { id: "r2", key: "A2", name: "乙楼", location: [118.001, 38.0], households: 300, people: 700 },
  { id: "r3", key: "A3", name: null, location: [118.002, 38.0], households: 60, people: 150 },
  { id: "r4", key: "A4", name: "孤楼", location: [118.003, 38.0], households: 40, people: 100 },
];

const none = Infinity;

/** r1 reaches both basics; r2 only the pharmacy, the market takes 601 s; r3 lies at the map's edge; r4 is off the network. */
export const groupReach: GroupReach = {
  groupCount: 3,
  nearestSeconds: Float64Array.from([
    240,
    600,
    none,
    /* */ 599.95,
    601,
    none,
    /* */ 700,
    none,
    none,
    /* */ none,
    none,
    none,
  ]),
  nearestTarget: Int32Array.from([0, 1, -1, 0, 1, -1, 0, -1, -1, -1, -1, -1]),
  within: [
    Uint16Array.from([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    Uint16Array.from([1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
    Uint16Array.from([1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0]),
  ],
  ringMinutes: [5, 10, 15],
  accessMeters: Float64Array.from([5, 10, 2.5, NaN]),
  edgeOfDataSeconds: Float64Array.from([none, 1200, 480, none]),
};

export function tinyTable(): ReachTable {
  const parameters = reachParameters("net-1", outlets, residences, {
    profile: "adult",
    speedKmh: 5,
    privateWays: "residents",
    direction: "outbound",
  });
  return reachTableOf(parameters, columns, groupReach);
}

/** Somebody vouches for the two basics; nobody knows about cinemas. */
export const claimed: ReadonlySet<CategoryId> = new Set<CategoryId>(["pharmacy", "food-market"]);
