/** What has to be asked of a table's coordinates: which system they are in, which column is which, whether it is this city. */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { Columns } from "../tables/columns.ts";
import type { Crs } from "../tables/coordinates.ts";
import { countInCity, guessCrs, turn } from "../tables/crs-guess.ts";
import type { CrsGuess, Point } from "../tables/crs-guess.ts";
import { crsTitle } from "../tables/crs-names.ts";
import type { Choice, Question } from "./staging.ts";
import { say } from "../../words/index.ts";

/** Where several systems fit, or none: the question which it is. */
export function systemQuestion({ candidates, explanation }: CrsGuess, points: Point[], box: BoundingBox): Question {
  const degrees = candidates.includes("gcj02");
  const said = degrees ? say("ask.crs") : say("ask.crs-fits", { why: explanation });
  return { field: "crs", said, choices: choicesOf(candidates, points, box) };
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
      said: say("ask.swapped", { x, y, swapped, rows: points.length }),
      choices: [
        {
          value: { [x]: "y", [y]: "x" },
          label: say("ask.swap", { x, y }),
          rowsInCity: swapped,
          rowsLookedAt: points.length,
        },
      ],
    };
  }
  const others = guessCrs(points, box).candidates.filter((candidate) => candidate !== crs);
  return {
    field: "crs",
    said: say("ask.elsewhere", { crs: crsTitle(crs) }),
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
