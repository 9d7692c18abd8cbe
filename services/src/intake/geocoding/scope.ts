/** What the areas that an address names say about where it can be. */
import type { Position } from "@quarterhour/isochrones";
import { polygonsContain } from "../geometry/polygon.ts";
import { degreesFor } from "../geometry/sphere.ts";
import type { ParsedAddress } from "./address.ts";
import { distance } from "./frame.ts";
import type { Point } from "./frame.ts";
import type { Gazetteer } from "./gazetteer.ts";
import type { Area, Place } from "./known.ts";
import type { Meant } from "./lookup.ts";
import type { Road } from "./road.ts";

/** A shop lies this far outside of what an area's outline promises, at most. */
const TOLERANCE_METERS = 120;
/** A compound called by its road has a gate on it. */
const BESIDE_ROAD_METERS = 150;

export class Scope {
  readonly #gazetteer: Gazetteer;
  /** Known areas by each name in the address, the large ones first. */
  readonly #named: { name: string; areas: readonly Area[] }[];
  readonly #parsed: ParsedAddress;

  constructor(gazetteer: Gazetteer, parsed: ParsedAddress) {
    this.#gazetteer = gazetteer;
    this.#parsed = parsed;
    this.#named = parsed.areas
      .map(({ name }) => ({ name, areas: gazetteer.areasNamed(name) }))
      .filter(({ areas }) => areas.length > 0);
  }

  /** The district, by its full name, where the address names one that is known. */
  get district(): string | null {
    return this.#named.flatMap(({ areas }) => areas).find(({ level }) => level === "district")?.name ?? null;
  }

  /** Of roads with one name those that run through most of the named areas. */
  roads(meant: Meant<Road>[]): Meant<Road>[] {
    return this.#mostFitting(meant, ({ item }, areas) => item.someVertex((point) => this.#reaches(areas, point, 0)));
  }

  /** Of places with one name those in most of the named areas, and of these those on the road that is named with them. */
  places(meant: Meant<Place>[], roads: readonly Meant<Road>[]): Meant<Place>[] {
    const fitting = this.#mostFitting(meant, ({ item }, areas) => this.#reaches(areas, item.at, TOLERANCE_METERS));
    if (fitting.length < 2 || roads.length === 0) return fitting;
    const beside = fitting.filter(({ item }) =>
      roads.some((road) => road.item.metersFrom(item.at) < item.radiusMeters + BESIDE_ROAD_METERS),
    );
    return beside.length > 0 ? beside : fitting;
  }

  #mostFitting<T>(meant: Meant<T>[], fits: (each: Meant<T>, areas: readonly Area[]) => boolean): Meant<T>[] {
    if (this.#named.length === 0 || meant.length < 2) return meant;
    const counts = meant.map((each) => this.#named.filter(({ areas }) => fits(each, areas)).length);
    const most = new Map<string, number>();
    meant.forEach(({ key }, index) => most.set(key, Math.max(most.get(key) ?? 0, counts[index])));
    return meant.filter(({ key }, index) => counts[index] === most.get(key));
  }

  /** By how much an answer there is less likely, and why. */
  doubt(at: Point, near: Position | undefined): { factor: number; why: string } {
    let factor = 1;
    let why = "";
    const district = this.district;
    for (const { level, name } of this.#parsed.areas) {
      const areas = this.#gazetteer.areasNamed(name);
      if (areas.length > 0) {
        if (this.#reaches(areas, at, TOLERANCE_METERS)) continue;
        factor *= level === "district" ? 0.5 : 0.65;
        why += `；不在${name}`;
      } else if (level === "city" && district === null && !this.#gazetteer.isOwnCity(name)) {
        factor *= 0.5;
        why += `；${name}不是本市`;
      } else if (level === "district" && this.#gazetteer.hasAreas && !this.#gazetteer.isOwnCity(name)) {
        factor *= 0.8;
        why += `；不认识${name}`;
      }
    }
    if (near !== undefined && distance(this.#gazetteer.frame.point(near), at) > 1000) factor *= 0.9;
    return { factor, why };
  }

  #reaches(areas: readonly Area[], at: Point, tolerance: number): boolean {
    const [lng, lat] = this.#gazetteer.frame.position(at);
    const by = degreesFor(tolerance, lat);
    for (const { box, polygons } of areas) {
      if (lng < box[0] - by.lng || lng > box[2] + by.lng || lat < box[1] - by.lat || lat > box[3] + by.lat) continue;
      if (polygonsContain(polygons, [lng, lat])) return true;
      if (tolerance === 0) continue;
      const around: Position[] = [
        [lng + by.lng, lat],
        [lng - by.lng, lat],
        [lng, lat + by.lat],
        [lng, lat - by.lat],
      ];
      if (around.some((position) => polygonsContain(polygons, position))) return true;
    }
    return false;
  }
}
