/** A city, ready to be asked about circles: homes and outlets by where they are, once per state of the city. */
import type { CircleGround } from "../assessment/circles/assess.ts";
import { PlaceGrid } from "../assessment/circles/place-grid.ts";
import type { Outlet } from "../store/index.ts";
import type { CityContext } from "./city-context.ts";

export function circleGround(context: CityContext): Promise<CircleGround<Outlet>> {
  return context.once("circle ground", async () => {
    const [reach, outlets, areas, claims] = await Promise.all([
      context.reach(),
      context.outlets(),
      context.areas(),
      context.claims(),
    ]);
    const { residences, table } = reach;
    const households = new Map<string, number>();
    for (const { areas: within, households: own } of residences) {
      if (within.community !== null) households.set(within.community, (households.get(within.community) ?? 0) + own);
    }
    return {
      residences,
      residenceGrid: await context.now.once(
        "grid of residences",
        async () => new PlaceGrid(residences.map(({ location }) => location)),
      ),
      outlets,
      outletGrid: new PlaceGrid(outlets.map(({ location }) => location)),
      communities: areas
        .filter(({ level }) => level === "community")
        .map(({ id, name, geometry }) => ({ id, name, geometry, households: households.get(id) ?? 0 })),
      claims,
      table,
      dataDate: context.city.osmDate,
    };
  });
}
