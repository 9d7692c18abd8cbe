/** How a circle is shown. */
import { areaOf, boxOfBoundary, centerOf } from "../assessment/circles/plane.ts";
import type { BoundarySide, CircleBounds } from "../assessment/circles/types.ts";
import { sides } from "../assessment/circles/types.ts";
import type { Circle } from "../store/index.ts";
import type { CityContext } from "./city-context.ts";

export async function viewCircle(_context: CityContext, circle: Circle, withBoundary = true) {
  const { boundary, boundsEdits: _edits, city: _city, ...rest } = circle;
  return {
    ...rest,
    ...(withBoundary && { boundary }),
    center: centerOf(boundary),
    bbox: boxOfBoundary(boundary),
    areaSquareMeters: Math.round(areaOf(boundary)),
    bounds: boundsOf(circle),
  };
}

function boundsOf({ boundsEdits, boundaryVersion }: Circle): CircleBounds {
  const words = { east: "东", south: "南", west: "西", north: "北" };
  const found = Object.fromEntries(
    sides.map((side): [string, BoundarySide] => {
      const edit = boundsEdits[side];
      return [
        side,
        {
          text: edit?.text ?? "—",
          derived: "—",
          edited: edit !== undefined,
          outdated: edit !== undefined && edit.boundaryVersion !== boundaryVersion,
          features: [],
        },
      ];
    }),
  ) as Omit<CircleBounds, "text">;
  return { ...found, text: sides.map((side) => `${words[side]}至${found[side].text}`).join("，") };
}
