/** Circles (生活圈), evidence about them, and a district's own indicators, as the store keeps them. */
import type { CategoryId } from "@quarterhour/data";
import type { MultiPolygon, Polygon } from "geojson";

export type CircleKind = "15min" | "elderly" | "childcare" | "fitness" | "parcel" | "other";

/** In the order of 东至…，南至…，西至…，北至…. */
export type Side = "east" | "south" | "west" | "north";

/** What attachment 5 asks of a circle and no data tells; ids are those of `situationForm`. */
export interface CircleDetails {
  operators: string[];
  form: string | null;
  /** Name of the service platform. */
  platform: string | null;
  /** Neighbourhood centres (社区商业中心), where somebody counted them. */
  commercialCenters: number | null;
  /** People served, where somebody counted them. */
  residents: number | null;
  /** Floor area of trade and services as a share of all, in percent. */
  serviceAreaPercent: number | null;
  /** People employed in the outlets. */
  workers: number | null;
  /** What residents say is missing (缺什么). */
  missing: string | null;
}

/** What somebody wrote of a side, and of which boundary (Circle.boundaryVersion). */
export interface SideEdit {
  text: string;
  boundaryVersion: number;
}

export interface CircleDraft {
  name: string;
  kind: CircleKind;
  /** WGS-84. */
  boundary: Polygon | MultiPolygon;
  details: CircleDetails | null;
  /** Basic categories that must be there; null: any 15. */
  requiredBasic: CategoryId[] | null;
  note: string | null;
}

export interface Circle extends CircleDraft {
  id: string;
  city: string;
  /** `hand`, or the file it came from. */
  source: string;
  /** Its key there. */
  sourceRef: string | null;
  boundsEdits: Partial<Record<Side, SideEdit>>;
  /** Grows with every change, from 1. */
  version: number;
  /** The version in which the boundary became what it is. */
  boundaryVersion: number;
  /** Who changed it last. */
  by: string;
  createdAt: string;
  updatedAt: string;
}

/** What changes; a side set to null is what the map says again. */
export type CircleChange = Partial<CircleDraft> & { sides?: Partial<Record<Side, string | null>> };

export interface EvidenceDraft {
  /** JSON, as the measure takes it. */
  value: unknown;
  text: string | null;
  /** ISO 8601: the day it was so. */
  date: string | null;
  /** Id of a file of the same circle. */
  file: string | null;
}

export interface Evidence extends EvidenceDraft {
  id: string;
  circle: string;
  measure: string;
  by: string;
  at: string;
  /** When something else took its place, or it was withdrawn; null: it holds. */
  endedAt: string | null;
}

export interface CircleFile {
  id: string;
  circle: string;
  name: string;
  mediaType: string;
  bytes: number;
  by: string;
  at: string;
}

/** An indicator as a district defines it; what is in the definition is the assessment's matter. */
export interface StoredIndicator {
  id: string;
  /** JSON object. */
  definition: unknown;
  version: number;
  by: string;
  updatedAt: string;
}

/** The part of a store that keeps circles. Nothing here counts as a change to the city's `revision`. */
export interface CircleStore {
  /** By id. */
  listCircles(city: string): Promise<Circle[]>;
  getCircle(city: string, id: string): Promise<Circle | null>;
  /** Throws UnknownCity, InvalidInput. */
  addCircles(city: string, drafts: CircleDraft[], actor: string): Promise<Circle[]>;
  /**
   * Puts in what a file has: circles whose key came from the same source before are changed, the others added; none is
   * taken away. Returns them in the order of the file.
   */
  importCircles(
    city: string,
    source: string,
    drafts: (CircleDraft & { sourceRef: string | null })[],
    actor: string,
  ): Promise<{ circle: Circle; outcome: "added" | "changed" | "unchanged" }[]>;
  /** Throws NotFound, InvalidInput, or StoreConflict where it is not at `version` any more. */
  changeCircle(city: string, id: string, change: CircleChange, version: number, actor: string): Promise<Circle>;
  /** With its evidence and files. Throws NotFound, or StoreConflict where it is not at `version` any more. */
  removeCircle(city: string, id: string, version: number): Promise<Circle>;
  /**
   * Makes one of several: `keep` gets the change, evidence, survey answers and projects of the others become its own,
   * and they go. Throws as changeCircle.
   */
  mergeCircles(
    city: string,
    keep: { id: string; version: number },
    others: { id: string; version: number }[],
    change: CircleChange,
    actor: string,
  ): Promise<Circle>;

  /** Sets what a measure is from now on. Throws NotFound, InvalidInput. */
  putEvidence(city: string, circle: string, measure: string, draft: EvidenceDraft, actor: string): Promise<Evidence>;
  /** What holds, by measure; `all`: what held before as well, the latest first. */
  listEvidence(city: string, circle: string, all?: boolean): Promise<Evidence[]>;
  /** What holds, of all circles. */
  listEvidenceOfCity(city: string): Promise<Evidence[]>;
  /** Withdraws it; what it was stays in the list of all. False where there is none. */
  endEvidence(city: string, circle: string, measure: string, actor: string): Promise<boolean>;
  /** Throws NotFound. */
  addCircleFile(
    city: string,
    circle: string,
    file: { name: string; mediaType: string; data: Uint8Array },
    actor: string,
  ): Promise<CircleFile>;
  listCircleFiles(city: string, circle: string): Promise<CircleFile[]>;
  readCircleFile(city: string, circle: string, id: string): Promise<(CircleFile & { data: Uint8Array }) | null>;

  listIndicators(city: string): Promise<StoredIndicator[]>;
  /** Version 0 adds. Throws UnknownCity, StoreConflict where it is not at `version` any more. */
  putIndicator(city: string, id: string, definition: object, version: number, actor: string): Promise<StoredIndicator>;
  /** Throws NotFound, StoreConflict. */
  removeIndicator(city: string, id: string, version: number): Promise<void>;
}
