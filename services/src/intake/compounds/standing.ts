/** Of compounds that the map and a table draw, the table's stands. */
import type { Position } from "@quarterhour/isochrones";
import type { Compound } from "../../store/index.ts";
import { BoxIndex } from "../geometry/boxes.ts";
import { boxOfPolygons, pointInside, polygonsContain, polygonsOf } from "../geometry/polygon.ts";
import { OSM_SOURCE } from "../source.ts";
import { compoundKey } from "../supersede.ts";

interface Ground {
  compound: Compound;
  polygons: Position[][][];
  middle: Position;
}

/**
 * The compounds without those of the map that a table draws too: each holds the other's middle, or one of them does and
 * they have one name. Nothing is lost by it: where the table goes, the map's is there again.
 */
export function standing(compounds: readonly Compound[]): readonly Compound[] {
  const drawn = compounds.filter(({ source }) => source !== OSM_SOURCE).map(groundOf);
  if (drawn.length === 0) return compounds;
  const ofMap = compounds.filter(({ source }) => source === OSM_SOURCE).map(groundOf);
  const mapAt = indexOf(ofMap);
  const drawnAt = indexOf(drawn);
  const gone = new Set<Compound>();
  for (const one of drawn) {
    for (const other of mapAt.at(one.middle)) if (isSame(one, other)) gone.add(other.compound);
  }
  for (const other of ofMap) {
    for (const one of drawnAt.at(other.middle)) if (isSame(one, other)) gone.add(other.compound);
  }
  return compounds.filter((compound) => !gone.has(compound));
}

function groundOf(compound: Compound): Ground {
  const polygons = polygonsOf(compound.boundary);
  return { compound, polygons, middle: pointInside(polygons) };
}

function indexOf(grounds: Ground[]): BoxIndex<Ground> {
  const index = new BoxIndex<Ground>();
  for (const ground of grounds) index.add(boxOfPolygons(ground.polygons), ground);
  return index;
}

function isSame(one: Ground, other: Ground): boolean {
  const holds = polygonsContain(one.polygons, other.middle);
  const isHeld = polygonsContain(other.polygons, one.middle);
  if (holds && isHeld) return true;
  const name = compoundKey(one.compound.name);
  return (holds || isHeld) && name !== null && name === compoundKey(other.compound.name);
}
