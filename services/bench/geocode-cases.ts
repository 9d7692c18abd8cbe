/**
 * Addresses with known places: the sample's own rows, the house numbers of a map, and addresses made from a map's
 * geometry. What is asked for is kept out of the gazetteer that is asked (folds).
 */
import { readFile } from "node:fs/promises";
import type { Position } from "@quarterhour/isochrones";
import { parse } from "csv-parse/sync";
import { readBoundaries } from "../src/intake/index.ts";
import { metersBetween } from "../src/intake/geometry/sphere.ts";
import { ringContains } from "../src/intake/geometry/polygon.ts";
import type { Frame } from "../src/intake/geocoding/frame.ts";
import type { GazetteerSources, KnownArea, KnownRow } from "../src/intake/geocoding/known.ts";
import { Gazetteer } from "../src/intake/geocoding/gazetteer.ts";
import type { MapAddress, MapPlaces } from "../src/intake/geocoding/map-places.ts";
import { mapPlacesOf } from "../src/intake/geocoding/map-places.ts";
import type { Road } from "../src/intake/geocoding/road.ts";
import { readMap } from "../src/intake/osm/map.ts";

export interface Case {
  address: string;
  location: Position;
  /** What the address names: number, building, inside, courtyard, crossing, between, landmark, street. */
  form: string;
  /** Names in the address that noise may spoil. */
  names: string[];
  /** District in front, where there is one. */
  prefix: string;
}

export interface Fold {
  sources: GazetteerSources;
  cases: Case[];
}

