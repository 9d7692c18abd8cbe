/** Lengths and areas on the sphere, for places no larger than a city. */
import type { Position } from "@quarterhour/isochrones";

const EARTH_RADIUS_METERS = 6371008.8;
const RADIANS = Math.PI / 180;

/** Great-circle metres between two positions. */
export function metersBetween(a: Position, b: Position): number {
  const sinLat = Math.sin(((b[1] - a[1]) * RADIANS) / 2);
  const sinLng = Math.sin(((b[0] - a[0]) * RADIANS) / 2);
  const h = sinLat * sinLat + Math.cos(a[1] * RADIANS) * Math.cos(b[1] * RADIANS) * sinLng * sinLng;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Degrees of longitude and latitude that span `meters` at a latitude. */
export function degreesFor(meters: number, lat: number): { lng: number; lat: number } {
  const latDegrees = meters / (EARTH_RADIUS_METERS * RADIANS);
  return { lat: latDegrees, lng: latDegrees / Math.max(0.01, Math.cos(lat * RADIANS)) };
}

/** Metres from a position to the nearest place on a closed ring. */
export function metersToRing(position: Position, ring: Position[]): number {
  const scaleLat = EARTH_RADIUS_METERS * RADIANS;
  const scaleLng = scaleLat * Math.cos(position[1] * RADIANS);
  let nearest = Infinity;
  for (let i = 1; i < ring.length; i++) {
    const ax = (ring[i - 1][0] - position[0]) * scaleLng;
    const ay = (ring[i - 1][1] - position[1]) * scaleLat;
    const dx = (ring[i][0] - position[0]) * scaleLng - ax;
    const dy = (ring[i][1] - position[1]) * scaleLat - ay;
    const length2 = dx * dx + dy * dy;
    const share = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length2));
    nearest = Math.min(nearest, Math.hypot(ax + share * dx, ay + share * dy));
  }
  return nearest;
}

/** Square metres inside a closed ring, positive when it runs counter-clockwise. */
export function signedRingArea(ring: Position[]): number {
  if (ring.length < 4) return 0;
  // Measured from the first vertex, so that small rings far from 0°, 0° lose no digits.
  const [originLng, originLat] = ring[0];
  const scaleLng = EARTH_RADIUS_METERS * RADIANS * Math.cos(originLat * RADIANS);
  const scaleLat = EARTH_RADIUS_METERS * RADIANS;
  let doubled = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const ax = (ring[i][0] - originLng) * scaleLng;
    const ay = (ring[i][1] - originLat) * scaleLat;
    const bx = (ring[i + 1][0] - originLng) * scaleLng;
    const by = (ring[i + 1][1] - originLat) * scaleLat;
    doubled += ax * by - bx * ay;
  }
  return doubled / 2;
}

/** Square metres of polygons, holes left out. */
export function polygonsArea(polygons: Position[][][]): number {
  let area = 0;
  for (const rings of polygons) {
    rings.forEach((ring, index) => {
      area += (index === 0 ? 1 : -1) * Math.abs(signedRingArea(ring));
    });
  }
  return Math.max(0, area);
}
