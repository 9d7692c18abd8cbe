/** Judges coordinates: outside the city, outside any city, or longitude and latitude in each other's place. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import { IntakeError, problemAt } from "../errors.ts";
import { metersBetween } from "../geometry/sphere.ts";
import { isInBox, plausibleBox, ROW_MARGIN_METERS } from "./city-box.ts";
import type { Crs } from "./coordinates.ts";
import { isInDegrees, toWgs84 } from "./coordinates.ts";
import { crsTitle } from "./crs-names.ts";

export type Verdict = { location: Position } | { location: null; message: string };

export class PlaceJudge {
  /** The system's name as the caller gave it. */
  readonly crsName: string;
  readonly #crs: Crs;
  readonly #city: BoundingBox | null;
  readonly #plausible: BoundingBox;
  #rows = 0;
  #swapped = 0;
  #outside = 0;
  #northingFirst = 0;
  #firstSwapped: { row: number; x: number; y: number } | null = null;

  constructor(crs: Crs, crsName: string, city: BoundingBox | null) {
    this.#crs = crs;
    this.crsName = crsName;
    this.#city = city;
    this.#plausible = plausibleBox(city, ROW_MARGIN_METERS);
  }

  place(x: number, y: number, row: number): Verdict {
    this.#rows++;
    const location = toWgs84(x, y, this.#crs);
    if (location !== null && isInBox(location, this.#plausible)) return { location };
    const swapped = toWgs84(y, x, this.#crs);
    if (swapped !== null && isInBox(swapped, this.#plausible)) {
      if (this.#isProjectedOnEllipsoid()) {
        // Surveyors call the northing X. The two cannot be mistaken for each other, so nobody need be asked.
        this.#northingFirst++;
        return { location: swapped };
      }
      this.#swapped++;
      this.#firstSwapped ??= { row, x, y };
      return fault("longitude and latitude stand in each other's place; longitude is the larger one in China");
    }
    if (location === null) {
      return fault(
        isInDegrees(this.#crs)
          ? "is no longitude and latitude in degrees (±180, ±90); projected coordinates need their coordinate system named (such as EPSG:4526 or EPSG:3857)"
          : `is no coordinate in metres of ${crsTitle(this.#crs)}; check the coordinate system and its zone`,
      );
    }
    if (Math.abs(location[0]) < 0.01 && Math.abs(location[1]) < 0.01) {
      return fault("is the point 0, 0 off Africa, which stands for “not known”; find the place or leave the row out");
    }
    // Without a city nothing is known but that the values are degrees: they may lie in another country.
    if (this.#city === null) return { location };
    this.#outside++;
    const kilometers = Math.max(1, Math.round(metersOutside(location, this.#city) / 1000));
    return fault(`lies ${kilometers} km outside the city's map; check the place and the coordinate system`);
  }

  /** What was taken on trust, to be told once. */
  notes(): string[] {
    if (this.#northingFirst === 0) return [];
    return [
      `In ${this.#northingFirst} rows X is the northing and Y the easting, as surveyors write them; they were taken so.`,
    ];
  }

  #isProjectedOnEllipsoid(): boolean {
    return !isInDegrees(this.#crs) && this.#crs !== "EPSG:3857";
  }

  /** Throws where most rows are wrong in the same way: then the table is wrong, not its rows. */
  checkWhole(fileName: string, xColumn: string, yColumn: string): void {
    if (this.#swapped > this.#rows / 2 && this.#firstSwapped !== null) {
      const { row, x, y } = this.#firstSwapped;
      const mend =
        xColumn === yColumn || yColumn === "y"
          ? "write longitude,latitude"
          : `swap the two column names in the file, or map them (${xColumn}=y, ${yColumn}=x)`;
      throw new IntakeError(
        `${fileName}: longitude and latitude are swapped: row ${row} has ${x} for longitude and ${y} for latitude, and so have ${this.#swapped} of ${this.#rows} rows. To mend it, ${mend}.`,
        [problemAt(row, xColumn, `${x}, ${y}`, `is a latitude and a longitude in each other's place; ${mend}`)],
      );
    }
    if (this.#city !== null && this.#outside === this.#rows && this.#rows > 1) {
      const box = this.#city.map((degrees) => degrees.toFixed(3)).join(", ");
      const message = `no row lies in the city's map (west, south, east, north: ${box}); check the city and the coordinate system.`;
      throw new IntakeError(`${fileName}: ${message}`, [problemAt(null, xColumn, null, message)]);
    }
  }
}

function fault(message: string): Verdict {
  return { location: null, message };
}

function metersOutside(position: Position, [west, south, east, north]: BoundingBox): number {
  const nearest: Position = [
    Math.min(Math.max(position[0], west), east),
    Math.min(Math.max(position[1], south), north),
  ];
  return metersBetween(position, nearest);
}
