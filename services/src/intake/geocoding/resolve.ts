/** A read address → places in the city, each with how it was found and how sure that is. */
import type { Position } from "@quarterhour/isochrones";
import { polygonsContain } from "../geometry/polygon.ts";
import type { Direction, ParsedAddress, Relation } from "./address.ts";
import { parseAddress, ROAD_END } from "./address.ts";
import { along, distance, footOn, meanOf } from "./frame.ts";
import type { Point } from "./frame.ts";
import type { Gazetteer, Place } from "./gazetteer.ts";
import type { GeocodeCandidate, GeocodeQuery, Geocoder, MatchLevel } from "./geocoder.ts";
import { placesMeant, roadsMeant } from "./lookup.ts";
import type { Meant } from "./lookup.ts";
import type { Road } from "./road.ts";
import { nameKey } from "./text.ts";

const PROVIDER = "gazetteer";
const MOST_CANDIDATES = 5;
/** Candidates nearer to one another than this are one answer. */
const SAME_PLACE_METERS = 60;
/** A shop lies this far inside of what an area's outline promises. */
const AREA_TOLERANCE_METERS = 120;

/** Which words of the address a candidate rests on: those of one clue rule one another out, those of two agree or not. */
type Clue = "number" | "place" | "crossing" | "area" | "name";

interface Found {
  clue: Clue;
  at: Point;
  level: MatchLevel;
  errorMeters: number;
  /** 0 to 1: how surely the words mean this thing. */
  sureness: number;
  radiusMeters: number;
  matched: string;
  how: string;
  /** Where it is a compound, building or landmark as a whole. */
  place?: Place;
}

/** The offline geocoder of one city. */
export class GazetteerGeocoder implements Geocoder {
  readonly name = PROVIDER;
  readonly #gazetteer: Gazetteer;

  constructor(gazetteer: Gazetteer) {
    this.#gazetteer = gazetteer;
  }

  geocode(query: GeocodeQuery): Promise<GeocodeCandidate[]> {
    return Promise.resolve(this.locate(query));
  }

