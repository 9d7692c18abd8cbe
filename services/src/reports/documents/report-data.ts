/** What a report of a circle is made from: all plain, so that it can be handed to a thread. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { Boundary, CircleAssessment, CircleBounds } from "../../assessment/circles/types.ts";
import type { CircleDetails, Project } from "../../store/index.ts";
import type { RingShape } from "../map/furniture.ts";
import type { DocumentFacts } from "./facts.ts";

export interface ReportedOutlet {
  id: string;
  name: string;
  location: Position;
  services: { category: CategoryId; kind: RepairKindId | null }[];
  address: string | null;
  phone: string | null;
  openingHours: string | null;
  openingHoursText: string | null;
  chain: string | null;
  /** From the middle of the circle; null beyond half an hour. */
  walkSeconds: number | null;
}

/** A home with how many of the basic categories it lacks. */
export interface ReportedHome {
  location: Position;
  households: number;
  gaps: number;
  unknown: number;
}

export interface ReportedCircle {
  id: string;
  name: string;
  kind: string;
  boundary: Boundary;
  center: Position;
  bbox: BoundingBox;
  areaSquareMeters: number;
  bounds: Pick<CircleBounds, "text">;
  details: CircleDetails | null;
  note: string | null;
}

export type ReportedProject = Pick<
  Project,
  | "id"
  | "name"
  | "community"
  | "category"
  | "kind"
  | "content"
  | "site"
  | "responsibleUnit"
  | "investmentNote"
  | "costNote"
  | "deadline"
  | "state"
  | "forecast"
> & {
  circleName: string | null;
  measured: { households: number; asOf: string } | null;
};

export interface CircleReportInput {
  facts: DocumentFacts;
  circle: ReportedCircle;
  /** District and street it lies in, as far as boundaries tell. */
  area: string | null;
  assessment: CircleAssessment;
  /** Categories for which somebody vouches in all of the circle. */
  claimed: CategoryId[];
  /** Open ones in the circle, the nearest to its middle first. */
  outlets: ReportedOutlet[];
  homes: ReportedHome[];
  /** What residents said is missing; null where nobody was asked. */
  wishes: { category: CategoryId; mentions: number }[] | null;
  projects: ReportedProject[];
  rings: RingShape[];
  link: string;
}
