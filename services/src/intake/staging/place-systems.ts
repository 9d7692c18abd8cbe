/** What has to be asked of a table's coordinates: which system they are in, which column is which, whether it is this city. */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { Columns } from "../tables/columns.ts";
import type { Crs } from "../tables/coordinates.ts";
import { countInCity, guessCrs, turn } from "../tables/crs-guess.ts";
import type { CrsGuess, Point } from "../tables/crs-guess.ts";
import { crsTitle } from "../tables/crs-names.ts";
import type { Choice, Question } from "./staging.ts";

/** Where several systems fit, or none: the question which it is. */
export function systemQuestion({ candidates, explanation }: CrsGuess, points: Point[], box: BoundingBox): Question {
  const degrees = candidates.includes("gcj02");
  const message = degrees
    ? "Which coordinate system the table is in is not said: from 高德 or 腾讯 it is GCJ-02, from 百度 BD-09, from GPS WGS-84, from a surveyor or 天地图 CGCS2000. Taken wrongly, places lie up to a kilometre off."
    : `Which coordinate system the table is in is not said. ${explanation} Ask whoever sent the table.`;
  return { field: "crs", message, choices: choicesOf(candidates, points, box) };
}

/** Where no row lies in the city: whether longitude and latitude should change places, or it is another system; else null. */
export function placeQuestion(
  points: Point[],
  box: BoundingBox,
  crs: Crs,
  { names, indexOf }: Columns,
): Question | null {
  if (points.length === 0 || countInCity(points, crs, box) > 0) return null;
  const swapped = countInCity(points.map(turn), crs, box);
  if (swapped > points.length / 2) {
    // surveyors' metres are read either way round
    if (crs.startsWith("EPSG:4") && crs !== "EPSG:4490") return null;
    if (!indexOf.has("x") || !indexOf.has("y")) return null;
    const x = names[indexOf.get("x")!];
    const y = names[indexOf.get("y")!];
    return {
      field: "columns",
      message: `Longitude and latitude are swapped: “${x}” holds latitudes and “${y}” longitudes in ${swapped} of ${points.length} rows looked at.`,
      choices: [
        {
          value: { [x]: "y", [y]: "x" },
          label: `“${y}” is the longitude, “${x}” the latitude`,
          rowsInCity: swapped,
          rowsLookedAt: points.length,
        },
      ],
    };
  }
  const others = guessCrs(points, box).candidates.filter((candidate) => candidate !== crs);
  return {
    field: "crs",
    message: `No row looked at lies in the city when its coordinates are taken as ${crsTitle(crs)}. Check the coordinate system, and that the table is one of this city.`,
    choices: choicesOf(others, points, box),
  };
}

function choicesOf(candidates: Crs[], points: Point[], box: BoundingBox): Choice[] {
  return candidates.map((crs) => ({
    value: crs,
    label: crsTitle(crs),
    rowsInCity: countInCity(points, crs, box),
    rowsLookedAt: points.length,
  }));
}
