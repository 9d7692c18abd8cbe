/** Who lives in a circle, and which communities it serves. */
import type { Position } from "@quarterhour/isochrones";
import type { MultiPolygon } from "geojson";
import { boxOfBoundary, contains } from "./plane.ts";
import type { Boundary, CircleMembers, CircleResidence } from "./types.ts";

export interface Community {
  id: string;
  name: string;
  geometry: MultiPolygon;
  /** Households of its homes, inside the circle or not. */
  households: number;
}

/** Homes whose door lies inside count whole; nobody is divided. `rows` are indices of those homes. */
export function membersOfCircle(
  boundary: Boundary,
  rows: ArrayLike<number>,
  residences: readonly CircleResidence[],
  communities: readonly Community[],
): CircleMembers {
  const members: CircleMembers = {
    communities: [],
    residences: rows.length,
    households: 0,
    householdsEstimated: false,
    people: null,
    peopleCounted: 0,
    householdsWithoutPeople: 0,
    peopleEstimated: false,
  };
  const householdsOf = new Map<string, number>();
  for (let k = 0; k < rows.length; k++) {
    const { households, householdsEstimated, people, areas } = residences[rows[k]];
    members.households += households;
    members.householdsEstimated ||= householdsEstimated;
    if (people === null) members.householdsWithoutPeople += households;
    else {
      members.peopleCounted += people;
      // whoever estimated the households from a building estimated its people too
      members.peopleEstimated ||= householdsEstimated;
    }
    if (areas.community !== null) {
      householdsOf.set(areas.community, (householdsOf.get(areas.community) ?? 0) + households);
    }
  }
  const everybodyCounted = rows.length > 0 && members.householdsWithoutPeople === 0;
  members.people = everybodyCounted ? members.peopleCounted : null;
  members.communities = communities
    .map((community) => ({ id: community.id, name: community.name, shareInside: shareInside(community) }))
    .filter((community) => community.shareInside > 0)
    .sort((a, b) => b.shareInside - a.shareInside || (a.id < b.id ? -1 : 1));
  return members;

  /** By households; by ground where nobody lives. */
  function shareInside(community: Community): number {
    if (community.households > 0) return (householdsOf.get(community.id) ?? 0) / community.households;
    return shareOfGround(community.geometry, boundary);
  }
}

/** How much of an area lies in a boundary, by a lattice of places; 0 to 1. */
function shareOfGround(area: MultiPolygon, boundary: Boundary): number {
  const [west, south, east, north] = boxOfBoundary(area);
  const [w, s, e, n] = boxOfBoundary(boundary);
  if (e < west || w > east || n < south || s > north) return 0;
  const steps = 24;
  let inArea = 0;
  let inBoth = 0;
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < steps; j++) {
      const place: Position = [
        west + ((i + 0.5) / steps) * (east - west),
        south + ((j + 0.5) / steps) * (north - south),
      ];
      if (!contains(area, place)) continue;
      inArea++;
      if (contains(boundary, place)) inBoth++;
    }
  }
  return inArea > 0 ? inBoth / inArea : 0;
}
