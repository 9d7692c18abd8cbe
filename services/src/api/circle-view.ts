/** How a circle is shown. */
import { boundsOf } from "../assessment/circles/bounds.ts";
import type { BoundsGround, SideWords } from "../assessment/circles/bounds.ts";
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

/** Worked out once for each version of a circle, as long as the map stays the same. */
const known = new WeakMap<BoundsGround, Map<string, CircleBounds>>();
const mostKnown = 1000;

/** 四至, with somebody's own words where he wrote them. */
async function boundsOfCircle(context: CityContext, circle: Circle): Promise<CircleBounds> {
  const { id, version, boundary, boundsEdits, boundaryVersion } = circle;
  const ground = await circleBounds(context);
  let ofGround = known.get(ground);
  if (ofGround === undefined) known.set(ground, (ofGround = new Map()));
  const before = ofGround.get(`${id} ${version}`);
  if (before !== undefined) return before;
  const edits = Object.fromEntries(
    Object.entries(boundsEdits).map(([side, edit]): [string, SideWords] => [
      side,
      { text: edit.text, outdated: edit.boundaryVersion !== boundaryVersion },
    ]),
  ) as Partial<Record<Side, SideWords>>;
  const found = boundsOf(boundary, ground, edits);
  ofGround.set(`${id} ${version}`, found);
  if (ofGround.size > mostKnown) ofGround.delete(ofGround.keys().next().value!);
  return found;
}
