/** Gates, crossings and labels of the basemap. */
import type { OsmTags, Position } from "@quarterhour/isochrones";
import type { Feature } from "geojson";
import { pointInside } from "../../geometry/polygon.ts";
import { metersBetween, polygonsArea } from "../../geometry/sphere.ts";
import type { OsmMap } from "../map.ts";
import { englishNameOf, nameOf } from "../names.ts";
import { isBuilding } from "./ground.ts";
import { feature, pointGeometry } from "./layers.ts";

const GATE_KINDS: Record<string, string> = {
  gate: "gate",
  swing_gate: "gate",
  sliding_gate: "gate",
  kissing_gate: "gate",
  turnstile: "gate",
  "full-height_turnstile": "gate",
  wicket_gate: "gate",
  lift_gate: "lift_gate",
  bollard: "bollard",
  entrance: "entrance",
};

function gateKind(tags: OsmTags): string | null {
  if (Object.hasOwn(GATE_KINDS, tags.barrier ?? "")) return GATE_KINDS[tags.barrier];
  return tags.entrance !== undefined && tags.entrance !== "no" ? "entrance" : null;
}

export function gate(map: OsmMap): Feature[] {
  return map.nodes
    .filter((node) => gateKind(node.tags) !== null)
    .map((node) => feature(pointGeometry(node.location), { kind: gateKind(node.tags) }));
}

export function crossing(map: OsmMap): Feature[] {
  return map.nodes
    .filter(({ tags }) => tags.highway === "crossing" || (tags.highway === "traffic_signals" && tags.crossing))
    .map(({ tags, location }) => feature(pointGeometry(location), { signals: hasSignals(tags) }));
}

function hasSignals(tags: OsmTags): boolean {
  return (
    tags.crossing === "traffic_signals" || tags["crossing:signals"] === "yes" || tags.highway === "traffic_signals"
  );
}

interface LabelKind {
  kind: "city" | "district" | "street" | "community" | "compound" | "station" | "park" | "building";
  /** 1 is shown first. */
  rank: number;
}

/** Same name and kind nearer than this is one place mapped twice: as a point and as an area. */
const ONE_PLACE_METERS = 1500;
const LARGE_PARK_SQUARE_METERS = 100_000;
const LARGE_BUILDING_SQUARE_METERS = 3000;

export function label(map: OsmMap): Feature[] {
  const labels: { location: Position; name: string; nameEn: string | null; label: LabelKind }[] = [];
  const seen = new Map<string, Position[]>();
  const add = (location: Position, tags: OsmTags, found: LabelKind | null) => {
    const name = nameOf(tags);
    if (found === null || name === null) return;
    // Every compound has its building number 1, so buildings are never taken for one another.
    if (found.kind !== "building") {
      const key = `${found.kind} ${name}`;
      const others = seen.get(key) ?? [];
      if (others.some((other) => metersBetween(other, location) < ONE_PLACE_METERS)) return;
      seen.set(key, [...others, location]);
    }
    labels.push({ location, name, nameEn: englishNameOf(tags), label: found });
  };
  // Points first: where somebody has placed the name of a district, that place is better than the middle of its area.
  for (const node of map.nodes) add(node.location, node.tags, labelOfNode(node.tags));
  for (const area of map.areas((tags) => nameOf(tags) !== null && labelOfArea(tags, 0) !== null)) {
    add(pointInside(area.polygons), area.tags, labelOfArea(area.tags, polygonsArea(area.polygons)));
  }
  labels.sort((a, b) => a.label.rank - b.label.rank);
  return labels.map(({ location, name, nameEn, label: { kind, rank } }) =>
    feature(pointGeometry(location), { kind, name, nameEn, rank }),
  );
}

const PLACES: Record<string, LabelKind> = {
  city: { kind: "city", rank: 1 },
  town: { kind: "district", rank: 2 },
  borough: { kind: "district", rank: 2 },
  suburb: { kind: "street", rank: 3 },
  quarter: { kind: "community", rank: 5 },
  village: { kind: "community", rank: 5 },
  neighbourhood: { kind: "community", rank: 5 },
  hamlet: { kind: "community", rank: 6 },
};

function labelOfPlace(tags: OsmTags): LabelKind | null {
  // Chinese districts are often tagged place=city with capital=6.
  if (tags.place === "city" && tags.capital === "6") return { kind: "district", rank: 2 };
  return Object.hasOwn(PLACES, tags.place ?? "") ? PLACES[tags.place] : null;
}

function labelOfNode(tags: OsmTags): LabelKind | null {
  return isStation(tags) ? { kind: "station", rank: 4 } : labelOfPlace(tags);
}

/** Stations of trains and metros; bus stations are not what people find their way by. */
function isStation(tags: OsmTags): boolean {
  if (tags.railway === "station" || tags.railway === "halt") return true;
  return tags.public_transport === "station" && (tags.train === "yes" || tags.subway === "yes");
}

const ADMIN_LEVELS: Record<string, LabelKind> = {
  "6": { kind: "district", rank: 2 },
  "8": { kind: "street", rank: 3 },
  "10": { kind: "community", rank: 5 },
};

/** 3号楼, B座: means something only to who stands before it. */
const NUMBER_OF_BUILDING = /^[\dA-Za-z-]+\s*(号楼|号|栋|幢|座)?$/;

function buildingRank(tags: OsmTags, squareMeters: number): number {
  if (NUMBER_OF_BUILDING.test(nameOf(tags) ?? "")) return 9;
  return squareMeters >= LARGE_BUILDING_SQUARE_METERS ? 7 : 8;
}

function labelOfArea(tags: OsmTags, squareMeters: number): LabelKind | null {
  if (tags.boundary === "administrative") {
    return Object.hasOwn(ADMIN_LEVELS, tags.admin_level ?? "") ? ADMIN_LEVELS[tags.admin_level] : null;
  }
  if (tags.landuse === "residential") return { kind: "compound", rank: 6 };
  if (tags.leisure === "park" || tags.leisure === "garden" || tags.leisure === "nature_reserve") {
    return { kind: "park", rank: squareMeters >= LARGE_PARK_SQUARE_METERS ? 4 : 6 };
  }
  if (isStation(tags)) return { kind: "station", rank: 4 };
  if (isBuilding(tags)) return { kind: "building", rank: buildingRank(tags, squareMeters) };
  return labelOfPlace(tags);
}
