/** What is asked and told of the homes that walk to very many places, for siting. */
import type { HomeWeights, WalkSettings } from "@quarterhour/isochrones";

export interface WeighQuestion {
  /** Longitude and latitude of each place in turn. */
  lngLat: Float64Array;
  settings: WalkSettings;
  among: Uint8Array | null;
  weights: HomeWeights;
}

/** Per place the leader of its group, and how many milliseconds more than to the place a walk to the leader takes at most. */
export interface PlaceGroups {
  leader: Int32Array;
  extra: Int32Array;
}

export interface Weighing {
  /** Places near each other; null where not asked for. */
  groups: PlaceGroups | null;
  /** sums[place * limits.length + what]; `extra`: by place, milliseconds added to its limits, in shared memory. */
  weigh(places: Uint32Array, extra: Int32Array | null, onProgress?: (fraction: number) => void): Promise<Float64Array>;
  release(): void;
}
