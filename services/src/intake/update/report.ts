/** What an update of a city's map changes, and for whom. */
import { categories } from "@quarterhour/data";
import { Claims } from "../../assessment/claims.ts";
import { compareReach } from "../../assessment/compare.ts";
import type { CategoryGains } from "../../assessment/compare.ts";
import type { Gains } from "../../assessment/state-changes.ts";
import type { AreaLevel, Residence, Store } from "../../store/index.ts";
import type { OnProgress } from "../errors.ts";
import type { HeldOutlet, HomeChanges, LostEdit, OutletChangeKind, OutletChanges } from "./places.ts";
import { compareHomes, compareOutlets } from "./places.ts";
import type { CityState } from "./state.ts";
import { reachOfState } from "./state.ts";
import type { WayChanges } from "./ways.ts";
import { compareWays } from "./ways.ts";

/** Plain JSON. */
export interface UpdateReport {
  /** Moment of the comparison, ISO 8601. */
  at: string;
  /** Dates of the two maps, where they tell. */
  mapBefore: string | null;
  mapAfter: string | null;
  outlets: Record<OutletChangeKind, OutletChanges>;
  /** Outlets edited by hand that go with the map's. */
  lostEdits: LostEdit[];
  /** Outlets that the map no longer has and other sources hold. */
  held: HeldOutlet[];
  homes: HomeChanges;
  /** null where the network that was stored cannot be read. */
  ways: WayChanges | null;
  /** For whom: null as `ways`. */
  reach: ReachReport | null;
}

export interface ReachReport {
  /** Households of homes that both maps have; nothing is said of the others. */
  households: number;
  /** Households that gained, or lost, at least one category within its ring. */
  gained: number;
  lost: number;
  /** Categories of which anything changed, in policy order. */
  categories: CategoryGains<NamedArea>[];
  /** Level of the areas named: the finest that the city has; null where it has none. */
  areaLevel: AreaLevel | null;
  /** Households times categories gained and lost, the most lost first; the first ten. */
  areas: (Gains & { area: NamedArea })[];
}

export interface NamedArea {
  id: string;
  name: string;
}

/** So many areas are named, of each category and in all. */
const NAMED_AREAS = 10;

export async function reportOf(
  store: Store,
  before: CityState,
  after: CityState,
  onProgress: OnProgress,
): Promise<UpdateReport> {
  const { changes, lostEdits, held } = compareOutlets(before, after);
  onProgress({ step: "comparing the ways", fraction: null });
  return {
    at: new Date().toISOString(),
    mapBefore: before.city.osmDate,
    mapAfter: after.city.osmDate,
    outlets: changes,
    lostEdits,
    held,
    homes: compareHomes(before.residences, after.residences),
    ways: before.network === null ? null : compareWays(before.network, after.network!),
    reach: await reachReport(store, before, after, onProgress),
  };
}

async function reachReport(
  store: Store,
  before: CityState,
  after: CityState,
  onProgress: OnProgress,
): Promise<ReachReport | null> {
  if (before.network === null || after.network === null) return null;
  const tell = (step: string) => (fraction: number) => onProgress({ step, fraction });
  const was = await reachOfState(store, before, before.network, null, tell("walking on the map that is there"));
  const is = await reachOfState(store, after, after.network, was, tell("walking on the new map"));
  const areaLevel = (["community", "street", "district"] as const).find((level) =>
    after.areas.some((area) => area.level === level),
  );
  const named = new Map(after.areas.map(({ id, name }): [string, NamedArea] => [id, { id, name }]));
  const areaOf = ({ areas }: Residence): NamedArea | null => {
    const id = areaLevel === undefined ? null : areas[areaLevel];
    return id === null ? null : (named.get(id) ?? null);
  };
  const found = compareReach(
    { table: was, residences: before.residences, claimed: new Claims(before.claims, before.residences) },
    { table: is, residences: after.residences, claimed: new Claims(after.claims, after.residences) },
    categories,
    areaOf,
  );
  const changed = found.categories.filter(
    ({ gained, lost, newlyKnown, noLongerKnown }) => gained + lost + newlyKnown + noLongerKnown > 0,
  );
  return {
    households: found.households,
    gained: found.gained,
    lost: found.lost,
    categories: changed.map((category) => ({ ...category, areas: category.areas.slice(0, NAMED_AREAS) })),
    areaLevel: areaLevel ?? null,
    areas: sumOfAreas(changed).slice(0, NAMED_AREAS),
  };
}

function sumOfAreas(changed: readonly CategoryGains<NamedArea>[]): ReachReport["areas"] {
  const sums = new Map<NamedArea, Gains & { area: NamedArea }>();
  for (const { area, gained, lost } of changed.flatMap(({ areas }) => areas)) {
    const sum = sums.get(area) ?? { area, gained: 0, lost: 0 };
    sums.set(area, { area, gained: sum.gained + gained, lost: sum.lost + lost });
  }
  return [...sums.values()].sort((a, b) => b.lost - a.lost || b.gained - a.gained);
}
