/**
 * All that a city knows about its own names and numbers: from its map, from what is already in the store. Built in
 * memory when addresses are to be placed; `GazetteerGeocoder` answers from it without any network.
 */
import type { Position } from "@quarterhour/isochrones";
import { BoxIndex } from "../geometry/boxes.ts";
import { boxOf, boxOfPolygons, polygonsContain, polygonsOf } from "../geometry/polygon.ts";
import { polygonsArea } from "../geometry/sphere.ts";
import type { AdministrativeLevel, AreaNames } from "./address.ts";
import { parseAddress } from "./address.ts";
import { distance, Frame, meanOf } from "./frame.ts";
import type { Point } from "./frame.ts";
import type { Area, GazetteerSources, KnownRow, Place } from "./known.ts";
import type { MapPlaces } from "./map-places.ts";
import { NameIndex } from "./name-index.ts";
import { FARTHEST_DOOR_METERS, groupLines, Road } from "./road.ts";
import { canonical, nameKey } from "./text.ts";

const BUILDING_NAME =
  /^(?<of>.*?)(?<id>[A-Z]?\d{1,3}[A-Z]?|[A-Z]|[东南西北中主副])(?:号楼|栋|幢|座|楼|#楼|#)(?:\d+单元|\d+门|[甲乙丙丁]单元)?$/u;
const LETTERED_BUILDING = /^[A-Z]\d{1,2}$/;
const ROAD_CELL_METERS = 250;
/** A row further from the road that its address names has another one in mind. */
const FARTHEST_ROAD_METERS = 1500;

export class Gazetteer implements AreaNames {
  readonly frame: Frame;
  readonly roads = new NameIndex<Road>();
  readonly places = new NameIndex<Place>();
  readonly #areas = new Map<string, Area[]>();
  readonly #districts = new BoxIndex<Area>();
  readonly #areaNames = new Map<string, AdministrativeLevel>();
  readonly #cities = new Set<string>();
  readonly #roadList: Road[] = [];
  #roadCells: Map<string, Set<Road>> | null = null;

  constructor(sources: GazetteerSources) {
    this.frame = new Frame(centreOf(sources));
    this.#takeAreas(sources);
    if (sources.map !== null) this.#takeMap(sources.map);
    this.#takeCompounds(sources.residences);
    const gates = new Set<string>();
    for (const row of sources.residences) {
      // All the houses of a compound have its one house number.
      const end = row.compound ? (row.address?.indexOf(row.compound) ?? -1) : -1;
      const gate = end > 0 ? row.address!.slice(0, end) + row.compound! : null;
      if (gate !== null && gates.has(gate)) continue;
      if (gate !== null) gates.add(gate);
      this.#takeAddress(row);
    }
    for (const row of sources.outlets) this.#takeAddress(row);
    for (const row of sources.outlets) this.#takeLandmark(row);
  }

  get hasAreas(): boolean {
    return this.#areas.size > 0;
  }

  areaAt(text: string): { name: string; length: number; level: AdministrativeLevel } | null {
    for (let length = Math.min(12, text.length); length >= 2; length--) {
      const name = text.slice(0, length);
      const level = this.#areaNames.get(name);
      if (level !== undefined) return { name, length, level };
    }
    return null;
  }

  knowsStartOf(text: string): boolean {
    for (let length = Math.min(12, text.length); length >= 2; length--) {
      const key = text.slice(0, length);
      if (this.roads.exact(key).length > 0 || this.places.exact(key).length > 0) return true;
    }
    return false;
  }

  /** Areas of this name, with or without their ending. */
  areasNamed(name: string): readonly Area[] {
    return this.#areas.get(name) ?? [];
  }

  isOwnCity(name: string): boolean {
    return this.#cities.has(name) || this.#cities.has(withoutEnding(name));
  }

  /** The nearest named road within so many metres. */
  roadNear(point: Point, meters: number): Road | null {
    this.#roadCells ??= this.#cellsOfRoads();
    const [x, y] = point.map((value) => Math.floor(value / ROAD_CELL_METERS));
    let best: { road: Road; meters: number } | null = null;
    for (const road of this.#roadCells.get(`${x},${y}`) ?? []) {
      const away = road.metersFrom(point);
      if (away <= meters && (best === null || away < best.meters)) best = { road, meters: away };
    }
    return best?.road ?? null;
  }

  #cellsOfRoads(): Map<string, Set<Road>> {
    const cells = new Map<string, Set<Road>>();
    for (const road of this.#roadList) {
      for (const [x, y] of road.samples()) {
        for (let dx = -1; dx <= 1; dx++) {
          for (let dy = -1; dy <= 1; dy++) {
            const key = `${Math.floor(x / ROAD_CELL_METERS) + dx},${Math.floor(y / ROAD_CELL_METERS) + dy}`;
            const cell = cells.get(key);
            if (cell === undefined) cells.set(key, new Set([road]));
            else cell.add(road);
          }
        }
      }
    }
    return cells;
  }

  #takeAreas({ areas, cityNames, map }: GazetteerSources): void {
    for (const { level, name, geometry } of areas) {
      const polygons = polygonsOf(geometry);
      const box = boxOfPolygons(polygons);
      const area: Area = { level, name, polygons, box, squareMeters: polygonsArea(polygons) };
      if (level === "district") this.#districts.add(box, area);
      const full = nameKey(name);
      for (const key of new Set([full, withoutEnding(full)])) {
        if (key.length < 2) continue;
        const known = this.#areas.get(key);
        if (known === undefined) this.#areas.set(key, [area]);
        else known.push(area);
        if (key === full || level === "district") this.#areaNames.set(key, level);
      }
    }
    for (const name of [...cityNames, ...(map?.cities ?? [])]) {
      const key = nameKey(name);
      if (!/^\p{Script=Han}{2,}$/u.test(key)) continue;
      for (const form of [key, withoutEnding(key)]) {
        if (form.length < 2) continue;
        this.#cities.add(form);
        if (!this.#areaNames.has(form)) this.#areaNames.set(form, /[区县旗]$/.test(key) ? "district" : "city");
      }
    }
  }

  #takeMap(map: MapPlaces): void {
    this.#takeRoads(map);
    const compounds = new BoxIndex<{ place: Place; ring: Position[] }>();
    const buildings: { place: Place; location: Position; names: string[] }[] = [];
    // A compound drawn as several pieces, or a node beside its area, is one place.
    for (const source of map.places.toSorted((a, b) => b.squareMeters - a.squareMeters)) {
      const place: Place = {
        kind: source.kind,
        name: source.names[0],
        at: this.frame.point(source.location),
        radiusMeters: Math.max(10, Math.sqrt(source.squareMeters / Math.PI)),
        ring: source.ring?.map((position) => this.frame.point(position)) ?? null,
        gates: source.gates.map((position) => this.frame.point(position)),
        buildings: new Map(),
      };
      const same = this.places
        .exact(nameKey(source.names[0]))
        .find((other) => other.kind === place.kind && distance(other.at, place.at) < other.radiusMeters + 60);
      if (same !== undefined) continue;
      if (source.kind === "building") buildings.push({ place, location: source.location, names: source.names });
      if (source.kind === "compound" && source.ring !== null) {
        compounds.add(boxOf(source.ring)!, { place, ring: source.ring });
      }
      for (const name of source.names) this.#addPlaceName(name, place);
    }
    for (const { place, location, names } of buildings) {
      const around = compounds.at(location).filter(({ ring }) => polygonsContain([[ring]], location));
      for (const name of names)
        this.#takeBuildingName(
          nameKey(name),
          place.at,
          around.map((compound) => compound.place),
        );
    }
    for (const { road, number, location } of map.addresses) {
      this.#takeAddress({ name: null, address: addressText(road, number), location });
    }
  }

  /** 3号楼 is a building of the compound around it, 金城6栋 one of 金城 wherever that is. */
  #takeBuildingName(key: string, at: Point, around: Place[]): void {
    const match = BUILDING_NAME.exec(key);
    const id = match?.groups!.id ?? (LETTERED_BUILDING.test(key) ? key : undefined);
    if (id === undefined) return;
    for (const compound of around) addBuilding(compound, id, at);
    const of = match?.groups!.of ?? "";
    if (of.length >= 2) addBuilding(this.#compoundOf(of, at), id, at);
  }

  #takeRoads(map: MapPlaces): void {
    const byName = Map.groupBy(map.roads, ({ names }) => nameKey(names[0]));
    for (const ways of byName.values()) {
      const lines = ways.map(({ line }) => line.map((position) => this.frame.point(position)));
      const names = new Set(ways.flatMap((way) => way.names));
      for (const group of groupLines(lines)) {
        const road = this.#newRoad(ways[0].names[0], names);
        road.lines.push(...group);
      }
    }
  }

  #newRoad(name: string, names: Iterable<string>): Road {
    const road = new Road(name);
    this.#roadList.push(road);
    for (const each of names) {
      const key = nameKey(each);
      if (/^[A-Z]?\d+$/.test(key)) continue; // a road's number
      this.roads.addKey(key, road);
      const short = this.#withoutArea(key);
      if (short !== key) this.roads.addKey(short, road);
    }
    return road;
  }

  #addPlaceName(name: string, place: Place): void {
    const key = nameKey(name);
    if (BUILDING_NAME.exec(key)?.groups!.of === "" || LETTERED_BUILDING.test(key)) return;
    this.places.addKey(key, place);
    const short = this.#withoutArea(key);
    if (short !== key) this.places.addKey(short, place);
    if (place.kind !== "compound") return;
    const bare = key.replace(/小区$/u, "");
    this.places.addKey(bare === key ? `${key}小区` : bare, place);
  }

  /** 沧汐区东海学校 is also called 东海学校. */
  #withoutArea(key: string): string {
    const area = this.areaAt(key);
    return area !== null && key.length - area.length >= 3 ? key.slice(area.length) : key;
  }

  #compoundOf(key: string, at: Point): Place {
    const near = this.places
      .exact(key)
      .find((place) => place.kind === "compound" && distance(place.at, at) < place.radiusMeters + 300);
    if (near !== undefined) return near;
    const place: Place = {
      kind: "compound",
      name: key,
      at,
      radiusMeters: 40,
      ring: null,
      gates: [],
      buildings: new Map(),
    };
    this.#addPlaceName(key, place);
    return place;
  }

  /** Compounds are where their homes are, whether or not the map has drawn them. */
  #takeCompounds(residences: KnownRow[]): void {
    const members = new Map<Place, Point[]>();
    for (const { name, compound, location } of residences) {
      if (!compound) continue;
      const key = nameKey(compound);
      if (key.length < 2) continue;
      const at = this.frame.point(location);
      const place = this.#compoundOf(key, at);
      const points = members.get(place);
      if (points === undefined) members.set(place, [at]);
      else points.push(at);
      const id = name ? BUILDING_NAME.exec(nameKey(name))?.groups!.id : undefined;
      if (id !== undefined) addBuilding(place, id, at);
    }
    for (const [place, points] of members) {
      if (place.ring !== null || points.length === 0) continue;
      place.at = meanOf(points);
      place.radiusMeters = Math.max(place.radiusMeters, ...points.map((point) => distance(point, place.at)));
    }
  }

  /** A row's house number is one more known number of its road. */
  #takeAddress({ address, location, compound }: KnownRow): void {
    if (!address) return;
    const parsed = parseAddress(address, this);
    if (parsed.number === null || parsed.beforeNumber === null) return;
    const { kind, meters } = parsed.relation ?? { kind: null, meters: null };
    if (kind !== null && kind !== "inside" && kind !== "shopfront" && kind !== "gate") return;
    if (meters !== null) return;
    const door = this.frame.point(location);
    const around = compound ?? parsed.place;
    const whole = around ? this.places.exact(nameKey(around)).find((each) => distance(each.at, door) < 500) : undefined;
    const isDoor = whole === undefined && parsed.building === null && kind !== "inside" && parsed.lane === null;
    // The number of a compound is nobody's door: it lies somewhere about the middle.
    const at = isDoor ? door : (whole?.at ?? door);
    const district =
      this.#districts.at(location).find(({ polygons }) => polygonsContain(polygons, location))?.name ?? null;
    const key = nameKey(parsed.beforeNumber);
    const road = this.#roadAt(key, at);
    const main = parsed.lane ?? parsed.number.main;
    const blurMeters = isDoor ? 0 : Math.max(40, whole?.radiusMeters ?? 0);
    const courtyard = parsed.number.unit === "号院";
    const anchor = { main, sub: parsed.number.sub, at, blurMeters, courtyard, district };
    if (road !== undefined) {
      if (road.lines.length === 0 || road.metersFrom(at) <= FARTHEST_DOOR_METERS) road.add(anchor);
      return;
    }
    const place = this.places.exact(key).find(({ kind: of }) => of === "compound");
    if (place !== undefined) addBuilding(place, String(main), at);
    else if (key.length >= 3 && key.length <= 8 && this.roads.within(key, 3).length === 0)
      this.#newRoad(parsed.beforeNumber, [key]).add(anchor);
  }

  /** The road of this name that a door stands on. */
  #roadAt(key: string, at: Point): Road | undefined {
    let best: { road: Road; meters: number } | undefined;
    for (const road of this.roads.exact(key)) {
      if (!road.isWithin(at, FARTHEST_ROAD_METERS)) continue;
      const meters = road.metersFrom(at);
      if (meters < FARTHEST_ROAD_METERS && (best === undefined || meters < best.meters)) best = { road, meters };
    }
    return best?.road;
  }

  #takeLandmark({ name, location }: KnownRow): void {
    const key = name ? nameKey(name) : "";
    if (key.length < 3) return;
    const at = this.frame.point(location);
    if (this.places.exact(key).some((place) => distance(place.at, at) < 50)) return;
    const place: Place = {
      kind: "landmark",
      name: canonical(name!),
      at,
      radiusMeters: 10,
      ring: null,
      gates: [],
      buildings: new Map(),
    };
    this.places.addKey(key, place);
  }
}

function addBuilding({ buildings }: Place, id: string, at: Point): void {
  const known = buildings.get(id);
  if (known === undefined) buildings.set(id, { at, spreadMeters: 0 });
  else known.spreadMeters = Math.max(known.spreadMeters, distance(known.at, at));
}

/** 中山路 + 18 or 18号 or 7栋 → one address. */
function addressText(road: string, number: string): string {
  return /^[\dA-Za-z][\d-]*[A-Za-z]?$/.test(number) ? `${road}${number}号` : `${road}${number}`;
}

function withoutEnding(name: string): string {
  return name.replace(/(?:街道办事处|街道|社区|自治区|省|市|区|县|镇|乡|村)$/u, "");
}

function centreOf({ map, outlets, residences, areas }: GazetteerSources): Position {
  const positions = [...outlets, ...residences].map(({ location }) => location);
  for (const { line } of map?.roads ?? []) positions.push(line[0]);
  for (const { location } of map?.places ?? []) positions.push(location);
  const box = boxOf(positions) ?? (areas.length > 0 ? boxOfPolygons(polygonsOf(areas[0].geometry)) : [0, 0, 0, 0]);
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}
