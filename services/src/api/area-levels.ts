/** A city divided into its areas of a level; the level `city` is the whole of it. */
import type { CityContext } from "./city-context.ts";

export const levels = ["city", "district", "street", "community"] as const;
export type Level = (typeof levels)[number];

export interface DividedArea {
  id: string;
  name: string;
  nameEn: string | null;
  level: Level;
}

/** `areaOf` has for each residence the index of its area, -1 where it lies in none. */
export async function divide(
  context: CityContext,
  level: Level,
): Promise<{ areas: DividedArea[]; areaOf: Int32Array }> {
  const [residences, all] = await Promise.all([context.residences(), context.areas()]);
  const { id, nameZh, nameEn } = context.city;
  if (level === "city")
    return { areas: [{ id, name: nameZh, nameEn, level }], areaOf: new Int32Array(residences.length) };
  const areas = all
    .filter((area) => area.level === level)
    .map((area) => ({ id: area.id, name: area.name, nameEn: area.nameEn, level }));
  const indexOf = new Map(areas.map((area, index) => [area.id, index]));
  const areaOf = Int32Array.from(residences, (residence) => indexOf.get(residence.areas[level] ?? "") ?? -1);
  return { areas, areaOf };
}
