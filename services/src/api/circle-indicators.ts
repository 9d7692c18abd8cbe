/** Indicators of circles, communities, streets, districts and the city. */
import type { Indicator } from "@quarterhour/data";
import { setImmediate } from "node:timers/promises";
import type { CircleFindings, CircleGround } from "../assessment/circles/assess.ts";
import { claimedIn } from "../assessment/circles/assess.ts";
import { areaOf } from "../assessment/circles/plane.ts";
import type { CircleSurvey, IndicatorValue } from "../assessment/circles/types.ts";
import { FormulaError, indicatorValues, readIndicator, readLibrary } from "../assessment/indicators/indicators.ts";
import type { ReadIndicator } from "../assessment/indicators/indicators.ts";
import type { Place } from "../assessment/indicators/quantities.ts";
import type { AreaLevel, Outlet, Store, StoredIndicator } from "../store/index.ts";
import { circleGround } from "./circle-ground.ts";
import type { CityContext } from "./city-context.ts";

/** Areas that values are given for; circles beside them. */
export type IndicatorLevel = "city" | AreaLevel;

/** An indicator that a city can be asked for. */
export interface KnownIndicator extends ReadIndicator {
  /** What of it is kept; null for those of the library. */
  own: StoredIndicator | null;
}

/** The library, then the district's own. One whose formula is not understood any more is left out. */
export async function indicatorsOf(store: Store, city: string): Promise<KnownIndicator[]> {
  const own = (await store.listIndicators(city)).flatMap((stored): KnownIndicator[] => {
    try {
      return [{ ...readIndicator({ ...(stored.definition as Indicator), id: stored.id }), own: stored }];
    } catch (error) {
      if (error instanceof FormulaError) return [];
      throw error;
    }
  });
  return [...readLibrary().map((indicator) => ({ ...indicator, own: null })), ...own];
}

/** What formulas may ask of a circle. */
export function placeOfCircle(
  ground: CircleGround<Outlet>,
  { assessment, rows, outlets, claimed }: CircleFindings<Outlet>,
  areaSquareMeters: number,
  said: { survey: CircleSurvey | null; qualityPoints: number | null },
): Place {
  const { members, presence } = assessment;
  return {
    outlets: outlets.filter(({ status }) => status === "open"),
    rows,
    residences: ground.residences,
    table: ground.table,
    claims: ground.claims,
    claimed,
    households: members.households,
    people: members.people,
    areaSquareMeters,
    communities: ground.communities.length === 0 ? null : members.communities.length,
    presencePoints: presence.points,
    ...said,
  };
}

/** Values for each area of a level, in the order of the areas. */
export async function indicatorsByArea(
  context: CityContext,
  level: IndicatorLevel,
  indicators: readonly ReadIndicator[],
): Promise<{ area: { id: string; name: string; level: IndicatorLevel }; values: IndicatorValue[] }[]> {
  const ground = await circleGround(context);
  const areas = await context.areas();
  const rowsOf = new Map<string, number[]>();
  for (const [row, residence] of ground.residences.entries()) {
    const id = level === "city" ? context.city.id : residence.areas[level];
    if (id === null) continue;
    const rows = rowsOf.get(id);
    if (rows === undefined) rowsOf.set(id, [row]);
    else rows.push(row);
  }
  const wanted =
    level === "city"
      ? [{ id: context.city.id, name: context.city.nameZh, geometry: null }]
      : areas.filter((area) => area.level === level).map(({ id, name, geometry }) => ({ id, name, geometry }));
  const districts = areas.filter((area) => area.level === "district");
  const cityGround = (districts.length > 0 ? districts : areas.filter((area) => area.level === "community"))
    .map(({ geometry }) => areaOf(geometry))
    .reduce((sum, area) => sum + area, 0);
  const found = [];
  for (const { id, name, geometry } of wanted) {
    const rows = Uint32Array.from(rowsOf.get(id) ?? []);
    const inside =
      geometry === null ? ground.outlets : Array.from(ground.outletGrid.inside(geometry), (i) => ground.outlets[i]);
    const homes = Array.from(rows, (row) => ground.residences[row]);
    const place: Place = {
      outlets: inside.filter(({ status }) => status === "open"),
      rows,
      residences: ground.residences,
      table: ground.table,
      claims: ground.claims,
      claimed: claimedIn(ground.claims, rows),
      households: homes.reduce((sum, { households }) => sum + households, 0),
      people:
        homes.length === 0 || homes.some(({ people }) => people === null)
          ? null
          : homes.reduce((sum, { people }) => sum + people!, 0),
      areaSquareMeters: geometry === null ? cityGround : areaOf(geometry),
      communities: communitiesIn(id, level, context.city.id, ground),
      survey: null,
      presencePoints: null,
      qualityPoints: null,
    };
    found.push({ area: { id, name, level }, values: indicatorValues(indicators, place) });
    // others have their turn
    await setImmediate();
  }
  return found;
}

/** Communities with homes in an area; null where the city has no communities. */
function communitiesIn(
  id: string,
  level: IndicatorLevel,
  city: string,
  { communities, residences }: CircleGround,
): number | null {
  if (communities.length === 0) return null;
  if (level === "city" && id === city) return communities.length;
  if (level === "community") return 1;
  const inside = new Set<string>();
  for (const { areas } of residences) {
    if (areas.community !== null && areas[level as "district" | "street"] === id) inside.add(areas.community);
  }
  return inside.size;
}