  /** The same at once: nothing is waited for. */
  locate(query: Pick<GeocodeQuery, "address" | "name" | "near">): GeocodeCandidate[] {
    const parsed = parseAddress(query.address, this.#gazetteer);
    return candidatesFor(this.#gazetteer, parsed, query);
  }
}

/** How likely something lies within 100 m, where two thirds of such cases lie within `errorMeters`. */
function likelyWithin100(errorMeters: number): number {
  return 1 / (1 + (errorMeters / 100) ** 2);
}

function candidatesFor(
  gazetteer: Gazetteer,
  parsed: ParsedAddress,
  { name, near }: Pick<GeocodeQuery, "name" | "near">,
): GeocodeCandidate[] {
  const found = [
    ...crossingsFound(gazetteer, parsed),
    ...numbersFound(gazetteer, parsed),
    ...placesFound(gazetteer, parsed),
    ...areasFound(gazetteer, parsed),
  ];
  if (name) found.push(...namesFound(gazetteer, name));
  const placed = found.map((each) => withRelation(gazetteer, parsed, each, found));
  const scored = placed.map((each) => ({ ...each, confidence: likelyWithin100(each.errorMeters) * each.sureness }));
  for (const each of scored) narrow(gazetteer, parsed, each, near);
  weighAgainstEachOther(scored);
  const kept: typeof scored = [];
  for (const each of scored.sort((a, b) => b.confidence - a.confidence)) {
    if (kept.every((other) => distance(other.at, each.at) > SAME_PLACE_METERS)) kept.push(each);
  }
  return kept.slice(0, MOST_CANDIDATES).map((each) => ({
    location: gazetteer.frame.position(each.at),
    level: each.level,
    confidence: Math.round(Math.min(0.99, each.confidence) * 1000) / 1000,
    matched: each.matched,
    provider: PROVIDER,
    explanation: each.how,
  }));
}

function numbersFound(gazetteer: Gazetteer, parsed: ParsedAddress): Found[] {
  const { beforeNumber, number, lane } = parsed;
  if (beforeNumber === null || number === null) return [];
  const roads = roadsMeant(gazetteer, beforeNumber);
  const found: Found[] = [];
  for (const meant of roads) found.push(...onRoad(gazetteer, parsed, meant));
  if ((roads[0]?.likeness ?? 0) >= 0.95) return found;
  for (const { item: place, likeness, key } of placesMeant(gazetteer, beforeNumber)) {
    const building = place.buildings.get(String(lane ?? number.main));
    if (building !== undefined) {
      found.push({
        clue: "number",
        at: building,
        level: "building",
        errorMeters: 20,
        sureness: likeness * 0.95,
        radiusMeters: 20,
        matched: `${key}${number.main}号`,
        how: `${place.name}的${number.main}号`,
      });
    } else {
      found.push({ ...wholePlace(place, key, likeness * 0.9), clue: "number" });
    }
  }
  return found;
}

function onRoad(
  gazetteer: Gazetteer,
  parsed: ParsedAddress,
  { item: road, key, likeness, before }: Meant<Road>,
): Found[] {
  const number = parsed.number!;
  const asked = parsed.lane ?? number.main;
  // What is left before the road should be an area or a place; where it is neither, the road may be another.
  const unread = before.length >= 2 && placesMeant(gazetteer, before).length === 0 ? 0.95 : 1;
  const sureness = likeness * unread * (number.unit === null ? 0.97 : 1);
  const spelling = likeness < 0.99 ? `（按“${road.name}”）` : "";
  const estimate = road.locate(asked, parsed.lane === null ? number.sub : null, number.unit === "号院");
  const found: Found[] = [];
  if (estimate !== null) {
    found.push({
      clue: "number",
      at: estimate.at,
      level: estimate.known && parsed.lane === null ? "door" : "street-number",
      errorMeters: estimate.errorMeters + (parsed.lane === null ? 0 : 30) + (parsed.building === null ? 0 : 20),
      sureness,
      radiusMeters: 30,
      matched: `${key}${asked}号`,
      how: `${estimate.how}${spelling}`,
    });
  }
  const middle = road.middle();
  if (estimate === null || middle.errorMeters < estimate.errorMeters) {
    found.push({
      clue: "number",
      at: middle.at,
      level: "street",
      errorMeters: middle.errorMeters,
      sureness: sureness * 0.97,
      radiusMeters: middle.spread,
      matched: key,
      how: `只找到道路，取中段${spelling}`,
    });
  }
  return found;
}

function placesFound(gazetteer: Gazetteer, parsed: ParsedAddress): Found[] {
  const found: Found[] = [];
  const text = parsed.place;
  if (text === null) return found;
  const places = placesMeant(gazetteer, text);
  const soundsLikeRoad = parsed.number === null && ROAD_END.test(nameKey(text));
  for (const { item: place, key, likeness, before } of places) {
    const prefix = before.length >= 2 && roadsMeant(gazetteer, before)[0]?.likeness >= 0.9 ? 1.03 : 1;
    // 珠江路 is a road before it is the station called after it, and 大新路 is not the place 大新.
    const road = soundsLikeRoad && (place.kind !== "compound" || likeness < 0.99) ? 0.5 : 1;
    const sureness = Math.min(1, likeness * prefix) * road;
    const building = parsed.building === null ? undefined : buildingOf(place, parsed.building);
    if (building !== undefined) {
      found.push({
        clue: "place",
        at: building.at,
        level: "building",
        errorMeters: building.errorMeters,
        sureness,
        radiusMeters: 20,
        matched: `${key}${parsed.building}号楼`,
        how: `${place.name}的${parsed.building}号楼${building.how}`,
      });
      continue;
    }
    found.push(wholePlace(place, key, parsed.building === null ? sureness : sureness * 0.95));
  }
  if (parsed.number !== null) return found;
  // No house number: the text may also name a road.
  for (const { item: road, key, likeness, after } of roadsMeant(gazetteer, text)) {
    const middle = road.middle();
    found.push({
      clue: "place",
      at: middle.at,
      level: "street",
      errorMeters: middle.errorMeters,
      sureness: likeness * (after.length > 1 && places.length > 0 ? 0.8 : 0.95),
      radiusMeters: middle.spread,
      matched: key,
      how: "只有路名，取道路中段",
    });
  }
  return found;
}

function buildingOf(place: Place, id: string): { at: Point; errorMeters: number; how: string } | undefined {
  const known = place.buildings.get(id);
  if (known !== undefined) return { at: known, errorMeters: 12, how: "" };
  const number = Number(id);
  if (!Number.isInteger(number)) return undefined;
  // Neighbours in number are mostly neighbours on the ground.
  const around = [number - 1, number + 1]
    .map((other) => place.buildings.get(String(other)))
    .filter((at) => at !== undefined);
  if (around.length === 0) return undefined;
  const apart = around.length === 2 ? distance(around[0], around[1]) : 80;
  return { at: meanOf(around), errorMeters: 20 + apart * 0.4, how: "（按相邻楼号推算）" };
}

function wholePlace(place: Place, key: string, sureness: number): Found {
  const level: MatchLevel =
    place.kind === "compound" ? "compound" : place.kind === "building" ? "building" : "landmark";
  const errorMeters = place.kind === "stop" ? 60 : 12 + place.radiusMeters * (place.kind === "compound" ? 0.6 : 0.5);
  const what = { compound: "小区中心", building: "楼宇", landmark: "地点", stop: "公交站" }[place.kind];
  return {
    clue: "place",
    at: place.at,
    level,
    errorMeters,
    sureness,
    radiusMeters: place.radiusMeters,
    matched: place.name,
    how: likenessNote(what, place.name, key),
    place,
  };
}

function likenessNote(what: string, name: string, key: string): string {
  return key === nameKey(name) ? what : `${what}（按“${key}”）`;
}

function crossingsFound(gazetteer: Gazetteer, parsed: ParsedAddress): Found[] {
  const found: Found[] = [];
  const names = parsed.crossing ?? parsed.between;
  if (names === null) return found;
  const main = parsed.between === null ? null : roadsMeant(gazetteer, parsed.beforeNumber ?? parsed.place ?? "");
  for (const a of roadsMeant(gazetteer, names[0])) {
    for (const b of roadsMeant(gazetteer, names[1])) {
      const sureness = a.likeness * b.likeness;
      if (main === null) {
        const points = a.item.crossings(b.item);
        for (const at of points) {
          found.push({
            clue: "crossing",
            at,
            level: "crossing",
            errorMeters: 25,
            sureness: sureness * (points.length > 1 ? 0.9 : 1),
            radiusMeters: 30,
            matched: `${a.key}与${b.key}`,
            how: "两路相交处",
          });
        }
        continue;
      }
      for (const { item: road, key, likeness } of main) {
        const [from] = road.crossings(a.item);
        const [to] = road.crossings(b.item);
        if (from === undefined || to === undefined) continue;
        const { at, errorMeters, how } = road.stretch(from, to);
        found.push({
          clue: "crossing",
          at,
          level: "street",
          errorMeters,
          sureness: sureness * likeness,
          radiusMeters: errorMeters,
          matched: `${key}（${a.key}—${b.key}）`,
          how,
        });
      }
    }
  }
  return found;
}

function areasFound(gazetteer: Gazetteer, parsed: ParsedAddress): Found[] {
  const [smallest] = parsed.areas
    .flatMap(({ name }) => gazetteer.areasNamed(name))
    .toSorted((a, b) => a.squareMeters - b.squareMeters);
  if (smallest === undefined) return [];
  const ring = smallest.polygons[0][0].map((position) => gazetteer.frame.point(position));
  const radiusMeters = Math.sqrt(smallest.squareMeters / Math.PI);
  return [
    {
      clue: "area",
      at: meanOf(ring),
      level: smallest.level === "community" ? "community" : "area",
      errorMeters: 20 + radiusMeters * 0.7,
      sureness: 0.8,
      radiusMeters,
      matched: smallest.name,
      how: "只认出所在区域",
    },
  ];
}

/** The shop's own name, where the city knows it as a place. */
function namesFound(gazetteer: Gazetteer, name: string): Found[] {
  const key = nameKey(name);
  if (key.length < 3) return [];
  const places = gazetteer.places.exact(key);
  return places.map((place) => ({ ...wholePlace(place, key, 0.75), clue: "name" as const }));
}

/** Community, street and district that the address names: what lies outside of them is probably something else. */
function narrow(
  gazetteer: Gazetteer,
  parsed: ParsedAddress,
  each: Found & { confidence: number },
  near: Position | undefined,
): void {
  for (const { level, name } of parsed.areas) {
    const areas = gazetteer.areasNamed(name);
    if (areas.length > 0) {
      if (!areas.some((area) => reaches(gazetteer, area.polygons, each.at))) {
        each.confidence *= level === "district" ? 0.5 : 0.65;
        each.how += `；不在${name}`;
      }
    } else if (level === "city" && !gazetteer.isOwnCity(name)) {
      each.confidence *= parsed.areas.some(
        (area) => area.level === "district" && gazetteer.areasNamed(area.name).length > 0,
      )
        ? 1
        : 0.5;
    } else if (level === "district" && gazetteer.hasAreas && !gazetteer.isOwnCity(name)) {
      each.confidence *= 0.8;
    }
  }
  if (near !== undefined && distance(gazetteer.frame.point(near), each.at) > 1000) each.confidence *= 0.9;
}

function reaches(gazetteer: Gazetteer, polygons: Position[][][], at: Point): boolean {
  const t = AREA_TOLERANCE_METERS;
  return [
    [0, 0],
    [t, 0],
    [-t, 0],
    [0, t],
    [0, -t],
  ].some(([dx, dy]) => polygonsContain(polygons, gazetteer.frame.position([at[0] + dx, at[1] + dy])));
}

/** Clues that agree make each other surer; several answers to one clue share its sureness. */
function weighAgainstEachOther(scored: (Found & { confidence: number })[]): void {
  const before = scored.map(({ confidence }) => confidence);
  scored.forEach((each) => {
    let rivals = 0;
    let support = 0;
    let against = 0;
    scored.forEach((other, otherIndex) => {
      if (other === each) return;
      const apart = distance(other.at, each.at);
      if (other.clue === each.clue) {
        // Equal names at different places; a street's middle is no rival of a number on it.
        const equal = Math.min(1, (other.sureness / Math.max(0.01, each.sureness)) ** 4);
        if (apart > 150 && other.level !== "street" && each.level !== "street") rivals += equal;
        else if (apart > 150 && other.level === "street" && each.level === "street" && other.matched === each.matched)
          rivals += equal;
        return;
      }
      if (other.clue === "area" || each.clue === "area") return;
      const reach = Math.max(120, Math.min(300, other.radiusMeters + each.radiusMeters));
      if (apart <= reach) support = Math.max(support, before[otherIndex]);
      else if (apart > 2 * reach && other.sureness > 0.95 && each.sureness > 0.7)
        against = Math.max(against, before[otherIndex]);
    });
    each.confidence /= 1 + rivals;
    if (support > 0) each.confidence = 1 - (1 - each.confidence) * (1 - 0.5 * support);
    else if (against > 0) each.confidence *= 1 - 0.3 * against;
  });
}

const BEARING: Record<Direction, Point> = {
  N: [0, 1],
  NE: [Math.SQRT1_2, Math.SQRT1_2],
  E: [1, 0],
  SE: [Math.SQRT1_2, -Math.SQRT1_2],
  S: [0, -1],
  SW: [-Math.SQRT1_2, -Math.SQRT1_2],
  W: [-1, 0],
  NW: [-Math.SQRT1_2, Math.SQRT1_2],
};

/** Opposite, 50 m north of, beside, at the south gate of. */
function withRelation(gazetteer: Gazetteer, parsed: ParsedAddress, each: Found, all: Found[]): Found {
  const { relation } = parsed;
  if (relation === null || each.clue === "area" || each.clue === "name") return each;
  switch (relation.kind) {
    case "inside":
      return each;
    case "beside":
      return { ...each, errorMeters: each.errorMeters + 20 + each.radiusMeters * 0.3, how: `${each.how}的旁边` };
    case "near":
      return { ...each, errorMeters: each.errorMeters + 45 + (relation.meters ?? 0) * 0.5, how: `${each.how}附近` };
    case "toward":
      return shifted(each, relation);
    case "opposite":
      return acrossTheRoad(gazetteer, each);
    case "gate":
    case "shopfront":
      if (each.clue === "number") return each; // its door is its number
      return atTheEdge(gazetteer, parsed, each, relation, all);
  }
}

function shifted(each: Found, relation: Relation): Found {
  if (relation.direction === null) return { ...each, errorMeters: each.errorMeters + 30 };
  const [east, north] = BEARING[relation.direction];
  // Without a distance: just outside of it.
  const meters = relation.meters ?? each.radiusMeters + 20;
  const at: Point = [each.at[0] + east * meters, each.at[1] + north * meters];
  const errorMeters = each.errorMeters + (relation.meters === null ? 20 + each.radiusMeters * 0.3 : 10 + meters * 0.25);
  return {
    ...each,
    at,
    errorMeters,
    how: `${each.how}以${relation.meters === null ? "外" : `外${meters}米`}（${relation.direction}）`,
  };
}

function acrossTheRoad(gazetteer: Gazetteer, each: Found): Found {
  const road = gazetteer.roadNear(each.at, each.radiusMeters + 80);
  const foot = road?.foot(each.at);
  if (foot == null || foot.meters < 1) return { ...each, errorMeters: each.errorMeters + 40, how: `${each.how}的对面` };
  const beyond = 1 + Math.min(25, foot.meters) / foot.meters;
  return {
    ...each,
    at: along(each.at, foot.at, beyond),
    errorMeters: each.errorMeters + 25,
    how: `${each.how}的对面，隔${road!.name}`,
  };
}

function atTheGate(place: Place, each: Found, { direction }: Relation): Found {
  const how = `${place.name}的门口`;
  const unknown = { ...each, errorMeters: each.errorMeters + 15 };
  if (direction === null) {
    return place.gates.length === 1 ? { ...each, at: place.gates[0], errorMeters: 25, how } : unknown;
  }
  const [east, north] = BEARING[direction];
  const outward = (point: Point) => (point[0] - place.at[0]) * east + (point[1] - place.at[1]) * north;
  const gate = place.gates.toSorted((a, b) => outward(b) - outward(a))[0];
  if (gate !== undefined && outward(gate) > 0) return { ...each, at: gate, errorMeters: 25, how };
  const far = 3 * place.radiusMeters;
  const edge = footOn(place.ring!, [place.at[0] + east * far, place.at[1] + north * far]);
  return edge === null ? unknown : { ...each, at: edge.at, errorMeters: 25 + place.radiusMeters * 0.5, how };
}

/** Shops of a compound stand along its street, gates too: the outline's point nearest to the road. */
function atTheEdge(gazetteer: Gazetteer, parsed: ParsedAddress, each: Found, relation: Relation, all: Found[]): Found {
  const { place } = each;
  if (place === undefined || place.ring === null) return { ...each, errorMeters: each.errorMeters + 15 };
  if (relation.kind === "gate") return atTheGate(place, each, relation);
  const number = all.find(({ clue, level }) => clue === "number" && level !== "street");
  const road =
    number === undefined && parsed.beforeNumber !== null
      ? roadsMeant(gazetteer, parsed.beforeNumber)[0]?.item
      : undefined;
  const target = number?.at ?? (road ?? gazetteer.roadNear(place.at, place.radiusMeters + 100))?.foot(place.at)?.at;
  const edge = target === undefined ? null : footOn(place.ring, target);
  if (edge === null) return { ...each, errorMeters: each.errorMeters + 15 };
  const errorMeters = number === undefined ? 20 + place.radiusMeters * 0.6 : 15 + number.errorMeters;
  return { ...each, at: edge.at, errorMeters, how: `${place.name}临街一侧` };
}
