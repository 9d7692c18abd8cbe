/** Where a place of the map lies on the screen. */
import type { Page } from "playwright-core";

type Position = readonly [lng: number, lat: number];

/** The view that `at=` in the address asks for. */
export interface View {
  center: Position;
  zoom: number;
}

export const atOf = ({ center, zoom }: View) => `at=${center.join(",")},${zoom}`;

/** Web Mercator, in pixels of the whole world at this zoom. */
function world([lng, lat]: Position, zoom: number): [number, number] {
  const side = 512 * 2 ** zoom;
  const sine = Math.sin((lat * Math.PI) / 180);
  return [(lng / 360 + 0.5) * side, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side];
}

/** Pixels of the window, for a map whose middle is the middle of its canvas. */
export async function pointOf(page: Page, { center, zoom }: View, place: Position): Promise<[number, number]> {
  const box = (await page.locator(".maplibregl-canvas").boundingBox())!;
  const [x, y] = world(place, zoom);
  const [middleX, middleY] = world(center, zoom);
  return [box.x + box.width / 2 + x - middleX, box.y + box.height / 2 + y - middleY];
}
