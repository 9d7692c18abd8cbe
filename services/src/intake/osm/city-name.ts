/** Guesses what a map shows from its boundaries and addresses, for a city added without a name. */
import type { OsmMap } from "./map.ts";
import { englishNameOf, nameOf } from "./names.ts";

export interface CityName {
  nameZh: string;
  nameEn: string | null;
}

/** Fewer addresses than this are chance. */
const FEWEST_ADDRESSES = 3;

/** The one city or district that a boundary names, else the district or city that addresses agree on; null when nothing is clear. */
export function guessCityName(map: OsmMap): CityName | null {
  const administrative = map
    .relationTags()
    .filter((tags) => tags.boundary === "administrative" && nameOf(tags) !== null);
  for (const level of ["5", "6"]) {
    const named = administrative.filter((tags) => tags.admin_level === level);
    if (named.length === 1) return { nameZh: nameOf(named[0])!, nameEn: englishNameOf(named[0]) };
  }
  // Addresses all in one district: a map of that district. In several: a map of their city.
  const name = agreed(map, "addr:district", "区", 0.8) ?? agreed(map, "addr:city", "市", 0.5);
  return name === null ? null : { nameZh: name, nameEn: null };
}

/** The Chinese name that at least this share of the addresses with the tag agree on, its ending completed. */
function agreed(map: OsmMap, key: string, ending: string, share: number): string | null {
  const mentions = new Map<string, number>();
  let all = 0;
  for (const { tags } of [...map.nodes, ...map.ways]) {
    const value = tags[key]?.trim();
    if (value === undefined || !/^\p{Script=Han}{2,}$/u.test(value)) continue;
    const name = /[市区县旗]$/.test(value) ? value : `${value}${ending}`;
    mentions.set(name, (mentions.get(name) ?? 0) + 1);
    all++;
  }
  const [most] = [...mentions].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] >= FEWEST_ADDRESSES && most[1] >= all * share ? most[0] : null;
}
