/** A boundary as a request brings it. */
import { boundaryProblem, lengthProblem, tidyBoundary } from "../assessment/circles/boundary.ts";
import type { Boundary } from "../assessment/circles/types.ts";
import { polygonProblem } from "../store/index.ts";
import type { City } from "../store/index.ts";
import { invalidField } from "./problem.ts";

/** Throws a 400 Problem that says what is wrong, where, and what would be right. */
export function readBoundary(given: Boundary, city: City, field = "boundary"): Boundary {
  const invalid = lengthProblem(given) ?? polygonProblem(given);
  if (invalid !== null) throw invalidField(field, invalid);
  const boundary = tidyBoundary(given);
  const problem = boundaryProblem(boundary, city);
  if (problem !== null) throw invalidField(field, problem);
  return boundary;
}
