/** A city's own figures for the homes that nobody has counted, in place of the standard ones. */
import type { EstimateFigures, Residence, ResidenceDraft, Store } from "../../store/index.ts";
import { OSM_SOURCE } from "../source.ts";
import { householdsOfFloor } from "./households.ts";

/** The draft with its estimates by these figures. What was counted stays; what the figures say nothing of is unknown. */
export function estimatedBy<T extends ResidenceDraft>(figures: Partial<EstimateFigures>, draft: T): T {
  if (!draft.householdsEstimated) return draft;
  const { floorSquareMeters } = draft;
  const households =
    floorSquareMeters === undefined
      ? draft.households
      : householdsOfFloor(floorSquareMeters, figures.squareMetersPerHousehold ?? undefined);
  const { peoplePerHousehold, elderlyShare = null, childShare = null } = figures;
  const people = peoplePerHousehold ? Math.round(households * peoplePerHousehold) : null;
  return { ...draft, households, people, elderlyShare, childShare };
}

export interface Reestimated {
  figures: Partial<EstimateFigures>;
  /** Homes whose households are estimated, how many of them are others now, and of how many the floor is not known. */
  estimated: number;
  changed: number;
  withoutFloor: number;
  householdsBefore: number;
  householdsAfter: number;
}

/**
 * Sets the figures, null for the standard one or for unknown, and estimates all homes of the map anew that are not
 * counted, in one transaction. Throws InvalidInput for figures that cannot be, UnknownCity.
 */
export function reestimateCity(
  store: Store,
  city: string,
  change: Partial<EstimateFigures>,
  signal?: AbortSignal,
): Promise<Reestimated> {
  return store.transaction(async (inside) => {
    const figures = await inside.setEstimate(city, change);
    signal?.throwIfAborted();
    const homes = (await inside.allResidences(city)).filter(({ source }) => source === OSM_SOURCE);
    const after = homes.map((home) => estimatedBy(figures, home));
    await inside.replaceResidences(city, OSM_SOURCE, null, after.map(draftOf));
    signal?.throwIfAborted();
    const estimated = homes.filter((home) => home.householdsEstimated);
    const sum = (list: Residence[]) => list.reduce((total, { households }) => total + households, 0);
    return {
      figures,
      estimated: estimated.length,
      changed: after.filter(({ households }, i) => households !== homes[i].households).length,
      withoutFloor: estimated.filter((home) => home.floorSquareMeters === undefined && home.households > 1).length,
      householdsBefore: sum(homes),
      householdsAfter: sum(after),
    };
  });
}

function draftOf({ id: _id, city: _city, source: _source, importId: _import, areas: _areas, ...draft }: Residence) {
  return draft satisfies ResidenceDraft;
}
