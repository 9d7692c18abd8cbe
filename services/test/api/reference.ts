/**
 * The answer to an isochrone question worked out plainly in this process: every place of the city handed to the engine,
 * sums over arrays of objects. What threads write as bytes must say the same.
 */
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { EmbeddedEngine, Position, WalkSettings } from "@quarterhour/isochrones";
import { reachState, shownSeconds } from "../../src/assessment/gaps.ts";
import type { CityContext } from "../../src/api/city-context.ts";
import { outletOpenAt } from "../../src/api/outlet-view.ts";
import type { Outlet, Residence } from "../../src/store/index.ts";

export interface ReferenceCity {
  engine: EmbeddedEngine;
  outlets: Outlet[];
  residences: Residence[];
  claimed: ReadonlySet<CategoryId>;
  dataDate: string | null;
}

/** What a question is worked out from, as the city is now. */
export async function referenceCity(context: CityContext): Promise<ReferenceCity> {
  return {
    engine: await context.engine(),
    outlets: await context.outlets(),
    residences: await context.residences(),
    claimed: (await context.claims()).everywhere,
    dataDate: context.city.osmDate,
  };
}

export interface ReferenceQuestion {
  origin: Position;
  minutes: number[];
  settings: WalkSettings;
  moment: Date | null;
}

/** As the API answers. */
export function referenceAnswer(
  city: ReferenceCity,
  { origin, minutes, settings, moment }: ReferenceQuestion,
): unknown {
  const { engine, residences, claimed } = city;
  const drawn = engine.isochronesSync(origin, minutes, settings);
  const outlets = city.outlets.filter(({ status }) => status === "open");
  const isOpen = outlets.map((outlet) => (moment === null ? true : outletOpenAt(outlet, moment)));
  const positions = [...outlets, ...residences].map(({ location }) => location);
  const limit = Math.max(30, ...minutes);
  // Asked from each place to the origin, the other way round: one search answers for all.
  const turned = { ...settings, direction: settings.direction === "inbound" ? "outbound" : "inbound" } as const;
  const toOrigin = { positions: [origin], groups: [[0]], groupCount: 1 };
  const { nearestSeconds: seconds } = engine.reachByGroup(positions, toOrigin, [limit], limit, turned);
  const here = engine.reachByGroup([origin], { positions: [], groups: [], groupCount: 0 }, [limit], limit, settings);
  const within = (i: number, ring: number): boolean => seconds[i] <= ring * 60;
  const has = (outlet: Outlet, id: CategoryId): boolean => outlet.services.some(({ category }) => category === id);
  const count = (id: CategoryId, ring: number): number =>
    outlets.filter((outlet, i) => isOpen[i] === true && within(i, ring) && has(outlet, id)).length;
  return {
    type: "FeatureCollection",
    features: drawn.rings.toReversed().map(({ minutes: ring, geometry, areaSquareMeters }) => {
      const inside = residences.filter((_, i) => within(outlets.length + i, ring));
      const people = inside.map((residence) => residence.people);
      return {
        type: "Feature",
        geometry,
        properties: {
          minutes: ring,
          areaSquareMeters,
          households: inside.reduce((sum, { households }) => sum + households, 0),
          population: people.includes(null) ? null : rounded(people.reduce<number>((sum, each) => sum + each!, 0)),
          householdsEstimated: inside.some(({ householdsEstimated }) => householdsEstimated),
        },
      };
    }),
    engine: "embedded",
    origin,
    accessMeters: drawn.attachment?.accessMeters ?? null,
    attachment: drawn.attachment?.location ?? null,
    ...(drawn.reason === undefined ? {} : { reason: drawn.reason }),
    settings: drawn.settings,
    networkVersion: drawn.networkVersion,
    dataDate: city.dataDate,
    outlets: Object.fromEntries(
      minutes.map((ring) => [
        String(ring),
        Object.fromEntries(
          categories.map(({ id }) => [id, count(id, ring)] as const).filter(([, number]) => number > 0),
        ),
      ]),
    ),
    categories: categories.map(({ id, tier, ringMinutes }) => {
      let nearest = -1;
      for (const [i, outlet] of outlets.entries()) {
        if (isOpen[i] !== true || !has(outlet, id) || seconds[i] === Infinity) continue;
        if (nearest < 0 || seconds[i] < seconds[nearest]) nearest = i;
      }
      const isDoubtful = outlets.some((outlet, i) => isOpen[i] === null && within(i, ringMinutes) && has(outlet, id));
      const nearestSeconds = nearest < 0 ? Infinity : seconds[nearest];
      const outlet = outlets[nearest];
      return {
        category: id,
        tier,
        ringMinutes,
        state: reachState(
          {
            nearestSeconds,
            edgeOfDataSeconds: here.edgeOfDataSeconds[0],
            accessMeters: here.accessMeters[0],
            claimed: claimed.has(id) && !isDoubtful,
          },
          ringMinutes * 60,
        ),
        nearestSeconds: shownSeconds(nearestSeconds),
        nearestOutlet:
          nearest < 0
            ? null
            : {
                id: outlet.id,
                name: outlet.name,
                location: outlet.location,
                kinds: outlet.services.flatMap(({ kind }) => (kind === null ? [] : [kind])),
              },
        within: { "5": count(id, 5), "10": count(id, 10), "15": count(id, 15) },
      };
    }),
  };
}

const rounded = (people: number): number => Math.round(people * 1000) / 1000;
