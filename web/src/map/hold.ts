/** Keeps the map on its city: how it opens, how far it can be moved and zoomed out. Screen pixels, degrees WGS-84. */
import type { BoundingBox, Position } from "../api/types.ts";

/** Pixels taken by what lies over the map. */
export interface MapPadding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** The map on the screen: its size, and how much of each side bar, panel or sheet take. */
export interface Screen {
  width: number;
  height: number;
  padding: MapPadding;
}

export interface Look {
  /** What stands in the middle of the free room. */
  center: Position;
  zoom: number;
}

/** Little room counts as this much, or a box would shrink to a stamp. */
export const leastRoom = 160;
/** Pixels that the city's edge may be moved into the free room. */
const slack = 48;
/** Zoom levels that an opening may be closer than the whole city. */
const mostCloser = 2.2;
/** Zoom levels that the city may be smaller than the room. */
const mostFarther = 1;

const tilePixels = 512;

/** Pixels from the world's north-west corner. */
function toWorld([lng, lat]: Position, zoom: number): [x: number, y: number] {
  const side = tilePixels * 2 ** zoom;
  const sine = Math.sin((lat * Math.PI) / 180);
  return [side * (lng / 360 + 0.5), side * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI))];
}

function toPosition([x, y]: readonly [number, number], zoom: number): Position {
  const side = tilePixels * 2 ** zoom;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / side))) * 180) / Math.PI;
  return [(x / side - 0.5) * 360, lat];
}

interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function boxInWorld(box: BoundingBox, zoom: number): Rectangle {
  const [left, top] = toWorld([box[0], box[3]], zoom);
  const [right, bottom] = toWorld([box[2], box[1]], zoom);
  return { left, right, top, bottom };
}

function roomOf({ width, height, padding }: Screen): { width: number; height: number } {
  return {
    width: Math.max(leastRoom, width - padding.left - padding.right),
    height: Math.max(leastRoom, height - padding.top - padding.bottom),
  };
}

/**
 * What is seen of the map around the middle of the free room. Under the bar at the top the map shows through; panel and
 * sheet hide it.
 */
function seenAround({ width, height, padding }: Screen): Rectangle {
  const halfWidth = (width - padding.left - padding.right) / 2;
  const halfHeight = (height - padding.top - padding.bottom) / 2;
  return {
    left: -halfWidth,
    right: halfWidth + padding.right,
    top: -halfHeight - padding.top,
    bottom: halfHeight,
  };
}

const clamped = (value: number, one: number, other: number) =>
  Math.min(Math.max(one, other), Math.max(Math.min(one, other), value));

/** Farthest zoom at which the city still shows something. */
export function farthestZoom(box: BoundingBox, screen: Screen): number {
  const { left, right, top, bottom } = boxInWorld(box, 0);
  const room = roomOf(screen);
  return Math.log2(Math.min(room.width / (right - left), room.height / (bottom - top))) - mostFarther;
}

/** Where the map may look instead of `look`: the free room stays on the city, or the whole city in the room. */
export function held(box: BoundingBox, screen: Screen, look: Look): Look {
  const zoom = Math.max(look.zoom, farthestZoom(box, screen));
  const edge = boxInWorld(box, zoom);
  const room = roomOf(screen);
  const [x, y] = toWorld(look.center, zoom);
  const reach = { x: room.width / 2 - slack, y: room.height / 2 - slack };
  return {
    center: toPosition(
      [clamped(x, edge.left + reach.x, edge.right - reach.x), clamped(y, edge.top + reach.y, edge.bottom - reach.y)],
      zoom,
    ),
    zoom,
  };
}

/** Opens so that the city fills all that is seen, on an upright screen as well; but not ever so close. */
export function opening(box: BoundingBox, screen: Screen): Look {
  const seen = seenAround(screen);
  const atZero = boxInWorld(box, 0);
  const shares = [
    (seen.right - seen.left) / (atZero.right - atZero.left),
    (seen.bottom - seen.top) / (atZero.bottom - atZero.top),
  ];
  const whole = Math.log2(Math.min(...shares));
  const zoom = Math.min(Math.log2(Math.max(...shares)), whole + mostCloser);
  const { left, right, top, bottom } = boxInWorld(box, zoom);
  // The middle of the city in the middle of what is seen.
  return {
    center: toPosition(
      [(left + right - seen.left - seen.right) / 2, (top + bottom - seen.top - seen.bottom) / 2],
      zoom,
    ),
    zoom,
  };
}

/** The same look, moved as far as `spare` pixels to either side so that less of what lies beyond the city is seen. */
export function tidied(box: BoundingBox, screen: Screen, look: Look, spare: { x: number; y: number }): Look {
  const edge = boxInWorld(box, look.zoom);
  const seen = seenAround(screen);
  const [x, y] = toWorld(look.center, look.zoom);
  const better = (at: number, low: number, high: number, room: number) =>
    low > high ? at : clamped(clamped(at, low, high), at - room, at + room);
  return {
    center: toPosition(
      [
        better(x, edge.left - seen.left, edge.right - seen.right, Math.max(0, spare.x)),
        better(y, edge.top - seen.top, edge.bottom - seen.bottom, Math.max(0, spare.y)),
      ],
      look.zoom,
    ),
    zoom: look.zoom,
  };
}
