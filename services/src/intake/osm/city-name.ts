/** Guesses what a map shows from its boundaries and addresses, for a city added without a name. */
import type { OsmMap } from "./map.ts";
import { englishNameOf, nameOf } from "./names.ts";

export interface CityName {
  nameZh: string;
  nameEn: string | null;
}

/** Fewer addresses than this that name a city are chance. */
const FEWEST_ADDRESSES = 3;

/** The one district or city that a boundary names, else the city that most addresses name; null when neither is clear. */
export function guessCityName(map: OsmMap): CityName | null {
  const administrative = map
    .relationTags()
    .filter((tags) => tags.boundary === "administrative" && nameOf(tags) !== null);
  for (const level of ["5", "6"]) {
    const named = administrative.filter((tags) => tags.admin_level === level);
    if (named.length === 1) return { nameZh: nameOf(named[0])!, nameEn: englishNameOf(named[0]) };
  }
  const mentions = new Map<string, number>();
  const tagged = [...map.nodes, ...map.ways].map(({ tags }) => tags["addr:city"]?.trim());
  for (const city of tagged) {
    if (city === undefined || !/\p{Script=Han}/u.test(city)) continue;
    const name = city.endsWith("市") ? city : `${city}市`;
    mentions.set(name, (mentions.get(name) ?? 0) + 1);
  }
  const [most] = [...mentions].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] >= FEWEST_ADDRESSES ? { nameZh: most[0], nameEn: null } : null;
}
