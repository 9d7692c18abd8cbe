/** A city, ready to be asked about circles: homes and outlets by where they are, once per state of the city. */
import type { CircleGround } from "../assessment/circles/assess.ts";
import { boundsGround } from "../assessment/circles/bounds.ts";
import type { BoundsGround } from "../assessment/circles/bounds.ts";
import { LineGrid, namedLinesOf } from "../assessment/circles/named-lines.ts";
import { PlaceGrid } from "../assessment/circles/place-grid.ts";
import type { Outlet } from "../store/index.ts";
import type { CityContext } from "./city-context.ts";
import { basemap } from "./tiles/layers.ts";

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

/** What of a map is known by name, by the version of the basemap: it outlives changes of outlets. */
const namedLines = new Map<string, Promise<LineGrid>>();
const mostMaps = 8;

/** What may run along a boundary, for 四至. */
export function circleBounds(context: CityContext): Promise<BoundsGround> {
  return context.now.once("circle bounds", async () => {
    const areas = await context.areas();
    return boundsGround(
      await linesOf(context),
      areas.filter(({ level }) => level === "community"),
    );
  });
}

async function linesOf(context: CityContext): Promise<LineGrid> {
  const version = await context.basemapVersion();
  if (version === null) return new LineGrid(namedLinesOf({}));
  let known = namedLines.get(version);
  if (known === undefined) {
    known = basemap(context).then((layers) => new LineGrid(namedLinesOf(layers)));
    known.catch(() => namedLines.delete(version));
  }
  // the one asked for last goes last
  namedLines.delete(version);
  namedLines.set(version, known);
  if (namedLines.size > mostMaps) namedLines.delete(namedLines.keys().next().value!);
  return known;
}
