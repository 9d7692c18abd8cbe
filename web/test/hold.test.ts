import { expect, test } from "vitest";
import type { BoundingBox, Position } from "../src/api/types.ts";
import { farthestZoom, held, opening, tidied } from "../src/map/hold.ts";
import type { Look, Screen } from "../src/map/hold.ts";

/** The sample city: 3.2 × 2.7 km. */
const city: BoundingBox = [118.031, 38.738, 118.069, 38.762];
/** A phone with its bar above and its sheet at its lowest. */
const phone: Screen = { width: 390, height: 844, padding: { top: 224, right: 16, bottom: 148, left: 16 } };
const desktop: Screen = { width: 1440, height: 900, padding: { top: 24, right: 24, bottom: 24, left: 424 } };

/** Where a place stands on the screen. */
function onScreen([lng, lat]: Position, screen: Screen, { center, zoom }: Look): [x: number, y: number] {
  const side = 512 * 2 ** zoom;
  const y = (degrees: number) => Math.asinh(Math.tan((degrees * Math.PI) / 180));
  const { width, height, padding } = screen;
  return [
    (padding.left + width - padding.right) / 2 + ((lng - center[0]) / 360) * side,
    (padding.top + height - padding.bottom) / 2 - ((y(lat) - y(center[1])) / (2 * Math.PI)) * side,
  ];
}

const corners = (screen: Screen, look: Look) => ({
  northWest: onScreen([city[0], city[3]], screen, look),
  southEast: onScreen([city[2], city[1]], screen, look),
});

test("the city fills all of the map that is seen when it opens", () => {
  for (const screen of [phone, desktop]) {
    const { northWest, southEast } = corners(screen, opening(city, screen));
    expect(northWest[0]).toBeLessThanOrEqual(screen.padding.left + 1e-6);
    expect(northWest[1]).toBeLessThanOrEqual(1e-6);
    expect(southEast[0]).toBeGreaterThanOrEqual(screen.width - 1e-6);
    expect(southEast[1]).toBeGreaterThanOrEqual(screen.height - screen.padding.bottom - 1e-6);
  }
});

test("a city much wider than high is not opened closer than four and a half times", () => {
  const wide: BoundingBox = [118, 38.75, 118.4, 38.76];
  expect(opening(wide, phone).zoom - (farthestZoom(wide, phone) + 1)).toBeLessThan(2.5);
});

test("what is moved away comes back until the room stands on the city", () => {
  const away = held(city, phone, { center: [118.2, 38.9], zoom: 16 });
  const [x, y] = onScreen([city[2], city[3]], phone, away);
  expect(x).toBeCloseTo(390 - 16 - 48, 3);
  expect(y).toBeCloseTo(224 + 48, 3);
});

test("a place at the edge can be brought into the room", () => {
  const edge: Position = [city[0], city[3]];
  const [x, y] = onScreen(edge, phone, held(city, phone, { center: edge, zoom: 16 }));
  expect(x).toBeGreaterThan(phone.padding.left);
  expect(y).toBeGreaterThan(phone.padding.top);
});

test("all of the city can be seen at once, but it does not become a dot", () => {
  const far = held(city, phone, { center: [118.05, 38.75], zoom: 3 });
  expect(far.zoom).toBe(farthestZoom(city, phone));
  const { northWest, southEast } = corners(phone, far);
  expect(southEast[0] - northWest[0]).toBeCloseTo((390 - 32) / 2, 0);
  expect(northWest[1]).toBeGreaterThan(phone.padding.top - 48 - 1e-6);
});

test("where the look may stay it stays", () => {
  const look: Look = { center: [118.05, 38.75], zoom: 16 };
  const kept = held(city, phone, look);
  expect(kept.center[0]).toBeCloseTo(118.05, 9);
  expect(kept.center[1]).toBeCloseTo(38.75, 9);
});

test("a look is moved no farther than it may be, and no farther than it needs to be", () => {
  const look: Look = { center: [118.05, 38.7545], zoom: 14.6 };
  const before = onScreen([city[0], city[3]], phone, look)[1];
  expect(before).toBeGreaterThan(0);
  const little = tidied(city, phone, look, { x: 0, y: 10 });
  expect(onScreen([city[0], city[3]], phone, little)[1]).toBeCloseTo(before - 10, 3);
  const enough = tidied(city, phone, look, { x: 0, y: 1000 });
  expect(onScreen([city[0], city[3]], phone, enough)[1]).toBeCloseTo(0, 3);
});
