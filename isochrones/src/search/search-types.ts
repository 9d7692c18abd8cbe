import type { Attachment } from "../types.ts";

/** Where a search begins: a point of an edge, or a vertex. */
export type Seed =
  | { attachment: Pick<Attachment, "edge" | "offsetMeters">; startMilliseconds: number; vertex?: undefined }
  | { vertex: number; startMilliseconds: number };

export interface EdgeTimes {
  fromMilliseconds: number;
  toMilliseconds: number;
  fromState: number;
  toState: number;
  /** Milliseconds per metre. */
  rate: number;
  lengthMeters: number;
}

export interface Arrival {
  milliseconds: number;
  seed: number;
  /** State at the end of the edge it came by; -1 where it came straight along the seed's own edge. */
  state: number;
  /** Did it step on the edge at the edge's first vertex? */
  enteredAtStart: boolean;
}
