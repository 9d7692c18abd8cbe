import type { NodeRun, OsmSink, WayView } from "./sink.ts";
import type { TagMemo } from "./tag-memo.ts";
import type { OsmHandler, OsmTags } from "./types.ts";

/** A run of a single node whose tags are an object. */
export class OneNode implements NodeRun {
  readonly count = 1;
  readonly ids = new Float64Array(1);
  readonly lng = new Float64Array(1);
  readonly lat = new Float64Array(1);
  #tags: OsmTags | null = null;

  set(id: number, lng: number, lat: number, tags: OsmTags | null): void {
    this.ids[0] = id;
    this.lng[0] = lng;
    this.lat[0] = lat;
    this.#tags = tags;
  }

  tags(): OsmTags | null {
    return this.#tags;
  }

  meaning(_row: number, memo: TagMemo): number {
    return this.#tags ? memo.ofTags(this.#tags) : 0;
  }
}

/** A way whose parts are objects. */
class WayOfObjects implements WayView {
  id = 0;
  #refs: ArrayLike<number> = [];
  #tags: OsmTags | null = null;

  set(id: number, refs: ArrayLike<number>, tags: OsmTags | null): void {
    this.id = id;
    this.#refs = refs;
    this.#tags = tags;
  }

  tags(): OsmTags | null {
    return this.#tags;
  }

  meaning(memo: TagMemo): number {
    return this.#tags ? memo.ofTags(this.#tags) : 0;
  }

  tag(key: string): string | undefined {
    return this.#tags?.[key];
  }

  refs(): ArrayLike<number> {
    return this.#refs;
  }
}

/** A handler that feeds a sink, for formats that are read element by element. */
export function handlerOfSink({ nodes, way, relation }: OsmSink): OsmHandler {
  const node = new OneNode();
  const view = new WayOfObjects();
  const handler: OsmHandler = {};
  if (nodes) {
    handler.node = (id, lng, lat, tags) => {
      node.set(id, lng, lat, tags);
      nodes(node);
    };
  }
  if (way) {
    handler.way = (id, refs, tags) => {
      view.set(id, refs, tags);
      way(view);
    };
  }
  if (relation) handler.relation = relation;
  return handler;
}

/** A sink that feeds a handler. */
export function sinkOfHandler(handler: OsmHandler, wanted: (type: "node" | "way" | "relation") => boolean): OsmSink {
  const sink: OsmSink = {};
  if (wanted("node")) {
    sink.nodes = (run) => {
      const { count, ids, lng, lat } = run;
      for (let row = 0; row < count; row++) handler.node!(ids[row], lng[row], lat[row], run.tags(row));
    };
  }
  if (wanted("way")) {
    // tags are decoded behind the refs, as they always were: a way with both at fault is refused for its refs
    sink.way = (way) => {
      const refs = way.refs() as Float64Array;
      handler.way!(way.id, refs, way.tags());
    };
  }
  if (wanted("relation")) sink.relation = (id, members, tags) => handler.relation!(id, members, tags);
  return sink;
}
