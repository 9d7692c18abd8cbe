/** The place looked from last time, kept on the device only, so that the next visit need not ask again. */
import { readPreference, writePreference } from "../state/preferences.ts";
import type { City, Position } from "../api/types.ts";
import { isInside } from "../ui/boxes.ts";

interface LastPlace {
  position: Position;
  name: string | null;
}

export function rememberPlace(position: Position, name: string | null): void {
  writePreference("place", JSON.stringify({ position, name }));
}

/** null where there is none in this city. Whatever stands in the storage is checked. */
export function lastPlace(city: City): LastPlace | null {
  let kept: unknown;
  try {
    kept = JSON.parse(readPreference("place") ?? "null");
  } catch {
    return null;
  }
  const { position, name } = (kept ?? {}) as Partial<LastPlace>;
  if (!Array.isArray(position) || position.length !== 2 || !position.every(Number.isFinite)) return null;
  if (!isInside(position, city.bbox)) return null;
  return { position: [position[0], position[1]], name: typeof name === "string" ? name.slice(0, 80) : null };
}
