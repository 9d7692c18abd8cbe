/** Judges coordinates: outside the city, outside any city, or longitude and latitude in each other's place. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import { IntakeError, problemAt } from "../errors.ts";
import { metersBetween } from "../geometry/sphere.ts";
import { isInBox, plausibleBox, ROW_MARGIN_METERS } from "./city-box.ts";
import type { Crs } from "./coordinates.ts";
import { isInDegrees, toWgs84 } from "./coordinates.ts";
import { crsTitle } from "./crs-names.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

export type Verdict = { location: Position } | { location: null; said: Said };

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
      return fault(say("coordinates.swapped"));
    }
    if (location === null) {
      return fault(
        isInDegrees(this.#crs)
          ? say("coordinates.not-degrees")
          : say("coordinates.not-metres", { crs: crsTitle(this.#crs) }),
      );
    }
    if (Math.abs(location[0]) < 0.01 && Math.abs(location[1]) < 0.01) {
      return fault(say("coordinates.zero"));
    }
    // Without a city nothing is known but that the values are degrees: they may lie in another country.
    if (this.#city === null) return { location };
    this.#outside++;
    const kilometers = Math.max(1, Math.round(metersOutside(location, this.#city) / 1000));
    return fault(say("coordinates.outside", { kilometers }));
  }

  /** What was taken on trust, to be told once. */
  notes(): Said[] {
    if (this.#northingFirst === 0) return [];
    return [say("axes.northing-first", { rows: this.#northingFirst })];
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
          ? say("axes.mend-pair")
          : say("axes.mend-columns", { x: xColumn, y: yColumn });
      throw new IntakeError(
        say("axes.swapped", { file: fileName, row, x, y, swapped: this.#swapped, rows: this.#rows, mend }),
        [problemAt(row, xColumn, `${x}, ${y}`, say("axes.swapped-here", { mend }))],
      );
    }
    if (this.#city !== null && this.#outside === this.#rows && this.#rows > 1) {
      const box = this.#city.map((degrees) => degrees.toFixed(3)).join(", ");
      const said = say("axes.outside", { box });
      throw new IntakeError(say("file-says", { file: fileName, what: said }), [problemAt(null, xColumn, null, said)]);
    }
  }
}

function fault(said: Said): Verdict {
  return { location: null, said };
}

function metersOutside(position: Position, [west, south, east, north]: BoundingBox): number {
  const nearest: Position = [
    Math.min(Math.max(position[0], west), east),
    Math.min(Math.max(position[1], south), north),
  ];
  return metersBetween(position, nearest);
}
