/** The open outlets of a city, grouped by the columns of the 50 categories. */
import { categories } from "@quarterhour/data";
import type { GroupedPlaces, JoinedPlaces } from "@quarterhour/isochrones";
import { shared } from "./city-data.ts";
import type { CityData } from "./city-data.ts";

/** In shared memory. Outlets that are not open have no groups. */
export function openOutlets(
  { edge, offsetMeters, accessMeters }: JoinedPlaces,
  { outletCount, isOpen, columnStart, columns }: CityData,
): GroupedPlaces {
  const groupStart = new Int32Array(shared((outletCount + 1) * 4));
  const groupItems = new Int32Array(shared(columns.length * 4));
  let end = 0;
  for (let outlet = 0; outlet < outletCount; outlet++) {
    for (let k = columnStart[outlet]; isOpen[outlet] === 1 && k < columnStart[outlet + 1]; k++) {
      groupItems[end++] = columns[k];
    }
    groupStart[outlet + 1] = end;
  }
  const places = {
    edge: edge.subarray(0, outletCount),
    offsetMeters: offsetMeters.subarray(0, outletCount),
    accessMeters: accessMeters.subarray(0, outletCount),
  };
  return { places, groupStart, groupItems, groupCount: categories.length };
}