/** Reproducible: the same seed gives the same addresses. */
export class Chance {
  #state: number;
  constructor(seed: string) {
    this.#state = 2166136261;
    for (const character of seed) this.#state = Math.imul(this.#state ^ character.codePointAt(0)!, 16777619) >>> 0;
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  below(count: number): number {
    return Math.floor(this.next() * count);
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}

const SAMPLE = new URL("../../data/sample/files/", import.meta.url);
const FOLDS = 5;
const RECORD = { columns: true, bom: true } as const;

/** The sample's outlets and residences, a fifth of the addresses at a time. Rows of one address stay together. */
export async function sampleFolds(): Promise<Fold[]> {
  const map = mapPlacesOf((await readMap(new URL("sample.osm.gz", SAMPLE).pathname))!);
  const areas = (await readBoundaries(new URL("boundaries.geojson", SAMPLE).pathname)).drafts as KnownArea[];
  const rows = async (file: string) => parse(await readFile(new URL(file, SAMPLE)), RECORD) as Record<string, string>[];
  const outlets = (await rows("outlets.csv")).map((row) => {
    const columns = Object.keys(row);
    const of = (...names: string[]) => row[columns.find((column) => names.includes(column)) ?? ""] ?? "";
    return known(of("名称", "网点名称"), of("地址", "详细地址"), null, of("经度"), of("纬度"));
  });
  const residences = (await rows("residences.csv")).map((row) =>
    known(row.楼栋 || null, row.地址, row.小区 || null, row.经度, row.纬度),
  );
  const keys = [...new Set([...outlets, ...residences].map(({ address }) => address!))];
  const chance = new Chance("sample");
  const foldOf = new Map(keys.map((key) => [key, chance.below(FOLDS)]));
  return Array.from({ length: FOLDS }, (_, fold) => {
    const keep = (row: KnownRow) => foldOf.get(row.address!) !== fold;
    return {
      sources: {
        map,
        areas,
        outlets: outlets.filter(keep),
        residences: residences.filter(keep),
        cityNames: ["沧汐区"],
      },
      cases: [...outlets, ...residences].filter((row) => !keep(row)).map((row) => sampleCase(row)),
    };
  });
}

function known(name: string | null, address: string, compound: string | null, lng: string, lat: string): KnownRow {
  return { name, address, compound, location: [Number(lng), Number(lat)] };
}

function sampleCase({ address, location }: KnownRow): Case {
  const prefix = address!.startsWith("沧汐区") ? "沧汐区" : "";
  const [, road, compound] = /^(.*?)\d+号(.*?)(?:\d+号楼|内)?$/u.exec(address!.slice(prefix.length)) ?? [];
  const form = address!.endsWith("号楼")
    ? "building"
    : address!.endsWith("内")
      ? "inside"
      : address!.endsWith("院")
        ? "courtyard"
        : "number";
  return {
    address: address!,
    location,
    form,
    prefix,
    names: [road, compound === "院" ? "" : compound].filter(Boolean),
  };
}

/** Addresses of a real map: its own house numbers one at a time, and what can be said of its shops and roads. */
export async function mapFolds(file: string, seed: string): Promise<Fold[]> {
  const osm = await readMap(file);
  if (osm === null) throw new Error(`${file} holds no map`);
  const map = mapPlacesOf(osm);
  const chance = new Chance(seed);
  const plain = sourcesOf(map);
  const inside = ([lng, lat]: Position) =>
    lng >= osm.bbox[0] && lat >= osm.bbox[1] && lng <= osm.bbox[2] && lat <= osm.bbox[3];
  const folds: Fold[] = [];
  const numbered = map.addresses.filter(
    ({ road, number }) => /^\p{Script=Han}+$/u.test(road) && /^\d+(?:号)?$/.test(number),
  );
  for (const each of numbered) {
    const others = map.addresses.filter(
      ({ ref, road, number }) => ref !== each.ref && !(road === each.road && number === each.number),
    );
    const places = map.places.filter(({ ref }) => ref !== each.ref);
    const address = `${each.road}${each.number.replace("号", "")}号`;
    folds.push({
      sources: sourcesOf({ ...map, addresses: others, places }),
      cases: [{ address, location: each.location, form: "mapped-number", names: [each.road], prefix: "" }],
    });
  }
  const gazetteer = new Gazetteer(plain);
  const roads = longRoads(map, gazetteer);
  const { doors, asked } = madeNumbers(roads, gazetteer.frame, chance, inside);
  folds.push({ sources: sourcesOf({ ...map, addresses: doors }), cases: asked });
  folds.push({ sources: plain, cases: madeCrossings(roads, gazetteer.frame, chance, inside) });
  folds.push(madeFromShops(map, gazetteer, chance, inside));
  return folds;
}

function sourcesOf(map: MapPlaces): GazetteerSources {
  return { map, areas: [], outlets: [], residences: [], cityNames: [] };
}

function longRoads(map: MapPlaces, gazetteer: Gazetteer): Road[] {
  const roads = new Set<Road>();
  for (const { names } of map.roads) {
    if (!/^\p{Script=Han}{2,}[路街道巷]$/u.test(names[0])) continue;
    for (const road of gazetteer.roads.exact(names[0])) if (road.middle().spread > 150) roads.add(road);
  }
  return [...roads];
}

/**
 * House numbers made along the map's roads as they are given in China: odd on one side, even on the other, rising from
 * one end, a number skipped now and then, fronts of 5 to 40 m. A quarter of the doors is known.
 */
function madeNumbers(
  roads: Road[],
  frame: Frame,
  chance: Chance,
  inside: (at: Position) => boolean,
): { doors: MapAddress[]; asked: Case[] } {
  const doors: MapAddress[] = [];
  const asked: Case[] = [];
  for (const road of roads) {
    const line = road.lines.reduce((longest, other) => (other.length > longest.length ? other : longest));
    for (const side of [-1, 1]) {
      let number = side === 1 ? 1 : 2;
      let next = 10;
      let walked = 0;
      for (let i = 1; i < line.length; i++) {
        const [a, b] = [line[i - 1], line[i]];
        const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
        for (; next < walked + length; next += 5 + chance.next() * 35) {
          const share = (next - walked) / length;
          const off = (8 + chance.next() * 14) * side;
          const location = frame.position([
            a[0] + (b[0] - a[0]) * share - ((b[1] - a[1]) / length) * off,
            a[1] + (b[1] - a[1]) * share + ((b[0] - a[0]) / length) * off,
          ]);
          if (inside(location)) {
            if (chance.next() < 0.25)
              doors.push({ ref: `made/${doors.length}`, road: road.name, number: String(number), location });
            else if (chance.next() < 0.15)
              asked.push({
                address: `${road.name}${number}号`,
                location,
                form: "made-number",
                names: [road.name],
                prefix: "",
              });
          }
          number += chance.next() < 0.2 ? 4 : 2;
        }
        walked += length;
      }
    }
  }
  return { doors, asked };
}

function madeCrossings(roads: Road[], frame: Frame, chance: Chance, inside: (at: Position) => boolean): Case[] {
  const cases: Case[] = [];
  const words = ["交叉口", "路口", "交汇处", "交叉口东北角"];
  for (const [i, a] of roads.entries()) {
    for (const b of roads.slice(0, i)) {
      if (a.name === b.name) continue;
      const points = a.crossings(b);
      if (points.length !== 1) continue;
      // Somebody's shop at the corner, not the middle of the crossing.
      const location = frame.position([
        points[0][0] + (chance.next() - 0.5) * 50,
        points[0][1] + (chance.next() - 0.5) * 50,
      ]);
      if (!inside(location) || chance.next() < 0.4) continue;
      cases.push({
        address: `${a.name}与${b.name}${chance.pick(words)}`,
        location,
        form: "crossing",
        names: [a.name, b.name],
        prefix: "",
      });
    }
  }
  return cases;
}

/** What people say of a shop: its compound, the thing it stands beside, its street, between which streets. */
function madeFromShops(map: MapPlaces, gazetteer: Gazetteer, chance: Chance, inside: (at: Position) => boolean): Fold {
  const cases: Case[] = [];
  const shops = map.places.filter(
    (place) =>
      place.kind === "landmark" &&
      place.ring === null &&
      inside(place.location) &&
      /\p{Script=Han}/u.test(place.names[0]),
  );
  const asked = new Set(shops.filter(() => chance.next() < 0.7));
  const kept = map.places.filter((place) => !asked.has(place));
  const names = new Map<string, number>();
  for (const place of kept) names.set(place.names[0], (names.get(place.names[0]) ?? 0) + 1);
  const marks = kept.filter(
    (place) =>
      place.kind !== "stop" &&
      /^\p{Script=Han}[\p{Script=Han}\d]{2,}$/u.test(place.names[0]) &&
      names.get(place.names[0]) === 1,
  );
  for (const { location } of asked) {
    const at = gazetteer.frame.point(location);
    const road = gazetteer.roadNear(at, 40);
    const street = road !== null && /[路街道巷]$/u.test(road.name) ? road.name : "";
    const compound = kept.find(
      (place) =>
        place.kind === "compound" &&
        place.ring !== null &&
        /^\p{Script=Han}{3,}/u.test(place.names[0]) &&
        ringContains(place.ring, location),
    );
    if (compound !== undefined) {
      const name = compound.names[0];
      cases.push({
        address: `${street}${name}${chance.pick(["内", "底商", ""])}`,
        location,
        form: "inside",
        names: [name],
        prefix: "",
      });
    }
    const mark = marks
      .map((place) => ({ place, meters: metersBetween(place.location, location) }))
      .filter(({ place, meters }) => meters > 5 && meters < 60 + Math.sqrt(place.squareMeters / Math.PI))
      .sort((a, b) => a.meters - b.meters)[0];
    if (mark !== undefined) {
      const [x, y] = gazetteer.frame.point(mark.place.location);
      const [east, north] = [at[0] - x, at[1] - y];
      const direction = Math.abs(east) > Math.abs(north) ? (east > 0 ? "东" : "西") : north > 0 ? "北" : "南";
      const words = chance.pick([
        "旁边",
        "附近",
        `${direction}侧`,
        `${direction}${Math.max(10, Math.round(mark.meters / 10) * 10)}米`,
      ]);
      cases.push({
        address: `${mark.place.names[0]}${words}`,
        location,
        form: "landmark",
        names: [mark.place.names[0]],
        prefix: "",
      });
    }
    if (street === "" || road === null) continue;
    cases.push({ address: street, location, form: "street", names: [street], prefix: "" });
  }
  return { sources: sourcesOf({ ...map, places: kept }), cases };
}
