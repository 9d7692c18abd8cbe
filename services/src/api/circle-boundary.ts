/** A boundary as a request brings it. */
import { boundaryProblem, lengthProblem, tidyBoundary } from "../assessment/circles/boundary.ts";
import { TooIntricate } from "../assessment/circles/crossings.ts";
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

/** What cutting or joining boundaries gives; a 400 Problem about the field where they are too intricate for it. */
export function cutting<T>(field: string, cut: () => T): T {
  try {
    return cut();
  } catch (error) {
    if (!(error instanceof TooIntricate)) throw error;
    throw invalidField(field, `${error.message}; draw one of them more simply`);
  }
}
