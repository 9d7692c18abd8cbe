import { flagsOfSide } from "./cut.ts";
import { wayOrder, type DraftEdge, type NetworkDraft } from "./edit-draft.ts";
import type { Gate } from "./edit-find.ts";

/** Lets everybody through at all times; who cannot pass it on wheels still cannot. */
export function openGate(draft: NetworkDraft, { centre }: Gate): void {
  const bars = barsAt(draft, centre);
  const stopsWheels = bars.some((bar) => {
    const { noWheelchair, noPram } = draft.classes[draft.classRowOf(bar)];
    return noWheelchair || noPram;
  });
  if (stopsWheels) {
    for (const bar of bars) {
      const row = draft.classes[draft.classRowOf(bar)];
      draft.setClass(bar, draft.rowOfClass({ ...row, forward: true, backward: true, private: false, times: null }));
    }
    return;
  }
  // nothing is left to stop anybody: the ways meet in one vertex again, as they do at any gate that is free
  const sides = bars.map((bar) => draft.edgeAt(bar).from);
  for (const bar of bars) draft.remove(bar);
  moveEnds(
    draft,
    sides.flatMap((side) => draft.edgesAt(side).flatMap((edge) => endsAt(draft, edge, side))),
    () => centre,
  );
  for (const side of sides) draft.removeVertex(side);
}

/** Lets nobody through. */
export function closeGate(draft: NetworkDraft, { centre }: Gate): void {
  if (barsAt(draft, centre).length === 0) putBars(draft, centre);
  for (const bar of barsAt(draft, centre)) {
    const row = draft.classes[draft.classRowOf(bar)];
    draft.setClass(bar, draft.rowOfClass({ ...row, forward: false, backward: false, private: false, times: null }));
  }
}

const barsAt = (draft: NetworkDraft, centre: number): number[] =>
  draft.edgesAt(centre).filter((edge) => draft.classes[draft.classRowOf(edge)].kind === "gate");

/** Makes a star of a gate that was a plain vertex: each way ends in a vertex of its own, tied to the gate's. */
function putBars(draft: NetworkDraft, centre: number): void {
  const place = draft.vertexAt(centre);
  const { lng, lat } = place;
  const classRow = draft.rowOfClass(freeGate);
  const osmId = draft.newOsmId();
  const sides: number[] = [];
  const newSide = (): number => {
    sides.push(draft.addVertex({ ...place, flags: flagsOfSide(place.flags) }));
    return sides[sides.length - 1];
  };
  moveEnds(
    draft,
    draft.edgesAt(centre).flatMap((edge) => endsAt(draft, edge, centre)),
    newSide,
  );
  for (const side of sides) {
    draft.addEdge({ from: side, to: centre, line: [lng, lat, lng, lat], classRow, name: 0, osmId });
  }
}

/** One end of an edge. */
interface End {
  edge: number;
  row: DraftEdge;
  end: "from" | "to";
}

function endsAt(draft: NetworkDraft, edge: number, vertex: number): End[] {
  const row = draft.edgeAt(edge);
  return (["to", "from"] as const).filter((end) => row[end] === vertex).map((end) => ({ edge, row, end }));
}

/** Ties ends of edges to other vertices, in the order in which a file would give them. */
function moveEnds(draft: NetworkDraft, ends: End[], to: () => number): void {
  // way by way, and where a way comes before where it goes on
  ends.sort(
    (a, b) => wayOrder(a.row) - wayOrder(b.row) || (a.end === b.end ? a.edge - b.edge : a.end === "to" ? -1 : 1),
  );
  const changed = new Map<number, DraftEdge>();
  for (const { edge, row, end } of ends) {
    const now = changed.get(edge) ?? row;
    if (end === "from") now.insteadOf = -1;
    now[end] = to();
    changed.set(edge, now);
  }
  for (const [edge, row] of changed) {
    draft.remove(edge);
    draft.addEdge(row);
  }
}

const freeGate = {
  kind: "gate",
  forward: true,
  backward: true,
  private: false,
  times: null,
  surfaceFactor: 1,
  ground: "firm",
  inclinePercent: null,
  noWheelchair: false,
  noPram: false,
  bridge: false,
  tunnel: false,
  indoor: false,
  attachable: false,
  crossing: false,
  fixedSpeedKmh: null,
  stepCount: null,
} as const;
