/** Households of a whole compound, told to the homes in it. */
import type { Position } from "@quarterhour/isochrones";
import type { CompoundDraft, Residence, ResidenceDraft } from "../../store/index.ts";
import { BoxIndex } from "../geometry/boxes.ts";
import { boxOfPolygons, pointInside, polygonsContain, polygonsOf } from "../geometry/polygon.ts";
import { polygonsArea } from "../geometry/sphere.ts";
import { OSM_SOURCE } from "../source.ts";

/** Homes of a table of compounds have a source of their own, so that a table of homes from the same sender stays. */
export const homesSourceOf = (source: string): string => `${source}（小区户数）`;

export interface CompoundCounts {
  homes: ResidenceDraft[];
  /** Homes of the map that these take the place of. */
  estimates: Residence[];
}

interface Ground {
  draft: CompoundDraft;
  polygons: Position[][][];
  area: number;
  inside: Residence[];
}

/**
 * The homes of compounds that come with their households: the buildings that the map has in them, or that an earlier
 * table of this source took from it, share the number as their estimates do; without any it stands in one place inside.
 * Where another table counts homes inside, those stand and the compound's number is only kept with it. A home counts
 * for the smallest compound around it.
 */
export function homesOfCompounds(drafts: CompoundDraft[], residences: Residence[], source: string): CompoundCounts {
  const grounds = groundsOf(drafts);
  const own = homesSourceOf(source);
  const index = indexOf(grounds);
  for (const home of residences) smallestAround(index, home.location)?.inside.push(home);
  const homes: ResidenceDraft[] = [];
  const estimates: Residence[] = [];
  for (const [i, { draft, polygons, inside }] of grounds.entries()) {
    const { households, name, address } = draft;
    if (households === undefined) continue;
    if (inside.some((home) => home.source !== OSM_SOURCE && home.source !== own)) continue;
    estimates.push(...inside.filter((home) => home.source === OSM_SOURCE));
    if (inside.length === 0 || households === 0) {
      homes.push({
        ...bare,
        sourceRef: draft.sourceRef ?? `${i + 1}`,
        name,
        address,
        compound: name,
        households,
        location: pointInside(polygons),
      });
      continue;
    }
    const shares = inParts(
      households,
      inside.map((home) => home.households),
    );
    inside.forEach((home, at) => {
      // a share of a counted number is no count of this building; how many people live there is not known by it
      const { name: ofHome, address: itsAddress, location, footprint, levels, elderlyShare, childShare } = home;
      const kept = { name: ofHome, address: itsAddress, location, footprint, levels, elderlyShare, childShare };
      const householdsEstimated = inside.length > 1;
      homes.push({
        ...bare,
        ...kept,
        sourceRef: home.sourceRef,
        compound: name,
        households: shares[at],
        householdsEstimated,
      });
    });
  }
  return { homes: withKeysOnce(homes), estimates };
}

const bare: Omit<ResidenceDraft, "location" | "households" | "sourceRef"> = {
  name: null,
  address: null,
  compound: null,
  footprint: null,
  levels: null,
  householdsEstimated: false,
  people: null,
  elderlyShare: null,
  childShare: null,
};

/** The homes of a newer map but for those in compounds that tables count, which their homes there tell. */
export function notInCounted<T extends ResidenceDraft>(
  fromMap: T[],
  compounds: CompoundDraft[],
  fromTables: readonly ResidenceDraft[],
): T[] {
  const grounds = groundsOf(compounds.filter(({ households }) => households !== undefined));
  const index = indexOf(grounds);
  const counted = new Set(fromTables.flatMap(({ location }) => smallestAround(index, location) ?? []));
  if (counted.size === 0) return fromMap;
  return fromMap.filter(({ location }) => {
    const around = smallestAround(index, location);
    return around === null || !counted.has(around);
  });
}

function groundsOf(drafts: CompoundDraft[]): Ground[] {
  return drafts.map((draft) => {
    const polygons = polygonsOf(draft.boundary);
    return { draft, polygons, area: polygonsArea(polygons), inside: [] };
  });
}

function indexOf(grounds: Ground[]): BoxIndex<Ground> {
  const index = new BoxIndex<Ground>();
  for (const ground of grounds) index.add(boxOfPolygons(ground.polygons), ground);
  return index;
}

function smallestAround(index: BoxIndex<Ground>, location: Position): Ground | null {
  let smallest: Ground | null = null;
  for (const ground of index.at(location)) {
    if (smallest !== null && ground.area >= smallest.area) continue;
    if (polygonsContain(ground.polygons, location)) smallest = ground;
  }
  return smallest;
}

/** Whole numbers that sum to `total`, in proportion to the weights; the largest remainders are rounded up. */
export function inParts(total: number, weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (sum > 0 ? (total * weight) / sum : total / weights.length));
  const parts = exact.map(Math.floor);
  const byRemainder = exact.map((_value, i) => i).sort((a, b) => exact[b] - parts[b] - (exact[a] - parts[a]) || a - b);
  const left = total - parts.reduce((a, b) => a + b, 0);
  for (const i of byRemainder.slice(0, left)) parts[i]++;
  return parts;
}

/** Keys of the map and of a table may be the same by chance. */
function withKeysOnce(homes: ResidenceDraft[]): ResidenceDraft[] {
  const seen = new Set<string>();
  return homes.map((home) => {
    if (home.sourceRef === null || !seen.has(home.sourceRef)) {
      if (home.sourceRef !== null) seen.add(home.sourceRef);
      return home;
    }
    return { ...home, sourceRef: null };
  });
}
