import type { WayClass } from "../foot/ways.ts";
import type { BoundingBox } from "../types.ts";
import type { SpecialNodes } from "./special-nodes.ts";

/** What the file says that matters to walking: ways as rows of nodes. */
export interface FootMap {
  bbox: BoundingBox | null;
  osmDate: string | null;
  classes: WayClass[];
  names: string[];
  /** Walkable ways, in file order: refs[start[w]] … refs[start[w+1]-1] are rows of `nodes`. */
  ways: { start: Uint32Array; refs: Uint32Array; classIndex: Uint16Array; name: Uint32Array; osmId: Float64Array };
  /** Lines that access legs do not cross; `kind` is a place in `barrierKinds`. */
  barriers: { start: Uint32Array; refs: Uint32Array; kind: Uint8Array };
  /** Outlines of buildings that may stand on open ground, with the first node again at the end. */
  buildings: { start: Uint32Array; refs: Uint32Array };
  nodes: NodeTable;
  areas: OpenGround[];
  /** Opening hours and conditions that were not understood, each once. */
  unreadTimes: string[];
}

/** Ground that is crossed in any direction: its rings as rows of nodes, and the rows of the ways that are its rim. */
export interface OpenGround {
  rings: { refs: number[]; hole: boolean }[];
  ways: number[];
  classIndex: number;
  name: number;
  osmId: number;
}

/**
 * Nodes of ways, barriers and buildings, in ascending order of their ids. The last one stands for all that the file does
 * not hold: its `known` is 0.
 */
export interface NodeTable {
  /** 1e-7 degree */
  lng: Int32Array;
  lat: Int32Array;
  known: Uint8Array;
  /** Nodes on ways and barriers that mean something to a walker. */
  special: SpecialNodes;
}
