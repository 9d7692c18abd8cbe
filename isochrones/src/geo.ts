/** WGS-84 ellipsoid. */
const EQUATORIAL_RADIUS_METERS = 6378137;
const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);
const RADIANS = Math.PI / 180;

/** Coordinates are kept as whole units of 1e-7 degree, the resolution of OSM itself. */
export const UNITS_PER_DEGREE = 1e7;

/** Metres per degree of longitude and of latitude around a latitude, on the WGS-84 ellipsoid. */
export function metersPerDegree(lat: number): { lng: number; lat: number } {
  const sin = Math.sin(lat * RADIANS);
  const w2 = 1 / (1 - E2 * sin * sin);
  const w = Math.sqrt(w2);
  return {
    lng: RADIANS * EQUATORIAL_RADIUS_METERS * w * Math.cos(lat * RADIANS),
    lat: RADIANS * EQUATORIAL_RADIUS_METERS * w * w2 * (1 - E2),
  };
}

/** True where the segments a–b and c–d share a point. All in one plane's units. */
export function segmentsMeet(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const d1 = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const d2 = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax);
  if ((d1 > 0 && d2 > 0) || (d1 < 0 && d2 < 0)) return false;
  const d3 = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx);
  const d4 = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx);
  if ((d3 > 0 && d4 > 0) || (d3 < 0 && d4 < 0)) return false;
  if (d1 === 0 && d2 === 0 && d3 === 0 && d4 === 0) {
    return (
      Math.max(Math.min(ax, bx), Math.min(cx, dx)) <= Math.min(Math.max(ax, bx), Math.max(cx, dx)) &&
      Math.max(Math.min(ay, by), Math.min(cy, dy)) <= Math.min(Math.max(ay, by), Math.max(cy, dy))
    );
  }
  return true;
}

/** Straight metres between two places given in 1e-7 degree. */
export function unitsToMeters(lng1: number, lat1: number, lng2: number, lat2: number): number {
  // metersPerDegree written out: a network has millions of pieces, and the object it returns would be garbage each time
  const angle = ((lat1 + lat2) / 2 / UNITS_PER_DEGREE) * RADIANS;
  const sin = Math.sin(angle);
  const w2 = 1 / (1 - E2 * sin * sin);
  const w = Math.sqrt(w2);
  // nor is there a call of cos and of hypot, each of which takes as long as all the rest
  const east = (lng2 - lng1) * w * Math.sqrt(1 - sin * sin);
  const north = (lat2 - lat1) * w * w2 * (1 - E2);
  return ((RADIANS * EQUATORIAL_RADIUS_METERS) / UNITS_PER_DEGREE) * Math.sqrt(east * east + north * north);
}
