/** Which roads and places of the city a piece of an address may mean. */
import { ROAD_END, ROAD_ENDING } from "./address.ts";
import type { Gazetteer } from "./gazetteer.ts";
import type { Place } from "./known.ts";
import type { NameIndex } from "./name-index.ts";
import type { Road } from "./road.ts";
import { nameKey } from "./text.ts";

export interface Meant<T> {
  item: T;
  /** The name by which it was found. */
  key: string;
  likeness: number;
  /** What of the text the name leaves unread. */
  before: string;
  after: string;
}

/** A large city has many a name hundreds of times; which of them is meant is for the areas in the address to tell. */
const MOST = 1000;
const ENDINGS = ["路", "街", "道", "巷", "大街", "大道", "胡同", "里"];
const LAST_ROAD = new RegExp(`[^路街道巷弄]{1,7}${ROAD_ENDING}$`, "u");
/** What people add to a road's name. */
const STRETCH = /^(?:[东南西北中]段|段|沿线|沿街|路段|上|口|路口|[东南西北]{1,2}(?:侧|边|面|端|头))$/u;

/** Roads that the text names; it ends in the road's name where a house number follows. */
export function roadsMeant(gazetteer: Gazetteer, text: string): Meant<Road>[] {
  const key = nameKey(text);
  const known = meantBy(gazetteer.roads, key, key, 1, "", "");
  if (known.length > 0) return known;
  const partly: Meant<Road>[] = [];
  for (const { key: name, start } of gazetteer.roads.within(key, 2)) {
    const before = key.slice(0, start);
    const after = key.slice(start + name.length);
    const atEnd = after === "" || STRETCH.test(after);
    // 新中山路 is not 中山路; what stands before it, if anything, is a name of its own.
    const likeness = (before.length === 1 ? 0.7 : 0.97) * (atEnd ? 1 : 0.9) * (name.length === 2 ? 0.9 : 1);
    if (!atEnd && ROAD_END.test(after)) {
      // 玉泉路抚路: more likely 玉泉路辅路 misspelt than 玉泉路.
      partly.push(...meantBy(gazetteer.roads, name, name, likeness * 0.6, before, after));
      continue;
    }
    const found = meantBy(gazetteer.roads, name, name, likeness, before, after);
    if (found.length > 0) return found;
  }
  const tries: { text: string; before: string; most: number }[] = [{ text: key, before: "", most: 1 }];
  const last = LAST_ROAD.exec(key)?.[0];
  if (last !== undefined && last !== key) tries.push({ text: last, before: key.slice(0, -last.length), most: 0.95 });
  for (let length = Math.min(6, key.length - 1); length >= 3; length--) {
    tries.push({ text: key.slice(-length), before: key.slice(0, -length), most: 0.9 });
  }
  let found = partly;
  for (const { text: part, before, most } of tries) {
    const hits = gazetteer.roads
      .similar(part)
      .map((hit) => ({ ...hit, likeness: hit.likeness * most, before, after: "" }));
    if ((hits[0]?.likeness ?? 0) > (found[0]?.likeness ?? 0) + 0.02) found = hits;
  }
  if (!ROAD_END.test(key)) {
    for (const ending of ENDINGS) found.push(...meantBy(gazetteer.roads, key + ending, key + ending, 0.85, "", ""));
  }
  return best(found);
}

/** Compounds, buildings, landmarks that the text names. */
export function placesMeant(gazetteer: Gazetteer, text: string): Meant<Place>[] {
  const key = nameKey(text);
  const known = meantBy(gazetteer.places, key, key, 1, "", "");
  if (known.length > 0) return known;
  const bare = key.replace(/(?:小区|住宅区|社区|大院|院内|院|内)$/u, "");
  if (bare !== key) {
    const found = meantBy(gazetteer.places, bare, bare, 0.97, "", "");
    if (found.length > 0) return found;
  }
  const found: Meant<Place>[] = [];
  for (const { key: name, start } of gazetteer.places.within(key, 2)) {
    const coverage = name.length / key.length;
    if (name.length === 2 && coverage < 0.5) continue;
    const before = key.slice(0, start);
    const after = key.slice(start + name.length);
    found.push(...meantBy(gazetteer.places, name, name, 0.6 + 0.38 * coverage, before, after));
    if (found.length > 0) break;
  }
  for (const hit of gazetteer.places.similar(bare)) found.push({ ...hit, before: "", after: "" });
  return best(found);
}

function meantBy<T>(
  index: NameIndex<T>,
  name: string,
  key: string,
  likeness: number,
  before: string,
  after: string,
): Meant<T>[] {
  return index.exact(name).map((item) => ({ item, key, likeness, before, after }));
}

function best<T>(found: Meant<T>[]): Meant<T>[] {
  const sorted = found.sort((a, b) => b.likeness - a.likeness);
  const top = sorted[0]?.likeness ?? 0;
  return sorted.filter(({ likeness }) => likeness >= 0.3 && likeness >= top - 0.15).slice(0, MOST);
}
