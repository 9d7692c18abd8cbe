/** Mapped entrances of buildings: where a door is known, walks begin and end at it. */
import type { OsmTags, Position } from "@quarterhour/isochrones";
import { pointInside } from "../geometry/polygon.ts";
import type { MapArea, OsmMap } from "./map.ts";

/** Best first. Doors for staff, goods, cars and emergencies are not doors for people on foot. */
const RANKS = new Map([
  ["main", 0],
  ["yes", 1],
  ["home", 1],
  ["shop", 1],
  ["staircase", 2],
]);

export class Doors {
  readonly #rankOfNode = new Map<number, number>();
  readonly #map: OsmMap;

  constructor(map: OsmMap) {
    this.#map = map;
    for (const node of map.nodes) {
      const rank = rankOf(node.tags);
      if (rank !== undefined) this.#rankOfNode.set(node.id, rank);
    }
  }

  /** The best entrance on the area's rings, else a point inside it. */
  of(area: MapArea): Position {
    let best: { rank: number; id: number } | null = null;
    for (const id of area.nodeIds) {
      const rank = this.#rankOfNode.get(id);
      if (rank !== undefined && (best === null || rank < best.rank)) best = { rank, id };
    }
    return (best === null ? null : this.#map.positionOfNode(best.id)) ?? pointInside(area.polygons);
  }
}

function rankOf(tags: OsmTags): number | undefined {
  return tags.access === "no" ? undefined : RANKS.get(tags.entrance ?? "");
}
