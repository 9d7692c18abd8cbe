/** Draws the whole district on one map and hands over what the tables need. */
import { drawCompound, type Gate, type InnerWays, type Residence } from "./compounds.ts";
import { drawFrontages } from "./frontages.ts";
import { CityMap } from "./map.ts";
import type { Placement } from "./geometry.ts";
import { placeNames } from "./communities.ts";
import { numberOf, cutParcels, type Parcel } from "./parcels.ts";
import { drawLanes, drawOther, type Mouth, type Spot } from "./places.ts";
import { drawMetro, drawRailway } from "./rails.ts";
import { drawStreets } from "./streets.ts";
import { drawRiver, drawSea } from "./waters.ts";

export interface City {
  map: CityMap;
  parcels: Parcel[];
  residences: Residence[];
  gates: Gate[];
  spots: Spot[];
  /** By name of the compound. */
  innerWays: Map<string, InnerWays>;
}

/** The map's ways are not joined yet: shops and designed places may still be added. */
export function drawCity(seed: string, placement: Placement): City {
  const map = new CityMap(placement);
  drawStreets(map);
  drawRiver(map);
  drawRailway(map);
  drawMetro(map);
  drawSea(map);
  for (const { name, place, at } of placeNames) map.node(at, { place, name: name.zh, "name:en": name.en });
  const parcels = cutParcels();
  const residences: Residence[] = [];
  const gates: Gate[] = [];
  const spots: Spot[] = [];
  const mouths: Mouth[] = [];
  const innerWays = new Map<string, InnerWays>();
  for (const parcel of parcels) {
    if (parcel.plan.kind === "compound") {
      const drawn = drawCompound(map, parcel, seed);
      const front = drawn.gates[0].side;
      const { street } = parcel.sides[front];
      const number = numberOf(drawn.gates[0].at, front);
      for (const residence of drawn.residences)
        residence.address = `${street.zh}${number}号${parcel.plan.name!.zh}${residence.building}`;
      residences.push(...drawn.residences);
      gates.push(...drawn.gates);
      innerWays.set(parcel.plan.name!.zh, drawn.inner);
    } else if (parcel.plan.kind === "lanes") {
      const drawn = drawLanes(map, parcel, seed);
      residences.push(...drawn.residences);
      spots.push(...drawn.spots);
      mouths.push(...drawn.mouths);
    } else drawOther(map, parcel, seed);
  }
  spots.push(...drawFrontages(map, parcels, gates, mouths, seed));
  return { map, parcels, residences, gates, spots, innerWays };
}
