/** Asks the device where it is. */
import { isInside } from "./boxes.ts";
import type { City, Position } from "../api/types.ts";

export type LocationProblem = "denied" | "unavailable" | "unsupported" | "outside";

export class LocationError extends Error {
  readonly problem: LocationProblem;
  constructor(problem: LocationProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** @throws LocationError, also where the place is outside the city's map */
export function locateMe(city: City): Promise<Position> {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation || !isSecureContext) {
      reject(new LocationError("unsupported"));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => {
        if (isInside([longitude, latitude], city.bbox)) resolve([longitude, latitude]);
        else reject(new LocationError("outside"));
      },
      (error) => reject(new LocationError(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable")),
      { enableHighAccuracy: true, timeout: 12_000, maximumAge: 60_000 },
    );
  });
}
