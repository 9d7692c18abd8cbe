/** A read address → places in the city, each with how it was found and how sure that is. */
import type { ParsedAddress } from "./address.ts";
import { parseAddress, ROAD_END } from "./address.ts";
import type { Found } from "./found.ts";
import { distance, meanOf } from "./frame.ts";
import type { Point } from "./frame.ts";
import type { Gazetteer } from "./gazetteer.ts";
import type { Place } from "./known.ts";
import type { GeocodeCandidate, GeocodeQuery, Geocoder, MatchLevel } from "./geocoder.ts";
import { placesMeant, roadsMeant } from "./lookup.ts";
import type { Meant } from "./lookup.ts";
import { withRelation } from "./relation.ts";
import type { Road } from "./road.ts";
import { Scope } from "./scope.ts";
import { nameKey } from "./text.ts";

const PROVIDER = "gazetteer";
const MOST_CANDIDATES = 5;
/** Candidates nearer to one another than this are one answer. */
const SAME_PLACE_METERS = 60;

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
  const scope = new Scope(gazetteer, parsed);
  const found = [
    ...crossingsFound(gazetteer, parsed),
    ...numbersFound(gazetteer, parsed, scope),
    ...placesFound(gazetteer, parsed, scope),
    ...areasFound(gazetteer, parsed),
  ];
  if (name) found.push(...namesFound(gazetteer, name));
  const placed = found.map((each) => withRelation(gazetteer, parsed, each, found));
  const scored = placed.map((each) => {
    const { factor, why } = scope.doubt(each.at, near);
    const sureness = each.sureness * factor;
    return { ...each, sureness, how: each.how + why, confidence: likelyWithin100(each.errorMeters) * sureness };
  });
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

function numbersFound(gazetteer: Gazetteer, parsed: ParsedAddress, scope: Scope): Found[] {
  const { beforeNumber, number, lane } = parsed;
  if (beforeNumber === null || number === null) return [];
  const roads = scope.roads(roadsMeant(gazetteer, beforeNumber));
  const found: Found[] = [];
  for (const meant of roads) found.push(...onRoad(gazetteer, parsed, meant, scope.district));
  if ((roads[0]?.likeness ?? 0) >= 0.95) return found;
  for (const { item: place, likeness, key } of scope.places(placesMeant(gazetteer, beforeNumber), [])) {
    const building = place.buildings.get(String(lane ?? number.main));
    if (building !== undefined) {
      found.push({
        clue: "number",
        at: building.at,
        level: "building",
        errorMeters: 20 + building.spreadMeters * 0.7,
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
  district: string | null,
): Found[] {
  const number = parsed.number!;
  const asked = parsed.lane ?? number.main;
  // What is left before the road should be an area or a place; where it is neither, the road may be another.
  const unread = before.length >= 2 && placesMeant(gazetteer, before).length === 0 ? 0.95 : 1;
  const sureness = likeness * unread * (number.unit === null ? 0.97 : 1);
  const spelling = likeness < 0.99 ? `（按“${road.name}”）` : "";
  const estimate = road.locate(asked, parsed.lane === null ? number.sub : null, number.unit === "号院", district);
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

function placesFound(gazetteer: Gazetteer, parsed: ParsedAddress, scope: Scope): Found[] {
  const found: Found[] = [];
  const text = parsed.place;
  if (text === null) return found;
  const meant = placesMeant(gazetteer, text);
  const street = parsed.beforeNumber ?? meant[0]?.before ?? "";
  const places = scope.places(meant, street.length < 2 ? [] : scope.roads(roadsMeant(gazetteer, street)));
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
  for (const { item: road, key, likeness, after } of scope.roads(roadsMeant(gazetteer, text))) {
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
  if (known !== undefined) return { at: known.at, errorMeters: 12 + known.spreadMeters * 0.7, how: "" };
  const number = Number(id);
  if (!Number.isInteger(number)) return undefined;
  // Neighbours in number are mostly neighbours on the ground.
  const around = [number - 1, number + 1]
    .map((other) => place.buildings.get(String(other)))
    .filter((building) => building !== undefined);
  if (around.length === 0) return undefined;
  const apart = around.length === 2 ? distance(around[0].at, around[1].at) : 80;
  const spread = Math.max(...around.map(({ spreadMeters }) => spreadMeters));
  const errorMeters = 20 + apart * 0.4 + spread * 0.7;
  return { at: meanOf(around.map(({ at }) => at)), errorMeters, how: "（按相邻楼号推算）" };
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
