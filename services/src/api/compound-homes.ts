/** Which homes stand in which compound: told by where they stand, else by the compound's name. */
import type { BoundingBox } from "@quarterhour/isochrones";
import { BoxIndex } from "../intake/geometry/boxes.ts";
import { standing } from "../intake/compounds/standing.ts";
import { boxOfPolygons, polygonsContain, polygonsOf } from "../intake/geometry/polygon.ts";
import { metersBetween, polygonsArea } from "../intake/geometry/sphere.ts";
import type { Compound, Residence } from "../store/index.ts";

/** Compounds of one name further away than this are two. */
const SAME_NAME_METERS = 1000;

export interface CompoundHomes {
  compound: Compound;
  bbox: BoundingBox;
  areaSquareMeters: number;
  residences: Residence[];
}

/** Homes that name a compound which no map has drawn. */
export interface NamedHomes {
  name: string;
  residences: Residence[];
}

export interface HomesByCompound {
  drawn: CompoundHomes[];
  named: NamedHomes[];
}

/** A home counts once: in the smallest compound around it, else in one of the name that it gives. What a table draws stands for the map's. */
export function homesByCompound(compounds: readonly Compound[], residences: readonly Residence[]): HomesByCompound {
  const drawn = standing(compounds).map((compound): CompoundHomes => {
    const polygons = polygonsOf(compound.boundary);
    return { compound, bbox: boxOfPolygons(polygons), areaSquareMeters: polygonsArea(polygons), residences: [] };
  });
  const index = new BoxIndex<CompoundHomes>();
  for (const entry of drawn) index.add(entry.bbox, entry);
  const byName = Map.groupBy(
    drawn.filter(({ compound }) => compound.name !== null),
    ({ compound }) => compound.name!,
  );
  const named = new Map<string, Residence[]>();
  for (const residence of residences) {
    const found = around(index, residence) ?? nearest(byName.get(residence.compound ?? ""), residence);
    if (found !== null) {
      found.residences.push(residence);
    } else if (residence.compound !== null) {
      const others = named.get(residence.compound);
      if (others === undefined) named.set(residence.compound, [residence]);
      else others.push(residence);
    }
  }
  return { drawn, named: [...named].map(([name, homes]) => ({ name, residences: homes })) };
}

function around(index: BoxIndex<CompoundHomes>, { location }: Residence): CompoundHomes | null {
  let smallest: CompoundHomes | null = null;
  for (const entry of index.at(location)) {
    if (smallest !== null && entry.areaSquareMeters >= smallest.areaSquareMeters) continue;
    if (polygonsContain(polygonsOf(entry.compound.boundary), location)) smallest = entry;
  }
  return smallest;
}

/** Doors in the wall itself lie on either side of it. */
function nearest(candidates: CompoundHomes[] | undefined, { location: [lng, lat] }: Residence): CompoundHomes | null {
  let best: { entry: CompoundHomes; meters: number } | null = null;
  for (const entry of candidates ?? []) {
    const [west, south, east, north] = entry.bbox;
    const meters = metersBetween(
      [lng, lat],
      [Math.min(east, Math.max(west, lng)), Math.min(north, Math.max(south, lat))],
    );
    if (meters <= SAME_NAME_METERS && (best === null || meters < best.meters)) best = { entry, meters };
  }
  return best?.entry ?? null;
}
