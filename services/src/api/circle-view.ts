/** How a circle is shown. */
import { boundsOf } from "../assessment/circles/bounds.ts";
import type { SideWords } from "../assessment/circles/bounds.ts";
import { areaOf, boxOfBoundary, centerOf } from "../assessment/circles/plane.ts";
import type { CircleBounds, Side } from "../assessment/circles/types.ts";
import type { Circle } from "../store/index.ts";
import { circleBounds } from "./circle-ground.ts";
import type { CityContext } from "./city-context.ts";

export async function viewCircle(context: CityContext, circle: Circle, withBoundary = true) {
  const { boundary, boundsEdits: _edits, city: _city, ...rest } = circle;
  return {
    ...rest,
    ...(withBoundary && { boundary }),
    center: centerOf(boundary),
    bbox: boxOfBoundary(boundary),
    areaSquareMeters: Math.round(areaOf(boundary)),
    bounds: await boundsOfCircle(context, circle),
  };
}

/** 四至, with somebody's own words where he wrote them. */
export async function boundsOfCircle(context: CityContext, circle: Circle): Promise<CircleBounds> {
  const { boundary, boundsEdits, boundaryVersion } = circle;
  const edits = Object.fromEntries(
    Object.entries(boundsEdits).map(([side, edit]): [string, SideWords] => [
      side,
      { text: edit.text, outdated: edit.boundaryVersion !== boundaryVersion },
    ]),
  ) as Partial<Record<Side, SideWords>>;
  return boundsOf(boundary, await circleBounds(context), edits);
}
