import type { OsmMember, OsmTags } from "./types.ts";
import type { TagMemo } from "./tag-memo.ts";

/** Some nodes, in file order. Used again for the next ones: valid only during the call. */
export interface NodeRun {
  readonly count: number;
  readonly ids: Float64Array;
  /** Degrees, WGS-84. */
  readonly lng: Float64Array;
  readonly lat: Float64Array;
  /** Null where the node has none. */
  tags(row: number): OsmTags | null;
  /** What `memo` makes of the node's tags; 0 where it has none. */
  meaning(row: number, memo: TagMemo): number;
}

/** One way. Used again for the next one: valid only during the call, and so are its refs. */
export interface WayView {
  readonly id: number;
  tags(): OsmTags | null;
  meaning(memo: TagMemo): number;
  /** Value of one tag; undefined where it is not there. */
  tag(key: string): string | undefined;
  /** Ids of its nodes, decoded when asked for. */
  refs(): ArrayLike<number>;
}

/**
 * Takes elements without an object for each: what most of a city's file needs is looked at where it lies. Calls come in
 * file order, so a fault of the file is met when what lies before it has been handed over.
 */
export interface OsmSink {
  nodes?(run: NodeRun): void;
  way?(way: WayView): void;
  relation?(id: number, members: OsmMember[], tags: OsmTags | null): void;
}
