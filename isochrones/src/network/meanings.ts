import { isOpenGround, standsInTheWay } from "../foot/areas.ts";
import { classifyNode, type NodeClass } from "../foot/nodes.ts";
import { classifyWay, legBarrierOf, needsLength, type WayClass } from "../foot/ways.ts";
import { TagMemo, type OsmTags } from "../osm/index.ts";

/** What the tags of a way say to a walker. Ways that agree in what the rules look at share one. */
interface WayMeaning {
  foot: WayClass | null;
  /** Row of the class once a way has it; -1 until then. */
  classRow: number;
  /** Place in `barrierKinds`; -1 where access legs may cross. */
  barrier: number;
  openGround: boolean;
  building: boolean;
  timedFerry: OsmTags | null;
  unread: string[];
}

const NOTHING: WayMeaning = {
  foot: null,
  classRow: -1,
  barrier: -1,
  openGround: false,
  building: false,
  timedFerry: null,
  unread: [],
};

export class WayMeanings {
  readonly #rows: WayMeaning[] = [NOTHING];
  readonly memo = new TagMemo((tags) => this.#judge(tags));

  at(row: number): WayMeaning {
    return this.#rows[row];
  }

  #judge(tags: OsmTags): number {
    const unread: string[] = [];
    const foot = classifyWay(
      tags,
      () => Number.NaN,
      (value) => unread.push(value),
    );
    const barrier = legBarrierOf(tags);
    const building = standsInTheWay(tags);
    const openGround = isOpenGround(tags, false);
    if (!foot && barrier < 0 && !building && unread.length === 0) return 0;
    const timedFerry = foot && timedFerryTags(foot, tags);
    return this.#rows.push({ foot, classRow: -1, barrier, openGround, building, timedFerry, unread }) - 1;
  }
}

/** Tags of a ferry or lift whose own time gives its speed, once its length is known; null for any other way. */
export const timedFerryTags = (foot: WayClass, tags: OsmTags): OsmTags | null =>
  needsLength(tags, foot) ? tags : null;

/** What the tags of a node say to a walker. */
interface NodeMeaning {
  foot: NodeClass | null;
  unread: string[];
}

export class NodeMeanings {
  readonly #rows: NodeMeaning[] = [{ foot: null, unread: [] }];
  readonly memo = new TagMemo((tags) => this.#judge(tags));

  at(row: number): NodeMeaning {
    return this.#rows[row];
  }

  #judge(tags: OsmTags): number {
    const unread: string[] = [];
    const foot = classifyNode(tags, (value) => unread.push(value));
    return foot || unread.length > 0 ? this.#rows.push({ foot, unread }) - 1 : 0;
  }
}
