/** Residences from OSM: buildings that people live in, and compounds of which no home is mapped. */
import type { OsmTags } from "@quarterhour/isochrones";
import { polygonProblem } from "../../store/index.ts";
import type { ResidenceDraft } from "../../store/index.ts";
import { BoxIndex } from "../geometry/boxes.ts";
import { boxOfPolygons, pointInside, polygonsContain, toGeometry } from "../geometry/polygon.ts";
import { polygonsArea } from "../geometry/sphere.ts";
import { Doors } from "./doors.ts";
import { householdsOfBuilding, householdsOfCompound } from "./households.ts";
import type { HouseholdCount } from "./households.ts";
import type { MapArea, OsmMap } from "./map.ts";
import { addressOf, nameOf } from "./names.ts";

/** `building=` values that say that people live there. */
const HOMES = new Set([
  "apartments",
  "residential",
  "dormitory",
  "terrace",
  "house",
  "detached",
  "semidetached_house",
  "bungalow",
  "villa",
  "farm",
]);

/** Keys by which a `building=yes` in a residential area shows that it is something else than homes. */
const OTHER_USES = [
  "shop",
  "amenity",
  "office",
  "leisure",
  "tourism",
  "craft",
  "healthcare",
  "man_made",
  "military",
  "power",
  "public_transport",
  "railway",
  "religion",
  "disused",
  "abandoned",
];

/** A `building=yes` whose name ends so is no home either, even where its use is not tagged. */
const OTHER_USE_NAMES = /(学校|小学|中学|幼儿园|医院|会所|物业|居委会|派出所|公厕|车库|车棚|配电房|商场|大厦|中心)$/;

/** Smaller buildings of unknown use are sheds, kiosks and gatehouses. */
const SMALLEST_HOME_SQUARE_METERS = 30;

/** Named places that people give as "where I live" when there is no named residential area. */
const COMPOUND_PLACES = new Set(["neighbourhood", "city_block", "quarter", "hamlet", "village"]);

interface Ground {
  area: MapArea;
  squareMeters: number;
  name: string | null;
  isCompound: boolean;
  hasHomes: boolean;
}

export interface OsmResidences {
  drafts: ResidenceDraft[];
  /** Residential areas without a name and without a mapped home: people live there, but nobody can say how many. */
  namelessAreas: number;
}

export function residencesOf(map: OsmMap): OsmResidences {
  const grounds = groundsOf(map);
  const index = new BoxIndex<Ground>();
  for (const ground of grounds) index.add(boxOfPolygons(ground.area.polygons), ground);
  const doors = new Doors(map);
  const drafts: ResidenceDraft[] = [];

  for (const building of map.areas((tags) => HOMES.has(tags.building) || mayBeHome(tags))) {
    const squareMeters = polygonsArea(building.polygons);
    const around = surroundings(index, building);
    const isHome =
      HOMES.has(building.tags.building) ||
      (around.some((ground) => ground.isCompound) && squareMeters >= SMALLEST_HOME_SQUARE_METERS);
    if (!isHome || squareMeters === 0) continue;
    for (const ground of around) ground.hasHomes = true;
    const count = householdsOfBuilding(building.tags, squareMeters);
    drafts.push({
      sourceRef: building.ref,
      name: nameOf(building.tags) ?? building.tags["addr:housename"] ?? null,
      address: addressOf(building.tags),
      compound: compoundName(around),
      location: doors.of(building),
      footprint: footprintOf(building),
      levels: count.levels,
      households: count.households,
      householdsEstimated: count.estimated,
      ...floorOf(count),
      people: null,
      elderlyShare: null,
      childShare: null,
    });
  }

  let namelessAreas = 0;
  for (const ground of grounds) {
    if (!ground.isCompound || ground.hasHomes) continue;
    if (ground.name === null) {
      namelessAreas++;
      continue;
    }
    const count = householdsOfCompound(ground.area.tags, ground.squareMeters);
    drafts.push({
      sourceRef: ground.area.ref,
      name: ground.name,
      address: addressOf(ground.area.tags),
      compound: ground.name,
      location: pointInside(ground.area.polygons),
      footprint: footprintOf(ground.area),
      levels: null,
      households: count.households,
      householdsEstimated: count.estimated,
      ...floorOf(count),
      people: null,
      elderlyShare: null,
      childShare: null,
    });
  }
  return { drafts, namelessAreas };
}

const floorOf = ({ floorSquareMeters }: HouseholdCount) =>
  floorSquareMeters === undefined ? {} : { floorSquareMeters };

/** Residential areas, and named places drawn as areas, the smallest first. */
function groundsOf(map: OsmMap): Ground[] {
  const grounds: Ground[] = [];
  for (const area of map.areas((tags) => isCompound(tags) || COMPOUND_PLACES.has(tags.place))) {
    grounds.push({
      area,
      squareMeters: polygonsArea(area.polygons),
      name: nameOf(area.tags),
      isCompound: isCompound(area.tags),
      hasHomes: false,
    });
  }
  return grounds.sort((a, b) => a.squareMeters - b.squareMeters);
}

/** Null where the outline crosses itself: such a polygon is no use to anyone, the building still counts. */
function footprintOf(area: MapArea): ResidenceDraft["footprint"] {
  const geometry = toGeometry(area.polygons);
  return polygonProblem(geometry) === null ? geometry : null;
}

function isCompound(tags: OsmTags): boolean {
  return tags.landuse === "residential";
}

function mayBeHome(tags: OsmTags): boolean {
  return (
    tags.building === "yes" &&
    !OTHER_USES.some((key) => tags[key] !== undefined && tags[key] !== "no") &&
    !OTHER_USE_NAMES.test(nameOf(tags) ?? "")
  );
}

function surroundings(index: BoxIndex<Ground>, building: MapArea): Ground[] {
  const point = pointInside(building.polygons);
  return index
    .at(point)
    .filter((ground) => polygonsContain(ground.area.polygons, point))
    .sort((a, b) => a.squareMeters - b.squareMeters);
}

/** The smallest named residential area around, else the smallest named place. */
function compoundName(around: Ground[]): string | null {
  const named = around.filter((ground) => ground.name !== null);
  return (named.find((ground) => ground.isCompound) ?? named[0])?.name ?? null;
}
