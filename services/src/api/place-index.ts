/** Compounds, areas and named places of a city, to be found by name, pinyin or initials. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { Point } from "geojson";
import { boxOf } from "../box.ts";
import { foldText, searchText } from "../store/search-text.ts";
import type { CityContext } from "./city-context.ts";
import { basemap } from "./tiles/layers.ts";

export interface SearchHit {
  type: "outlet" | "residence" | "compound" | "area" | "place";
  id: string;
  name: string;
  address: string | null;
  location: Position;
  bbox?: BoundingBox;
}

interface IndexedPlace {
  hit: SearchHit;
  /** As `searchText` gives it. */
  text: string;
}

/** Labels of the basemap that are places in their own right; areas and compounds come from better sources. */
const placeKinds = new Set(["station", "park", "building", "city", "district", "street", "community"]);

/** A building's bare number, such as 3号楼: it names nothing without its compound, which is found by its own name. */
const bareNumber = /^[\dA-Za-z一二三四五六七八九十甲乙丙丁]+(号楼|号|栋|幢|座|楼)$/;

/** Every compound, area and place, kept for as long as this state of the city lasts. */
export function placeIndex(context: CityContext): Promise<IndexedPlace[]> {
  return context.once("place index", async () => {
    const [residences, areas, layers] = await Promise.all([context.residences(), context.areas(), basemap(context)]);
    const hits: SearchHit[] = [];
    const compounds = new Map<string, { location: Position; address: string | null }[]>();
    for (const { compound, location, address } of residences) {
      if (compound === null) continue;
      const members = compounds.get(compound);
      if (members === undefined) compounds.set(compound, [{ location, address }]);
      else members.push({ location, address });
    }
    for (const [name, members] of compounds) {
      const bbox = boxOf(members.map(({ location }) => location));
      hits.push({ type: "compound", id: `compound:${name}`, name, address: null, location: middleOf(bbox), bbox });
    }
    for (const { id, name, geometry } of areas) {
      const bbox = boxOf(geometry.coordinates.flat(2) as Position[]);
      hits.push({ type: "area", id, name, address: null, location: middleOf(bbox), bbox });
    }
    const areaNames = new Set(areas.map(({ name }) => name));
    for (const { geometry, properties } of layers.label?.features ?? []) {
      const { kind, name } = (properties ?? {}) as { kind?: string; name?: string };
      if (!name || geometry.type !== "Point" || areaNames.has(name)) continue;
      const location = (geometry as Point).coordinates.slice(0, 2) as Position;
      if (kind === "compound" && !compounds.has(name)) {
        hits.push({ type: "compound", id: `compound:${name}`, name, address: null, location });
      } else if (kind !== undefined && placeKinds.has(kind) && !bareNumber.test(name)) {
        hits.push({ type: "place", id: `${kind}:${name}:${location.join(",")}`, name, address: null, location });
      }
    }
    return hits.map((hit) => ({ hit, text: searchText([hit.name], []) }));
  });
}

/** How well a name answers the words: 0 exactly, 1 begins with, 2 holds, 3 by pinyin or address only. */
export function matchRank(name: string, query: string): number {
  const folded = foldText(name);
  const wanted = foldText(query);
  if (folded === wanted) return 0;
  if (folded.startsWith(wanted)) return 1;
  return folded.includes(wanted) ? 2 : 3;
}

/** Places of which every word of the query is found in one of the forms of the name. */
export function findPlaces(places: readonly IndexedPlace[], query: string): SearchHit[] {
  const words = foldText(query).split(" ").filter(Boolean);
  if (words.length === 0) return [];
  return places.filter(({ text }) => words.every((word) => text.includes(word))).map(({ hit }) => hit);
}

function middleOf([west, south, east, north]: BoundingBox): Position {
  return [(west + east) / 2, (south + north) / 2];
}
